# SPDX-License-Identifier: EUPL-1.2
"""Bounds of classes that follow a scale or a distribution: round numbers, standard deviations, head and tail."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
# The bounds in standard deviations from the mean, by number of classes: always whole ones.
DEVIATIONS: Final = {
    2: (0,),
    3: (-1, 1),
    4: (-1, 0, 1),
    5: (-2, -1, 1, 2),
    6: (-2, -1, 0, 1, 2),
    7: (-3, -2, -1, 1, 2, 3),
}
# Larger heads are no minority: the values are not spread with a long tail, and there is nothing to cut.
LARGEST_HEAD: Final = 0.4


def round_bounds(low: int, high: int, k: int) -> list[int]:
    """Return the multiples of the smallest round step that divide a range into at most k classes.

    Parameters
    ----------
    low, high : int
        Lowest and highest value in units of their last decimal, low below high.
    k : int
        Most classes wanted, at least 2.

    Returns
    -------
    list of int
        Rising, above low and not above high. Steps are 1, 2 or 5 times a power of ten. No NaN: there are none among
        integers.

    References
    ----------
    Becker, Chambers and Wilks (1988), The New S Language, pretty.

    Examples
    --------
    >>> round_bounds(1, 50, 4)
    [20, 40]
    """
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            first, last = low // step + 1, high // step
            if last - first + 2 <= k:
                return [step * number for number in range(first, last + 1)]
        power *= 10


def deviation_bounds(whole: Integers, weights: Integers, k: int) -> list[int]:
    """Return bounds at whole standard deviations from the mean.

    Parameters
    ----------
    whole : ndarray, shape (m,), int
        Different values in rising order, at least two, in units of their last decimal.
    weights : ndarray, shape (m,), int
        How often each occurs. All areas are there, hence the standard deviation divides by their number (ddof 0).
    k : int
        2 to 7; with an even number the mean is a bound.

    Returns
    -------
    list of int
        Rounded up, which moves no value; those outside of the values are left out. No NaN: there are none among
        integers.

    References
    ----------
    Dent, Torguson and Hodler (2009), Cartography, chapter 6.

    Examples
    --------
    >>> deviation_bounds(np.array([0, 10]), np.array([1, 1]), 4)
    [5, 10]
    """
    x = whole.astype(np.float64)
    mean = float(np.average(x, weights=weights))
    deviation = math.sqrt(float(np.average((x - mean) ** 2, weights=weights)))
    # Rounding first keeps binary noise from lifting a bound over a value that lies on it.
    found = [math.ceil(round(mean + times * deviation, 6)) for times in DEVIATIONS[k]]
    return sorted({bound for bound in found if whole[0] < bound <= whole[-1]})


def head_tail_bounds(whole: Integers, weights: Integers, k: int) -> list[int]:
    """Cut off the values above the mean again and again, as long as they are a minority.

    Parameters
    ----------
    whole : ndarray, shape (m,), int
        Different values in rising order.
    weights : ndarray, shape (m,), int
        How often each occurs.
    k : int
        Most classes wanted.

    Returns
    -------
    list of int
        The lowest value of each head; none where more than 40 % of the values lie above the mean. No NaN: there are
        none among integers.

    References
    ----------
    Jiang (2013), The Professional Geographer 65, 482-494.

    Examples
    --------
    >>> head_tail_bounds(np.array([1, 2, 3, 20, 50]), np.array([9, 4, 2, 2, 1]), 5)
    [20, 50]
    """
    bounds: list[int] = []
    while len(bounds) < k - 1:
        mean = float(np.average(whole.astype(np.float64), weights=weights))
        # An area whose value is the mean itself belongs to the tail, binary noise or not.
        is_head = whole > mean + abs(mean) * 1e-12
        if not is_head.any() or weights[is_head].sum() > LARGEST_HEAD * weights.sum():
            break
        whole, weights = whole[is_head], weights[is_head]
        bounds.append(int(whole[0]))
    return bounds
