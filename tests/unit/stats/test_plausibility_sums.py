# SPDX-License-Identifier: EUPL-1.2
"""Parts and wholes, sums and totals, rates and their counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.plausibility_sums import (
    add_up,
    base_of_rates,
    decimals_of,
    outside,
    parts_beyond_wholes,
    rates_beside_parts,
    sums_beside_totals,
)
from sozialplanung.common.numbers import round_half_up

NAN = float("nan")


@pytest.mark.check("C052")
def test_part_larger_than_its_whole_is_found_and_missing_ones_never() -> None:
    found = parts_beyond_wholes(np.array([5.0, 4.0, NAN, 1.0]), np.array([4.0, 4.0, 1.0, NAN]))

    assert (found.positions.tolist(), found.given.tolist(), found.expected.tolist()) == ([0], [5.0], [4.0])
    assert found.difference.tolist() == [1.0]


def test_rounding_may_lift_a_part_above_its_whole() -> None:
    assert parts_beyond_wholes(np.array([5.0]), np.array([3.0]), tolerance=2.0).positions.size == 0


@pytest.mark.check("C041")
def test_total_beside_the_sum_of_its_parts_is_found_with_the_difference() -> None:
    sums = add_up(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0, 0, 1, 1]), 3)

    found = sums_beside_totals(np.array([3.0, 8.0, 5.0]), sums)

    assert (found.positions.tolist(), found.difference.tolist()) == ([1], [1.0])
    assert np.isnan(sums.known[2])


def test_missing_part_makes_a_sum_unknown_but_not_smaller() -> None:
    sums = add_up(np.array([1.0, NAN, 9.0, NAN]), np.array([0, 0, 1, 1]), 2)

    found = sums_beside_totals(np.array([5.0, 5.0]), sums)

    # One and something may be five; nine and something cannot.
    assert found.positions.tolist() == [1]
    assert sums.missing.tolist() == [1, 1]


def test_areas_without_a_whole_are_left_out_of_sums() -> None:
    sums = add_up(np.array([1.0, 2.0]), np.array([-1, 0]), 1)

    assert (sums.known.tolist(), sums.parts.tolist()) == ([2.0], [1])


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40), st.sampled_from([5, 10, 100]))
def test_rounding_of_the_source_is_never_a_finding(parts: list[int], step: int) -> None:
    exact = np.array(parts, dtype=np.float64)
    sums = add_up(round_half_up(exact / step) * step, np.zeros(len(parts), dtype=np.int64), 1)
    total = round_half_up(np.array([exact.sum()]) / step) * step

    assert sums_beside_totals(total, sums, step=float(step)).positions.size == 0


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40), st.integers(1, 500))
def test_exact_sums_tolerate_no_difference(parts: list[int], difference: int) -> None:
    exact = np.array(parts, dtype=np.float64)
    sums = add_up(exact, np.zeros(len(parts), dtype=np.int64), 1)

    assert sums_beside_totals(np.array([exact.sum()]), sums).positions.size == 0
    assert sums_beside_totals(np.array([exact.sum() + difference]), sums).positions.tolist() == [0]


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(500, 5000)), min_size=1, max_size=30),
    st.sampled_from([1.0, 100.0, 1000.0]),
    st.integers(0, 3),
)
def test_rate_rounded_as_it_was_written_follows_from_its_parts(
    parts: list[tuple[int, int]], base: float, decimals: int
) -> None:
    numerator, denominator = (np.array(column, dtype=np.float64) for column in zip(*parts, strict=True))
    rate = round_half_up(base * numerator / denominator, decimals)

    found = rates_beside_parts(rate, (numerator, denominator), base=base, decimals=decimals)

    assert found.positions.size == 0


@pytest.mark.check("C052")
def test_rate_that_does_not_follow_from_its_parts_is_found_with_the_right_one() -> None:
    numerator, denominator = np.array([3.0, 3.0, 3.0, NAN]), np.array([25.0, 25.0, 0.0, 25.0])

    found = rates_beside_parts(np.array([12.0, 21.0, 5.0, 5.0]), (numerator, denominator), base=100.0, decimals=0)

    assert (found.positions.tolist(), found.given.tolist(), found.expected.tolist()) == ([1], [21.0], [12.0])


def test_rounded_parts_loosen_the_rate() -> None:
    parts = (np.array([10.0]), np.array([40.0]))

    assert rates_beside_parts(np.array([29.0]), parts, base=100.0, decimals=0).positions.tolist() == [0]
    assert rates_beside_parts(np.array([29.0]), parts, base=100.0, decimals=0, step=5.0).positions.size == 0


def test_base_of_rates_is_found_from_their_parts() -> None:
    parts = (np.array([3.0, 10.0, 0.0]), np.array([25.0, 40.0, 10.0]))

    percent = base_of_rates(np.array([12.0, 25.0, 0.0]), parts, decimals=0)
    proportion = base_of_rates(np.array([0.12, 0.25, 0.0]), parts, decimals=2)

    assert percent is not None
    assert (percent.base, percent.share, percent.n) == (100.0, 1.0, 2)
    assert proportion is not None
    assert proportion.base == 1.0
    assert base_of_rates(np.array([NAN]), (np.array([1.0]), np.array([2.0])), decimals=0) is None


def test_decimals_are_the_fewest_that_hold_every_value() -> None:
    assert decimals_of(np.array([1.0, 20.0, NAN])) == 0
    assert decimals_of(np.array([1.25, 3.0])) == 2
    assert decimals_of(np.array([1 / 3])) == 6
    assert decimals_of(np.array([NAN])) == 0


@pytest.mark.check("C052")
def test_share_outside_0_to_100_is_found() -> None:
    assert outside(np.array([-0.1, 0.0, 100.0, 100.1, NAN]), 0.0, 100.0).tolist() == [0, 3]
