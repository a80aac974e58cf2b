# SPDX-License-Identifier: EUPL-1.2
"""Reads a published crosswalk table: which columns are meant, and row by row what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import permutations
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from spatial.geometry.problems import Place, quoted
from spatial.readers.places.figures import COMMA, POINT, decimal_sign, number
from spatial.readers.texts import problem, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spatial.geometry.arrays import Floats, Integers
    from spatial.geometry.crosswalk import Pieces
    from spatial.geometry.problems import Problem
    from spatial.readers.places.delimited import TextTable

SHARE: Final = "share"
PERCENT: Final = "percent"
PERSONS: Final = "persons"
ADDRESSES: Final = "addresses"
SHARES: Final = frozenset({SHARE, PERCENT})
# Published shares are rounded, mostly to whole percent or finer.
TOLERANCE: Final = 0.005
# From this share of its ground on it is told that a table sends nothing where an area lies.
TOLD_GROUND: Final = 0.1
# A table has three columns that matter, and offices put names and remarks beside them.
MOST_COLUMNS: Final = 40
# What a column holds is seen by its first rows.
_GUESSED_ROWS: Final = 500
_OLDER_WORDS: Final = ("alt", "old", "von", "from", "quelle", "source", "vorher")
_NEWER_WORDS: Final = ("neu", "new", "nach", "ziel", "target")
_WEIGHT_WORDS: Final = {
    PERCENT: ("prozent", "percent", "%"),
    ADDRESSES: ("adresse", "address"),
    PERSONS: ("einwohner", "person", "bevölkerung", "population"),
    SHARE: ("anteil", "share", "faktor", "factor", "gewicht", "weight"),
}
_NAMED: Final = 0.25
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class TableColumns:
    """Which columns hold the keys of both versions and the weight, and what that is (`SHARE`, …)."""

    older: str
    newer: str
    weight: str
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Both versions: their names, their keys in the frozen orders, and the n × m ground that they share."""

    older_name: str
    newer_name: str
    older: Sequence[str]
    newer: Sequence[str]
    ground: Pieces


@dataclass(frozen=True, slots=True, eq=False)
class CheckedTable:
    """The r rows that can be read, arrays of shape (r,) in the order of the file, and what is wrong or noteworthy."""

    lines: Integers
    older: Integers
    newer: Integers
    weights: Floats
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


class _Row(NamedTuple):
    line: int
    older: int
    newer: int
    weight: float


def refuse_wide(table: TextTable) -> None:
    """Make sure that a table has no more columns than somebody can choose among.

    Parameters
    ----------
    table : TextTable
        As it was read.

    Raises
    ------
    BoundaryFileError
        ``spatial.crosswalk_columns`` where there are more than `MOST_COLUMNS`.
    """
    if len(table.columns) > MOST_COLUMNS:
        raise refusal("crosswalk_columns", count=len(table.columns), limit=MOST_COLUMNS)


def guess_columns(table: TextTable, sides: Sides) -> TableColumns:
    """Guess what the columns of a table mean.

    Parameters
    ----------
    table : TextTable
        As it was read.
    sides : Sides
        Both versions.

    Returns
    -------
    TableColumns
        Keys are in the two columns of which most cells are keys of the one and of the other version, a name that says
        so counting as a quarter of the cells; the weight is in a column of nothing but numbers. Of all columns the
        first 500 rows are asked. Empty where nothing fits; the kind follows from the name of the column and from all
        its numbers: an area may have rows at both ends of the table.
    """
    cells = dict(zip(table.columns, zip(*table.rows[:_GUESSED_ROWS], strict=True), strict=True))
    fits = [{name: _found(column, set(keys)) for name, column in cells.items()} for keys in (sides.older, sides.newer)]
    words = [{name: _NAMED * _says(name, said) for name in cells} for said in (_OLDER_WORDS, _NEWER_WORDS)]
    pair = max(
        permutations(cells, 2),
        key=lambda two: sum(fits[side][name] + words[side][name] for side, name in enumerate(two)),
        default=("", ""),
    )
    older, newer = (name if fits[side].get(name, 0) >= _HALF else "" for side, name in enumerate(pair))
    weight = _guessed_weight({name: column for name, column in cells.items() if name not in pair})
    kind = _guessed_kind(weight, _column(table, weight), _column(table, older))
    return TableColumns(older, newer, weight, kind)


def _column(table: TextTable, name: str) -> list[str]:
    """Return the cells of a column, none of one that is open."""
    at = table.columns.index(name) if name else None
    return [] if at is None else [row[at] for row in table.rows]


def _found(cells: Sequence[str], keys: set[str]) -> float:
    return sum(cell in keys for cell in cells) / len(cells)


def _says(name: str, words: Iterable[str]) -> bool:
    return any(word in name.casefold() for word in words)


def _guessed_weight(cells: Mapping[str, Sequence[str]]) -> str:
    """Return the column of numbers whose name says most that it is a weight, the last of equal ones."""
    known = [name for name, column in cells.items() if None not in _numbers(column, is_count=False)]
    words = [word for said in _WEIGHT_WORDS.values() for word in said]
    return max(reversed(known), key=lambda name: _says(name, words), default="")


def _guessed_kind(name: str, cells: Sequence[str], older: Sequence[str]) -> str:
    for kind in (PERCENT, ADDRESSES, PERSONS):
        if _says(name, _WEIGHT_WORDS[kind]):
            return kind
    weights = [each or 0.0 for each in _numbers(cells, is_count=False)]
    if max(weights, default=0.0) <= 1 + TOLERANCE:
        return SHARE
    sums: defaultdict[str, float] = defaultdict(float)
    for key, weight in zip(older, weights, strict=False):
        sums[key] += weight
    is_percent = all(abs(total / 100 - 1) <= TOLERANCE for total in sums.values()) and bool(sums)
    return PERCENT if is_percent else PERSONS


def _numbers(cells: Sequence[str], *, is_count: bool) -> list[float | None]:
    """Read a column of numbers, None for what is none. A sign of percent behind one is passed over.

    Counts have no decimals: of 1.000 and 1,000 a thousand is read.
    """
    plain = [cell.removesuffix("%").rstrip() for cell in cells]
    sign = decimal_sign(plain)
    if not is_count:
        return [number(cell, sign) for cell in plain]
    readings = [[number(cell, each) for cell in plain] for each in (COMMA, POINT)]
    return max(readings, key=lambda read: (-read.count(None), sum(each or 0.0 for each in read)))


def check_table(table: TextTable, columns: TableColumns, sides: Sides) -> CheckedTable:
    """Check a table row by row and area by area.

    Parameters
    ----------
    table : TextTable
        As it was read.
    columns : TableColumns
        What its columns mean; they are columns of it.
    sides : Sides
        Both versions.

    Returns
    -------
    CheckedTable
        Errors: a key that is none of its version (also where only zeros in front are missing), a weight that is no
        number or negative, a pair that stands twice; where all rows can be read, an older area with ground in the
        newer version and without a row, and shares that do not sum to 1 within `TOLERANCE`. Warnings as in
        `warnings_of`, where there are no errors.
    """
    rows, wrong = _rows(table, columns, sides)
    errors = sorted([*table.problems, *wrong], key=lambda each: each.place.line or 0)
    if not errors:
        # What is missing and what rows add up to is told once all of them can be read.
        whole = {SHARE: 1.0, PERCENT: 100.0}.get(columns.kind)
        errors = [*(_sums(rows, sides, whole) if whole else ()), *_missing(rows, sides)]
    found = CheckedTable(
        np.array([row.line for row in rows], dtype=np.intp),
        np.array([row.older for row in rows], dtype=np.intp),
        np.array([row.newer for row in rows], dtype=np.intp),
        np.array([row.weight for row in rows], dtype=np.float64),
        tuple(errors),
    )
    return found if errors else replace(found, warnings=warnings_of(found, sides))


def warnings_of(table: CheckedTable, sides: Sides) -> tuple[Problem, ...]:
    """Tell where a table contradicts the ground.

    Parameters
    ----------
    table : CheckedTable
        Without errors.
    sides : Sides
        Both versions.

    Returns
    -------
    tuple of Problem
        Pairs without common ground; ground of at least `TOLD_GROUND` of an older area, 0 to 1, where the table sends
        nothing; newer areas with ground of the older version and without a row. None of it keeps a table back.
    """
    columns = (table.lines, table.older, table.newer, table.weights)
    rows = [_Row(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]
    return (*_without_ground(rows, sides), *_unnamed(rows, sides), *_empty(rows, sides))


def _rows(table: TextTable, columns: TableColumns, sides: Sides) -> tuple[list[_Row], list[Problem]]:
    at = [table.columns.index(name) for name in (columns.older, columns.newer, columns.weight)]
    weights = _numbers([row[at[2]] for row in table.rows], is_count=columns.kind not in SHARES)
    known = [_Keys.of(keys, name) for keys, name in ((sides.older, sides.older_name), (sides.newer, sides.newer_name))]
    rows: list[_Row] = []
    errors: list[Problem] = []
    lines: dict[tuple[int, int], int] = {}
    for line, cells, weight in zip(table.lines, table.rows, weights, strict=True):
        wrong = [each.problem(line, cells[at[side]]) for side, each in enumerate(known)]
        found = [*wrong, _wrong_weight(line, cells[at[2]], weight)]
        pair = (known[0].places.get(cells[at[0]], -1), known[1].places.get(cells[at[1]], -1))
        if not any(wrong) and lines.setdefault(pair, line) != line:
            found.append(_twice(line, lines[pair], cells[at[0]], cells[at[1]]))
        told = [each for each in found if each is not None]
        errors += told
        if not told and weight is not None:
            rows.append(_Row(line, *pair, weight))
    return rows, errors


@dataclass(frozen=True, slots=True, eq=False)
class _Keys:
    """The keys of one version with their places, and without zeros in front."""

    places: Mapping[str, int]
    bare: Mapping[str, str]
    name: str

    @classmethod
    def of(cls, keys: Sequence[str], name: str) -> _Keys:
        return cls({key: place for place, key in enumerate(keys)}, {key.lstrip("0"): key for key in keys}, name)

    def problem(self, line: int, cell: str) -> Problem | None:
        if cell in self.places:
            return None
        told: dict[str, str | int] = {"row": line, "found": quoted(cell), "name": quoted(self.name)}
        meant = self.bare.get(cell.lstrip("0"))
        if meant is not None and cell:
            return problem("crosswalk_key_zeros", Place(line=line), **told, key=quoted(meant))
        return problem("crosswalk_key", Place(line=line), **told)


def _wrong_weight(line: int, cell: str, weight: float | None) -> Problem | None:
    if weight is None:
        return problem("crosswalk_no_number", Place(line=line), row=line, found=quoted(cell))
    return problem("crosswalk_negative", Place(line=line), row=line, found=quoted(cell)) if weight < 0 else None


def _twice(line: int, first: int, older: str, newer: str) -> Problem:
    told = {"older": quoted(older), "newer": quoted(newer)}
    return problem("crosswalk_pair_twice", Place(line=line), row=line, first=first, **told)


def _missing(rows: Sequence[_Row], sides: Sides) -> list[Problem]:
    has_row, has_ground = {row.older for row in rows}, set(sides.ground.older.tolist())
    return [
        problem("crosswalk_area_missing", Place(key=key), key=quoted(key), name=quoted(sides.older_name))
        for place, key in enumerate(sides.older)
        if place not in has_row and place in has_ground
    ]


def _sums(rows: Sequence[_Row], sides: Sides, whole: float) -> list[Problem]:
    found: defaultdict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.older].append(row)
    sums = {place: sum(row.weight for row in of_area) / whole for place, of_area in found.items()}
    return [
        problem(
            "crosswalk_sum",
            Place(line=found[place][0].line, key=sides.older[place]),
            row=found[place][0].line,
            key=quoted(sides.older[place]),
            percent=100 * total,
            tolerance=100 * TOLERANCE,
        )
        for place, total in sums.items()
        if abs(total - 1) > TOLERANCE + 1e-9
    ]


def _without_ground(rows: Sequence[_Row], sides: Sides) -> Iterable[Problem]:
    known = set(zip(sides.ground.older.tolist(), sides.ground.newer.tolist(), strict=True))
    for row in rows:
        if row.weight > 0 and (row.older, row.newer) not in known:
            keys = {"older": quoted(sides.older[row.older]), "newer": quoted(sides.newer[row.newer])}
            yield problem("crosswalk_no_ground", Place(line=row.line), row=row.line, **keys)


def _unnamed(rows: Sequence[_Row], sides: Sides) -> Iterable[Problem]:
    sent = {(row.older, row.newer) for row in rows if row.weight > 0}
    ground = sides.ground
    shares = ground.ground_shares().tolist()
    for older, newer, share in zip(ground.older.tolist(), ground.newer.tolist(), shares, strict=True):
        if share >= TOLD_GROUND and (older, newer) not in sent:
            keys = {"older": quoted(sides.older[older]), "newer": quoted(sides.newer[newer])}
            yield problem("crosswalk_ground_unnamed", Place(key=sides.older[older]), **keys, percent=100 * share)


def _empty(rows: Sequence[_Row], sides: Sides) -> Iterable[Problem]:
    sent, has_ground = {row.newer for row in rows}, set(sides.ground.newer.tolist())
    for place, key in enumerate(sides.newer):
        if place not in sent and place in has_ground:
            yield problem("crosswalk_newer_empty", Place(key=key), key=quoted(key), name=quoted(sides.newer_name))
