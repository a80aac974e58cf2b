# SPDX-License-Identifier: EUPL-1.2
"""Sentences about real areas say what was released of them, and nothing is wrong with their words."""

import re

import pytest

from indicators.rendering.profile_numbers import Language
from indicators.selectors import published
from reports.rendering.sentences.facts import FigureFacts
from reports.rendering.sentences.lint import lint
from reports.rendering.sentences.paragraphs import ALL, figure_paragraph, portrait
from reports.selectors.sentencefacts import area_facts
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.numbers import NBSP, format_number
from spatial.selectors import units
from spatial.selectors.levels import boundary_version

EXPLAINED = ("SGB",)
LANGUAGES: tuple[Language, ...] = ("de", "en")

pytestmark = pytest.mark.usefixtures("demo")


def facts_by_area(slug: str, level: str, edition: str, most: int = 20) -> dict[str, dict[str, FigureFacts]]:
    """Return the facts of the first areas of a level by their names."""
    organisation = Organisation.objects.get(slug=slug)
    version = boundary_version(organisation, level, edition)
    assert version is not None
    places = (units.unit_place(organisation, level, edition, row.key) for row in units.unit_rows(version.id)[:most])
    return {place.unit.name: area_facts(organisation, place) for place in places if place is not None}


def test_child_poverty_in_the_districts_of_berlin_is_told_as_released() -> None:
    berlin = Organisation.objects.get(slug="berlin")
    ref = published.release_ref(berlin, indicator="kinderarmut", period="2018-12-31", level="bezirk")
    assert ref is not None
    content = published.slice_content(ref)
    assert content is not None
    names = [row.name for row in units.unit_rows(ref.boundary_version_id)]

    told = {
        name: figure_paragraph(facts["kinderarmut"], "de", ALL).replace(NBSP, " ")
        for name, facts in facts_by_area("berlin", "bezirk", "lor-2006").items()
    }

    assert len(told) == 12
    for name, value in zip(names, content.numbers["value"].values, strict=True):
        assert told[name].startswith(
            f"Im Bezirk {name} leben {round(value)} von 100 Kindern unter 15 Jahren in Familien"
        )
        assert f"Der Anteil „Kinderarmut“ beträgt {format_number(value, 1)} %, in Zahlen rund" in told[name]
        assert "Platz" not in told[name]


def test_district_is_told_in_good_german() -> None:
    mitte = facts_by_area("berlin", "bezirk", "lor-2006", 1)["Mitte"]

    assert figure_paragraph(mitte["kinderarmut"], "de", ALL).replace(NBSP, " ") == (
        "Im Bezirk Mitte leben 41 von 100 Kindern unter 15 Jahren in Familien mit SGB-II-Bezug (Ende 2018). "
        "Der Anteil „Kinderarmut“ beträgt 41,4 %, in Zahlen rund 21.015. "
        "Er ist höher als in Berlin (27,8 %, berechnet) und als in den meisten Bezirken. "
        "Gegenüber Ende 2016 ist der Anteil um 3,8 Prozentpunkte gesunken (wie veröffentlicht). "
        "Das ist eine günstige Veränderung. Die Zufallsschwankung lässt sich nicht berechnen."
    )
    assert "Mit dem Stand Ende 2016 lässt sich der Anteil nicht vergleichen." in figure_paragraph(
        mitte["arbeitslosigkeit"], "de"
    )


def test_whole_city_is_compared_with_nothing() -> None:
    facts = facts_by_area("berlin", "stadt", "lor-2021")["Berlin"]

    assert all(each.whole is None and each.comparison is None for each in facts.values())
    assert figure_paragraph(facts["einwohner"], "de").startswith(
        "In Berlin sind 3.897.145 Menschen gezählt (Ende 2024)."
    )


def test_share_of_who_lives_somewhere_is_compared_and_not_judged() -> None:
    text = figure_paragraph(
        facts_by_area("koeln", "stadtbezirk", "stadtgebiet-2012", 1)["Innenstadt"]["anteil-unter-18"], "de"
    )

    assert text.replace(NBSP, " ").startswith(
        "Von 100 Menschen sind im Stadtbezirk Innenstadt 9 Kinder und Jugendliche unter 18 Jahren (Ende 2012)."
    )
    assert "günstig" not in text


@pytest.mark.parametrize(
    ("slug", "level", "edition"),
    [
        ("berlin", "planungsraum", "lor-2006"),
        ("koeln", "stadtteil", "stadtgebiet-2012"),
        ("flensburg", "statistischer-bezirk", "stadtgebiet-2022"),
    ],
)
def test_nothing_is_wrong_with_the_words_of_any_area(slug: str, level: str, edition: str) -> None:
    for facts in facts_by_area(slug, level, edition).values():
        for language in LANGUAGES:
            told = [figure_paragraph(each, language, ALL) for each in facts.values()]
            told += portrait([*facts.values()], language)

            # Reasons of breaks are a steward's own words.
            assert [
                finding
                for text in told
                for finding in lint(re.sub(r"(?:Grund|Reason): .*", "", text), language, EXPLAINED)
            ] == []


def test_excluded_area_has_its_reason_and_its_class_no_number() -> None:
    areas = facts_by_area("berlin", "planungsraum", "lor-2006")

    assert figure_paragraph(areas["Großer Tiergarten"]["kinderarmut"], "de") == (
        "Der Wert „Kinderarmut“ für den Planungsraum Großer Tiergarten (Ende 2018) wird nicht bewertet. "
        "Grund: unter 300 Einwohner."
    )
    assert figure_paragraph(areas["Stülerstraße"]["mss-status"], "de") == (
        "Bei „Unterstützungsbedarf“ gehört der Planungsraum Stülerstraße zur Gruppe "
        "„Mittlerer Unterstützungsbedarf“ (Ende 2018)."
    )
    assert "“Medium need for support”" in figure_paragraph(areas["Stülerstraße"]["mss-status"], "en")
