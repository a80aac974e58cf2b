# SPDX-License-Identifier: EUPL-1.2
"""Makes a graph of lines: they meet where their ends meet, and at inner vertices that they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spatial.geometry.arrays import Booleans, Floats, Geometries, Integers

TOLERANCE_M = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Nodes and the edges between them.

    ``nodes`` are east and north in metres, shape (n, 2), in ascending order; an edge of ``lines``, shape (m,),
    runs from node ``starts`` to node ``ends`` and is ``lengths_m`` long, always above zero; ``sources`` are the
    positions of the lines that the edges were cut from. ``dropped`` are the positions of lines without length, of
    which there is no edge.
    """

    nodes: Floats
    starts: Integers
    ends: Integers
    lines: Geometries
    lengths_m: Floats
    sources: Integers
    dropped: Integers

    @property
    def degrees(self) -> Integers:
        """Return how many ends of edges meet at each node, shape (n,); a loop counts twice."""
        return np.bincount(np.concatenate([self.starts, self.ends]), minlength=len(self.nodes))


@dataclass(frozen=True, slots=True, eq=False)
class _Vertices:
    """All vertices in the order of their parts; ``part_of`` and ``source_of`` part."""

    points: NDArray[np.complex128]
    part_of: Integers
    source_of: Integers
    is_end: Booleans


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """The first and the last vertex of each piece."""

    first: Integers
    last: Integers


def build_graph(lines: Geometries, tolerance_m: float = TOLERANCE_M) -> Graph:
    """Make the graph of lines.

    Parameters
    ----------
    lines : ndarray of object, shape (k,)
        LineStrings and MultiLineStrings in a system of metres, finite; the parts of a MultiLineString are edges of
        their own. None, empty lines and lines of length zero leave no edge and are told in ``dropped``.
    tolerance_m : float
        Ends at most so far apart, in metres, are one node, also over several steps; 0 joins equal points only.
        Inner vertices join where they are equal to one of another passage, or this near to an end.

    Returns
    -------
    Graph
        Edges in the order of the lines and along them. A node lies where the most western (then southern) of the
        ends lay that it joins, so that it does not depend on the order of the lines; edges end exactly there.
        Lines that cross without a shared vertex stay apart: a bridge is no crossing.

    Notes
    -----
    What is no longer than the tolerance and would begin and end at the same node is no edge: it is swallowed, and
    its line dropped if nothing else of it is left.
    """
    vertices = _vertices(lines)
    pieces = _pieces(vertices, _cuts(vertices, tolerance_m))
    nodes, labels = _clustered(vertices.points[np.column_stack([pieces.first, pieces.last])], tolerance_m)
    shapes = _shapes(vertices, pieces, nodes[labels])
    lengths = np.asarray(shapely.length(shapes), dtype=np.float64)
    sources = vertices.source_of[vertices.part_of[pieces.first]]
    is_kept = (lengths > 0) & ((labels[:, 0] != labels[:, 1]) | (lengths > tolerance_m))
    used, renumbered = np.unique(labels[is_kept], return_inverse=True)
    pairs = renumbered.reshape(-1, 2).astype(np.intp)
    return Graph(
        nodes=np.column_stack([nodes[used].real, nodes[used].imag]),
        starts=pairs[:, 0],
        ends=pairs[:, 1],
        lines=shapes[is_kept],
        lengths_m=lengths[is_kept],
        sources=sources[is_kept],
        dropped=np.setdiff1d(np.arange(len(lines)), sources[is_kept]),
    )


def _vertices(lines: Geometries) -> _Vertices:
    """Return the vertices of all parts, without those that repeat the one before."""
    parts, sources = shapely.get_parts(lines, return_index=True)
    coordinates, part_of = shapely.get_coordinates(parts, return_index=True)
    points = coordinates[:, 0] + 0.0 + 1j * (coordinates[:, 1] + 0.0)
    is_new = np.ones(len(points), dtype=np.bool_)
    is_new[1:] = (points[1:] != points[:-1]) | (part_of[1:] != part_of[:-1])
    points, part_of = points[is_new], part_of[is_new]
    is_other = part_of[1:] != part_of[:-1]
    is_end = np.ones(len(points), dtype=np.bool_)
    is_end[1:-1] = is_other[1:] | is_other[:-1]
    return _Vertices(points, part_of, np.asarray(sources, dtype=np.intp), is_end)


def _cuts(vertices: _Vertices, tolerance_m: float) -> Booleans:
    """Return where lines are cut: at inner vertices that are met again, or that lie near an end."""
    _, place, count = np.unique(vertices.points, return_inverse=True, return_counts=True)
    is_cut: Booleans = (count[place.ravel()] > 1) & ~vertices.is_end
    inner = np.flatnonzero(~vertices.is_end)
    ends = np.unique(vertices.points[vertices.is_end])
    if len(inner) and tolerance_m > 0:
        distances, _ = KDTree(_plane(ends)).query(_plane(vertices.points[inner]), distance_upper_bound=tolerance_m)
        is_cut[inner] |= np.isfinite(distances)
    return is_cut


def _pieces(vertices: _Vertices, is_cut: Booleans) -> _Pieces:
    """Return the pieces of parts between ends and cuts."""
    borders = np.flatnonzero(vertices.is_end | is_cut)
    is_piece = vertices.part_of[borders[1:]] == vertices.part_of[borders[:-1]]
    return _Pieces(borders[:-1][is_piece], borders[1:][is_piece])


def _shapes(vertices: _Vertices, pieces: _Pieces, ends: NDArray[np.complex128]) -> Geometries:
    """Return the lines of pieces, moved to the nodes where they begin and end."""
    sizes = pieces.last - pieces.first + 1
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
    numbers = np.repeat(np.arange(len(sizes)), sizes)
    points = vertices.points[np.arange(offsets[-1]) - offsets[numbers] + pieces.first[numbers]]
    points[offsets[:-1]], points[offsets[1:] - 1] = ends[:, 0], ends[:, 1]
    return np.asarray(shapely.linestrings(_plane(points), indices=numbers), dtype=object)


def _clustered(ends: NDArray[np.complex128], tolerance_m: float) -> tuple[NDArray[np.complex128], Integers]:
    """Return the nodes, ascending, and the node of each end."""
    points, place = np.unique(ends, return_inverse=True)
    place = place.reshape(ends.shape)
    if tolerance_m <= 0 or len(points) == 0:
        return points, place
    pairs = KDTree(_plane(points)).query_pairs(tolerance_m, output_type="ndarray")
    links = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(points), len(points)))
    _, group = connected_components(links, directed=False)
    # points ascend, so the first of a group is its most western
    _, first, number = np.unique(group, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return points[first[order]], rank[number.ravel()][place]


def _plane(points: NDArray[np.complex128]) -> Floats:
    plane: Floats = np.column_stack([points.real, points.imag])
    return plane
