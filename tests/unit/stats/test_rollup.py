# SPDX-License-Identifier: EUPL-1.2
"""Counts are summed and rates weighted exactly, or not at all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.rollup import sum_up, weighted_up
from indicators.stats.vintages import raw_slice
from sozialplanung.common.statuses import Flag, Status

PARENTS = np.array([0, 0, 1, 1, -1])


def test_sum_adds_children_and_leaves_out_areas_without_parent() -> None:
    child = raw_slice(np.array([1.0, 2.0, 3.0, 4.0, 50.0]), np.zeros(5))

    rolled = sum_up(child, PARENTS, 2)

    assert rolled.value.tolist() == [3.0, 7.0]
    assert rolled.status.tolist() == [Status.OK, Status.OK]
    assert rolled.flags.tolist() == [Flag.REAGGREGATED, Flag.REAGGREGATED]


def test_sum_is_missing_where_one_part_is_missing() -> None:
    status = np.array([Status.OK, Status.MISSING, Status.OK, Status.OK, Status.OK])
    child = raw_slice(np.array([1.0, np.nan, 3.0, 4.0, 5.0]), status)

    rolled = sum_up(child, PARENTS, 2)

    assert np.isnan(rolled.value[0])
    assert rolled.status.tolist() == [Status.MISSING, Status.OK]


def test_sum_leaves_out_a_part_that_does_not_apply() -> None:
    status = np.array([Status.OK, Status.NOT_APPLICABLE, Status.OK, Status.OK, Status.OK])
    child = raw_slice(np.array([1.0, np.nan, 3.0, 4.0, 5.0]), status)

    rolled = sum_up(child, PARENTS, 2)

    assert rolled.value.tolist() == [1.0, 7.0]


def test_sum_of_zeros_is_a_true_zero_and_an_area_without_parts_is_missing() -> None:
    child = raw_slice(np.zeros(5), np.full(5, Status.TRUE_ZERO))

    rolled = sum_up(child, PARENTS, 3)

    assert rolled.status.tolist() == [Status.TRUE_ZERO, Status.TRUE_ZERO, Status.MISSING]
    assert np.isnan(rolled.value[2])


def test_rate_is_weighted_by_its_denominator_not_averaged() -> None:
    child = raw_slice(np.array([10.0, 20.0, 5.0, 5.0, 1.0]), np.zeros(5))

    rolled = weighted_up(child, np.array([100.0, 300.0, 1.0, 1.0, 1.0]), PARENTS, 2)

    assert rolled.value.tolist() == [17.5, 5.0]
    assert rolled.numerator.tolist() == pytest.approx([70.0, 0.1])
    assert rolled.denominator.tolist() == [400.0, 2.0]


def test_rate_is_missing_where_a_weight_is_missing_and_not_applicable_where_nobody_lives() -> None:
    child = raw_slice(np.array([10.0, 20.0, 5.0, 5.0, 1.0]), np.zeros(5))

    rolled = weighted_up(child, np.array([100.0, np.nan, 0.0, 0.0, 1.0]), PARENTS, 2)

    assert rolled.status.tolist() == [Status.MISSING, Status.NOT_APPLICABLE]
    assert np.isnan(rolled.value).all()


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 4)), min_size=1, max_size=60))
def test_sums_preserve_the_total(rows: list[tuple[int, int]]) -> None:
    values = np.array([float(value) for value, _ in rows])
    parents = np.array([parent for _, parent in rows])

    rolled = sum_up(raw_slice(values, np.zeros(len(rows))), parents, 5)

    assert np.nansum(rolled.value) == values.sum()
