# SPDX-License-Identifier: EUPL-1.2
"""Straight and rank trends against golden values, SciPy and statsmodels, and at their edges."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, theilslopes

from indicators.stats.ranktrend import RankTrends, rank_trends
from indicators.stats.rates import rate_interval
from indicators.stats.reasons import Reason
from indicators.stats.trend import Trends, error_from_interval, trend_of_shares, trend_of_values, window

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/trend/golden.json").read_text(encoding="utf-8"))
YEARS = np.arange(2019.0, 2024.0)
Floats = npt.NDArray[np.float64]


def row(*values: float) -> Floats:
    return np.array([values], dtype=float)


def nothing(found: Trends | RankTrends) -> bool:
    return bool(np.isnan([*found.slope, *found.lower, *found.upper, *found.p]).all())


def test_trend_of_shares_equals_the_golden_one() -> None:
    golden = GOLDEN["chi2_trend"]

    found = trend_of_shares(row(*golden["x"]), np.full((1, 5), float(golden["n"])), YEARS)

    assert found.slope[0] == pytest.approx(golden["slope_per_year"], abs=1e-12)
    assert found.p[0] == pytest.approx(golden["p"], abs=1e-9)
    z = found.slope[0] / ((found.upper[0] - found.lower[0]) / (2 * 1.959963984540054))
    assert z**2 == pytest.approx(golden["chi2"], abs=1e-9)
    assert found.direction().tolist() == [1]


def test_mann_kendall_and_sen_equal_the_golden_ones() -> None:
    golden = GOLDEN["mann_kendall"]

    found = rank_trends(row(*golden["x"]), np.arange(8.0))

    assert (found.s[0], found.variance[0], found.tau[0]) == pytest.approx((golden["S"], golden["var"], golden["tau"]))
    assert (found.p[0], found.slope[0]) == pytest.approx((golden["p"], golden["sen_slope"]), abs=1e-8)
    assert not found.is_exact[0]


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 10)), min_size=5, max_size=5), st.floats(0.1, 9.0))
def test_weighted_slope_agrees_with_an_independent_library(points: list[tuple[float, float]], last: float) -> None:
    y, se = (np.array(column) for column in zip(*points, strict=True))
    times = np.array([0.0, 1.0, 2.0, 3.0, 3.9])

    found = trend_of_values(y[None], se[None], times)

    oracle = sm.WLS(y, sm.add_constant(times), weights=1 / se**2).fit(cov_type="fixed scale", use_t=False)
    assert found.slope[0] == pytest.approx(oracle.params[1], rel=1e-6, abs=1e-6)
    assert found.p[0] == pytest.approx(oracle.pvalues[1], rel=1e-5, abs=1e-6)
    assert (found.lower[0], found.upper[0]) == pytest.approx(tuple(oracle.conf_int()[1]), rel=1e-6, abs=1e-6)


series = st.lists(st.integers(-6, 6), min_size=5, max_size=12).filter(lambda drawn: len(set(drawn)) > 1)


@given(series)
def test_sen_slope_and_its_limits_agree_with_an_independent_library(drawn: list[int]) -> None:
    y, times = np.array(drawn, dtype=float), np.arange(float(len(drawn)))

    found = rank_trends(y[None], times)

    oracle = theilslopes(y, times)
    assert (found.slope[0], found.lower[0], found.upper[0]) == pytest.approx(
        (oracle.slope, oracle.low_slope, oracle.high_slope), abs=1e-12
    )


@given(st.permutations(range(7)), st.integers(5, 7))
def test_p_value_of_short_series_without_ties_is_exact(order: list[int], points: int) -> None:
    y, times = np.array(order[:points], dtype=float), np.arange(float(points))

    found = rank_trends(y[None], times)

    assert found.is_exact[0]
    assert found.p[0] == pytest.approx(kendalltau(times, y, method="exact").pvalue, abs=1e-12)


@given(series)
def test_variance_of_ties_agrees_with_an_independent_library(drawn: list[int]) -> None:
    y, times = np.array(drawn, dtype=float), np.arange(float(len(drawn)))

    found = rank_trends(y[None], times)

    # Without the continuity correction the library's p-value is that of S / √variance.
    from scipy.stats import norm

    oracle = kendalltau(times, y, method="asymptotic").pvalue
    assert 2 * norm.sf(abs(found.s[0]) / np.sqrt(found.variance[0])) == pytest.approx(oracle, abs=1e-9)


@given(series, st.floats(0.01, 100.0), st.floats(-100.0, 100.0))
def test_rank_trend_does_not_depend_on_origin_and_scale(drawn: list[int], scale: float, origin: float) -> None:
    y, times = np.array(drawn, dtype=float)[None], np.arange(float(len(drawn)))

    one, other, mirrored = (rank_trends(each, times) for each in (y, np.round(scale, 6) * y, -y))

    assert other.s[0] == one.s[0] == -mirrored.s[0]
    assert other.p[0] == one.p[0] == mirrored.p[0]
    assert other.slope[0] == pytest.approx(np.round(scale, 6) * one.slope[0])
    assert mirrored.slope[0] == pytest.approx(-one.slope[0])
    moved = rank_trends(y + round(origin), times)
    assert (moved.s[0], moved.slope[0]) == (one.s[0], pytest.approx(one.slope[0]))


@given(st.lists(st.integers(0, 400), min_size=5, max_size=5), st.integers(400, 5000))
def test_straight_trend_of_shares_turns_with_its_mirror_image(cases: list[int], persons: int) -> None:
    x, n = np.array([cases], dtype=float), np.full((1, 5), float(persons))

    one, back, others = (
        trend_of_shares(x, n, YEARS),
        trend_of_shares(x[:, ::-1], n, YEARS),
        trend_of_shares(n - x, n, YEARS),
    )

    if one.reason[0] == Reason.OK:
        assert back.slope[0] == pytest.approx(-one.slope[0], abs=1e-12)
        assert others.slope[0] == pytest.approx(-one.slope[0], abs=1e-12)
        assert back.p[0] == pytest.approx(one.p[0], abs=1e-9)
        assert one.lower[0] <= one.slope[0] <= one.upper[0]
    else:
        assert set(cases) == {0} or set(cases) == {persons}


def test_trend_of_rates_takes_its_errors_from_their_intervals() -> None:
    x, n = row(0, 5, 9, 14, 20), np.full((1, 5), 1000.0)
    lower, upper = rate_interval(x, n, base=1000)

    found = trend_of_values(x / n * 1000, error_from_interval(lower, upper), YEARS)

    assert found.reason[0] == Reason.OK
    assert found.direction().tolist() == [1]
    assert 3 < found.slope[0] < 6


def test_only_the_last_five_periods_count_and_none_before_a_break() -> None:
    years = np.arange(2014.0, 2024.0)
    x, n = row(900, 800, 700, 600, 500, 100, 110, 118, 131, 140), np.full((1, 10), 1000.0)
    broken = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    too_late = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 1])

    assert trend_of_shares(x, n, years).slope[0] == pytest.approx(0.0101)
    assert trend_of_shares(x, n, years, broken).slope[0] == pytest.approx(0.0101)
    for found in (trend_of_shares(x, n, years, too_late), trend_of_values(x, n, years, too_late)):
        assert found.reason.tolist() == [Reason.TOO_FEW_POINTS]
        assert nothing(found)


def test_missing_period_among_the_last_five_is_a_gap() -> None:
    n = np.full((2, 5), 100.0)
    x = np.array([[1.0, 2.0, np.nan, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 5.0]])
    leap = np.array([2012.0, 2013.0, 2014.0, 2016.0, 2017.0, 2018.0])

    assert trend_of_shares(x, n, YEARS).reason.tolist() == [Reason.GAP, Reason.OK]
    assert trend_of_values(x, n, YEARS).reason.tolist() == [Reason.GAP, Reason.OK]
    assert window(leap)[1] == Reason.GAP
    assert window(np.append(leap, [2019.0, 2020.0]))[1] == Reason.OK
    assert window(np.arange(2010.0, 2020.0, 2.0))[1] == Reason.OK
    assert window(np.array([2013.0, 2014.0, 2015.0, 2017.0, 2019.0, 2021.0, 2023.0]))[1] == Reason.OK


def test_series_that_does_not_vary_has_its_own_reason() -> None:
    n = np.full((3, 5), 100.0)
    x = np.array([[0.0] * 5, [100.0] * 5, [7.0] * 5])

    shares = trend_of_shares(x, n, YEARS)
    ranks = rank_trends(x, YEARS)

    assert shares.reason.tolist() == [Reason.CONSTANT, Reason.CONSTANT, Reason.OK]
    assert shares.direction().tolist() == [0, 0, 0]
    assert (shares.slope[2], shares.p[2]) == (pytest.approx(0.0), pytest.approx(1.0))
    assert ranks.reason.tolist() == [Reason.CONSTANT] * 3
    assert nothing(ranks)


def test_period_without_persons_or_without_an_error_gives_no_trend() -> None:
    n = np.full((1, 5), 100.0)
    empty = n.copy()
    empty[0, 2] = 0.0
    x = row(1, 2, 0, 4, 5)

    assert trend_of_shares(x, empty, YEARS).reason.tolist() == [Reason.NO_PERSONS]
    assert trend_of_values(x, empty, YEARS).reason.tolist() == [Reason.NO_SPREAD]
    assert trend_of_values(x, np.where(empty > 0, n, np.nan), YEARS).reason.tolist() == [Reason.NO_SPREAD]


@pytest.mark.parametrize("periods", [0, 1, 4])
def test_too_few_periods_give_a_reason_and_no_numbers(periods: int) -> None:
    x, n, times = np.ones((2, periods)), np.full((2, periods), 9.0), np.arange(float(periods))

    for found in (trend_of_shares(x, n, times), trend_of_values(x, n, times), rank_trends(x, times)):
        assert found.reason.tolist() == [Reason.TOO_FEW_POINTS] * 2
        assert nothing(found)


def test_no_area_at_all_gives_empty_results() -> None:
    for found in (
        trend_of_shares(np.empty((0, 5)), np.empty((0, 5)), YEARS),
        trend_of_values(np.empty((0, 5)), np.empty((0, 5)), YEARS),
        rank_trends(np.empty((0, 5)), YEARS),
    ):
        assert found.p.size == found.reason.size == 0


def test_rank_trend_leaves_missing_periods_out() -> None:
    gaps = row(1, np.nan, 2, 3, np.nan, 4, 5, np.nan)
    times = np.arange(8.0)

    found, without = rank_trends(gaps, times), rank_trends(row(1, 2, 3, 4, 5), times[[0, 2, 3, 5, 6]])

    assert found.points.tolist() == [5]
    assert (found.s[0], found.p[0], found.slope[0], found.lower[0], found.upper[0]) == (
        without.s[0],
        without.p[0],
        without.slope[0],
        without.lower[0],
        without.upper[0],
    )
    assert rank_trends(row(1, np.nan, 2, 3, np.nan, 4, np.nan, np.nan), times).reason.tolist() == [
        Reason.TOO_FEW_POINTS
    ]


def test_areas_do_not_influence_one_another() -> None:
    values = np.array([[1.0, 2, 3, 5, 4, 6], [np.nan] * 6, [3.0, 3, 3, 3, 3, 3], [6.0, 4, 4, 2, np.nan, 1]])
    times = np.arange(6.0)

    together = rank_trends(values, times)

    assert together.reason.tolist() == [Reason.OK, Reason.TOO_FEW_POINTS, Reason.CONSTANT, Reason.OK]
    for position in (0, 3):
        alone = rank_trends(values[[position]], times)
        assert (alone.p[0], alone.slope[0]) == (together.p[position], together.slope[position])
    assert together.is_exact.tolist() == [True, False, False, False]


@pytest.mark.parametrize("times", [[0.0, 1, 1, 2, 3], [4.0, 3, 2, 1, 0], [0.0, 1, np.nan, 3, 4]])
def test_times_that_do_not_rise_are_refused(times: list[float]) -> None:
    for compute in (trend_of_shares, trend_of_values):
        with pytest.raises(ValueError, match="rise"):
            compute(np.ones((1, 5)), np.full((1, 5), 9.0), np.array(times))
    with pytest.raises(ValueError, match="rise"):
        rank_trends(np.ones((1, 5)), np.array(times))


def test_line_through_two_points_is_no_trend() -> None:
    with pytest.raises(ValueError, match="at least three"):
        window(YEARS, points=2)


@pytest.mark.parametrize(("x", "n"), [(-1.0, 5.0), (1.0, -5.0), (6.0, 5.0)])
def test_impossible_shares_are_refused(x: float, n: float) -> None:
    with pytest.raises(ValueError, match="among its persons"):
        trend_of_shares(np.full((1, 5), x), np.full((1, 5), n), YEARS)
