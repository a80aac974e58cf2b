# SPDX-License-Identifier: EUPL-1.2
"""Intervals of means and of their differences against published results, SciPy and statsmodels."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from indicators.stats.means import Means, mean_difference, mean_interval, rest_of

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/means/golden.json").read_text(encoding="utf-8"))
samples = st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=30)


def described(*groups: list[float]) -> Means:
    arrays = [np.array(group, dtype=float) for group in groups]
    sd = [array.std(ddof=1) if array.size > 1 else np.nan for array in arrays]
    return Means(np.array([array.mean() for array in arrays]), np.array(sd), np.array([float(a.size) for a in arrays]))


@pytest.mark.parametrize("area", GOLDEN["values"])
def test_limits_of_a_mean_equal_the_published_ones(area: str) -> None:
    mean, lower_95, upper_95, lower_998, upper_998 = GOLDEN["mean_limits_95_998"][area]
    group = described(GOLDEN["values"][area])

    usual, strict = mean_interval(group), mean_interval(group, confidence=0.998)

    assert group.mean[0] == pytest.approx(mean, rel=1e-9)
    assert (usual[0][0], usual[1][0]) == pytest.approx((lower_95, upper_95), rel=1e-9)
    assert (strict[0][0], strict[1][0]) == pytest.approx((lower_998, upper_998), rel=1e-9)


def test_mean_of_one_value_or_of_missing_numbers_has_no_limits() -> None:
    lower, upper = mean_interval(
        Means(np.array([5.0, np.nan, 5.0, 5.0]), np.array([1.0, 1.0, np.nan, 1.0]), np.array([1.0, 9.0, 9.0, np.nan]))
    )

    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


def test_equal_values_have_an_interval_of_no_width() -> None:
    lower, upper = mean_interval(described([7.0, 7.0]))

    assert (lower[0], upper[0]) == (7.0, 7.0)


@pytest.mark.parametrize(("sd", "confidence", "words"), [(-1.0, 0.95, "not negative"), (1.0, 95.0, "between 0 and 1")])
def test_impossible_spread_or_confidence_is_refused(sd: float, confidence: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        mean_interval(Means(np.array([5.0]), np.array([sd]), np.array([9.0])), confidence=confidence)


@given(samples, samples)
def test_difference_of_means_agrees_with_an_independent_library(one: list[float], other: list[float]) -> None:
    assume(np.ptp(one) > 0 or np.ptp(other) > 0)
    oracle = CompareMeans(DescrStatsW(one), DescrStatsW(other))

    lower, upper, p = mean_difference(described(one), described(other))

    assert (lower[0], upper[0]) == pytest.approx(oracle.tconfint_diff(usevar="unequal"), rel=1e-7, abs=1e-7)
    assert p[0] == pytest.approx(oracle.ttest_ind(usevar="unequal")[1], rel=1e-7, abs=1e-12)


def test_groups_without_any_variation_cannot_be_told_from_chance() -> None:
    lower, upper, p = mean_difference(
        described([1.0, 1.0], [1.0], [1.0, 2.0]), described([2.0, 2.0], [3.0, 4.0], [5.0])
    )

    assert np.isnan(lower).all()
    assert np.isnan(upper).all()
    assert np.isnan(p).all()


@given(samples, samples)
def test_rest_of_a_city_has_the_mean_and_spread_of_its_own_values(area: list[float], rest: list[float]) -> None:
    city = described(area + rest)

    result = rest_of((city.mean[0], city.sd[0], city.n[0]), described(area))

    expected = described(rest)
    assert result.n[0] == len(rest)
    assert result.mean[0] == pytest.approx(expected.mean[0], abs=1e-6)
    assert result.sd[0] == pytest.approx(expected.sd[0], abs=0.05)


def test_rest_is_unknown_for_parts_that_do_not_fit_the_city() -> None:
    parts = Means(np.array([3.0, 3.0, 100.0, 3.0]), np.array([1.0, 1.0, 1.0, 99.0]), np.array([5.0, 4.0, 2.0, 2.0]))

    result = rest_of((3.0, 1.0, 5.0), parts)

    assert np.isnan(result.mean).all()
    assert np.isnan(result.sd).all()


def test_area_of_one_value_is_taken_out_of_its_city() -> None:
    result = rest_of((3.0, np.sqrt(2.5), 5.0), described([5.0]))

    assert (result.mean[0], result.sd[0], result.n[0]) == pytest.approx((2.5, np.sqrt(5 / 3), 4.0))
