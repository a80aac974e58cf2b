# SPDX-License-Identifier: EUPL-1.2
"""Street networks for tests: the one worked out by hand, and such that chance makes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.network.graph import Graph, build_graph
from spatial.geometry.network.search import Costs
from spatial.geometry.projections import from_metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.arrays import Geometries

GOLDEN = Path(__file__).parents[1] / "golden" / "network"
GRAPH: dict[str, Any] = json.loads((GOLDEN / "graph.json").read_text(encoding="utf-8"))
CRS, EAST, NORTH = "EPSG:25832", 525_000.0, 6_070_000.0
WAYS: dict[str, dict[str, Any]] = {
    "both": {},
    "forward": {"oneway": "yes"},
    "backward": {"oneway": "-1"},
    "closed": {"highway": "steps"},
}
EXPECTED: dict[str, Any] = json.loads((GOLDEN / "isochrones.json").read_text(encoding="utf-8"))


def lines(*points: Sequence[Sequence[float]]) -> Geometries:
    """Return a line for each sequence of points."""
    return as_geometries(shapely.LineString(line) for line in points)


def golden_graph() -> Graph:
    """Return the graph of twelve nodes."""
    return build_graph(lines(*(line["points"] for line in GRAPH["lines"])), GRAPH["tolerance_m"])


def golden_costs(graph: Graph, seconds_per_m: float = 1.0) -> Costs:
    """Return what its edges cost, by default in metres."""
    ways = np.array([line["way"] for line in GRAPH["lines"]])[graph.sources]
    costs = graph.lengths_m * seconds_per_m
    return Costs(
        np.where(np.isin(ways, ("both", "forward")), costs, np.inf),
        np.where(np.isin(ways, ("both", "backward")), costs, np.inf),
    )


def degrees(points: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Return points of the golden network in longitude and latitude."""
    moved = as_geometries(shapely.Point(EAST + x, NORTH + y) for x, y in points)
    return [(x, y) for x, y in shapely.get_coordinates(from_metric(moved, CRS)).tolist()]


def collection(rows: Sequence[tuple[Sequence[Sequence[float]], dict[str, Any]]]) -> bytes:
    """Return streets with tags as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"highway": "residential", "oneway": None, **tags},
            "geometry": {"type": "LineString", "coordinates": degrees(points)},
        }
        for points, tags in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def golden() -> bytes:
    """Return the lines of the graph of twelve nodes as GeoJSON."""
    return collection([(line["points"], WAYS[line["way"]]) for line in GRAPH["lines"]])


@st.composite
def networks(draw: st.DrawFn) -> tuple[Graph, Costs]:
    """Draw a graph of streets between points of a small grid, with one-way and closed ones."""
    point = st.tuples(st.integers(0, 3), st.integers(0, 3))
    drawn = draw(st.lists(st.tuples(point, point).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=12))
    graph = build_graph(lines(*([(100 * x, 100 * y) for x, y in pair] for pair in drawn)))
    size = len(graph.lines)
    factors = draw(st.lists(st.sampled_from((1.0, 2.0, np.inf)), min_size=2 * size, max_size=2 * size))
    forward, backward = np.split(np.array(factors), 2)
    return graph, Costs(forward * graph.lengths_m, backward * graph.lengths_m)
