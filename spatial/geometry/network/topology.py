# SPDX-License-Identifier: EUPL-1.2
"""Tells what may be wrong with a graph: parts without a way between them, dead ends, near misses, doubles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Floats, Integers
    from spatial.geometry.network.graph import Graph

NEAR_M = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """A connected part: how many nodes and edges it has, and how long its edges are together."""

    nodes: int
    edges: int
    length_m: float


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A node that lies ``distance_m`` beside another ``node``, or else beside an ``edge``, without being joined."""

    end: int
    distance_m: float
    node: int | None = None
    edge: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """What was found.

    ``part_of_node`` numbers the parts from 0, the longest first, shape (n,); ``dead_ends`` are nodes with a single
    end of an edge; ``duplicates`` are pairs of edges with the same line, whatever its direction, the earlier first.
    """

    parts: tuple[Part, ...]
    part_of_node: Integers
    dead_ends: Integers
    near_misses: tuple[NearMiss, ...]
    duplicates: tuple[tuple[int, int], ...]


def check_topology(graph: Graph, near_m: float = NEAR_M) -> Topology:
    """Look at how a graph hangs together; one-way streets count in both directions.

    Parameters
    ----------
    graph : Graph
        n >= 0 nodes.
    near_m : float
        Nodes at most so far, in metres, from another node or from an edge are near misses if they are not joined to
        it: by edges none of which is longer than twice this distance. 0 looks for none.

    Returns
    -------
    Topology
        A graph without edges has no parts. A near miss may be right: where one street leads over another.
    """
    parts, part_of_node = _parts(graph)
    return Topology(
        parts=parts,
        part_of_node=part_of_node,
        dead_ends=np.flatnonzero(graph.degrees == 1),
        near_misses=_near_misses(graph, near_m) if near_m > 0 and len(graph.nodes) else (),
        duplicates=_duplicates(graph),
    )


def _linked(graph: Graph, is_link: Booleans) -> tuple[int, Integers]:
    size = len(graph.nodes)
    starts, ends = graph.starts[is_link], graph.ends[is_link]
    count, labels = connected_components(
        csr_array((np.ones(len(starts)), (starts, ends)), (size, size)), directed=False
    )
    return int(count), labels.astype(np.intp)


def _parts(graph: Graph) -> tuple[tuple[Part, ...], Integers]:
    if len(graph.nodes) == 0:
        return (), np.empty(0, dtype=np.intp)
    count, labels = _linked(graph, np.ones(len(graph.starts), dtype=np.bool_))
    nodes = np.bincount(labels, minlength=count)
    edges = np.bincount(labels[graph.starts], minlength=count)
    lengths = np.bincount(labels[graph.starts], weights=graph.lengths_m, minlength=count)
    order = np.argsort(-lengths, kind="stable")
    rank = np.empty(count, dtype=np.intp)
    rank[order] = np.arange(count)
    parts = tuple(Part(int(nodes[one]), int(edges[one]), float(lengths[one])) for one in order)
    return parts, rank[labels]


def _near_misses(graph: Graph, near_m: float) -> tuple[NearMiss, ...]:
    _, joined = _linked(graph, graph.lengths_m <= 2 * near_m)
    pairs = KDTree(graph.nodes).query_pairs(near_m, output_type="ndarray")
    apart = pairs[joined[pairs[:, 0]] != joined[pairs[:, 1]]]
    ways = np.hypot(*(graph.nodes[apart[:, 0]] - graph.nodes[apart[:, 1]]).T)
    beside = [NearMiss(int(one), float(way), node=int(other)) for (one, other), way in zip(apart, ways, strict=True)]
    return tuple(sorted([*beside, *_beside_edges(graph, near_m)], key=lambda miss: (miss.end, miss.distance_m)))


def _beside_edges(graph: Graph, near_m: float) -> list[NearMiss]:
    """Return nodes beside an edge whose own ends are further away: those are told, or joined, as nodes."""
    points = np.asarray(shapely.points(graph.nodes), dtype=object)
    nodes, edges = shapely.STRtree(graph.lines).query(points, predicate="dwithin", distance=near_m)
    is_far = _ways(graph, nodes, graph.starts[edges]) > near_m
    is_far &= _ways(graph, nodes, graph.ends[edges]) > near_m
    nodes, edges = nodes[is_far], edges[is_far]
    ways = shapely.distance(points[nodes], graph.lines[edges])
    return [NearMiss(int(node), float(way), edge=int(edge)) for node, edge, way in zip(nodes, edges, ways, strict=True)]


def _ways(graph: Graph, nodes: Integers, others: Integers) -> Floats:
    ways: Floats = np.hypot(*(graph.nodes[nodes] - graph.nodes[others]).T)
    return ways


def _duplicates(graph: Graph) -> tuple[tuple[int, int], ...]:
    first: dict[bytes, int] = {}
    found = []
    for number, line in enumerate(shapely.to_wkb(shapely.normalize(graph.lines))):
        earlier = first.setdefault(line, number)
        if earlier != number:
            found.append((earlier, number))
    return tuple(found)
