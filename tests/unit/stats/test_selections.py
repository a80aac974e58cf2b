# SPDX-License-Identifier: EUPL-1.2
"""Several areas together: sums and rates of sums, never means of rates."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.selections import FACTORS, factor_of, pooled_count, pooled_rate

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
