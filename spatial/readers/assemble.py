# SPDX-License-Identifier: EUPL-1.2
"""Makes the boundary table from rows and outlines: keys, names, texts, for every file format."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spatial.geometry.problems import Place, quoted
from spatial.readers import text
from spatial.readers.table import BoundaryTable
from spatial.readers.texts import BoundaryFileError, problem, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from spatial.geometry.problems import Problem
    from spatial.readers.limits import Limits, Selection
    from spatial.readers.table import Scalar

LONGEST_KEY = 40
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, eq=False)
class RawFeatures:
    """What a format reader hands over: rows, outlines (shape (n,), no None), and the CRS as the file names it."""

    properties: Sequence[dict[str, Any]]
    geometries: NDArray[np.object_]
    named_crs: str | None
    remarks: Sequence[Problem] = ()


@dataclass(slots=True)
class _Notes:
    """Problems stop the import, remarks do not; one remark per code and column is enough."""

    problems: list[Problem] = field(default_factory=list)
    remarks: dict[tuple[str, object], Problem] = field(default_factory=dict)

    def remark(self, found: Problem) -> None:
        """Keep the first remark of each code and column."""
        self.remarks.setdefault((found.code, found.parameters.get("column")), found)


def strictly(problems: Sequence[Problem], limits: Limits) -> None:
    """Raise if there are problems; at most ``limits.max_problems`` are told."""
    if problems:
        raise BoundaryFileError(problems[: limits.max_problems])


def assemble(raw: RawFeatures, crs: str, selection: Selection, limits: Limits) -> BoundaryTable:
    """Return the table of all areas, or raise with every problem of keys, names and texts."""
    table, problems = assemble_with_problems(raw, crs, selection)
    strictly(problems, limits)
    return table


def assemble_with_problems(
    raw: RawFeatures, crs: str, selection: Selection
) -> tuple[BoundaryTable, tuple[Problem, ...]]:
    """Return the table as it is, and what is wrong with its keys, names and texts; a column must be there."""
    _check_columns(raw.properties, selection)
    notes = _Notes()
    rows = [_row(n, row, notes) for n, row in enumerate(raw.properties, start=1)]
    keys = [
        _key(n, row.get(selection.key_property), selection.key_property, notes) for n, row in enumerate(rows, start=1)
    ]
    names = [
        _name(Place(n, key), row.get(selection.name_property), notes)
        for n, (key, row) in enumerate(zip(keys, rows, strict=True), start=1)
    ]
    _check_duplicates(keys, notes)
    findings = (*raw.remarks, *notes.remarks.values())
    table = BoundaryTable(tuple(keys), tuple(names), tuple(rows), raw.geometries, crs, findings)
    return table, tuple(notes.problems)


def _check_columns(rows: Sequence[dict[str, Any]], selection: Selection) -> None:
    columns = dict.fromkeys(column for row in rows for column in row)
    for column in (selection.key_property, selection.name_property):
        if column not in columns:
            known = ", ".join(quoted(name) for name in list(columns)[:40])
            raise refusal("column_missing", column=quoted(column), columns=known or "–")


def _row(number: int, row: dict[str, Any], notes: _Notes) -> dict[str, Scalar]:
    kept: dict[str, Scalar] = {}
    for column, value in row.items():
        place = Place(feature=number)
        if text.has_control_characters(column):
            notes.problems.append(problem("text_characters", place, column=quoted(column)))
        if isinstance(value, (dict, list)):
            notes.remark(problem("property_dropped", place, column=quoted(column)))
        elif isinstance(value, float) and not math.isfinite(value):
            notes.problems.append(problem("number_not_finite", place, number=str(value)))
        elif isinstance(value, str):
            kept[column] = _text(place, column, value, notes)
        else:
            kept[column] = value
    return kept


def _text(place: Place, column: str, value: str, notes: _Notes) -> str:
    if text.has_control_characters(value):
        notes.problems.append(problem("text_characters", place, column=quoted(column)))
    if text.has_hidden_characters(value):
        notes.remark(problem("text_hidden", place, column=quoted(column)))
    if text.looks_misdecoded(value):
        found = problem("text_misdecoded", place, column=quoted(column), found=quoted(value))
        notes.remark(found)
    return text.normalised(value)


def _key(number: int, value: Scalar, column: str, notes: _Notes) -> str:
    place = Place(feature=number)
    if value is None or value == "":
        notes.problems.append(problem("key_missing", place, column=quoted(column)))
        return ""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        notes.problems.append(problem("key_no_text", place, found=quoted(value)))
        return ""
    if isinstance(value, (int, float)):
        notes.remark(problem("key_was_number", place))
        return str(int(value))
    if text.has_hidden_characters(value):
        notes.problems.append(problem("key_characters", place, found=quoted(value)))
    if len(value) > LONGEST_KEY:
        told: dict[str, str | int] = {"found": quoted(value), "count": len(value), "limit": LONGEST_KEY}
        notes.problems.append(problem("key_too_long", place, **told))
    return value


def _name(place: Place, value: Scalar, notes: _Notes) -> str:
    if value is None or value == "":
        notes.remark(problem("name_blank", place))
        return place.key or ""
    name = str(value)
    if len(name) > LONGEST_NAME:
        told: dict[str, str | int] = {"found": quoted(name), "count": len(name), "limit": LONGEST_NAME}
        notes.problems.append(problem("name_too_long", place, **told))
    return name


def _check_duplicates(keys: Sequence[str], notes: _Notes) -> None:
    first: dict[str, int] = {}
    for number, key in enumerate(keys, start=1):
        if not key:
            continue
        if key in first:
            place = Place(feature=number, key=key)
            told: dict[str, str | int] = {"found": quoted(key), "first": first[key], "second": number}
            notes.problems.append(problem("key_twice", place, **told))
        first.setdefault(key, number)
