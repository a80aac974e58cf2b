# SPDX-License-Identifier: EUPL-1.2
"""Imports a street network: all of its nodes and edges in one transaction, or nothing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import LineString, Point
from django.db import connection, transaction
from django.db.models import Max

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import Subject, record
from spatial.errors import NetworkEmptyError
from spatial.geometry.arrays import Floats
from spatial.geometry.network.carrying import Carried, carry
from spatial.geometry.network.graph import TOLERANCE_M, Graph, build_graph
from spatial.geometry.network.profiles import OSM_COLUMNS, PROFILES, Columns
from spatial.geometry.network.topology import Topology, check_topology
from spatial.geometry.projections import from_metric, metric_crs, to_metric
from spatial.models import Network, NetworkEdge, NetworkNode
from spatial.readers.networks import StreetTable, read_network, to_degrees
from spatial.services.following import boundaries_in_force
from spatial.services.storing import SRID, known_outline

# A number of our own beside the organisation's id, so that no other advisory lock is met.
_LOCK_CLASS = 7202
_BATCH = 2000
MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """What a person says of a network: its name and source, which columns tell what, layer and system of the file.

    Without ``columns`` an extract of OpenStreetMap has its tags, every other file none.
    """

    slug: str
    name: str
    source: str
    licence: str
    attribution: str
    columns: Columns | None = None
    layer: str | None = None
    crs: str | None = None
    may_lie_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class ImportedNetwork:
    """What became of an import; the same content as the network in force is no new one."""

    network: Network
    is_new: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """A network ready to be stored, in the system of metres ``crs``."""

    columns: Columns
    crs: str
    graph: Graph
    topology: Topology
    carried: tuple[Carried, ...]
    content_hash: str


def import_network(
    *, organisation: Organisation, plan: NetworkPlan, content: bytes, by: User | None
) -> ImportedNetwork:
    """Read, check and store a street network as the new one of its slug.

    Raises
    ------
    SpatialError
        The file cannot be read, or does not lie where the organisation is.
    NetworkEmptyError
        No line of the file has a length.
    """
    expected = None if plan.may_lie_elsewhere else known_outline(organisation)
    prepared = _prepare(plan, content, read_network(content, layer=plan.layer, crs=plan.crs), expected)
    with transaction.atomic():
        _lock(organisation)
        newest = Network.objects.filter(organisation=organisation, slug=plan.slug).order_by("-number").first()
        if newest is not None and newest.content_hash == prepared.content_hash:
            return ImportedNetwork(newest, is_new=False)
        network = _store(organisation, plan, prepared)
        _record(network, by)
        if by is not None:
            boundaries_in_force(organisation, by, f"network {network.pk}")
    return ImportedNetwork(network, is_new=True)


def _prepare(plan: NetworkPlan, content: bytes, table: StreetTable, expected: shapely.Geometry | None) -> _Prepared:
    columns = plan.columns or (OSM_COLUMNS if table.is_osm else Columns())
    degrees = to_degrees(table, expected)
    crs = metric_crs(degrees)
    graph = build_graph(to_metric(degrees, crs))
    if len(graph.lines) == 0:
        raise NetworkEmptyError("spatial.network_empty", "No line of the file has a length.")
    carried = tuple(carry(graph, table.rows, columns, profile) for profile in PROFILES.values())
    return _Prepared(columns, crs, graph, check_topology(graph), carried, _hash(plan, columns, content))


def _hash(plan: NetworkPlan, columns: Columns, content: bytes) -> str:
    """Return the hash of all that a stored network depends on."""
    said = [plan.name, plan.source, plan.licence, plan.attribution, plan.layer, plan.crs, _plain(columns), TOLERANCE_M]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode() + b"\0" + content).hexdigest()


def _plain(columns: Columns) -> dict[str, Any]:
    # Mappings that cannot be changed cannot be copied by `asdict` either.
    said = {field.name: getattr(columns, field.name) for field in fields(columns)}
    directions = {word: direction.value for word, direction in columns.directions.items()}
    return {**said, "kinds": dict(columns.kinds), "directions": directions}


def _lock(organisation: Organisation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_CLASS, organisation.pk])


def _store(organisation: Organisation, plan: NetworkPlan, prepared: _Prepared) -> Network:
    graph = prepared.graph
    known = Network.objects.filter(organisation=organisation, slug=plan.slug).aggregate(last=Max("number"))
    network = Network.objects.create(
        organisation=organisation,
        slug=plan.slug,
        number=(known["last"] or 0) + 1,
        name=plan.name,
        source=plan.source,
        licence=plan.licence,
        attribution=plan.attribution,
        content_hash=prepared.content_hash,
        srid=int(prepared.crs.removeprefix("EPSG:")),
        tolerance_m=TOLERANCE_M,
        columns=_plain(prepared.columns),
        profiles={one.mode.value: _told(one) for one in prepared.carried},
        topology=_topology(prepared),
        node_count=len(graph.nodes),
        edge_count=len(graph.lines),
        length_m=float(graph.lengths_m.sum()),
    )
    nodes = _store_nodes(network, prepared)
    _store_edges(network, prepared, nodes)
    return network


def _told(carried: Carried) -> dict[str, Any]:
    lacks = [{"code": lack.code, "parameters": dict(lack.parameters)} for lack in carried.lacks]
    return {"is_carried": carried.costs is not None, "lacks": lacks}


def _topology(prepared: _Prepared) -> dict[str, Any]:
    """Return what the check found, as far as a page tells it."""
    found, graph = prepared.topology, prepared.graph
    misses = sorted(found.near_misses, key=lambda miss: (miss.distance_m, miss.end))
    places = _degrees(graph.nodes[[miss.end for miss in misses[:MOST_TOLD]]], prepared.crs)
    return {
        "part_count": len(found.parts),
        "parts": [asdict(part) for part in found.parts[:MOST_TOLD]],
        "dead_ends": len(found.dead_ends),
        "duplicates": len(found.duplicates),
        "dropped": len(graph.dropped),
        "near_miss_count": len(misses),
        "near_misses": [
            {"longitude": round(east, 6), "latitude": round(north, 6), "distance_m": round(miss.distance_m, 2)}
            for miss, (east, north) in zip(misses, places.tolist(), strict=False)
        ],
    }


def _degrees(points: Floats, crs: str) -> Floats:
    shapes = np.asarray(shapely.points(points.reshape(-1, 2)), dtype=object)
    return shapely.get_coordinates(from_metric(shapes, crs))


def _store_nodes(network: Network, prepared: _Prepared) -> list[NetworkNode]:
    places = _degrees(prepared.graph.nodes, prepared.crs)
    parts = prepared.topology.part_of_node.tolist()
    nodes = [
        NetworkNode(
            organisation_id=network.organisation_id,
            network=network,
            position=position,
            part=part,
            point=Point(place[0], place[1], srid=SRID),
        )
        for position, (place, part) in enumerate(zip(places.tolist(), parts, strict=True))
    ]
    return NetworkNode.objects.bulk_create(nodes, batch_size=_BATCH)


def _store_edges(network: Network, prepared: _Prepared, nodes: list[NetworkNode]) -> None:
    graph = prepared.graph
    outlines = [shapely.get_coordinates(line) for line in from_metric(graph.lines, prepared.crs)]
    costs = _costs(prepared.carried)
    edges = (
        NetworkEdge(
            organisation_id=network.organisation_id,
            network=network,
            position=position,
            source=int(graph.sources[position]),
            start_id=nodes[int(graph.starts[position])].pk,
            end_id=nodes[int(graph.ends[position])].pk,
            geometry=LineString(outline.tolist(), srid=SRID),
            length_m=float(graph.lengths_m[position]),
            **{column: _seconds(values, position) for column, values in costs.items()},
        )
        for position, outline in enumerate(outlines)
    )
    NetworkEdge.objects.bulk_create(edges, batch_size=_BATCH)


def _costs(carried: tuple[Carried, ...]) -> Mapping[str, Floats]:
    """Return the columns of costs of the profiles that the network carries."""
    found: dict[str, Floats] = {}
    for one in carried:
        if one.costs is not None:
            found[f"{one.mode.value}_forward"] = one.costs.forward
            found[f"{one.mode.value}_backward"] = one.costs.backward
    return found


def _seconds(values: Floats, position: int) -> float | None:
    value = float(values[position])
    return value if np.isfinite(value) else None


def _record(network: Network, by: User | None) -> None:
    record(
        action="spatial.network_imported",
        by=by,
        organisation=network.organisation,
        subject=Subject("spatial.network", network.slug, network.name),
        details={
            "number": network.number,
            "content_hash": network.content_hash,
            "edges": network.edge_count,
            "nodes": network.node_count,
            "parts": network.topology["part_count"],
        },
    )
