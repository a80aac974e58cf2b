# SPDX-License-Identifier: EUPL-1.2
"""Intervals that say how far chance alone moves a figure of a small area."""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# The 97.5 % quantile of the standard normal distribution: two-sided 95 %.
Z_95: Final = 1.959963984540054


def wilson(x: Floats, n: Floats, *, z: float = Z_95) -> tuple[Floats, Floats]:
    """Return the Wilson score interval of proportions.

    Parameters
    ----------
    x : ndarray, float
        Cases, 0 <= x <= n.
    n : ndarray, same shape, float
        Persons.
    z : float
        Quantile of the standard normal distribution, 1.96 for 95 %.

    Returns
    -------
    lower, upper : ndarray, same shape, float
        Proportions between 0 and 1; NaN where x or n is NaN or n is not above 0. x = 0 gives the lower limit 0,
        x = n the upper limit 1.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    65 of 100: 0.5525 to 0.7364 (tests/golden/wilson).
    """
    with np.errstate(invalid="ignore", divide="ignore"):  # no persons: NaN below
        half = z * np.sqrt(z * z + 4 * x * (1 - x / n))
        middle, size = 2 * x + z * z, 2 * (n + z * z)
        lower, upper = (middle - half) / size, (middle + half) / size
    known = n > 0
    lower = np.where(known, np.where(x == 0, 0.0, lower), np.nan)
    upper = np.where(known, np.where(x == n, 1.0, upper), np.nan)
    missing = np.isnan(x) | np.isnan(n)
    return np.where(missing, np.nan, lower), np.where(missing, np.nan, upper)
