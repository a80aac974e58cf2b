# SPDX-License-Identifier: EUPL-1.2
"""Several areas together: sums and rates of sums, never means of rates."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.disclosure.rounding import rounded_to
from indicators.stats.selections import FACTORS, blurred, factor_of, pooled_count, pooled_rate

PARTS = st.lists(
    st.integers(1, 2_000).flatmap(lambda persons: st.tuples(st.integers(0, persons), st.just(persons))),
    min_size=1,
    max_size=8,
)


def arrays(*columns: list[float]) -> list[np.ndarray]:
    return [np.array(column, dtype=float) for column in columns]


def test_count_is_the_sum_and_none_where_one_is_missing() -> None:
    assert pooled_count(np.array([3.0, 0.0, 4.0])).value == 7
    assert math.isnan(pooled_count(np.array([3.0, np.nan])).value)


def test_share_is_that_of_the_sums_and_not_the_mean_of_shares() -> None:
    found = pooled_rate(*arrays([1, 30], [10, 90]))

    assert (found.value, found.numerator, found.denominator) == (31, 31, 100)
    # Wilson (1927) for 31 of 100, worked out by hand: (62 + 1.96² ∓ 1.96·√(1.96² + 4·31·0.69)) / (2·(100 + 1.96²)).
    assert found.lower == pytest.approx(22.780, abs=2e-3)
    assert found.upper == pytest.approx(40.626, abs=2e-3)


def test_rate_per_thousand_has_no_interval() -> None:
    found = pooled_rate(*arrays([1, 3], [1000, 1000]), factor=1000.0)

    assert found.value == 2
    assert math.isnan(found.lower)


def test_nobody_has_no_rate_and_a_missing_count_none_either() -> None:
    nobody = pooled_rate(*arrays([0, 0], [0, 0]))

    assert math.isnan(nobody.value)
    assert nobody.denominator == 0
    assert math.isnan(pooled_rate(*arrays([1, math.nan], [5, 5])).value)


@given(PARTS)
def test_share_of_all_lies_between_those_of_the_areas_and_inside_its_interval(parts: list[tuple[int, int]]) -> None:
    numerators, denominators = arrays(*(list(each) for each in zip(*parts, strict=True)))

    found = pooled_rate(numerators, denominators)

    shares = 100 * numerators / denominators
    assert shares.min() - 1e-9 <= found.value <= shares.max() + 1e-9
    assert found.lower - 1e-9 <= found.value <= found.upper + 1e-9


@pytest.mark.parametrize("factor", FACTORS)
def test_factor_of_a_rate_is_read_from_its_figures(factor: float) -> None:
    numerators, denominators = arrays([7, 12, math.nan, 0], [123, 456, 9, 0])

    with np.errstate(invalid="ignore"):
        values = np.round(factor * numerators / denominators, 2)

    assert factor_of(values, numerators, denominators, 2) == factor


@pytest.mark.parametrize(
    ("values", "numerators", "denominators"),
    [
        ([0, 0], [0, 0], [10, 20]),
        ([3.3, 9.9], [1, 1], [10, 20]),
        ([math.nan], [1], [10]),
    ],
)
def test_factor_stays_unknown_where_figures_do_not_tell_it(
    values: list[float], numerators: list[float], denominators: list[float]
) -> None:
    rates, cases, persons = arrays(values, numerators, denominators)

    assert factor_of(rates, cases, persons, 1) is None


@given(PARTS, st.sampled_from([5, 10]))
def test_true_figure_lies_within_what_rounded_counts_leave_open(parts: list[tuple[int, int]], base: int) -> None:
    cases, persons = arrays([part[0] for part in parts], [part[1] for part in parts])
    told = [rounded_to(each, base) for each in (cases, persons)]

    of_count = blurred(pooled_count(told[0]), areas=len(parts), base=base)
    of_rate = blurred(pooled_rate(*told), areas=len(parts), base=base)

    assert of_count.low <= cases.sum() <= of_count.high
    assert of_rate.low - 1e-9 <= 100 * cases.sum() / persons.sum() <= of_rate.high + 1e-9


@given(st.lists(st.integers(0, 400), min_size=1, max_size=8), st.sampled_from([5, 10]))
def test_ends_of_a_rounded_sum_are_no_closer_than_those_of_its_areas(counts: list[int], base: int) -> None:
    told = rounded_to(np.array(counts, dtype=float), base)

    found = blurred(pooled_count(told), areas=len(counts), base=base)

    # Whoever reads the areas bounds each by itself; the sum says no more.
    assert found.low <= np.maximum(told - base / 2 + 0.5, 0).sum()
    assert found.high >= (told + base / 2 - 0.5).sum()


@pytest.mark.parametrize(("value", "areas", "is_vague"), [(50, 2, False), (49, 2, True), (5, 1, False), (0, 2, True)])
def test_sum_that_may_be_a_tenth_off_is_vague(value: float, areas: int, is_vague: bool) -> None:
    assert blurred(pooled_count(np.array([value])), areas=areas, base=5).is_vague == is_vague
