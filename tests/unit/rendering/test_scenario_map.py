# SPDX-License-Identifier: EUPL-1.2
"""Classes of the maps of a scenario, the order of its areas, and how ways are kept."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.scenario_map import (
    AccessScale,
    access_scale,
    change_scale,
    largest_change_first,
    shifts_of,
)
from indicators.rendering.scenario_ways import minutes_of, packed
from indicators.stats.siting.comparing import AreaChanges, Side, area_changes

NAN, INF = math.nan, math.inf


def side(*values: float) -> Side:
    return Side(np.array(values), np.zeros(len(values), dtype=bool))


def changes() -> AreaChanges:
    """Return a loss of 4, one that is not known, a small gain that is not told, a gain of 2."""
    return area_changes(side(10.0, NAN, 5.0, 1.0), side(6.0, 3.0, 5.5, 3.0), threshold=1.0)


def test_both_sides_share_their_classes() -> None:
    scale = access_scale((np.arange(1.0, 6.0), np.array([NAN, 0.0, 6.0, 7.0, 8.0, 9.0, 10.0])), 1)

    assert scale.bounds == (2.8, 4.6, 6.4, 8.2)
    assert [scale.class_of(value) for value in (1.0, 2.8, 10.0)] == [1, 2, 5]
    assert (scale.classes, scale.colours) == (5, 5)


@pytest.mark.parametrize("values", [[], [NAN, 0.0], [3.0, 3.0]])
def test_where_nothing_differs_there_is_one_class(values: list[float]) -> None:
    scale = access_scale((np.array(values),), 1)

    assert (scale.bounds, scale.classes, scale.colours) == ((), 1, 3)


@given(st.lists(st.floats(0.1, 100.0), min_size=1, max_size=30))
def test_every_class_holds_an_area(values: list[float]) -> None:
    scale = access_scale((np.array(values),), 1)

    assert {scale.class_of(value) for value in values} == set(range(1, scale.classes + 1))


def test_a_change_below_the_threshold_lies_in_the_middle_and_an_unknown_one_in_no_class() -> None:
    shifts = shifts_of(changes())
    scale = change_scale(shifts)

    assert [shift.happening for shift in shifts] == ["lower", "empty", "same", "higher"]
    assert scale.class_of(shifts[2]) == scale.arms + 1
    assert scale.class_of(shifts[1]) == 0


def test_what_changes_most_comes_first_then_what_is_not_known() -> None:
    assert largest_change_first(changes()) == [0, 3, 1, 2]


def test_ways_come_back_as_minutes() -> None:
    table = minutes_of([packed(np.array([90.0, NAN])), packed(np.array([INF, 0.0]))], 2)

    np.testing.assert_array_equal(table, np.array([[1.5, INF], [NAN, 0.0]]))


def test_without_points_the_table_has_no_columns() -> None:
    assert minutes_of([], 3).shape == (3, 0)


def test_a_column_of_other_areas_is_refused() -> None:
    with pytest.raises(ValueError, match="one way for each area"):
        minutes_of([packed(np.array([1.0]))], 2)


def test_one_bound_makes_two_classes() -> None:
    assert AccessScale((2.0,)).classes == 2
