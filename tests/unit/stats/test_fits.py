# SPDX-License-Identifier: EUPL-1.2
"""Fitted lines against golden values and SciPy, and at their edges."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress, theilslopes

from indicators.stats.fits import Fits, linear_fit, theil_sen_fit
from indicators.stats.reasons import Reason

Floats = npt.NDArray[np.float64]
Fit = Callable[[Floats, Floats], Fits]
GOLDEN = Path(__file__).parents[2] / "golden"
BOTH = pytest.mark.parametrize("fit", [linear_fit, theil_sen_fit])
YEARS = np.arange(2015.0, 2022.0) - 2021.0


def golden(place: str, name: str) -> dict[str, list[float]]:
    return dict(json.loads((GOLDEN / place / "golden.json").read_text(encoding="utf-8"))[name])


def test_least_squares_are_those_of_anscombe() -> None:
    told = golden("fits", "anscombe")
    order = np.argsort(told["x"])

    found = linear_fit(np.array(told["y"])[order][None, :], np.array(told["x"], dtype=float)[order])

    assert found.slope[0] == pytest.approx(told["slope"], abs=0.005)
    assert found.intercept[0] == pytest.approx(told["intercept"], abs=0.005)


def test_theil_sen_has_the_slope_of_the_golden_rank_trend() -> None:
    told = golden("trend", "mann_kendall")

    found = theil_sen_fit(np.array([told["x"]]), np.arange(8.0))

    assert found.slope[0] == pytest.approx(told["sen_slope"], abs=1e-8)


@given(st.lists(st.integers(0, 1000).map(lambda tenth: tenth / 10), min_size=7, max_size=7))
def test_both_agree_with_scipy(values: list[float]) -> None:
    row = np.array([values])

    least, robust = linregress(YEARS, values), theilslopes(values, YEARS)

    assert linear_fit(row, YEARS).slope[0] == pytest.approx(least.slope, abs=1e-9)
    assert linear_fit(row, YEARS).intercept[0] == pytest.approx(least.intercept, abs=1e-8)
    assert theil_sen_fit(row, YEARS).slope[0] == pytest.approx(robust.slope, abs=1e-9)
    assert theil_sen_fit(row, YEARS).intercept[0] == pytest.approx(np.median(row - robust.slope * YEARS), abs=1e-9)


@BOTH
def test_missing_period_is_left_out_and_no_zero(fit: Fit) -> None:
    line = 3.0 + 0.5 * YEARS
    gap = line.copy()
    gap[3] = np.nan

    found = fit(np.vstack([line, gap]), YEARS)

    assert found.slope.tolist() == pytest.approx([0.5, 0.5])
    assert found.at(0.0).tolist() == pytest.approx([3.0, 3.0])
    assert found.points.tolist() == [7, 6]


@BOTH
def test_fewer_than_five_periods_have_no_line(fit: Fit) -> None:
    four = np.array([[1.0, np.nan, 2.0, np.nan, 3.0, np.nan, 4.0], [np.nan] * 7])

    found = fit(four, YEARS)

    assert np.isnan([*found.slope, *found.intercept, *found.at(0.0)]).all()
    assert found.reason.tolist() == [Reason.TOO_FEW_POINTS] * 2


@BOTH
def test_series_without_any_change_has_a_level_line(fit: Fit) -> None:
    found = fit(np.full((1, 7), 12.3), YEARS)

    assert (found.slope[0], found.at(-3.0)[0]) == pytest.approx((0.0, 12.3))
    assert found.reason.tolist() == [Reason.OK]


@BOTH
def test_times_have_to_rise(fit: Fit) -> None:
    with pytest.raises(ValueError, match="rise"):
        fit(np.ones((1, 3)), np.array([1.0, 1.0, 2.0]))


def test_outlier_moves_least_squares_and_not_theil_sen() -> None:
    values = (10.0 + YEARS)[None, :].copy()
    values[0, -1] = 90.0

    assert theil_sen_fit(values, YEARS).slope[0] == pytest.approx(1.0)
    assert linear_fit(values, YEARS).slope[0] > 5
