# SPDX-License-Identifier: EUPL-1.2
"""How many stand behind each figure of a slice, and how much of it is the largest one's: what has to stay open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.stats.disclosure.primary import Floats
from indicators.stats.disclosure.rounding import PERCENT
from indicators.stats.disclosure.rules import CellRule
from indicators.stats.disclosure.system import Positions

# Of more contributors than the two largest nothing is delivered.
MOST_NAMED: Final = 2
_LEAST: Final = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Behind:
    """What stands behind n figures; NaN where nobody said it.

    Attributes
    ----------
    units : ndarray, shape (n,)
        How many establishments or households contribute.
    largest, second : ndarray, shape (n,)
        The largest and the second largest contribution, in the unit of the figures.
    """

    units: Floats
    largest: Floats
    second: Floats

    def __post_init__(self) -> None:
        """Refuse arrays of different lengths."""
        if not self.units.shape == self.largest.shape == self.second.shape:
            raise ValueError("Numbers of units and contributions have one value for each figure.")


def nothing_known(size: int) -> Behind:
    """Return what stands behind figures of which nobody said anything.

    Parameters
    ----------
    size : int
        The number of figures.

    Returns
    -------
    Behind
    """
    unknown = np.full(size, np.nan)
    return Behind(unknown, unknown, unknown)


def asks_for_units(rule: CellRule) -> bool:
    """Say whether a rule is judged by the number of units.

    Parameters
    ----------
    rule : CellRule

    Returns
    -------
    bool
    """
    return rule.minimum_units > 0


def asks_for_contributions(rule: CellRule) -> bool:
    """Say whether a rule is judged by the largest contributions.

    Parameters
    ----------
    rule : CellRule

    Returns
    -------
    bool
    """
    return bool(rule.dominance[0]) or rule.prior > 0


def fewest(parts: Iterable[Behind]) -> Behind:
    """Return what is sure to stand behind a figure that is made of several: as many units as behind the fewest.

    Parameters
    ----------
    parts : iterable of Behind
        At least one.

    Returns
    -------
    Behind
        Of contributions nothing is known where there is more than one part.
    """
    kept = list(parts)
    if len(kept) == 1:
        return kept[0]
    unknown = np.full(kept[0].units.shape, np.nan)
    return Behind(np.min([each.units for each in kept], axis=0), unknown, unknown)


def widths(rule: CellRule, totals: Floats, behind: Behind) -> Floats:
    """Return how far each figure has to stay open to either side: few units, (n, k) dominance, p percent.

    Parameters
    ----------
    rule : CellRule
        Of dominance at most n = 2.
    totals : ndarray, shape (n,)
        The figures; NaN is nothing that could be hidden, of 0 nobody has a part.
    behind : Behind
        Where a number of units is not known there are too few; where a contribution is not known it is the whole.

    Returns
    -------
    ndarray, shape (n,)
        0 where the figure may be told; few units need at least 1.

    Raises
    ------
    ValueError
        When the rule asks for more contributors than the two largest.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.2.2 (as :func:`~.rules.need_of_magnitude`, for
    many figures at once).

    Examples
    --------
    >>> behind = Behind(np.array([4.0]), np.array([90.0]), np.array([5.0]))
    >>> widths(CellRule(dominance=(1, 75.0)), np.array([100.0]), behind).tolist()
    [20.0]
    """
    n, k = rule.dominance
    if n > MOST_NAMED:
        raise ValueError("Dominance of more than the two largest contributors cannot be judged.")
    size = np.where(np.isnan(totals), 0.0, np.abs(totals))
    wide = np.zeros(totals.shape)
    if asks_for_units(rule):
        few = ~(behind.units >= rule.minimum_units)
        wide = np.where(few, np.maximum(_LEAST, rule.safety_range / PERCENT * size), wide)
    if asks_for_contributions(rule):
        first = np.where(np.isnan(behind.largest), size, behind.largest)
        other = np.where(np.isnan(behind.second), np.maximum(size - first, 0.0), behind.second)
        if n:
            wide = np.maximum(wide, PERCENT / k * (first + (other if n > 1 else 0.0)) - size)
        if rule.prior:
            wide = np.maximum(wide, rule.prior / PERCENT * first - (size - first - other))
    return np.where(size > 0, wide, 0.0)


def joined(delivered: Behind, below: Behind) -> Behind:
    """Return what was delivered, and what follows from the level below where nothing was.

    Parameters
    ----------
    delivered, below : Behind
        For the same figures.

    Returns
    -------
    Behind
    """
    pairs = zip(_bands(delivered), _bands(below), strict=True)
    return Behind(*(np.where(np.isnan(own), other, own) for own, other in pairs))


def rolled(behind: Behind, parents: Positions, size: int, *, adds_up: bool) -> Behind:
    """Return what stands behind the sums over areas.

    Parameters
    ----------
    behind : Behind
        By area.
    parents : ndarray of int, shape (n,)
        Position of each area in the coarser level; -1 for none.
    size : int
        The number of areas there.
    adds_up : bool
        Whether a unit belongs to one area, so that numbers of units add up. Otherwise there are only as many for sure
        as in the area with the most.

    Returns
    -------
    Behind
        NaN where one of the areas says nothing: there may be a larger contribution. A contributor is taken to sit in
        one area, whose second largest contribution may be the second largest of all.
    """
    units, largest, second = (np.full(size, np.nan) for _ in range(3))
    for place in np.unique(parents[parents >= 0]):
        inner = parents == place
        counted = behind.units[inner]
        units[place] = counted.sum() if adds_up else counted.max()
        largest[place] = behind.largest[inner].max()
        amounts = np.concatenate([behind.largest[inner], behind.second[inner]])
        second[place] = np.nan if np.isnan(amounts).any() else np.sort(amounts)[-2]
    return Behind(units, largest, second)


def _bands(behind: Behind) -> tuple[Floats, Floats, Floats]:
    return behind.units, behind.largest, behind.second
