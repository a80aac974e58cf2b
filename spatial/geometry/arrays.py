# SPDX-License-Identifier: EUPL-1.2
"""The array types that the pure geometry functions share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Booleans = NDArray[np.bool_]

POLYGON_KINDS = (int(shapely.GeometryType.POLYGON), int(shapely.GeometryType.MULTIPOLYGON))
LINE_KINDS = (int(shapely.GeometryType.LINESTRING), int(shapely.GeometryType.MULTILINESTRING))


def as_geometries(geometries: Iterable[Any]) -> Geometries:
    """Return an object array of shapely geometries.

    Parameters
    ----------
    geometries : iterable of shapely.Geometry
        Any length; None stands for a unit without a geometry.

    Returns
    -------
    ndarray of object, shape (n,)
        A new array in the same order.
    """
    members = list(geometries)
    array = np.empty(len(members), dtype=object)
    array[:] = members
    return array


def polygonal(shapes: Geometries) -> Geometries:
    """Keep the polygons of each shape, without lines and points that it may consist of besides.

    Parameters
    ----------
    shapes : ndarray of object, shape (n,)
        Any geometries, as `shapely.make_valid` or an intersection returns them; None counts as empty.

    Returns
    -------
    ndarray of object, shape (n,)
        A new array of Polygons and MultiPolygons; an empty Polygon where there is no ground.
    """
    kinds = shapely.get_type_id(shapes)
    kept = shapes.copy()
    for place in np.flatnonzero(~np.isin(kinds, POLYGON_KINDS)).tolist():
        members = shapely.get_parts(shapely.get_parts(shapes[place]))
        parts = [part for part in members if shapely.get_type_id(part) == POLYGON_KINDS[0]]
        kept[place] = shapely.MultiPolygon(parts) if parts else shapely.Polygon()
    return kept


def valid_ground(shapes: Geometries) -> Geometries:
    """Return the ground that outlines enclose, valid or not.

    Parameters
    ----------
    shapes : ndarray of object, shape (n,)
        (Multi)Polygons; None counts as empty.

    Returns
    -------
    ndarray of object, shape (n,)
        Valid Polygons and MultiPolygons; valid ones as they were. What an outline encloses twice is
        ground, its holes are not; lines and points without ground are left out.

    References
    ----------
    GEOS ``MakeValid``, method "structure": its time grows far slower with the crossings of an outline
    than that of "linework".
    """
    return polygonal(shapely.make_valid(shapes, method="structure", keep_collapsed=False))


def coordinates(points: Geometries) -> Floats:
    """Return the coordinates of points.

    Parameters
    ----------
    points : ndarray of object, shape (n,)
        Points; None and empty ones have no coordinates.

    Returns
    -------
    ndarray of float, shape (n, 2)
        East and north; NaN for None and empty points.
    """
    found = np.full((len(points), 2), np.nan)
    has_place = ~(shapely.is_missing(points) | shapely.is_empty(points))
    found[has_place] = shapely.get_coordinates(points[has_place])
    return found
