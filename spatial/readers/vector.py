# SPDX-License-Identifier: EUPL-1.2
"""Reads GeoPackages and zipped Shapefiles: GDAL sees them only in a confined child process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from spatial.geometry import crs as crs_names
from spatial.geometry.arrays import POLYGON_KINDS, as_geometries
from spatial.geometry.problems import Place, quoted
from spatial.readers.archive import shapefile_members
from spatial.readers.assemble import RawFeatures, assemble, strictly
from spatial.readers.outlines import FARTHEST
from spatial.readers.sandbox import run_confined
from spatial.readers.shapefile import check_parts, encoding_of
from spatial.readers.texts import problem, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spatial.geometry.arrays import Geometries
    from spatial.geometry.problems import Problem
    from spatial.readers.limits import Limits, Selection
    from spatial.readers.table import BoundaryTable
    from spatial.readers.wire import Message

_LEAST_CONFIDENCE = 90


def read_geopackage(content: bytes, selection: Selection, limits: Limits) -> BoundaryTable:
    """Read the polygon layer of a GeoPackage; of several layers ``selection.layer`` names one.

    Raises
    ------
    BoundaryFileError
        If anything is wrong, with every problem found up to ``limits.max_problems``.
    """
    _check_size(content, limits)
    request = {"path": "layer.gpkg", "driver": "GPKG", "layer": selection.layer, "encoding": None}
    message = run_confined({"layer.gpkg": content}, request, limits)
    return _table(message, selection, limits)


def read_shapefile(content: bytes, selection: Selection, limits: Limits) -> BoundaryTable:
    """Read the one Shapefile in a zip file.

    Raises
    ------
    BoundaryFileError
        If anything is wrong, with every problem found up to ``limits.max_problems``.
    """
    _check_size(content, limits)
    parts = shapefile_members(content, limits)
    check_parts(parts)
    encoding = encoding_of(parts)
    files = {f"layer{suffix}": part for suffix, part in parts.items() if suffix != ".cpg"}
    request = {
        "path": "layer.shp",
        "driver": "ESRI Shapefile",
        "layer": None,
        "encoding": encoding.name,
    }
    return _table(run_confined(files, request, limits), selection, limits, encoding.remarks)


def _check_size(content: bytes, limits: Limits) -> None:
    if len(content) > limits.max_bytes:
        raise refusal("file_too_large", size=len(content), limit=limits.max_bytes)


def _table(message: Message, selection: Selection, limits: Limits, remarks: Sequence[Problem] = ()) -> BoundaryTable:
    if not message.outlines:
        raise refusal("no_features")
    crs = _crs(message.header["crs"], selection)
    rows = _rows(message.header["columns"], len(message.outlines))
    geometries = _geometries(message.outlines, limits)
    heights = [problem("height_dropped")] if message.header["has_heights"] else []
    return assemble(RawFeatures(rows, geometries, crs, [*remarks, *heights]), selection, limits)


def _rows(columns: Mapping[str, list[Any]], count: int) -> list[dict[str, Any]]:
    """Turn columns into rows; infinity comes back so that it is refused like everywhere else."""
    rows: list[dict[str, Any]] = [{} for _ in range(count)]
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=True):
            is_infinite = isinstance(value, dict) and "infinite" in value
            row[name] = float("inf") if is_infinite else value
    return rows


def _crs(named: str | None, selection: Selection) -> str:
    """Return the allowed CRS of the file; what the steward states counts only where it names none."""
    text = named or selection.crs
    allowed = ", ".join(crs_names.ALLOWED)
    if not text:
        raise refusal("crs_missing", allowed=allowed)
    name = crs_names.allowed_name(text) or crs_names.allowed_name(_identified(text))
    if name is None:
        raise refusal("crs_unknown", crs=quoted(_title(text)), allowed=allowed)
    return name


def _identified(text: str) -> str:
    """Return the EPSG name of a definition in WKT, if PROJ is sure of it."""
    definition = _definition(text)
    code = definition.to_epsg(min_confidence=_LEAST_CONFIDENCE) if definition else None
    return f"EPSG:{code}" if code else ""


def _title(text: str) -> str:
    definition = _definition(text)
    return definition.name if definition else text


def _definition(text: str) -> pyproj.CRS | None:
    try:
        return pyproj.CRS.from_wkt(text)
    except pyproj.exceptions.CRSError:
        return None


def _geometries(outlines: Sequence[bytes | None], limits: Limits) -> Geometries:
    shapes = as_geometries(shapely.from_wkb(outline, on_invalid="ignore") for outline in outlines)
    problems = [
        found
        for number, (outline, shape) in enumerate(zip(outlines, shapes, strict=True), start=1)
        if (found := _outline_problem(Place(feature=number), outline, shape))
    ]
    strictly(problems, limits)
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    if vertices > limits.max_vertices:
        raise refusal("too_many_vertices", count=vertices, limit=limits.max_vertices)
    return shapes


def _outline_problem(place: Place, outline: bytes | None, shape: shapely.Geometry | None) -> Problem | None:
    if outline is None:
        return problem("geometry_missing", place)
    if shape is None:
        return problem("geometry_broken", place)
    if shapely.get_type_id(shape) not in POLYGON_KINDS:
        nested = shapely.get_type_id(shape) == shapely.GeometryType.GEOMETRYCOLLECTION
        return problem(
            "geometry_nested" if nested else "geometry_type",
            place,
            **({} if nested else {"found": quoted(shapely.GeometryType(int(shapely.get_type_id(shape))).name)}),
        )
    if shapely.is_empty(shape):
        return problem("geometry_empty", place)
    points = shapely.get_coordinates(shape)
    far = ~(np.abs(points) <= FARTHEST)
    if far.any():
        return problem("coordinates_out_of_range", place, value=f"{points[far][0]:.6g}")
    return None
