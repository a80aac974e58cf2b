# SPDX-License-Identifier: EUPL-1.2
"""The attacker: how far a hidden cell can be narrowed by everything that is shown.

All programs are written in deviations from the true values, so that 0 always fulfils them: a solver that calls one of
them infeasible is wrong, and that is an error.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from indicators.stats.disclosure.cells import Interval
from indicators.stats.disclosure.connections import grouped
from indicators.stats.disclosure.errors import SolverError
from indicators.stats.disclosure.primary import Floats, Mask
from indicators.stats.disclosure.solving import Optimum, Program, maximum
from indicators.stats.disclosure.system import Positions, System

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Solvers fulfil equations up to 1e-7; a cell whose interval is short by less is held to be protected.
TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """How far each cell may lie below and above its value, both >= 0, for all that its figure tells."""

    down: Floats
    up: Floats

    @property
    def is_free(self) -> Mask:
        """Which cells are not told exactly."""
        return np.asarray((self.down > 0) | (self.up > 0))

    def knowing(self, cell: int) -> "Reach":
        """Return what is left to somebody who knows one more cell."""
        down, up = self.down.copy(), self.up.copy()
        down[cell] = up[cell] = 0.0
        return Reach(down, up)


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A group of cells that are not told exactly and hang together, ready to be attacked."""

    cells: Positions
    matrix: "csr_array[Any, tuple[int, int]]"
    rows: Positions
    down: Floats
    up: Floats

    @property
    def program(self) -> Program:
        """All deviations from the true values that a reader cannot rule out."""
        return Program(self.matrix, np.zeros(self.rows.size), -self.down, self.up)

    def farthest(self, place: int, sign: int) -> Optimum:
        """Return how far the cell at a place may lie above (sign 1) or below (sign -1) its value."""
        objective = np.zeros(self.cells.size)
        objective[place] = sign
        return reliable(maximum(objective, self.program))


def reliable(optimum: Optimum | None) -> Optimum:
    """Return the outcome of a program that 0 fulfils.

    Parameters
    ----------
    optimum : Optimum or None

    Returns
    -------
    Optimum

    Raises
    ------
    SolverError
        When the solver says that nothing fulfils it.
    """
    if optimum is None:
        raise SolverError("The solver found no deviation at all, although none at all is one.")
    return optimum


def reach_of(system: System, hidden: Mask) -> Reach:
    """Return what a reader knows of each cell by itself.

    Parameters
    ----------
    system : System
    hidden : ndarray, shape (f,), bool
        The figures that are hidden.

    Returns
    -------
    Reach
    """
    is_hidden = hidden[system.figure_of]
    return Reach(np.where(is_hidden, system.down, system.told_down), np.where(is_hidden, system.up, system.told_up))


def field_of(system: System, reach: Reach, cells: Positions) -> Field:
    """Return some cells as a field; all others are held at their value.

    Parameters
    ----------
    system : System
    reach : Reach
    cells : ndarray, int
        Positions, ascending.

    Returns
    -------
    Field
    """
    inner = system.matrix[:, cells].tocsr()
    rows = np.flatnonzero(np.diff(inner.indptr))
    return Field(cells, inner[rows].tocsr(), rows, reach.down[cells], reach.up[cells])


def fields_of(system: System, reach: Reach) -> Iterator[Field]:
    """Give the groups of cells that are not told exactly and hang together.

    Parameters
    ----------
    system : System
    reach : Reach

    Returns
    -------
    iterator of Field
    """
    for cells in grouped(system.matrix, reach.is_free):
        yield field_of(system, reach, cells)


def intervals(system: System, hidden: Mask, keys: Collection[str] | None = None) -> dict[str, Interval]:
    """Return the narrowest interval that a reader can find for each cell.

    Parameters
    ----------
    system : System
    hidden : ndarray, shape (f,), bool
        The figures that are hidden.
    keys : collection of str, optional
        The cells asked for; without it all that are not told exactly.

    Returns
    -------
    dict of str to Interval
        Two linear programs for each cell. One that is told exactly, or follows, has an interval of one number.

    Raises
    ------
    SolverError
        When a program has no reliable outcome.

    References
    ----------
    Fischetti and Salazar (2001), Management Science 47(7), section 2 (attacker subproblems).
    """
    reach = reach_of(system, hidden)
    asked = {system.keys[place] for place in np.flatnonzero(reach.is_free)} if keys is None else set(keys)
    found = {
        key: Interval(number, number)
        for key, number in zip(system.keys, system.value.tolist(), strict=True)
        if key in asked
    }
    for field in fields_of(system, reach):
        for place, cell in enumerate(field.cells):
            key = system.keys[cell]
            if key in asked:
                ends = [field.farthest(place, sign).value for sign in (-1, 1)]
                # Solvers miss the end by some 1e-9: what follows exactly is told exactly.
                down, up = (0.0 if each < TOLERANCE else each for each in ends)
                found[key] = Interval(float(system.value[cell]) - down, float(system.value[cell]) + up)
    return found


def is_short(found: float, required: float) -> bool:
    """Say whether a deviation is smaller than required, beyond what solvers miss.

    Parameters
    ----------
    found : float
        May be infinite.
    required : float
        Finite.

    Returns
    -------
    bool
    """
    return found < required - TOLERANCE * max(1.0, abs(required))
