# SPDX-License-Identifier: EUPL-1.2
"""Intervals against values of independent tools, and at their edges."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, norm

from indicators.stats.compare import change_of_shares, newcombe
from indicators.stats.disclosure.primary import Minimum, unsafe_shares
from indicators.stats.intervals import wilson
from indicators.stats.rates import count_interval, rate_interval

FOLDER = Path(__file__).parents[2] / "golden"
GOLDEN = {
    name: json.loads((FOLDER / name / "golden.json").read_text(encoding="utf-8"))
    for name in ("wilson", "newcombe", "counts")
}


def one(value: float) -> npt.NDArray[np.float64]:
    return np.array([value])


@pytest.mark.parametrize("case", GOLDEN["wilson"])
def test_wilson_equals_the_golden_limits(case: str) -> None:
    counts, confidence = case.split("@")
    x, n = (float(part) for part in counts.split("/"))
    z = float(norm.ppf(1 - (1 - float(confidence) / 100) / 2))

    lower, upper = wilson(one(x), one(n), z=z)

    assert (lower[0], upper[0]) == pytest.approx(tuple(GOLDEN["wilson"][case]), abs=1e-9)


def test_newcombe_equals_the_golden_limits() -> None:
    expected = GOLDEN["newcombe"]["120/1000 vs 150/1000"]["newcombe"]

    lower, upper = newcombe(one(120), one(1000), one(150), one(1000))

    assert (lower[0], upper[0]) == pytest.approx(tuple(expected), abs=1e-9)


@pytest.mark.parametrize("case", GOLDEN["counts"]["byar"])
def test_byar_equals_the_golden_limits(case: str) -> None:
    x, confidence = (float(part) for part in case.split("@"))

    lower, upper = count_interval(one(x), confidence=confidence / 100)

    assert (lower[0], upper[0]) == pytest.approx(tuple(GOLDEN["counts"]["byar"][case]), rel=1e-9)


def test_exact_rate_equals_the_golden_limits() -> None:
    lower, upper = rate_interval(one(5), one(100), base=100)

    assert (lower[0], upper[0]) == pytest.approx(tuple(GOLDEN["counts"]["exact_per_100"]["5/100@95"]), rel=1e-9)


@given(st.integers(0, 9), st.floats(0.5, 0.999))
def test_small_counts_have_the_limits_of_the_chi_square_distribution(x: int, confidence: float) -> None:
    tail = (1 - confidence) / 2

    lower, upper = count_interval(one(float(x)), confidence=confidence)

    assert lower[0] == pytest.approx(float(chi2.ppf(tail, 2 * x)) / 2 if x else 0.0, rel=1e-9)
    assert upper[0] == pytest.approx(float(chi2.ppf(1 - tail, 2 * x + 2)) / 2, rel=1e-9)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=20))
def test_limits_enclose_the_count_and_rise_with_it(whole: list[int]) -> None:
    x = np.array(sorted(whole), dtype=float)

    lower, upper = count_interval(x)

    assert (lower <= x).all()
    assert (x <= upper).all()
    assert (lower >= 0).all()
    assert (np.diff(upper) >= -1e-9).all()


def test_missing_counts_and_empty_areas_have_no_limits() -> None:
    lower, upper = rate_interval(np.array([np.nan, 3.0, 0.0, 3.0]), np.array([10.0, np.nan, 0.0, 100.0]), base=1000)

    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, True, True, False]


def test_no_case_has_the_lower_limit_zero() -> None:
    lower, upper = count_interval(one(0.0))

    assert lower[0] == 0.0
    assert upper[0] == pytest.approx(3.688879, abs=1e-6)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_confidence_in_percent_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        count_interval(one(5.0), confidence=confidence)


def test_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        count_interval(one(-1.0))


def test_change_of_a_share_is_later_minus_earlier_in_percentage_points() -> None:
    change, lower, upper = change_of_shares((one(150), one(1000)), (one(120), one(1000)))

    assert change[0] == pytest.approx(-3.0)
    assert (lower[0], upper[0]) == pytest.approx((-6.000826, -0.001378), abs=1e-4)


def test_change_is_missing_where_a_period_has_nobody() -> None:
    change, lower, upper = change_of_shares((np.array([0.0, 1.0]), np.array([0.0, 5.0])), (one(1.0), one(5.0)))

    assert np.isnan([change[0], lower[0], upper[0]]).all()
    assert change[1] == 0.0


def test_nobody_and_everybody_are_unsafe_only_when_asked_for() -> None:
    numerator, denominator = np.array([0.0, 50.0, 25.0, 0.0, np.nan]), np.array([50.0, 50.0, 50.0, 0.0, 50.0])

    usual = unsafe_shares(numerator, denominator, minimum=Minimum(count=3))
    strict = unsafe_shares(numerator, denominator, minimum=Minimum(count=3), is_extreme_unsafe=True)

    assert not usual.any()
    assert strict.tolist() == [True, True, False, False, False]


@pytest.mark.parametrize(
    "module",
    [
        "indicators.stats.classes",
        "indicators.stats.palettes",
        "indicators.stats.compare",
        "indicators.stats.rates",
        "indicators.stats.standardise",
        "indicators.stats.tiers",
        "indicators.stats.funnel",
        "indicators.stats.multiple",
        "indicators.stats.trend",
        "indicators.stats.ranktrend",
        "indicators.stats.smoothing",
        "indicators.stats.composite.cuts",
        "indicators.stats.composite.audit",
        "indicators.stats.composite.presets",
        "indicators.stats.composite.reading",
        "indicators.stats.composite.sobol",
        "indicators.stats.composite.verdict",
        "indicators.stats.disclosure.primary",
        "indicators.stats.disclosure.protect",
        "indicators.rendering.slices",
        "indicators.readers.staging",
        "indicators.formulas",
    ],
)
def test_web_processes_need_not_load_scipy(module: str) -> None:
    root = Path(__file__).resolve().parents[3]
    program = f"import sys, {module}; sys.exit(any(name.split('.')[0] == 'scipy' for name in sys.modules))"

    done = subprocess.run([sys.executable, "-c", program], cwd=root, check=False)

    assert done.returncode == 0
