# SPDX-License-Identifier: EUPL-1.2
"""Writes areas with what is said of them as a GeoPackage: one layer of outlines, tables of text beside it."""

from __future__ import annotations

import json
import math
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.projections import metric_crs, to_metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from spatial.geometry.arrays import Geometries

Cell = str | int | float | None
_DRIVER: Final = "GPKG"
_KIND: Final = "MultiPolygon"
_HEAD: Final = 100
_COUNTERS: Final = (24, 92)
_ONCE: Final = b"\x00\x00\x00\x01"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, its cells, whether numbers stand in it; what is not there is None."""

    name: str
    cells: Sequence[Cell]
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: its name and its columns, all of one length."""

    name: str
    columns: Sequence[Column]


def geopackage(outlines: bytes, places: Sequence[int], areas: Table, beside: Sequence[Table], moment: str) -> bytes:
    """Write a layer of areas and the tables beside it.

    Parameters
    ----------
    outlines : bytes
        A FeatureCollection as `spatial.geometry.encode` writes it, degrees, n areas in their frozen order.
    places : sequence of int, length m
        Which of the n areas stand in the layer, in the order of its rows.
    areas : Table
        The columns of the layer, m cells each.
    beside : sequence of Table
        Tables without outlines; an empty one is left out.
    moment : str
        What the file says of when it was changed, ISO 8601 in UTC: the same content gives the same bytes.

    Returns
    -------
    bytes
        A GeoPackage in ETRS89/UTM, zone 32 or 33 by where the areas lie (`metric_crs`). All outlines are
        MultiPolygons; an area without one has none. Equal points stay equal, so shared borders stay shared.

    References
    ----------
    OGC 12-128r19 (2024), GeoPackage Encoding Standard 1.4.
    """
    shapes = _shapes(outlines)
    # Which areas a filter leaves does not decide on the zone.
    crs = metric_crs(shapes)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "areas.gpkg"
        _write(path, areas, _multiple(to_metric(shapes[list(places)], crs)), crs)
        for table in beside:
            if table.columns and len(table.columns[0].cells):
                _write(path, table)
        _set_moment(path, moment)
        return _counted_once(path.read_bytes())


def _shapes(outlines: bytes) -> Geometries:
    features = json.loads(outlines)["features"]
    return as_geometries([_shape(feature["geometry"]) for feature in features])


def _shape(geometry: dict[str, Any] | None) -> shapely.Geometry | None:
    return None if geometry is None else shapely.from_geojson(json.dumps(geometry))


def _multiple(shapes: Geometries) -> npt.NDArray[np.object_]:
    """Return the outlines as bytes, each as several polygons: a layer has one kind of geometry."""
    whole = [
        shape if shape is None or shape.geom_type == _KIND else shapely.multipolygons([shape])
        for shape in shapes.tolist()
    ]
    return np.array([None if shape is None else shapely.to_wkb(shape) for shape in whole], dtype=np.object_)


def _write(path: Path, table: Table, outlines: npt.NDArray[np.object_] | None = None, crs: str | None = None) -> None:
    # Only a file asks for the library.
    from pyogrio import raw

    cells, masks = zip(*(_cells(column) for column in table.columns), strict=True)
    raw.write(
        path,
        outlines,
        list(cells),
        [column.name for column in table.columns],
        field_mask=list(masks),
        layer=table.name,
        driver=_DRIVER,
        geometry_type=None if outlines is None else _KIND,
        crs=crs,
        append=path.exists(),
    )


def _cells(column: Column) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_] | None]:
    """Return cells as their type, and where there is nothing: missing is never zero."""
    nothing = np.array([_is_nothing(cell) for cell in column.cells], dtype=np.bool_)
    told = [cell for cell, is_gone in zip(column.cells, nothing, strict=True) if not is_gone]
    if told and all(isinstance(cell, int) for cell in told):
        return np.array([cell if isinstance(cell, int) else 0 for cell in column.cells], dtype=np.int64), nothing
    if column.is_number:
        return np.array([np.nan if gone else cell for cell, gone in zip(column.cells, nothing, strict=True)],
                        dtype=np.float64), None  # fmt: skip
    return np.array([None if gone else str(cell) for cell, gone in zip(column.cells, nothing, strict=True)],
                    dtype=np.object_), None  # fmt: skip


def _is_nothing(cell: Cell) -> bool:
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))


def _set_moment(path: Path, moment: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        with database:
            database.execute("UPDATE gpkg_contents SET last_change = ?", [moment])
        # What stood there before would remain in unused bytes.
        database.execute("VACUUM")


def _counted_once(content: bytes) -> bytes:
    """Set how often the file was written to once: the library writes as often as the clock moves meanwhile.

    File format of SQLite 3, sections 1.3.7 and 1.3.15: the counter stands twice, and both are the same.
    """
    head = bytearray(content[:_HEAD])
    for place in _COUNTERS:
        head[place : place + 4] = _ONCE
    return bytes(head) + content[_HEAD:]
