# SPDX-License-Identifier: EUPL-1.2
"""An attacker who can calculate: bounds on cells, equations between them, and how far that narrows each.

Written for the tests alone, from the definition and not from the code that it attacks: cells are quantities, a linear
program over everything that is known gives the least and the greatest value that each may have.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

Cell = tuple[str, ...]
Bounds = tuple[float, float]
# What a solver calls equal.
TOLERANCE: Final = 1e-6
_UNBOUNDED: Final = 3


class ContradictionError(Exception):
    """What the attacker believes cannot all be true: the attack proves nothing then."""


@dataclass(frozen=True)
class Row:
    """One linear statement: the weighted sum of some cells lies between two numbers."""

    parts: Mapping[Cell, float]
    low: float
    high: float


@dataclass
class Knowledge:
    """Everything that the attacker knows; of cells without bounds only that they are not negative."""

    bounds: dict[Cell, Bounds] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def between(self, cell: Cell, low: float, high: float) -> None:
        """Learn that a cell lies between two numbers."""
        before = self.bounds.get(cell, (0.0, math.inf))
        now = max(before[0], low), min(before[1], high)
        if now[0] > now[1] + TOLERANCE:
            raise ContradictionError(f"{cell}: {before} and {(low, high)}")
        self.bounds[cell] = now[0], max(now)

    def exactly(self, cell: Cell, value: float) -> None:
        """Learn a cell."""
        self.between(cell, value, value)

    def relates(self, parts: Mapping[Cell, float], low: float = 0.0, high: float = 0.0) -> None:
        """Learn a linear statement; without numbers that the sum is nought."""
        self.rows.append(Row(parts, low, high))

    def of(self, cell: Cell) -> Bounds:
        """Return what is known of a cell by itself."""
        return self.bounds.get(cell, (0.0, math.inf))

    def is_known(self, cell: Cell) -> bool:
        """Whether a cell is told exactly."""
        low, high = self.of(cell)
        return high - low <= TOLERANCE


def reach(knowledge: Knowledge, wanted: Collection[Cell]) -> dict[Cell, Bounds]:
    """Return the least and the greatest value that each wanted cell can have for all that is known."""
    open_rows = [row for row in knowledge.rows if any(not knowledge.is_known(cell) for cell in row.parts)]
    groups = _groups(knowledge, open_rows)
    found: dict[Cell, Bounds] = {}
    for cells, rows in groups:
        targets = [cell for cell in cells if cell in wanted]
        if targets:
            found |= _narrowed(knowledge, cells, rows, targets)
    return {cell: found.get(cell, knowledge.of(cell)) for cell in wanted}


def _groups(knowledge: Knowledge, rows: Iterable[Row]) -> list[tuple[list[Cell], list[Row]]]:
    """Return the unknown cells that hang together, with their statements."""
    unknown = [(row, [cell for cell in row.parts if not knowledge.is_known(cell)]) for row in rows]
    places: dict[Cell, int] = {}
    for _, cells in unknown:
        for cell in cells:
            places.setdefault(cell, len(places))
    pairs = [(places[cells[0]], places[cell]) for _, cells in unknown for cell in cells]
    if not pairs:
        return []
    starts, ends = zip(*pairs, strict=True)
    size = len(places)
    _, labels = connected_components(coo_array((np.ones(len(pairs)), (starts, ends)), shape=(size, size)))
    groups: dict[int, tuple[list[Cell], list[Row]]] = {}
    for cell, place in places.items():
        groups.setdefault(int(labels[place]), ([], []))[0].append(cell)
    for row, cells in unknown:
        groups[int(labels[places[cells[0]]])][1].append(row)
    return list(groups.values())


def _narrowed(knowledge: Knowledge, cells: list[Cell], rows: list[Row], targets: list[Cell]) -> dict[Cell, Bounds]:
    places = {cell: place for place, cell in enumerate(cells)}
    entries = [
        (number, places[cell], weight)
        for number, row in enumerate(rows)
        for cell, weight in row.parts.items()
        if cell in places
    ]
    lines, columns, weights = (np.array(each) for each in zip(*entries, strict=True))
    known = np.array([sum(w * knowledge.of(c)[0] for c, w in row.parts.items() if c not in places) for row in rows])
    low = np.array([row.low for row in rows]) - known
    high = np.array([row.high for row in rows]) - known
    matrix = csr_array((weights, (lines, columns)), shape=(len(rows), len(cells)))
    is_equal = high - low <= TOLERANCE
    over, under = ~is_equal & np.isfinite(high), ~is_equal & np.isfinite(low)
    program = _Program(
        matrix[is_equal],
        low[is_equal],
        vstack([matrix[over], -matrix[under]], format="csr"),
        np.concatenate([high[over], -low[under]]),
        [knowledge.of(cell) for cell in cells],
    )
    return {cell: (program.end(places[cell], 1), program.end(places[cell], -1)) for cell in targets}


@dataclass(frozen=True)
class _Program:
    """Statements about some unknown cells, split into those that are equal and those that leave room."""

    equal: Any
    equals: Any
    loose: Any
    at_most: Any
    bounds: list[Bounds]

    def end(self, place: int, sign: int) -> float:
        """Return the least (sign 1) or the greatest (sign -1) value of a cell."""
        aim = np.zeros(len(self.bounds))
        aim[place] = sign
        result = linprog(
            aim,
            A_ub=self.loose if self.loose.shape[0] else None,
            b_ub=self.at_most if self.loose.shape[0] else None,
            A_eq=self.equal if self.equal.shape[0] else None,
            b_eq=self.equals if self.equal.shape[0] else None,
            bounds=[(low, None if math.isinf(high) else high) for low, high in self.bounds],
            method="highs",
        )
        if result.status == _UNBOUNDED:
            return -sign * math.inf
        if result.status != 0:
            raise ContradictionError(result.message)
        return sign * float(result.fun or 0.0)


def wilson(cases: int, persons: float) -> Bounds:
    """Return the score interval of a share, as any reader looks it up (Wilson 1927), for 95 %."""
    z = 1.959963984540054
    share = cases / persons
    middle = share + z * z / (2 * persons)
    spread = z * math.sqrt(share * (1 - share) / persons + z * z / (4 * persons * persons))
    scale = 1 + z * z / persons
    return (middle - spread) / scale, (middle + spread) / scale


def _plain(cases: int, persons: int) -> float:
    return cases / persons


def _lower(cases: int, persons: int) -> float:
    return wilson(cases, persons)[0]


def _upper(cases: int, persons: int) -> float:
    return wilson(cases, persons)[1]


def _first(is_so: Callable[[int], bool], low: int, high: int) -> int:
    """Return the first whole number of which something holds that holds of all later ones; `high` without one."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_so(middle) else (middle + 1, high)
    return low


def _fitting(of: Callable[[int], float], told: Bounds, within: tuple[int, int], base: float) -> tuple[int, int]:
    """Return the first and the last number of cases whose figure lies in what was told; it grows with the cases."""
    first = _first(lambda cases: base * of(cases) >= told[0], *within)
    return first, _first(lambda cases: base * of(cases) > told[1], first, within[1] + 1) - 1


def numerators(persons: int, told: Mapping[str, float], decimals: int, base: float = 100.0) -> Bounds:
    """Return the least and the greatest whole number of cases that fit a published share and its interval."""
    half = 0.5 * 10**-decimals + 1e-9
    first, last = 0, persons
    for name, of in (("value", _plain), ("lower", _lower), ("upper", _upper)):
        if name in told:
            first, last = _fitting(
                partial(of, persons=persons), (told[name] - half, told[name] + half), (first, last), base
            )
    if first > last:
        raise ContradictionError(f"no number of cases among {persons} fits {dict(told)}")
    return first, last
