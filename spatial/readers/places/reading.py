# SPDX-License-Identifier: EUPL-1.2
"""Reads a file of places of any allowed format, chosen by its content."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from spatial.geometry import crs as crs_names
from spatial.geometry.arrays import as_geometries
from spatial.geometry.placing import fitting_systems
from spatial.geometry.problems import Place, quoted
from spatial.readers.addresses.parsing import AddressFields
from spatial.readers.assemble import RawFeatures
from spatial.readers.geojson import are_degrees, crs_named, parsed_collection
from spatial.readers.limits import Limits
from spatial.readers.outlines import FARTHEST
from spatial.readers.places.delimited import TextTable, read_table
from spatial.readers.places.figures import decimal_sign, number
from spatial.readers.places.shapes import ShapeError, shape_of
from spatial.readers.shapefile import PLACE_SHAPES
from spatial.readers.sketch import LayerSketch, sketch_of
from spatial.readers.sniff import Format, sniff
from spatial.readers.text import cleaned, has_control_characters
from spatial.readers.texts import BoundaryFileError, problem, refusal
from spatial.readers.vector import crs_of, geopackage_message, layers_of_geopackage, rows_of, shapefile_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spatial.geometry.arrays import Geometries
    from spatial.geometry.problems import Problem
    from spatial.readers.wire import Message

TABLE: Final = "table"


@dataclass(frozen=True, slots=True)
class PlaceSelection:
    """What somebody says about a file: the layer of several, the system, and for a table how it is written.

    ``east`` and ``north`` name columns; ``address`` names the column of each field of `AddressFields`.
    """

    layer: str = ""
    crs: str = ""
    encoding: str = ""
    separator: str = ""
    east: str = ""
    north: str = ""
    address: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class PlaceTable:
    """Places in the order of the file: rows, geometries in ``crs`` (None where there is none) and where each stands.

    ``numbers`` are lines of a table or features from 1; ``problems`` carry that number in their place. ``addresses``
    are there where their columns are named. A table without coordinates has no ``crs`` and no geometry. Addresses and
    names of columns hold no sign that nobody sees.
    """

    rows: tuple[Mapping[str, Any], ...]
    numbers: tuple[int, ...]
    geometries: Geometries
    crs: str
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    addresses: tuple[AddressFields, ...] = ()


def format_of(content: bytes) -> str:
    """Tell the format of a file by its content.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    str
        ``geojson``, ``gpkg``, ``zip``, or ``table`` for anything that is none of these and not known to be something
        else.

    Raises
    ------
    BoundaryFileError
        For an empty file and for formats that are known and not read.
    """
    try:
        return sniff(content).value
    except BoundaryFileError as error:
        found = str(error.problems[0].parameters.get("found", ""))
        if error.problems[0].code == "spatial.file_empty" or found in _NO_TABLES:
            raise
        return TABLE


_NO_TABLES: Final = frozenset(
    {"SQLite", "OGR VRT", "GDAL VRT", "KML", "GPX", "GML", "SVG", "XML", "XML / HTML", "PDF", "FlatGeobuf"}
    | {".shp / .shx", "gzip", "7z", "RAR", "ZIP (0)", "Office 97"}
)


def read_places(content: bytes, selection: PlaceSelection, limits: Limits | None = None) -> PlaceTable:
    """Read places.

    Parameters
    ----------
    content : bytes
        GeoJSON, GeoPackage, a zipped Shapefile, or a table of text with coordinates (degrees or metres) or addresses.
    selection : PlaceSelection
        What somebody says; a system counts where the file names none, and for the order of its axes.
    limits : Limits, optional
        Bounds on size, time and memory.

    Returns
    -------
    PlaceTable
        All rows; one whose place cannot be read has none and a problem.

    Raises
    ------
    BoundaryFileError
        If the file cannot be used at all.
    """
    bounds = limits or Limits()
    found = format_of(content)
    if found == TABLE:
        table = read_table(content, bounds, encoding=selection.encoding, separator=selection.separator)
        return _of_table(table, selection)
    return _of_features(_features(content, found, selection.layer, bounds), found, selection)


def sketch_places(
    content: bytes, limits: Limits | None = None, expected: shapely.Geometry | None = None
) -> tuple[LayerSketch, ...]:
    """Look what is in a file, layer by layer.

    Parameters
    ----------
    content : bytes
        As for `read_places`.
    limits : Limits, optional
        Bounds on size, time and memory.
    expected : shapely.Geometry, optional
        Outline in EPSG:4326 in which the places should lie.

    Returns
    -------
    tuple of LayerSketch
        One for a file without layers. ``fitting`` names systems where the file names none.

    Raises
    ------
    BoundaryFileError
        If the file cannot be read.
    """
    bounds = limits or Limits()
    found = format_of(content)
    if found == TABLE:
        table = read_table(content, bounds)
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        return (sketch_of("", RawFeatures(rows, as_geometries([None] * len(rows)), TABLE)),)
    names = layers_of_geopackage(content, bounds) if found == Format.GEOPACKAGE else ("",)
    if not names:
        raise refusal("layer_none")
    return tuple(_sketch(content, found, name, (bounds, expected)) for name in names)


def _sketch(content: bytes, found: str, layer: str, within: tuple[Limits, shapely.Geometry | None]) -> LayerSketch:
    bounds, expected = within
    features = _features(content, found, layer, bounds)
    sketch = sketch_of(layer, RawFeatures(features.rows, features.geometries, TABLE))
    try:
        crs = _system(features, found, "")
    except BoundaryFileError as error:
        if error.problems[0].code not in {"spatial.crs_missing", "spatial.shapefile_prj_missing"}:
            return replace(sketch, problem=error.problems[0])
        return replace(sketch, fitting=fitting_systems(features.geometries, expected))
    return replace(sketch, crs=crs)


@dataclass(frozen=True, slots=True, eq=False)
class _Features:
    rows: list[dict[str, Any]]
    geometries: Geometries
    named_crs: str | None
    problems: list[Problem]
    remarks: tuple[Problem, ...] = ()


def _features(content: bytes, found: str, layer: str, limits: Limits) -> _Features:
    if found == Format.GEOJSON:
        features = _of_geojson(content, limits)
    elif found == Format.GEOPACKAGE:
        features = _of_message(geopackage_message(content, layer or None, limits), ())
    else:
        features = _of_message(*shapefile_message(content, limits, PLACE_SHAPES))
    return replace(features, rows=_readable(features.rows))


def _readable(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with names of columns that can be read, and chosen."""
    names = {name: cleaned(name) for name in dict.fromkeys(name for row in rows for name in row)}
    if all(name == told for name, told in names.items()):
        return rows
    told, count = Counter(names.values()).most_common(1)[0]
    if count > 1:
        raise refusal("table_column_twice", column=quoted(told))
    return [{names[name]: value for name, value in row.items()} for row in rows]


def _of_geojson(content: bytes, limits: Limits) -> _Features:
    collection = parsed_collection(content, limits)
    members = collection["features"]
    if not members:
        raise refusal("no_features")
    if len(members) > limits.max_features:
        raise refusal("too_many_features", count=len(members), limit=limits.max_features)
    rows: list[dict[str, Any]] = []
    shapes: list[shapely.Geometry | None] = []
    problems: list[Problem] = []
    for at, member in enumerate(members, start=1):
        place = Place(feature=at)
        if not isinstance(member, dict) or not isinstance(member.get("properties") or {}, dict):
            raise refusal("feature_malformed", place)
        rows.append(member.get("properties") or {})
        shapes.append(_shape(member.get("geometry"), place, problems))
    return _Features(rows, as_geometries(shapes), crs_named(collection), problems)


def _shape(geometry: object, place: Place, problems: list[Problem]) -> shapely.Geometry | None:
    try:
        shape = shape_of(geometry)
    except ShapeError:
        problems.append(problem("place_malformed", place))
        return None
    if shape is None:
        problems.append(problem("place_missing", place))
    return shape


def _of_message(message: Message, remarks: Sequence[Problem]) -> _Features:
    count = len(message.outlines)
    if not count:
        raise refusal("no_features")
    shapes = as_geometries(shapely.from_wkb(wkb, on_invalid="ignore") for wkb in message.outlines)
    problems: list[Problem] = []
    for at, (wkb, shape) in enumerate(zip(message.outlines, shapes, strict=True)):
        code = _wrong(wkb, shape)
        if code:
            problems.append(problem(code, Place(feature=at + 1)))
            shapes[at] = None
    heights = (problem("height_dropped"),) if message.header["has_heights"] else ()
    rows = rows_of(message.header["columns"], count)
    return _Features(rows, shapes, message.header["crs"], problems, (*remarks, *heights))


def _wrong(wkb: bytes | None, shape: shapely.Geometry | None) -> str:
    if wkb is None or (shape is not None and shapely.is_empty(shape)):
        return "place_missing"
    if shape is None or not (np.abs(shapely.get_coordinates(shape)) <= FARTHEST).all():
        return "place_malformed"
    return ""


def _of_features(features: _Features, found: str, selection: PlaceSelection) -> PlaceTable:
    columns = dict.fromkeys(name for row in features.rows for name in row)
    _check_columns(list(columns), selection.address.values())
    numbers = tuple(range(1, len(features.rows) + 1))
    addresses, broken = _addresses(features.rows, [Place(feature=number) for number in numbers], selection)
    return PlaceTable(
        rows=tuple(features.rows),
        numbers=numbers,
        geometries=features.geometries,
        crs=_system(features, found, selection.crs),
        problems=(*features.problems, *broken),
        remarks=features.remarks,
        addresses=addresses,
    )


def _addresses(
    rows: Sequence[Mapping[str, Any]], places: Sequence[Place], selection: PlaceSelection
) -> tuple[tuple[AddressFields, ...], list[Problem]]:
    """Return the address of each row, and what should not be in one."""
    columns = {name: column for name, column in selection.address.items() if column}
    if not columns:
        return (), []
    addresses: list[AddressFields] = []
    problems: list[Problem] = []
    for row, place in zip(rows, places, strict=True):
        lines = {name: _lines(_text(row.get(column))) for name, column in columns.items()}
        addresses.append(AddressFields(**{name: "\n".join(map(cleaned, told)) for name, told in lines.items()}))
        problems += [
            problem("text_characters", place, column=quoted(columns[name]))
            for name, told in lines.items()
            if any(map(has_control_characters, told))
        ]
    return tuple(addresses), problems


def _lines(written: str) -> list[str]:
    """Return the lines of an address in one cell: line breaks and tabs are no wrong signs there."""
    return written.replace("\t", " ").splitlines()


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (str, int)) else ""


def _check_columns(known: Sequence[str], meant: Iterable[str]) -> None:
    for column in meant:
        if column and column not in known:
            told = ", ".join(quoted(name) for name in known[:40])
            raise refusal("column_missing", column=quoted(column), columns=told or "–")


def _system(features: _Features, found: str, stated: str) -> str:
    if found == Format.GEOJSON and not features.named_crs:
        known = features.geometries[~shapely.is_missing(features.geometries)]
        if len(known) == 0 or are_degrees(known):
            return crs_names.with_axes_of(crs_names.LONGITUDE_LATITUDE, stated)
    if found == Format.ZIP and not (features.named_crs or stated):
        raise refusal("shapefile_prj_missing")
    return crs_of(features.named_crs, stated or None)


def _of_table(table: TextTable, selection: PlaceSelection) -> PlaceTable:
    rows = tuple(dict(zip(table.columns, row, strict=True)) for row in table.rows)
    _check_columns(table.columns, [selection.east, selection.north, *selection.address.values()])
    addresses, broken = _addresses(rows, [Place(line=line) for line in table.lines], selection)
    has_coordinates = bool(selection.east and selection.north)
    if not (has_coordinates or addresses):
        raise refusal("no_position_columns")
    shapes: list[shapely.Geometry | None] = [None] * len(rows)
    problems: list[Problem] = []
    if has_coordinates:
        shapes = _coordinates(table, rows, (selection.east, selection.north), problems)
    return PlaceTable(
        rows=rows,
        numbers=table.lines,
        geometries=as_geometries(shapes),
        crs=crs_of(None, selection.crs or None) if has_coordinates else "",
        problems=(*table.problems, *problems, *broken),
        addresses=addresses,
    )


def _coordinates(
    table: TextTable, rows: Sequence[Mapping[str, str]], columns: tuple[str, str], problems: list[Problem]
) -> list[shapely.Geometry | None]:
    decimals = decimal_sign(row[column] for row in rows for column in columns)
    shapes: list[shapely.Geometry | None] = []
    for line, row in zip(table.lines, rows, strict=True):
        found = [_coordinate(row[column], column, decimals, Place(line=line)) for column in columns]
        numbers = [each for each in found if isinstance(each, float)]
        problems += [each for each in found if not isinstance(each, float)]
        shapes.append(shapely.Point(numbers) if len(numbers) == len(columns) else None)
    return shapes


def _coordinate(cell: str, column: str, decimals: str, place: Place) -> float | Problem:
    if not cell:
        return problem("coordinate_missing", place, column=quoted(column))
    found = number(cell, decimals)
    if found is None or abs(found) > FARTHEST:
        return problem("coordinate_no_number", place, column=quoted(column), found=quoted(cell))
    return found
