# SPDX-License-Identifier: EUPL-1.2
"""Where each area lies among all areas: the share below it, and the fifth that it is in."""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

FIFTHS: Final = 5
_HALF: Final = 0.5


def shares_below(values: Floats) -> Floats:
    """Return for each area the share of all areas with a value that lie below it; it and its equals count half.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        Values as published; NaN is left out and has no share.

    Returns
    -------
    ndarray, shape (n,), float
        Above 0 and below 1; equal values have equal shares. A single area has 0.5. NaN for NaN.

    References
    ----------
    Hazen (1914): plotting position (rank − 0.5) / n, ties by their mean rank.

    Examples
    --------
    >>> shares_below(np.array([3.0, 1.0, np.nan, 3.0, 9.0])).tolist()
    [0.5, 0.125, nan, 0.5, 0.875]
    """
    there = np.sort(values[~np.isnan(values)])
    if not there.size:
        return np.full(values.shape, np.nan)
    below, up_to = (np.searchsorted(there, values, side=side) for side in ("left", "right"))
    return np.where(np.isnan(values), np.nan, (below + up_to) * _HALF / there.size)


def fifths(values: Floats) -> Integers:
    """Return the fifth of all areas with a value in which each one lies, 1 for the lowest values to 5.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        Values as published; NaN is in none.

    Returns
    -------
    ndarray, shape (n,), int
        By the share below (`shares_below`), so that equal values are in the same fifth; 0 for NaN, and for all with
        fewer than five values, which have no fifths.

    References
    ----------
    As for `shares_below`.

    Examples
    --------
    >>> fifths(np.array([10.0, 20.0, 30.0, 40.0, 50.0, np.nan])).tolist()
    [1, 2, 3, 4, 5, 0]
    """
    shares = shares_below(values)
    known = ~np.isnan(shares)
    found = np.zeros(values.shape, dtype=np.int64)
    if known.sum() >= FIFTHS:
        # Binary noise must not move an area over the edge of a fifth.
        found[known] = np.minimum(np.floor(np.round(shares[known] * FIFTHS, 9)) + 1, FIFTHS)
    return found
