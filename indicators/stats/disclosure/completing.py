# SPDX-License-Identifier: EUPL-1.2
"""Crossings that nobody delivers, as cells: what is left of the sums on both sides bounds those that are delivered."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from indicators.stats.disclosure.cells import Cell, Equation, Fate
from indicators.stats.disclosure.columns import NO_CELL, Added, Column
from indicators.stats.disclosure.crossings import Layout, Place
from indicators.stats.disclosure.primary import Floats, Mask
from indicators.stats.disclosure.rules import CellRule, need_of_count
from indicators.stats.disclosure.solving import Optimum, Program, maximum

# Sums of true values may miss their total by so much of their size: binary floats hold no tenths.
_NOTHING: Final = 1e-9
# What a solver calls equal.
_EVEN: Final = 1e-6
# More than any count; a program over something without an end has no point to look at.
_MOST: Final = 1e9


def completed(
    table: Layout, columns: Mapping[str, Column], key: Callable[[Place, int], str], rule: CellRule, *, name: str
) -> Added:
    """Return the cells of a table that nobody delivers, and the sums that they are parts of.

    Parameters
    ----------
    table : Layout
    columns : mapping of str to Column
        What was delivered by code ("" for everybody), over the same n areas; an area may lack the cell.
    key : callable
        Gives the key of the cell of a place in an area, by its position.
    rule : CellRule
        Says how open a cell has to stay whose value follows: nobody tells it, and it is as sensitive as if somebody
        did. So is one that is certain to be small although nobody here knows its value.
    name : str
        Of the equations.

    Returns
    -------
    Added
        For each area with a delivered crossing. A value that does not follow from what was delivered is NaN; all are
        known not to be negative. Areas whose figures contradict one another (women are more than everybody; a source
        that rounds each figure) get nothing: readers see that the table cannot be filled.

    Raises
    ------
    ValueError
        When the columns differ in length.
    """
    sizes = {column.size for column in columns.values()}
    if len(sizes) > 1:
        raise ValueError("The columns of a relation are over the same areas.")
    counts = _Counts.of(table, columns, sizes.pop() if sizes else 0)
    if counts is None:
        return Added()
    counts.follow()
    counts.narrow()
    cells, equations = list[Cell](), list[Equation]()
    for area in np.flatnonzero(counts.is_held).tolist():
        keys = [_key(each, columns, key, area) for each in table.places]
        unseen = np.flatnonzero(~counts.is_seen[:, area]).tolist()
        cells += [_cell(table.places[at], keys[at], counts, (at, area), rule) for at in unseen]
        equations += [
            Equation({keys[whole]: -1.0, **dict.fromkeys((keys[part] for part in parts), 1.0)}, name=name)
            for whole, parts in table.sums
            if not counts.is_seen[[whole, *parts], area].all()
        ]
    return Added(tuple(cells), tuple(equations))


def _key(place: Place, columns: Mapping[str, Column], key: Callable[[Place, int], str], area: int) -> str:
    own = columns[place.code].keys[area] if place.code in columns else NO_CELL
    return own or key(place, area)


def _cell(place: Place, key: str, counts: "_Counts", at: tuple[int, int], rule: CellRule) -> Cell:
    own = replace(rule, hides_nobody=rule.hides_everybody) if place.is_rest else rule
    value = float(counts.values[at])
    need = None
    # What groups of their own leave of a whole is not asked for: it is a sum of others, or an "of which" leaves it.
    if place.count > 1 and not math.isnan(value):
        need = need_of_count(own, value)
    elif place.count > 1 and 0 < counts.low[at] <= counts.high[at]:
        least, most = need_of_count(own, float(counts.low[at])), need_of_count(own, float(counts.high[at]))
        need = least if most is not None else None
    return Cell(key, value, Fate.HIDDEN, need=need)


@dataclass(slots=True, eq=False)
class _Counts:
    """The counts of p places in n areas.

    Attributes
    ----------
    values, low, high : ndarray, shape (p, n)
        What follows from what was delivered; NaN where no one value does. Then it lies between low and high, NaN where
        that was not asked for.
    is_seen : ndarray, shape (p, n), bool
        Which were delivered.
    is_held : ndarray, shape (n,), bool
        Areas where the table can be filled.
    """

    table: Layout
    values: Floats
    is_seen: Mask
    is_held: Mask
    low: Floats
    high: Floats

    @classmethod
    def of(cls, table: Layout, columns: Mapping[str, Column], size: int) -> "_Counts | None":
        """Return what was delivered; None where nothing is missing, and of what may be less than nothing."""
        shape = (len(table.places), size)
        values, is_seen = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
        for at, place in enumerate(table.places):
            if place.code in columns:
                values[at], is_seen[at] = columns[place.code].values, columns[place.code].is_there
        crossed = [at for at, place in enumerate(table.places) if place.count > 1]
        is_held = np.asarray(is_seen[crossed].any(axis=0), dtype=bool)
        with np.errstate(invalid="ignore"):  # NaN is no number below nought
            is_signed = bool((values < 0).any())
        if is_signed or not is_held.any() or is_seen[:, is_held].all():
            return None
        return cls(table, values, is_seen, is_held, np.full(shape, np.nan), np.full(shape, np.nan))

    def follow(self) -> None:
        """Work out what follows sum by sum, and let go of areas where the sums contradict one another."""
        count = self.values.size + 1
        while (unknown := int(np.isnan(self.values).sum())) < count:
            count = unknown
            for whole, parts in self.table.sums:
                self._follow(whole, parts)
        for whole, parts in self.table.sums:
            left, size = self._left(whole, parts)
            is_known = ~np.isnan(self.values[[whole, *parts]]).any(axis=0)
            self.is_held &= ~(is_known & (np.abs(left) > size))
        with np.errstate(invalid="ignore"):  # NaN is no number below nought
            self.is_held &= ~(self.values < 0).any(axis=0)

    def _left(self, whole: int, parts: tuple[int, ...]) -> tuple[Floats, Floats]:
        """Return what known parts leave of a known whole, and how much of that is nothing."""
        known = np.nan_to_num(self.values[[whole, *parts]])
        return known[0] - known[1:].sum(axis=0), _NOTHING * np.maximum(1.0, np.abs(known).sum(axis=0))

    def _follow(self, whole: int, parts: tuple[int, ...]) -> None:
        rows = np.array([whole, *parts])
        is_open = np.isnan(self.values[rows])
        left, size = self._left(whole, parts)
        left = np.where(np.abs(left) <= size, 0.0, left)
        is_last = is_open.sum(axis=0) == 1
        # Nothing is left of the whole: no part that is not known is more than nothing.
        is_spent = ~is_open[0] & (left == 0)
        for at, row in enumerate(rows.tolist()):
            found = -left if at == 0 else left
            self.values[row] = np.where(
                is_open[at] & (is_last | is_spent), np.where(is_last, found, 0.0), self.values[row]
            )

    def narrow(self) -> None:
        """Find out between which ends the rest lies, in all areas at once: they do not touch one another."""
        is_open = np.isnan(self.values).any(axis=0) & self.is_held
        areas = np.flatnonzero(is_open)
        if not areas.size:
            return
        program = _Program.of(self, areas)
        if maximum(np.zeros(program.size), program.program) is None:
            is_filled = [_Program.of(self, areas[at : at + 1]).is_filled for at in range(areas.size)]
            self.is_held[areas[~np.array(is_filled, dtype=bool)]] = False
            self.narrow()
            return
        for place in sorted({place for place, _ in program.column_of if not self.is_seen[place].all()}):
            own = {area: column for (at, area), column in program.column_of.items() if at == place}
            for ends, sign in ((self.low, -1.0), (self.high, 1.0)):
                for area, value in program.ends(own, sign).items():
                    ends[place, area] = value
        is_one = self.high - self.low <= _EVEN
        self.values = np.where(np.isnan(self.values) & is_one, np.round((self.low + self.high) / 2, 6), self.values)


@dataclass(frozen=True, slots=True, eq=False)
class _Program:
    """What is not known of some areas as one linear program; columns by place and area."""

    program: Program
    column_of: Mapping[tuple[int, int], int]

    @property
    def size(self) -> int:
        """The number of columns."""
        return len(self.column_of)

    @property
    def is_filled(self) -> bool:
        """Whether there are counts that fit."""
        return maximum(np.zeros(self.size), self.program) is not None

    def ends(self, own: Mapping[int, int], sign: float) -> dict[int, float]:
        """Return the least (sign −1) or the largest (1) value of a place by area."""
        aim = np.zeros(self.size)
        aim[list(own.values())] = sign
        found = maximum(aim, self.program)
        point = found.point if isinstance(found, Optimum) else np.full(self.size, np.nan)
        return {area: float(point[column]) for area, column in own.items()}

    @classmethod
    def of(cls, counts: _Counts, areas: np.ndarray[tuple[int], np.dtype[np.int64]]) -> "_Program":
        """Return the program of some areas."""
        from scipy.sparse import coo_array

        column_of: dict[tuple[int, int], int] = {}
        entries: list[tuple[int, int, float]] = []
        totals: list[float] = []
        for area in areas.tolist():
            for whole, parts in counts.table.sums:
                terms = ((whole, -1.0), *((part, 1.0) for part in parts))
                is_open = [bool(np.isnan(counts.values[place, area])) for place, _ in terms]
                if not any(is_open):
                    continue
                left = 0.0
                for (place, sign), is_unknown in zip(terms, is_open, strict=True):
                    if is_unknown:
                        column = column_of.setdefault((place, area), len(column_of))
                        entries.append((len(totals), column, sign))
                    else:
                        left -= sign * float(counts.values[place, area])
                totals.append(left)
        rows, columns, signs = (np.array(each) for each in zip(*entries, strict=True))
        size = len(column_of)
        matrix = coo_array((signs, (rows, columns)), shape=(len(totals), size)).tocsr()
        return cls(Program(matrix, np.array(totals), np.zeros(size), np.full(size, _MOST)), column_of)
