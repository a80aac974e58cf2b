# SPDX-License-Identifier: EUPL-1.2
"""Refuses outlines that cross themselves so often that mending them would take the machine away from everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.texts import tangle_error

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Floats, Geometries

MOST_CROSSINGS = 1_000
MOST_CROSSINGS_OF_ALL = 5_000
# Pairs of edges whose boxes meet: the work of counting, beside the usual handful per edge.
MOST_PAIRS = 1_000_000
PAIRS_PER_EDGE = 20
CHUNK_PAIRS = 500_000


def refuse_tangled(geometries: Geometries) -> None:
    """Make sure that the invalid outlines can be mended in bounded time.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in any system; valid, empty and missing ones cost no more than being asked.

    Raises
    ------
    TangleError
        ``spatial.tangled`` with the number of the first area (counted from 1) that crosses itself more
        than ``MOST_CROSSINGS`` times, or with which all together pass ``MOST_CROSSINGS_OF_ALL``.

    Notes
    -----
    Coordinates that are not finite cross nothing. Mending takes time by the square of the crossings:
    a polygon of 400 points can have 50,000, and real outlines have a handful.
    """
    asked = np.flatnonzero(~shapely.is_missing(geometries) & ~shapely.is_valid(geometries)).tolist()
    left = MOST_CROSSINGS_OF_ALL
    for position in asked:
        most = min(MOST_CROSSINGS, left)
        count = crossings(geometries[position], most)
        if count > most:
            raise tangle_error(position + 1, MOST_CROSSINGS if most == MOST_CROSSINGS else MOST_CROSSINGS_OF_ALL)
        left -= count


def crossings(outline: shapely.Geometry, most: int) -> int:
    """Count how often the edges of an outline cross each other, up to a little more than asked for.

    Parameters
    ----------
    outline : shapely.Geometry
        A (Multi)Polygon, whatever its state; not a number and infinity count as no edge.
    most : int
        Counting stops once it is past this number.

    Returns
    -------
    int
        The number of pairs of edges that cross; more than ``most`` also where the edges lie so close
        together that counting itself would take too long.
    """
    edges = _edges(outline)
    if len(edges) == 0:
        return 0
    tree = shapely.STRtree(edges)
    pairs_left = max(MOST_PAIRS, PAIRS_PER_EDGE * len(edges))
    step = max(1, CHUNK_PAIRS // len(edges))
    found = 0
    for start in range(0, len(edges), step):
        asked, others = tree.query(edges[start : start + step])
        is_later = others > asked + start
        pairs_left -= int(is_later.sum())
        found += int(shapely.crosses(edges[asked[is_later] + start], edges[others[is_later]]).sum())
        if found > most or pairs_left < 0:
            return max(found, most + 1)
    return found


def _edges(outline: shapely.Geometry) -> Geometries:
    rings = shapely.get_rings(shapely.get_parts(outline))
    points, of_ring = shapely.get_coordinates(rings, return_index=True)
    is_edge: Booleans = (of_ring[1:] == of_ring[:-1]) & np.isfinite(points[1:]).all(1) & np.isfinite(points[:-1]).all(1)
    ends: Floats = np.stack([points[:-1][is_edge], points[1:][is_edge]], axis=1)
    edges: Geometries = np.asarray(shapely.linestrings(ends), dtype=object)
    return edges
