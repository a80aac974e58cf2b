# SPDX-License-Identifier: EUPL-1.2
"""Counts behind the difference of two shares, and its interval."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from indicators.stats.sharepairs import SharePair, interval_of_difference
from indicators.stats.vintages import VintageError, raw_slice, raw_slice_from_bytes
from sozialplanung.common.statuses import Status

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "newcombe" / "golden.json"

counts = st.integers(1, 5000).flatmap(lambda persons: st.tuples(st.integers(0, persons), st.just(persons)))


def pair_of(*figures: float) -> SharePair:
    return SharePair(*(np.array([each], dtype=float) for each in figures))


def test_interval_equals_the_golden_limits() -> None:
    expected = json.loads(GOLDEN.read_text(encoding="utf-8"))["120/1000 vs 150/1000"]["newcombe"]

    lower, upper = interval_of_difference(pair_of(120, 1000, 150, 1000))

    assert [lower[0] / 100, upper[0] / 100] == pytest.approx(expected, abs=1e-12)


@given(counts, counts)
def test_interval_equals_statsmodels_and_holds_the_difference(first: tuple[int, int], second: tuple[int, int]) -> None:
    lower, upper = interval_of_difference(pair_of(*first, *second))

    expected = confint_proportions_2indep(*first, *second, method="newcomb")
    assert (lower[0] / 100, upper[0] / 100) == pytest.approx(expected, abs=1e-9)
    difference = 100 * (first[0] / first[1] - second[0] / second[1])
    assert -100 <= lower[0] <= difference + 1e-9
    assert difference - 1e-9 <= upper[0] <= 100


@given(counts, counts)
def test_interval_of_the_opposite_difference_is_mirrored(first: tuple[int, int], second: tuple[int, int]) -> None:
    lower, upper = interval_of_difference(pair_of(*first, *second))
    low, up = interval_of_difference(pair_of(*second, *first))

    assert (low[0], up[0]) == pytest.approx((-upper[0], -lower[0]), abs=1e-9)


@pytest.mark.parametrize("odd", [(5, 4, 1, 10), (1, 10, 5, 4), (-1, 10, 1, 10), (1, 0, 1, 10), (np.nan, 10, 1, 10)])
def test_what_is_no_share_of_anybody_has_no_interval(odd: tuple[float, ...]) -> None:
    lower, upper = interval_of_difference(pair_of(*odd))

    assert np.isnan(lower[0])
    assert np.isnan(upper[0])


def test_vintage_keeps_the_counts_and_one_without_keeps_its_bytes() -> None:
    value, status = np.array([1.5, np.nan]), np.array([Status.OK, Status.MISSING])
    pair = SharePair(*(np.array([number, np.nan]) for number in (12.0, 100.0, 21.0, 200.0)))
    plain, paired = raw_slice(value, status), raw_slice(value, status, pair=pair)

    assert plain.to_bytes()[:4] == b"SPV1"
    assert raw_slice_from_bytes(plain.to_bytes()).pair is None
    again = raw_slice_from_bytes(paired.to_bytes())
    assert again.to_bytes() == paired.to_bytes()
    assert again.pair is not None
    assert [band[0] for band in again.pair.bands] == [12.0, 100.0, 21.0, 200.0]
    with pytest.raises(VintageError):
        raw_slice_from_bytes(paired.to_bytes()[:-1])
    with pytest.raises(VintageError):
        raw_slice(value, status, pair=SharePair(*(np.zeros(3) for _ in range(4))))
