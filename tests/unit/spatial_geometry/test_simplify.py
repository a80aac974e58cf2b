# SPDX-License-Identifier: EUPL-1.2
"""Detail levels keep every area and every shared border, or say which they could not keep."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.precision import quantise
from spatial.geometry.projections import to_metric
from spatial.geometry.simplify import SCALES, Detail, Method, simplify_coverage, tolerance_m
from spatial.geometry.validation import IssueKind, check_coverage
from tests.fixtures_spatial.grids import METRIC, degrees, grid, square, wavy_grid

DEFECTS = (IssueKind.GAP, IssueKind.OVERLAP, IssueKind.SLIVER_GAP, IssueKind.SLIVER_OVERLAP)


@given(st.integers(0, 10_000), st.sampled_from([Detail.OVERVIEW, Detail.MAP]))
def test_a_clean_coverage_stays_clean_at_every_level(seed: int, detail: Detail) -> None:
    shapes = degrees(*wavy_grid(4, 4, seed))

    result = simplify_coverage(shapes, detail)

    assert result.method is Method.COVERAGE
    assert (result.alone, result.unmatched) == ((), ())
    assert shapely.is_valid(result.geometries).all()
    assert check_coverage([""] * 16, result.geometries).of_kind(*DEFECTS) == ()


@given(st.integers(0, 10_000))
def test_coarser_levels_have_fewer_points_and_keep_the_ground(seed: int) -> None:
    shapes = degrees(*wavy_grid(4, 4, seed, points=40))

    levels = {detail: simplify_coverage(shapes, detail).geometries for detail in Detail}

    points = {detail: int(shapely.get_num_coordinates(level).sum()) for detail, level in levels.items()}
    assert points[Detail.OVERVIEW] < points[Detail.MAP] <= points[Detail.FULL]
    areas = {detail: shapely.area(to_metric(level, METRIC)) for detail, level in levels.items()}
    assert areas[Detail.MAP] == pytest.approx(areas[Detail.FULL], rel=0.02)
    assert (areas[Detail.OVERVIEW] > 0).all()


def test_points_do_not_move_by_more_than_the_tolerance_asks() -> None:
    """A corner is dropped if its triangle is smaller than the tolerance squared (Visvalingam, Whyatt 1993)."""
    side = 5000.0
    bump = 40.0  # metres; the triangle of the bump has 40 x 100 / 2 = 2000 m²
    west, south, east, north = square(0, 0, side=side).bounds
    middle = (west + east) / 2
    ring = [(west, south), (middle - 50, south), (middle, south + bump), (middle + 50, south), (east, south)]
    shapes = degrees(shapely.Polygon([*ring, (east, north), (west, north)]))

    kept = simplify_coverage(shapes, Detail.MAP)
    dropped = simplify_coverage(
        degrees(shapely.Polygon([*ring, (east, north), (west, north)]), square(9, 9, 1, 1, side)), Detail.OVERVIEW
    )

    assert kept.tolerance_m**2 < 2000 < dropped.tolerance_m**2
    assert shapely.get_num_coordinates(kept.geometries[0]) == 8
    assert shapely.get_num_coordinates(dropped.geometries[0]) == 5


def test_the_full_level_is_only_rounded() -> None:
    shapes = degrees(*wavy_grid(2, 2, 1))

    result = simplify_coverage(shapes, Detail.FULL)

    assert (result.method, result.tolerance_m) == (Method.UNCHANGED, 0.0)
    expected = np.round(shapely.get_coordinates(shapes), 6)
    assert np.array_equal(shapely.get_coordinates(result.geometries), expected)


@pytest.mark.parametrize(
    ("side", "detail", "expected"),
    [
        (60_000.0, Detail.OVERVIEW, 60_000 * 2**0.5 / 600),
        (60_000.0, Detail.MAP, 60_000 * 2**0.5 / 6000),
        (100.0, Detail.OVERVIEW, 10.0),
        (100.0, Detail.MAP, 1.0),
        (900_000.0, Detail.OVERVIEW, 600.0),
        (900_000.0, Detail.MAP, 25.0),
        (60_000.0, Detail.FULL, 0.0),
    ],
)
def test_the_tolerance_follows_the_extent_within_bounds(side: float, detail: Detail, expected: float) -> None:
    assert tolerance_m(grid(1, 1, side), detail) == pytest.approx(expected)


def test_without_any_area_nothing_is_simplified() -> None:
    shapes = as_geometries([None, shapely.Polygon()])

    result = simplify_coverage(shapes, Detail.MAP)

    assert result.method is Method.UNCHANGED
    assert result.geometries[0] is None
    assert shapely.is_empty(result.geometries[1])


@pytest.mark.check("C065")
def test_areas_without_ground_stay_in_their_place() -> None:
    shapes = as_geometries([*degrees(square(0, 0)), None, shapely.Polygon(), *degrees(square(1, 0))])

    result = simplify_coverage(shapes, Detail.OVERVIEW)

    assert result.method is Method.COVERAGE
    assert result.geometries[1] is None
    assert shapely.is_empty(result.geometries).tolist() == [False, False, True, False]


@pytest.mark.check("C065")
def test_borders_that_do_not_match_are_told() -> None:
    first, second, third = grid(3, 1)
    shifted = shapely.transform(second, lambda points: points + np.array([5, 7]))

    result = simplify_coverage(degrees(first, shifted, third), Detail.MAP)

    assert result.method is Method.MIXED
    assert result.unmatched == (1, 2)
    assert shapely.area(result.geometries).min() > 0


@pytest.mark.check("C063")
def test_an_invalid_outline_is_simplified_alone_and_told() -> None:
    clean = degrees(*grid(2, 1))
    bow_tie = degrees(shapely.Polygon([(0, 0), (300, 300), (300, 0), (0, 300)]))
    moved = shapely.transform(bow_tie, lambda points: points - points.mean(axis=0) + [9.5, 54.9])

    result = simplify_coverage(as_geometries([*clean, *moved]), Detail.MAP)

    assert result.method is Method.MIXED
    assert result.alone == (2,)
    assert not shapely.is_empty(result.geometries).any()


rectangles = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 15), st.integers(1, 15))


@given(st.lists(rectangles, min_size=1, max_size=8), st.sampled_from([Detail.OVERVIEW, Detail.MAP]))
def test_no_area_is_ever_lost_however_the_areas_lie(sides: list[tuple[int, int, int, int]], detail: Detail) -> None:
    shapes = degrees(*(square(x, y, width, height, side=7) for x, y, width, height in sides))

    result = simplify_coverage(shapes, detail)

    assert (shapely.area(result.geometries) > 0).all()
    assert shapely.is_valid(result.geometries).all()


@given(st.integers(0, 10_000), st.integers(4, 7))
def test_what_lies_on_the_grid_stays_as_it_is(seed: int, decimals: int) -> None:
    once = quantise(degrees(*wavy_grid(2, 2, seed)), decimals)
    on_grid = once.geometries[once.decimals == decimals]

    twice = quantise(on_grid, decimals)

    assert shapely.equals_exact(on_grid, twice.geometries).all()


@given(st.integers(0, 10_000), st.integers(0, 8))
def test_no_grid_breaks_or_loses_a_valid_area(seed: int, decimals: int) -> None:
    result = quantise(degrees(*wavy_grid(2, 2, seed)), decimals)

    assert shapely.is_valid(result.geometries).all()
    assert (shapely.area(result.geometries) > 0).all()


def test_an_area_smaller_than_the_grid_keeps_more_decimals() -> None:
    tiny = shapely.box(9.4000001, 54.8, 9.4000031, 54.800002)
    large = shapely.box(9.5, 54.8, 9.6, 54.9)

    result = quantise(as_geometries([tiny, large, None]), 5)

    assert result.decimals.tolist() == [6, 5, 5]
    assert shapely.area(result.geometries[0]) > 0
    assert result.geometries[2] is None


def test_an_outline_that_the_grid_would_break_keeps_more_decimals() -> None:
    thin = shapely.Polygon([(9.4, 54.8), (9.5, 54.800002), (9.6, 54.8), (9.5, 54.9), (9.5, 54.800004)])

    result = quantise(as_geometries([thin]), 5)

    assert shapely.is_valid(thin)
    assert result.decimals[0] == 6
    assert shapely.is_valid(result.geometries).all()


def test_an_area_below_the_finest_grid_keeps_all_decimals_there_are() -> None:
    speck = shapely.box(9.4, 54.8, 9.4 + 2e-10, 54.8 + 2e-10)

    assert quantise(as_geometries([speck]), 5).decimals.tolist() == [8]


def test_points_that_fall_together_are_written_once() -> None:
    close = shapely.Polygon([(9.4, 54.8), (9.5, 54.8), (9.500001, 54.8), (9.5, 54.9)])

    (shape,) = quantise(as_geometries([close]), 5).geometries

    assert shapely.get_num_coordinates(shape) == 4


def test_the_display_grid_is_about_a_metre() -> None:
    assert SCALES[Detail.MAP].decimals == SCALES[Detail.OVERVIEW].decimals == 5
