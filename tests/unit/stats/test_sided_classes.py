# SPDX-License-Identifier: EUPL-1.2
"""Scales of two sides, and classes of their own: every value lies in exactly one printed class."""

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.classes import Method, classify, sided_classes
from indicators.stats.ownclasses import Fences, tukey_fences, with_own_classes

METHODS: tuple[Method, ...] = (
    "quantiles",
    "fisher_jenks",
    "equal_intervals",
    "pretty",
    "standard_deviations",
    "head_tail",
)
Floats = npt.NDArray[np.float64]
TENTHS = st.lists(st.none() | st.integers(-300, 1000), max_size=60).map(
    lambda whole: np.array([np.nan if each is None else each / 10 for each in whole], dtype=float)
)
SHARES = st.lists(st.integers(0, 1000), max_size=60).map(lambda whole: np.array(whole, dtype=float) / 10)


def row(*values: float) -> Floats:
    return np.array(values, dtype=float)


@pytest.mark.check("C016")
@given(TENTHS | SHARES, st.sampled_from(METHODS), st.integers(1, 3), st.integers(-3500, 11000))
def test_both_sides_have_as_many_classes_and_each_value_one(
    values: Floats, method: Method, half: int, hundredth: int
) -> None:
    found = sided_classes(values, middle=hundredth / 100, method=method, half=half, decimals=1)

    there = values[~np.isnan(values)]
    edges = [-math.inf, *found.bounds, math.inf]
    counts = [sum(low <= value < high for value in there) for low, high in pairwise(edges)]
    assert list(found.counts) == counts
    assert sum(counts) == there.size
    assert found.size == 2 * (found.below or 0)
    assert (found.below or 0) <= half
    middle = found.bounds[(found.below or 1) - 1]
    assert middle == pytest.approx(math.ceil(hundredth / 10 - 1e-9) / 10)
    assert all(round(bound, 1) == bound for bound in found.bounds)
    assert list(found.bounds) == sorted(set(found.bounds))


def test_side_without_enough_values_mirrors_the_other_one() -> None:
    rises = sided_classes(row(1, 2, 4, 6, 9, 12), middle=0, method="quantiles", half=3, decimals=0)

    assert rises.bounds == (-9.0, -4.0, 0.0, 4.0, 9.0)
    assert rises.counts == (0, 0, 0, 2, 2, 2)


def test_shares_are_never_mirrored_below_zero() -> None:
    found = sided_classes(row(6, 8, 20, 40, 60, 80), middle=6, method="quantiles", half=3, decimals=0)

    assert found.bounds == (2.0, 4.0, 6.0, 20.0, 60.0)


def test_few_values_make_one_class_on_either_side() -> None:
    assert sided_classes(row(5), middle=3, method="quantiles", half=3, decimals=0).bounds == (3.0,)
    assert sided_classes(row(), middle=3, method="quantiles", half=2, decimals=0).counts == (0, 0)
    with pytest.raises(ValueError, match="at least one"):
        sided_classes(row(5), middle=3, method="quantiles", half=0, decimals=0)


@given(TENTHS)
def test_fences_are_one_and_a_half_quartile_ranges_outside_of_the_middle_half(values: Floats) -> None:
    fences = tukey_fences(values, decimals=1)

    there = values[~np.isnan(values)]
    if not there.size:
        assert fences == Fences()
        return
    q1, q3 = np.quantile(there, [0.25, 0.75])
    reach = 1.5 * (q3 - q1)
    is_low = there < (q1 - reach - 1e-9 if q3 > q1 else -math.inf)
    is_high = there > (q3 + reach + 1e-9 if q3 > q1 else math.inf)
    assert int(is_low.sum()) == (0 if fences.low is None else int((there < fences.low).sum()))
    assert int(is_high.sum()) == (0 if fences.high is None else int((there >= fences.high).sum()))


def test_without_a_spread_nothing_is_unusual() -> None:
    assert tukey_fences(row(0, 0, 0, 0, 0, 0, 9), decimals=0) == Fences()
    assert tukey_fences(row(math.nan), decimals=0) == Fences()
    assert tukey_fences(row(-50, 2, 3, 4, 5, 6, 7), decimals=0) == Fences(low=-2.0)


@pytest.mark.check("C016")
@given(
    TENTHS | SHARES,
    st.sets(st.integers(-300, 1000), max_size=6).map(lambda tenths: sorted(each / 10 for each in tenths)),
    st.booleans(),
)
def test_zero_and_unusual_values_lie_in_their_own_class_and_no_other(
    values: Floats, inner: list[float], has_zero: bool
) -> None:
    there = values[~np.isnan(values)]
    fences = tukey_fences(values, decimals=1)
    is_positive = not bool((there < 0).any())

    found = with_own_classes(inner, fences, has_zero=has_zero, is_positive=is_positive, decimals=1)

    assert list(found.bounds) == sorted(set(found.bounds))
    assert len(found.kinds) == len(found.colours) == len(found.bounds) + 1
    for value, number in zip(there, classify(there, found.bounds), strict=True):
        kind, colour = found.kinds[number - 1], found.colours[number - 1]
        if has_zero and value == 0:
            assert kind == "zero"
        elif fences.low is not None and value < fences.low:
            assert kind == "low"
        elif fences.high is not None and value >= fences.high:
            assert kind == "high"
        else:
            assert (kind, colour) == ("", int(classify(row(value), found.inner)[0]))
    coloured = [colour for colour in found.colours if colour]
    assert coloured == sorted(coloured)


def test_zero_parts_a_class_that_reaches_over_it_and_both_parts_keep_its_colour() -> None:
    found = with_own_classes((-10.0, 10.0), Fences(), has_zero=True, is_positive=False, decimals=0)

    assert found.bounds == (-10.0, 0.0, 1.0, 10.0)
    assert found.kinds == ("", "", "zero", "", "")
    assert found.colours == (1, 2, 0, 2, 3)


def test_bounds_beyond_a_fence_part_nothing_and_are_left_out() -> None:
    found = with_own_classes((10.0, 90.0), Fences(high=60.0), has_zero=False, is_positive=True, decimals=0)

    assert (found.bounds, found.inner, found.kinds) == ((10.0, 60.0), (10.0,), ("", "", "high"))
