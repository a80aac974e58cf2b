# SPDX-License-Identifier: EUPL-1.2
"""One figure for several areas together, from their counts: never a mean of their rates."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.intervals import wilson

Floats = npt.NDArray[np.float64]

PERCENT: Final = 100.0
# A sum of rounded counts that may be further off than this part of itself is no figure.
FURTHEST_OFF: Final = 0.1
# Per so many persons a rate may be told.
FACTORS: Final = (100.0, 1.0, 1_000.0, 10_000.0, 100_000.0)


@dataclass(frozen=True, slots=True)
class Pooled:
    """A figure of several areas together; NaN for what it does not have.

    ``lower`` and ``upper`` are the ends of its interval of chance, which a share of counts alone has.
    """

    value: float
    numerator: float = float("nan")
    denominator: float = float("nan")
    lower: float = float("nan")
    upper: float = float("nan")


def pooled_count(counts: Floats) -> Pooled:
    """Return the sum of counts.

    Parameters
    ----------
    counts : ndarray, shape (n,)
        Whole, not negative; n at least 1.

    Returns
    -------
    Pooled
        Without parts. NaN where one of the counts is NaN: missing is not 0.
    """
    return Pooled(float(np.sum(counts)))


def pooled_rate(numerators: Floats, denominators: Floats, *, factor: float = PERCENT) -> Pooled:
    """Return the rate of all areas together: the sum of cases by the sum of persons.

    Parameters
    ----------
    numerators, denominators : ndarray, shape (n,)
        Cases and persons; n at least 1.
    factor : float
        Per so many persons the rate is told, 100 for a share in percent.

    Returns
    -------
    Pooled
        All NaN but for the sums where nobody lives in any of the areas; all NaN where a count is NaN. The interval is
        Wilson's, of shares in percent alone.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> pooled_rate(np.array([1.0, 30.0]), np.array([10.0, 90.0])).value
    31.0
    """
    cases, persons = float(np.sum(numerators)), float(np.sum(denominators))
    if not persons > 0:
        return Pooled(float("nan"), cases, persons)
    ends = (np.array([np.nan]), np.array([np.nan]))
    if factor == PERCENT:
        ends = wilson(np.array([cases]), np.array([persons]))
    lower, upper = (float(PERCENT * end[0]) for end in ends)
    return Pooled(factor * cases / persons, cases, persons, lower, upper)


def factor_of(values: Floats, numerators: Floats, denominators: Floats, decimals: int) -> float | None:
    """Return per how many persons a rate is told, from its figures.

    Parameters
    ----------
    values, numerators, denominators : ndarray, shape (n,)
        Published figures: rates rounded to ``decimals``, counts rounded to whole numbers.
    decimals : int
        At least 0.

    Returns
    -------
    float or None
        The one factor of 1, 100, 1,000, 10,000 and 100,000 that gives every rate from its counts; None where none does,
        or where several do (all rates are 0). Areas without one of the three, or without persons, say nothing.
    """
    known = ~np.isnan(values + numerators + denominators) & (denominators > 0)
    rate, persons = numerators[known] / denominators[known], denominators[known]
    # Counts that a formula made are rounded themselves.
    slack = 0.5 * 10.0**-decimals + 1e-9
    fitting = [
        factor
        for factor in FACTORS
        if (np.abs(factor * rate - values[known]) <= slack + factor * (0.5 + 0.5 * rate) / persons).all()
    ]
    exact = [factor for factor in fitting if (np.abs(factor * rate - values[known]) <= slack).all()]
    found = exact or fitting
    return found[0] if len(found) == 1 and np.count_nonzero(rate) else None


@dataclass(frozen=True, slots=True)
class Blurred:
    """What a figure of rounded counts leaves open: the true one lies from ``low`` to ``high``.

    ``is_vague`` where one of its counts may be further off than a tenth of itself.
    """

    low: float
    high: float
    is_vague: bool


def blurred(pooled: Pooled, *, areas: int, base: int, factor: float = PERCENT) -> Blurred:
    """Return how far a figure may be off that was made of rounded counts.

    Parameters
    ----------
    pooled : Pooled
        The sum of counts, or the rate of two sums, of figures that were rounded one by one.
    areas : int
        How many areas were added up; at least 1. One alone is as it is published, and never vague.
    base : int
        Of which number every count is a multiple; at least 1.
    factor : float
        As for :func:`pooled_rate`; of no meaning for a count.

    Returns
    -------
    Blurred
        Each count is off by half the base at most, their sum by so many times as there are areas: whoever sees the
        areas works out the same, nothing is told by it. Ends are not negative where the figure is not, a share ends
        at 100; the upper end is infinite where the rounding leaves open whether anybody is counted.

    Examples
    --------
    >>> blurred(Pooled(400.0), areas=3, base=10)
    Blurred(low=385.0, high=415.0, is_vague=False)
    """
    off = areas * base / 2
    counts = [pooled.value] if np.isnan(pooled.denominator) else [pooled.numerator, pooled.denominator]
    is_vague = areas > 1 and any(off > FURTHEST_OFF * abs(count) for count in counts)
    if np.isnan(pooled.denominator):
        low = pooled.value - off
        return Blurred(max(low, 0.0) if pooled.value >= 0 else low, pooled.value + off, is_vague)
    top, bottom = pooled.numerator, pooled.denominator
    low = factor * max(top - off, 0.0) / (bottom + off)
    high = factor * (top + off) / (bottom - off) if bottom > off else float("inf")
    return Blurred(low, min(high, PERCENT) if factor == PERCENT else high, is_vague)
