# SPDX-License-Identifier: EUPL-1.2
"""Unites areas to the area above them, for totals and for levels that were not delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries, valid_ground
from spatial.geometry.projections import from_metric, metric_crs, to_metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.arrays import Geometries


def dissolve(
    geometries: Geometries, groups: Sequence[str], *, largest_hole_m2: float = 0.0
) -> tuple[tuple[str, ...], Geometries]:
    """Unite the areas of each group.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326; invalid ones count as `valid_ground` reads them, None and
        empty ones add nothing.
    groups : sequence of str, length n
        Key of the parent of each area.
    largest_hole_m2 : float
        Holes up to this size are closed: gaps between borders that do not match would stay as specks.
        0 closes none.

    Returns
    -------
    keys : tuple of str, length m
        The groups, sorted.
    unions : ndarray of object, shape (m,)
        (Multi)Polygons in EPSG:4326, in the order of the keys.
    """
    crs = metric_crs(geometries)
    grounds = valid_ground(to_metric(geometries, crs))
    labels = np.array(groups, dtype=object)
    keys = tuple(sorted(set(groups)))
    unions = as_geometries(shapely.union_all(grounds[labels == key]) for key in keys)
    if largest_hole_m2 > 0:
        unions = as_geometries(_without_holes(union, largest_hole_m2) for union in unions)
    return keys, from_metric(unions, crs)


def dissolve_all(geometries: Geometries, *, largest_hole_m2: float = 0.0) -> shapely.Geometry:
    """Unite all areas to one total.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        As for `dissolve`; n >= 1.
    largest_hole_m2 : float
        As for `dissolve`.

    Returns
    -------
    shapely.Geometry
        A (Multi)Polygon in EPSG:4326.
    """
    groups = [""] * len(geometries)
    _, unions = dissolve(geometries, groups, largest_hole_m2=largest_hole_m2)
    total: shapely.Geometry = unions[0]
    return total


def _without_holes(union: shapely.Geometry, largest_hole_m2: float) -> shapely.Geometry:
    parts = [
        shapely.Polygon(part.exterior, [h for h in part.interiors if _size(h) > largest_hole_m2])
        for part in shapely.get_parts(union)
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _size(ring: shapely.LinearRing) -> float:
    return float(shapely.area(shapely.Polygon(ring)))
