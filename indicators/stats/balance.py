# SPDX-License-Identifier: EUPL-1.2
"""The difference between two periods: area by area, within chance or beyond, in classes around zero."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

# Of the areas nine in ten lie inside the outer bounds, so that few large differences do not pale all others.
_INSIDE: Final = 0.9
_STEPS: Final = (1, 2, 5)


def differences(later: Floats, earlier: Floats, decimals: int) -> Floats:
    """Return later minus earlier figures, as exact as they are published.

    Parameters
    ----------
    later, earlier : ndarray, shape (n,), float
        Published figures in one unit, of the same areas in the same order; NaN where there is none.
    decimals : int
        Published decimals of both, 0 to 9.

    Returns
    -------
    ndarray, shape (n,), float
        NaN where either is missing: a missing figure is no zero. Shares differ by percentage points.

    References
    ----------
    None: a subtraction. Both figures are published, hence so is their difference.

    Examples
    --------
    >>> differences(np.array([10.3, np.nan]), np.array([10.1, 2.0]), 1).tolist()
    [0.2, nan]
    """
    factor = 10.0**decimals
    # Figures are whole numbers of their last decimal: the difference of those is exact. Adding zero takes away -0.
    return (np.rint(later * factor) - np.rint(earlier * factor) + 0.0) / factor


def within_chance(lower: Floats, upper: Floats) -> Mask:
    """Say which differences have an interval that holds zero.

    Parameters
    ----------
    lower, upper : ndarray, shape (n,), float
        Limits of the differences (Newcombe); NaN where there is none.

    Returns
    -------
    ndarray, shape (n,), bool
        False where there is no interval: nothing is said about chance then.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> within_chance(np.array([-0.1, 0.1, np.nan]), np.array([0.3, 0.4, np.nan])).tolist()
    [True, False, False]
    """
    found: Mask = (lower <= 0) & (upper >= 0)
    return found


def bounds_around_zero(found: Floats, decimals: int) -> tuple[float, ...]:
    """Return the bounds of five classes of equal steps around zero, the same on both sides.

    Parameters
    ----------
    found : ndarray, any shape, float
        Differences of all periods that share the classes; NaN is left out.
    decimals : int
        Published decimals of the differences, 0 to 9.

    Returns
    -------
    tuple of float
        Four rising bounds; a value on a bound belongs above it. With a half step of h units of the last decimal they
        are -3h + 1, -h + 1, h and 3h units, so that h and -h lie in classes that mirror each other and zero in the
        middle one. h is 1, 2 or 5 times a power of ten, the largest whose outer bounds hold no more than nine in ten
        differences between them; at least one unit, also without any difference.

    References
    ----------
    This project's own; the quantile is definition 7 of Hyndman and Fan (1996).

    Examples
    --------
    >>> bounds_around_zero(np.array([-6.2, -3.0, 0.4, 2.9, np.nan]), 1)
    (-2.9, -0.9, 1.0, 3.0)
    """
    factor = 10.0**decimals
    there = np.abs(found[~np.isnan(found)]) * factor
    reach = float(np.quantile(there, _INSIDE)) / 3 if there.size else 0.0
    half = _half_step(reach)
    return tuple(whole / factor for whole in (-3 * half + 1, -half + 1, half, 3 * half))


def _half_step(reach: float) -> int:
    """Return the largest 1, 2 or 5 times a power of ten that is not above a reach, at least 1."""
    if reach < 1:
        return 1
    power = int(10.0 ** math.floor(math.log10(reach)))
    return max(step * power for step in _STEPS if step * power <= reach)
