# SPDX-License-Identifier: EUPL-1.2
"""Whatever numbers come: a result or the reason for none. Warnings are errors here."""

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.stats.compare import Outcome
from indicators.stats.funnel import Allowance, Kind, Place, funnel, places
from indicators.stats.means import Means, mean_interval
from indicators.stats.multiple import changes, levels
from indicators.stats.ranktrend import rank_trends
from indicators.stats.reasons import Reason
from indicators.stats.smoothing import smooth_globally, smooth_locally
from indicators.stats.standardise import directly, indirectly
from indicators.stats.tiers import Comparison, Tier, means_with_rest, rates_with_rest, shares_with_rest
from indicators.stats.trend import trend_of_shares, trend_of_values

Floats = npt.NDArray[np.float64]
# Missing, nothing, next to nothing, few, around the change from exact to approximate limits, and far too many.
NUMBERS = (np.nan, 0.0, 1e-9, 0.5, 1.0, 2.0, 9.0, 10.0, 1e3, 1e7, 1e12)
pairs = st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)), max_size=14)
kinds: st.SearchStrategy[Kind] = st.sampled_from(("shares", "rates"))
allowances: st.SearchStrategy[Allowance] = st.sampled_from(("none", "multiplicative", "additive"))


def columns(drawn: list[tuple[float, float]]) -> tuple[Floats, Floats]:
    return np.array([x for x, _ in drawn]), np.array([n for _, n in drawn])


def among(x: Floats, n: Floats) -> Floats:
    """Make cases of the persons, where there are more cases than persons."""
    return np.where(x > n, n, x)


def assert_missing_only_with_a_reason(numbers: Floats, has_none: npt.NDArray[np.bool_]) -> None:
    assert np.isnan(numbers).tolist() == has_none.tolist()
    assert not np.isinf(numbers).any()


@given(pairs, kinds, allowances, st.sampled_from((None, 0.0, 1e-9, 0.5, 1.0)))
def test_funnels(drawn: list[tuple[float, float]], kind: Kind, allowance: Allowance, target: float | None) -> None:
    x, n = columns(drawn)
    cases = among(x, n) if kind == "shares" else x

    found = funnel(cases, n, kind=kind, allowance=allowance, target=target)

    empty = np.isnan(cases) | ~(n > 0) | np.isnan(found.target)
    for limit in (found.lower_95, found.upper_95, found.lower_998, found.upper_998):
        assert_missing_only_with_a_reason(limit, empty)
    outside_the_funnel = places(np.where(empty, np.nan, 0.5), found) == Place.NOT_COMPARABLE
    assert outside_the_funnel.tolist() == empty.tolist()


@given(pairs, st.sampled_from((0.0, 1.0)))
def test_comparisons_with_the_rest(drawn: list[tuple[float, float]], threshold: float) -> None:
    x, n = columns(drawn)
    persons, cases = float(np.nansum(n)), float(np.nansum(among(x, n)))
    spread = np.where(np.isnan(x), np.nan, 1.0)

    shares = shares_with_rest(among(x, n), n, (cases, persons), threshold=threshold)
    rates = rates_with_rest(x, n, (float(np.nansum(x)), persons), base=1000, threshold=threshold)
    means = means_with_rest(Means(x, spread, n), (5.0, 2.0, persons), threshold=threshold)

    for found in (shares, rates, means):
        assert_tier_and_numbers_agree(found)
    lower, upper = mean_interval(Means(x, spread, n))
    assert_missing_only_with_a_reason(lower + upper, np.isnan(x) | ~(n >= 2))


def assert_tier_and_numbers_agree(found: Comparison) -> None:
    for numbers in (found.difference, found.lower, found.upper):
        assert_missing_only_with_a_reason(numbers, found.tier == Tier.NOT_COMPARABLE)


@given(pairs)
def test_many_areas(drawn: list[tuple[float, float]]) -> None:
    x, n = columns(drawn)
    cases = among(x, n)
    city = (float(np.nansum(cases)), float(np.nansum(n)))

    for found in (
        levels((cases, n), city),
        levels((x, n), (float(np.nansum(x)), city[1]), are_rates=True),
        changes((cases, n), (cases[::-1], n[::-1])),
        changes((x, n), (x[::-1], n[::-1]), are_rates=True),
    ):
        assert_missing_only_with_a_reason(found.q, found.outcome == Outcome.NOT_COMPARABLE)


@given(pairs)
def test_smoothed_rates(drawn: list[tuple[float, float]]) -> None:
    x, n = columns(drawn)
    chain = np.arange(max(x.size - 1, 0))

    for found in (smooth_globally(x, n), smooth_locally(x, n, (chain, chain + 1))):
        assert_missing_only_with_a_reason(found.rate, found.reason != Reason.OK)
        assert_missing_only_with_a_reason(found.weight, found.reason != Reason.OK)


table = st.integers(1, 8).flatmap(
    lambda periods: st.tuples(
        st.lists(st.sampled_from(NUMBERS), min_size=2 * periods, max_size=2 * periods),
        st.lists(st.sampled_from(NUMBERS), min_size=2 * periods, max_size=2 * periods),
        st.lists(st.sampled_from((0.5, 1.0, 2.0)), min_size=periods, max_size=periods),
    )
)


@settings(max_examples=60)
@given(table)
def test_trends_and_standardised_rates(drawn: tuple[list[float], list[float], list[float]]) -> None:
    x, n, times = np.array(drawn[0]).reshape(2, -1), np.array(drawn[1]).reshape(2, -1), np.cumsum(drawn[2])
    groups = np.ones(times.size)

    for found in (trend_of_shares(among(x, n), n, times), trend_of_values(x, n, times), rank_trends(x, times)):
        for numbers in (found.slope, found.lower, found.upper, found.p):
            assert_missing_only_with_a_reason(numbers, found.reason != Reason.OK)
    for rates in (directly(x, n, groups), indirectly(x.sum(axis=1), n, (groups, 50 * groups))):
        for numbers in (rates.value, rates.lower, rates.upper):
            assert_missing_only_with_a_reason(numbers, rates.reason != Reason.OK)
