# SPDX-License-Identifier: EUPL-1.2
"""Shortest ways on a graph from the places that were snapped to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Floats
    from spatial.geometry.network.graph import Graph
    from spatial.geometry.network.snapping import Snapped


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """What it takes to go along each edge, shape (m,): seconds or metres, above zero, infinite where forbidden."""

    forward: Floats
    backward: Floats

    @property
    def usable(self) -> Booleans:
        """Return which edges may be used in one direction at least, shape (m,)."""
        usable: Booleans = np.isfinite(self.forward) | np.isfinite(self.backward)
        return usable

    @property
    def turned(self) -> Costs:
        """Return the costs of going the other way round: what starts at a place then is what arrives there."""
        return Costs(self.backward, self.forward)


def metres(graph: Graph, costs: Costs) -> Costs:
    """Count metres instead of seconds, where one may go.

    Parameters
    ----------
    graph : Graph
        m edges.
    costs : Costs
        Shape (m,); only which directions are forbidden is taken from them.

    Returns
    -------
    Costs
        The length of each edge, infinite where it was.
    """
    return Costs(
        np.where(np.isfinite(costs.forward), graph.lengths_m, np.inf),
        np.where(np.isfinite(costs.backward), graph.lengths_m, np.inf),
    )


def cost_matrix(graph: Graph, costs: Costs) -> csr_array:
    """Return the cheapest step between neighbouring nodes.

    Parameters
    ----------
    graph : Graph
        n nodes, m edges.
    costs : Costs
        Shape (m,).

    Returns
    -------
    csr_array, shape (n, n)
        From row to column. Of edges between the same nodes the cheapest counts; forbidden ones and loops are left out.
    """
    rows = np.concatenate([graph.starts, graph.ends])
    columns = np.concatenate([graph.ends, graph.starts])
    steps = np.concatenate([costs.forward, costs.backward])
    is_step = np.isfinite(steps) & (rows != columns)
    rows, columns, steps = rows[is_step], columns[is_step], steps[is_step]
    order = np.lexsort((steps, columns, rows))
    rows, columns, steps = rows[order], columns[order], steps[order]
    is_first = np.ones(len(rows), dtype=np.bool_)
    is_first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    size = len(graph.nodes)
    return csr_array((steps[is_first], (rows[is_first], columns[is_first])), shape=(size, size))


def leaving(costs: Costs, snapped: Snapped) -> tuple[Floats, Floats]:
    """Return what it takes from each place to the start and to the end of its edge.

    Parameters
    ----------
    costs : Costs
        Shape (m,).
    snapped : Snapped
        k places, all on the network.

    Returns
    -------
    tuple of ndarray of float, shape (k,)
        To the start, to the end. A place at a node is there for nothing, whichever direction the edge allows;
        infinite against the direction of an edge.
    """
    to_start = _share(costs.backward[snapped.edges], snapped.fractions)
    to_end = _share(costs.forward[snapped.edges], 1 - snapped.fractions)
    return to_start, to_end


def _share(costs: Floats, share: Floats) -> Floats:
    """Return a share of costs; none of an infinite way is none."""
    part = np.zeros(len(costs))
    is_some = share > 0
    part[is_some] = costs[is_some] * share[is_some]
    return part


def costs_to_nodes(graph: Graph, costs: Costs, snapped: Snapped, limit: float = np.inf) -> Floats:
    """Return what it takes from each place to every node.

    Parameters
    ----------
    graph : Graph
        n nodes, m edges.
    costs : Costs
        Shape (m,), seconds or metres.
    snapped : Snapped
        k places, all on the network.
    limit : float
        Nodes beyond it need not be told, in the unit of the costs.

    Returns
    -------
    ndarray of float, shape (k, n)
        Infinite where no way leads, and beyond the limit.

    References
    ----------
    E. W. Dijkstra (1959), Numerische Mathematik 1, p. 269-271.
    """
    to_start, to_end = leaving(costs, snapped)
    starts, ends = graph.starts[snapped.edges], graph.ends[snapped.edges]
    if len(snapped.edges) == 0:
        return np.empty((0, len(graph.nodes)))
    asked, place = np.unique(np.concatenate([starts, ends]), return_inverse=True)
    ways = np.atleast_2d(dijkstra(cost_matrix(graph, costs), indices=asked, limit=limit))
    from_start, from_end = np.split(place.ravel(), 2)
    found: Floats = np.minimum(ways[from_start] + to_start[:, None], ways[from_end] + to_end[:, None])
    found[found > limit] = np.inf
    return found
