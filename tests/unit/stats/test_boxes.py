# SPDX-License-Identifier: EUPL-1.2
"""Boxes over areas: what is missing counts nowhere, whiskers end where usual values end."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.boxes import FEWEST, Box, box_of

VALUES = st.lists(st.none() | st.integers(-10_000, 10_000).map(lambda tenth: tenth / 10), max_size=60)


def of(*values: float | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def test_box_of_numbers_reckoned_by_hand() -> None:
    # Quartiles at ranks 2.75 and 6.25 of eight, fences at -2.5 and 11.5.
    box = box_of(of(1, 2, None, 3, 4, 5, 6, 7, 50), decimals=2)

    assert box == Box(8, 1.0, 2.75, 4.5, 6.25, 7.0, (8,))


def test_value_on_a_fence_is_not_beyond_it() -> None:
    # q1 = 2, q3 = 4: fences at -1 and 7.
    box = box_of(of(-1, 2, 3, 4, 7), decimals=0)

    assert box.ends == (-1.0, 2.0, 3.0, 4.0, 7.0)
    assert box.outliers == ()


def test_missing_is_never_zero() -> None:
    assert box_of(of(10, 11, 12, 13, 14, None, None), decimals=0) == box_of(of(10, 11, 12, 13, 14), decimals=0)


@pytest.mark.parametrize("count", range(FEWEST))
def test_fewer_than_five_areas_have_no_box(count: int) -> None:
    box = box_of(of(*range(count), None), decimals=0)

    assert box == Box(count)
    assert box.ends is None


def test_middle_half_of_one_value_leaves_nothing_beyond() -> None:
    box = box_of(of(0, 0, 0, 0, 0, 0, 0, 9), decimals=0)

    assert box.ends == (0.0, 0.0, 0.0, 0.0, 9.0)
    assert box.outliers == ()


def test_whisker_does_not_end_inside_of_the_box() -> None:
    # The quartile lies between the second and the third value, and both lowest values lie beyond.
    box = box_of(of(-101, -100, 10, 10, 10, 10, 10, 10), decimals=1)

    assert box.outliers == (0, 1)
    assert box.lower == box.q1 == -17.5


@given(VALUES)
def test_ends_rise_and_every_value_is_within_them_or_beyond(drawn: list[float | None]) -> None:
    values = of(*drawn)

    box = box_of(values, decimals=1)

    there = np.flatnonzero(~np.isnan(values))
    assert box.n == there.size
    if box.ends is None:
        assert there.size < FEWEST
        return
    assert list(box.ends) == sorted(box.ends)
    inside = [place for place in there.tolist() if box.ends[0] <= values[place] <= box.ends[-1]]
    assert set(inside) | set(box.outliers) == set(there.tolist())
    assert not {place for place in box.outliers if box.ends[0] < values[place] < box.ends[-1]}


@given(VALUES)
def test_order_of_the_areas_does_not_matter(drawn: list[float | None]) -> None:
    turned = list(reversed(drawn))

    one, other = (box_of(of(*values), decimals=1) for values in (drawn, turned))

    assert one.ends == other.ends
    assert sorted(len(drawn) - 1 - place for place in other.outliers) == list(one.outliers)
