# SPDX-License-Identifier: EUPL-1.2
"""Reads the address file of an organisation into the entries of a register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely

from spatial.geometry.placing import place
from spatial.geometry.problems import Place, SpatialError
from spatial.readers.addresses.parsing import AddressFields, parsed_address
from spatial.readers.addresses.register import Entry
from spatial.readers.limits import Limits
from spatial.readers.places.reading import PlaceSelection, PlaceTable, read_places
from spatial.readers.texts import problem, refusal

if TYPE_CHECKING:
    from spatial.geometry.problems import Problem

_BROKEN: Final = "spatial.text_characters"
LIMITS: Final = Limits(max_features=1_000_000, max_bytes=256 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """The addresses of a file in EPSG:4326, in its order, and the rows that are none or lie outside."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def read_register(
    content: bytes, selection: PlaceSelection, expected: shapely.Geometry | None = None, limits: Limits = LIMITS
) -> RegisterFile:
    """Read an address file.

    Parameters
    ----------
    content : bytes
        A table with the columns of coordinates (metres or degrees), or a file of points.
    selection : PlaceSelection
        Which columns hold the address and the coordinates, and in which system they are.
    expected : shapely.Geometry, optional
        Outline in EPSG:4326 in which the addresses should lie.
    limits : Limits
        Bounds on size, time and memory.

    Returns
    -------
    RegisterFile
        A row without street, house number or place, one that lies outside, and one whose address holds broken text,
        is a problem and no entry.

    Raises
    ------
    SpatialError
        If the file or its system cannot be used, or no row is an address with a place.
    """
    if not any(selection.address.values()):
        raise refusal("no_position_columns")
    table = _table(content, selection, limits)
    if not table.crs:
        raise refusal("no_position_columns")
    placed = place(table.geometries, table.crs, expected)
    strays = {stray.position: stray for stray in placed.strays}
    entries: list[Entry] = []
    problems = list(table.problems)
    broken = {each.place.line or each.place.feature for each in problems if each.code == _BROKEN}
    for at, (line, shape, fields) in enumerate(zip(table.numbers, placed.geometries, table.addresses, strict=True)):
        if at in strays:
            told = {"east": f"{strays[at].east:.10g}", "north": f"{strays[at].north:.10g}"}
            problems.append(problem(f"place_{strays[at].kind.value}", Place(line=line), **told))
        elif shape is not None and line not in broken:
            entry = _entry(fields, shape)
            if entry:
                entries.append(entry)
            else:
                problems.append(problem("register_row_no_address", Place(line=line)))
    if not entries:
        raise refusal("register_no_address")
    return RegisterFile(tuple(entries), tuple(problems))


def _table(content: bytes, selection: PlaceSelection, limits: Limits) -> PlaceTable:
    try:
        return read_places(content, selection, limits)
    except SpatialError as error:
        (first, *_) = error.problems
        if first.code != "spatial.column_missing":
            raise
        # The columns of an address file are typed: there is nothing to choose from.
        told = {name: str(value) for name, value in first.parameters.items()}
        raise refusal("register_column_missing", None, **told) from error


def _entry(fields: AddressFields, shape: shapely.Geometry) -> Entry | None:
    parsed = parsed_address(fields)
    reading = next((each for each in parsed.readings if each.numbers), None)
    if reading is None or reading.numbers is None:
        return None
    east, north = (float(degrees) for degrees in shapely.get_coordinates(shape)[0])
    return Entry(reading.street, reading.numbers, east, north, parsed.postcode, parsed.city)
