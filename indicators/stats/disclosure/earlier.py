# SPDX-License-Identifier: EUPL-1.2
"""What earlier releases decided is no longer open."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from indicators.stats.disclosure.audit import Breach
from indicators.stats.disclosure.cells import Cell, Fate, Interval
from indicators.stats.disclosure.errors import inconsistent

_ANYTHING: Final = Interval(-math.inf, math.inf)
# Solvers miss the end of an interval by a little: so much of its width is asked for.
_NEARLY: Final = 1 - 1e-4


def still_open(breaches: Iterable[Breach], values: Mapping[str, float]) -> dict[str, Interval]:
    """Return what an attacker leaves open of cells that are too close already: they get no closer.

    Parameters
    ----------
    breaches : iterable of Breach
    values : mapping of str to float
        The true values by the key of the cell.

    Returns
    -------
    dict of str to Interval
        By the key of the cell; without an end where that one is far enough.

    Examples
    --------
    >>> found = still_open([Breach("girls", "upper", found=3.0, required=5.0)], {"girls": 1.0})
    >>> found["girls"].lower, round(found["girls"].upper, 2)
    (-inf, 3.0)
    """
    left: dict[str, Interval] = {}
    for breach in breaches:
        value, now = values[breach.cell], left.get(breach.cell, _ANYTHING)
        end = value + _NEARLY * (breach.found - value)
        is_lower = breach.end == "lower"
        left[breach.cell] = (
            Interval(max(now.lower, end), now.upper) if is_lower else Interval(now.lower, min(now.upper, end))
        )
    return left


@dataclass(frozen=True, slots=True)
class Decided:
    """The figures that earlier releases show, and those that they hide, by key."""

    shown: Collection[str] = frozenset()
    hidden: Collection[str] = frozenset()


def frozen(cells: Iterable[Cell], earlier: Decided) -> list[Cell]:
    """Return the cells with what earlier releases decided as their fate.

    Parameters
    ----------
    cells : iterable of Cell
        Of earlier releases and of the new one. A figure that was corrected is another one, with a key of its own: what
        it told before stays known.
    earlier : Decided
        Figures that are in neither stay as they are.

    Returns
    -------
    list of Cell
        In the order given. What nobody ever sees stays hidden.

    Raises
    ------
    InconsistentSystemError
        When a figure was shown and hidden, shown although nobody ever sees it, or hidden although it has to be shown
        now.
    """
    shown, hidden = frozenset(earlier.shown), frozenset(earlier.hidden)
    return [_with_fate(cell, is_shown=cell.figure_key in shown, is_hidden=cell.figure_key in hidden) for cell in cells]


def _with_fate(cell: Cell, *, is_shown: bool, is_hidden: bool) -> Cell:
    if is_shown and (is_hidden or cell.fate == Fate.HIDDEN):
        raise inconsistent("An earlier release shows a figure that is hidden.", place=cell.figure_key)
    if is_hidden and cell.fate == Fate.MUST:
        raise inconsistent("A figure has to be shown that an earlier release hides.", place=cell.figure_key)
    if is_shown:
        return replace(cell, fate=Fate.SHOWN)
    return replace(cell, fate=Fate.HIDDEN) if is_hidden else cell
