# SPDX-License-Identifier: EUPL-1.2
"""The city of squares under a dense grid of streets: rings hold ground instead of strips, and places with figures."""

import json
from dataclasses import replace
from datetime import date
from typing import Final

from django.contrib.gis.geos import Point

from indicators.models import Audience, DisclosureRule, Indicator, IndicatorDefinition
from spatial.models import BoundaryVersion, Layer, LayerFeature, LayerVersion
from spatial.services.networks import import_network
from tests.factories.areas import SIDE, SOUTH, WEST, import_city
from tests.factories.desk import run_jobs
from tests.factories.pickedcity import declare_additive
from tests.factories.releases import Figures, indicator, release
from tests.factories.scenariocity import NETWORK, PERIOD
from tests.factories.world import World

# Of the quarters 11, 12, 21 and 22; the children of 12 are hidden from the public.
PEOPLE: Final = (1000.0, 400.0, 600.0, 2000.0)
CHILDREN: Final = (200.0, None, 100.0, 300.0)
INSIDE: Final = (200.0, 17.0, 100.0, 300.0)
# Streets between quarters a tenth of a side apart: 69 m to the east, 111 m to the north.
STEPS: Final = 20
# Key, name, tenths of a side to the east and north of the corner, places; the last one lies off all streets.
SITES: Final = (("1", "Kita Mitte", 10, 10, 40.0), ("2", "Kita Ost", 13, 10, None), ("3", "Kita Insel", 60, 60, 20.0))


def corner(east: float, north: float) -> tuple[float, float]:
    """Return a place by tenths of a side from the south-western corner of the city."""
    return round(WEST + east * SIDE / 10, 6), round(SOUTH + north * SIDE / 10, 6)


def written(east: float, north: float) -> str:
    """Return a place as somebody writes it."""
    longitude, latitude = corner(east, north)
    return f"{latitude:.6f}, {longitude:.6f}"


def streets() -> bytes:
    """Return a grid of streets over all four quarters."""
    ways = [((at, step), (at, step + 1)) for at in range(STEPS + 1) for step in range(STEPS)]
    ways += [((step, at), (step + 1, at)) for at in range(STEPS + 1) for step in range(STEPS)]
    features = [
        {
            "type": "Feature",
            "properties": {"name": "Straße"},
            "geometry": {"type": "LineString", "coordinates": [corner(*start), corner(*end)]},
        }
        for start, end in ways
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def build_reach_city(world: World) -> World:
    """Store boundaries, people, children (hidden in one quarter), streets, and a layer of day-care centres."""
    import_city(world.city)
    run_jobs()
    people = release_counts(world, "einwohner", Figures(PEOPLE, PERIOD, city=sum(PEOPLE)))
    release_counts(world, "kinder", Figures(CHILDREN, PERIOD, city=617.0))
    source = IndicatorDefinition.objects.get(indicator=people).source
    DisclosureRule.objects.update_or_create(
        organisation=world.city, source=source, audience=Audience.PUBLIC, defaults={"inhabitants_indicator": people}
    )
    import_network(organisation=world.city, plan=NETWORK, content=streets(), by=world.anna)
    bring_sites(world)
    return world


def release_counts(world: World, slug: str, figures: Figures) -> Indicator:
    """Release numbers of persons of the four quarters, which add up."""
    subject = indicator(world.city, slug, topic="bevoelkerung")
    subject.definitions.update(unit_of_measure="Personen", subtitle="", decimals=0)
    declare_additive(subject)
    subject = Indicator.objects.get(pk=subject.pk)
    version = BoundaryVersion.objects.get(organisation=world.city, level__slug="viertel")
    release(subject, version, figures, world.anna)
    return subject


def tell_inside(world: World) -> None:
    """Release the same children whole for who reads what is released inside."""
    version = BoundaryVersion.objects.get(organisation=world.city, level__slug="viertel")
    figures = replace(Figures(INSIDE, PERIOD, city=617.0), audience=Audience.INTERNAL)
    release(Indicator.objects.get(slug="kinder"), version, figures, world.anna)


def bring_sites(world: World) -> LayerVersion:
    """Put a layer of day-care centres in force: of one nobody knows its places, one lies off all streets."""
    layer = Layer.objects.create(organisation=world.city, slug="kitas", name="Kitas", kind="point")
    version = LayerVersion.objects.create(
        layer=layer,
        number=1,
        valid_from=date(2021, 12, 31),
        publisher="Stadt Musterstadt",
        licence="cc0",
        attribution="© Stadt Musterstadt",
        capacity_label="Plätze",
        feature_count=len(SITES),
        content_hash="0" * 64,
    )
    LayerFeature.objects.bulk_create(
        LayerFeature(
            version=version,
            position=place,
            key=key,
            name=name,
            geometry=Point(*corner(east, north), srid=4326),
            capacity=places,
        )
        for place, (key, name, east, north, places) in enumerate(SITES)
    )
    return version
