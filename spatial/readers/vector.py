# SPDX-License-Identifier: EUPL-1.2
"""Reads GeoPackages and zipped Shapefiles: GDAL sees them only in a confined child process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from spatial.geometry import crs as crs_names
from spatial.geometry.arrays import LINE_KINDS, POLYGON_KINDS, as_geometries
from spatial.geometry.problems import Place, quoted
from spatial.geometry.systems import identified, title
from spatial.readers.archive import shapefile_members
from spatial.readers.assemble import RawFeatures, strictly
from spatial.readers.outlines import FARTHEST
from spatial.readers.sandbox import run_confined
from spatial.readers.shapefile import LINE_SHAPES, POLYGON_SHAPES, check_parts, encoding_of
from spatial.readers.texts import problem, refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from spatial.geometry.arrays import Geometries
    from spatial.geometry.problems import Problem
    from spatial.readers.limits import Limits
    from spatial.readers.wire import Message

_GEOPACKAGE = "layer.gpkg"


def raw_geopackage(
    content: bytes, layer: str | None, limits: Limits, kinds: Sequence[int] = POLYGON_KINDS
) -> RawFeatures:
    """Read a layer of a GeoPackage, polygons unless other kinds are wanted; of several layers ``layer`` names one.

    Raises
    ------
    BoundaryFileError
        If anything is wrong with the file or its outlines, with every problem up to ``limits.max_problems``.
    """
    return raw_features(geopackage_message(content, layer, limits), limits, kinds=kinds)


def geopackage_message(content: bytes, layer: str | None, limits: Limits) -> Message:
    """Let the confined child read one layer of a GeoPackage, whatever its geometries are."""
    _check_size(content, limits)
    return run_confined({_GEOPACKAGE: content}, _geopackage_request(layer), limits)


def layers_of_geopackage(content: bytes, limits: Limits) -> tuple[str, ...]:
    """Return the names of the layers with geometries."""
    _check_size(content, limits)
    request = {**_geopackage_request(None), "is_listing": True}
    return tuple(run_confined({_GEOPACKAGE: content}, request, limits).header["layers"])


def raw_shapefile(
    content: bytes, layer: str | None, limits: Limits, kinds: Sequence[int] = POLYGON_KINDS
) -> RawFeatures:
    """Read the one Shapefile in a zip file, polygons unless other kinds are wanted; it has no layers.

    Raises
    ------
    BoundaryFileError
        If anything is wrong with the file or its outlines, with every problem up to ``limits.max_problems``.
    """
    del layer
    wanted = POLYGON_SHAPES if kinds is POLYGON_KINDS else LINE_SHAPES
    message, remarks = shapefile_message(content, limits, wanted)
    return raw_features(message, limits, remarks, kinds)


def shapefile_message(
    content: bytes, limits: Limits, shapes: Collection[int] = POLYGON_SHAPES
) -> tuple[Message, tuple[Problem, ...]]:
    """Let the confined child read the one Shapefile in a zip file; ``shapes`` are the kinds that it may hold."""
    _check_size(content, limits)
    parts = shapefile_members(content, limits)
    check_parts(parts, shapes)
    encoding = encoding_of(parts)
    files = {f"layer{suffix}": part for suffix, part in parts.items() if suffix != ".cpg"}
    request = {
        "path": "layer.shp",
        "driver": "ESRI Shapefile",
        "layer": None,
        "encoding": encoding.name,
    }
    return run_confined(files, request, limits), encoding.remarks


def _geopackage_request(layer: str | None) -> dict[str, Any]:
    return {"path": _GEOPACKAGE, "driver": "GPKG", "layer": layer, "encoding": None}


def _check_size(content: bytes, limits: Limits) -> None:
    if len(content) > limits.max_bytes:
        raise refusal("file_too_large", size=len(content), limit=limits.max_bytes)


def raw_features(
    message: Message, limits: Limits, remarks: Sequence[Problem] = (), kinds: Sequence[int] = POLYGON_KINDS
) -> RawFeatures:
    """Return what a confined child read, or refuse shapes of other kinds than are wanted."""
    if not message.outlines:
        raise refusal("no_features")
    rows = rows_of(message.header["columns"], len(message.outlines))
    geometries = _geometries(message.outlines, limits, kinds)
    heights = [problem("height_dropped")] if message.header["has_heights"] else []
    return RawFeatures(rows, geometries, message.header["crs"], [*remarks, *heights])


def rows_of(columns: Mapping[str, list[Any]], count: int) -> list[dict[str, Any]]:
    """Turn columns into rows; infinity comes back so that it is refused like everywhere else."""
    rows: list[dict[str, Any]] = [{} for _ in range(count)]
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=True):
            is_infinite = isinstance(value, dict) and "infinite" in value
            row[name] = float("inf") if is_infinite else value
    return rows


def crs_of(named: str | None, stated: str | None) -> str:
    """Return the allowed CRS of the file.

    What the steward states counts where the file names none, and for the order of the axes.
    """
    text = named or stated
    allowed = ", ".join(crs_names.ALLOWED)
    if not text:
        raise refusal("crs_missing", allowed=allowed)
    name = identified(text)
    if name is None:
        raise refusal("crs_unknown", crs=quoted(title(text)), allowed=allowed)
    return crs_names.with_axes_of(name, stated)


def _geometries(outlines: Sequence[bytes | None], limits: Limits, kinds: Sequence[int]) -> Geometries:
    shapes = as_geometries(shapely.from_wkb(outline, on_invalid="ignore") for outline in outlines)
    problems = [
        found
        for number, (outline, shape) in enumerate(zip(outlines, shapes, strict=True), start=1)
        if (found := _outline_problem(Place(feature=number), outline, shape, kinds))
    ]
    strictly(problems, limits)
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    if vertices > limits.max_vertices:
        raise refusal("too_many_vertices", count=vertices, limit=limits.max_vertices)
    return shapes


def _kind_problem(place: Place, shape: shapely.Geometry, *, is_line_wanted: bool) -> Problem:
    kind = shapely.GeometryType(int(shapely.get_type_id(shape)))
    if is_line_wanted:
        return problem("geometry_no_line", place, found=quoted(kind.name))
    if kind == shapely.GeometryType.GEOMETRYCOLLECTION:
        return problem("geometry_nested", place)
    return problem("geometry_type", place, found=quoted(kind.name))


def _outline_problem(
    place: Place, outline: bytes | None, shape: shapely.Geometry | None, kinds: Sequence[int]
) -> Problem | None:
    if outline is None:
        return problem("geometry_missing", place)
    if shape is None:
        return problem("geometry_broken", place)
    if shapely.get_type_id(shape) not in kinds:
        return _kind_problem(place, shape, is_line_wanted=kinds is LINE_KINDS)
    if shapely.is_empty(shape):
        return problem("geometry_empty", place)
    points = shapely.get_coordinates(shape)
    far = ~(np.abs(points) <= FARTHEST)
    if far.any():
        return problem("coordinates_out_of_range", place, value=f"{points[far][0]:.6g}")
    return None
