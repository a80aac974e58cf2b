# SPDX-License-Identifier: EUPL-1.2
"""An own area in a dashboard: exact or estimated, hidden as on its page, pinned to its edition."""

import gzip
from dataclasses import replace

import pytest
from django.utils.timezone import localdate

from indicators.models import Release, Sharing
from indicators.services.ownareas import redraw_own_area, remove_own_area, restore_own_area, share_own_area
from reports.forms.ownpanel import OwnPanelForm
from reports.models import Edition, Publication
from reports.rendering.composition import OWN, Composition, Panel, Part
from reports.rendering.document import KeyFigure, KeyFigures, Paragraph
from reports.selectors.choices import choices_for
from reports.selectors.ownchoices import with_own_areas
from reports.services.documents import Issue, Made, document_of
from tests.factories.desk import client_of
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.ownhouse import OwnHouse, box, build_own_house, panel_of, shape_of

pytestmark = pytest.mark.django_db
# The first column up to its third quarter, the first one by half.
HALF = box(0, 0.5, 1, 3)


@pytest.fixture
def house(db: None) -> OwnHouse:
    return build_own_house()


def made(publication: Publication) -> Made:
    return document_of(publication=publication, issue=Issue("1", localdate(), "/b/x/"), language="de")


def figures_of(found: Made) -> dict[str, KeyFigure]:
    (block,) = (each for each in found.pinned.document.blocks() if isinstance(each, KeyFigures))
    return {figure.label: plain(figure) for figure in block.figures}


def plain(figure: KeyFigure) -> KeyFigure:
    """Return a figure with plain blanks."""
    words = (text.replace("\xa0", " ") for text in (figure.value, figure.comparison, figure.certainty))
    value, comparison, certainty = words
    return replace(figure, value=value, comparison=comparison, certainty=certainty)


def kept(edition: Edition, language: str = "de") -> str:
    return gzip.decompress(bytes(edition.documents.get(language=language).gzipped)).decode()


def test_whole_areas_are_told_exactly_beside_the_city(house: OwnHouse) -> None:
    row = house.keep("Nordwest", box(0, 0, 1, 1), box(1, 0, 2, 1))

    found = made(house.begin(row))

    assert not found.problems
    # Areas 101 and 201: 10 and 50 children; 1 of 100 and 25 of 500.
    told = figures_of(found)
    assert (told["Kinder"].value, told["Kinder"].number) == ("60 Personen", 60)
    assert (told["Quote"].value, told["Quote"].comparison_kind) == ("4,3 %", "lower")
    assert told["Quote"].comparison == "niedriger als Musterstadt: 6,5 %"
    assert told["Kinder"].comparison == ""
    (figure,) = found.pinned.document.figures()
    assert figure.table is not None
    assert [[cell.text for cell in line] for line in figure.table.rows] == [
        ["Viertel 101", "100", "ganz"],
        ["Viertel 201", "100", "ganz"],
    ]
    assert "≈" not in str(found.pinned.document)
    lead = next(block for block in found.pinned.document.blocks() if isinstance(block, Paragraph))
    assert "2.040 Menschen leben dort." in lead.text


def test_cut_areas_are_estimated_with_ends_and_hidden_parts_hide_the_figure(house: OwnHouse) -> None:
    found = made(house.begin(house.keep("Halb", HALF)))

    told = figures_of(found)
    assert (told["Kinder"].value, told["Kinder"].number) == ("≈ 55 Personen", 55)
    assert "von 50 bis 60 Personen" in told["Kinder"].certainty
    assert told["Quote"].value.startswith("≈ ")
    assert (told["Geheim"].value, told["Geheim"].number) == ("nicht berechenbar", None)
    assert "gesperrt: geheim gehalten (1)" in told["Geheim"].certainty
    text = str(found.pinned.document)
    assert "≈ kennzeichnet Schätzungen" in text
    assert "Von 3 Kennzahlen können 2 genannt werden, davon 1 geschätzt" not in text
    assert "Von 3 Kennzahlen können 2 genannt werden, davon 2 geschätzt" in text


def test_no_claim_is_made_where_the_ends_do_not_agree(house: OwnHouse) -> None:
    # From 1.0 % to far above: the city lies between.
    figure = figures_of(made(house.begin(house.keep("Weit", box(0, 0.5, 1, 4), box(1, 0, 1.5, 4)))))["Quote"]

    assert figure.comparison_kind == ""
    assert figure.comparison == "keine Aussage gegenüber Musterstadt: 6,5 %"


def test_an_edition_pins_figures_people_and_shape(house: OwnHouse) -> None:
    row = house.keep("Halb", HALF)
    publication = house.begin(row)

    found = made(publication)

    expected = Release.objects.filter(
        indicator__slug__in=("kinder", "quote", "geheim", "einwohner"), period__code="2021-12-31"
    )
    assert found.pinned.releases() == frozenset(expected.values_list("pk", flat=True))
    (shown,) = found.own
    assert (shown.panel, shown.number, shown.content_hash) == ("panel1", 1, row.current.content_hash)
    assert {told[0] for told in shown.told} == {"kinder", "quote"}


def test_a_later_shape_a_removal_and_a_new_name_leave_a_published_edition_as_it_was(house: OwnHouse) -> None:
    row = house.keep("Halb", HALF)
    publication = house.begin(row)
    edition = let_out(house.world, handed_in(house.world, publication))
    before, digest = kept(edition), edition.content_hash

    redraw_own_area(area=row, shape=shape_of(box(0, 0, 3, 4)), by=house.world.bert)
    remove_own_area(area=row, by=house.world.bert)

    edition.refresh_from_db()
    assert (kept(edition), edition.content_hash) == (before, digest)
    assert edition.own_areas[0]["content_hash"] in {each.content_hash for each in row.editions.all()}
    client = client_of(house.world.dora)
    page = client.get(f"/b/{publication.slug}/{edition.path}/")
    assert "≈ 55 Personen" in page.content.decode().replace("\xa0", " ")
    # The draft says so, and is not handed in.
    assert made(publication).problems["panel1"].startswith("Dieses eigene Gebiet ist nicht mehr da")
    restore_own_area(area=row, by=house.world.bert)
    # It goes on with the shape that was chosen until somebody chooses the newer one.
    assert figures_of(made(publication))["Kinder"].number == 55


def test_an_own_area_that_is_not_shared_is_not_shown(house: OwnHouse) -> None:
    row = house.keep("Halb", HALF)
    publication = house.begin(row)
    share_own_area(area=row, sharing=Sharing.NOBODY, by=house.world.bert)

    assert "nicht mehr da" in made(publication).problems["panel1"]
    assert with_own_areas(choices_for(house.world.city, "public"), house.world.city, None).own == ()


def test_the_form_offers_the_newest_edition_and_the_one_that_is_shown(house: OwnHouse) -> None:
    row = house.keep("Halb", HALF)
    publication = house.begin(row)
    redraw_own_area(area=row, shape=shape_of(box(0, 0, 3, 4)), by=house.world.bert)

    page = client_of(house.world.bert).get(f"/musterstadt/berichte/werkstatt/{publication.uuid}/feld/panel1/")

    form = page.context["form"]
    assert [value for value, _name in form.fields["own"].choices] == [f"{row.uuid}:2", f"{row.uuid}:1"]
    assert form["own"].value() == f"{row.uuid}:1"
    assert "Halb, Fassung 1 (wie vorher: es gibt eine neuere Fassung)" in page.content.decode()
    said = {"own": f"{row.uuid}:2", "indicators": ["kinder"], "width": "full", "revision": "0"}
    choices = with_own_areas(choices_for(house.world.city, "public"), house.world.city, None)
    valid = OwnPanelForm(said, kind=OWN, choices=choices)
    assert valid.is_valid(), valid.errors
    assert valid.panel("panel1", None) == Panel(
        "panel1", OWN, query=f"eigenes={row.uuid}&fassung=2", indicators=("kinder",)
    )
    assert list(OwnPanelForm(said | {"own": f"{row.uuid}:1"}, kind=OWN, choices=choices).errors) == ["own"]


def test_what_is_not_published_here_is_said(house: OwnHouse) -> None:
    panel = panel_of(house.keep("Halb", HALF), indicators=("kinder", "fehlt"))
    publication = begun(house.world, Composition(parts=(Part("part1", "Gebiete", (panel,)),)))

    assert made(publication).problems["panel1"] == "Davon ist auf diesem Gebietsstand kein Wert veröffentlicht: fehlt."
