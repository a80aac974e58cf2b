# SPDX-License-Identifier: EUPL-1.2
"""Differences of two periods: as exact as published, missing is no zero, classes mirror each other around zero."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.balance import bounds_around_zero, differences, within_chance
from indicators.stats.classes import classify

WHOLE = st.none() | st.integers(-(10**6), 10**6)


def of(values: list[int | None], decimals: int = 1) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([math.nan if value is None else value / 10**decimals for value in values], dtype=np.float64)


def test_difference_is_later_minus_earlier_and_missing_is_no_zero() -> None:
    found = differences(of([103, None, 20, None, 5]), of([101, 20, None, None, 5]), 1)

    assert found.tolist()[0] == 0.2
    assert np.isnan(found[1:4]).all()
    assert math.copysign(1, found[4]) == 1


@given(st.lists(st.tuples(WHOLE, WHOLE), max_size=40), st.integers(0, 4))
def test_differences_are_exact_and_turn_around_with_the_periods(
    pairs: list[tuple[int | None, int | None]], decimals: int
) -> None:
    later, earlier = (of([pair[side] for pair in pairs], decimals) for side in (0, 1))

    there, back = differences(later, earlier, decimals), differences(earlier, later, decimals)

    for (one, other), found in zip(pairs, there.tolist(), strict=True):
        assert math.isnan(found) if one is None or other is None else found == (one - other) / 10**decimals
    assert np.array_equal(there, -back, equal_nan=True)


@pytest.mark.check("C016")
@given(st.lists(WHOLE, max_size=60), st.integers(0, 3))
def test_classes_mirror_each_other_and_zero_lies_in_the_middle(values: list[int | None], decimals: int) -> None:
    found = of(values, decimals)

    bounds = bounds_around_zero(found, decimals)

    assert list(bounds) == sorted(set(bounds))
    assert all(round(bound, decimals) == bound for bound in bounds)
    classes = classify(found, bounds)
    assert (classify(-found, bounds) == np.where(classes == 0, 0, 6 - classes)).all()
    assert classify(np.zeros(1), bounds)[0] == 3
    assert (classes == 0).sum() == np.isnan(found).sum()


def test_few_large_differences_do_not_pale_the_others() -> None:
    values = np.array([*np.linspace(-3.0, 3.0, 99), 400.0]).round(1)

    assert bounds_around_zero(values, 1) == (-1.4, -0.4, 0.5, 1.5)
    assert bounds_around_zero(np.array([np.nan]), 1) == (-0.2, 0.0, 0.1, 0.3)


def test_what_has_no_interval_is_not_said_to_be_chance() -> None:
    lower, upper = np.array([-0.1, 0.0, 0.1, -0.3, np.nan]), np.array([0.3, 0.4, 0.4, -0.1, np.nan])

    assert within_chance(lower, upper).tolist() == [True, True, False, False, False]
