# SPDX-License-Identifier: EUPL-1.2
"""Ground of own areas, and which areas of a boundary version it holds: whole, cut, or by the drawing alone."""

import math
from unittest.mock import Mock

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry import ownareas
from spatial.geometry.arrays import as_geometries
from spatial.geometry.ownareas import (
    OverlapCount,
    circle,
    count_overlaps,
    ground_of,
    overlaps,
    overlaps_of,
    parts_of,
    sides,
)
from spatial.geometry.projections import metric_crs, to_metric

WEST, SOUTH, SIDE = 13.0, 52.0, 0.01


def box(column: float, row: float, width: float = 1.0, height: float = 1.0) -> shapely.Geometry:
    west, south = WEST + column * SIDE, SOUTH + row * SIDE
    return shapely.box(west, south, west + width * SIDE, south + height * SIDE)


def grid(columns: int = 3, rows: int = 2) -> np.ndarray:
    return as_geometries([box(column, row) for row in range(rows) for column in range(columns)])


def square_metres(shape: shapely.Geometry) -> float:
    shapes = as_geometries([shape])
    return float(shapely.area(to_metric(shapes, metric_crs(shapes)))[0])


@pytest.mark.parametrize("metres", [10.0, 500.0, 5000.0])
def test_circle_has_its_radius_along_the_ground(metres: float) -> None:
    found = circle((13.4, 52.5), metres)

    # 128 corners: the polygon is smaller than the circle by 1 − sin(2π/128)·128/2π = 0.04 %.
    assert square_metres(found) == pytest.approx(math.pi * metres**2, rel=2e-3)
    assert shapely.contains(found, shapely.Point(13.4, 52.5))


def test_ground_counts_once_what_two_shapes_share_and_leaves_out_what_has_none() -> None:
    found = ground_of(as_geometries([box(0, 0), box(0.5, 0), None, shapely.Point(13, 52)]))

    assert shapely.get_type_id(found) == shapely.GeometryType.MULTIPOLYGON
    assert shapely.area(found) == pytest.approx(1.5 * SIDE**2)
    assert shapely.is_empty(ground_of(as_geometries([shapely.Point(13, 52)])))


def test_bow_tie_is_mended() -> None:
    tie = shapely.Polygon([(13.0, 52.0), (13.01, 52.01), (13.01, 52.0), (13.0, 52.01)])

    assert shapely.is_valid(ground_of(as_geometries([tie])))


def test_whole_areas_are_told_from_cut_ones() -> None:
    found = parts_of(grid(), box(0, 0, 1.25))

    assert found.places.tolist() == [0, 1]
    assert found.ground == pytest.approx([1, 0.25], abs=1e-3)
    assert found.is_whole.tolist() == [True, False]
    assert found.outside == pytest.approx(0, abs=1e-6)


def test_drawing_some_metres_off_cuts_nothing() -> None:
    # 0.0001 degrees are some 7 and 11 metres.
    found = parts_of(grid(), shapely.box(12.9999, 51.9999, 13.0101, 52.0101))

    assert found.places.tolist() == [0]
    assert found.ground.tolist() == [1]


def test_small_shape_within_an_area_is_no_noise() -> None:
    found = parts_of(grid(), box(0.4, 0.4, 0.01, 0.01))

    assert found.places.tolist() == [0]
    assert found.ground == pytest.approx([0.0001], rel=1e-2)
    assert not found.is_whole.any()


def test_shape_beyond_all_areas_says_how_much_lies_outside() -> None:
    half = parts_of(grid(), box(2.5, 0))
    nothing = parts_of(grid(), box(30, 0))

    assert half.outside == pytest.approx(0.5, abs=1e-3)
    assert (nothing.places.size, nothing.outside) == (0, 1)


def test_area_without_ground_is_in_no_shape() -> None:
    areas = as_geometries([None, box(1, 0), shapely.Polygon()])

    assert parts_of(areas, box(0, 0, 3)).places.tolist() == [1]


@given(st.sets(st.integers(0, 5), min_size=1))
def test_areas_put_together_are_the_areas_they_are_made_of(places: set[int]) -> None:
    areas = grid()

    found = parts_of(areas, ground_of(areas[sorted(places)]))

    assert found.places.tolist() == sorted(places)
    assert found.is_whole.all()


@given(st.floats(0.05, 2.5), st.floats(0.05, 1.5))
def test_parts_make_up_the_shape(width: float, height: float) -> None:
    areas, shape = grid(), box(0.01, 0.01, width, height)

    found = parts_of(areas, shape)

    told = sum(share * square_metres(areas[place]) for place, share in zip(found.places, found.ground, strict=True))
    # Whole areas and those left out are so up to strips of 20 metres along their borders.
    assert told == pytest.approx(square_metres(shape) * (1 - found.outside), rel=0.02, abs=4 * 20 * 1200)


def test_overlaps_are_told_by_pair_with_the_share_of_the_smaller_one() -> None:
    found = overlaps([box(0, 0), box(0.5, 0, 2), box(1, 1), box(0.999, 0, 0.5, 0.5)])

    assert [(one, other) for one, other, _ in found] == [(0, 1), (1, 3)]
    assert [share for *_, share in found] == pytest.approx([0.5, 1], abs=1e-3)


PLACED = st.tuples(st.floats(0, 3), st.floats(0, 3), st.floats(0.1, 1.5), st.floats(0.1, 1.5))


@given(st.lists(PLACED, min_size=1, max_size=8))
def test_one_shape_against_the_others_and_the_count_tell_what_all_pairs_tell(
    placed: list[tuple[float, float, float, float]],
) -> None:
    shapes = [box(*each) for each in placed]

    found = overlaps(shapes)

    assert overlaps_of(shapes[0], shapes[1:]) == tuple((other - 1, share) for one, other, share in found if one == 0)
    assert count_overlaps(shapes) == OverlapCount(len(found), is_whole=True)
    assert list(found) == sorted(found)


def test_one_shape_is_compared_with_those_that_touch_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = Mock(return_value=1.0)
    monkeypatch.setattr(ownareas, "_shared", shared)
    # Three lie on each other, far from the first.
    shapes = [box(0, 0), box(0.5, 0), box(5, 5), box(5.1, 5), box(5.2, 5)]

    assert overlaps_of(shapes[0], shapes[1:]) == ((0, 1.0),)
    assert shared.call_count == 1


def test_pairs_are_counted_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ownareas, "MOST_OVERLAPS", 3)

    assert count_overlaps([box(0, 0)] * 3) == OverlapCount(3, is_whole=True)
    assert count_overlaps([box(0, 0)] * 4) == OverlapCount(3, is_whole=False)


def test_neighbours_are_looked_at_up_to_a_bound_and_lie_beside_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    # Seven sides and four corners.
    assert count_overlaps(grid().tolist()) == OverlapCount(0, is_whole=True)
    monkeypatch.setattr(ownareas, "MOST_NEIGHBOURS", 11)
    assert count_overlaps(grid().tolist()) == OverlapCount(0, is_whole=True)
    monkeypatch.setattr(ownareas, "MOST_NEIGHBOURS", 10)
    assert count_overlaps(grid().tolist()) == OverlapCount(0, is_whole=False)


def test_what_two_shapes_differ_in_is_told_side_by_side() -> None:
    one, other = box(0, 0, 2.0, 1.0), box(1, 0, 2.0, 1.0)

    left, right = sides(one, other)

    assert square_metres(left) == pytest.approx(square_metres(box(0, 0)), rel=1e-4)
    assert square_metres(right) == pytest.approx(square_metres(box(2, 0)), rel=1e-4)
    assert all(isinstance(shape, shapely.MultiPolygon) for shape in (left, right))


def test_a_shape_within_another_one_leaves_one_side() -> None:
    (only,) = sides(box(0, 0, 3.0, 2.0), box(1, 0))

    assert square_metres(only) == pytest.approx(square_metres(box(0, 0, 3.0, 2.0)) - square_metres(box(1, 0)), rel=1e-4)
    assert shapely.equals(sides(box(1, 0), box(0, 0, 3.0, 2.0))[0], only)


def test_shapes_that_lie_apart_or_are_drawn_a_little_differently_have_no_sides() -> None:
    assert sides(box(0, 0), box(1, 0)) == ()
    assert sides(box(0, 0), box(2, 1)) == ()
    # A strip of 7 metres: no circle of 20 m fits in.
    assert sides(box(0, 0), box(0, 0, 1.0, 0.994)) == ()
    assert sides(box(0, 0), box(0, 0)) == ()
    assert len(sides(box(0, 0), box(0, 0, 1.0, 0.95))) == 1
