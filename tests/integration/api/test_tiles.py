# SPDX-License-Identifier: EUPL-1.2
"""Tiles of a level with very many areas hold places and outlines alone, at addresses that name their content."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from spatial.geometry.tiling import HALF_WORLD_M
from spatial.models import TileSet
from spatial.services.geometry_assets import build_geometry
from tests.factories.largelevel import EDITION, LEVEL, SIDE, SOUTH, WEST, Areas, grid, store
from tests.factories.organisations import organisation

GZIP = {"Accept-Encoding": "gzip"}
COUNT, COLUMNS = 625, 25
# All areas lie in this tile.
ZOOM, COLUMN, ROW = 7, 66, 42


@pytest.fixture(scope="module")
def areas() -> Areas:
    return grid(COUNT)


@pytest.fixture(scope="module")
def _country(areas: Areas, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[TileSet]:
    """Store a level with a few more areas than a map holds as outlines, once for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        version = store(organisation(), areas)
        build_geometry(boundary_version_id=version.pk)
        yield TileSet.objects.get(boundary_version=version)
        transaction.set_rollback(True)


@pytest.fixture
def country(_country: TileSet, db: None) -> TileSet:
    """Give the level, none of whose tiles was cut yet."""
    cache.clear()
    return _country


def _address(country: TileSet, place: str = f"{ZOOM}/{COLUMN}/{ROW}") -> str:
    return f"/api/v1/musterstadt/geometry/{LEVEL}/{EDITION}/tiles/{country.content_hash}/{place}.mvt"


def _read(body: bytes, folder: Path) -> dict[int, shapely.Geometry]:
    """Read a tile with GDAL: places and outlines in the 4,096 lines of the tile's own grid, from the top left."""
    (folder / "tile.mvt").write_bytes(body)
    meta, _, outlines, fields = pyogrio.raw.read(folder / "tile.mvt", CLIP="NO")
    assert list(meta["fields"]) == ["mvt_id"]
    return dict(zip(fields[0].tolist(), shapely.from_wkb(outlines), strict=True))


def _degrees(shape: shapely.Geometry) -> shapely.Geometry:
    """Turn coordinates of the tile into degrees, by the formulas of the projection (Snyder 1987, p. 41-44)."""

    def turned(points: np.ndarray) -> np.ndarray:
        side = 2 * HALF_WORLD_M / 2**ZOOM
        east = -HALF_WORLD_M + (COLUMN + points[:, 0] / 4096) * side
        north = HALF_WORLD_M - (ROW + 1 - points[:, 1] / 4096) * side
        radius = HALF_WORLD_M / np.pi
        turned_points = np.column_stack([east / radius, 2 * np.arctan(np.exp(north / radius)) - np.pi / 2])
        return np.asarray(np.degrees(turned_points))

    return shapely.transform(shape, turned)


def test_tile_holds_each_area_once_by_its_place_in_the_frozen_order(
    country: TileSet, areas: Areas, client: Client, tmp_path: Path
) -> None:
    found = _read(client.get(_address(country)).content, tmp_path)

    assert sorted(found) == list(range(COUNT))
    # Lines of the grid are 76 m of the projection apart here, some 48 m on the ground.
    for place in (0, 7, 312, COUNT - 1):
        assert shapely.hausdorff_distance(_degrees(found[place]), areas.shapes[place]) < 0.2 * SIDE
    middle = shapely.centroid(_degrees(found[0]))
    assert WEST < shapely.get_x(middle) < WEST + SIDE
    assert SOUTH < shapely.get_y(middle) < SOUTH + SIDE


@pytest.mark.check("C080")
def test_tile_holds_nothing_but_places_and_outlines(country: TileSet, areas: Areas, client: Client) -> None:
    body = client.get(_address(country)).content

    assert areas.keys[3].encode() not in body
    assert b"Quartier" not in body


def test_tile_is_immutable_packed_and_asks_the_database_once(country: TileSet, client: Client) -> None:
    first = client.get(_address(country), headers=GZIP)

    with CaptureQueriesContext(connections["public"]) as statements:
        response = client.get(_address(country), headers=GZIP)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Set-Cookie" not in response.headers
    # Whether the address is one is asked; the tile itself is kept.
    assert len(statements) == 1
    assert "ST_AsMVT" not in statements[0]["sql"]
    assert response.content == first.content
    assert gzip.decompress(response.content) == client.get(_address(country)).content


def test_tile_that_is_known_is_not_sent_again(country: TileSet, client: Client) -> None:
    tag = client.get(_address(country), headers=GZIP).headers["ETag"]

    response = client.get(_address(country), headers={**GZIP, "If-None-Match": tag})

    assert (response.status_code, response.content) == (304, b"")
    assert client.get(_address(country), headers={"If-None-Match": tag}).status_code == 200


def test_tile_without_areas_is_there_and_empty_for_ever(country: TileSet, client: Client) -> None:
    for _ in range(2):
        response = client.get(_address(country, f"{ZOOM}/0/0"))

        assert (response.status_code, response.content) == (204, b"")
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("place", ["13/0/0", "8/256/0", "8/0/256", "99999999999/0/0", "0/0/1"])
def test_place_outside_the_grid_is_no_tile(country: TileSet, client: Client, place: str) -> None:
    response = client.get(_address(country, place))

    assert (response.status_code, response.json()["code"]) == (404, "http.not_found")


@pytest.mark.parametrize(
    ("old", "new"), [("musterstadt", "nirgends"), (LEVEL, "bezirk"), (EDITION, "stand-1999"), ("tiles/", "tiles/0")]
)
def test_other_address_is_no_tile_even_for_whoever_has_it(country: TileSet, client: Client, old: str, new: str) -> None:
    tag = client.get(_address(country)).headers["ETag"]

    for headers in ({}, {"If-None-Match": tag}, {"If-None-Match": "*"}):
        response = client.get(_address(country).replace(old, new), headers=headers)

        assert (response.status_code, response.json()["code"]) == (404, "http.not_found")


def test_tiles_of_two_versions_do_not_take_the_place_of_each_other(
    country: TileSet, client: Client, tmp_path: Path
) -> None:
    other_city = organisation("nachbarstadt", "Nachbarstadt")
    other = store(other_city, grid(601))
    build_geometry(boundary_version_id=other.pk)
    their = TileSet.objects.get(boundary_version=other)

    address = _address(their).replace("musterstadt", "nachbarstadt")

    assert len(_read(client.get(_address(country)).content, tmp_path)) == COUNT
    assert len(_read(client.get(address).content, tmp_path)) == 601


def test_places_are_told_in_the_order_of_the_areas(country: TileSet, areas: Areas, client: Client) -> None:
    address = f"/api/v1/musterstadt/geometry/{LEVEL}/{EDITION}/places/{country.places_hash}.json"

    response = client.get(address)

    told = json.loads(response.content)
    assert told["keys"] == list(areas.keys)
    assert told["names"] == list(areas.names)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(address.replace(country.places_hash, "0")).status_code == 404
