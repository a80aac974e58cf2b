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

    def at(self, places: Sequence[int]) -> "Column":
        """Return the column over some of its areas."""
        return Column(tuple(self.keys[place] for place in places), self.values[list(places)])


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


def held_each(terms: Sequence[tuple[Column, float]], name: str) -> list[Equation]:
    """Return the equation of :func:`held` for each area of some columns.

    Parameters
    ----------
    terms : sequence of (Column, float)
        Columns over the same areas, in each of which all have a cell, with their coefficients.
    name : str

    Returns
    -------
    list of Equation
        In the order of the areas.
    """
    left, size = np.zeros(terms[0][0].size), np.zeros(terms[0][0].size)
    for column, coefficient in terms:
        part = coefficient * column.values
        left, size = left + part, size + np.abs(part)
    is_nothing = np.isnan(left) | (np.abs(left) <= _NOTHING * np.maximum(1.0, size))
    totals = np.where(is_nothing, 0.0, left).tolist()
    numbers = [coefficient for _, coefficient in terms]
    keys = zip(*(column.keys for column, _ in terms), strict=True)
    return [Equation(_summed(own, numbers), total, name) for own, total in zip(keys, totals, strict=True)]


def _summed(keys: Sequence[str], numbers: Sequence[float]) -> dict[str, float]:
    """Return the coefficient of each key; those of one that comes twice add up."""
    summed = dict(zip(keys, numbers, strict=True))
    if len(summed) == len(keys):
        return summed
    summed = dict.fromkeys(summed, 0.0)
    for key, number in zip(keys, numbers, strict=True):
        summed[key] += number
    return summed


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
    summed = _summed([key for key, _, _ in terms], [coefficient for _, coefficient, _ in terms])
    is_nothing = np.isnan(left) or abs(left) <= _NOTHING * size
    return Equation(summed, 0.0 if is_nothing else float(left), name)
