# SPDX-License-Identifier: EUPL-1.2
"""Finds the nearest point of a graph for a place, and tells which places lie too far off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Floats, Integers
    from spatial.geometry.network.graph import Graph

OFF = -1
BOUND_M = 250.0
AT_NODE_M = 0.001


@dataclass(frozen=True, slots=True, eq=False)
class Snapped:
    """Where places join the graph, all arrays of shape (k,).

    ``edges`` are -1 off the network; ``fractions`` run from 0 at the edge's start to 1 at its end; ``distances_m``
    is how far the place lies from there; ``points`` has shape (k, 2), east and north in metres. Off the network
    fraction, distance and point are NaN.
    """

    edges: Integers
    fractions: Floats
    distances_m: Floats
    points: Floats

    @property
    def is_on(self) -> Booleans:
        """Return which places are on the network, shape (k,)."""
        is_on: Booleans = self.edges != OFF
        return is_on


def snap(graph: Graph, places: Floats, usable: Booleans | None = None, bound_m: float = BOUND_M) -> Snapped:
    """Find the nearest point of an edge for each place.

    Parameters
    ----------
    graph : Graph
        m >= 0 edges.
    places : ndarray of float, shape (k, 2)
        East and north in the graph's metres. NaN and infinity are off the network.
    usable : ndarray of bool, shape (m,), optional
        Edges that count, for example those that a profile may use in any direction; all by default.
    bound_m : float
        Places further than this, in metres, from any usable edge are off the network.

    Returns
    -------
    Snapped
        In the order of the places. Of edges at the same distance the one with the smallest number is taken. What
        joins within a millimetre of a node joins there.
    """
    asked = np.arange(len(graph.lines)) if usable is None else np.flatnonzero(usable)
    finite = np.flatnonzero(np.isfinite(places).all(axis=1))
    edges = np.full(len(places), OFF, dtype=np.intp)
    fractions, distances = np.full(len(places), np.nan), np.full(len(places), np.nan)
    points = np.full((len(places), 2), np.nan)
    if len(asked) and len(finite):
        tree = shapely.STRtree(graph.lines[asked])
        sought = np.asarray(shapely.points(places[finite]), dtype=object)
        of, found = tree.query_nearest(sought, max_distance=bound_m, all_matches=True)
        first = np.lexsort((found, of))
        of, place = np.unique(of[first], return_index=True)
        which, taken = finite[of], asked[found[first][place]]
        edges[which] = taken
        lines = graph.lines[taken]
        along = shapely.line_locate_point(lines, sought[of])
        fractions[which] = to_nodes(along / graph.lengths_m[taken], graph.lengths_m[taken])
        foot = shapely.line_interpolate_point(lines, along)
        points[which] = shapely.get_coordinates(foot)
        distances[which] = shapely.distance(foot, sought[of])
    return Snapped(edges, fractions, distances, points)


def to_nodes(fractions: Floats, lengths_m: Floats) -> Floats:
    """Move to a node what lies within a millimetre of it: whoever stands at a node may leave it by any edge.

    Parameters
    ----------
    fractions : ndarray of float, shape (k,)
        Places along edges; a rounding error below 0 or above 1 is taken back.
    lengths_m : ndarray of float, shape (k,)
        Lengths of these edges in metres, above zero.

    Returns
    -------
    ndarray of float, shape (k,)
        0 and 1 at nodes, the fraction elsewhere.
    """
    near = AT_NODE_M / lengths_m
    moved: Floats = np.where(fractions <= near, 0.0, np.where(fractions >= 1 - near, 1.0, fractions))
    return moved
