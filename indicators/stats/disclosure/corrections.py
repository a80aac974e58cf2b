# SPDX-License-Identifier: EUPL-1.2
"""What earlier releases told and a correction changed: other cells, which stay known and add up among themselves."""

from collections.abc import Iterable, Mapping
from typing import Final

from indicators.stats.disclosure.cells import Cell, Equation
from indicators.stats.disclosure.columns import Added, held

BEFORE: Final = "@"


def former_key(key: str, number: int) -> str:
    """Return the key of a cell as an earlier release told it.

    Parameters
    ----------
    key : str
        Of the cell as it is now.
    number : int
        Of the release.

    Returns
    -------
    str
    """
    return f"{key}{BEFORE}{number}"


def still_known(now: Iterable[Cell], equations: Iterable[Equation], former: Mapping[str, Cell]) -> Added:
    """Return the cells of an earlier release that differ from those of now, and what added up then.

    Parameters
    ----------
    now : iterable of Cell
        As they are now.
    equations : iterable of Equation
        Between them.
    former : mapping of str to Cell
        By the key of now the cell of then, with a key of its own, its value and its fate then. Cells that say the same
        as now are not in it: they are the same.

    Returns
    -------
    Added
        The former cells, and every equation that holds one of them, with them in place of those of now. A cell that the
        correction left alone is the same in both: a corrected part and its corrected whole tell what changed, and
        nothing of the parts that stayed. Who corrects one part of a hidden pair shows by how much.
    """
    values = {cell.key: cell.value for cell in now} | {cell.key: cell.value for cell in former.values()}
    found = []
    for equation in equations:
        if not any(key in former for key in equation.terms):
            continue
        terms = [(former[key].key if key in former else key, number) for key, number in equation.terms.items()]
        found.append(held([(key, number, values[key]) for key, number in terms], equation.name))
    return Added(tuple(former.values()), tuple(found))
