# SPDX-License-Identifier: EUPL-1.2
"""What earlier releases decided is no longer open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from indicators.stats.disclosure.cells import Cell, Fate
from indicators.stats.disclosure.errors import inconsistent


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
