# SPDX-License-Identifier: EUPL-1.2
"""Whether figures that belong together fit: parts and wholes, sums and totals, rates and their counts."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BASES: Final = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0)
MOST_DECIMALS: Final = 6
# Additions of doubles are off by a few units in the last place.
_NOISE: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Differing:
    """Figures that do not fit: positions, what was given and what would fit, each of shape (k,)."""

    positions: Ints
    given: Floats
    expected: Floats

    @property
    def difference(self) -> Floats:
        """Given minus expected."""
        return self.given - self.expected


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums by group, each array of shape (g,): over the known values, how many those are, and how many are missing."""

    known: Floats
    parts: Ints
    missing: Ints


@dataclass(frozen=True, slots=True)
class RateBase:
    """By what rates were multiplied (100: percent), and which share of them fits that."""

    base: float
    share: float
    n: int


def parts_beyond_wholes(part: Floats, whole: Floats, *, tolerance: float = 0.0) -> Differing:
    """Find the parts that are larger than their whole.

    Parameters
    ----------
    part, whole : ndarray, shape (n,), float
        In the same unit; NaN is missing and never found.
    tolerance : float
        What rounding may add, at least 0.

    Returns
    -------
    Differing
        ``expected`` is the whole, which a part may not exceed.

    References
    ----------
    None.

    Examples
    --------
    >>> parts_beyond_wholes(np.array([5.0, 3.0]), np.array([4.0, 4.0])).positions.tolist()
    [0]
    """
    with np.errstate(invalid="ignore"):
        return _where(part > whole + tolerance + _NOISE * np.abs(whole), part, whole)


def add_up(values: Floats, groups: Ints, size: int) -> Sums:
    """Add up values by group.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        NaN is missing.
    groups : ndarray, shape (n,), int
        The group of each value, 0 to ``size`` - 1; a negative one is left out.
    size : int
        The number of groups.

    Returns
    -------
    Sums
        A group without a known value has the sum NaN: nothing known is not zero.

    References
    ----------
    None.

    Examples
    --------
    >>> add_up(np.array([1.0, 2.0, np.nan]), np.array([0, 0, 1]), 2).known.tolist()
    [3.0, nan]
    """
    inside = groups >= 0
    groups, values = groups[inside], values[inside]
    there = ~np.isnan(values)
    parts = np.bincount(groups[there], minlength=size)[:size]
    known = np.bincount(groups[there], weights=values[there], minlength=size)[:size]
    missing = np.bincount(groups[~there], minlength=size)[:size]
    return Sums(np.where(parts > 0, known, np.nan), parts.astype(np.int64), missing.astype(np.int64))


def sums_beside_totals(total: Floats, sums: Sums, *, step: float = 0.0) -> Differing:
    """Find the totals that are not the sum of their parts.

    Parameters
    ----------
    total : ndarray, shape (g,), float
        The given totals; NaN is never found.
    sums : Sums
        Of the parts, by group.
    step : float
        To what multiples the figures were rounded, 0 when they are exact. Each of the k parts and the total may be off
        by half a step, so that (k + 1) step / 2 is tolerated.

    Returns
    -------
    Differing
        ``expected`` is the sum. Where parts are missing a total is found only when the known parts, none of them
        negative in sum, exceed it already.

    References
    ----------
    None: the sum of the largest rounding errors.

    Examples
    --------
    See docs/methods/plausibility.md.
    """
    tolerance = (sums.parts + 1) * step / 2 + _NOISE * np.maximum(1.0, np.abs(np.nan_to_num(sums.known)))
    with np.errstate(invalid="ignore"):
        is_off = np.abs(total - sums.known) > tolerance
        is_exceeded = (sums.known - total > tolerance) & (total >= 0)
    return _where(np.where(sums.missing > 0, is_exceeded, is_off), total, sums.known)


def decimals_of(values: Floats) -> int:
    """Return with how many decimals values were written.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        NaN is left out.

    Returns
    -------
    int
        0 to 6: the fewest decimals that hold every value; 6 when none does, 0 without a value.

    References
    ----------
    None.

    Examples
    --------
    >>> decimals_of(np.array([1.0, 2.25, np.nan]))
    2
    """
    there = values[np.isfinite(values)]
    for decimals in range(MOST_DECIMALS):
        exact = there * 10.0**decimals
        if (np.abs(exact - np.rint(exact)) <= 1e-6 * np.maximum(1.0, np.abs(there))).all():
            return decimals
    return MOST_DECIMALS


def rates_beside_parts(
    rate: Floats, parts: tuple[Floats, Floats], *, base: float, decimals: int, step: float = 0.0
) -> Differing:
    """Find the rates that do not follow from their numerator and denominator.

    Parameters
    ----------
    rate : ndarray, shape (n,), float
        As delivered; NaN is never found.
    parts : tuple of ndarray, shape (n,), float
        Numerator and denominator; a missing one or a denominator not above 0 is never found.
    base : float
        100 for percent, 1000 for per mille.
    decimals : int
        With how many decimals the rates were written: half a unit of the last one is tolerated.
    step : float
        To what multiples the parts were rounded, 0 when they are exact.

    Returns
    -------
    Differing
        ``expected`` is base * numerator / denominator, unrounded.

    References
    ----------
    None: the sum of the largest rounding errors, to first order.

    Examples
    --------
    >>> rates_beside_parts(np.array([12.0, 21.0]), (np.array([3.0, 3.0]), np.array([25.0, 25.0])), base=100.0,
    ...                    decimals=0).positions.tolist()
    [1]
    """
    expected = _rates(parts, base)
    with np.errstate(invalid="ignore", divide="ignore"):
        tolerance = 0.5 * 10.0**-decimals + step / 2 * (base + np.abs(expected)) / parts[1]
        return _where(np.abs(rate - expected) > tolerance * (1 + 1e-6) + _NOISE, rate, expected)


def base_of_rates(rate: Floats, parts: tuple[Floats, Floats], *, decimals: int) -> RateBase | None:
    """Say by what rates were multiplied, found from their numerators and denominators.

    Parameters
    ----------
    rate, parts, decimals
        As in `rates_beside_parts`; rates of 0 say nothing and are left out.

    Returns
    -------
    RateBase or None
        The base of 1, 100, 1,000, 10,000 and 100,000 that fits most rates; None when no rate can be compared.

    References
    ----------
    None.

    Examples
    --------
    >>> base_of_rates(np.array([120.0]), (np.array([3.0]), np.array([25.0])), decimals=0).base
    1000.0
    """
    expected = _rates(parts, 1.0)
    usable = ~np.isnan(rate) & (expected > 0)
    if not usable.any():
        return None
    best = RateBase(0.0, -1.0, 0)
    for base in BASES:
        tolerance = 0.5 * 10.0**-decimals * (1 + 1e-6) + _NOISE
        share = float((np.abs(rate - base * expected)[usable] <= tolerance).mean())
        if share > best.share:
            best = RateBase(base, share, int(usable.sum()))
    return best


def outside(values: Floats, low: float, high: float) -> Ints:
    """Find values outside an interval, for instance shares outside 0 to 100.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        NaN is never found.
    low, high : float
        The limits, both allowed.

    Returns
    -------
    ndarray, shape (k,), int
        Positions.

    References
    ----------
    None.

    Examples
    --------
    >>> outside(np.array([-0.1, 0.0, 100.0, 100.1, np.nan]), 0.0, 100.0).tolist()
    [0, 3]
    """
    with np.errstate(invalid="ignore"):
        return np.flatnonzero((values < low) | (values > high)).astype(np.int64)


def _rates(parts: tuple[Floats, Floats], base: float) -> Floats:
    numerator, denominator = parts
    with np.errstate(invalid="ignore", divide="ignore"):  # nobody: NaN
        return np.asarray(np.where(denominator > 0, base * numerator / denominator, np.nan))


def _where(is_told: npt.NDArray[np.bool_], given: Floats, expected: Floats) -> Differing:
    positions = np.flatnonzero(is_told).astype(np.int64)
    return Differing(positions, given[positions], expected[positions])
