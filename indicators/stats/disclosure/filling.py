# SPDX-License-Identifier: EUPL-1.2
"""Values for counts that the source keeps to itself: we do not know them either, and have to protect them."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from indicators.stats.disclosure.cells import Cell, Equation
from indicators.stats.disclosure.connections import grouped
from indicators.stats.disclosure.errors import inconsistent
from indicators.stats.disclosure.primary import Floats
from indicators.stats.disclosure.solving import Program, maximum

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def filled(cells: Iterable[Cell], equations: Sequence[Equation]) -> list[Cell]:
    """Give cells without a value one that fits all equations, as even as they allow.

    Parameters
    ----------
    cells : iterable of Cell
        NaN where there is no value. Such cells should not have a need yet: it depends on what is filled in.
    equations : sequence of Equation

    Returns
    -------
    list of Cell
        Sorted by key. Whatever fits is as good as the true value: what an attacker finds out depends on the equations
        and on what is shown alone. A cell that is in no equation gets its lower bound.

    Raises
    ------
    InconsistentSystemError
        When no values fit: the sums that are known contradict one another.

    Examples
    --------
    >>> cells = [Cell("a", math.nan), Cell("b", math.nan), Cell("c", 5), Cell("t", 9)]
    >>> [cell.value for cell in filled(cells, [Equation({"a": 1, "b": 1, "c": 1, "t": -1})])]
    [2.0, 2.0, 5, 9]
    """
    ordered = sorted(cells, key=lambda cell: cell.key)
    unknown = [place for place, cell in enumerate(ordered) if math.isnan(cell.value)]
    if not unknown:
        return ordered
    matrix, totals = _known_part(ordered, unknown, equations)
    values = np.array([ordered[place].lower for place in unknown])
    for group in grouped(matrix, np.ones(len(unknown), dtype=bool)):
        rows = np.unique(matrix[:, group].tocsc().indices)
        if rows.size:
            chosen = [ordered[unknown[place]] for place in group]
            values[group] = _even(matrix[rows][:, group].tocsr(), totals[rows], chosen)
    for place, value in zip(unknown, values.tolist(), strict=True):
        ordered[place] = replace(ordered[place], value=value)
    return ordered


def _known_part(
    ordered: Sequence[Cell], unknown: Sequence[int], equations: Sequence[Equation]
) -> "tuple[csr_array[Any, tuple[int, int]], Floats]":
    from scipy.sparse import lil_array

    column_of = {ordered[place].key: column for column, place in enumerate(unknown)}
    value_of = {cell.key: cell.value for cell in ordered}
    matrix, totals = lil_array((len(equations), len(unknown))), np.zeros(len(equations))
    for row, equation in enumerate(equations):
        totals[row] = equation.total
        for key, coefficient in equation.terms.items():
            if key in column_of:
                matrix[row, column_of[key]] = coefficient
            else:
                totals[row] -= coefficient * value_of[key]
    return matrix.tocsr(), totals


def _even(matrix: "csr_array[Any, tuple[int, int]]", totals: Floats, chosen: Sequence[Cell]) -> Floats:
    """Return values whose largest is as small as it can be."""
    from scipy.sparse import block_array, csr_array, eye_array

    count = len(chosen)
    # value + slack = largest
    top = csr_array(-np.ones((count, 1)))
    each = eye_array(count, format="csr")
    program = Program(
        block_array([[matrix, None, None], [each, each, top]], format="csr"),
        np.concatenate([totals, np.zeros(count)]),
        np.array([*(cell.lower for cell in chosen), *np.zeros(count), -np.inf]),
        np.array([*(cell.upper for cell in chosen), *np.full(count, np.inf), np.inf]),
    )
    found = maximum(np.concatenate([np.zeros(2 * count), [-1.0]]), program)
    if found is None:
        raise inconsistent("No value fits what is known around this cell.", place=chosen[0].key)
    lowest, highest = program.lower[:count], program.upper[:count]
    return np.clip(found.point[:count], lowest, highest)
