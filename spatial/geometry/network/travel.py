# SPDX-License-Identifier: EUPL-1.2
"""Travel times from many places to many others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spatial.geometry.network.search import costs_to_nodes, leaving
from spatial.geometry.network.snapping import Snapped

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Floats, Integers
    from spatial.geometry.network.graph import Graph
    from spatial.geometry.network.search import Costs

AT_ONCE = 64


def travel_table(graph: Graph, costs: Costs, origins: Snapped, destinations: Snapped, limit: float = np.inf) -> Floats:
    """Return what the cheapest way from each origin to each destination takes.

    Parameters
    ----------
    graph : Graph
        n nodes, m edges.
    costs : Costs
        Shape (m,), seconds or metres.
    origins, destinations : Snapped
        k and l places. The way from a place to the network is not counted; it is told in ``distances_m``.
    limit : float
        Ways beyond it count as none, in the unit of the costs.

    Returns
    -------
    ndarray of float, shape (k, l)
        Infinite where no way leads or the limit is passed; NaN where one of the two is off the network: nothing is
        known there, so that it is neither near nor far. The search starts on the side with fewer places, along the
        streets or against them, which gives the same.
    """
    table = np.full((len(origins.edges), len(destinations.edges)), np.nan)
    from_on, to_on = np.flatnonzero(origins.is_on), np.flatnonzero(destinations.is_on)
    one, other = _taken(origins, from_on), _taken(destinations, to_on)
    if len(from_on) <= len(to_on):
        found = _table(graph, costs, one, other, limit)
    else:
        found = _table(graph, costs.turned, other, one, limit).T
    table[np.ix_(from_on, to_on)] = found
    return table


def _taken(places: Snapped, which: Integers | Booleans) -> Snapped:
    return Snapped(places.edges[which], places.fractions[which], places.distances_m[which], places.points[which])


def _table(graph: Graph, costs: Costs, origins: Snapped, destinations: Snapped, limit: float) -> Floats:
    # what it takes to arrive is what it takes to leave the other way round
    from_start, from_end = leaving(costs.turned, destinations)
    starts, ends = graph.starts[destinations.edges], graph.ends[destinations.edges]
    rows = [np.empty((0, len(destinations.edges)))]
    for first in range(0, len(origins.edges), AT_ONCE):
        some = _taken(origins, np.arange(first, min(first + AT_ONCE, len(origins.edges))))
        nodes = costs_to_nodes(graph, costs, some, limit)
        by_nodes = np.minimum(nodes[:, starts] + from_start, nodes[:, ends] + from_end)
        rows.append(np.minimum(by_nodes, along_one_edge(costs, some, destinations)))
    found = np.concatenate(rows)
    found[found > limit] = np.inf
    return found


def along_one_edge(costs: Costs, origins: Snapped, destinations: Snapped) -> Floats:
    """Return what the ways take that never leave an edge.

    Parameters
    ----------
    costs : Costs
        Shape (m,).
    origins, destinations : Snapped
        k and l places, all on the network.

    Returns
    -------
    ndarray of float, shape (k, l)
        Infinite between places on different edges, and against the direction of an edge; 0 at the same place.
    """
    found = np.full((len(origins.edges), len(destinations.edges)), np.inf)
    one, other = np.nonzero(origins.edges[:, None] == destinations.edges[None, :])
    edges = origins.edges[one]
    step = destinations.fractions[other] - origins.fractions[one]
    found[one, other] = np.where(step == 0, 0.0, np.inf)
    ahead, behind = step > 0, step < 0
    found[one[ahead], other[ahead]] = step[ahead] * costs.forward[edges[ahead]]
    found[one[behind], other[behind]] = -step[behind] * costs.backward[edges[behind]]
    return found
