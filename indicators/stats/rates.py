# SPDX-License-Identifier: EUPL-1.2
"""Intervals of counts and of rates per population. SciPy is loaded on first use: web processes need none."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# From this count on Byar's approximation is used, below it the exact limits.
BYAR_FROM = 10


def count_interval(x: Floats, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return limits of the expected value behind a count.

    Parameters
    ----------
    x : ndarray, any shape, float
        Counts of cases, 0 or more.
    confidence : float
        Between 0 and 1, for instance 0.95 or 0.998.

    Returns
    -------
    lower, upper : ndarray, same shape, float
        Byar's approximation from 10 cases on, below them the exact Poisson limits; the lower limit of no case
        is 0. NaN stays NaN.

    Raises
    ------
    ValueError
        For a count below 0, or a confidence that is not between 0 and 1.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research II, pages 68-71. Garwood (1936), Biometrika 28,
    437-442.

    Examples
    --------
    65 cases: 50.163 to 82.849 (tests/golden/counts).
    """
    from scipy.special import gammaincinv, ndtri

    if not 0 < confidence < 1:
        raise ValueError(f"The confidence lies between 0 and 1, not {confidence}.")
    if (x < 0).any():
        raise ValueError("A count of cases is not negative.")
    tail = (1 - confidence) / 2
    z = float(ndtri(1 - tail))
    # Below 10 Byar's formula may divide by zero; its results are not used there.
    with np.errstate(divide="ignore", invalid="ignore"):
        byar_lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
        byar_upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
        exact_lower = np.where(x > 0, gammaincinv(np.where(x > 0, x, 1.0), tail), 0.0)
        exact_upper = gammaincinv(x + 1, 1 - tail)
    is_large = x >= BYAR_FROM
    missing = np.isnan(x)
    lower = np.where(is_large, byar_lower, exact_lower)
    upper = np.where(is_large, byar_upper, exact_upper)
    return np.where(missing, np.nan, lower), np.where(missing, np.nan, upper)


def rate_interval(x: Floats, n: Floats, *, base: float, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return limits of a rate per `base` persons or person-years.

    Parameters
    ----------
    x : ndarray, any shape, float
        Counts of cases, 0 or more.
    n : ndarray, same shape, float
        Persons or person-years.
    base : float
        For instance 1000.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    lower, upper : ndarray, same shape, float
        The limits of the count, divided by n and times the base. NaN where a number is missing or n is not above
        0: the caller says "not applicable", never 0.

    Raises
    ------
    ValueError
        As for `count_interval`.

    References
    ----------
    As for `count_interval`.

    Examples
    --------
    5 cases among 100, per 100: 1.623 to 11.668 (tests/golden/counts).
    """
    lower, upper = count_interval(x, confidence=confidence)
    persons = np.where(n > 0, n, np.nan)
    return lower / persons * base, upper / persons * base
