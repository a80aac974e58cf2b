# SPDX-License-Identifier: EUPL-1.2
"""The city of the register with day-care centres, cycle paths and parks, and indicators that read them."""

from collections.abc import Sequence
from datetime import date

from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.utils import timezone

from indicators.services.catalogue import IndicatorSpec
from spatial.models import Layer, LayerFeature, LayerVersion
from tests.factories.areas import square
from tests.factories.placebringer import spot
from tests.factories.register import build_city, create, definition
from tests.factories.world import World

# Column and row of the square, and the capacity: two in 11, one in 12, none in 21 and one in 22.
KITAS = ((0, 0, 30.0), (0, 0, 20.0), (0, 1, 12.0), (1, 1, 10.0))


def build_layered_city(world: World) -> World:
    """Store a city with three layers and what is computed from them."""
    build_city(world)
    lay(world, "kitas", kitas(KITAS))
    lay(world, "radwege", [(LineString(*_across(), srid=4326), None)], kind="line")
    lay(world, "parks", [(Polygon(square(0, 0, width=0.5), srid=4326), None)], kind="area")
    for slug, name, formula, unit in (
        ("kitazahl", "Kitas", "places(kitas)", "Kitas"),
        ("kitaplaetze", "Kitaplätze", "capacity(kitas)", "Plätze"),
        ("platzquote", "Kitaplätze je 100 Kinder", "per(capacity(kitas), kinder, 100)", "Kitaplätze je 100 Kinder"),
        ("weglaenge", "Radwege", "length(radwege)", "km"),
        ("gruen", "Grün", "ground(parks)", "km²"),
    ):
        told = definition(name, formula=formula, unit_of_measure=unit, decimals=1)
        create(world, IndicatorSpec(slug, "bevoelkerung", "derived", told))
    return world


def kitas(rows: Sequence[tuple[int, int, float | None]]) -> list[tuple[GEOSGeometry, float | None]]:
    """Return places inside squares with their capacity."""
    return [(Point(*spot(column, row), srid=4326), capacity) for column, row, capacity in rows]


def lay(
    world: World,
    slug: str,
    features: Sequence[tuple[GEOSGeometry, float | None]],
    *,
    kind: str = "point",
    since: str = "2020-01-01",
    until: str | None = None,
    capacity_label: str = "Plätze",
) -> LayerVersion:
    """Put a version of a layer in force, without the way there."""
    layer, _ = Layer.objects.get_or_create(
        organisation=world.city, slug=slug, defaults={"name": slug.capitalize(), "kind": kind}
    )
    number = layer.versions.count() + 1
    layer.versions.filter(superseded_at__isnull=True).update(superseded_at=timezone.now())
    version = LayerVersion.objects.create(
        layer=layer,
        number=number,
        valid_from=date.fromisoformat(since),
        valid_until=date.fromisoformat(until) if until else None,
        publisher="Stadt Musterstadt",
        licence="dl-de/by-2-0",
        attribution="© Stadt Musterstadt",
        capacity_label=capacity_label if kind == "point" else "",
        feature_count=len(features),
        content_hash=f"{slug}{number}".ljust(64, "0"),
    )
    LayerFeature.objects.bulk_create(
        LayerFeature(version=version, position=place, key=str(place), name=str(place), geometry=shape, capacity=seats)
        for place, (shape, seats) in enumerate(features)
    )
    return version


def _across() -> tuple[tuple[float, float], tuple[float, float]]:
    return spot(0, 0), spot(1, 0)
