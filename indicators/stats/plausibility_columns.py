# SPDX-License-Identifier: EUPL-1.2
"""What a whole column gives away: another unit, exchanged columns, one value for all, heaped digits, gaps in time."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.plausibility import medians, on_scale

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FACTORS: Final = (10.0, 100.0, 1_000.0)
STEPS: Final = (1_000, 100, 50, 10, 5)
MOST: Final = 0.8
_CLOSE: Final = 1.6  # a factor of 10 is told apart from a doubling, and from 10 * 1.6


@dataclass(frozen=True, slots=True)
class UnitSwitch:
    """Values are ``factor`` times those before (100: percent instead of proportions) in ``n`` of ``of`` areas."""

    factor: float
    n: int
    of: int


@dataclass(frozen=True, slots=True)
class AllEqual:
    """All ``n`` areas have the same value."""

    value: float
    n: int


@dataclass(frozen=True, slots=True)
class SwappedParts:
    """In ``n`` of ``of`` areas the numerator is larger than the denominator."""

    n: int
    of: int


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Two columns fit each other's history better than their own: median distances on the log scale."""

    first: int
    second: int
    own: float
    other: float


@dataclass(frozen=True, slots=True)
class Heaping:
    """Of ``n`` values the share ``share`` is a multiple of ``step``; chance alone would give 1 / step."""

    step: int
    share: float
    n: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Between two periods ``missing`` periods are absent, as the usual distance of the series tells."""

    after: int
    before: int
    missing: int


def unit_switch(values: Floats, before: Floats) -> UnitSwitch | None:
    """Say whether a column is written in another unit than before: per mille for percent, thousands for ones.

    Parameters
    ----------
    values, before : ndarray, shape (n,), float
        The delivered values and those of the period before, area by area; NaN, zero and negative values say nothing.

    Returns
    -------
    UnitSwitch or None
        When the median ratio is 10, 100 or 1,000 (or one of their inverses) by a factor of 1.6 at most and 80 % of at
        least 3 areas agree.

    References
    ----------
    None: own rule.

    Examples
    --------
    >>> unit_switch(np.array([121.0, 98.0, 143.0]), np.array([12.0, 10.0, 14.0])).factor
    10.0
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        usable = (values > 0) & (before > 0)
    ratio = np.log(values[usable] / before[usable])
    if ratio.size < 3:  # noqa: PLR2004 - two areas may both have grown
        return None
    middle = float(np.median(ratio))
    for factor in (*FACTORS, *(1 / factor for factor in FACTORS)):
        close = np.abs(ratio - np.log(factor)) <= np.log(_CLOSE)
        if abs(middle - np.log(factor)) <= np.log(_CLOSE) and close.mean() >= MOST:
            return UnitSwitch(factor, int(close.sum()), int(ratio.size))
    return None


def all_equal(values: Floats, *, least: int = 5) -> AllEqual | None:
    """Say whether all areas have the same value.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        NaN is left out.
    least : int
        How many values there have to be.

    Returns
    -------
    AllEqual or None

    References
    ----------
    None.

    Examples
    --------
    >>> all_equal(np.full(5, 7.0))
    AllEqual(value=7.0, n=5)
    """
    there = values[~np.isnan(values)]
    if there.size < least or (there != there[0]).any():
        return None
    return AllEqual(float(there[0]), int(there.size))


def repeated(values: Floats, before: Floats, *, least: int = 5) -> int:
    """Count the areas of a column that repeats the period before to the last digit.

    Parameters
    ----------
    values, before : ndarray, shape (n,), float
        The delivered values and those of the period before, area by area; NaN is left out.
    least : int
        How many areas with both values there have to be.

    Returns
    -------
    int
        0 when one area differs, when there are too few, or when all areas have one value anyway.

    References
    ----------
    None.

    Examples
    --------
    >>> repeated(np.arange(6.0), np.arange(6.0))
    6
    """
    both = ~np.isnan(values) & ~np.isnan(before)
    if both.sum() < least or (values[both] != before[both]).any() or all_equal(values, least=1):
        return 0
    return int(both.sum())


def swapped_parts(numerator: Floats, denominator: Floats) -> SwappedParts | None:
    """Say whether numerator and denominator stand in each other's column.

    Parameters
    ----------
    numerator, denominator : ndarray, shape (n,), float
        NaN is left out.

    Returns
    -------
    SwappedParts or None
        When the numerator is the larger one in 80 % of at least 3 areas.

    References
    ----------
    None: own rule.

    Examples
    --------
    >>> swapped_parts(np.array([90.0, 80.0, 70.0]), np.array([9.0, 8.0, 7.0]))
    SwappedParts(n=3, of=3)
    """
    both = ~np.isnan(numerator) & ~np.isnan(denominator)
    larger = numerator[both] > denominator[both]
    if larger.size < 3 or larger.mean() < MOST:  # noqa: PLR2004 - two areas may both be wrong
        return None
    return SwappedParts(int(larger.sum()), int(larger.size))


def exchanged_columns(values: Floats, before: Floats, *, least: float = 0.2) -> tuple[Exchanged, ...]:
    """Find pairs of columns that were exchanged, compared with the period before.

    Parameters
    ----------
    values, before : ndarray, shape (s, n), float
        One row per column of the delivery, one place per area; NaN is missing.
    least : float
        A column closer to its own past than this (log scale) is never called exchanged.

    Returns
    -------
    tuple of Exchanged
        Pairs whose distance to each other's past is less than a quarter of that to their own; each column in at most
        one pair, the clearest first.

    References
    ----------
    None: own rule.

    Examples
    --------
    >>> old = np.array([[100.0, 200.0, 300.0], [1.0, 2.0, 3.0]])
    >>> exchanged_columns(old[::-1], old)[0].second
    1
    """
    new, old = on_scale(values, "log"), on_scale(before, "log")
    own = medians(np.abs(new - old))
    candidates = np.flatnonzero(own >= least)
    found: list[tuple[float, Exchanged]] = []
    for place, first in enumerate(candidates):
        for second in candidates[place + 1 :]:
            crossed = float(np.sum(medians(np.abs(np.stack([new[first] - old[second], new[second] - old[first]])))))
            direct = float(own[first] + own[second])
            if crossed < direct / 4:
                found.append((crossed / direct, Exchanged(int(first), int(second), direct / 2, crossed / 2)))
    return _each_once([pair for _, pair in sorted(found, key=lambda each: (each[0], each[1].first))])


def heaping(values: Floats, *, least: int = 20) -> Heaping | None:
    """Say whether values were rounded to multiples of 5, 10, 50, 100 or 1,000.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        NaN and 0 are left out: zero is a multiple of everything.
    least : int
        How many whole numbers above the step there have to be.

    Returns
    -------
    Heaping or None
        The largest step of which 80 % are multiples; None for values that are not whole.

    References
    ----------
    None: own rule; with 20 values and a step of 5, chance reaches 80 % in one of 10^8 columns.

    Examples
    --------
    >>> heaping(np.arange(1, 31) * 5.0).step
    5
    """
    there = np.abs(values[~np.isnan(values) & (values != 0)])
    if there.size < least or (there != np.rint(there)).any():
        return None
    for step in STEPS:
        share = float((there % step == 0).mean())
        if share >= MOST:
            return Heaping(step, share, int(there.size))
    return None


def gaps(months: Ints) -> tuple[Gap, ...]:
    """Find the gaps between the periods of a series.

    Parameters
    ----------
    months : ndarray, shape (k,), int
        The start of each period in months (12 * year + month), in any order, all of one kind of period.

    Returns
    -------
    tuple of Gap
        Where the distance is at least twice the usual one, which is the most frequent (the smallest of equally
        frequent ones). Fewer than 3 periods have no usual distance and no gap.

    References
    ----------
    None.

    Examples
    --------
    >>> gaps(12 * np.array([2015, 2016, 2017, 2020]))
    (Gap(after=24204, before=24240, missing=2),)
    """
    ordered = np.unique(months)
    if ordered.size < 3:  # noqa: PLR2004 - one distance tells nothing about the usual one
        return ()
    distances = np.diff(ordered)
    sizes, counts = np.unique(distances, return_counts=True)
    usual = int(sizes[np.argmax(counts)])
    return tuple(
        Gap(int(ordered[place]), int(ordered[place + 1]), round(int(distances[place]) / usual) - 1)
        for place in np.flatnonzero(distances >= 2 * usual)
    )


def _each_once(pairs: list[Exchanged]) -> tuple[Exchanged, ...]:
    taken: set[int] = set()
    kept = []
    for pair in pairs:
        if not taken & {pair.first, pair.second}:
            taken |= {pair.first, pair.second}
            kept.append(pair)
    return tuple(kept)
