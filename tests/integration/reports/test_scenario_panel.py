# SPDX-License-Identifier: EUPL-1.2
"""A scenario in a dashboard: its maps before and after, called what it is, kept with the edition as everything is."""

import gzip
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.utils.timezone import localdate

from indicators.models import ChangeOfSite, Release, Scenario
from indicators.services.scenarios.changing import Wanted, change_site
from indicators.services.scenarios.keeping import share_scenario
from reports.forms.publications import PanelForm
from reports.models import Publication
from reports.rendering.composition import SCENARIO, Composition, Panel, Part
from reports.rendering.document import Document, Figure, Paragraph
from reports.selectors.choices import choices_for, with_scenarios
from reports.services.documents import Issue, Made, document_of
from spatial.models import BoundaryVersion
from tests.factories.desk import client_of, run_jobs
from tests.factories.editions import begun as begun_publication
from tests.factories.editions import handed_in
from tests.factories.releases import Figures, indicator, release
from tests.factories.scenariocity import begun, build_scenario_city
from tests.factories.world import World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> World:
    return build_scenario_city(build_world())


def close(city: World, row: Scenario, key: str = "1") -> Scenario:
    change_site(scenario=row, wanted=Wanted(ChangeOfSite.CLOSE, key), by=city.bert)
    return row


def shown(
    city: World, *beside: str, name: str = "Nord schließt", is_shared: bool = True
) -> tuple[Scenario, Publication]:
    """Return a scenario that closes a centre, and a dashboard that shows it, with some groups beside its own."""
    row = close(city, begun(city, name=name))
    share_scenario(scenario=row, is_shared=is_shared, by=city.bert)
    panel = Panel("panel1", SCENARIO, query=urlencode({"szenario": str(row.uuid)}), indicators=beside)
    content = Composition("Was wäre, wenn?", (Part("part1", "Szenario", (panel,)),))
    return row, begun_publication(city, content)


def made(publication: Publication) -> Made:
    return document_of(publication=publication, issue=Issue("1", localdate(), "/b/x/"), language="de")


def test_a_panel_shows_change_before_and_after_with_its_sentence_and_sources(city: World) -> None:
    _row, publication = shown(city)

    found = made(publication)

    blocks = next(section.blocks for section in found.pinned.document.sections if section.name == "panel1")
    lead = next(block for block in blocks if isinstance(block, Paragraph))
    assert lead.text == "Szenario, keine Messung. Kinder: 300 von 300 verlieren, niemand gewinnt."
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert [figure.name for figure in figures] == ["panel1unterschied", "panel1vorher", "panel1nachher"]
    assert all("Szenario, keine Messung" in figure.says for figure in figures)
    assert all("© Musterstadt" in figure.source for figure in figures)
    assert [key.words[:2] for key in figures[0].keys if not key.fill] == ["• ", "× "]
    tables = [figure.table for figure in figures if figure.table is not None]
    assert [len(table.columns) for table in tables] == [7, 2, 2]
    assert [[cell.text for cell in table.rows[0]] for table in tables[1:]] == [
        ["Alt-Mitte", "33,3"],
        ["Alt-Mitte", "20,0"],
    ]


def release_of(slug: str) -> int:
    return Release.objects.get(indicator__slug=slug).pk


def group_names(document: Document) -> list[str]:
    (table,) = (table for table in document.tables() if table.name.endswith("gruppen"))
    return [row[0].text.partition(",")[0] for row in table.rows]


def test_an_edition_pins_the_groups_alone_that_it_shows(city: World) -> None:
    _row, alone = shown(city)
    _other, publication = shown(city, "aeltere", "nirgends", name="Mit anderen")

    found = made(publication).pinned

    assert made(alone).pinned.releases() == {release_of("kinder")}
    assert group_names(found.document) == ["Kinder", "Aeltere"]
    assert found.releases() == {release_of("kinder"), release_of("aeltere")}


def test_what_one_group_loses_takes_the_table_of_groups_and_leaves_the_maps(city: World) -> None:
    _row, publication = shown(city, "aeltere")
    found = made(publication).pinned

    without = found.without({release_of("aeltere")}, "Zurückgenommen.")

    assert len(list(without.figures())) == 3
    assert "300 von 300" in str(without)
    assert not [table for table in without.tables() if table.name.endswith("gruppen")]
    assert "Zurückgenommen." in str(without)
    assert not list(found.without({release_of("kinder")}, "Zurückgenommen.").figures())


def test_a_scenario_that_is_not_shared_is_not_shown(city: World) -> None:
    _row, publication = shown(city, is_shared=False)

    found = made(publication)

    assert found.problems["panel1"] == "Es gibt kein solches Szenario, das mit dem Haus geteilt ist."


def test_an_edition_stays_as_it_was_when_the_scenario_goes_on(city: World) -> None:
    row, publication = shown(city)
    edition = handed_in(city, publication)
    before = edition.content_hash

    close(city, row, "2")
    run_jobs()

    edition.refresh_from_db()
    assert edition.content_hash == before
    kept = gzip.decompress(bytes(edition.documents.get(language="de").gzipped)).decode()
    assert "keine Messung. Kinder: 300 von 300 verlieren" in kept


def test_the_form_offers_what_is_shared_and_keeps_the_choice(city: World) -> None:
    row, publication = shown(city)
    choices = with_scenarios(choices_for(city.city, "public"), city.city)
    form = PanelForm({"scenario": str(row.uuid), "width": "full", "revision": "0"}, kind=SCENARIO, choices=choices)

    assert form.is_valid(), form.errors
    assert form.panel("panel9", None).query == f"szenario={row.uuid}"
    assert form.panel("panel9", None).indicators == ()
    page = client_of(city.bert).get(f"/musterstadt/berichte/werkstatt/{publication.uuid}/feld/panel1/")
    assert page.status_code == 200
    assert "Nord schließt" in page.content.decode()


def test_the_form_offers_groups_of_persons_and_nothing_else(city: World) -> None:
    row, publication = shown(city, "aeltere")
    rate = indicator(city.city, "quote")
    release(rate, BoundaryVersion.objects.get(level__slug="viertel"), Figures((1.0, 2.0, 3.0, 4.0)), city.anna)

    page = client_of(city.bert).get(f"/musterstadt/berichte/werkstatt/{publication.uuid}/feld/panel1/")

    form = page.context["form"]
    assert [key for key, _name in form.fields["indicators"].choices] == ["aeltere", "kinder"]
    assert form["indicators"].value() == ["aeltere"]
    said = {"scenario": str(row.uuid), "indicators": ["quote"], "width": "full", "revision": "0"}
    choices = with_scenarios(choices_for(city.city, "public"), city.city)
    assert list(PanelForm(said, kind=SCENARIO, choices=choices).errors) == ["indicators"]


def test_more_than_eleven_other_groups_are_refused(city: World) -> None:
    row, _publication = shown(city)
    names = [f"gruppe{number}" for number in range(12)]
    choices = replace(
        with_scenarios(choices_for(city.city, "public"), city.city), groups=[(name, name) for name in names]
    )
    said = {"scenario": str(row.uuid), "indicators": names, "width": "full", "revision": "0"}

    form = PanelForm(said, kind=SCENARIO, choices=choices)

    assert list(form.errors) == ["indicators"]
    assert PanelForm({**said, "indicators": names[:11]}, kind=SCENARIO, choices=choices).is_valid()
