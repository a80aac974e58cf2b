# SPDX-License-Identifier: EUPL-1.2
"""Places per person within reach of 86 areas and 600 sites on Köln's streets, beside bare searches of the same run.

The points of areas, the sites with their places and the numbers of people are made up: nodes of the network by chance.
"""

import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from scipy.sparse.csgraph import dijkstra

from indicators.rendering.scenario_ways import minutes_of, packed
from indicators.selectors.areaways import WaysAsked
from indicators.services import areaways
from indicators.stats.reach.areafigures import Counted, access_figures, decay_of, put_together
from indicators.stats.reach.demand import Floats
from spatial.geometry.network.carrying import carry
from spatial.geometry.network.graph import build_graph
from spatial.geometry.network.profiles import FOOT, Columns, Mode
from spatial.geometry.network.search import cost_matrix
from spatial.geometry.projections import from_metric, metric_crs, to_metric
from spatial.readers.networks import read_network, to_degrees
from spatial.selectors.inhabited import POINTS
from spatial.selectors.networks import NetworkRow, network
from spatial.selectors.routing import Asked, Point, nearest_ways
from spatial.services.networks import NetworkPlan, import_network
from tests.bench.measuring import median_ms, report
from tests.factories.koelncity import streets
from tests.factories.organisations import organisation

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
PLAN = NetworkPlan("strassen", "Straßen", "Stadt Köln", "CC BY", "© Stadt Köln")
AREAS, SITES, MINUTES, ROUNDS = 86, 600, 15, 5
LARGE, SITES_OF_LARGE = 33_000, 100


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """Köln's network as it is stored, its nodes in metres, and what one bare search over it takes."""

    row: NetworkRow
    nodes: Floats
    crs: str
    bare_ms: float

    def some(self, count: int, *, aside: float = 0.0) -> list[Point]:
        """Return nodes by chance in degrees, or places so many metres beside them."""
        rng = np.random.default_rng(count)
        places = self.nodes[rng.integers(0, len(self.nodes), count)] + rng.uniform(-aside, aside, (count, 2))
        shapes = np.asarray(shapely.points(places), dtype=object)
        return [(east, north) for east, north in shapely.get_coordinates(from_metric(shapes, self.crs)).tolist()]


@pytest.fixture
def koeln() -> Streets:
    content = streets() or pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with koeln/geo-base")
    table = read_network(content)
    degrees = to_degrees(table)
    crs = metric_crs(degrees)
    graph = build_graph(to_metric(degrees, crs))
    costs = carry(graph, table.rows, Columns(), FOOT).costs
    assert costs is not None
    matrix = cost_matrix(graph, costs)
    bare = median_ms(lambda: dijkstra(matrix, indices=np.array([0])), rounds=ROUNDS)
    city = organisation()
    import_network(organisation=city, plan=PLAN, content=content, by=None)
    return Streets(network(city, PLAN.slug), graph.nodes, crs, bare)


def test_memory_of_figures_of_33000_areas() -> None:
    rng = np.random.default_rng(5)
    costs = rng.uniform(0, 200, (LARGE, SITES_OF_LARGE))
    nothing, parents = np.zeros(LARGE, dtype=np.uint8), rng.integers(0, 143, LARGE)
    people = Counted(rng.integers(0, 60, LARGE).astype(float), nothing, nothing)
    supply = rng.integers(10, 120, SITES_OF_LARGE).astype(float)

    tracemalloc.start()
    try:
        found = access_figures(people, supply, costs, decay_of("within", MINUTES))
        larger = put_together(found, people, parents, 143)
        hidden = larger.resting_on(rng.random(LARGE) < 0.01)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()

    pairs = LARGE**2 / 2**20
    told = f"ein Zeichen für jedes Paar von Gebieten {pairs:.0f} MB, Verhältnis {peak / pairs:.2f}"
    report(f"Speicher für den Zugang, {LARGE} Gebiete, {SITES_OF_LARGE} Orte", f"{peak:.0f} MB", baseline=told)
    assert hidden.any()


def timed(work: Callable[[], Floats]) -> tuple[Floats, float]:
    begun = perf_counter()
    found = work()
    return found, perf_counter() - begun


def test_access_and_shares_of_86_areas_and_600_sites(koeln: Streets, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, sites = np.random.default_rng(3), koeln.some(SITES)
    rows = [SimpleNamespace(longitude=east, latitude=north) for east, north in koeln.some(AREAS)]
    monkeypatch.setattr(areaways, "unit_rows", lambda _: rows)
    asked, nothing = WaysAsked(koeln.row, "foot", 0, "", AREAS), np.zeros(AREAS, dtype=np.uint8)
    people = Counted(rng.integers(50, 900, AREAS).astype(float), nothing, nothing)
    supply, origins = rng.integers(10, 120, SITES).astype(float), koeln.some(AREAS * POINTS, aside=200.0)

    seconds, ways = timed(lambda: areaways._table(asked, sites, lambda *_: None))
    found, within = timed(lambda: nearest_ways(Asked(koeln.row, Mode.FOOT), origins, sites, 60.0 * MINUTES))
    columns = [packed(seconds[:, place]) for place in range(SITES)]

    def again() -> None:
        """Compute a figure from ways that are kept."""
        access_figures(people, supply, minutes_of(columns, AREAS), decay_of("zones", MINUTES))

    kept, searches = median_ms(again, rounds=ROUNDS), AREAS * koeln.bare_ms
    for what, taken in (
        (f"Wege {AREAS} x {SITES} für den Zugang, einmal", ways),
        (f"Anteil in Reichweite, {AREAS} x {POINTS} Punkte, {SITES} Orte", within),
        ("Zugang aus gemerkten Wegen", kept / 1000),
    ):
        told = f"{AREAS} bloße Suchen über {len(koeln.nodes)} Knoten {searches:.0f} ms"
        ratio = f"Verhältnis {1000 * taken / searches:.2f}"
        report(what, f"{taken:.2f} s", target="20 s", baseline=f"{told}, {ratio}")
    assert np.isfinite(seconds).any()
    assert np.isfinite(found).any()
