# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a boundary file is told on its pages, with place and size; nothing is repaired unasked."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spatial.models import StagedUnit
from tests.factories.areas import Ring, city_areas, collection, import_city, square
from tests.factories.desk import german
from tests.factories.surveyor import (
    FACTS,
    LAYER,
    Areas,
    begun,
    boundary_file,
    checked,
    codes_of,
    quarters,
    see,
    send,
)
from tests.factories.world import World
from tests.fixtures_spatial.files import shapefile, zipped
from tests.fixtures_spatial.grids import grid

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(world: World) -> World:
    """Give a city with districts and quarters of 2020."""
    import_city(world.city)
    return world


def _zip(parts: dict[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile("viertel.zip", zipped(parts))]


def _without(suffix: str) -> dict[str, bytes]:
    return {name: content for name, content in shapefile(grid(2, 1)).items() if not name.endswith(suffix)}


@pytest.mark.check("C061")
@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (lambda: {"../areas.shp": b"x", **_without(".shp")}, "archive_name"),
        (lambda: {**shapefile(grid(2, 1)), "inner.zip": b"PK"}, "archive_nested"),
        (
            lambda: {**shapefile(grid(2, 1)), **{f"b{k}": v for k, v in shapefile(grid(2, 1)).items()}},
            "shapefile_several",
        ),
        (lambda: _without(".dbf"), "shapefile_dbf_missing"),
        (lambda: _without(".shx"), "shapefile_shx_missing"),
    ],
)
def test_defect_of_an_archive_is_told_at_the_file(
    city: World, parts: Callable[[], dict[str, bytes]], code: str
) -> None:
    changeset = begun(city.anna, _zip(parts()))

    page = see(city.anna, changeset, "dateien/")

    assert f"<code>spatial.{code}</code>" in page
    assert not changeset.layers.exists()
    assert "1 Datei kann nicht gelesen werden." in see(city.anna, changeset)


@pytest.mark.check("C061", "C062")
def test_shapefile_without_a_system_is_asked_for_it(world: World) -> None:
    files = [SimpleUploadedFile(name, content) for name, content in _without(".prj").items()]
    layer = {"level": "new", "level_name": "Bezirk", "level_parent": "", "parents": "ground"}
    changeset = begun(world.anna, files)
    send(world.anna, changeset, "angaben/", {**FACTS, "whole_name": "Musterstadt", "whole_key": "0"})

    silent = send(world.anna, changeset, "ebenen/1/", {**LAYER, **layer})
    stated = send(world.anna, changeset, "ebenen/1/", {**LAYER, **layer, "crs": "EPSG:25832"})
    send(world.anna, changeset, "pruefung/")

    assert silent.status_code == 422
    assert 'href="#id_crs"' in silent.content.decode()
    assert stated.status_code == 302
    assert changeset.content_hash
    west, south, east, north = StagedUnit.objects.get(changeset=changeset, key="00").geometry.extent
    assert 9.38 < west < east < 9.40
    assert 54.76 < south < north < 54.78


@pytest.mark.check("C062")
def test_areas_elsewhere_are_told_and_stop_the_draft(city: World) -> None:
    moved: Areas = {
        key: (name, [[east - 5, north] for east, north in ring]) for key, (name, ring) in quarters().items()
    }

    changeset = checked(city.anna, [boundary_file(moved)])

    assert codes_of(changeset) == ["outside_extent"]
    assert changeset.content_hash == ""
    assert not changeset.staged.exists()


@pytest.mark.check("C062")
@pytest.mark.parametrize(("crs", "code"), [("EPSG:4326", "axes_swapped"), ("EPSG:4326 +axis=neu", "")])
def test_north_before_east_is_asked_and_taken_as_a_person_says(city: World, crs: str, code: str) -> None:
    turned: Areas = {key: (name, [[north, east] for east, north in ring]) for key, (name, ring) in quarters().items()}
    changeset = begun(city.anna, [boundary_file(turned)])
    send(city.anna, changeset, "angaben/", FACTS)
    assert f'<option value="{crs}"' in see(city.anna, changeset, "ebenen/1/")

    assert send(city.anna, changeset, "ebenen/1/", LAYER).status_code == 422
    assert send(city.anna, changeset, "ebenen/1/", {**LAYER, "crs": crs}).status_code == 302
    send(city.anna, changeset, "pruefung/")

    assert (code in codes_of(changeset)) == bool(code)
    assert bool(changeset.content_hash) != bool(code)


@pytest.mark.check("C062")
def test_metres_without_a_system_are_asked_for_one(city: World) -> None:
    moved: Areas = {
        key: (name, [[east * 3e4, north * 1e5] for east, north in ring]) for key, (name, ring) in quarters().items()
    }

    changeset = begun(city.anna, [boundary_file(moved)])

    assert 'id="id_crs"' in see(city.anna, changeset, "ebenen/1/")


def test_areas_may_lie_elsewhere_when_a_person_says_so(city: World) -> None:
    moved: Areas = {
        key: (name, [[east, north + 0.05] for east, north in ring]) for key, (name, ring) in quarters().items()
    }
    changeset = begun(city.anna, [boundary_file(moved)])
    send(city.anna, changeset, "angaben/", {**FACTS, "may_lie_elsewhere": "on"})
    send(city.anna, changeset, "ebenen/1/", LAYER)
    send(city.anna, changeset, "pruefung/")

    assert "outside_extent" not in codes_of(changeset)


def _bow_tie(step: float) -> Ring:
    """Return the square of quarter 11 with a corner that crosses itself."""
    ring = [list(point) for point in square(0, 0)]
    east, north = ring[1]
    knot = [[east + step, north + step], [east + step, north], [east, north + step], [east, north]]
    return [*ring[:2], *knot, *ring[2:]]


@pytest.mark.check("C063")
def test_invalid_outline_is_told_with_its_place_and_repaired_only_on_request(city: World) -> None:
    areas = {**quarters(), "11": ("Alt-Mitte", _bow_tie(1e-6))}
    changeset = checked(city.anna, [boundary_file(areas)])
    found = changeset.findings.get(code="spatial.found_invalid")
    assert (found.severity, found.keys) == ("warning", ["11"])
    assert found.longitude == pytest.approx(13.01, abs=1e-4)
    assert found.latitude == pytest.approx(52.0, abs=1e-4)
    assert not StagedUnit.objects.get(changeset=changeset, key="11").geometry.valid
    assert german("it touches itself") in see(city.anna, changeset, "pruefung/?art=warning")

    assert send(city.anna, changeset, "pruefung/ebene/1/", {"repairs": ["11"]}).status_code == 302

    assert "found_repaired" in codes_of(changeset)
    assert StagedUnit.objects.get(changeset=changeset, key="11").geometry.valid


@pytest.mark.check("C063")
def test_outline_that_can_be_read_in_two_ways_is_not_repaired(city: World) -> None:
    areas = {**quarters(), "11": ("Alt-Mitte", _bow_tie(0.002))}
    changeset = checked(city.anna, [boundary_file(areas)])

    page = see(city.anna, changeset, "pruefung/ebene/1/") if "found_invalid" in codes_of(changeset) else ""
    forced = send(city.anna, changeset, "pruefung/ebene/1/", {"repairs": ["11"]})

    assert "found_invalid_ambiguous" in codes_of(changeset)
    assert 'value="11"' not in page
    assert forced.status_code in {302, 422}
    assert "found_repaired" not in codes_of(changeset)


@pytest.mark.check("C064")
@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e308"])
def test_numbers_that_are_none_are_refused_at_the_file(city: World, number: str) -> None:
    text = collection(quarters()).decode().replace("13.0,", f"{number},", 1)

    changeset = begun(city.anna, [SimpleUploadedFile("viertel.geojson", text.encode())])

    file = changeset.files.get()
    assert file.problem is not None
    assert file.problem["code"] in {"spatial.number_not_finite", "spatial.coordinates_out_of_range"}
    assert file.problem["code"] in see(city.anna, changeset, "dateien/")


@pytest.mark.check("C065")
def test_overlap_and_gap_are_told_with_their_size_and_the_large_one_blocks(city: World) -> None:
    _, same = city_areas()
    wide = {**same, "11": ("Alt-Mitte", square(0, 0, width=1.9))}
    narrow = {**same, "11": ("Alt-Mitte", square(0, 0, width=0.9))}

    large = checked(city.anna, [boundary_file(wide)])
    gap = checked(city.anna, [boundary_file(narrow)])

    overlap = large.findings.get(code="spatial.found_overlap")
    # 0.9 of a cell of 0.01° by 0.01° at 52° north
    assert overlap.area_m2 == pytest.approx(0.9 * 686.0 * 1112.7, rel=0.01)
    assert sorted(overlap.keys) == ["11", "21"]
    assert (overlap.severity, large.content_hash == "") == ("warning", False)
    assert "cuts_border" in "".join(codes_of(large))
    assert gap.content_hash
    assert "found_gap" not in codes_of(gap)


@pytest.mark.check("C065")
def test_overlap_above_a_square_kilometre_blocks(city: World) -> None:
    def strip(south: float, north: float) -> Ring:
        return [[13.0, south], [13.02, south], [13.02, north], [13.0, north], [13.0, south]]

    areas: Areas = {"11": ("Süd", strip(52.0, 52.015)), "12": ("Nord", strip(52.005, 52.02))}
    changeset = checked(city.anna, [boundary_file(areas)])

    assert changeset.findings.filter(severity="error", code="spatial.found_overlap").exists()
    assert changeset.content_hash == ""
    answer = send(city.anna, changeset, "einreichen/", {"is_confirmed": "on"})
    assert answer.status_code == 422


@pytest.mark.check("C065")
def test_key_for_two_areas_is_told_at_both_places(city: World) -> None:
    text = json.loads(collection(quarters()))
    text["features"][1]["properties"]["code"] = text["features"][0]["properties"]["code"]

    changeset = checked(city.anna, [SimpleUploadedFile("viertel.geojson", json.dumps(text).encode())])

    twice = changeset.findings.filter(code="spatial.found_duplicate_key")
    assert twice.count() == 2
    assert {finding.severity for finding in twice} == {"error"}
    assert all(finding.longitude is not None for finding in twice)


@pytest.mark.check("C065")
def test_row_of_totals_is_left_out_when_a_person_says_so(city: World) -> None:
    whole: Ring = [[13.0, 52.0], [13.02, 52.0], [13.02, 52.02], [13.0, 52.02], [13.0, 52.0]]
    changeset = checked(city.anna, [boundary_file({**quarters(), "XX": ("Gesamt", whole)})])
    assert changeset.findings.get(severity="error").code == "spatial.found_total"
    assert "found_overlap" not in codes_of(changeset)
    assert 'value="XX"' in see(city.anna, changeset, "pruefung/ebene/1/")

    assert send(city.anna, changeset, "pruefung/ebene/1/", {"left_out": ["XX"]}).status_code == 302

    assert "found_left_out" in codes_of(changeset)
    assert changeset.content_hash
    assert not changeset.staged.filter(key="XX").exists()


def test_parent_that_key_and_ground_tell_differently_needs_a_reason(city: World) -> None:
    _, same = city_areas()
    areas = {("19" if key == "21" else key): value for key, value in same.items()}

    changeset = checked(city.anna, [boundary_file(areas)])

    found = changeset.findings.get(code="spatial.found_key_and_ground_disagree")
    assert (found.severity, found.keys) == ("warning", ["19"])
    assert changeset.staged.get(key="19").parent_key == "1"


@pytest.mark.parametrize(("rule", "column"), [("column", "lage"), ("ground", "")])
def test_parents_are_found_by_a_column_or_by_the_ground(city: World, rule: str, column: str) -> None:
    text: dict[str, Any] = json.loads(collection(quarters()))
    for feature in text["features"]:
        feature["properties"]["lage"] = "Mitte" if feature["properties"]["code"] in {"11", "12"} else "Köpenick"

    changeset = checked(
        city.anna,
        [SimpleUploadedFile("viertel.geojson", json.dumps(text).encode())],
        {"parents": rule, "parent_column": column},
    )

    assert dict(changeset.staged.values_list("key", "parent_key")) == {
        "11": "1",
        "12": "1",
        "21": "2",
        "23": "2",
        "24": "2",
    }
