# SPDX-License-Identifier: EUPL-1.2
"""Neighbours are found with the length of the common border, over small gaps as well."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.neighbours import contiguity
from spatial.geometry.projections import from_metric
from tests.fixtures_spatial.grids import METRIC, degrees, grid, square, wavy_grid


def test_squares_of_a_grid_have_four_neighbours_by_side_and_eight_by_point() -> None:
    found = contiguity(degrees(*grid(3, 3)))

    assert sorted(found.of(4)) == [1, 3, 5, 7]
    assert sorted(found.of(4, least_border_m=0)) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert sorted(found.of(0)) == [1, 3]


def test_the_common_border_has_its_length() -> None:
    found = contiguity(degrees(*grid(2, 2)))

    pairs = dict(zip(zip(found.first.tolist(), found.second.tolist(), strict=True), found.border_m, strict=True))
    assert pairs[0, 1] == pytest.approx(100, rel=1e-4)
    assert pairs[0, 3] == pytest.approx(0, abs=1e-6)
    assert list(pairs) == sorted(pairs)


def test_the_longest_common_border_comes_first() -> None:
    found = contiguity(degrees(square(0, 0, width=3), square(0, 1), square(1, 1, width=2)))

    assert found.of(0).tolist() == [2, 1]


@pytest.mark.parametrize(("gap", "near"), [(0.5, True), (0.95, True), (1.5, False)])
def test_borders_up_to_a_metre_apart_are_common(gap: float, near: bool) -> None:
    found = contiguity(degrees(square(0, 0, width=1 - gap / 100), square(1, 0)))

    assert (len(found.first) == 1) is near
    if near:
        assert found.border_m[0] == pytest.approx(100, rel=0.03)


@pytest.mark.parametrize("overlap", [0.5, 0.9])
def test_borders_that_overlap_a_little_are_common(overlap: float) -> None:
    found = contiguity(degrees(square(0, 0, width=1 + overlap / 100), square(1, 0)))

    assert found.border_m[0] == pytest.approx(100, rel=0.05)


def test_without_tolerance_only_the_same_line_counts() -> None:
    shapes = degrees(square(0, 0, width=0.995), square(1, 0), square(2, 0))

    found = contiguity(shapes, gap_m=0)

    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(1, 2)]


def test_islands_missing_and_empty_areas_have_no_neighbours() -> None:
    shapes = as_geometries([*degrees(square(0, 0), square(5, 5)), None, shapely.Polygon()])

    found = contiguity(shapes)

    assert [found.of(place).tolist() for place in range(4)] == [[], [], [], []]


def test_an_invalid_outline_has_neighbours_all_the_same() -> None:
    spike = [(525_100, 6_070_000), (525_200, 6_070_000), (525_300, 6_070_000), (525_200, 6_070_000)]
    spiked = shapely.Polygon([*spike, (525_200, 6_070_100), (525_100, 6_070_100)])

    found = contiguity(degrees(square(0, 0), spiked))

    assert found.of(0).tolist() == [1]


@given(st.integers(0, 10_000))
def test_borders_of_an_area_add_up_to_its_outline(seed: int) -> None:
    shapes = wavy_grid(3, 3, seed)

    found = contiguity(from_metric(shapes, METRIC))

    inner = (found.first == 4) | (found.second == 4)
    assert found.border_m[inner].sum() == pytest.approx(shapely.length(shapes[4]), rel=1e-3)


@given(st.permutations(range(9)))
def test_the_order_of_the_areas_does_not_matter(order: list[int]) -> None:
    shapes = degrees(*grid(3, 3))

    found = contiguity(shapes[order])

    places = np.array(order)
    pairs = {frozenset(pair) for pair in zip(places[found.first].tolist(), places[found.second].tolist(), strict=True)}
    plain = contiguity(shapes)
    assert pairs == {frozenset(pair) for pair in zip(plain.first.tolist(), plain.second.tolist(), strict=True)}
