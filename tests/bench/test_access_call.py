# SPDX-License-Identifier: EUPL-1.2
"""Floating catchment as one call of a worker: Köln's 86 Stadtteile in all years, 600 made-up sites on its streets.

People are those of the sample data; the sites are nodes of the network by chance and their places are made up.
"""

from datetime import date
from time import perf_counter, process_time
from typing import Final

import numpy as np
import pytest
from django.contrib.gis.geos import Point
from scipy.sparse.csgraph import dijkstra

from indicators.models import Indicator, IndicatorDefinition, ScenarioWays
from indicators.models.observations import Vintage
from indicators.selectors.confirming import seen_of
from indicators.services.catalogue import DefinitionSpec, IndicatorSpec
from indicators.services.confirming import confirm_formula
from indicators.services.defining import define_indicator
from sozialplanung.accounts.models import Organisation
from sozialplanung.demo.people import ensure_person
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.tasks import run_job
from spatial.geometry.network.carrying import carry
from spatial.geometry.network.graph import build_graph
from spatial.geometry.network.profiles import FOOT, Columns
from spatial.geometry.network.search import cost_matrix
from spatial.geometry.projections import metric_crs, to_metric
from spatial.models import Layer, LayerFeature, LayerVersion, NetworkNode
from spatial.readers.networks import read_network, to_degrees
from spatial.services.networks import NetworkPlan, import_network
from tests.bench.measuring import median_ms, report
from tests.factories.koelncity import streets

pytestmark = pytest.mark.bench
PLAN: Final = NetworkPlan("strassen", "Straßen", "Stadt Köln", "CC BY", "© Stadt Köln")
AREAS, SITES, MINUTES, ROUNDS, MOST_SECONDS = 86, 600, 15, 2, 20
MADE_UP: Final = "Standorte und Plätze sind für eine Messung erdacht."


@pytest.fixture
def content() -> bytes:
    return streets() or pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with koeln/geo-base")


def bare_searches_ms(content: bytes) -> float:
    """Return the milliseconds of as many bare searches over all of the graph as there are areas."""
    table = read_network(content)
    degrees = to_degrees(table)
    graph = build_graph(to_metric(degrees, metric_crs(degrees)))
    costs = carry(graph, table.rows, Columns(), FOOT).costs
    assert costs is not None
    matrix = cost_matrix(graph, costs)
    origins = np.random.default_rng(AREAS).integers(0, len(graph.nodes), AREAS)
    return median_ms(lambda: dijkstra(matrix, indices=origins), rounds=ROUNDS)


def bring_sites(city: Organisation, network_id: int) -> None:
    """Put 600 made-up sites in force, at nodes by chance."""
    rng = np.random.default_rng(SITES)
    nodes = list(NetworkNode.objects.filter(network_id=network_id).order_by("position").values_list("point", flat=True))
    layer = Layer.objects.create(
        organisation=city, slug="erdacht", name="Erdachte Orte", kind="point", description=MADE_UP
    )
    version = LayerVersion.objects.create(
        layer=layer,
        number=1,
        valid_from=date(2005, 1, 1),
        publisher="niemand",
        licence="cc0",
        attribution="erdacht",
        note=MADE_UP,
        capacity_label="erdachte Plätze",
        feature_count=SITES,
        content_hash="0" * 64,
    )
    LayerFeature.objects.bulk_create(
        LayerFeature(
            version=version,
            position=number,
            key=str(number),
            name=f"Erdachter Ort {number}",
            geometry=Point(nodes[at].x, nodes[at].y, srid=4326),
            capacity=float(places),
        )
        for number, (at, places) in enumerate(
            zip(rng.choice(len(nodes), SITES, replace=False), rng.integers(10, 120, SITES), strict=True)
        )
    )


def asked_for(city: Organisation) -> Job:
    """Define the figure and let a second person confirm it; returns the job that computes it."""
    told = DefinitionSpec(
        name="Erdachte Plätze in Reichweite",
        short_name="Erdachte Plätze",
        subtitle=MADE_UP,
        basis="rate_only",
        source="bevoelkerung",
        unit_of_measure="Plätze je Person",
        decimals=4,
        formula=f"access(erdacht, einwohner, {MINUTES})",
        what_it_shows=MADE_UP,
        how_to_read=MADE_UP,
        limits=MADE_UP,
    )
    subject = define_indicator(
        organisation=city, spec=IndicatorSpec("", "bevoelkerung", "derived", told), by=ensure_person(role="steward")
    )
    waiting = IndicatorDefinition.objects.get(indicator=subject)
    confirm_formula(
        organisation=city, definition_id=waiting.pk, seen=seen_of(waiting), by=ensure_person(role="approver")
    )
    return Job.objects.get(kind="indicators.refresh", payload={"indicator": subject.pk})


@pytest.mark.usefixtures("own_demo")
def test_floating_catchment_of_86_areas_and_600_sites_as_one_call(content: bytes) -> None:
    city, bare = Organisation.objects.get(slug="koeln"), bare_searches_ms(content)
    bring_sites(city, import_network(organisation=city, plan=PLAN, content=content, by=None).network.pk)
    job = asked_for(city)

    begun, own = perf_counter(), process_time()
    run_job.apply(args=(str(job.pk),), throw=True)
    taken, own = perf_counter() - begun, process_time() - own

    job.refresh_from_db()
    made = Vintage.objects.filter(indicator=Indicator.objects.get(pk=job.payload["indicator"]), is_current=True)
    told = (
        f"{AREAS} bloße Suchen {bare:.0f} ms, Verhältnis {1000 * taken / bare:.2f}; {own:.1f} s Rechenzeit im Auftrag"
    )
    report(
        f"Zugang {AREAS} x {SITES} als ein Auftrag, {made.count()} Stände",
        f"{taken:.2f} s",
        target=f"{MOST_SECONDS} s",
        baseline=told,
    )
    assert job.state == JobState.SUCCEEDED, job.error_message
    assert ScenarioWays.objects.filter(organisation=city).count() == SITES
    assert made.count() > 1
