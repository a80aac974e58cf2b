# SPDX-License-Identifier: EUPL-1.2
"""Own areas of a city: a square of the grid, kept by its planner."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import shapely

from indicators.models import OwnArea, OwnAreaKind, Sharing
from indicators.services.ownareas import OwnShape, save_own_area
from reports.rendering.composition import OWN, Composition, Panel, Part
from reports.rendering.ownshown import own_query
from tests.factories.areas import SIDE, SOUTH, WEST, square
from tests.factories.world import World


def keep_square(world: World, name: str, sharing: Sharing, *, collection: str = "") -> OwnArea:
    """Keep the first square of the grid as an own area of the planner."""
    ground = shapely.MultiPolygon([shapely.Polygon(square(0, 0))])
    return save_own_area(
        organisation=world.city,
        shape=OwnShape(OwnAreaKind.UPLOADED, ground),
        name=name,
        by=world.bert,
        sharing=sharing,
        collection=collection,
    )


# What panels tell of them.
OWN_TOLD: Final = ("kinder", "kinderlast", "arbeitslosigkeit", "einwohner")
# By name columns and rows of the grid: a district, one of its two quarters, a district that is cut.
SHOWN: Final[Mapping[str, tuple[float, float, float, float]]] = MappingProxyType(
    {"Bezirk": (0, 0, 1, 2), "Viertel": (0, 0, 1, 1), "Angeschnitten": (1, 0.3, 2, 2)}
)


def with_own_panels(world: World, content: Composition, indicators: tuple[str, ...]) -> Composition:
    """Return a composition with a part that shows own areas of the house, some of which overlap."""
    panels = []
    for number, (name, (west, south, east, north)) in enumerate(SHOWN.items(), start=71):
        row = OwnArea.objects.filter(organisation=world.city, name=name).first() or _keep(
            world, name, shapely.box(WEST + west * SIDE, SOUTH + south * SIDE, WEST + east * SIDE, SOUTH + north * SIDE)
        )
        query = own_query(str(row.uuid), row.current.number)
        panels.append(Panel(f"panel{number}", OWN, query=query, indicators=indicators))
    return replace(content, parts=(*content.parts, Part("part70", "Eigene Gebiete", tuple(panels))))


def _keep(world: World, name: str, ground: shapely.Polygon) -> OwnArea:
    return save_own_area(
        organisation=world.city,
        shape=OwnShape(OwnAreaKind.UPLOADED, shapely.MultiPolygon([ground])),
        name=name,
        by=world.bert,
        sharing=Sharing.HOUSE,
    )
