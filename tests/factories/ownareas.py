# SPDX-License-Identifier: EUPL-1.2
"""Own areas of a city: a square of the grid, kept by its planner."""

import shapely

from indicators.models import OwnArea, OwnAreaKind, Sharing
from indicators.services.ownareas import OwnShape, save_own_area
from tests.factories.areas import square
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
