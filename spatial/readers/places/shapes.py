# SPDX-License-Identifier: EUPL-1.2
"""Turns GeoJSON geometries of places into points, lines and areas, one by one."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
import shapely

from spatial.readers.outlines import FARTHEST, FLAT, MEASURED

if TYPE_CHECKING:
    from collections.abc import Callable

    from spatial.geometry.arrays import Floats

Made = TypeVar("Made")
LINE_POINTS: Final = 2
RING_POINTS: Final = 4
KIND_POINT, KIND_LINE, KIND_AREA = "point", "line", "area"
KINDS: Final = (KIND_POINT, KIND_LINE, KIND_AREA)
_OF_TYPE: Final = {
    "Point": KIND_POINT,
    "MultiPoint": KIND_POINT,
    "LineString": KIND_LINE,
    "MultiLineString": KIND_LINE,
    "Polygon": KIND_AREA,
    "MultiPolygon": KIND_AREA,
}


class ShapeError(ValueError):
    """A geometry that is none."""


def shape_of(geometry: object) -> shapely.Geometry | None:
    """Return a GeoJSON geometry as shapely has it.

    Parameters
    ----------
    geometry : object
        The member ``geometry`` of a feature as JSON gives it; coordinates in any system, heights are left out.

    Returns
    -------
    shapely.Geometry or None
        Point, LineString, Polygon or a collection of one of these; None for null and where there are no coordinates.
        Areas may be invalid.

    Raises
    ------
    ShapeError
        For anything else: a collection of several kinds, coordinates that are no finite numbers, a line of one point,
        a ring that is not closed or too short.
    """
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str):
        raise ShapeError("no geometry")
    make, coordinates = _MAKERS.get(geometry["type"]), geometry.get("coordinates")
    if make is None or not isinstance(coordinates, list):
        raise ShapeError("unknown geometry")
    return make(coordinates) if coordinates else None


def kind_of(shape: shapely.Geometry) -> str:
    """Return which kind of layer a geometry belongs to.

    Parameters
    ----------
    shape : shapely.Geometry
        Any geometry.

    Returns
    -------
    str
        One of `KINDS`; empty for a collection of several kinds.
    """
    return _OF_TYPE.get(type_name(shape), "")


def type_name(shape: shapely.Geometry) -> str:
    """Return the name of the type of a geometry.

    Parameters
    ----------
    shape : shapely.Geometry
        Any geometry.

    Returns
    -------
    str
        ``Point``, ``MultiPolygon`` and so on.
    """
    return type(shape).__name__


def _point(position: list[Any]) -> shapely.Geometry:
    return shapely.Point(_positions([position])[0])


def _line(positions: list[Any]) -> shapely.LineString:
    points = _positions(positions)
    if len(points) < LINE_POINTS:
        raise ShapeError("line of one point")
    return shapely.LineString(points)


def _area(rings: list[Any]) -> shapely.Polygon:
    shell, *holes = [_ring(ring) for ring in rings]
    return shapely.Polygon(shell, holes)


def _ring(positions: object) -> Floats:
    points = _positions(positions)
    if len(points) < RING_POINTS or not np.array_equal(points[0], points[-1]):
        raise ShapeError("ring that is not closed")
    return points


def _positions(positions: object) -> Floats:
    if not isinstance(positions, list) or not positions or not all(isinstance(each, list) for each in positions):
        raise ShapeError("no positions")
    if not set(map(type, chain.from_iterable(positions))) <= {int, float}:
        raise ShapeError("no numbers")
    try:
        points = np.array(positions, dtype=np.float64)
    except (ValueError, OverflowError) as error:
        raise ShapeError("no positions of one size") from error
    if points.ndim != FLAT or not FLAT <= points.shape[1] <= MEASURED or not (np.abs(points) <= FARTHEST).all():
        raise ShapeError("no positions on earth")
    return np.asarray(points[:, :FLAT])


def _each(make: Callable[[list[Any]], Made], parts: list[Any]) -> list[Made]:
    if not all(isinstance(part, list) and part for part in parts):
        raise ShapeError("empty part")
    return [make(part) for part in parts]


_MAKERS: Final[dict[str, Callable[[list[Any]], shapely.Geometry]]] = {
    "Point": _point,
    "MultiPoint": lambda parts: shapely.MultiPoint(_positions(parts)),
    "LineString": _line,
    "MultiLineString": lambda parts: shapely.MultiLineString(_each(_line, parts)),
    "Polygon": _area,
    "MultiPolygon": lambda parts: shapely.MultiPolygon(_each(_area, parts)),
}
