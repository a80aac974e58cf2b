# SPDX-License-Identifier: EUPL-1.2
"""Reads a boundary file of any allowed format, chosen by its content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spatial.geometry.problems import SpatialError
from spatial.geometry.projections import to_longitude_latitude
from spatial.readers.assemble import assemble, assemble_with_problems
from spatial.readers.geojson import are_degrees, geojson_crs, raw_geojson
from spatial.readers.limits import Limits
from spatial.readers.sketch import LayerSketch, sketch_of
from spatial.readers.sniff import Format, sniff
from spatial.readers.texts import BoundaryFileError, refusal
from spatial.readers.vector import crs_of, layers_of_geopackage, raw_geopackage, raw_shapefile

if TYPE_CHECKING:
    from collections.abc import Callable

    import shapely

    from spatial.geometry.problems import Problem
    from spatial.readers.assemble import RawFeatures
    from spatial.readers.limits import Selection
    from spatial.readers.table import BoundaryTable

_READERS: dict[Format, Callable[[bytes, str | None, Limits], RawFeatures]] = {
    Format.GEOJSON: raw_geojson,
    Format.GEOPACKAGE: raw_geopackage,
    Format.ZIP: raw_shapefile,
}
MOST_LAYERS = 20


def read_boundaries(content: bytes, selection: Selection, limits: Limits | None = None) -> BoundaryTable:
    """Read areas from GeoJSON, GeoPackage or a zipped Shapefile.

    Parameters
    ----------
    content : bytes
        The file. Its name plays no part: whatever is written there is text and opens nothing.
    selection : Selection
        Key and name column, layer and CRS.
    limits : Limits, optional
        Bounds on size, time and memory.

    Returns
    -------
    BoundaryTable
        Areas in the order of the file, in the CRS of the file, unchecked as a coverage.

    Raises
    ------
    BoundaryFileError
        With a stable code, the place, what is allowed and what to do.
    """
    bounds = limits or Limits()
    raw, crs = _read(content, selection, bounds)
    return assemble(raw, crs, selection, bounds)


def read_with_problems(
    content: bytes, selection: Selection, limits: Limits | None = None
) -> tuple[BoundaryTable, tuple[Problem, ...]]:
    """Read areas as `read_boundaries`, but hand back what is wrong with keys, names and texts beside them.

    A key that is missing is empty in the table, one that stands twice stands there twice.

    Raises
    ------
    BoundaryFileError
        If the file, its system, its outlines or its columns cannot be used at all.
    """
    raw, crs = _read(content, selection, limits or Limits())
    return assemble_with_problems(raw, crs, selection)


def sketch_layers(
    content: bytes, limits: Limits | None = None, expected: shapely.Geometry | None = None
) -> tuple[LayerSketch, ...]:
    """Look what is in a file, layer by layer, so that a person can say what it means.

    Where the file names no system, those are told in which the areas would lie in the expected outline (EPSG:4326).

    Raises
    ------
    BoundaryFileError
        If the file cannot be read, or none of its layers holds areas; of several layers the others tell
        their problem in their sketch.
    """
    bounds = limits or Limits()
    found = sniff(content)
    names: tuple[str | None, ...] = layers_of_geopackage(content, bounds) if found is Format.GEOPACKAGE else (None,)
    if not names:
        raise refusal("layer_none")
    if len(names) > MOST_LAYERS:
        raise refusal("layers_too_many", count=len(names), limit=MOST_LAYERS)
    if len(names) == 1:
        return (_sketch(_READERS[found](content, names[0], bounds), found, names[0], expected),)
    sketches = []
    for name in names:
        try:
            sketches.append(_sketch(_READERS[found](content, name, bounds), found, name, expected))
        except BoundaryFileError as error:
            sketches.append(LayerSketch(name or "", problem=error.problems[0]))
    return tuple(sketches)


def _sketch(raw: RawFeatures, found: Format, layer: str | None, expected: shapely.Geometry | None) -> LayerSketch:
    sketch = sketch_of(layer or "", raw, expected)
    try:
        crs = _named(raw, found)
    except BoundaryFileError as error:
        # A system that is named but not known cannot be stated by hand: nobody may say that metres are others.
        return replace(sketch, problem=error.problems[0])
    if not crs:
        return sketch
    turned = _turned(raw, crs, expected)
    return replace(sketch, crs=crs, fitting=(turned, crs) if turned else ())


def _named(raw: RawFeatures, found: Format) -> str:
    """Return the system of the file, empty where somebody has to state it."""
    if found is Format.GEOJSON and not raw.named_crs:
        return geojson_crs(raw, None) if are_degrees(raw.geometries) else ""
    return crs_of(raw.named_crs, None) if raw.named_crs else ""


def _turned(raw: RawFeatures, crs: str, expected: shapely.Geometry | None) -> str:
    """Return the system with the other order of axes where the areas lie right only by that."""
    try:
        to_longitude_latitude(raw.geometries, crs, expected)
    except SpatialError as error:
        problem = error.problems[0]
        return str(problem.parameters["candidates"]) if problem.code == "spatial.axes_swapped" else ""
    return ""


def _read(content: bytes, selection: Selection, limits: Limits) -> tuple[RawFeatures, str]:
    found = sniff(content)
    raw = _READERS[found](content, selection.layer, limits)
    if found is Format.ZIP and not (raw.named_crs or selection.crs):
        raise refusal("shapefile_prj_missing")
    if found is Format.GEOJSON:
        return raw, geojson_crs(raw, selection.crs)
    return raw, crs_of(raw.named_crs, selection.crs)
