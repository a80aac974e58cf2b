# SPDX-License-Identifier: EUPL-1.2
"""Boundary files of real cities, as they came: taken at the right place with their defects, or refused in words."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spatial.models import Changeset, StagedUnit
from tests.factories.surveyor import FACTS, LAYER, begun, codes_of, decide, reason_all, see, send
from tests.factories.world import World

pytestmark = pytest.mark.django_db
WHOLE = {"whole_name": "Musterstadt", "whole_key": "0"}


@pytest.fixture
def folder() -> Path:
    named = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA")
    if not named:
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with the reference data")
    return Path(named)


def _files(*paths: Path) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]


def _parts(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.is_file()]


def _brought(world: World, files: Sequence[SimpleUploadedFile], **said: str) -> Changeset:
    """Bring a file into a city without boundaries, up to its check."""
    changeset = begun(world.anna, files)
    send(world.anna, changeset, "angaben/", {**FACTS, **WHOLE})
    new = {"level": "new", "level_name": "Stadtteil", "level_plural": "Stadtteile", "level_parent": ""}
    answer = send(world.anna, changeset, "ebenen/1/", {**LAYER, "parents": "ground", **new, **said})
    assert answer.status_code == 302, answer.content.decode()
    send(world.anna, changeset, "pruefung/")
    return changeset


def _extent(changeset: Changeset) -> tuple[float, float, float, float]:
    whole = StagedUnit.objects.get(changeset=changeset, level="gesamt")
    return whole.geometry.extent


@pytest.mark.check("C062", "C065")
def test_stadtteile_of_koeln_come_to_koeln_with_their_defects_listed(world: World, folder: Path) -> None:
    source = folder / "koeln" / "geo-base" / "stadtteile" / "_source" / "Stadtteil"

    changeset = _brought(world, _files(*_parts(source)), key="STT_NR", name="STT_NAME")

    west, south, east, north = _extent(changeset)
    assert (6.7 < west < 6.8, 50.8 < south < 50.9, 7.1 < east < 7.2, 51.0 < north < 51.1) == (True,) * 4
    found = codes_of(changeset)
    assert found.count("found_invalid") + found.count("found_invalid_ambiguous") >= 1
    assert changeset.staged.filter(level="stadtteil").count() == 86
    assert "STT_NR" in see(world.anna, changeset, "ebenen/1/")
    for longitude, latitude in changeset.findings.exclude(longitude=None).values_list("longitude", "latitude"):
        assert 6.7 < (longitude or 0) < 7.2
        assert 50.8 < (latitude or 0) < 51.1


@pytest.mark.parametrize(("name", "count"), [("stadtteile", 13), ("stadtbezirke", 41)])
def test_zips_of_flensburg_are_taken_whole(world: World, folder: Path, name: str, count: int) -> None:
    path = folder / "flensburg" / f"flensburg_{name}.zip"

    changeset = _brought(world, _files(path), key="AREA_ID", name="AREA_NAME")

    assert changeset.staged.filter(level="stadtteil").count() == count
    west, south, _east, _north = _extent(changeset)
    assert 9.3 < west < 9.5
    assert 54.7 < south < 54.85


@pytest.mark.check("C062", "C065")
def test_axes_of_leipzig_are_asked_and_its_total_row_is_told_and_left_out(world: World, folder: Path) -> None:
    said = {"key": "key", "name": "title", "crs": "EPSG:4326 +axis=neu"}
    changeset = _brought(world, _files(folder / "leipzig" / "leipzig-districts.json"), **said)
    assert changeset.findings.filter(code="spatial.found_total").get().keys == ["XX"]
    assert changeset.content_hash == ""

    send(world.anna, changeset, "pruefung/ebene/1/", {"left_out": ["XX"]})

    assert changeset.staged.filter(level="stadtteil").count() == 63
    west, south, _east, _north = _extent(changeset)
    assert (west, south) == pytest.approx((12.24, 51.24), abs=0.05)
    reason_all(world.anna, changeset)
    assert send(world.anna, changeset, "einreichen/", {"is_confirmed": "on"}).status_code == 302
    decide(world.frida, changeset, "approve")
    assert changeset.state == "active"


def test_one_district_of_berlin_is_a_level_of_its_own(world: World, folder: Path) -> None:
    changeset = _brought(world, _files(folder / "network" / "moabit_district.gpkg"), key="ORT", name="Ortsteilna")

    assert changeset.staged.get(level="stadtteil").name == "Moabit"


def test_streets_are_refused_with_what_is_needed(world: World, folder: Path) -> None:
    changeset = begun(world.anna, _files(folder / "network" / "moabit_roads.gpkg"))

    page = see(world.anna, changeset, "dateien/")

    assert not changeset.layers.exists()
    assert "<code>spatial.geometry_type</code>" in page


@pytest.mark.check("C065")
def test_key_that_stands_twice_in_the_former_planning_areas_blocks(world: World, folder: Path) -> None:
    source = folder / "berlin_lor_boundaries" / "raw" / "lor_pre2021_PLR"

    changeset = _brought(world, _files(*_parts(source)), key="broker Dow", name="PLANUNGSRA")

    twice = changeset.findings.filter(code="spatial.found_duplicate_key")
    assert {tuple(finding.keys) for finding in twice} == {("06010102",)}
    assert twice.count() == 2
    assert changeset.content_hash == ""
