# SPDX-License-Identifier: EUPL-1.2
"""Many areas at once: p-values and their adjustment against statsmodels, and at their edges."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import test_proportions_2indep as score_test_of_shares
from statsmodels.stats.rates import test_poisson_2indep as score_test_of_rates

from indicators.stats.compare import Outcome
from indicators.stats.discoveries import adjusted_for_many
from indicators.stats.multiple import among_many, changes, levels, p_of_rates, p_of_shares, standing_out
from indicators.stats.trend import trend_of_shares

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/multiple/golden.json").read_text(encoding="utf-8"))
Floats = npt.NDArray[np.float64]
p_values = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=40)
share = st.integers(2, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def one(*values: float) -> Floats:
    return np.array(values, dtype=float)


@given(p_values)
def test_adjusted_values_agree_with_an_independent_library(drawn: list[float]) -> None:
    p = np.array(drawn)

    np.testing.assert_allclose(adjusted_for_many(p), multipletests(p, method="fdr_bh")[1], rtol=1e-12, atol=1e-300)


@given(p_values)
def test_adjusted_values_are_no_smaller_and_keep_their_order_whatever_that_of_areas(drawn: list[float]) -> None:
    p = np.array(drawn)
    order = np.argsort(p)
    shuffled = np.random.default_rng(len(drawn)).permutation(p.size)

    q = adjusted_for_many(p)

    assert (q >= p).all()
    assert (q <= 1).all()
    assert (np.diff(q[order]) >= 0).all()
    np.testing.assert_array_equal(adjusted_for_many(p[shuffled]), q[shuffled])


def test_missing_tests_do_not_count() -> None:
    np.testing.assert_allclose(adjusted_for_many(one(0.01, np.nan, 0.04, 0.02)), [0.03, np.nan, 0.04, 0.03])
    assert np.isnan(adjusted_for_many(one(np.nan, np.nan))).all()
    assert adjusted_for_many(one()).size == 0


@pytest.mark.parametrize("p", [-0.1, 1.1])
def test_impossible_p_value_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjusted_for_many(one(p))


def test_p_value_of_two_shares_equals_the_golden_one() -> None:
    expected = GOLDEN["score_p"]["120/1000 vs 150/1000"]

    assert p_of_shares((one(120), one(1000)), (one(150), one(1000)))[0] == pytest.approx(expected, abs=1e-9)


@given(share, share)
def test_p_value_of_two_shares_agrees_with_an_independent_library(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = p_of_shares((one(a[0]), one(a[1])), (one(b[0]), one(b[1])))[0]

    if 0 < a[0] < a[1] and 0 < b[0] < b[1]:  # elsewhere the library divides by zero
        # The library solves a cubic equation for the pooled share, and loses some digits on the way.
        assert found == pytest.approx(score_test_of_shares(*a, *b, method="score").pvalue, abs=1e-5)
    elif a[0] + b[0] in (0, a[1] + b[1]):
        assert found == 1.0


@given(st.tuples(st.integers(0, 500), st.integers(1, 9000)), st.tuples(st.integers(0, 500), st.integers(1, 9000)))
def test_p_value_of_two_rates_agrees_with_an_independent_library(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = p_of_rates((one(a[0]), one(a[1])), (one(b[0]), one(b[1])))[0]

    if a[0] and b[0]:  # the library divides by the second rate
        assert found == pytest.approx(score_test_of_rates(*a, *b, method="score").pvalue, abs=1e-9)
    elif not a[0] + b[0]:
        assert found == 1.0


@given(share, share)
def test_p_value_does_not_depend_on_which_group_comes_first(a: tuple[int, int], b: tuple[int, int]) -> None:
    first, second = (one(a[0]), one(a[1])), (one(b[0]), one(b[1]))

    assert p_of_shares(first, second)[0] == pytest.approx(p_of_shares(second, first)[0], abs=1e-12)
    assert p_of_rates(first, second)[0] == pytest.approx(p_of_rates(second, first)[0], abs=1e-12)


def test_missing_numbers_empty_groups_and_impossible_shares_have_no_p_value() -> None:
    x, n = one(np.nan, 1.0, 0.0, 6.0, -1.0), one(5.0, np.nan, 0.0, 5.0, 5.0)
    other = (np.ones(5), np.full(5, 5.0))

    assert np.isnan(p_of_shares((x, n), other)).all()
    assert np.isnan(p_of_shares(other, (x, n))).all()
    assert np.isnan(p_of_rates((x, n), other)).tolist() == [True, True, True, False, True]


def test_one_person_on_either_side_tells_nothing() -> None:
    assert p_of_shares((one(1), one(1)), (one(0), one(1)))[0] > 0.1


@pytest.mark.parametrize("are_rates", [False, True])
def test_of_many_areas_without_a_change_nearly_none_is_named(are_rates: bool) -> None:
    rng = np.random.default_rng(5)
    n = np.full(1000, 800.0)
    earlier, later = (
        (rng.poisson(80, 1000) if are_rates else rng.binomial(800, 0.1, 1000)).astype(float) for _ in range(2)
    )
    later[:20] += 90

    found = changes((earlier, n), (later, n), are_rates=are_rates)

    assert found.tests == 1000
    assert (found.p < 0.05).sum() > 50
    assert (found.outcome[:20] == Outcome.HIGHER).all()
    assert (found.outcome[20:] != Outcome.SIMILAR).sum() <= 3


@pytest.mark.parametrize("are_rates", [False, True])
def test_levels_are_those_against_the_rest_of_the_city(are_rates: bool) -> None:
    x, n = one(50, 100, 200, np.nan, 100), one(1000, 1000, 1000, 1000, 0)

    found = levels((x, n), (1350.0, 13_000.0), are_rates=are_rates)

    assert found.outcome.tolist() == [
        Outcome.LOWER,
        Outcome.SIMILAR,
        Outcome.HIGHER,
        Outcome.NOT_COMPARABLE,
        Outcome.NOT_COMPARABLE,
    ]
    assert found.tests == 3
    p = (p_of_rates if are_rates else p_of_shares)((x, n), (1350 - x, 13_000 - n))
    np.testing.assert_array_equal(found.p, p)


def test_area_that_is_the_whole_city_is_not_tested() -> None:
    assert levels((one(5), one(50)), (5.0, 50.0)).tests == 0


def test_level_in_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        levels((one(5), one(50)), (15.0, 150.0), level=5)


def test_trends_of_many_areas_are_judged_together() -> None:
    rng = np.random.default_rng(11)
    n = np.full((400, 5), 900.0)
    x = rng.binomial(900, 0.1, (400, 5)).astype(float)
    x[:10] += 25 * np.arange(5)
    x[10] = np.nan
    trends = trend_of_shares(x, n, np.arange(5.0))

    found = among_many(trends.p, trends.slope)

    assert (trends.direction()[11:] != 0).sum() > 8
    assert found.outcome[:10].tolist() == [Outcome.HIGHER] * 10
    assert (found.outcome[11:] != Outcome.SIMILAR).sum() <= 2
    assert (found.outcome[10], found.tests) == (Outcome.NOT_COMPARABLE, 399)


def test_difference_without_a_sign_is_similar_and_words_follow_the_sign() -> None:
    found = among_many(one(0.001, 0.04, np.nan, 0.6, 0.0), one(2, -3, 1, 1, 0))

    assert found.outcome.tolist() == [
        Outcome.HIGHER,
        Outcome.SIMILAR,
        Outcome.NOT_COMPARABLE,
        Outcome.SIMILAR,
        Outcome.SIMILAR,
    ]


def test_area_that_stands_out_alone_need_not_stand_out_among_many() -> None:
    # Against 1,000 of 10,000, 20 of 100 is beyond chance alone (p = 0.0013) and among ten tests; 17 of 100 (p = 0.019)
    # is so alone, but of ten areas one such is to be expected.
    city = (1000.0, 10_000.0)
    x, n = one(20, 17, *([10] * 8)), np.full(10, 100.0)

    alone = [int(standing_out((x[place : place + 1], n[:1]), city, threshold=3.0)[0]) for place in (0, 1)]

    assert alone == [Outcome.HIGHER, Outcome.HIGHER]
    assert standing_out((x, n), city, threshold=3.0).tolist() == [Outcome.HIGHER] + [Outcome.SIMILAR] * 9


def test_area_without_a_figure_is_no_test_and_not_comparable() -> None:
    x, n = one(20, np.nan), one(100, 100)

    assert standing_out((x, n), (1000.0, 10_000.0), threshold=3.0).tolist() == [Outcome.HIGHER, Outcome.NOT_COMPARABLE]
