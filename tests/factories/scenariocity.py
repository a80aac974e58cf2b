# SPDX-License-Identifier: EUPL-1.2
"""A city with a street through its four quarters, two day-care centres on it, and released numbers of children."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from django.contrib.gis.geos import Point

from indicators.models import ChangeOfSite, Indicator, Scenario, SitingObjective, WeightForm
from indicators.selectors import published
from indicators.selectors.readership import audiences_of
from indicators.selectors.scenarios.ground import point_layers
from indicators.services.scenarios.changing import Wanted, change_site
from indicators.services.scenarios.commenting import remove_comment, write_comment
from indicators.services.scenarios.keeping import ScenarioPlan, create_scenario, share_scenario
from indicators.services.scenarios.proposing import Search, request_siting
from indicators.stats.siting.changing import Site
from sozialplanung.accounts.models import User
from spatial.models import BoundaryVersion, Layer, LayerFeature, LayerVersion
from spatial.selectors.networks import networks_of
from spatial.services.networks import NetworkPlan, import_network
from tests.factories.areas import import_city
from tests.factories.desk import run_jobs
from tests.factories.placebringer import spot
from tests.factories.releases import Figures, indicator, release
from tests.factories.world import World

NETWORK: Final = NetworkPlan("strassen", "Straßen", "Vermessungsamt", "cc0", "© Musterstadt")
PERIOD: Final = "2021-12-31"
# Of the quarters 11, 12, 21 and 22; the one of 12 is hidden.
CHILDREN: Final = (200.0, None, 100.0, 0.0)
ELDERLY: Final = (50.0, 80.0, 300.0, 40.0)
# Key, name, column and row of the quarter, places.
CENTRES: Final = (("1", "Kita Nord", 0, 0, 40.0), ("2", "Kita Süd", 1, 0, 60.0))


def written(column: int, row: int) -> str:
    """Return the middle of a quarter as somebody writes it, where its persons stand."""
    longitude, latitude = spot(column, row)
    return f"{latitude:.6f}, {longitude:.6f}"


def streets() -> bytes:
    """Return a ring of four streets through the middles of the quarters: about 690 m and 1,110 m long."""
    corners = [spot(0, 0), spot(1, 0), spot(1, 1), spot(0, 1), spot(0, 0)]
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Straße {number}"},
            "geometry": {"type": "LineString", "coordinates": [start, end]},
        }
        for number, (start, end) in enumerate(pairwise(corners), start=1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def build_scenario_city(world: World) -> World:
    """Store boundaries, released numbers of persons, a street network, and a layer of two centres."""
    import_city(world.city)
    run_jobs()
    for slug, persons in (("kinder", CHILDREN), ("aeltere", ELDERLY)):
        release_persons(world, slug, persons)
    import_network(organisation=world.city, plan=NETWORK, content=streets(), by=world.anna)
    bring_centres(world)
    return world


def release_persons(world: World, slug: str, persons: tuple[float | None, ...]) -> None:
    """Release numbers of persons of the four quarters."""
    subject = indicator(world.city, slug, topic="bevoelkerung")
    subject.definitions.update(unit_of_measure="Personen", subtitle="", decimals=0)
    version = BoundaryVersion.objects.get(organisation=world.city, level__slug="viertel")
    release(Indicator.objects.get(pk=subject.pk), version, Figures(persons, PERIOD), world.anna)


def bring_centres(world: World, *, label: str = "Plätze") -> LayerVersion:
    """Put a layer of day-care centres in force."""
    layer = Layer.objects.create(organisation=world.city, slug="kitas", name="Kitas", kind="point")
    version = LayerVersion.objects.create(
        layer=layer,
        number=1,
        valid_from=date(2021, 12, 31),
        publisher="Stadt Musterstadt",
        licence="cc0",
        attribution="© Stadt Musterstadt",
        capacity_label=label,
        feature_count=len(CENTRES),
        content_hash="0" * 64,
    )
    LayerFeature.objects.bulk_create(
        LayerFeature(
            version=version, position=place, key=key, name=name, geometry=Point(*spot(*at), srid=4326), capacity=places
        )
        for place, (key, name, *at, places) in enumerate(CENTRES)
    )
    return version


def furnish(world: World) -> dict[str, Scenario]:
    """Begin scenarios with all that their pages can show: changes of each kind, comments, an answered search."""
    today, other = (begun(world, name=name, indicator="aeltere") for name in ("Heute", "Ausbau im Süden"))
    east = Wanted(ChangeOfSite.ADD, "", "Kita Ost", spot(1, 1), 30.0)
    for wanted in (Wanted(ChangeOfSite.CLOSE, "1"), Wanted(ChangeOfSite.ENLARGE, "2", places=90.0), east):
        change_site(scenario=other, wanted=wanted, by=world.bert)
    share_scenario(scenario=other, is_shared=True, by=world.bert)
    write_comment(scenario=other, text="Wohin mit den Kindern\nim Norden?", by=world.anna)
    gone = write_comment(scenario=other, text="Das war falsch.", by=world.bert)
    remove_comment(scenario=other, number=gone.pk, by=world.bert)
    west = Site("0", "Im Westen", spot(0, 1), 40.0)
    search = Search(SitingObjective.COVERING, 1, [west, replace(west, name="Im Osten", point=spot(1, 1))])
    world.city.audience = audiences_of(world.bert, world.city)[0]
    request_siting(scenario=other, organisation=world.city, search=search, by=world.bert)
    run_jobs()
    return {"Heute": today, "Ausbau im Süden": other}


def plan(world: World, name: str = "Nord schließt", **changes: object) -> ScenarioPlan:
    """Return a plan for the children of the four quarters, ten minutes on foot."""
    slug = str(changes.get("indicator", "kinder"))
    ref = published.releases_of(world.city, indicator=slug, level="viertel")[-1]
    said: dict[str, object] = {
        "name": name,
        "description": "",
        "layer": point_layers(world.city.pk)[0],
        "network": networks_of(world.city)[0],
        "indicator": slug,
        "period": ref.period,
        "boundary_version_id": ref.boundary_version_id,
        "mode": "foot",
        "form": WeightForm.WITHIN,
        "minutes": 10,
        "threshold": 1.0,
        **changes,
    }
    return ScenarioPlan(**said)  # type: ignore[arg-type]


def begun(world: World, by: User | None = None, **changes: object) -> Scenario:
    """Begin a scenario of Bert, and work its ways out."""
    row = create_scenario(organisation=world.city, plan=plan(world, **changes), by=by or world.bert)  # type: ignore[arg-type]
    run_jobs()
    return row


def plant_scenarios(world: World) -> dict[str, Scenario]:
    """Store two scenarios of Bert in a city that has a layer: one of his own, one that is shared with the house."""
    release_persons(world, "jugend", CHILDREN)
    import_network(organisation=world.city, plan=NETWORK, content=streets(), by=world.anna)
    own, shared = (begun(world, name=name, indicator="jugend") for name in ("Eigenes", "Geteiltes"))
    return {"": own, "shared": share_scenario(scenario=shared, is_shared=True, by=world.bert)}
