# SPDX-License-Identifier: EUPL-1.2
"""Maps and tables of documents on other boundaries: marked in draft, edition and files, pinned, gone with a release."""

import io
import zipfile
from html import unescape

import pytest
from django.test import Client

from indicators.models import Conversion, Release
from indicators.services.releasing.withdrawing import withdraw_release
from reports.models import Edition, EditionFile
from reports.rendering.composition import MAP, TABLE, TEXT, Composition, Panel, Part
from reports.selectors.desk import has_newer_conversion
from tests.factories.desk import client_of, run_jobs
from tests.factories.drawnanew import NEWER, build_drawn_anew
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.world import World
from tests.factories.yearlycity import FIRST

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
QUERY = f"indikator=anteil&ebene=viertel&stand={FIRST}&umgerechnet={NEWER}"
WHENCE = "Umgerechnet vom Gebietsstand Stand 2020: bei 3 von 5 Gebieten genau, bei 2 geschätzt."
CARRIED = Composition(
    parts=(Part("part1", "Überblick", (Panel("panel1", MAP, query=QUERY), Panel("panel2", TABLE, query=QUERY))),)
)


@pytest.fixture
def city(world: World) -> World:
    return build_drawn_anew(world)


def read(edition: Edition) -> str:
    answer = Client().get(f"/b/{edition.publication.slug}/{edition.path}/", headers={"accept-language": "de"})
    assert answer.status_code == 200
    return unescape(answer.content.decode()).replace("\u00a0", " ")


@pytest.mark.parametrize("kind", [MAP, TABLE])
def test_the_form_asks_on_which_boundaries_and_keeps_it(city: World, kind: str) -> None:
    row = begun(city, Composition(parts=(Part("part1", "Überblick", (Panel("panel1", TEXT, text="Was zählt."),)),)))
    said = {"revision": 0, "indicator": "anteil", "level": "viertel", "period": FIRST, "ground": NEWER, "width": "full"}

    answer = client_of(city.bert).post(f"{DESK}{row.uuid}/feld/?teil=part1&art={kind}", said)

    assert answer.status_code == 302
    row.refresh_from_db()
    assert [panel.query for panel in row.content.panels() if panel.kind == kind] == [QUERY]


def test_readers_of_an_edition_see_every_mark(city: World) -> None:
    page = read(let_out(city, handed_in(city, begun(city, CARRIED))))

    assert WHENCE in page
    assert "31.12.2020 (umgerechnet)" in page
    assert "(geschätzt)" in page
    assert "genau, dasselbe Gebiet" in page


def test_an_edition_keeps_by_hash_what_was_carried_and_pins_the_release_behind_it(city: World) -> None:
    edition = handed_in(city, begun(city, CARRIED))

    (kept,) = edition.conversions.all()
    row = Conversion.objects.get(release=kept.release, boundary_version=kept.boundary_version)
    assert kept.content_hash == row.content_hash
    assert set(edition.pins.values_list("release_id", flat=True)) == {row.release_id, *row.taught_by}
    assert not has_newer_conversion(edition)


def test_a_new_conversion_changes_no_edition_and_the_desk_says_that_there_is_one(city: World) -> None:
    edition = let_out(city, handed_in(city, begun(city, CARRIED)))
    before = read(edition)

    Conversion.objects.filter(release__indicator__slug="anteil").update(content_hash="0" * 64)

    assert read(edition) == before
    for address in (f"{DESK}{edition.publication.uuid}/", f"{DESK}ausgaben/{edition.uuid}/"):
        assert has_newer_conversion(edition), address
    assert "has_newer" not in before


def test_what_was_carried_goes_with_the_release_behind_it(city: World) -> None:
    edition = let_out(city, handed_in(city, begun(city, CARRIED)))
    release = Release.objects.get(pk=edition.conversions.get().release_id)

    withdraw_release(release_id=release.pk, organisation_id=city.city.pk, by=city.frida, reason="Fehler")

    page = read(edition)
    assert WHENCE not in page
    assert "(geschätzt)" not in page
    assert "wird nicht mehr gezeigt" in page


def test_tables_to_take_along_name_the_marks(city: World) -> None:
    edition = let_out(city, handed_in(city, begun(city, CARRIED)))
    run_jobs()

    packed = bytes(EditionFile.objects.get(edition=edition, language="de", format="zip").content)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        told = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".csv", ".svg"))}
    assert all("mgerechnet" in text for text in told.values())
    assert any("geschätzt" in text for name, text in told.items() if name.endswith(".csv"))
