# SPDX-License-Identifier: EUPL-1.2
"""Figures of own areas: what is estimated, between which ends the truth lies, and when nothing is said."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.ownareas import (
    Estimate,
    agreed_side,
    coverage,
    estimated_count,
    estimated_mean,
    estimated_rate,
    holds_one_hidden,
    leaves_one,
    part_inside,
    people_shares,
)


def arrays(*columns: list[float]) -> list[np.ndarray]:
    return [np.array(column, dtype=float) for column in columns]


# Persons of an area, cases among them, persons and cases of those who live inside; whole areas hold all inside.
AREA = st.integers(0, 60).flatmap(
    lambda persons: st.integers(0, persons).flatmap(
        lambda cases: st.tuples(
            st.just(persons), st.just(cases), st.integers(0, persons - cases), st.integers(0, cases), st.booleans()
        )
    )
)
AREAS = st.lists(AREA, min_size=1, max_size=6)


def test_count_of_a_whole_area_and_half_of_another_one() -> None:
    assert estimated_count(*arrays([100, 60], [1, 0.5])) == Estimate(130, low=100, high=160)


def test_count_of_rounded_figures_has_wider_ends() -> None:
    found = estimated_count(*arrays([100, 60, 0], [1, 0.5, 1]), base=10)

    assert (found.value, found.low, found.high) == (130, 95, 175)


def test_missing_count_is_not_zero() -> None:
    found = estimated_count(*arrays([100, math.nan], [1, 0.5]))

    assert all(math.isnan(each) for each in (found.value, found.low, found.high))


def test_rate_is_made_of_estimated_counts_with_the_ends_of_the_worst_cases() -> None:
    found = estimated_rate(*arrays([10, 30], [100, 60], [1, 0.5]))

    assert (found.numerator, found.denominator) == (25, 130)
    assert found.value == pytest.approx(100 * 25 / 130)
    assert found.low == pytest.approx(100 * 10 / 130)
    assert found.high == pytest.approx(100 * 40 / 130)


def test_rate_of_pieces_alone_may_be_anything() -> None:
    found = estimated_rate(*arrays([10], [100], [0.5]))

    assert (found.value, found.low, found.high) == (10, 0, 100)


def test_rate_of_nobody_has_no_value() -> None:
    found = estimated_rate(*arrays([0], [0], [0.5]))

    assert math.isnan(found.value)
    assert found.denominator == 0
    assert math.isnan(estimated_rate(*arrays([math.nan], [5], [0.5])).value)


@pytest.mark.parametrize(("numerators", "factor"), [([10.0], 1000.0), ([120.0], 100.0)])
def test_rate_that_is_no_share_has_no_ends(numerators: list[float], factor: float) -> None:
    found = estimated_rate(*arrays(numerators, [100], [0.5]), factor=factor)

    assert found.value == factor * numerators[0] / 100
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_share_of_nobody_but_cases_or_of_no_case_at_all_has_ends() -> None:
    # Everybody is a case, and nobody is: both ends stay numbers.
    everybody = estimated_rate(*arrays([5], [5], [0.5]))
    nobody = estimated_rate(*arrays([0], [5], [0.5]))

    assert (everybody.low, everybody.high) == (0, 100)
    assert (nobody.low, nobody.high) == (0, 0)


@given(AREAS)
def test_truth_lies_between_the_ends_whoever_lives_in_the_pieces(areas: list[tuple[int, int, int, int, bool]]) -> None:
    persons, cases = arrays([float(area[0]) for area in areas], [float(area[1]) for area in areas])
    whole = np.array([area[4] for area in areas])
    inside = np.where(whole, persons, np.array([area[2] + area[3] for area in areas], dtype=float))
    inside_cases = np.where(whole, cases, np.array([area[3] for area in areas], dtype=float))
    share = np.where(whole, 1.0, 0.4)

    count = estimated_count(persons, share)
    rate = estimated_rate(cases, persons, share)

    assert count.low <= inside.sum() <= count.high
    assert count.low <= count.value <= count.high
    if inside.sum() > 0 and not math.isnan(rate.value):
        truth = 100 * inside_cases.sum() / inside.sum()
        assert rate.low - 1e-9 <= truth <= rate.high + 1e-9
        assert rate.low <= rate.value <= rate.high


def test_mean_is_weighted_by_the_people_inside_and_lies_between_the_areas() -> None:
    found = estimated_mean(*arrays([10, 40], [300, 100], [1, 1]))

    assert found == Estimate(17.5, low=10, high=40)


def test_mean_of_an_area_that_is_cut_a_little_has_no_ends() -> None:
    found = estimated_mean(*arrays([10, 40], [300, 100], [1, 0.95]))

    assert found.value == pytest.approx((3000 + 40 * 95) / 395)
    assert math.isnan(found.low)


@pytest.mark.parametrize(("people", "share"), [([300, 100], [1, 0.5]), ([0, 0], [1, 1]), ([300, math.nan], [1, 1])])
def test_mean_is_none_where_an_area_is_cut_or_people_are_not_known(people: list[float], share: list[float]) -> None:
    assert math.isnan(estimated_mean(*arrays([10, 40], people, share)).value)


def test_people_of_finer_areas_divide_a_larger_one() -> None:
    # Of the first area only the finer area with 90 of 100 people is inside, half of its ground; the second is whole.
    found = people_shares(
        np.array([0.5, 1.0]),
        np.array([0, 2, 3]),
        np.array([1.0, 1.0, 0.5]),
        np.array([90.0, 10.0, 7.0, 20.0]),
        np.array([0, 0, 1, -1]),
    )

    assert found.tolist() == [0.9, 1.0]


@pytest.mark.parametrize("people", [[math.nan, 10.0], [0.0, 0.0]])
def test_ground_divides_where_people_are_not_known_or_nobody_lives(people: list[float]) -> None:
    found = people_shares(np.array([0.5]), np.array([0]), np.array([1.0]), np.array(people), np.array([0, 0]))

    assert found.tolist() == [0.5]


def test_part_inside_is_weighted_and_none_of_nothing() -> None:
    assert part_inside(*arrays([1, 0.5], [100, 300])) == 0.625
    assert math.isnan(part_inside(*arrays([1], [0])))
    assert math.isnan(part_inside(*arrays([1], [math.nan])))


@pytest.mark.parametrize(
    ("hidden", "inside", "groups", "expected"),
    [
        # All but the hidden one are added up, and the total is published.
        ([1, 0, 0], [0, 1, 1], [[0, 1, 2]], True),
        # Two are hidden: the total tells their sum alone.
        ([1, 1, 0], [0, 0, 1], [[0, 1, 2]], False),
        # One of those that are shown is not added up.
        ([1, 0, 0], [0, 1, 0], [[0, 1, 2]], False),
        # No total is published.
        ([1, 0, 0], [0, 1, 1], [], False),
        # The total of a part of them is enough.
        ([1, 0, 1], [0, 1, 0], [[0, 1]], True),
    ],
)
def test_sum_that_leaves_one_hidden_area_alone_is_told(
    hidden: list[int], inside: list[int], groups: list[list[int]], expected: bool
) -> None:
    found = leaves_one(
        np.array(hidden, dtype=bool), np.array(inside, dtype=bool), [np.array(group) for group in groups]
    )

    assert found is expected


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((130.0, 400.0, 100.0, 160.0), (32.5, 25.0, 40.0)),
        ((410.0, 400.0, 390.0, 430.0), (100.0, 97.5, 100.0)),
        ((0.0, 400.0), (0.0, math.nan, math.nan)),
        ((math.nan, 400.0), (math.nan, math.nan, math.nan)),
        ((130.0, math.nan), (math.nan, math.nan, math.nan)),
        ((0.0, 0.0), (math.nan, math.nan, math.nan)),
    ],
)
def test_coverage_is_the_share_of_all_people(asked: tuple[float, ...], told: tuple[float, float, float]) -> None:
    found = coverage(*asked)

    assert (found.value, found.low, found.high) == pytest.approx(told, nan_ok=True)


@pytest.mark.parametrize(
    ("ends", "whole", "told"),
    [
        ((22.0, 38.1), 21.0, "higher"),
        ((19.2, 20.9), 21.0, "lower"),
        ((19.2, 38.1), 21.0, ""),
        ((21.0, 38.1), 21.0, ""),
        ((19.2, 21.0), 21.0, ""),
        ((), 21.0, ""),
        ((math.nan, math.nan), 21.0, ""),
        ((22.0, math.nan), 21.0, ""),
        ((22.0, 38.1), math.nan, ""),
        # Ends of rounding and of chance together: all of them have to agree.
        ((22.0, 38.1, 20.0, 40.0), 21.0, ""),
    ],
)
def test_a_side_is_claimed_where_all_ends_agree(ends: tuple[float, ...], whole: float, told: str) -> None:
    assert agreed_side(ends, whole) == told


@pytest.mark.parametrize(
    ("hidden", "told"), [((0,), False), ((1,), True), ((1, 2), False), ((1, 3), True), ((), False)]
)
def test_a_difference_with_one_hidden_area_alone_is_told(hidden: tuple[int, ...], told: int) -> None:
    is_hidden = np.isin(np.arange(4), hidden)

    assert holds_one_hidden(is_hidden, np.array([False, True, True, False])) is bool(told)
