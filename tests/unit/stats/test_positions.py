# SPDX-License-Identifier: EUPL-1.2
"""Where areas lie among all areas: what is missing is nowhere, equal figures are in the same fifth."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.positions import FIFTHS, fifths, shares_below

VALUES = st.lists(st.none() | st.integers(-50, 50).map(float), max_size=60)


def of(*values: float | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def test_shares_are_those_reckoned_by_hand() -> None:
    # Of four: one below both threes and they count half each, three below the nine.
    assert shares_below(of(3, 1, None, 3, 9)) == pytest.approx(of(0.5, 0.125, None, 0.5, 0.875), nan_ok=True)
    assert shares_below(of(7)).tolist() == [0.5]
    assert shares_below(of()).size == 0


def test_ten_areas_are_two_in_each_fifth() -> None:
    assert fifths(of(*range(10, 0, -1), None)).tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0]


def test_fewer_than_five_areas_have_no_fifths_and_equal_ones_are_in_the_middle() -> None:
    assert fifths(of(1, 2, 3, 4, None)).tolist() == [0] * 5
    assert fifths(of(4, 4, 4, 4, 4)).tolist() == [3] * 5


@given(VALUES)
def test_missing_is_in_no_fifth_and_higher_figures_are_in_no_lower_one(drawn: list[float | None]) -> None:
    values = of(*drawn)

    found, shares = fifths(values), shares_below(values)

    missing = np.isnan(values)
    assert (found[missing] == 0).all()
    assert np.isnan(shares[missing]).all()
    there = values[~missing]
    if there.size:
        assert shares[~missing].mean() == pytest.approx(0.5)
    order = np.argsort(there, kind="stable")
    assert (np.diff(found[~missing][order]) >= 0).all()
    assert ((found[~missing] >= 1) == (there.size >= FIFTHS)).all()


@given(VALUES)
def test_turning_the_scale_around_turns_the_fifths_around(drawn: list[float | None]) -> None:
    values = of(*drawn)

    one, other = fifths(values), fifths(-values)

    # A share that lies on the edge of a fifth belongs to the one above it.
    on_edge = np.isclose(np.nan_to_num(shares_below(values)) * FIFTHS % 1, 0)
    has = (one > 0) & ~on_edge
    assert (one[has] == FIFTHS + 1 - other[has]).all()
