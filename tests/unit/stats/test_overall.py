# SPDX-License-Identifier: EUPL-1.2
"""Statistics over areas: what is missing counts nowhere, negative figures have a largest one, too."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.overall import overall
from indicators.stats.summary import FiveNumbers

VALUES = st.lists(st.none() | st.integers(-10_000, 10_000).map(lambda tenth: tenth / 10), max_size=60)


def of(values: Sequence[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def test_mean_is_over_the_areas_with_a_value_alone() -> None:
    found = overall(of([10.0, None, 20.0, None]), 1)

    assert found.mean == 15.0
    assert (found.n, found.missing) == (2, 2)
    # Counting missing ones as zero would give 7.5, dividing by all of them as well.
    assert found.mean != overall(of([10.0, 0.0, 20.0, 0.0]), 1).mean


def test_largest_of_negative_figures_alone_is_negative() -> None:
    found = overall(of([-3.5, -0.5, None, -9.0]), 1)

    assert (found.five.minimum, found.five.maximum) == (-9.0, -0.5)
    assert found.mean == -4.3


def test_missing_is_never_zero() -> None:
    found = overall(of([None, None]), 0)

    assert found.five == FiveNumbers(0)
    assert found.mean is None
    assert found.missing == 2


def test_statistics_have_no_digit_more_than_is_published() -> None:
    found = overall(of([1.0, 2.0, 4.0, 4.0]), 0)

    assert found.mean == 3.0
    assert (found.five.q1, found.five.median) == (2.0, 3.0)


@given(VALUES)
def test_statistics_do_not_depend_on_what_is_missing_nor_on_the_order(values: list[float | None]) -> None:
    there = [value for value in values if value is not None]

    found = overall(of(values), 1)
    again = overall(of(sorted(there)), 1)

    assert found.five == again.five
    assert found.mean == pytest.approx(again.mean)
    assert found.missing == len(values) - len(there)
    if found.five.minimum is not None and found.five.maximum is not None and found.mean is not None:
        assert found.five.minimum == min(there)
        assert found.five.maximum == max(there)
        assert min(there) - 0.05 <= found.mean <= max(there) + 0.05
