# SPDX-License-Identifier: EUPL-1.2
"""Cuts two levels of areas with each other: which pairs share ground, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import polygonal

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Floats, Geometries, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """Every pair of areas that share ground, ordered by ``first``, then by ``second``.

    ``first`` and ``second`` are positions in either level, ``area_m2`` is the common area in square
    metres, ``shared`` the common ground itself; all of shape (m,).
    """

    first: Integers
    second: Integers
    area_m2: Floats
    shared: Geometries


def overlay(first: Geometries, second: Geometries) -> Overlay:
    """Cut every area of one level with those of another level that it shares ground with.

    Parameters
    ----------
    first, second : ndarray of object, shapes (n,) and (m,)
        Valid (Multi)Polygons in one CRS in metres, as `valid_ground` returns them; empty ones share
        ground with nobody.

    Returns
    -------
    Overlay
        Pairs whose common area is above zero: areas that only touch are left out.

    Notes
    -----
    Most pairs are one area inside the other; cutting, which is slow, is left to the rest.
    """
    right, left = shapely.STRtree(first).query(second, predicate="intersects")
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    shared = common_ground(first, second, left, right)
    areas = shapely.area(shared)
    is_real = areas > 0
    return Overlay(left[is_real], right[is_real], areas[is_real], shared[is_real])


def common_ground(first: Geometries, second: Geometries, left: Integers, right: Integers) -> Geometries:
    """Cut pairs of areas with each other.

    Parameters
    ----------
    first, second : ndarray of object, shapes (n,) and (m,)
        Valid (Multi)Polygons in one CRS; they may be the same array.
    left, right : ndarray of intp, shape (p,)
        The pairs: positions in ``first`` and in ``second``.

    Returns
    -------
    ndarray of object, shape (p,)
        Polygons and MultiPolygons, empty where a pair shares no ground; where one area lies inside the
        other it is that area as it was drawn.
    """
    shared = np.empty(len(left), dtype=object)
    is_second_whole = _covers(first, left, second[right])
    shared[is_second_whole] = second[right[is_second_whole]]
    is_first_whole = ~is_second_whole & _covers(second, right, first[left])
    shared[is_first_whole] = first[left[is_first_whole]]
    rest = ~(is_second_whole | is_first_whole)
    shared[rest] = polygonal(shapely.intersection(first[left[rest]], second[right[rest]]))
    return shared


def _covers(areas: Geometries, positions: Integers, others: Geometries) -> Booleans:
    shapely.prepare(areas)
    covered: Booleans = shapely.covers(areas[positions], others)
    return covered
