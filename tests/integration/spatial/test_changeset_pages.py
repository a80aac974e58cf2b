# SPDX-License-Identifier: EUPL-1.2
"""The way of a boundary version through its pages: files, levels, check, succession, approval, activation."""

import json
from csv import reader
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from sozialplanung.audit.models import Event
from sozialplanung.audit.presenters import sentence
from spatial.models import BoundaryVersion, Changeset, Unit, UnitVersion
from spatial.readers.wfs import WfsLayer
from spatial.selectors import levels, units
from tests.factories.areas import city_areas, import_city
from tests.factories.desk import client_of, german, run_jobs
from tests.factories.surveyor import (
    FACTS,
    HOME,
    LAYER,
    begun,
    boundary_file,
    checked,
    codes_of,
    decide,
    quarters,
    see,
    send,
    submitted,
    url_of,
)
from tests.factories.world import World
from tests.fixtures_spatial.files import geopackage, shapefile
from tests.fixtures_spatial.grids import grid

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(world: World) -> World:
    """Give a city with districts and quarters of 2020."""
    import_city(world.city)
    return world


def test_file_comes_by_pages_to_a_boundary_version(city: World) -> None:
    before = {row.key: row.unit_id for row in UnitVersion.objects.filter(level__slug="viertel")}
    changeset = submitted(city)
    assert changeset.state == "submitted"
    assert not BoundaryVersion.objects.filter(edition="stand-2024").exists()

    assert decide(city.frida, changeset, "approve").status_code == 302

    assert changeset.state == "active"
    version = levels.boundary_version(city.city, "viertel", "stand-2024")
    assert version is not None
    assert (version.valid_from, version.valid_until, version.unit_count) == (date(2024, 1, 1), None, 5)
    after = {row.key: row.unit_id for row in units.unit_rows(version.id)}
    assert {key: after[key] for key in ("11", "12", "21")} == {key: before[key] for key in ("11", "12", "21")}
    assert not {after["23"], after["24"]} & set(before.values())
    stored = BoundaryVersion.objects.get(pk=version.id)
    assert {asset.detail for asset in stored.assets.all()} == {"overview", "map", "full"}
    assert stored.neighbours


def test_levels_above_are_kept_and_every_area_finds_its_way_up(city: World) -> None:
    decide(city.frida, submitted(city), "approve")

    area = units.unit_row(city.city, "viertel", "stand-2024", "24")

    assert area is not None
    assert [place.unit.name for place in units.lineage(area)] == ["Köpenick", "Musterstadt"]
    ends = dict(BoundaryVersion.objects.filter(edition="stand-2020").values_list("level__slug", "valid_until"))
    assert set(ends.values()) == {date(2024, 1, 1)}
    districts = UnitVersion.objects.filter(level__slug="bezirk")
    assert districts.count() == 2
    assert set(districts.values_list("valid_from", "valid_until")) == {(date(2020, 1, 1), None)}


def test_what_became_of_the_areas_is_a_list(city: World) -> None:
    changeset = checked(city.anna)

    page = see(city.anna, changeset, "nachfolge/")
    split = see(city.anna, changeset, "nachfolge/?ebene=viertel&art=split")

    assert german("renamed") in page
    assert "Alte Mitte" in page
    assert "Neu-Köpenick West" in split
    assert "Alte Mitte" not in split
    assert client_of(city.anna).get(url_of(changeset, "nachfolge/?art=anders")).status_code == 400
    told = changeset.summary["levels"][-1]
    assert told["counts"] == {"unchanged": 2, "renamed": 1, "split": 1}


def test_activation_is_in_the_log_with_its_hash(city: World) -> None:
    changeset = submitted(city)
    decide(city.frida, changeset, "approve")

    event = Event.objects.get(action="spatial.changeset_activated")

    assert event.details["content_hash"] == changeset.content_hash
    assert event.details["levels"]["viertel"] == {"areas": 5, "new_units": 2, "extended_rows": 2}
    assert event.actor_label == str(city.frida)
    assert "Stand 2024" in sentence(event)


@pytest.mark.parametrize("kind", ["parts", "geopackage"])
def test_parts_of_a_shapefile_and_geopackages_are_taken(world: World, kind: str) -> None:
    if kind == "parts":
        parts = {**shapefile(grid(3, 2)), "areas.sbn": b"index", "areas.shp.xml": b"<metadata/>"}
        files = [SimpleUploadedFile(name, content) for name, content in parts.items()]
    else:
        files = [SimpleUploadedFile("alles.gpkg", geopackage({"bezirke": grid(3, 2)}))]
    layer = {"level": "new", "level_name": "Bezirk", "level_plural": "Bezirke", "level_parent": "", "parents": "ground"}
    changeset = begun(world.anna, files)
    facts = {**FACTS, "whole_name": "Musterstadt", "whole_key": "01001000"}
    assert send(world.anna, changeset, "angaben/", facts).status_code == 302
    assert changeset.layers.count() == 1
    assert send(world.anna, changeset, "ebenen/1/", {**LAYER, **layer}).status_code == 302
    send(world.anna, changeset, "pruefung/")

    assert codes_of(changeset) in ([], ["encoding_assumed"])
    send(world.anna, changeset, "einreichen/", {"is_confirmed": "on"})
    decide(world.frida, changeset, "approve")

    found = {row.level: row.unit_count for row in levels.boundary_versions_of(world.city)}
    assert found == {"gesamt": 1, "bezirk": 6}


@pytest.mark.check("C053")
def test_draft_goes_on_where_it_was_left_and_a_second_tab_is_told(city: World) -> None:
    changeset = begun(city.anna)
    old = changeset.revision
    send(city.anna, changeset, "angaben/", {**FACTS, "note": "Nach der Teilung von Neu-Köpenick"})

    page = see(city.anna, changeset)
    late = client_of(city.emil).post(url_of(changeset, "ebenen/1/"), {**LAYER, "revision": old})

    assert german("Levels and columns") in page
    assert f"{german('Go on:')} {german('Levels and columns')}" in page
    assert late.status_code == 409
    assert 'value="code" selected' in late.content.decode()
    assert not changeset.layers.get().is_answered
    assert changeset.name in client_of(city.anna).get(f"{HOME}?liste=eigene").content.decode()


def test_proposals_are_filled_in_but_count_only_when_they_are_saved(city: World) -> None:
    changeset = begun(city.anna)

    page = see(city.anna, changeset, "ebenen/1/")

    assert '<option value="code" selected>' in page
    assert '<option value="viertel" selected>' in page
    assert send(city.anna, changeset, "pruefung/").status_code == 302
    job = changeset.job
    assert job is not None
    assert job.error_code == "spatial.changeset_incomplete"
    assert "viertel.geojson" in see(city.anna, changeset)


def test_corrected_file_of_the_same_name_keeps_its_answers(city: World) -> None:
    changeset = checked(city.anna, [boundary_file({**quarters(), "13": ("Doppelt", city_areas()[1]["12"][1])})])
    assert "found_overlap" in codes_of(changeset)

    send(city.anna, changeset, "dateien/", {"uploads": [boundary_file()]})
    assert changeset.layers.get().is_answered
    send(city.anna, changeset, "pruefung/")

    assert "found_overlap" not in codes_of(changeset)
    assert changeset.content_hash


@pytest.mark.check("C048")
def test_same_areas_again_are_no_change(city: World) -> None:
    _, same = city_areas()
    changeset = checked(city.anna, [boundary_file(same)])

    answer = send(city.anna, changeset, "einreichen/", {"is_confirmed": "on"})

    assert answer.status_code == 422
    assert german("0 changes: all areas are as in “%(before)s”.") % {"before": "Stand 2020"} in answer.content.decode()
    assert Changeset.objects.get().state == "draft"


def test_edition_that_is_there_already_is_not_overwritten(city: World) -> None:
    changeset = begun(city.anna)
    send(city.anna, changeset, "angaben/", {**FACTS, "edition": "stand-2020", "valid_from": "01.01.2020"})
    send(city.anna, changeset, "ebenen/1/", LAYER)
    send(city.anna, changeset, "pruefung/")

    job = changeset.job
    assert job is not None
    assert job.error_code == "spatial.edition_has_level"
    way_out = "Give changed boundaries a new edition of their own: stored boundaries are never overwritten."
    assert german(way_out) in see(city.anna, changeset)


def test_draft_can_be_discarded_and_is_gone_with_its_files(city: World) -> None:
    changeset = begun(city.anna)

    assert send(city.anna, changeset, "verwerfen/").status_code == 302

    assert changeset.state == "discarded"
    assert not changeset.files.exists()
    assert send(city.anna, changeset, "angaben/", {**FACTS, "name": "Anders"}).status_code == 409


def test_findings_leave_as_a_table_and_as_points(city: World) -> None:
    _, same = city_areas()
    changeset = checked(city.anna, [boundary_file({**quarters(), "25": ("Doppelt", same["12"][1])})])

    table = client_of(city.anna).get(url_of(changeset, "pruefung/befunde.csv")).content.decode("utf-8-sig")
    points = json.loads(client_of(city.anna).get(url_of(changeset, "pruefung/befunde.geojson")).content)

    rows = list(reader(StringIO(table), delimiter=";"))
    assert len(rows) == 1 + changeset.findings.count()
    assert any("12, 25" in row[4] for row in rows)
    assert all(13.0 <= one["geometry"]["coordinates"][0] <= 13.1 for one in points["features"])


def test_activation_that_fails_leaves_nothing_and_can_be_taken_back(city: World) -> None:
    changeset = submitted(city)
    other = import_edition_meanwhile(city)

    decide(city.frida, changeset, "approve")

    job = changeset.job
    assert job is not None
    assert (job.state, job.error_code) == ("failed", "spatial.changeset_differs")
    assert not BoundaryVersion.objects.filter(edition="stand-2024").exists()
    assert other == BoundaryVersion.objects.filter(level__slug="viertel").count()
    assert send(city.anna, changeset, "zuruecknehmen/").status_code == 302
    assert (changeset.state, changeset.approved_by) == ("draft", None)


def import_edition_meanwhile(city: World) -> int:
    """Let the edition before get an end behind the draft's back; return how many versions the level has."""
    BoundaryVersion.objects.filter(level__slug="viertel").update(valid_until=date(2023, 1, 1))
    return BoundaryVersion.objects.filter(level__slug="viertel").count()


def test_long_step_can_be_stopped(city: World) -> None:
    changeset = begun(city.anna)
    client = client_of(city.anna)
    client.post(url_of(changeset, "dateien/erneut/"), {"revision": changeset.revision})
    changeset.refresh_from_db()

    answer = client.post(url_of(changeset, "anhalten/"))

    assert answer.status_code == 302
    job = changeset.job
    assert job is not None
    assert job.state == "cancelled"
    assert german("The last step was stopped. Nothing was lost.") in see(city.anna, changeset)


def test_versions_are_listed_by_level_with_their_validity(city: World) -> None:
    decide(city.frida, submitted(city), "approve")

    page = client_of(city.anna).get(HOME).content.decode()

    assert page.index("Bezirke") < page.index("Viertel")
    assert "01.01.2024" in page
    assert Unit.objects.filter(level__slug="viertel").count() == 6


def test_foreign_organisation_and_missing_rights_find_nothing(city: World) -> None:
    changeset = submitted(city)
    paths = [HOME, f"{HOME}neu/", *(url_of(changeset, step) for step in ("", "pruefung/", "freigabe/", "nachfolge/"))]

    for person in (city.bert, city.clara, city.dora, city.gero):
        assert {client_of(person).get(path).status_code for path in paths} == {404}
    foreign = url_of(changeset).replace("musterstadt", "nachbarstadt")
    assert client_of(city.dora).get(foreign).status_code == 404
    assert client_of(city.frida).get(f"{HOME}neu/").status_code == 404
    assert client_of(city.anna).get(url_of(changeset, "freigabe/")).status_code == 404


def test_address_of_a_service_goes_the_way_of_a_file(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BOUNDARY_WFS_HOSTS", ["geo.musterstadt.example"])
    asked: list[tuple[str, str]] = []

    def answer(*, address: str, layer: str) -> WfsLayer:
        asked.append((address, layer))
        return WfsLayer(boundary_file().read(), 5, "EPSG:4326")

    monkeypatch.setattr("spatial.services.changesets.looking.wfs_layer", answer)
    address = "https://geo.musterstadt.example/wfs"
    said = {"name": "Stand 2024", "valid_from": "01.01.2024", "address": address, "feature_type": "st:viertel"}
    assert client_of(city.anna).post(f"{HOME}neu/", said).status_code == 302
    run_jobs()

    changeset = Changeset.objects.get()
    send(city.anna, changeset, "dateien/erneut/")
    assert asked == [(address, "st:viertel")]
    assert changeset.layers.get().sketch["count"] == 5
    assert address in see(city.anna, changeset, "dateien/")


def test_address_is_not_asked_for_where_no_host_is_allowed(city: World) -> None:
    page = client_of(city.anna).get(f"{HOME}neu/").content.decode()

    assert 'name="address"' not in page


def test_drawing_shows_the_areas_in_the_language_of_the_reader(city: World) -> None:
    changeset = checked(city.anna)

    page = see(city.anna, changeset, "pruefung/")

    assert 'class="findings-drawing"' in page
    assert german("The numbers are those of the list, which says the same in words.") in page
