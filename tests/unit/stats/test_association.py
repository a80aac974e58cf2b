# SPDX-License-Identifier: EUPL-1.2
"""Association of two indicators against golden values and SciPy: what is missing is left out and counted."""

import json
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr, spearmanr

from indicators.stats.association import Association, association, p_of_correlation
from indicators.stats.reasons import Reason

Floats = npt.NDArray[np.float64]
GOLDEN = json.loads((Path(__file__).parents[2] / "golden/association/golden.json").read_text(encoding="utf-8"))
FIGURES = st.lists(st.tuples(*[st.none() | st.integers(-500, 500).map(lambda tenth: tenth / 10)] * 2), max_size=40)


def of(name: str) -> tuple[Floats, Floats]:
    return np.array(GOLDEN[name]["x"], dtype=float), np.array(GOLDEN[name]["y"], dtype=float)


def sides(pairs: list[tuple[float | None, float | None]]) -> tuple[Floats, Floats]:
    table = np.array([[math.nan if each is None else each for each in pair] for pair in pairs]).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def test_pearson_and_line_are_those_of_anscombe() -> None:
    found, told = association(*of("anscombe_r")), GOLDEN["anscombe_r"]

    assert found.pearson.value is not None
    assert found.pearson.value**2 == pytest.approx(told["r_squared"], abs=0.0005)
    assert (found.slope, found.intercept) == pytest.approx((told["slope"], told["intercept"]), abs=0.005)


def test_intervals_hold_their_value_and_pearson_has_that_of_scipy() -> None:
    x, y = of("anscombe_r")

    found, other = association(x, y), pearsonr(x, y).confidence_interval()

    assert (found.pearson.lower, found.pearson.upper) == pytest.approx((other.low, other.high), abs=1e-6)
    # Bonett and Wright: Fisher's interval of 0.818, its variance times 1 + 0.818² / 2.
    half = 1.959964 * math.sqrt((1 + 0.8181818**2 / 2) / 8)
    ends = (math.tanh(math.atanh(0.8181818) - half), math.tanh(math.atanh(0.8181818) + half))
    assert (found.spearman.lower, found.spearman.upper) == pytest.approx(ends, abs=1e-5)


def test_page_tells_the_worked_example() -> None:
    page = (Path(__file__).parents[3] / "docs/methods/association.md").read_text(encoding="utf-8")

    found = association(*of("anscombe_r"))

    assert found.slope is not None
    assert found.intercept is not None
    assert f"y = {found.intercept:.2f} + {found.slope:.2f} x" in page
    assert f"r between {found.pearson.lower:.2f} and {found.pearson.upper:.2f}" in page


def test_spearman_and_its_p_are_the_golden_ones() -> None:
    told = GOLDEN["spearman_ten"]

    found = association(*of("spearman_ten"))

    assert found.spearman.value == pytest.approx(told["rho"], abs=1e-12)
    assert p_of_correlation(told["rho"], 10) == pytest.approx(told["p"], abs=1e-6)


@given(FIGURES)
def test_both_agree_with_scipy_over_the_areas_that_have_both(pairs: list[tuple[float | None, float | None]]) -> None:
    x, y = sides(pairs)
    there = ~(np.isnan(x) | np.isnan(y))

    found = association(x, y)

    assert (found.n, found.left_out) == (int(there.sum()), int((~there).sum()))
    if found.reason != Reason.OK:
        assert found == Association(found.n, found.left_out, found.reason)
        assert found.n < 5 or np.ptp(x[there]) == 0 or np.ptp(y[there]) == 0
        return
    for told, other in ((found.pearson, pearsonr), (found.spearman, spearmanr)):
        assert told.value == pytest.approx(other(x[there], y[there]).statistic, abs=1e-9)
        assert told.value is not None
        assert told.lower is not None
        assert told.upper is not None
        assert -1 <= told.lower <= told.value <= told.upper <= 1


@given(FIGURES)
def test_areas_without_a_figure_change_nothing_and_order_neither(
    pairs: list[tuple[float | None, float | None]],
) -> None:
    x, y = sides(pairs)
    there = ~(np.isnan(x) | np.isnan(y))

    found, alone, turned = association(x, y), association(x[there], y[there]), association(y[::-1], x[::-1])

    assert (found.pearson, found.spearman, found.slope) == (alone.pearson, alone.spearman, alone.slope)
    assert (turned.n, turned.left_out, turned.reason) == (found.n, found.left_out, found.reason)
    assert turned.pearson.value == pytest.approx(found.pearson.value)


def test_line_of_areas_is_complete_and_a_constant_has_none() -> None:
    x = np.arange(6.0)

    whole, level, few = association(x, 2 - x), association(x, np.full(6, 3.0)), association(x[:4], x[:4])

    assert (whole.pearson.value, whole.pearson.lower, whole.spearman.upper) == (-1.0, -1.0, -1.0)
    assert p_of_correlation(-1.0, 6) == 0.0
    assert (level.reason, few.reason) == (Reason.CONSTANT, Reason.TOO_FEW_POINTS)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="every area"):
        association(np.ones(3), np.ones(4))
    for value, n in ((1.1, 10), (math.nan, 10), (0.5, 2)):
        with pytest.raises(ValueError, match="three areas"):
            p_of_correlation(value, n)
