# SPDX-License-Identifier: EUPL-1.2
"""The cells of one count over areas, and what relations add to a system."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.stats.disclosure.cells import Cell, Equation
from indicators.stats.disclosure.primary import Floats, Mask

NO_CELL: Final = ""
# Sums of true values may miss their total by so much of their size: binary floats hold no tenths.
_NOTHING: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One count of one period and boundary version over n areas, in their frozen order.

    Attributes
    ----------
    keys : tuple of str, length n
        The cell of each area; "" where there is none: nothing was counted there, which is not 0.
    values : ndarray, shape (n,)
        True values; NaN where there is no cell, and where we do not know the value either.
    """

    keys: tuple[str, ...]
    values: Floats

    def __post_init__(self) -> None:
        """Refuse arrays of different lengths."""
        if self.values.shape != (len(self.keys),):
            raise ValueError(f"A column has {len(self.keys)} keys and values of shape {self.values.shape}.")

    @property
    def size(self) -> int:
        """The number of areas."""
        return len(self.keys)

    @property
    def is_there(self) -> Mask:
        """Which areas have a cell."""
        return np.array([key != NO_CELL for key in self.keys], dtype=bool)


@dataclass(frozen=True, slots=True)
class Added:
    """What a relation adds to a system: cells that no figure tells, and equations that everybody knows."""

    cells: tuple[Cell, ...] = ()
    equations: tuple[Equation, ...] = ()

    def __add__(self, other: "Added") -> "Added":
        """Return both together; a cell that both add is there once."""
        known = {cell.key for cell in self.cells}
        more = tuple(cell for cell in other.cells if cell.key not in known)
        return Added(self.cells + more, self.equations + other.equations)


def together(parts: Iterable[Added]) -> Added:
    """Return what several relations add; a cell that several of them add is there once.

    Parameters
    ----------
    parts : iterable of Added

    Returns
    -------
    Added
    """
    cells: dict[str, Cell] = {}
    equations: list[Equation] = []
    for part in parts:
        for cell in part.cells:
            cells.setdefault(cell.key, cell)
        equations += part.equations
    return Added(tuple(cells.values()), tuple(equations))


def held(terms: Sequence[tuple[str, float, float]], name: str) -> Equation:
    """Return the equation that a weighted sum has the total that it has.

    Parameters
    ----------
    terms : sequence of (str, float, float)
        Key, coefficient and true value of each cell; a key may come twice.
    name : str
        What the equation is called in messages.

    Returns
    -------
    Equation
        Its total is 0 where the terms cancel out, and where the value of one is not known. Otherwise it is what is left
        over: a source that rounds each figure, say, leaves some. Then the attacker is taken to know by how much.
    """
    left = sum(coefficient * value for _, coefficient, value in terms)
    size = max(1.0, sum(abs(coefficient * value) for _, coefficient, value in terms))
    summed: dict[str, float] = {}
    for key, coefficient, _ in terms:
        summed[key] = summed.get(key, 0.0) + coefficient
    is_nothing = np.isnan(left) or abs(left) <= _NOTHING * size
    return Equation(summed, 0.0 if is_nothing else float(left), name)
