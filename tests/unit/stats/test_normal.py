# SPDX-License-Identifier: EUPL-1.2
"""The normal distribution of the web processes: as exact as SciPy's."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from indicators.stats.normal import quantile, two_sided_p


@given(z=st.lists(st.floats(min_value=-35, max_value=35), max_size=20))
def test_p_is_that_of_scipy_far_out_as_well(z: list[float]) -> None:
    scores = np.array(z, dtype=np.float64)

    np.testing.assert_allclose(two_sided_p(scores), 2 * ndtr(-np.abs(scores)), rtol=1e-12)


def test_p_of_nothing_is_nothing_and_shapes_stay() -> None:
    p = two_sided_p(np.array([[np.nan, 0.0], [math.inf, 1.959963984540054]]))

    assert np.isnan(p[0, 0])
    assert (p[0, 1], p[1, 0]) == (1.0, 0.0)
    assert p[1, 1] == pytest.approx(0.05, rel=1e-12)


@pytest.mark.parametrize("probability", [0.001, 0.025, 0.5, 0.975, 0.999])
def test_quantile_is_that_of_scipy(probability: float) -> None:
    assert quantile(probability) == pytest.approx(float(ndtri(probability)), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("probability", [0.0, 1.0, 1.5])
def test_no_quantile_outside_of_probabilities(probability: float) -> None:
    with pytest.raises(ValueError, match="in the range"):
        quantile(probability)
