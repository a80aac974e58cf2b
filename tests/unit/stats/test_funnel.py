# SPDX-License-Identifier: EUPL-1.2
"""Funnel limits against published ones, against the intervals they mirror, and at their edges."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from indicators.stats.funnel import Allowance, Kind, Place, dispersion_of, funnel, places, target_of, z_scores
from indicators.stats.intervals import wilson

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/funnel/golden.json").read_text(encoding="utf-8"))
KINDS: tuple[Kind, ...] = ("shares", "rates")
ALLOWANCES: tuple[Allowance, ...] = ("none", "multiplicative", "additive")
LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")
Floats = npt.NDArray[np.float64]


def areas(seed: int, spread: float, size: int = 200) -> tuple[Floats, Floats]:
    """Draw cases whose rates differ by chance and, beyond it, by `spread` standard deviations of a rate of 0.1."""
    rng = np.random.default_rng(seed)
    n = rng.integers(200, 5000, size).astype(float)
    p = (0.1 * (1 + spread * rng.standard_normal(size))).clip(0.001, 0.9)
    return rng.binomial(n.astype(int), p).astype(float), n


def test_limits_of_a_share_equal_the_golden_ones() -> None:
    golden = GOLDEN["funnel_wilson_prop"]

    found = funnel(np.array([45.0]), np.array([float(golden["n"])]), kind="shares", target=golden["avg"])

    assert (found.lower_95[0], found.upper_95[0]) == pytest.approx(tuple(golden["limits"]), abs=1e-7)


def test_limits_of_shares_equal_the_published_table() -> None:
    table = np.array(GOLDEN["shares"]["persons_lower95_upper95_lower998_upper998"])
    target = GOLDEN["shares"]["target_percent"] / 100

    found = funnel(np.zeros(len(table)), table[:, 0], kind="shares", target=target)

    for column, name in enumerate(LIMITS, start=1):
        np.testing.assert_allclose(100 * getattr(found, name), table[:, column], rtol=0, atol=2e-6)


def test_limits_of_counts_equal_the_published_table() -> None:
    table = np.array(GOLDEN["counts"]["count_and_expectation_at_lower95_upper95_lower998_upper998"])

    for column, name in enumerate(LIMITS, start=1):
        # One case per person expected: persons are the expected cases.
        found = funnel(np.zeros(len(table)), table[:, column], kind="rates", target=1.0)
        np.testing.assert_allclose(getattr(found, name) * table[:, column], table[:, 0], rtol=1e-5)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.01, 0.99))
def test_area_lies_outside_exactly_if_its_own_wilson_interval_excludes_the_target(
    pair: tuple[int, int], target: float
) -> None:
    x, n = (np.array([float(each)]) for each in pair)

    found = funnel(x, n, kind="shares", target=target)
    lower, upper = wilson(x, n)

    if min(abs(lower[0] - target), abs(upper[0] - target)) > 1e-9:
        is_outside = places(x / n, found)[0] != Place.INSIDE
        assert is_outside == (not lower[0] <= target <= upper[0])


@given(st.floats(0.05, 500.0))
def test_a_count_beyond_the_limits_is_as_unlikely_as_they_say(expected: float) -> None:
    counts = np.arange(0, int(expected * 3) + 30, dtype=float)

    found = funnel(counts, np.full(counts.shape, expected), kind="rates", target=1.0)

    below = counts < found.lower_95 * expected - 1e-7
    above = counts > found.upper_95 * expected + 1e-7
    assert (poisson.cdf(counts[below], expected) <= 0.025 + 1e-7).all()
    assert (poisson.sf(counts[above] - 1, expected) <= 0.025 + 1e-7).all()
    assert (poisson.cdf(counts[~below], expected) >= 0.025 - 1e-7).all()
    assert (poisson.sf(counts[~above] - 1, expected) >= 0.025 - 1e-7).all()


def test_limits_of_huge_areas_join_those_of_smaller_ones() -> None:
    expected = np.array([999_999.0, 1_000_001.0, 1e9, 1e12])

    found = funnel(np.zeros(4), expected, kind="rates", target=1.0)

    for name, z in (("lower_95", -1.959964), ("upper_95", 1.959964), ("lower_998", -3.090232), ("upper_998", 3.090232)):
        distance = (getattr(found, name) - 1) * np.sqrt(expected)
        np.testing.assert_allclose(distance, z, atol=0.003)
        assert distance[1] == pytest.approx(distance[0], abs=1e-6)


@given(st.sampled_from(KINDS), st.sampled_from(ALLOWANCES), st.floats(0.02, 0.9), st.integers(0, 5))
def test_limits_narrow_with_persons_and_the_stricter_ones_lie_outside(
    kind: Kind, allowance: Allowance, target: float, seed: int
) -> None:
    x, n = areas(seed, 0.3, 30)
    order = np.argsort(n)

    found = funnel(x[order], n[order], kind=kind, allowance=allowance, target=target)

    assert (np.diff(found.lower_95) >= -1e-12).all()
    assert (np.diff(found.upper_95) <= 1e-12).all()
    assert (found.lower_998 <= found.lower_95).all()
    assert (found.lower_95 <= target).all()
    assert (target <= found.upper_95).all()
    assert (found.upper_95 <= found.upper_998).all()
    assert (found.lower_998 >= 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_dispersion_is_near_one_under_chance_alone_and_names_what_goes_beyond(kind: Kind) -> None:
    calm, wild = areas(1, 0.0, 2000), areas(1, 0.3, 2000)

    chance = dispersion_of(*calm, target_of(*calm), kind)
    more = dispersion_of(*wild, target_of(*wild), kind)

    assert chance.phi == pytest.approx(1.0, abs=0.1)
    assert chance.tau2 == pytest.approx(0.0, abs=1e-4)
    assert more.phi > 5
    # The rates differ by three tenths of 0.1, the square roots of their ratios by half of 0.3. Winsorising leaves
    # 0.82 of the standard deviation of a normal distribution.
    assert np.sqrt(more.tau2) == pytest.approx(0.82 * (0.03 if kind == "shares" else 0.15), rel=0.1)


@pytest.mark.parametrize("kind", KINDS)
def test_phi_is_the_mean_square_of_the_winsorised_scores(kind: Kind) -> None:
    x, n = areas(3, 0.3, 11)
    scores = np.sort(z_scores(x, n, target_of(x, n), kind))
    # Of eleven scores the tenth quantiles are the second and the last but one.
    by_hand = np.concatenate([[scores[1]], scores[1:-1], [scores[-2]]])

    found = dispersion_of(x, n, target_of(x, n), kind)

    assert found.phi == pytest.approx((by_hand**2).mean())
    assert found.n == 11
    assert found.is_judged


def test_variance_between_areas_is_that_of_the_moments() -> None:
    x, n = areas(3, 0.3, 11)
    target = target_of(x, n)
    found = dispersion_of(x, n, target, "shares")
    weights = n / (target * (1 - target))

    by_hand = (11 * found.phi - 10) / (weights.sum() - (weights**2).sum() / weights.sum())

    assert found.tau2 == pytest.approx(by_hand)


@pytest.mark.parametrize("kind", KINDS)
def test_allowance_leaves_fewer_areas_outside(kind: Kind) -> None:
    x, n = areas(7, 0.3)
    outside = {
        allowance: int((places(x / n, funnel(x, n, kind=kind, allowance=allowance)) != Place.INSIDE).sum())
        for allowance in ALLOWANCES
    }

    assert outside["none"] > 80
    assert 0 < outside["additive"] < 30
    assert 0 < outside["multiplicative"] < 60


@pytest.mark.parametrize("kind", KINDS)
def test_allowance_changes_nothing_where_chance_explains_all_or_areas_are_few(kind: Kind) -> None:
    n = np.full(20, 1000.0)
    for x in (np.full(20, 100.0), areas(7, 0.3, 9)[0]):
        plain = funnel(x, n[: x.size], kind=kind, allowance="none")
        for allowance in ALLOWANCES[1:]:
            other = funnel(x, n[: x.size], kind=kind, allowance=allowance)
            np.testing.assert_array_equal(other.lower_95, plain.lower_95)
            np.testing.assert_array_equal(other.upper_998, plain.upper_998)
            assert other.dispersion.is_judged == (x.size == 20)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("allowance", ALLOWANCES)
def test_missing_and_empty_areas_have_no_limits_and_move_no_others(kind: Kind, allowance: Allowance) -> None:
    x, n = areas(2, 0.3, 30)
    more_x, more_n = np.append(x, [np.nan, 3.0, 0.0]), np.append(n, [50.0, np.nan, 0.0])
    if kind == "shares":
        more_x[-2] = np.nan

    few = funnel(x, n, kind=kind, allowance=allowance)
    many = funnel(more_x, more_n, kind=kind, allowance=allowance)

    assert many.target == few.target
    np.testing.assert_array_equal(many.lower_95[:30], few.lower_95)
    np.testing.assert_array_equal(many.upper_95[:30], few.upper_95)
    assert np.isnan(many.lower_95[30:]).tolist() == [True, True, True]
    ratio = np.append(x / n, [np.nan, np.nan, np.nan])
    assert places(ratio, many)[30:].tolist() == [Place.NOT_COMPARABLE] * 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("allowance", ALLOWANCES)
@pytest.mark.parametrize("size", [0, 1, 2, 12])
def test_no_case_at_all_and_no_person_at_all_give_a_status(kind: Kind, allowance: Allowance, size: int) -> None:
    nobody = funnel(np.zeros(size), np.zeros(size), kind=kind, allowance=allowance)
    no_case = funnel(np.zeros(size), np.full(size, 50.0), kind=kind, allowance=allowance)

    assert places(np.full(size, np.nan), nobody).tolist() == [Place.NOT_COMPARABLE] * size
    assert places(np.zeros(size), no_case).tolist() == [Place.INSIDE] * size
    assert np.isnan(nobody.target)


def test_any_case_lies_above_a_target_of_zero_and_everybody_on_a_target_of_one() -> None:
    above = funnel(np.array([1.0]), np.array([50.0]), kind="rates", target=0.0)
    everybody = funnel(np.array([50.0]), np.array([50.0]), kind="shares")

    assert places(np.array([0.02]), above).tolist() == [Place.ABOVE_998]
    assert places(np.array([1.0]), everybody).tolist() == [Place.INSIDE]


@given(st.integers(0, 20), st.sampled_from(KINDS), st.sampled_from(ALLOWANCES))
def test_order_of_areas_does_not_matter(seed: int, kind: Kind, allowance: Allowance) -> None:
    x, n = areas(seed, 0.3, 25)
    order = np.random.default_rng(seed).permutation(25)

    one, other = (funnel(a, b, kind=kind, allowance=allowance) for a, b in ((x, n), (x[order], n[order])))

    np.testing.assert_allclose(other.lower_998, one.lower_998[order], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("x", "n", "kind", "target"),
    [(-1.0, 5.0, "rates", None), (1.0, -5.0, "rates", None), (6.0, 5.0, "shares", None), (1.0, 5.0, "shares", 1.5)],
)
def test_impossible_numbers_are_refused(x: float, n: float, kind: Kind, target: float | None) -> None:
    with pytest.raises(ValueError, match=r"not negative|among its persons|no share"):
        funnel(np.array([x]), np.array([n]), kind=kind, target=target)
