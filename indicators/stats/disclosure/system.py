# SPDX-License-Identifier: EUPL-1.2
"""Cells, figures and equations as arrays, sorted by key so that the order of the input never matters."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from indicators.stats.disclosure.cells import Cell, Equation, Fate
from indicators.stats.disclosure.errors import inconsistent
from indicators.stats.disclosure.primary import Floats, Mask

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Positions = npt.NDArray[np.int64]

# Sums of true values may miss their total by so much of their size: binary floats hold no tenths.
_EXACT: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """What is or was published, as arrays over n cells, f figures and m equations.

    Attributes
    ----------
    keys, figures : tuple of str
        Sorted.
    value : ndarray, shape (n,)
        True values.
    down, up : ndarray, shape (n,)
        How far a cell may lie below or above its value for all that is known when it is hidden (>= 0, may be inf).
    told_down, told_up : ndarray, shape (n,)
        The same when it is shown; 0 where it is told exactly.
    need_down, need_up : ndarray, shape (n,)
        How far the attacker's interval has to reach below and above the value; NaN where the cell is not sensitive.
    figure_of : ndarray, shape (n,), int
        Position of the figure that tells a cell.
    weight : ndarray, shape (f,)
        What is lost when a figure is hidden.
    is_open, is_primary, is_hidden : ndarray, shape (f,), bool
        Whether a figure may be decided; whether it tells too much itself; whether it is hidden from the start,
        primary figures included.
    matrix : csr_array, shape (m, n)
        Coefficients of the equations.
    """

    keys: tuple[str, ...]
    figures: tuple[str, ...]
    value: Floats
    down: Floats
    up: Floats
    told_down: Floats
    told_up: Floats
    need_down: Floats
    need_up: Floats
    is_single: Mask
    figure_of: Positions
    weight: Floats
    is_open: Mask
    is_primary: Mask
    is_hidden: Mask
    matrix: "csr_array[Any, tuple[int, int]]"

    @property
    def size(self) -> int:
        """The number of cells."""
        return len(self.keys)

    @property
    def needs(self) -> Positions:
        """The positions of the sensitive cells."""
        return np.flatnonzero(~np.isnan(self.need_up))

    @property
    def spare_down(self) -> Floats:
        """How much farther below its value a cell may lie when it is hidden; 0 where it may lie anywhere anyway."""
        return _more(self.down, self.told_down)

    @property
    def spare_up(self) -> Floats:
        """The same above its value."""
        return _more(self.up, self.told_up)

    @property
    def is_constant(self) -> Mask:
        """Say which cells are told exactly whatever is decided: they tie nothing together."""
        is_fixed = ~(self.is_open | self.is_hidden)[self.figure_of]
        return np.asarray(is_fixed & (self.told_down == 0) & (self.told_up == 0))

    def part(self, cells: Positions) -> "System":
        """Return the system of some cells, in their order; equations keep the terms of these cells."""
        figures, figure_of = np.unique(self.figure_of[cells], return_inverse=True)
        columns = self.matrix[:, cells].tocsr()
        rows = np.flatnonzero(np.diff(columns.indptr))
        by_cell = {name: getattr(self, name)[cells] for name in _BY_CELL}
        by_figure = {name: getattr(self, name)[figures] for name in _BY_FIGURE}
        return System(
            keys=tuple(self.keys[each] for each in cells),
            figures=tuple(self.figures[each] for each in figures),
            figure_of=figure_of.astype(np.int64),
            matrix=columns[rows].tocsr(),
            **by_cell,
            **by_figure,
        )


def _more(reach: Floats, told: Floats) -> Floats:
    return np.subtract(reach, told, out=np.zeros(reach.size), where=np.isfinite(told))


_BY_CELL: Final = ("value", "down", "up", "told_down", "told_up", "need_down", "need_up", "is_single")
_BY_FIGURE: Final = ("weight", "is_open", "is_primary", "is_hidden")


def system_of(cells: Iterable[Cell], equations: Iterable[Equation] = ()) -> System:
    """Return cells and equations as arrays.

    Parameters
    ----------
    cells : iterable of Cell
        Each key once; no value NaN.
    equations : iterable of Equation
        They hold for the true values. Equal ones count once.

    Returns
    -------
    System

    Raises
    ------
    InconsistentSystemError
        Where a key is there twice, a value is NaN or outside of what is known of it, the cells of a figure disagree
        about its fate, a figure costs nothing, or an equation names no cell or does not hold.
    """
    ordered = sorted(cells, key=lambda cell: cell.key)
    _check_cells(ordered)
    keys = tuple(cell.key for cell in ordered)
    figures = tuple(sorted({cell.figure_key for cell in ordered}))
    place_of = {key: place for place, key in enumerate(figures)}
    value = _array(cell.value for cell in ordered)
    matrix = _matrix(keys, value, equations)
    figure_of = np.array([place_of[cell.figure_key] for cell in ordered], dtype=np.int64)
    return System(keys, figures, value, *_reaches(ordered, value), figure_of, *_figures(ordered, figure_of), matrix)


def _array(numbers: Iterable[float]) -> Floats:
    return np.array(list(numbers), dtype=np.float64)


def _check_cells(ordered: Sequence[Cell]) -> None:
    for before, cell in zip([None, *ordered], ordered, strict=False):
        if before is not None and before.key == cell.key:
            raise inconsistent("Two cells have the same key.", place=cell.key)
        if not math.isfinite(cell.value):
            raise inconsistent("A cell has no value.", place=cell.key)
        if not cell.shown.contains(cell.value):
            raise inconsistent("A cell lies outside of what is known or told of it.", place=cell.key)
        if cell.need is not None and not (cell.need.is_finite and cell.need.contains(cell.value)):
            raise inconsistent("The interval to be kept open does not hold the value of its cell.", place=cell.key)


def _reaches(ordered: Sequence[Cell], value: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats, Mask]:
    needed = [(cell.need.lower, cell.need.upper) if cell.need else (math.nan, math.nan) for cell in ordered]
    needs = np.array(needed, dtype=np.float64).reshape(-1, 2)
    return (
        value - _array(cell.lower for cell in ordered),
        _array(cell.upper for cell in ordered) - value,
        value - _array(cell.shown.lower for cell in ordered),
        _array(cell.shown.upper for cell in ordered) - value,
        value - needs[:, 0],
        needs[:, 1] - value,
        np.array([cell.is_single for cell in ordered], dtype=bool),
    )


def _figures(ordered: Sequence[Cell], figure_of: Positions) -> tuple[Floats, Mask, Mask, Mask]:
    count = int(figure_of.max(initial=-1)) + 1
    weight, fates = np.zeros(count), [Fate.OPEN] * count
    is_primary, is_seen = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    for cell, place in zip(ordered, figure_of, strict=True):
        if is_seen[place] and fates[place] != cell.fate:
            raise inconsistent("The cells of one figure disagree about what may be decided.", place=cell.figure_key)
        fates[place], is_seen[place] = cell.fate, True
        weight[place] += cell.loss
        is_primary[place] |= cell.is_primary
    is_open = np.array([fate == Fate.OPEN for fate in fates], dtype=bool)
    for cell, place in zip(ordered, figure_of, strict=True):
        if is_open[place] and not (math.isfinite(weight[place]) and weight[place] > 0):
            raise inconsistent("Hiding a figure has to cost something.", place=cell.figure_key)
    is_kept = np.array([fate == Fate.HIDDEN for fate in fates], dtype=bool)
    return weight, is_open, is_primary, is_kept | (is_open & is_primary)


def _matrix(keys: Sequence[str], value: Floats, equations: Iterable[Equation]) -> "csr_array[Any, tuple[int, int]]":
    from scipy.sparse import csr_array

    place_of = {key: place for place, key in enumerate(keys)}
    rows = sorted({_row(place_of, equation): equation for equation in equations}.items())
    for row, equation in rows:
        terms = np.array([coefficient * value[place] for place, coefficient in row])
        size = max(float(np.abs(terms).sum()), abs(equation.total), 1.0)
        if abs(float(terms.sum()) - equation.total) > _EXACT * size:
            raise inconsistent("An equation does not hold for the true values.", place=equation.name or keys[row[0][0]])
    lengths = [len(row) for row, _ in rows]
    columns = [place for row, _ in rows for place, _ in row]
    numbers = [coefficient for row, _ in rows for _, coefficient in row]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    content = (np.array(numbers, dtype=np.float64), np.array(columns, dtype=np.int64), starts)
    return csr_array(content, shape=(len(rows), len(keys)))


def _row(place_of: dict[str, int], equation: Equation) -> tuple[tuple[int, float], ...]:
    unknown = [key for key in equation.terms if key not in place_of]
    if unknown:
        raise inconsistent("An equation names a cell that is not there.", place=min(unknown))
    terms = sorted((place_of[key], float(number)) for key, number in equation.terms.items() if number)
    if not terms:
        raise inconsistent("An equation has no terms.", place=equation.name)
    if not all(math.isfinite(number) for _, number in terms):
        raise inconsistent("A coefficient is no number.", place=equation.name or min(equation.terms))
    # The same equation written with all signs turned is the same equation.
    sign = math.copysign(1.0, terms[0][1])
    return tuple((place, sign * number) for place, number in terms)
