# SPDX-License-Identifier: EUPL-1.2
"""What ways cost on Köln's official street graph, beside one bare search over all of it."""

import numpy as np
import pytest
import shapely
from scipy.sparse.csgraph import dijkstra

from spatial.geometry.network.carrying import carry
from spatial.geometry.network.graph import Graph, build_graph
from spatial.geometry.network.isochrones import reach, reached_area, reached_lines
from spatial.geometry.network.profiles import FOOT, Columns, Mode
from spatial.geometry.network.search import Costs, cost_matrix
from spatial.geometry.network.snapping import snap
from spatial.geometry.network.travel import travel_table
from spatial.geometry.projections import from_metric, metric_crs, to_metric
from spatial.readers.networks import read_network, to_degrees
from spatial.selectors.networks import network
from spatial.selectors.routing import Asked, Point, isochrone, travel_times
from spatial.services.networks import NetworkPlan, import_network
from tests.bench.measuring import median_ms, report
from tests.factories.koelncity import streets
from tests.factories.organisations import organisation

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
QUARTER_HOUR, ORIGINS, DESTINATIONS, ROUNDS = 900.0, 86, 300, 5
PLAN = NetworkPlan("strassen", "Straßen", "Stadt Köln", "CC BY", "© Stadt Köln")


@pytest.fixture(scope="module")
def content() -> bytes:
    return streets() or pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with koeln/geo-base")


@pytest.fixture(scope="module")
def walked(content: bytes) -> tuple[Graph, Costs, str]:
    table = read_network(content)
    degrees = to_degrees(table)
    crs = metric_crs(degrees)
    graph = build_graph(to_metric(degrees, crs))
    costs = carry(graph, table.rows, Columns(), FOOT).costs
    assert costs is not None
    return graph, costs, crs


def _some_nodes(graph: Graph, count: int) -> np.ndarray:
    return graph.nodes[np.random.default_rng(count).integers(0, len(graph.nodes), count)]


def _baseline(graph: Graph, costs: Costs) -> float:
    """Return the milliseconds of one bare search over the whole graph."""
    matrix = cost_matrix(graph, costs)
    return median_ms(lambda: dijkstra(matrix, indices=np.array([0])), rounds=ROUNDS)


def test_isochrones_and_tables_of_the_pure_core(walked: tuple[Graph, Costs, str]) -> None:
    graph, costs, _ = walked
    bare = _baseline(graph, costs)
    place = snap(graph, _some_nodes(graph, 1), costs.usable)
    origins = snap(graph, _some_nodes(graph, ORIGINS), costs.usable)
    destinations = snap(graph, _some_nodes(graph, DESTINATIONS), costs.usable)

    parts = median_ms(lambda: reach(graph, costs, place, QUARTER_HOUR), rounds=ROUNDS)
    lines = reached_lines(graph, reach(graph, costs, place, QUARTER_HOUR))
    area = median_ms(lambda: reached_area(lines), rounds=ROUNDS)
    table = median_ms(lambda: travel_table(graph, costs, origins, destinations), rounds=ROUNDS)

    assert len(lines) > 10
    told = f"eine Suche über alle {len(graph.nodes)} Knoten {bare:.1f} ms"
    report("Isochrone, 15 Minuten zu Fuß", f"{parts:.1f} ms", baseline=f"{told}, Verhältnis {parts / bare:.1f}")
    report("ihre Fläche", f"{area:.1f} ms", baseline=f"{told}, Verhältnis {area / bare:.1f}")
    searches = 2 * ORIGINS * bare
    report(
        f"Reisezeiten {ORIGINS} x {DESTINATIONS}",
        f"{table:.0f} ms",
        baseline=f"{2 * ORIGINS} Suchen {searches:.0f} ms, Verhältnis {table / searches:.1f}",
    )


def test_isochrones_and_tables_of_the_database(content: bytes, walked: tuple[Graph, Costs, str]) -> None:
    graph, costs, crs = walked
    city = organisation()
    import_network(organisation=city, plan=PLAN, content=content, by=None)
    asked = Asked(network(city, PLAN.slug), Mode.FOOT)
    origins, destinations = (_degrees(_some_nodes(graph, count), crs) for count in (ORIGINS, DESTINATIONS))
    place = snap(graph, _some_nodes(graph, ORIGINS)[:1], costs.usable)

    pure = median_ms(lambda: reach(graph, costs, place, QUARTER_HOUR), rounds=ROUNDS)
    stored = median_ms(lambda: isochrone(asked, origins[0], QUARTER_HOUR), rounds=ROUNDS)
    table = median_ms(lambda: travel_times(asked, origins, destinations), rounds=1)

    assert isochrone(asked, origins[0], QUARTER_HOUR).length_m > 0
    report("Isochrone aus der Datenbank", f"{stored:.0f} ms", baseline=f"im Speicher, ohne Fläche {pure:.1f} ms")
    bare = 2 * ORIGINS * _baseline(graph, costs)
    report(
        f"Reisezeiten {ORIGINS} x {DESTINATIONS} aus der Datenbank",
        f"{table:.0f} ms",
        baseline=f"{2 * ORIGINS} Suchen im Speicher {bare:.0f} ms, Verhältnis {table / bare:.1f}",
    )


def _degrees(points: np.ndarray, crs: str) -> list[Point]:
    shapes = np.asarray(shapely.points(points), dtype=object)
    return [(east, north) for east, north in shapely.get_coordinates(from_metric(shapes, crs)).tolist()]
