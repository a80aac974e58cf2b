# SPDX-License-Identifier: EUPL-1.2
"""What lies in areas is counted once: on squares by hand, and lawfully on random places."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import Geometries, as_geometries
from spatial.geometry.counting import (
    NOWHERE,
    areas_of_points,
    capacities,
    counts,
    densities,
    grounds,
    lengths,
    places_by_area,
)

SQUARES = as_geometries([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), None, shapely.box(0, 10, 20, 20)])
NONE = as_geometries([])


def points(*places: tuple[float, float] | None) -> Geometries:
    return as_geometries([None if place is None else shapely.Point(place) for place in places])


def test_a_place_lies_in_the_area_that_holds_it() -> None:
    found = areas_of_points(points((5, 5), (15, 5), (5, 15), (25, 5), None), SQUARES)

    assert found.tolist() == [0, 1, 3, NOWHERE, NOWHERE]


def test_a_place_on_a_border_belongs_to_the_first_area_alone() -> None:
    assert areas_of_points(points((10, 5), (10, 10), (15, 10)), SQUARES).tolist() == [0, 0, 1]
    assert areas_of_points(points((10, 5)), SQUARES[::-1]).tolist() == [2]


def test_of_several_points_of_one_place_the_first_counts() -> None:
    place = as_geometries([shapely.MultiPoint([(15, 5), (5, 5)]), shapely.Point()])

    assert areas_of_points(place, SQUARES).tolist() == [1, NOWHERE]


def test_where_nothing_is_nothing_is_found() -> None:
    assert areas_of_points(NONE, SQUARES).tolist() == []
    assert areas_of_points(points((5, 5)), NONE).tolist() == [NOWHERE]
    assert lengths(NONE, SQUARES).tolist() == [0, 0, 0, 0]
    assert grounds(SQUARES, NONE).tolist() == []


def test_an_area_without_places_counts_zero() -> None:
    assert counts(np.array([0, 0, 3, NOWHERE]), 4).tolist() == [2, 0, 0, 1]


def test_capacity_that_is_not_known_is_told_and_never_zero() -> None:
    area_of = np.array([0, 0, 1, 3, NOWHERE])

    found = capacities(area_of, 4, np.array([40.0, np.nan, np.nan, 0.0, 99.0]))

    assert found.unknown.tolist() == [1, 1, 0, 0]
    assert found.known[[0, 2, 3]].tolist() == [40, 0, 0]
    assert np.isnan(found.known[1])


def test_a_line_along_a_border_is_measured_once() -> None:
    along, across = shapely.LineString([(10, 2), (10, 8)]), shapely.LineString([(5, 5), (18, 5)])

    assert lengths(as_geometries([along]), SQUARES).tolist() == [6, 0, 0, 0]
    assert lengths(as_geometries([across, along, None]), SQUARES).tolist() == [11, 8, 0, 0]


def test_a_line_that_runs_back_over_itself_is_measured_once_wherever_that_is() -> None:
    within, beyond = shapely.LineString([(5, 5), (5, 8), (5, 6)]), shapely.LineString([(-9, 5), (1, 5), (-5, 5)])

    assert lengths(as_geometries([within]), SQUARES).tolist() == [3, 0, 0, 0]
    assert lengths(as_geometries([beyond]), SQUARES).tolist() == [1, 0, 0, 0]
    assert lengths(as_geometries([within, within]), SQUARES).tolist() == [6, 0, 0, 0]


def test_ground_is_measured_by_its_parts() -> None:
    park = shapely.box(8, 8, 12, 12)

    assert grounds(as_geometries([park, park]), SQUARES).tolist() == [8, 8, 0, 16]


def test_a_density_needs_ground() -> None:
    found = densities(np.array([3.0, 0.0, np.nan, 1.0]), np.array([2e6, 1e6, 1e6, 0.0]))

    assert found[:2].tolist() == [1.5, 0]
    assert np.isnan(found[2:]).all()


# To the millimetre, as finely as anybody measures: borders are met often, and no number is too small to cut by.
coordinate = st.integers(-2_000, 22_000).map(lambda millimetres: millimetres / 1000)


@given(st.lists(st.tuples(coordinate, coordinate), max_size=40))
def test_every_place_is_counted_at_most_once(places: list[tuple[float, float]]) -> None:
    area_of = areas_of_points(points(*places), SQUARES)
    inside = sum(0 <= east <= 20 and 0 <= north <= 20 for east, north in places)

    assert counts(area_of, 4).sum() == inside
    assert capacities(area_of, 4, np.ones(len(places))).known.sum() == inside


@given(st.lists(st.tuples(coordinate, coordinate), min_size=2, max_size=8, unique=True))
def test_lengths_of_areas_add_up_to_the_length_inside(places: list[tuple[float, float]]) -> None:
    line = shapely.LineString(places)
    # What a line runs along twice is one way, along a border of the box as well as within it.
    once = shapely.unary_union(line)

    measured = lengths(as_geometries([line]), SQUARES)

    assert measured.sum() == pytest.approx(
        shapely.length(shapely.intersection(once, shapely.box(0, 0, 20, 20))), abs=1e-6
    )
    assert (measured >= -1e-9).all()


def test_lines_and_grounds_are_named_in_every_area_that_they_reach_into() -> None:
    shapes = as_geometries(
        [
            shapely.LineString([(5, 5), (15, 5)]),
            shapely.box(12, 2, 18, 8),
            None,
            # Touches the first area at its border alone.
            shapely.box(10, 8, 12, 9),
        ]
    )

    assert places_by_area(shapes, SQUARES) == [[0], [0, 1, 3], [], []]
    assert places_by_area(NONE, SQUARES) == [[], [], [], []]
    assert places_by_area(shapes, NONE) == []
