# SPDX-License-Identifier: EUPL-1.2
"""Rounding, scaled integers and German formats."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sozialplanung.common.numbers import (
    format_number,
    format_percent,
    from_scaled,
    round_half_up,
    to_scaled,
)

MISSING = -(2**31)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.5, 0, 1.0),
        (1.5, 0, 2.0),
        (2.5, 0, 3.0),
        (-2.5, 0, -3.0),
        (-0.05, 1, -0.1),
        (57 / 200 * 100, 0, 29.0),
        (8.45, 1, 8.5),
        (8.449999, 1, 8.4),
        (0.49999999, 0, 0.0),
        (1e300, 2, 1e300),
        (float("inf"), 1, float("inf")),
    ],
)
def test_halves_are_rounded_away_from_zero(value: float, decimals: int, expected: float) -> None:
    assert round_half_up(value, decimals) == expected
    assert round_half_up(np.array([value]), decimals)[0] == expected


def test_rounding_to_zero_leaves_no_negative_zero() -> None:
    assert str(round_half_up(-0.04, 1)) == "0.0"
    assert format_number(-0.04, 1) == "0,0"
    assert str(round_half_up(Decimal("-0.04"), 1)) == "0.0"


def test_nan_stays_nan_when_rounded() -> None:
    assert np.isnan(round_half_up(float("nan"), 1))
    assert np.isnan(round_half_up(np.array([np.nan]), 1)).all()


@pytest.mark.parametrize("decimals", [-1, 10])
def test_decimals_outside_the_range_are_refused(decimals: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 9"):
        round_half_up(1.0, decimals)


@given(
    part=st.integers(0, 200_000),
    whole=st.integers(1, 200_000),
    decimals=st.integers(0, 3),
)
def test_shares_are_rounded_like_exact_fractions(part: int, whole: int, decimals: int) -> None:
    exact = Fraction(part * 100 * 10**decimals, whole)
    expected = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)

    rounded = round_half_up(part / whole * 100, decimals)

    assert round(rounded * 10**decimals) == expected


@given(st.decimals(-1_000_000, 1_000_000, places=4), st.integers(0, 3))
def test_floats_are_rounded_like_the_decimals_they_were_written_as(value: Decimal, decimals: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)

    assert round_half_up(float(value), decimals) == float(expected)


@given(st.lists(st.floats(-2e6, 2e6) | st.just(float("nan")), max_size=20), st.integers(0, 3))
def test_scaled_integers_give_the_rounded_values_back(values: list[float], decimals: int) -> None:
    array = np.array(values, dtype=np.float64)

    scaled = to_scaled(array, decimals, missing=MISSING)

    np.testing.assert_array_equal(from_scaled(scaled, decimals, missing=MISSING), round_half_up(array, decimals))


@pytest.mark.parametrize("value", [float("inf"), -float("inf"), 1e300])
def test_infinite_and_huge_values_are_no_scaled_integers(value: float) -> None:
    with pytest.raises(ValueError, match="too large"):
        to_scaled(np.array([value]), 1, missing=MISSING)


def test_a_value_that_reads_as_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="mark for missing"):
        to_scaled(np.array([-1.0]), 0, missing=-1)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (5086, 0, "5.086"),
        (1234567.891, 2, "1.234.567,89"),
        (-0.7, 1, "\u22120,7"),
        (0, 0, "0"),
        (999.95, 1, "1.000,0"),
        (Decimal("0.285"), 2, "0,29"),
        (1e21, 0, "1.000.000.000.000.000.000.000"),
    ],
)
def test_numbers_are_written_the_german_way(value: float | Decimal, decimals: int, expected: str) -> None:
    assert format_number(value, decimals) == expected


def test_a_signed_number_shows_its_plus_but_zero_has_none() -> None:
    assert format_number(1.24, 1, is_signed=True) == "+1,2"
    assert format_number(-1.24, 1, is_signed=True) == "\u22121,2"
    assert format_number(0.01, 1, is_signed=True) == "0,0"


def test_percentages_keep_number_and_sign_on_one_line() -> None:
    assert format_percent(32.65) == "32,7\u00a0%"
    assert format_percent(-3, 0, is_signed=True) == "\u22123\u00a0%"


def test_a_missing_figure_is_no_number_to_format() -> None:
    with pytest.raises(ValueError, match="missing"):
        format_number(float("nan"))
