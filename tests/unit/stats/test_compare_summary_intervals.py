# SPDX-License-Identifier: EUPL-1.2
"""Intervals and comparisons against published values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from indicators.stats.compare import Outcome, newcombe, with_city_value
from indicators.stats.intervals import wilson
from indicators.stats.summary import five_numbers, ranks
from indicators.stats.tiers import shares_with_rest


def test_newcombe_interval_equals_the_published_one() -> None:
    lower, upper = newcombe(np.array([120.0]), np.array([1000.0]), np.array([150.0]), np.array([1000.0]))

    assert lower[0] == pytest.approx(-0.06001, abs=5e-6)
    assert upper[0] == pytest.approx(-0.00001, abs=5e-6)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_an_independent_library_and_stays_between_zero_and_one(pair: tuple[int, int]) -> None:
    x, n = pair

    lower, upper = wilson(np.array([float(x)]), np.array([float(n)]))
    expected = proportion_confint(x, n, method="wilson")

    assert (lower[0], upper[0]) == pytest.approx(expected, abs=1e-12)
    assert 0 <= lower[0] <= x / n <= upper[0] <= 1


def test_wilson_has_no_limits_without_persons_or_cases() -> None:
    lower, upper = wilson(np.array([0.0, np.nan, 1.0]), np.array([0.0, 10.0, np.nan]))

    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


def test_area_is_higher_only_beyond_chance_and_beyond_the_threshold() -> None:
    numerator = np.array([300.0, 20.0, 130.0, 5.0, np.nan])
    denominator = np.array([1000.0, 100.0, 1000.0, 100.0, 100.0])

    outcome = shares_with_rest(numerator, denominator, (1_000.0, 10_000.0), threshold=3.0).outcome

    # 30 % of 1000: far beyond both. 20 % of 100: beyond both. 13 % of 1000: at the threshold and beyond chance.
    # 5 % of 100: far enough, but chance explains it. No count: not comparable.
    assert outcome.tolist() == [
        Outcome.HIGHER,
        Outcome.HIGHER,
        Outcome.HIGHER,
        Outcome.SIMILAR,
        Outcome.NOT_COMPARABLE,
    ]


def test_large_area_that_differs_by_less_than_the_threshold_is_similar() -> None:
    outcome = shares_with_rest(np.array([1200.0]), np.array([10_000.0]), (10_000.0, 100_000.0), threshold=3.0).outcome

    assert outcome.tolist() == [Outcome.SIMILAR]


def test_area_that_is_the_whole_city_or_empty_is_not_comparable() -> None:
    outcome = shares_with_rest(np.array([10.0, 0.0]), np.array([100.0, 0.0]), (10.0, 100.0), threshold=3.0).outcome

    assert outcome.tolist() == [Outcome.NOT_COMPARABLE, Outcome.NOT_COMPARABLE]


def test_rates_without_parts_are_compared_by_the_threshold_alone() -> None:
    values = np.array([24.7, 24.9, 30.7, 30.9, np.nan])

    outcome = with_city_value(values, 27.8, threshold=3.0)

    assert outcome.tolist() == [
        Outcome.LOWER,
        Outcome.SIMILAR,
        Outcome.SIMILAR,
        Outcome.HIGHER,
        Outcome.NOT_COMPARABLE,
    ]


def test_five_numbers_leave_out_missing_values() -> None:
    summary = five_numbers(np.array([4.0, np.nan, 1.0, 2.0, 3.0]))

    assert (summary.n, summary.minimum, summary.q1, summary.median, summary.q3, summary.maximum) == (
        4,
        1.0,
        1.75,
        2.5,
        3.25,
        4.0,
    )
    assert five_numbers(np.array([np.nan])).n == 0


def test_equal_values_share_the_better_rank_and_missing_has_none() -> None:
    assert ranks(np.array([5.0, 9.0, np.nan, 9.0, 1.0])).tolist() == [3, 1, 0, 1, 4]
