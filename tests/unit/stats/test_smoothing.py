# SPDX-License-Identifier: EUPL-1.2
"""Empirical-Bayes smoothing against published rates, by hand, and at its edges."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.neighbourhood import pairs_from_lists
from indicators.stats.reasons import Reason
from indicators.stats.smoothing import smooth_globally, smooth_locally

GOLDEN = json.loads((Path(__file__).parents[2] / "golden/smoothing/golden.json").read_text(encoding="utf-8"))
Floats = npt.NDArray[np.float64]
counts = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 3000)), min_size=2, max_size=25)


def whole(*values: float) -> Floats:
    return np.array(values, dtype=float)


def columns(drawn: list[tuple[int, int]]) -> tuple[Floats, Floats]:
    return whole(*(x for x, _ in drawn)), whole(*(n for _, n in drawn))


def ring(size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return neighbours on a circle of areas."""
    return np.arange(size), (np.arange(size) + 1) % size


def test_global_rates_equal_the_published_ones() -> None:
    golden = GOLDEN["sids"]

    found = smooth_globally(whole(*golden["deaths_1974"]), whole(*golden["births_1974"]))

    np.testing.assert_allclose(found.rate[:5], golden["first_five"], atol=5e-8)


def test_local_rates_equal_the_published_ones() -> None:
    golden = GOLDEN["st_louis"]

    found = smooth_locally(
        whole(*golden["homicides"]), whole(*golden["persons"]), pairs_from_lists(golden["neighbours"])
    )

    np.testing.assert_allclose(found.rate[:10], golden["first_ten"], rtol=1e-8)


def test_no_rate_is_drawn_past_the_mean() -> None:
    trap = GOLDEN["drawn_past_the_mean"]
    x, n = whole(*trap["cases"]), whole(*trap["persons"])

    found = smooth_globally(x, n)

    # Without the bound the first one gets more than the mean, although it lies below it.
    assert found.raw[0] == pytest.approx(trap["raw_first"])
    assert found.mean[0] == pytest.approx(0.01)
    assert found.raw[0] < found.mean[0] < trap["unguarded_first"]
    assert found.weight.tolist() == [0.0] * 4
    assert found.rate.tolist() == found.mean.tolist()


@given(counts, st.booleans())
def test_smoothed_rate_lies_between_the_raw_one_and_the_mean(drawn: list[tuple[int, int]], is_local: bool) -> None:
    x, n = columns(drawn)

    found = smooth_locally(x, n, ring(x.size)) if is_local else smooth_globally(x, n)

    assert (found.reason == Reason.OK).all()
    assert ((found.weight >= 0) & (found.weight <= 1)).all()
    low, high = np.minimum(found.raw, found.mean), np.maximum(found.raw, found.mean)
    assert (found.rate >= low - 1e-12).all()
    assert (found.rate <= high + 1e-12).all()


@given(counts)
def test_of_two_areas_the_larger_one_keeps_more_of_its_own_rate(drawn: list[tuple[int, int]]) -> None:
    x, n = columns(drawn)

    found = smooth_globally(x, n)

    assert (np.diff(found.weight[np.argsort(n, kind="stable")]) >= -1e-12).all()


@given(counts, st.integers(0, 99))
def test_order_of_areas_does_not_matter(drawn: list[tuple[int, int]], seed: int) -> None:
    x, n = columns(drawn)
    order = np.random.default_rng(seed).permutation(x.size)
    place = np.argsort(order)
    moved = (place[ring(x.size)[0]], place[ring(x.size)[1]])

    everywhere, around = smooth_globally(x[order], n[order]), smooth_locally(x[order], n[order], moved)

    np.testing.assert_allclose(everywhere.rate, smooth_globally(x, n).rate[order], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(around.rate, smooth_locally(x, n, ring(x.size)).rate[order], rtol=1e-9, atol=1e-15)


@given(counts)
def test_surroundings_of_all_areas_give_the_global_rates(drawn: list[tuple[int, int]]) -> None:
    x, n = columns(drawn)
    first, second = np.triu_indices(x.size, k=1)

    np.testing.assert_allclose(
        smooth_locally(x, n, (first, second)).rate, smooth_globally(x, n).rate, rtol=1e-9, atol=1e-15
    )


def test_areas_without_numbers_move_no_others_and_islands_have_a_reason() -> None:
    x, n = whole(5, 20, 9, np.nan, 4, 7), whole(100, 150, 90, 80, 0, 60)
    neighbours = pairs_from_lists([[1, 3, 4], [0, 2], [1, 4], [0], [0, 2], []])

    everywhere, around = smooth_globally(x, n), smooth_locally(x, n, neighbours)

    valued = [0, 1, 2, 5]
    np.testing.assert_allclose(everywhere.rate[valued], smooth_globally(x[valued], n[valued]).rate)
    assert everywhere.reason.tolist() == [0, 0, 0, Reason.MISSING, Reason.NO_PERSONS, 0]
    assert around.reason.tolist() == [0, 0, 0, Reason.MISSING, Reason.NO_PERSONS, Reason.NO_NEIGHBOURS]
    few = pairs_from_lists([[1], [0, 2], [1]])
    np.testing.assert_allclose(around.rate[:3], smooth_locally(x[:3], n[:3], few).rate)
    for found in (everywhere, around):
        for name in ("rate", "raw", "mean", "weight"):
            numbers = getattr(found, name)
            if name != "raw":
                assert np.isnan(numbers).tolist() == (found.reason != Reason.OK).tolist()


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_few_areas_and_areas_without_cases_give_a_status_and_no_warning(size: int) -> None:
    alone = pairs_from_lists([[]] * size)
    enough = size >= 2

    for x in (np.zeros(size), np.full(size, np.nan), np.ones(size)):
        found = smooth_globally(x, np.full(size, 50.0))
        expected = Reason.MISSING if np.isnan(x).any() else (Reason.OK if enough else Reason.TOO_FEW_AREAS)
        assert found.reason.tolist() == [expected] * size
        islands = smooth_locally(x, np.full(size, 50.0), alone)
        assert np.isnan(islands.rate).all()
    without = smooth_globally(np.zeros(size), np.full(size, 50.0))
    np.testing.assert_array_equal(without.rate, np.zeros(size) if enough else np.full(size, np.nan))


def test_equal_rates_stay_equal() -> None:
    found = smooth_globally(whole(1, 10, 100), whole(10, 100, 1000))

    assert found.rate.tolist() == pytest.approx([0.1] * 3)


@pytest.mark.parametrize(("x", "n"), [([-1.0, 1], [5.0, 5]), ([1.0, 1], [-5.0, 5]), ([1.0], [5.0, 5])])
def test_impossible_numbers_are_refused(x: list[float], n: list[float]) -> None:
    with pytest.raises(ValueError, match="not negative"):
        smooth_globally(whole(*x), whole(*n))


@pytest.mark.parametrize("touching", [([0], [0]), ([0], [2]), ([-1], [0])])
def test_impossible_neighbours_are_refused(touching: tuple[list[int], list[int]]) -> None:
    with pytest.raises(ValueError, match=r"touches itself|positions from"):
        smooth_locally(whole(1, 2), whole(5, 5), (np.array(touching[0]), np.array(touching[1])))
