# SPDX-License-Identifier: EUPL-1.2
"""Outlines of tiles keep every area and shared borders; what a map knows beside them can be read again."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.projections import to_metric
from spatial.geometry.tiling import (
    BOX_UNITS,
    FINEST,
    HALF_WORLD_M,
    SCALES,
    WEB_MERCATOR,
    encode_places,
    hash_of,
    is_tile,
    pixel_m,
    scale_of,
    scaled_areas,
)
from tests.fixtures_spatial.grids import degrees, wavy_grid


@given(st.integers(0, FINEST))
def test_every_zoom_of_tiles_has_outlines_that_are_fine_enough_and_the_coarsest_of_those(zoom: int) -> None:
    scale = scale_of(zoom)

    assert scale is not None
    assert scale >= zoom
    assert [other for other in SCALES if zoom <= other < scale] == []


@pytest.mark.parametrize(
    ("zoom", "column", "row", "is_there"),
    [
        (0, 0, 0, True),
        (0, 1, 0, False),
        (6, 63, 63, True),
        (6, 64, 0, False),
        (6, 0, 64, False),
        (6, -1, 0, False),
        (FINEST, 0, 0, True),
        (FINEST + 1, 0, 0, False),
        (-1, 0, 0, False),
        (10**9, 0, 0, False),
    ],
)
def test_tile_lies_in_the_grid_of_its_zoom(zoom: int, column: int, row: int, *, is_there: bool) -> None:
    assert is_tile(zoom, column, row) is is_there


def test_pixel_is_that_of_the_web() -> None:
    """OGC 17-083r2, annex D.1 (WebMercatorQuad): cell size 156543.0339 m at 0 for 256 pixels."""
    assert pytest.approx(40_075_016.6855784, rel=1e-12) == 2 * HALF_WORLD_M
    assert pixel_m(0) == pytest.approx(156543.033928041 / 2, rel=1e-12)
    assert pixel_m(6) == pytest.approx(pixel_m(0) / 64)


@given(st.integers(0, 10_000))
def test_every_area_keeps_ground_and_borders_at_every_scale(seed: int) -> None:
    shapes = degrees(*wavy_grid(4, 4, seed))

    scaled = scaled_areas(shapes)

    assert [each.scale for each in scaled] == list(SCALES)
    whole = shapely.union_all(to_metric(shapes, WEB_MERCATOR))
    points = [int(shapely.get_num_coordinates(each.geometries).sum()) for each in scaled]
    assert points == sorted(points)
    for each in scaled:
        assert (shapely.area(each.geometries) > 0).all()
        # Nothing lies twice and nothing is lost between two areas.
        assert shapely.coverage_is_valid(each.geometries)
        assert shapely.area(each.geometries).sum() == pytest.approx(
            shapely.area(shapely.union_all(each.geometries)), rel=1e-9
        )
        away = shapely.area(shapely.symmetric_difference(shapely.union_all(each.geometries), whole))
        assert away <= shapely.length(whole) * pixel_m(each.scale)


def test_area_without_an_outline_stays_without_one() -> None:
    shapes = as_geometries([shapely.box(13, 52, 13.1, 52.1), None, shapely.Polygon()])

    for each in scaled_areas(shapes):
        assert each.geometries[1] is None
        assert each.geometries[2].is_empty
        assert shapely.area(each.geometries[0]) > 0


def test_same_outlines_have_the_same_name_and_others_another() -> None:
    first, second = shapely.box(13, 52, 13.1, 52.1), shapely.box(13.1, 52, 13.2, 52.1)
    named = hash_of(scaled_areas(as_geometries([first, second])))

    assert named == hash_of(scaled_areas(as_geometries([first, second])))
    assert named != hash_of(scaled_areas(as_geometries([second, first])))
    assert named != hash_of(scaled_areas(as_geometries([first, None])))


def _read(body: bytes) -> list[tuple[str, str, list[int]]]:
    """Read places as a map does."""
    told = json.loads(body)
    boxes = zip(np.cumsum(told["west"]), np.cumsum(told["south"]), told["width"], told["height"], strict=True)
    return [
        (key, name, [int(value) for value in box])
        for key, name, box in zip(told["keys"], told["names"], boxes, strict=True)
    ]


def test_places_tell_key_name_and_the_box_of_the_largest_part() -> None:
    parts = shapely.MultiPolygon([shapely.box(13.00004, 52, 13.1, 52.1), shapely.box(14, 53, 14.01, 53.01)])
    shapes = as_geometries([parts, None, shapely.box(-0.5, 51.5, -0.4, 51.60001)])

    encoded = encode_places(["1", "2", "3"], ["Nord", "Nirgends", "Süd"], shapes)

    assert gzip.decompress(encoded.gzipped) == encoded.body
    assert BOX_UNITS == 10_000
    assert _read(encoded.body) == [
        ("1", "Nord", [130000, 520000, 1000, 1000]),
        ("2", "Nirgends", [0, 0, -1, -1]),
        ("3", "Süd", [-5000, 515000, 1000, 1001]),
    ]


def test_same_places_are_the_same_bytes() -> None:
    shapes = as_geometries([shapely.box(13, 52, 13.1, 52.1)])

    first, second = (encode_places(["1"], ["Nord"], shapes) for _ in range(2))

    assert (first.gzipped, first.content_hash) == (second.gzipped, second.content_hash)
    assert first.content_hash != encode_places(["1"], ["Süd"], shapes).content_hash


def test_places_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="2 keys, 1 names and 0 outlines"):
        encode_places(["1", "2"], ["Nord"], as_geometries([]))
