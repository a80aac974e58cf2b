# SPDX-License-Identifier: EUPL-1.2
"""Places per person within reach of 86 areas and 600 sites on Köln's streets, beside bare searches of the same run.

The points of areas, the sites with their places and the numbers of people are made up: nodes of the network by chance.
"""

import io
import os
import zipfile
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from scipy.sparse.csgraph import dijkstra

from indicators.rendering.scenario_ways import minutes_of, packed
from indicators.selectors.areaways import WaysAsked
from indicators.services import areaways
from indicators.stats.reach.areafigures import Counted, access_figures, decay_of
from spatial.geometry.network.carrying import carry
from spatial.geometry.network.graph import build_graph
from spatial.geometry.network.profiles import FOOT, Columns
from spatial.geometry.network.search import cost_matrix
from spatial.geometry.projections import from_metric, metric_crs, to_metric
from spatial.readers.networks import read_network, to_degrees
from spatial.selectors.networks import network
from spatial.services.networks import NetworkPlan, import_network
from tests.bench.measuring import median_ms, report
from tests.factories.organisations import organisation

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
FOLDER = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA", "")
PARTS = Path(FOLDER) / "koeln" / "geo-base" / "strassenabschnitte" / "_source" / "Strassenabschnitt"
PLAN = NetworkPlan("strassen", "Straßen", "Stadt Köln", "CC BY", "© Stadt Köln")
AREAS, SITES, MINUTES, ROUNDS = 86, 600, 15, 5


def test_access_of_86_areas_and_600_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    if not FOLDER or not PARTS.is_dir():
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with koeln/geo-base")
    archived = io.BytesIO()
    with zipfile.ZipFile(archived, "w") as archive:
        for path in sorted(PARTS.iterdir()):
            archive.writestr(path.name, path.read_bytes())
    table = read_network(archived.getvalue())
    degrees = to_degrees(table)
    crs = metric_crs(degrees)
    graph = build_graph(to_metric(degrees, crs))
    costs = carry(graph, table.rows, Columns(), FOOT).costs
    assert costs is not None
    matrix = cost_matrix(graph, costs)
    bare = median_ms(lambda: dijkstra(matrix, indices=np.array([0])), rounds=ROUNDS)
    city = organisation()
    import_network(organisation=city, plan=PLAN, content=archived.getvalue(), by=None)
    rng = np.random.default_rng(3)
    nodes = graph.nodes[rng.integers(0, len(graph.nodes), AREAS + SITES)]
    shapes = np.asarray(shapely.points(nodes), dtype=object)
    places = [(float(east), float(north)) for east, north in shapely.get_coordinates(from_metric(shapes, crs))]
    rows = [SimpleNamespace(longitude=east, latitude=north) for east, north in places[:AREAS]]
    monkeypatch.setattr(areaways, "unit_rows", lambda _: rows)
    asked = WaysAsked(network(city, PLAN.slug), "foot", 0, "", AREAS)
    nothing = np.zeros(AREAS, dtype=np.uint8)
    people = Counted(rng.integers(50, 900, AREAS).astype(float), nothing, nothing)
    supply = rng.integers(10, 120, SITES).astype(float)

    begun = perf_counter()
    seconds = areaways._table(asked, places[AREAS:], lambda *_: None)
    ways = 1000 * (perf_counter() - begun)
    columns = [packed(seconds[:, place]) for place in range(SITES)]

    def again() -> None:
        """Compute a figure from ways that are kept."""
        access_figures(people, supply, minutes_of(columns, AREAS), decay_of("zones", MINUTES))

    kept = median_ms(again, rounds=ROUNDS)

    searches = AREAS * bare
    told = f"{AREAS} bloße Suchen über {len(graph.nodes)} Knoten {searches:.0f} ms"
    report(
        f"Wege {AREAS} x {SITES} für den Zugang, einmal",
        f"{ways / 1000:.1f} s",
        target="20 s",
        baseline=f"{told}, Verhältnis {ways / searches:.1f}",
    )
    report("Zugang aus gemerkten Wegen", f"{kept:.1f} ms", baseline=f"{told}, Verhältnis {kept / searches:.3f}")
    assert np.isfinite(seconds).any()
