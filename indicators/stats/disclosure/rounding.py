# SPDX-License-Identifier: EUPL-1.2
"""What a rounded figure tells of the true one."""

import math
from typing import Final

import numpy as np

from indicators.stats.disclosure.cells import Interval
from indicators.stats.disclosure.primary import Floats
from sozialplanung.common.numbers import round_half_up

PERCENT: Final = 100.0
# Quotients miss a half by some units in the last place.
_SLACK: Final = 1e-9


def rounded_to(counts: Floats, base: int) -> Floats:
    """Round counts to multiples of a base, halves up (kaufmännisch), each by itself.

    Parameters
    ----------
    counts : ndarray, float
        Not negative; NaN stays NaN.
    base : int
        5 or 10 in practice; at least 1.

    Returns
    -------
    ndarray
        Sums are rounded from true sums, so that parts need not add up to them.

    References
    ----------
    Destatis, Sozialhilfe: Geheimhaltung durch 5er-Rundung (from the first quarter of 2020); Bundesagentur für Arbeit,
    rounding to multiples of 10.

    Examples
    --------
    >>> rounded_to(np.array([2.0, 3.0, 12.0, 13.0]), 5).tolist()
    [0.0, 5.0, 10.0, 15.0]
    """
    return np.asarray(round_half_up(counts / base, 0)) * base


def told_by_rounded(rounded: float, base: int) -> Interval:
    """Return the counts that are rounded to this multiple.

    Parameters
    ----------
    rounded : float
        A multiple of the base.
    base : int
        As above.

    Returns
    -------
    Interval
        Whole numbers, not negative.

    Examples
    --------
    >>> told_by_rounded(10, 10), told_by_rounded(0, 5)
    (Interval(lower=5, upper=14), Interval(lower=0, upper=2))
    """
    half = base / 2
    return Interval(max(0, math.ceil(rounded - half)), math.ceil(rounded + half) - 1)


def counts_of_rate(percent: float, decimals: int, denominator: int) -> tuple[int, ...]:
    """Return the whole numerators that are published as this percentage: a single one is as good as told.

    Parameters
    ----------
    percent : float
        As published, halves rounded up.
    decimals : int
        Digits after the point.
    denominator : int
        At least 1.

    Returns
    -------
    tuple of int
        Ascending, within 0 and the denominator; empty where no count gives the rate.

    Examples
    --------
    >>> counts_of_rate(3.8, 1, 53), counts_of_rate(0.1, 1, 1200)
    ((2,), (1,))
    """
    half = 10.0**-decimals / 2
    lowest, highest = ((percent + side) * denominator / PERCENT for side in (-half, half))
    near = range(max(0, math.floor(lowest)), min(denominator, math.ceil(highest)) + 1)
    shares = {count: round_half_up(PERCENT * count / denominator, decimals) for count in near}
    return tuple(count for count, share in shares.items() if abs(share - percent) < _SLACK)


def told_by_rate(percent: float, decimals: int, denominator: int) -> Interval:
    """Return the numerators that a published percentage leaves open where its denominator is known.

    Parameters
    ----------
    percent : float
        As published, halves rounded up.
    decimals : int
        Digits after the point.
    denominator : int
        At least 1.

    Returns
    -------
    Interval
        From the smallest to the largest whole numerator.

    Raises
    ------
    ValueError
        When no count of so many gives the rate.

    Examples
    --------
    >>> told_by_rate(3.8, 1, 53)
    Interval(lower=2, upper=2)
    """
    counts = counts_of_rate(percent, decimals, denominator)
    if not counts:
        raise ValueError(f"No count of {denominator} is {percent} percent.")
    return Interval(counts[0], counts[-1])
