# SPDX-License-Identifier: EUPL-1.2
"""Points laid evenly over areas, for shares of ground that cannot be cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from spatial.geometry.arrays import Floats, Geometries, Integers


def evenly(areas: Geometries, per_area: int) -> tuple[Floats, Integers]:
    """Lay a grid of points over each area, the finer the smaller the area is.

    Parameters
    ----------
    areas : ndarray of object, shape (n,)
        Valid (Multi)Polygons in metres; None and empty ones, and those without ground, get no point.
    per_area : int
        How many points an area has, about; 1 or more.

    Returns
    -------
    tuple of ndarray
        Points, shape (k, 2), and the area of each, shape (k,), int; area by area, always the same for the same areas.
        Points lie inside. An area that the grid misses has one point on its ground.

    Raises
    ------
    ValueError
        For less than one point.

    Examples
    --------
    >>> points, area_of = evenly(np.array([shapely.box(0, 0, 20, 20)], dtype=object), 4)
    >>> points.tolist()
    [[5.0, 5.0], [15.0, 5.0], [5.0, 15.0], [15.0, 15.0]]
    """
    if per_area < 1:
        raise ValueError("An area has at least one point.")
    laid = [_inside(area, per_area) for area in areas]
    counts = [len(points) for points in laid]
    return np.concatenate([np.empty((0, 2)), *laid]), np.repeat(np.arange(len(areas)), counts)


def _inside(area: shapely.Geometry | None, per_area: int) -> Floats:
    """Return the points of one area, row by row from below."""
    ground = 0.0 if area is None else float(shapely.area(area))
    if ground == 0:
        return np.empty((0, 2))
    step = float(np.sqrt(ground / per_area))
    west, south, east, north = shapely.bounds(area)
    across, up = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
    points = np.column_stack([across.ravel(), up.ravel()])
    inside: Floats = points[shapely.contains_xy(area, points)]
    return inside if len(inside) else shapely.get_coordinates(shapely.point_on_surface(area))
