# SPDX-License-Identifier: EUPL-1.2
"""Reads street networks: GeoJSON, GeoPackage, zipped Shapefile, and extracts of OpenStreetMap, chosen by content."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import shapely

from spatial.geometry.arrays import LINE_KINDS
from spatial.geometry.crs import LONGITUDE_LATITUDE
from spatial.geometry.projections import share_within, to_longitude_latitude
from spatial.geometry.texts import projection_error
from spatial.readers.geojson import geojson_crs, raw_geojson
from spatial.readers.limits import MEBIBYTE, Limits
from spatial.readers.network_texts import REWORDED
from spatial.readers.sandbox import run_confined
from spatial.readers.sniff import Format, sniff
from spatial.readers.streetlines import StreetLines
from spatial.readers.texts import BoundaryFileError, refusal
from spatial.readers.vector import crs_of, raw_features, raw_geopackage, raw_shapefile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spatial.geometry.arrays import Geometries
    from spatial.geometry.problems import Problem
    from spatial.readers.assemble import RawFeatures

NETWORK_LIMITS = Limits(
    max_bytes=256 * MEBIBYTE,
    max_features=500_000,
    max_vertices=8_000_000,
    max_unpacked_bytes=1024 * MEBIBYTE,
    max_result_bytes=768 * MEBIBYTE,
    max_memory_bytes=4096 * MEBIBYTE,
    max_cpu_seconds=300,
    max_wall_seconds=900,
)
OSM_TAGS = (
    "highway,oneway,oneway:bicycle,junction,maxspeed,access,vehicle,motor_vehicle,bicycle,foot,wheelchair,surface,"
    "smoothness,incline,name"
)
_OSM, _OSM_SETTINGS = "layer.osm.pbf", "osmconf.ini"
# What GDAL's driver hands over of an extract: ways with these tags, closed ones as lines too, nothing else.
_OSM_CONFIGURATION = f"""closed_ways_are_polygons=
attribute_name_laundering=no
[points]
[lines]
osm_id=yes
other_tags=no
attributes={OSM_TAGS}
[multipolygons]
[multilinestrings]
[other_relations]
"""
_OSM_HEADER = b"\x0a\x09OSMHeader"
LEAST_SHARE_NEAR = 0.01
_BAND_DEGREES, _BAND_METRES = 1e-5, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class StreetTable:
    """Streets in the order of the file: what the columns of each tell, its line in ``crs``, and remarks.

    ``is_osm`` says that the columns are tags of OpenStreetMap.
    """

    rows: tuple[Mapping[str, object], ...]
    lines: Geometries
    crs: str
    is_osm: bool = False
    remarks: tuple[Problem, ...] = ()


def read_network(
    content: bytes, *, layer: str | None = None, crs: str | None = None, limits: Limits = NETWORK_LIMITS
) -> StreetTable:
    """Read the lines of a street network.

    Parameters
    ----------
    content : bytes
        The file; its format is told by its first bytes.
    layer : str, optional
        Which of several layers of a GeoPackage; extracts of OpenStreetMap and the others have one.
    crs : str, optional
        The system that a person states, where the file names none.
    limits : Limits
        Bounds on bytes, lines, points, memory and time.

    Returns
    -------
    StreetTable
        LineStrings and MultiLineStrings, with finite coordinates. Lines without length are kept: the graph counts
        them.

    Raises
    ------
    BoundaryFileError
        With a stable code, the place, what is allowed and what to do.
    """
    try:
        if is_osm(content):
            return _osm(content, limits)
        return _layer(content, layer, crs, limits)
    except BoundaryFileError as error:
        raise BoundaryFileError([_reworded(problem) for problem in error.problems]) from error


def to_degrees(table: StreetTable, expected: shapely.Geometry | None = None) -> Geometries:
    """Transform streets to EPSG:4326 and make sure that they lie where they should.

    Parameters
    ----------
    table : StreetTable
        n >= 1 streets.
    expected : shapely.Geometry, optional
        Outline of the municipality in EPSG:4326. A network may be larger than it, but a hundredth of the ground
        around its streets must lie there.

    Returns
    -------
    ndarray of object, shape (n,)
        Lines in degrees, longitude first.

    Raises
    ------
    ProjectionError
        As `spatial.geometry.projections.to_longitude_latitude`.
    """
    band = _BAND_DEGREES if table.crs.startswith(LONGITUDE_LATITUDE) else _BAND_METRES
    # lines have no ground: the boxes around them are looked at instead
    grounds = shapely.buffer(shapely.envelope(table.lines), band, cap_style="square")
    places = to_longitude_latitude(grounds, table.crs)
    if expected is not None and (share := share_within(places, expected)) < LEAST_SHARE_NEAR:
        told = {"share": round(100 * share, 1), "limit": round(100 * LEAST_SHARE_NEAR)}
        raise projection_error("outside_extent", candidates="–", **told)
    return to_longitude_latitude(table.lines, table.crs)


def is_osm(content: bytes) -> bool:
    """Tell whether a file is an extract of OpenStreetMap.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    bool
        Whether it begins like the blocks of the PBF format: a length in four bytes, then the word OSMHeader.
    """
    return content[4 : 4 + len(_OSM_HEADER)] == _OSM_HEADER


def _layer(content: bytes, layer: str | None, crs: str | None, limits: Limits) -> StreetTable:
    found = sniff(content)
    if found is Format.GEOJSON:
        raw = raw_geojson(content, layer, limits, StreetLines)
        return _table(raw, geojson_crs(raw, crs))
    read = raw_geopackage if found is Format.GEOPACKAGE else raw_shapefile
    raw = read(content, layer, limits, LINE_KINDS)
    if found is Format.ZIP and not (raw.named_crs or crs):
        raise refusal("shapefile_prj_missing")
    return _table(raw, crs_of(raw.named_crs, crs))


def _osm(content: bytes, limits: Limits) -> StreetTable:
    if len(content) > limits.max_bytes:
        raise refusal("file_too_large", size=len(content), limit=limits.max_bytes)
    if not _has_osm():
        raise refusal("osm_no_driver")
    request = {"path": _OSM, "driver": "OSM", "layer": "lines", "encoding": None, "kept": "highway IS NOT NULL"}
    files = {_OSM: content, _OSM_SETTINGS: _OSM_CONFIGURATION.encode()}
    try:
        message = run_confined(files, request, limits)
    except BoundaryFileError as error:
        raise refusal("osm_broken") if error.code == "spatial.vector_broken" else error from error
    return replace(_table(raw_features(message, limits, kinds=LINE_KINDS), LONGITUDE_LATITUDE), is_osm=True)


@cache
def _has_osm() -> bool:
    import pyogrio

    return "OSM" in pyogrio.list_drivers()


def _table(raw: RawFeatures, crs: str) -> StreetTable:
    rows: Sequence[Mapping[str, object]] = raw.properties
    return StreetTable(tuple(rows), raw.geometries, crs, remarks=tuple(raw.remarks))


def _reworded(problem: Problem) -> Problem:
    return replace(problem, explanation=REWORDED.get(problem.code, problem.explanation))
