# SPDX-License-Identifier: EUPL-1.2
"""Tells row by row what a place is, where it lies, and what is wrong with it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import shapely

from spatial.geometry.placing import Stray, place
from spatial.geometry.problems import Place, quoted
from spatial.readers import text
from spatial.readers.places.figures import decimal_sign, number
from spatial.readers.places.shapes import KIND_AREA, kind_of, type_name
from spatial.readers.texts import problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spatial.geometry.problems import Problem
    from spatial.readers.places.reading import PlaceTable

LONGEST_KEY: Final = 60
LONGEST_NAME: Final = 300
LONGEST_ATTRIBUTE: Final = 2_000
# No site has more places, and sums of them stay numbers.
MOST_PLACES: Final = 1_000_000_000
# The database writes larger numbers out digit by digit: they are kept as text.
LARGEST_NUMBER: Final = 10**15
Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """What the columns mean: the name, and where they are there key, capacity and what else is shown.

    Without a column of keys the number of the row is the key.
    """

    name: str
    key: str = ""
    capacity: str = ""
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class CheckedPlace:
    """One row: its number in the file, what it is, its geometry in EPSG:4326 (None where unknown), its problems.

    ``capacity`` is None where it is not known: an empty cell, or one that is no number.
    """

    number: int
    key: str
    name: str
    capacity: float | None
    attributes: Mapping[str, Scalar]
    geometry: shapely.Geometry | None
    problems: tuple[Problem, ...] = ()


def checked(
    table: PlaceTable, columns: PlaceColumns, kind: str, expected: shapely.Geometry | None = None
) -> tuple[CheckedPlace, ...]:
    """Check every row of a file.

    Parameters
    ----------
    table : PlaceTable
        What was read, with coordinates in its own system (metres or degrees).
    columns : PlaceColumns
        What the columns mean; each must be there, as `missing_columns` tells.
    kind : str
        ``point``, ``line`` or ``area``.
    expected : shapely.Geometry, optional
        Outline in EPSG:4326 in which places should lie.

    Returns
    -------
    tuple of CheckedPlace
        In the order of the file. A row of addresses has no geometry and no problem on that account.

    Raises
    ------
    ProjectionError
        Where it is the system of the whole file that is wrong.
    """
    told: dict[int, list[Problem]] = {line: [] for line in table.numbers}
    for each in table.problems:
        told.setdefault(each.place.line or each.place.feature or 0, []).append(each)
    geometries = _placed(table, kind, told, expected)
    keys = _keys(table, columns, told)
    decimals = decimal_sign(_cell(row.get(columns.capacity)) for row in table.rows)
    return tuple(
        CheckedPlace(
            number=line,
            key=key,
            name=_name(row, columns, told[line], line),
            capacity=_capacity(row.get(columns.capacity), columns.capacity, decimals, told[line]),
            attributes={name: _attribute(row.get(name)) for name in columns.kept},
            geometry=geometry,
            problems=tuple(told[line]),
        )
        for line, row, key, geometry in zip(table.numbers, table.rows, keys, geometries, strict=True)
    )


def missing_columns(table: PlaceTable, columns: PlaceColumns) -> tuple[str, ...]:
    """Return the columns that are meant and not there.

    Parameters
    ----------
    table : PlaceTable
        What was read.
    columns : PlaceColumns
        What the columns mean.

    Returns
    -------
    tuple of str
        Empty where all are there.
    """
    known = {name for row in table.rows for name in row}
    meant = (columns.name, columns.key, columns.capacity, *columns.kept)
    return tuple(name for name in meant if name and name not in known)


def _placed(
    table: PlaceTable, kind: str, told: Mapping[int, list[Problem]], expected: shapely.Geometry | None
) -> Sequence[shapely.Geometry | None]:
    if not table.crs:
        return list(table.geometries)
    placed = place(table.geometries, table.crs, expected)
    for stray in placed.strays:
        told[table.numbers[stray.position]].append(_outside(stray))
    for line, shape in zip(table.numbers, placed.geometries, strict=True):
        if shape is not None:
            told[line] += _wrong_shape(shape, kind)
    return list(placed.geometries)


def _outside(stray: Stray) -> Problem:
    return problem(f"place_{stray.kind.value}", east=f"{stray.east:.10g}", north=f"{stray.north:.10g}")


def _wrong_shape(shape: shapely.Geometry, kind: str) -> list[Problem]:
    if kind_of(shape) != kind:
        return [problem(f"place_no_{kind}", found=type_name(shape))]
    return [problem("place_invalid")] if kind == KIND_AREA and not shapely.is_valid(shape) else []


def _keys(table: PlaceTable, columns: PlaceColumns, told: Mapping[int, list[Problem]]) -> list[str]:
    if not columns.key:
        return [str(line) for line in table.numbers]
    keys = [
        _words(row.get(columns.key), columns.key, told[line], line)
        for line, row in zip(table.numbers, table.rows, strict=True)
    ]
    first: dict[str, int] = {}
    twice = {key for key, count in Counter(keys).items() if count > 1}
    for line, key in zip(table.numbers, keys, strict=True):
        if not key:
            told[line].append(problem("place_key_missing", Place(line=line), column=quoted(columns.key)))
        elif len(key) > LONGEST_KEY:
            length: dict[str, str | int] = {"count": len(key), "limit": LONGEST_KEY}
            told[line].append(problem("place_key_too_long", Place(line=line), found=quoted(key), **length))
        elif key in twice and key in first:
            rows: dict[str, str | int] = {"first": first[key], "second": line}
            told[line].append(problem("place_key_twice", Place(line=line), found=quoted(key), **rows))
        first.setdefault(key, line)
    return keys


def _name(row: Mapping[str, Any], columns: PlaceColumns, told: list[Problem], line: int) -> str:
    name = _words(row.get(columns.name), columns.name, told, line)
    if not name:
        told.append(problem("place_name_missing", Place(line=line), column=quoted(columns.name)))
    elif len(name) > LONGEST_NAME:
        length: dict[str, str | int] = {"count": len(name), "limit": LONGEST_NAME}
        told.append(problem("place_name_too_long", Place(line=line), found=quoted(name), **length))
    return name[:LONGEST_NAME]


def _words(value: object, column: str, told: list[Problem], line: int) -> str:
    """Return a cell without signs that nobody sees; that some of them should not be there is told."""
    written = text.normalised(_cell(value))
    if text.has_control_characters(written):
        told.append(problem("text_characters", Place(line=line), column=quoted(column)))
    return text.cleaned(written)


def _capacity(value: object, column: str, decimals: str, told: list[Problem]) -> float | None:
    cell = _cell(value)
    if not cell:
        return None
    found = value if isinstance(value, (int, float)) else number(cell, decimals)
    if found is None or not 0 <= found <= MOST_PLACES:
        told.append(problem("capacity_no_number", column=quoted(column), found=quoted(cell)))
        return None
    return float(found)


def _cell(value: object) -> str:
    """Return a cell as text; lists, objects, truth values and what is no number count as empty."""
    if value is None or isinstance(value, (bool, dict, list)):
        return ""
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value).strip()


def _attribute(value: object) -> Scalar:
    if isinstance(value, (bool, int, float)) and abs(value) <= LARGEST_NUMBER:
        return value
    return text.cleaned(text.normalised(_cell(value)))[:LONGEST_ATTRIBUTE] or None
