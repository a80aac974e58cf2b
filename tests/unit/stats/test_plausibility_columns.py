# SPDX-License-Identifier: EUPL-1.2
"""What whole columns give away, and what they do not."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.stats.plausibility_columns import (
    AllEqual,
    Gap,
    SwappedParts,
    all_equal,
    exchanged_columns,
    gaps,
    heaping,
    repeated,
    swapped_parts,
    unit_switch,
)

Floats = npt.NDArray[np.float64]
NAN = float("nan")


@given(st.lists(st.floats(1, 1e5), min_size=3, max_size=30), st.sampled_from([10.0, 100.0, 1000.0, 0.1, 0.01, 0.001]))
def test_column_in_another_unit_is_found_with_its_factor(before: list[float], factor: float) -> None:
    old = np.array(before)

    found = unit_switch(old * factor * 1.1, old)

    assert found is not None
    assert found.factor == pytest.approx(factor)
    assert found.n == found.of == old.size


def test_growth_and_a_single_mistake_are_no_other_unit() -> None:
    before = np.array([10.0, 12, 14, 16, 18])

    assert unit_switch(before * 2.5, before) is None
    assert unit_switch(np.array([100.0, 12, 14, 16, 18]), before) is None
    assert unit_switch(np.array([100.0, 120.0]), np.array([10.0, 12.0])) is None
    assert unit_switch(np.array([0.0, NAN, 140, -1.0]), np.array([1.0, 1.0, 14.0, 1.0])) is None


def test_column_with_one_value_for_all_areas_is_found() -> None:
    assert all_equal(np.array([7.0, 7, NAN, 7, 7, 7])) == AllEqual(7.0, 5)
    assert all_equal(np.array([7.0, 7, 7, 7])) is None
    assert all_equal(np.array([7.0, 7, 7, 7, 8])) is None
    assert all_equal(np.full(9, NAN)) is None


def test_column_that_repeats_the_period_before_is_found() -> None:
    before = np.array([1.0, 2, 3, 4, 5, NAN])

    assert repeated(np.array([1.0, 2, 3, 4, 5, 6]), before) == 5
    assert repeated(np.array([1.0, 2, 3, 4, 6, 6]), before) == 0
    assert repeated(np.full(6, 3.0), np.full(6, 3.0)) == 0
    assert repeated(before[:4], before[:4]) == 0


def test_numerator_and_denominator_in_each_others_column_are_found() -> None:
    small, large = np.array([9.0, 8, 7, 100]), np.array([90.0, 80, 70, NAN])

    assert swapped_parts(large, small) == SwappedParts(3, 3)
    assert swapped_parts(small, large) is None
    assert swapped_parts(large[:2], small[:2]) is None


@given(
    st.lists(st.floats(1, 100), min_size=5, max_size=20),
    st.lists(st.floats(1000, 9000), min_size=5, max_size=20),
)
def test_exchanged_columns_are_found_and_columns_in_place_are_not(first: list[float], second: list[float]) -> None:
    size = min(len(first), len(second))
    before = np.array([first[:size], second[:size], [50_000.0] * size])
    values = before[[1, 0, 2]] * 1.03

    found = exchanged_columns(values, before)

    assert [(pair.first, pair.second) for pair in found] == [(0, 1)]
    assert exchanged_columns(before * 1.03, before) == ()


def test_each_column_is_in_one_exchange_only() -> None:
    before = np.array([[10.0] * 5, [11.0] * 5, [1000.0] * 5])
    values = before[[2, 1, 0]]

    found = exchanged_columns(values, before)

    assert [(pair.first, pair.second) for pair in found] == [(0, 2)]
    assert found[0].own > found[0].other


@given(st.lists(st.integers(1, 5000), min_size=20, max_size=60), st.sampled_from([5, 10, 50, 100, 1000]))
def test_rounded_column_is_found_with_its_step(values: list[int], step: int) -> None:
    column: Floats = np.array([value * step for value in values], dtype=np.float64)

    found = heaping(column)

    assert found is not None
    assert found.step >= step
    assert found.step % step == 0


@given(st.lists(st.integers(1, 5000), min_size=20, max_size=60))
def test_column_with_all_last_digits_is_not_heaped(values: list[int]) -> None:
    assume(sum(value % 5 == 0 for value in values) / len(values) < 0.8)

    assert heaping(np.array(values, dtype=np.float64)) is None


def test_zeros_fractions_and_few_values_say_nothing_about_digits() -> None:
    assert heaping(np.zeros(50)) is None
    assert heaping(np.linspace(2.5, 122.5, 49)) is None
    assert heaping(np.full(19, 10.0)) is None


def test_gap_in_a_yearly_series_is_found_with_the_periods_that_are_absent() -> None:
    assert gaps(12 * np.array([2020, 2015, 2017, 2016])) == (Gap(12 * 2017, 12 * 2020, 2),)


def test_two_yearly_series_and_short_ones_have_no_gap() -> None:
    assert gaps(12 * np.array([2013, 2015, 2017, 2019])) == ()
    assert gaps(12 * np.array([2001, 2019])) == ()
    assert gaps(np.array([], dtype=np.int64)) == ()
