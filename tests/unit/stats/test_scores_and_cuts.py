# SPDX-License-Identifier: EUPL-1.2
"""Standard scores and cuts: what every index is built on."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.composite.cuts import classify_index
from indicators.stats.composite.presets import PRESETS, Source
from indicators.stats.normalise import zscores


@pytest.mark.parametrize(
    ("index", "expected"),
    [(-1.0000001, 1), (-1.0, 2), (1.0, 2), (1.0000001, 3), (1.5, 3), (1.5000001, 4), (math.nan, 0)],
)
def test_status_cuts_compare_unrounded(index: float, expected: int) -> None:
    cuts = PRESETS["mss_status"].recipe([Source(each) for each in "abc"], slug="x").cuts

    assert classify_index(np.array([index]), cuts).tolist() == [expected]


def test_zscores_keep_nan_and_score_areas_outside_the_reference() -> None:
    values = np.array([2.0, 4.0, 6.0, np.nan, 100.0])
    reference = np.array([True, True, True, True, False])

    result = zscores(values, ddof=0, reference=reference)

    np.testing.assert_allclose(result.scores[:3], [-1.224744871, 0.0, 1.224744871])
    assert math.isnan(result.scores[3])
    assert result.scores[4] == pytest.approx(96 / math.sqrt(8 / 3))
    assert (result.mean, result.n_reference, result.reason) == (4.0, 3, "")


def test_equal_decimals_count_as_constant_although_their_sum_is_inexact() -> None:
    result = zscores(np.full(10, 0.1), ddof=0)

    assert result.reason == "constant"
    assert np.isnan(result.scores).all()


@given(st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=50), st.integers(0, 1))
def test_zscores_have_mean_0_and_standard_deviation_1(whole: list[int], ddof: int) -> None:
    values = np.array(whole, dtype=float)

    result = zscores(values, ddof=ddof)

    if result.reason:
        assert np.unique(values).size == 1
    else:
        assert result.scores.mean() == pytest.approx(0.0, abs=1e-9)
        assert result.scores.std(ddof=ddof) == pytest.approx(1.0)
