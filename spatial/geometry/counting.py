# SPDX-License-Identifier: EUPL-1.2
"""Counts what lies in areas: places by number and capacity, lines by length, grounds by ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from spatial.geometry.arrays import Floats, Geometries, Integers

NOWHERE: Final = -1
_SQUARE_METRES_PER_KM2: Final = 1e6


@dataclass(frozen=True, slots=True, eq=False)
class Capacities:
    """Sums of capacity per area, shape (n,), and how many places of each area have none that is known.

    ``known`` is 0 for an area without places and NaN for one where no capacity is known.
    """

    known: Floats
    unknown: Integers


def areas_of_points(points: Geometries, areas: Geometries) -> Integers:
    """Find for each place the one area that it lies in.

    Parameters
    ----------
    points : ndarray of object, shape (m,)
        Points in the system of the areas; of a MultiPoint the first one counts. None and empty ones lie nowhere.
    areas : ndarray of object, shape (n,)
        Valid (Multi)Polygons in their frozen order; None and empty ones hold nothing.

    Returns
    -------
    ndarray of int, shape (m,)
        The position of the area, `NOWHERE` outside of all. A point on a border, or in areas that overlap, belongs to
        the first of them in the frozen order: to exactly one, and always to the same.
    """
    found = np.full(len(points), NOWHERE, dtype=np.intp)
    if len(points) == 0 or len(areas) == 0:
        return found
    singles = shapely.get_geometry(points, 0)
    tree = shapely.STRtree(areas)
    at, area = tree.query(singles, predicate="intersects")
    order = np.lexsort((area, at))
    first = np.unique(at[order], return_index=True)[1]
    found[at[order][first]] = area[order][first]
    return found


def counts(area_of: Integers, area_count: int) -> Integers:
    """Count the places of each area.

    Parameters
    ----------
    area_of : ndarray of int, shape (m,)
        As `areas_of_points` returns it.
    area_count : int
        How many areas there are.

    Returns
    -------
    ndarray of int, shape (area_count,)
        0 where no place lies: that is counted, and not missing.
    """
    return np.bincount(area_of[area_of != NOWHERE], minlength=area_count).astype(np.intp)


def capacities(area_of: Integers, area_count: int, capacity: Floats) -> Capacities:
    """Add up the capacity of the places of each area.

    Parameters
    ----------
    area_of : ndarray of int, shape (m,)
        As `areas_of_points` returns it.
    area_count : int
        How many areas there are.
    capacity : ndarray of float, shape (m,)
        What each place offers, 0 or more; NaN where it is not known.

    Returns
    -------
    Capacities
        A sum of known capacities is a lower limit where ``unknown`` is not 0.
    """
    is_known = (area_of != NOWHERE) & ~np.isnan(capacity)
    is_unknown = (area_of != NOWHERE) & np.isnan(capacity)
    known = np.bincount(area_of[is_known], weights=capacity[is_known], minlength=area_count)
    unknown = counts(area_of[is_unknown], area_count)
    has_known = counts(area_of[is_known], area_count) > 0
    return Capacities(np.where((unknown > 0) & ~has_known, np.nan, known), unknown)


def places_by_area(shapes: Geometries, areas: Geometries) -> list[list[int]]:
    """Name the lines or grounds that lie in each area.

    Parameters
    ----------
    shapes : ndarray of object, shape (m,)
        (Multi)LineStrings or (Multi)Polygons in the system of the areas; None and empty ones lie nowhere.
    areas : ndarray of object, shape (n,)
        As for `areas_of_points`.

    Returns
    -------
    list of list of int
        For each of the n areas the positions of what reaches into it, in order; what only touches its border does not.
    """
    found: list[list[int]] = [[] for _ in range(len(areas))]
    at, area = _pairs(shapes, areas)
    reaches = ~shapely.touches(shapes[at], areas[area])
    for place, position in sorted(zip(at[reaches].tolist(), area[reaches].tolist(), strict=True)):
        found[position].append(place)
    return found


def lengths(lines: Geometries, areas: Geometries) -> Floats:
    """Measure how much of all lines lies in each area.

    Parameters
    ----------
    lines : ndarray of object, shape (m,)
        (Multi)LineStrings in metres; None and empty ones have no length.
    areas : ndarray of object, shape (n,)
        Valid (Multi)Polygons in the same system and in their frozen order; None and empty ones hold nothing.

    Returns
    -------
    ndarray of float, shape (n,)
        Metres. What runs along a border, or through areas that overlap, counts for the first of them alone, so that the
        sum over all areas is the length that lies in any of them. What one line runs along twice counts once.
    """
    measured = np.zeros(len(areas))
    at, area = _pairs(lines, areas)
    for line in np.unique(at):
        # Differences dissolve what a line runs along twice, also beyond the area; so it is dissolved before.
        rest = shapely.unary_union(lines[line])
        for position in np.sort(area[at == line]):
            before = float(shapely.length(rest))
            rest = shapely.difference(rest, areas[position])
            measured[position] += before - float(shapely.length(rest))
    return measured


def grounds(shapes: Geometries, areas: Geometries) -> Floats:
    """Measure how much ground of all shapes lies in each area.

    Parameters
    ----------
    shapes : ndarray of object, shape (m,)
        Valid (Multi)Polygons in metres; None and empty ones have no ground. Where shapes overlap each counts.
    areas : ndarray of object, shape (n,)
        As for `lengths`.

    Returns
    -------
    ndarray of float, shape (n,)
        Square metres; a border has none.
    """
    measured = np.zeros(len(areas))
    at, area = _pairs(shapes, areas)
    np.add.at(measured, area, shapely.area(shapely.intersection(shapes[at], areas[area])))
    return measured


def densities(amounts: Floats | Integers, ground_m2: Floats) -> Floats:
    """Return amounts per square kilometre.

    Parameters
    ----------
    amounts : ndarray, shape (n,)
        Counts, sums of capacity, metres or square metres; NaN where not known.
    ground_m2 : ndarray of float, shape (n,)
        The ground of each area in m².

    Returns
    -------
    ndarray of float, shape (n,)
        NaN where the amount is not known and where an area has no ground.

    Examples
    --------
    >>> densities(np.array([3]), np.array([2e6])).tolist()
    [1.5]
    """
    density = np.full(len(ground_m2), np.nan)
    np.divide(amounts * _SQUARE_METRES_PER_KM2, ground_m2, out=density, where=ground_m2 > 0)
    return density


def _pairs(shapes: Geometries, areas: Geometries) -> tuple[Integers, Integers]:
    if len(shapes) == 0 or len(areas) == 0:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    at, area = shapely.STRtree(areas).query(shapes, predicate="intersects")
    return at, area
