# SPDX-License-Identifier: EUPL-1.2
"""Cells, figures and equations as arrays, sorted by key so that the order of the input never matters."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from indicators.stats.disclosure.cells import Cell, Equation, Fate
from indicators.stats.disclosure.errors import inconsistent
from indicators.stats.disclosure.matrix import matrix_of
from indicators.stats.disclosure.primary import Floats, Mask

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Positions = npt.NDArray[np.int64]


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
    keys = tuple(cell.key for cell in ordered)
    figures, figure_of = _figure_of(ordered)
    columns = _columns(ordered)
    _check_cells(ordered, columns)
    matrix = matrix_of(keys, columns.value, list(equations))
    return System(
        keys, figures, columns.value, *columns.reaches, figure_of, *_figures(ordered, columns, figure_of), matrix
    )


def _figure_of(ordered: Sequence[Cell]) -> tuple[tuple[str, ...], Positions]:
    told = [cell.figure_key for cell in ordered]
    figures = tuple(sorted(set(told)))
    place_of = {key: place for place, key in enumerate(figures)}
    return figures, np.array([place_of[key] for key in told], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """What cells say, as arrays in their order; NaN where a cell needs nothing."""

    value: Floats
    lower: Floats
    upper: Floats
    told_lower: Floats
    told_upper: Floats
    need_lower: Floats
    need_upper: Floats
    is_single: Mask

    @property
    def reaches(self) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats, Mask]:
        """How far each cell may lie below and above its value: hidden, shown, and as it has to be."""
        value = self.value
        return (
            value - self.lower,
            self.upper - value,
            value - self.told_lower,
            self.told_upper - value,
            value - self.need_lower,
            self.need_upper - value,
            self.is_single,
        )


def _columns(ordered: Sequence[Cell]) -> _Columns:
    value = _array(cell.value for cell in ordered)
    lower, upper = _array(cell.lower for cell in ordered), _array(cell.upper for cell in ordered)
    told = (value.copy(), value.copy())
    needs = (np.full(value.size, math.nan), np.full(value.size, math.nan))
    for place, cell in enumerate(ordered):
        for ends, interval in ((told, cell.told), (needs, cell.need)):
            if interval is not None:
                ends[0][place], ends[1][place] = interval.lower, interval.upper
    is_single = np.array([cell.is_single for cell in ordered], dtype=bool)
    return _Columns(value, lower, upper, np.maximum(lower, told[0]), np.minimum(upper, told[1]), *needs, is_single)


def _array(numbers: Iterable[float]) -> Floats:
    return np.array(list(numbers), dtype=np.float64)


def _check_cells(ordered: Sequence[Cell], columns: _Columns) -> None:
    value, is_needed = columns.value, ~np.isnan(columns.need_lower)
    for before, cell in pairwise(ordered):
        if before.key == cell.key:
            raise inconsistent("Two cells have the same key.", place=cell.key)
    is_open = np.isfinite(columns.need_lower) & np.isfinite(columns.need_upper)
    is_held = (columns.need_lower <= value) & (value <= columns.need_upper)
    for lost, message in (
        (~np.isfinite(value), "A cell has no value."),
        (
            (value < columns.told_lower) | (value > columns.told_upper),
            "A cell lies outside of what is known or told of it.",
        ),
        (is_needed & ~(is_open & is_held), "The interval to be kept open does not hold the value of its cell."),
    ):
        if lost.any():
            raise inconsistent(message, place=ordered[int(np.flatnonzero(lost)[0])].key)


def _figures(ordered: Sequence[Cell], columns: _Columns, figure_of: Positions) -> tuple[Floats, Mask, Mask, Mask]:
    count = int(figure_of.max(initial=-1)) + 1
    fates = list(Fate)
    fate = np.array([fates.index(cell.fate) for cell in ordered], dtype=np.int64)
    own = np.zeros(count, dtype=np.int64)
    own[figure_of] = fate
    _refuse(ordered, own[figure_of] != fate, "The cells of one figure disagree about what may be decided.")
    loss = np.maximum(np.abs(columns.value), 1.0)
    for place, cell in enumerate(ordered):
        if cell.weight is not None:
            loss[place] = cell.weight
    weight: Floats = np.bincount(figure_of, weights=loss, minlength=count).astype(np.float64)
    is_open: Mask = own == fates.index(Fate.OPEN)
    is_kept: Mask = own == fates.index(Fate.HIDDEN)
    costs = np.isfinite(weight) & (weight > 0)
    _refuse(ordered, (is_open & ~costs)[figure_of], "Hiding a figure has to cost something.")
    tells = (fate != fates.index(Fate.HIDDEN)) & (
        (columns.told_lower > columns.need_lower) | (columns.told_upper < columns.need_upper)
    )
    is_primary = np.zeros(count, dtype=bool)
    is_primary[figure_of[tells]] = True
    return weight, is_open, is_primary, is_kept | (is_open & is_primary)


def _refuse(ordered: Sequence[Cell], lost: Mask, message: str) -> None:
    if lost.any():
        raise inconsistent(message, place=ordered[int(np.flatnonzero(lost)[0])].figure_key)
