# SPDX-License-Identifier: EUPL-1.2
"""Equations as the rows of one sparse matrix: each once, in an order that depends on the keys of cells alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from indicators.stats.disclosure.cells import Equation
from indicators.stats.disclosure.errors import inconsistent
from indicators.stats.disclosure.primary import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Sums of true values may miss their total by so much of their size: binary floats hold no tenths.
_EXACT: Final = 1e-9
_SIGN_BIT: Final = np.uint64(1 << 63)
# What tells one term from another when rows are sorted: position and coefficient, eight bytes each.
_TERM_BYTES: Final = 16
_Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Terms:
    """The terms of all equations, one after the other, ascending by row and column; no coefficient is 0."""

    rows: _Positions
    columns: _Positions
    numbers: Floats

    @property
    def starts(self) -> _Positions:
        """Where each row begins; rows have at least one term."""
        return np.flatnonzero(np.diff(self.rows, prepend=-1)).astype(np.int64)


def matrix_of(keys: Sequence[str], value: Floats, equations: Sequence[Equation]) -> "csr_array[Any, tuple[int, int]]":
    """Return equations as a matrix over cells.

    Parameters
    ----------
    keys : sequence of str, length n
        Of the cells, sorted.
    value : ndarray, shape (n,)
        True values.
    equations : sequence of Equation
        In any order, with their signs turned or not.

    Returns
    -------
    csr_array, shape (m, n)
        Equal equations are one row, whose first coefficient is positive.

    Raises
    ------
    InconsistentSystemError
        Where an equation names no cell, has no terms or a coefficient that is no number, or does not hold.
    """
    from scipy.sparse import csr_array

    if not equations:
        return csr_array((0, len(keys)))
    terms = _terms_of({key: place for place, key in enumerate(keys)}, equations)
    _check_sums(keys, value, equations, terms)
    # The same equation written with all signs turned is the same equation.
    numbers = terms.numbers * np.repeat(np.sign(terms.numbers[terms.starts]), _lengths(terms))
    chosen = _each_once(_Terms(terms.rows, terms.columns, numbers))
    lengths = _lengths(terms)[chosen]
    ends = np.cumsum(lengths)
    picked = np.repeat(terms.starts[chosen] - (ends - lengths), lengths) + np.arange(int(ends[-1]))
    starts = np.concatenate([[0], ends]).astype(np.int64)
    return csr_array((numbers[picked], terms.columns[picked], starts), shape=(chosen.size, len(keys)))


def _lengths(terms: _Terms) -> _Positions:
    return np.diff(np.append(terms.starts, terms.rows.size))


def _terms_of(place_of: Mapping[str, int], equations: Sequence[Equation]) -> _Terms:
    try:
        columns = np.array([place_of[key] for equation in equations for key in equation.terms], dtype=np.int64)
    except KeyError:
        unknown = (key for equation in equations for key in sorted(equation.terms) if key not in place_of)
        raise inconsistent("An equation names a cell that is not there.", place=next(unknown)) from None
    numbers = np.array([each for equation in equations for each in equation.terms.values()], dtype=np.float64)
    rows = np.repeat(np.arange(len(equations)), [len(equation.terms) for equation in equations])
    if not np.isfinite(numbers).all():
        lost = equations[rows[~np.isfinite(numbers)][0]]
        raise inconsistent("A coefficient is no number.", place=lost.name or min(lost.terms))
    kept = np.flatnonzero(numbers)
    if np.unique(rows[kept]).size < len(equations):
        empty = min(set(range(len(equations))) - set(rows[kept].tolist()))
        raise inconsistent("An equation has no terms.", place=equations[empty].name)
    order = kept[np.lexsort((columns[kept], rows[kept]))]
    return _Terms(rows[order], columns[order], numbers[order])


def _check_sums(keys: Sequence[str], value: Floats, equations: Sequence[Equation], terms: _Terms) -> None:
    parts = terms.numbers * value[terms.columns]
    totals = np.array([equation.total for equation in equations], dtype=np.float64)
    summed, size = np.add.reduceat(parts, terms.starts), np.add.reduceat(np.abs(parts), terms.starts)
    lost = np.abs(summed - totals) > _EXACT * np.maximum(np.maximum(size, np.abs(totals)), 1.0)
    if lost.any():
        row = int(np.flatnonzero(lost)[0])
        place = equations[row].name or keys[terms.columns[terms.starts[row]]]
        raise inconsistent("An equation does not hold for the true values.", place=place)


def _each_once(terms: _Terms) -> _Positions:
    """Return the rows that differ, sorted by their terms: by position first, then by coefficient."""
    bits = terms.numbers.view(np.uint64)
    ascending = np.where(bits & _SIGN_BIT, ~bits, bits | _SIGN_BIT)
    told = np.column_stack([terms.columns.astype(np.uint64), ascending]).astype(">u8").tobytes()
    starts = (terms.starts * _TERM_BYTES).tolist()
    bounds = zip(starts, [*starts[1:], len(told)], strict=True)
    by_content = {told[start:end]: row for row, (start, end) in enumerate(bounds)}
    return np.array([row for _, row in sorted(by_content.items())], dtype=np.int64)
