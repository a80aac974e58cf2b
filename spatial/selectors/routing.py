# SPDX-License-Identifier: EUPL-1.2
"""Ways on a stored street network: pgRouting searches it, the pure core cuts edges and adds ways along one edge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from django.db import connection

from spatial.errors import ProfileNotCarriedError
from spatial.geometry.arrays import Floats, Geometries, Integers, as_geometries
from spatial.geometry.network.graph import Graph
from spatial.geometry.network.isochrones import WIDTH_M, reach_by_nodes, reached_area, reached_lines
from spatial.geometry.network.profiles import KMH, PROFILES, Mode
from spatial.geometry.network.search import Costs, leaving
from spatial.geometry.network.snapping import BOUND_M, OFF, Snapped, to_nodes
from spatial.geometry.network.travel import along_one_edge
from spatial.geometry.projections import from_metric, to_metric
from spatial.selectors.networks import NetworkRow

# Longitude and latitude in degrees (EPSG:4326).
Point = tuple[float, float]
# A step of a virtual edge: from, to, what it takes.
Step = tuple[int, int, float]
_FASTEST_KMH: Final = 130.0
# By the index of the ground alone, hence `+ 0`: the planner believes that a network that was imported just now has no
# edges, takes them all by its number, and works out where each of them lies for every place: 25 s instead of 0.1 s.
_SNAP: Final = """
SELECT q.place - 1, e.id, e.start_id, e.end_id, {forward}, {backward},
       ST_LineLocatePoint(e.line, p.point), ST_Distance(e.line, p.point), ST_X(e.foot), ST_Y(e.foot), e.length_m
  FROM unnest(%(east)s::float8[], %(north)s::float8[]) WITH ORDINALITY AS q(east, north, place)
 CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(q.east, q.north), %(srid)s) AS point) p
 CROSS JOIN LATERAL (
       SELECT e.*, ST_ClosestPoint(e.line, p.point) AS foot
         FROM (SELECT n.*, ST_Transform(n.geometry, %(srid)s) AS line
                 FROM spatial_networkedge n
                WHERE n.network_id + 0 = %(network)s AND ({forward} IS NOT NULL OR {backward} IS NOT NULL)
                  AND n.geometry && ST_Transform(ST_Expand(p.point, %(box)s), 4326)) e
        ORDER BY ST_Distance(e.line, p.point), e.position
        LIMIT 1) e
 WHERE ST_Distance(e.line, p.point) <= %(bound)s
 ORDER BY q.place
"""
_EDGES: Final = """
SELECT id, start_id AS source, end_id AS target, {forward} AS cost, {backward} AS reverse_cost
  FROM spatial_networkedge
 WHERE network_id = {network}{box}
 UNION ALL
SELECT * FROM (VALUES {virtual}) AS virtual (id, source, target, cost, reverse_cost)
"""
_NEAR: Final = " AND geometry && ST_Transform(ST_MakeEnvelope({west}, {south}, {east}, {north}, {srid}), 4326)"
_REACHED: Final = "SELECT node, agg_cost FROM pgr_drivingDistance(%s, %s::bigint, %s, true) WHERE node > 0"
_TABLE: Final = "SELECT start_vid, end_vid, agg_cost FROM pgr_dijkstraCost(%s, %s::bigint[], %s::bigint[], true)"
_TOUCHED: Final = """
SELECT id, start_id, end_id, length_m, {forward}, {backward}, ST_AsBinary(geometry)
  FROM spatial_networkedge
 WHERE network_id = %s AND (start_id = ANY(%s) OR end_id = ANY(%s) OR id = ANY(%s))
 ORDER BY position
"""
_ORIGIN: Final = -1


@dataclass(frozen=True, slots=True)
class Asked:
    """What ways are asked for: on which network, how one moves, and whether metres count instead of seconds.

    Places further than ``bound_m`` from a street that the profile may use are off the network. ``is_turned`` goes every
    way the other way round: from the destination to the origin.
    """

    network: NetworkRow
    mode: Mode
    is_metres: bool = False
    bound_m: float = BOUND_M
    is_turned: bool = False

    @property
    def crs(self) -> str:
        """Return the system in which the network is measured."""
        return f"EPSG:{self.network.srid}"

    @property
    def columns(self) -> tuple[str, str]:
        """Return the columns of an edge, NULL where the profile may not go: along it, against it."""
        columns = (f"{self.mode.value}_forward", f"{self.mode.value}_backward")
        if self.is_turned:
            columns = (columns[1], columns[0])
        if not self.is_metres:
            return columns
        along, against = (f"CASE WHEN {column} IS NOT NULL THEN length_m END" for column in columns)
        return along, against


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Places on the network: ``snapped`` counts edges from 0, in the order of ``edge_ids``, with their nodes and costs.

    ``places`` are the positions of the places that are on the network, shape (k,).
    """

    places: Integers
    snapped: Snapped
    edge_ids: Integers
    starts: Integers
    ends: Integers
    costs: Costs


@dataclass(frozen=True, slots=True, eq=False)
class Isochrone:
    """What is reached: parts of streets and the ground beside them in EPSG:4326, their length in metres.

    ``distance_m`` is how far the place lies from the network, of several that which is furthest from it; None, with
    nothing reached, if none is on it. ``off`` counts the places that are off it.
    """

    distance_m: float | None
    lines: Geometries
    area: shapely.Geometry
    length_m: float
    off: int = 0


def isochrone(asked: Asked, place: Point, limit: float, width_m: float = WIDTH_M) -> Isochrone:
    """Return what is reached from a place within a limit, in seconds or, if those are asked for, metres.

    Raises
    ------
    ProfileNotCarriedError
        The network does not tell enough for the profile.
    """
    return isochrones(asked, [place], [limit], width_m)[0]


def isochrones(
    asked: Asked, places: Sequence[Point], limits: Sequence[float], width_m: float = WIDTH_M
) -> tuple[Isochrone, ...]:
    """Return what is reached from any of some places within each limit: one search for all places and limits.

    Raises
    ------
    ProfileNotCarriedError
        The network does not tell enough for the profile.
    """
    joined = _joined(asked, places)
    off, snapped = len(places) - len(joined.places), joined.snapped
    if len(joined.places) == 0:
        return tuple(Isochrone(None, as_geometries([]), shapely.Polygon(), 0.0, off) for _ in limits)
    steps = [*_steps(joined, joined.costs, snapped, np.full(len(snapped.edges), _ORIGIN))]
    edges = _edges(asked, steps, _box(asked, snapped.points, max(limits)))
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, [edges, _ORIGIN, max(limits)])
        reached = dict(cursor.fetchall())
    graph, costs, own = _touched(asked, reached, joined.edge_ids)
    to_nodes = np.full(len(graph.nodes), np.inf)
    nodes = sorted(reached.keys() & own.nodes.keys())
    to_nodes[[own.nodes[node] for node in nodes]] = [reached[node] for node in nodes]
    placed = replace(snapped, edges=own.edges[snapped.edges])
    found = []
    for limit in limits:
        lines = reached_lines(graph, reach_by_nodes(graph, costs, placed, to_nodes, limit))
        area = from_metric(as_geometries([reached_area(lines, width_m)]), asked.crs)[0]
        length = float(shapely.length(lines).sum())
        told = (from_metric(lines, asked.crs), area, length, off)
        found.append(Isochrone(float(snapped.distances_m.max()), *told))
    return tuple(found)


def travel_times(
    asked: Asked, origins: Sequence[Point], destinations: Sequence[Point], limit: float = np.inf
) -> Floats:
    """Return what ways take from each origin (row) to each destination (column), in seconds or metres.

    Infinite where no way leads or the limit is passed, NaN where one of the two is off the network.

    Raises
    ------
    ProfileNotCarriedError
        The network does not tell enough for the profile.
    """
    table = np.full((len(origins), len(destinations)), np.nan)
    both = _joined(asked, [*origins, *destinations])
    is_origin = both.places < len(origins)
    some, others = _taken(both, is_origin), _taken(both, ~is_origin)
    rows, columns = both.places[is_origin], both.places[~is_origin] - len(origins)
    if len(rows) and len(columns):
        found = np.minimum(along_one_edge(both.costs, some, others), _by_nodes(asked, both, some, others))
        found[found > limit] = np.inf
        table[np.ix_(rows, columns)] = found
    return table


def travel_times_to(asked: Asked, origins: Sequence[Point], destinations: Sequence[Point]) -> Floats:
    """Return the same as `travel_times`, searched from the side that has fewer places.

    A search costs about as much as the places it starts from: 500 areas to one new site are one search, not 500.

    Raises
    ------
    ProfileNotCarriedError
        The network does not tell enough for the profile.
    """
    if len(origins) <= len(destinations):
        return travel_times(asked, origins, destinations)
    return travel_times(replace(asked, is_turned=not asked.is_turned), destinations, origins).T


def nearest_ways(asked: Asked, origins: Sequence[Point], destinations: Sequence[Point], limit: float) -> Floats:
    """Return what the way from each origin to the nearest destination takes, in seconds or metres.

    All destinations are joined to one node, so that one search finds the nearest of all of them. Infinite where no way
    leads or the limit is passed, NaN where the origin is off the network; a destination off it is none.

    Raises
    ------
    ProfileNotCarriedError
        The network does not tell enough for the profile.
    """
    found = np.full(len(origins), np.nan)
    both = _joined(asked, [*origins, *destinations])
    is_origin = both.places < len(origins)
    some, others, rows = _taken(both, is_origin), _taken(both, ~is_origin), both.places[is_origin]
    found[rows] = np.inf
    if len(rows) and len(others.edges):
        along = along_one_edge(both.costs, some, others).min(axis=1)
        ways = np.minimum(along, _to_any(asked, both, some, others))
        found[rows] = np.where(ways > limit, np.inf, ways)
    return found


def _to_any(asked: Asked, both: Joined, origins: Snapped, destinations: Snapped) -> Floats:
    """Return what ways take to the nearest destination that pass a node, in one search against the streets from it."""
    count = len(origins.edges)
    starting, goal = -np.arange(1, count + 1), -(count + 1)
    steps = [*_steps(both, both.costs.turned, destinations, np.full(len(destinations.edges), goal))]
    steps += [(node, number, cost) for number, node, cost in _steps(both, both.costs, origins, starting)]
    turned = replace(asked, is_turned=not asked.is_turned)
    with connection.cursor() as cursor:
        cursor.execute(_TABLE, [_edges(turned, steps), [goal], starting.tolist()])
        rows = cursor.fetchall()
    found = np.full(count, np.inf)
    for _, end, cost in rows:
        found[-end - 1] = cost
    return found


def _by_nodes(asked: Asked, both: Joined, origins: Snapped, destinations: Snapped) -> Floats:
    """Return what ways take that pass a node; each place is a node of its own, joined to those of its edge."""
    first, last = len(origins.edges), len(origins.edges) + len(destinations.edges)
    starting, arriving = -np.arange(1, first + 1), -np.arange(first + 1, last + 1)
    steps = [*_steps(both, both.costs, origins, starting)]
    steps += [(end, start, cost) for start, end, cost in _steps(both, both.costs.turned, destinations, arriving)]
    with connection.cursor() as cursor:
        cursor.execute(_TABLE, [_edges(asked, steps), starting.tolist(), arriving.tolist()])
        rows = cursor.fetchall()
    found = np.full((first, last - first), np.inf)
    for start, end, cost in rows:
        found[-start - 1, -end - first - 1] = cost
    return found


def _steps(both: Joined, costs: Costs, places: Snapped, numbers: Integers) -> Iterable[Step]:
    """Return the steps from each place to both nodes of its edge."""
    to_start, to_end = leaving(costs, places)
    starts, ends = both.starts[places.edges], both.ends[places.edges]
    yield from zip(numbers.tolist(), starts.tolist(), to_start.tolist(), strict=True)
    yield from zip(numbers.tolist(), ends.tolist(), to_end.tolist(), strict=True)


def _joined(asked: Asked, places: Sequence[Point]) -> Joined:
    """Snap places in the database, to edges that the profile may use in one direction at least."""
    if not asked.network.carries(asked.mode.value):
        raise ProfileNotCarriedError(
            "spatial.profile_not_carried",
            "The network does not carry the profile.",
            network=asked.network.name,
            mode=asked.mode.value,
        )
    points = shapely.get_coordinates(to_metric(as_geometries(map(shapely.Point, places)), asked.crs))
    forward, backward = asked.columns
    parameters = {
        "east": points[:, 0].tolist(),
        "north": points[:, 1].tolist(),
        "srid": asked.network.srid,
        "network": asked.network.id,
        "bound": asked.bound_m,
        "box": 1.01 * asked.bound_m + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SNAP.format(forward=forward, backward=backward), parameters)
        return _of_rows(cursor.fetchall())


def _of_rows(rows: Sequence[tuple[float | None, ...]]) -> Joined:
    columns = np.array([[np.inf if value is None else value for value in row] for row in rows]).reshape(-1, 11).T
    places, ids = columns[0].astype(np.intp), columns[1].astype(np.int64)
    edge_ids, first, number = np.unique(ids, return_index=True, return_inverse=True)
    return Joined(
        places=places,
        snapped=Snapped(
            edges=number.ravel().astype(np.intp),
            fractions=to_nodes(columns[6], columns[10]),
            distances_m=columns[7],
            points=columns[8:10].T,
        ),
        edge_ids=edge_ids,
        starts=columns[2][first].astype(np.int64),
        ends=columns[3][first].astype(np.int64),
        costs=Costs(columns[4][first], columns[5][first]),
    )


def _taken(joined: Joined, which: np.ndarray) -> Snapped:
    own = joined.snapped
    return Snapped(own.edges[which], own.fractions[which], own.distances_m[which], own.points[which])


def _edges(asked: Asked, steps: Sequence[Step], box: str = "") -> str:
    """Return the query of edges for pgRouting; all in it are numbers and names of ours. Below zero is no way."""
    forward, backward = asked.columns
    virtual = [
        f"({-number}::bigint, {source}::bigint, {target}::bigint, {cost!r}::float8, -1::float8)"
        for number, (source, target, cost) in enumerate(steps, start=1)
        if np.isfinite(cost)
    ]
    return _EDGES.format(
        forward=f"coalesce({forward}, -1)",
        backward=f"coalesce({backward}, -1)",
        network=int(asked.network.id),
        box=box,
        virtual=", ".join(virtual),
    )


def _box(asked: Asked, points: Floats, limit: float) -> str:
    """Return the condition that leaves out what cannot be reached in a straight line at full speed."""
    metres = limit if asked.is_metres else limit * _fastest(asked.mode) / KMH
    west, south = (points.min(axis=0) - metres - 1).tolist()
    east, north = (points.max(axis=0) + metres + 1).tolist()
    return _NEAR.format(west=west, south=south, east=east, north=north, srid=int(asked.network.srid))


def _fastest(mode: Mode) -> float:
    profile = PROFILES[mode]
    return _FASTEST_KMH if profile.has_limits else max(profile.speed, *profile.speeds.values())


@dataclass(frozen=True, slots=True)
class _Own:
    """Where nodes and the edges of the places stand in the small graph."""

    nodes: dict[int, int]
    edges: Integers


def _touched(asked: Asked, reached: dict[int, float], edge_ids: Integers) -> tuple[Graph, Costs, _Own]:
    """Return the graph of the edges at nodes that were reached, and of those of the places."""
    forward, backward = asked.columns
    nodes = list(reached)
    with connection.cursor() as cursor:
        query = _TOUCHED.format(forward=forward, backward=backward)
        cursor.execute(query, [asked.network.id, nodes, nodes, edge_ids.tolist()])
        rows = cursor.fetchall()
    ids = np.array([row[:3] for row in rows], dtype=np.int64)
    known, place = np.unique(ids[:, 1:], return_inverse=True)
    pairs = place.reshape(-1, 2).astype(np.intp)
    lines = to_metric(as_geometries(shapely.from_wkb([bytes(row[6]) for row in rows])), asked.crs)
    numbers = np.array([[np.inf if value is None else value for value in row[3:6]] for row in rows], dtype=np.float64)
    graph = Graph(
        nodes=np.zeros((len(known), 2)),
        starts=pairs[:, 0],
        ends=pairs[:, 1],
        lines=lines,
        lengths_m=numbers[:, 0],
        sources=np.full(len(rows), OFF, dtype=np.intp),
        dropped=np.empty(0, dtype=np.intp),
    )
    at = {int(edge): number for number, edge in enumerate(ids[:, 0])}
    edges = np.array([at[int(edge)] for edge in edge_ids], dtype=np.intp)
    own = _Own({int(node): number for number, node in enumerate(known)}, edges)
    return graph, Costs(numbers[:, 1], numbers[:, 2]), own
