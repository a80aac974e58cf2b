# SPDX-License-Identifier: EUPL-1.2
"""The normal distribution without SciPy: web processes load in a tenth of the time and of the memory."""

import math
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_STANDARD: Final = NormalDist()


def two_sided_p(z: Floats) -> Floats:
    """Return the probability that chance alone lies at least as far from 0 as z, to either side.

    Parameters
    ----------
    z : ndarray, any shape, float
        Scores of a standard normal distribution.

    Returns
    -------
    ndarray, same shape, float
        Between 0 and 1, with full relative precision far out. NaN stays NaN.

    References
    ----------
    Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 7.1.2 and 26.2.29.

    Examples
    --------
    >>> two_sided_p(np.array([1.959963984540054, 0.0])).round(6).tolist()
    [0.05, 1.0]
    """
    scaled = np.abs(z).ravel() / math.sqrt(2.0)
    return np.fromiter(map(math.erfc, scaled.tolist()), dtype=np.float64, count=scaled.size).reshape(z.shape)


def quantile(probability: float) -> float:
    """Return the quantile of the standard normal distribution.

    Parameters
    ----------
    probability : float
        Above 0 and below 1.

    Returns
    -------
    float
        The value that is not exceeded with this probability.

    Raises
    ------
    ValueError
        For a probability outside of 0 to 1, ends included (``statistics.StatisticsError`` is one).

    References
    ----------
    Wichura (1988), Algorithm AS 241, Applied Statistics 37, 477-484.

    Examples
    --------
    >>> round(quantile(0.975), 12)
    1.95996398454
    """
    return _STANDARD.inv_cdf(probability)
