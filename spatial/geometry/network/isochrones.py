# SPDX-License-Identifier: EUPL-1.2
"""What can be reached from places within a limit: parts of edges, cut inside an edge, and the ground beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.network.search import costs_to_nodes
from spatial.geometry.network.snapping import OFF

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Floats, Geometries, Integers
    from spatial.geometry.network.graph import Graph
    from spatial.geometry.network.search import Costs
    from spatial.geometry.network.snapping import Snapped

WIDTH_M = 50.0
GRID_M = 0.01
QUARTER_SEGMENTS = 4
# Ground that reached streets enclose is reached with them, up to the size of a large block: ten hectares.
BLOCK_M2 = 100_000.0
MEETING = 1 - 1e-9  # parts this near to one another meet: shares are sums of rounded numbers


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Parts of edges within a limit, shape (r,), by edge and along it; they do not overlap.

    Part i runs on edge ``edges[i]`` from fraction ``begins[i]`` to ``closes[i]``, begins < closes.
    """

    edges: Integers
    begins: Floats
    closes: Floats


def reach(graph: Graph, costs: Costs, snapped: Snapped, limit: float) -> Reach:
    """Find what can be reached from one place.

    Parameters
    ----------
    graph : Graph
        n nodes, m edges.
    costs : Costs
        Shape (m,), seconds or metres. For what reaches the place instead: ``costs.turned``.
    snapped : Snapped
        One place; off the network it reaches nothing.
    limit : float
        In the unit of the costs, finite; 0 reaches nothing.

    Returns
    -------
    Reach
        Edges are entered from both ends, as far as their direction allows; where the two parts meet, the edge is
        whole.
    """
    if snapped.edges[0] == OFF:
        return _reach([np.empty((0, 3))])
    return reach_by_nodes(graph, costs, snapped, costs_to_nodes(graph, costs, snapped, limit)[0], limit)


def reach_by_nodes(graph: Graph, costs: Costs, snapped: Snapped, to_nodes: Floats, limit: float) -> Reach:
    """Find what can be reached from any of some places, where somebody else worked out what the nodes take.

    Parameters
    ----------
    graph : Graph
        n nodes, m edges: at least those at nodes within the limit, and those of the places.
    costs : Costs
        Shape (m,), seconds or metres.
    snapped : Snapped
        k >= 1 places, on the network.
    to_nodes : ndarray of float, shape (n,)
        What it takes from the nearest place to each node; infinite where no way leads, anything above the limit beyond
        it.
    limit : float
        In the unit of the costs, finite.

    Returns
    -------
    Reach
        As `reach`.
    """
    left = limit - to_nodes
    ahead = _entered(left[graph.starts], costs.forward)
    behind = _entered(left[graph.ends], costs.backward)
    own = _own_parts(costs, snapped, limit)
    edges = list(own)
    joined = [
        (edge, *part)
        for edge in edges
        for part in _joined([(0.0, float(ahead[edge])), (1 - float(behind[edge]), 1.0), *own[edge]])
    ]
    ahead[edges] = behind[edges] = 0
    is_whole = ahead + behind >= MEETING
    return _reach(
        [
            _parts(is_whole, np.zeros(len(ahead)), np.ones(len(ahead))),
            _parts((ahead > 0) & ~is_whole, np.zeros(len(ahead)), ahead),
            _parts((behind > 0) & ~is_whole, 1 - behind, np.ones(len(behind))),
            np.array(joined).reshape(-1, 3),
        ]
    )


def _own_parts(costs: Costs, snapped: Snapped, limit: float) -> dict[int, list[tuple[float, float]]]:
    """Return what is reached along the edges of the places from where they are, by edge."""
    found: dict[int, list[tuple[float, float]]] = {}
    for edge, fraction in zip(snapped.edges.tolist(), snapped.fractions.tolist(), strict=True):
        behind, ahead = limit / float(costs.backward[edge]), limit / float(costs.forward[edge])
        found.setdefault(edge, []).append((max(0.0, fraction - behind), min(1.0, fraction + ahead)))
    return found


def _entered(left: Floats, costs: Floats) -> Floats:
    """Return the share of each edge that what is left of the limit is enough for."""
    shares = np.zeros(len(left))
    is_open = np.isfinite(costs) & (left > 0)
    shares[is_open] = np.minimum(1.0, left[is_open] / costs[is_open])
    return shares


def _parts(is_part: Booleans, begins: Floats, closes: Floats) -> Floats:
    rows: Floats = np.column_stack([np.flatnonzero(is_part), begins[is_part], closes[is_part]])
    return rows


def _joined(parts: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join parts of one edge that meet; those without length fall away."""
    found: list[tuple[float, float]] = []
    for begin, close in sorted(part for part in parts if part[1] > part[0]):
        if found and begin - found[-1][1] <= 1 - MEETING:
            found[-1] = (found[-1][0], max(found[-1][1], close))
        else:
            found.append((begin, close))
    return found


def _reach(parts: list[Floats]) -> Reach:
    """Return parts, each a row of edge, begin and close, in their order."""
    rows = np.concatenate(parts)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    return Reach(rows[:, 0].astype(np.intp), rows[:, 1], rows[:, 2])


def reached_lines(graph: Graph, found: Reach) -> Geometries:
    """Return the parts of edges as lines.

    Parameters
    ----------
    graph : Graph
        The graph that was searched.
    found : Reach
        r parts.

    Returns
    -------
    ndarray of object, shape (r,)
        LineStrings in metres, in the order of the parts; whole edges as they are.
    """
    lines = graph.lines[found.edges].copy()
    for place in np.flatnonzero((found.begins > 0) | (found.closes < 1)).tolist():
        lines[place] = _cut(lines[place], float(found.begins[place]), float(found.closes[place]))
    return lines


def _cut(line: shapely.LineString, begin: float, close: float) -> shapely.LineString:
    vertices = shapely.get_coordinates(line)
    steps = np.hypot(*np.diff(vertices, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    first, last = begin * along[-1], close * along[-1]
    inner = vertices[(along > first) & (along < last)]
    ends = np.column_stack([np.interp([first, last], along, vertices[:, axis]) for axis in (0, 1)])
    return shapely.LineString(np.vstack([ends[:1], inner, ends[1:]]))


def reached_area(lines: Geometries, width_m: float = WIDTH_M) -> shapely.Geometry:
    """Return the ground within a distance of lines.

    Parameters
    ----------
    lines : ndarray of object, shape (r,)
        LineStrings in metres.
    width_m : float
        How far the ground reaches to either side, in metres, above zero.

    Returns
    -------
    shapely.Geometry
        A valid Polygon or MultiPolygon on a grid of a centimetre, in normal form: the same lines give the same
        bytes, in whatever order. Round corners have four segments to the quarter, so that they lie up to 2 % of
        the width inside the circle. Without lines an empty Polygon.
    """
    if len(lines) == 0:
        return shapely.Polygon()
    ways = shapely.normalize(lines)
    ordered = ways[np.argsort(shapely.to_wkb(ways), kind="stable")]
    # Each by itself and joined then: many times faster than all at once where streets are many.
    area = shapely.union_all(shapely.buffer(ordered, width_m, quad_segs=QUARTER_SEGMENTS))
    normal: shapely.Geometry = shapely.normalize(as_geometries([shapely.set_precision(area, GRID_M)]))[0]
    return normal


def with_blocks(area: shapely.Geometry, most_m2: float = BLOCK_M2) -> shapely.Geometry:
    """Return ground together with the blocks that it encloses.

    Parameters
    ----------
    area : shapely.Geometry
        A valid Polygon or MultiPolygon in metres; it may be empty.
    most_m2 : float
        Holes up to this size are filled, in square metres, at least 0. Larger ones stay: parks, lakes, fields.

    Returns
    -------
    shapely.Geometry
        A valid Polygon or MultiPolygon in normal form, never smaller than the area; without holes the area itself.
    """
    filled = [_filled(part, most_m2) for part in shapely.get_parts(area)]
    normal: shapely.Geometry = shapely.normalize(shapely.union_all(as_geometries(filled)) if filled else area)
    return normal


def _filled(polygon: shapely.Polygon, most_m2: float) -> shapely.Polygon:
    kept = [ring for ring in polygon.interiors if shapely.Polygon(ring).area > most_m2]
    return shapely.Polygon(polygon.exterior, kept)
