# SPDX-License-Identifier: EUPL-1.2
"""The encoded geometry is small, deterministic, and says where each area stands."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.encode import encode_collection
from spatial.geometry.simplify import Detail, simplify_coverage
from spatial.readers import Selection, read_boundaries
from tests.fixtures_spatial.grids import degrees, grid, square, wavy_grid

PLANNING_AREAS = Path(__file__).parents[3] / "demo/berlin/gebiete_lor_2021/planungsraum.geojson"


def test_areas_stand_in_their_frozen_order_with_position_key_and_name_only() -> None:
    encoded = encode_collection(["b", "a"], ["Süd", "Nord"], degrees(*grid(2, 1)))

    collection = json.loads(encoded.body)

    assert collection["type"] == "FeatureCollection"
    assert [feature["properties"] for feature in collection["features"]] == [
        {"i": 0, "k": "b", "n": "Süd"},
        {"i": 1, "k": "a", "n": "Nord"},
    ]
    assert set(collection) == {"type", "features"}


@given(st.integers(0, 10_000))
def test_the_same_areas_give_the_same_bytes_and_other_areas_others(seed: int) -> None:
    keys, names = list("abcd"), list("ABCD")
    shapes = degrees(*wavy_grid(2, 2, seed))
    moved = shapely.transform(shapes, lambda points: points + 1e-4)

    first, again = encode_collection(keys, names, shapes), encode_collection(keys, names, shapes.copy())
    other = encode_collection(keys, names, moved)

    assert (first.body, first.gzipped, first.content_hash) == (again.body, again.gzipped, again.content_hash)
    assert first.content_hash != other.content_hash


def test_hash_and_gzip_are_those_of_the_text_and_hold_no_time() -> None:
    encoded = encode_collection(["a"], ["A"], degrees(square(0, 0)))

    assert encoded.content_hash == hashlib.sha256(encoded.body).hexdigest()
    assert gzip.decompress(encoded.gzipped) == encoded.body
    assert encoded.gzipped[4:8] == b"\x00\x00\x00\x00"


@given(st.integers(0, 10_000), st.integers(5, 7))
def test_coordinates_have_the_decimals_asked_for(seed: int, decimals: int) -> None:
    shapes = degrees(*wavy_grid(2, 1, seed, points=5))

    encoded = encode_collection(["a", "b"], ["A", "B"], shapes, decimals)

    read = [shapely.geometry.shape(feature["geometry"]) for feature in json.loads(encoded.body)["features"]]
    assert shapely.hausdorff_distance(as_geometries(read), shapes).max() <= 10**-decimals
    points = shapely.get_coordinates(as_geometries(read))
    assert np.array_equal(points, np.round(points, decimals))


def test_outer_rings_run_anticlockwise_and_holes_clockwise() -> None:
    """RFC 7946, section 3.1.6."""
    clockwise = shapely.Polygon([(0, 0), (0, 3), (3, 3), (3, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])

    (feature,) = json.loads(encode_collection(["a"], ["A"], as_geometries([clockwise])).body)["features"]

    outer, inner = (shapely.LinearRing(ring) for ring in feature["geometry"]["coordinates"])
    assert (outer.is_ccw, inner.is_ccw) == (True, False)


def test_an_area_without_ground_has_no_geometry_and_keeps_its_place() -> None:
    shapes = as_geometries([None, shapely.Polygon(), *degrees(square(0, 0))])

    features = json.loads(encode_collection(["a", "b", "c"], ["A", "B", "C"], shapes).body)["features"]

    assert [feature["geometry"] is None for feature in features] == [True, True, False]
    assert [feature["properties"]["i"] for feature in features] == [0, 1, 2]


def test_coordinates_that_are_not_finite_are_refused() -> None:
    broken = shapely.Polygon([(9, 54), (10, 54), (np.inf, 55)])

    with pytest.raises(ValueError, match="finite"):
        encode_collection(["a"], ["A"], as_geometries([broken]))


def test_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        encode_collection(["a", "b"], ["A"], degrees(square(0, 0)))


@pytest.mark.parametrize(("detail", "most"), [(Detail.MAP, 250_000), (Detail.OVERVIEW, 60_000)])
def test_542_planning_areas_fit_in_their_budget(detail: Detail, most: int) -> None:
    table = read_boundaries(PLANNING_AREAS.read_bytes(), Selection("code", "name"))

    shapes = simplify_coverage(table.geometries, detail).geometries
    encoded = encode_collection(table.keys, table.names, shapes)

    assert len(table) == 542
    assert len(encoded.gzipped) <= most
