# SPDX-License-Identifier: EUPL-1.2
"""The facts of sentences are those of the release: what is hidden brings nothing along."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from indicators.models import Annotation, AnnotationKind, Indicator, IndicatorDefinition
from indicators.selectors.profile_figures import edition_figures
from indicators.selectors.sheets import RecipeSheet
from reports.rendering.sentences.facts import FigureFacts
from reports.rendering.sentences.grammar import Grammar
from reports.rendering.sentences.paragraphs import ALL, figure_paragraph
from reports.selectors.sentencefacts import SpokenSeries, area_facts, figure_facts, pack_of, spoken_area
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common.statuses import Status
from spatial.models import BoundaryVersion
from spatial.selectors.rows import UnitPlace
from spatial.selectors.units import unit_place, unit_rows
from tests.factories.areas import import_city
from tests.factories.organisations import organisation
from tests.factories.releases import Figures, indicator, release
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db

NOUN = "Von 100 Kindern leben {n} in armen Familien"


@dataclass(frozen=True)
class City:
    """A city of four quarters with one share of counts; the second quarter is hidden."""

    organisation: Organisation
    by: User
    version: BoundaryVersion
    poverty: Indicator

    def place(self, position: int) -> UnitPlace:
        row = unit_rows(self.version.pk)[position]
        found = unit_place(self.organisation, "viertel", self.version.edition, row.key)
        assert found is not None
        return found

    def facts(self, position: int) -> FigureFacts:
        return area_facts(self.organisation, self.place(position))["kinderarmut"]


def _built() -> City:
    stored = organisation("musterstadt", "Musterstadt")
    import_city(stored)
    by = User.objects.create_user(email="frida@example.org", name="Frida")
    version = BoundaryVersion.objects.get(organisation=stored, level__slug="viertel")
    poverty = indicator(stored)
    IndicatorDefinition.objects.filter(indicator=poverty).update(sentence_noun=NOUN)
    persons = (1000.0, 800.0, 90.0, 2000.0)
    release(poverty, version, Figures((9.0, 19.0, 20.0, 39.0), period="2016-12-31", persons=persons), by)
    release(poverty, version, Figures((20.0, None, 30.0, 40.0), persons=persons, since="2016-12-31"), by)
    return City(stored, by, version, poverty)


city = kept(_built)


def test_facts_are_those_of_the_release(city: City) -> None:
    facts = city.facts(0)

    assert (facts.value, facts.numerator, facts.denominator) == (20.0, 200.0, 1000.0)
    assert facts.measure.noun == NOUN
    assert facts.change is not None
    assert facts.change.interval is not None
    assert facts.course is not None
    assert [point.value for point in facts.course.points] == [9.0, 20.0]


def test_hidden_area_brings_no_number_along(city: City) -> None:
    facts = city.facts(1)

    told = figure_paragraph(facts, "de", ALL)

    assert facts.status is Status.SUPPRESSED
    assert (facts.value, facts.numerator, facts.denominator, facts.change, facts.course) == (None,) * 5
    assert "gesperrt" in told
    assert not any(sign.isdigit() for sign in told.replace("2018", ""))


def test_persons_behind_a_rate_are_those_that_another_indicator_counts(city: City) -> None:
    rate = indicator(city.organisation, "quote")
    release(rate, city.version, Figures((20.0, 30.0, 40.0, 50.0)), city.by)
    both = edition_figures(city.organisation, city.version.edition, city.version.pk)
    spoken = [SpokenSeries(series, counted=both.series_of("kinderarmut")) for series in both.series]
    where = spoken_area(city.organisation, city.place(0))

    persons = {each.series.sheet.slug: figure_facts(each, where).persons for each in spoken}

    assert persons == {"quote": 20.0, "kinderarmut": 1000.0}


def test_few_persons_are_not_told_per_hundred(city: City) -> None:
    assert "von 100 Kindern" in figure_paragraph(city.facts(0), "de")
    assert "von 100 Kindern" not in figure_paragraph(city.facts(2), "de")


def test_course_holds_no_period_of_another_definition(city: City) -> None:
    place = city.place(0)
    (series,) = edition_figures(city.organisation, city.version.edition, city.version.pk).series
    older = replace(series.releases[0], definition_id=series.releases[0].definition_id + 1)
    redefined = replace(series, releases=(older, *series.releases[1:]))

    facts = figure_facts(SpokenSeries(redefined), spoken_area(city.organisation, place))

    assert facts.course is not None
    assert [point.value for point in facts.course.points] == [20.0]


def test_reason_of_an_exclusion_comes_along(city: City) -> None:
    Annotation.objects.create(
        organisation=city.organisation,
        kind=AnnotationKind.EXCLUSION,
        indicator=city.poverty,
        unit_id=city.place(1).unit.unit_id,
        text="zu wenige Kinder",
    )

    assert city.facts(1).reason == "zu wenige Kinder"


def test_grammar_of_its_own_is_used(city: City) -> None:
    place = city.place(0)

    own = spoken_area(city.organisation, place, Grammar("articled", "m"))
    usual = spoken_area(city.organisation, place)

    assert own.area.grammar.kind == "articled"
    assert (usual.area.grammar.kind, usual.area.grammar.noun) == ("typed", "Viertel")
    assert usual.whole is not None


def test_labels_of_a_recipe_are_words_in_both_languages_and_never_official_names() -> None:
    classes = [
        {"code": "4", "official": "sehr niedrig", "label": "Particularly high need for support"},
        {"code": "5", "official": "unklar", "label": ""},
        {"code": "6", "official": "x", "label": "Eigene Worte"},
    ]
    pack = pack_of(RecipeSheet("index", 1, date(2018, 1, 1), {"classes": classes}))

    assert {code: (words.de, words.en) for code, words in pack.words.items()} == {
        "4": ("Besonders hoher Unterstützungsbedarf", "Particularly high need for support"),
        "6": ("Eigene Worte", "Eigene Worte"),
    }
