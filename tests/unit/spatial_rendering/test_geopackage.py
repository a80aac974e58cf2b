# SPDX-License-Identifier: EUPL-1.2
"""Areas as a GeoPackage, opened again by GDAL."""

import math
import sqlite3
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from pyogrio import raw

from spatial.geometry.arrays import as_geometries
from spatial.geometry.encode import encode_collection
from spatial.rendering.geopackage import Column, Table, geopackage

MOMENT = "2026-01-02T03:04:05.000Z"
BERLIN = (13.4, 52.5)
COLOGNE = (6.96, 50.94)


def squares(corner: tuple[float, float]) -> bytes:
    """Return three squares in a row and an area without an outline."""
    west, south = corner
    boxes = [shapely.box(west + at / 100, south, west + (at + 1) / 100, south + 0.01) for at in range(3)]
    return encode_collection(["1", "2", "3", "4"], ["A", "B", "C", "D"], as_geometries([*boxes, None])).body


def package(corner: tuple[float, float] = COLOGNE, places: tuple[int, ...] = (0, 1, 3)) -> bytes:
    areas = Table(
        "areas",
        [
            Column("key", ["1", "2", "4"][: len(places)]),
            Column("value", [12.5, None, math.nan][: len(places)], is_number=True),
            Column("cases", [0, 7, None][: len(places)], is_number=True),
            Column("status", ["ok", "", "missing"][: len(places)]),
            Column("void", [None, None, None][: len(places)], is_number=True),
        ],
    )
    about = Table("about", [Column("label", ["Quelle"]), Column("text", ["Stadt Köln"])])
    return geopackage(squares(corner), places, areas, [about, Table("empty", [Column("a", [])])], MOMENT)


def opened(body: bytes, folder: Path, layer: str) -> tuple[dict[str, Any], list[Any], dict[str, list[Any]]]:
    path = folder / "file.gpkg"
    path.write_bytes(body)
    meta, _fids, outlines, cells = raw.read(path, layer=layer)
    shapes = [None if each is None else shapely.from_wkb(each) for each in outlines] if outlines is not None else []
    return meta, shapes, {name: column.tolist() for name, column in zip(meta["fields"], cells, strict=True)}


def test_gdal_opens_areas_with_typed_columns_and_tables_beside_them(tmp_path: Path) -> None:
    body = package()

    meta, shapes, cells = opened(body, tmp_path, "areas")

    assert [name for name, _kind in pyogrio.list_layers(tmp_path / "file.gpkg")] == ["areas", "about"]
    assert meta["geometry_type"] == "MultiPolygon"
    assert [shape is None for shape in shapes] == [False, False, True]
    assert cells["key"] == ["1", "2", "4"]
    assert cells["value"][0] == 12.5
    assert opened(body, tmp_path, "about")[2] == {"label": ["Quelle"], "text": ["Stadt Köln"]}


def test_what_is_not_there_is_null_and_never_zero(tmp_path: Path) -> None:
    path = tmp_path / "file.gpkg"
    path.write_bytes(package())

    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT value, cases, status, void FROM areas ORDER BY fid").fetchall()
        kinds = {row[1]: row[2] for row in database.execute("PRAGMA table_info(areas)")}

    assert rows == [(12.5, 0, "ok", None), (None, 7, None, None), (None, None, "missing", None)]
    assert {name: kinds[name] for name in ("value", "cases", "status", "void")} == {
        "value": "REAL", "cases": "INTEGER", "status": "TEXT", "void": "REAL",
    }  # fmt: skip


@pytest.mark.parametrize(("corner", "crs"), [(COLOGNE, "EPSG:25832"), (BERLIN, "EPSG:25833")])
def test_outlines_are_in_metres_of_their_zone(corner: tuple[float, float], crs: str, tmp_path: Path) -> None:
    meta, shapes, _cells = opened(package(corner), tmp_path, "areas")

    assert meta["crs"] == crs
    assert shapes[0].area == pytest.approx(700 * 1113, rel=0.05)


def test_shared_borders_stay_shared(tmp_path: Path) -> None:
    _meta, shapes, _cells = opened(package(), tmp_path, "areas")

    corners = [set(shapely.get_coordinates(shape).round(9).view("f8,f8").ravel().tolist()) for shape in shapes[:2]]
    assert len(corners[0] & corners[1]) == 2
    assert shapely.intersection(shapes[0], shapes[1]).length == pytest.approx(1113, rel=0.01)


def test_a_filter_moves_no_area_to_another_zone(tmp_path: Path) -> None:
    whole = opened(package(), tmp_path, "areas")
    part = opened(package(places=(0,)), tmp_path, "areas")

    assert part[0]["crs"] == whole[0]["crs"]
    assert np.array_equal(shapely.get_coordinates(part[1][0]), shapely.get_coordinates(whole[1][0]))


def test_same_content_gives_the_same_bytes() -> None:
    first = package()
    # A file tells the second in which it was written unless it is kept from it.
    second = int(time.time())
    while int(time.time()) == second:
        time.sleep(0.05)

    assert package() == first


def test_file_does_not_tell_how_often_it_was_written_to() -> None:
    content = package()

    assert content[24:28] == content[92:96] == (1).to_bytes(4, "big")
