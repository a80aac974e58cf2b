# SPDX-License-Identifier: EUPL-1.2
"""Which cells hang together: by an equation, or by a figure that tells several of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from indicators.stats.disclosure.primary import Mask
from indicators.stats.disclosure.system import Positions, System

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Equations and figures of a system, made once for many walks along them.

    Attributes
    ----------
    rows : csr_array
        One row per equation and per figure of several cells, one column per cell.
    columns : csc_array
        The same by column.
    is_tied : ndarray, shape (n,), bool
        Cells that are told exactly whatever is decided tie nothing together.
    """

    rows: "csr_array[Any, tuple[int, int]]"
    columns: "csc_array[Any]"
    is_tied: Mask

    def widening(self, start: int, steps: tuple[int, ...]) -> Iterator[Positions]:
        """Give ever wider neighbourhoods of a cell, at last everything that it hangs together with, each once.

        ``steps`` are distances in equations, ascending; the positions are ascending, the cell itself included.
        """
        found = np.zeros(self.is_tied.size, dtype=bool)
        found[start] = True
        edge, distance, given = np.array([start], dtype=np.int64), 0, 0
        while edge.size:
            if distance in steps:
                cells = np.flatnonzero(found)
                given = cells.size
                yield cells
            touched = np.unique(self.columns[:, edge].indices)
            near = np.unique(self.rows[touched].indices).astype(np.int64)
            edge = near[~found[near] & self.is_tied[near]]
            found[edge] = True
            distance += 1
        everything = np.flatnonzero(found)
        if everything.size > given:
            yield everything


def ties_of(system: System) -> Ties:
    """Return what ties the cells of a system together.

    Parameters
    ----------
    system : System

    Returns
    -------
    Ties
    """
    from scipy.sparse import csr_array, vstack

    counts = np.bincount(system.figure_of, minlength=len(system.figures))
    shared = np.flatnonzero(counts[system.figure_of] > 1)
    places = (system.figure_of[shared], shared)
    figures = csr_array((np.ones(shared.size), places), shape=(len(system.figures), system.size))
    rows = csr_array(vstack([abs(system.matrix), figures], format="csr"))
    return Ties(rows, rows.tocsc(), ~system.is_constant)


def components(system: System) -> tuple[Positions, ...]:
    """Return the groups of cells that can be protected apart from one another.

    Parameters
    ----------
    system : System

    Returns
    -------
    tuple of ndarray, int
        Positions of the cells, ascending; groups in the order of their first cell. Cells that are told exactly
        whatever is decided are in no group.
    """
    ties = ties_of(system)
    return grouped(ties.rows, ties.is_tied)


def grouped(matrix: "csr_array[Any, tuple[int, int]]", kept: Mask) -> tuple[Positions, ...]:
    """Return the groups of columns that share rows, directly or through others.

    Parameters
    ----------
    matrix : csr_array, shape (m, n)
    kept : ndarray, shape (n,), bool
        Columns that count; the others are in no group.

    Returns
    -------
    tuple of ndarray, int
        Positions of the columns, ascending; groups in the order of their first column.
    """
    from scipy.sparse import block_array
    from scipy.sparse.csgraph import connected_components

    columns = np.flatnonzero(kept)
    inner = abs(matrix[:, columns]).tocsr()
    if not inner.nnz:
        return tuple(columns[place : place + 1] for place in range(columns.size))
    _, labels = connected_components(block_array([[None, inner.T], [inner, None]], format="csr"), directed=False)
    own = labels[: columns.size]
    order = np.argsort(own, kind="stable")
    ends = np.flatnonzero(np.diff(own[order])) + 1
    return tuple(sorted((columns[each] for each in np.split(order, ends)), key=lambda group: int(group[0])))
