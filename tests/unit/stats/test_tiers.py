# SPDX-License-Identifier: EUPL-1.2
"""Areas against the rest of their city in two degrees of certainty, and the words for it."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.rates import confint_poisson_2indep

from indicators.stats.compare import Outcome, newcombe
from indicators.stats.means import Means
from indicators.stats.tiers import (
    Direction,
    Tier,
    means_with_rest,
    rate_difference,
    rates_with_rest,
    shares_with_rest,
    word_for,
)

Floats = npt.NDArray[np.float64]
counts = st.lists(st.tuples(st.integers(0, 80), st.integers(80, 2000)), min_size=2, max_size=12)
DIRECTIONS: tuple[Direction, ...] = ("higher_is_better", "lower_is_better", "neutral")


def city_of(x: Floats, n: Floats) -> tuple[float, float]:
    return float(x.sum()), float(n.sum())


def columns(drawn: list[tuple[int, int]]) -> tuple[Floats, Floats]:
    return np.array([x for x, _ in drawn], dtype=float), np.array([n for _, n in drawn], dtype=float)


def test_share_is_higher_in_two_degrees_of_certainty() -> None:
    x, n = np.array([124.0, 115.0, 105.0, 70.0, 80.0]), np.full(5, 1000.0)

    found = shares_with_rest(x, n, (10_000.0, 100_000.0), threshold=0.0)

    assert found.tier.tolist() == [Tier.HIGHER_95, Tier.SIMILAR, Tier.SIMILAR, Tier.LOWER_998, Tier.LOWER_95]
    assert found.difference[0] == pytest.approx(100 * (0.124 - 9876 / 99_000))
    lower, upper = newcombe(x[:1], n[:1], 10_000 - x[:1], 100_000 - n[:1])
    assert (found.lower[0], found.upper[0]) == pytest.approx((100 * lower[0], 100 * upper[0]))


def test_rate_of_small_cities_is_compared_with_the_rest_alone() -> None:
    found = rates_with_rest(np.array([65.0, 35.0]), np.array([1000.0, 1000.0]), (100.0, 2000.0), base=1000, threshold=1)

    assert found.difference.tolist() == pytest.approx([30.0, -30.0])
    assert found.tier.tolist() == [Tier.HIGHER_95, Tier.LOWER_95]


def test_rates_may_exceed_one_case_per_person() -> None:
    found = rates_with_rest(np.array([300.0]), np.array([100.0]), (1300.0, 1100.0), base=1, threshold=0.5)

    assert found.tier.tolist() == [Tier.HIGHER_998]
    assert found.difference[0] == pytest.approx(2.0)


@pytest.mark.parametrize("counts", [(65, 1000, 40, 1000), (500, 8000, 900, 10_000), (150, 100, 120, 100)])
def test_interval_of_a_difference_of_rates_is_close_to_that_of_an_independent_library(
    counts: tuple[int, int, int, int],
) -> None:
    parts = tuple(np.array([float(each)]) for each in counts)

    _, lower, upper = rate_difference((parts[0], parts[1], parts[2], parts[3]), base=1000)

    expected = confint_poisson_2indep(*counts, method="mover", compare="diff")
    width = 1000 * (expected[1] - expected[0])
    assert (lower[0], upper[0]) == pytest.approx(tuple(1000 * each for each in expected), abs=0.02 * width)


@given(counts, st.floats(0.001, 1000.0))
def test_base_of_a_rate_changes_nothing_but_the_unit(drawn: list[tuple[int, int]], base: float) -> None:
    x, n = columns(drawn)

    one = rates_with_rest(x, n, city_of(x, n), base=1.0, threshold=0.0)
    other = rates_with_rest(x, n, city_of(x, n), base=base, threshold=0.0)

    np.testing.assert_allclose(other.lower, base * one.lower, rtol=1e-9, atol=1e-12)
    assert other.tier.tolist() == one.tier.tolist()


@given(counts)
def test_surer_tier_never_contradicts_the_interval(drawn: list[tuple[int, int]]) -> None:
    x, n = columns(drawn)

    for found in (
        shares_with_rest(x, n, city_of(x, n), threshold=0.0),
        rates_with_rest(x, n, city_of(x, n), base=100, threshold=0.0),
    ):
        assert (found.lower[np.isin(found.tier, [Tier.HIGHER_95, Tier.HIGHER_998])] > 0).all()
        assert (found.upper[np.isin(found.tier, [Tier.LOWER_95, Tier.LOWER_998])] < 0).all()
        assert ((found.lower <= found.difference) & (found.difference <= found.upper)).all()


def test_threshold_holds_for_rates_and_means_too() -> None:
    area = Means(np.array([12.0]), np.array([1.0]), np.array([400.0]))

    far = means_with_rest(area, (10.0, 1.5, 4000.0), threshold=2.0)
    near = means_with_rest(area, (10.0, 1.5, 4000.0), threshold=2.1)
    rate = rates_with_rest(np.array([300.0]), np.array([1000.0]), (2000.0, 10_000.0), base=1000, threshold=101)

    assert far.tier.tolist() == [Tier.HIGHER_998]
    assert near.tier.tolist() == rate.tier.tolist() == [Tier.SIMILAR]


def test_mean_is_compared_with_the_rest_of_the_city() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 20.0, 21.0, 22.0])
    area = Means(np.array([21.0]), np.array([1.0]), np.array([3.0]))

    found = means_with_rest(area, (values.mean(), values.std(ddof=1), 8.0), threshold=0.0)

    assert found.difference[0] == pytest.approx(18.0)
    assert found.tier.tolist() == [Tier.HIGHER_998]


def test_what_cannot_be_compared_has_no_tier_and_no_numbers() -> None:
    x = np.array([np.nan, 5.0, 0.0, 10.0, 11.0])
    n = np.array([50.0, np.nan, 0.0, 100.0, 50.0])
    city = (10.0, 100.0)

    for found in (
        shares_with_rest(x, n, city, threshold=0.0),
        rates_with_rest(x, n, city, base=100, threshold=0.0),
        rates_with_rest(x, n, (0.0, 0.0), base=100, threshold=0.0),
        means_with_rest(Means(x, np.full(5, 1.0), n), (5.0, np.nan, 100.0), threshold=0.0),
    ):
        assert found.tier.tolist() == found.outcome.tolist() == [Tier.NOT_COMPARABLE] * 5
        assert np.isnan([*found.difference, *found.lower, *found.upper]).all()


def test_no_case_anywhere_is_similar() -> None:
    zero, n = np.zeros(2), np.full(2, 50.0)

    assert shares_with_rest(zero, n, (0.0, 200.0), threshold=0.0).tier.tolist() == [Tier.SIMILAR] * 2
    assert rates_with_rest(zero, n, (0.0, 200.0), base=1, threshold=0.0).tier.tolist() == [Tier.SIMILAR] * 2


@pytest.mark.check("C018")
@pytest.mark.parametrize(
    ("outcome", "direction", "word"),
    [
        (Outcome.HIGHER, "higher_is_better", "better"),
        (Outcome.LOWER, "higher_is_better", "worse"),
        (Outcome.HIGHER, "lower_is_better", "worse"),
        (Outcome.LOWER, "lower_is_better", "better"),
        (Outcome.HIGHER, "neutral", "higher"),
        (Outcome.LOWER, "neutral", "lower"),
        (Outcome.SIMILAR, "lower_is_better", "similar"),
        (Outcome.NOT_COMPARABLE, "higher_is_better", "not_comparable"),
    ],
)
def test_judgement_needs_a_declared_direction(outcome: Outcome, direction: Direction, word: str) -> None:
    assert word_for(outcome, direction, is_demographic=False) == word


@pytest.mark.check("C018")
@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_demographic_shares_are_never_better_or_worse(outcome: Outcome, direction: Direction) -> None:
    assert word_for(outcome, direction, is_demographic=True) not in {"better", "worse"}


def test_unknown_direction_and_unknown_outcome_are_refused() -> None:
    with pytest.raises(ValueError, match="no direction"):
        word_for(Outcome.HIGHER, "up", is_demographic=False)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a valid Outcome"):
        word_for(9, "neutral", is_demographic=False)
