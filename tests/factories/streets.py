# SPDX-License-Identifier: EUPL-1.2
"""Streets of the city of squares: ways from middle to middle, walked at 5 km/h."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from spatial.geometry.network.profiles import OSM_COLUMNS
from spatial.models import Network
from spatial.services.networks import NetworkPlan, import_network
from tests.factories.placebringer import spot
from tests.factories.world import World

PLAN = NetworkPlan("strassen", "Straßen", "Vermessungsamt", "CC BY 4.0", "© Musterstadt", columns=OSM_COLUMNS)
# From 11 to 21 beside it, 8.2 minutes, and to 12 above it, 13.4 minutes; none leads to 22.
AN_ANGLE = (((0, 0), (1, 0)), ((0, 0), (0, 1)))


def streets(
    city: World,
    ways: Sequence[tuple[tuple[int, int], tuple[int, int]]] = AN_ANGLE,
    tags: Mapping[str, str] = MappingProxyType({}),
) -> Network:
    """Lay streets between the middles of squares, by column and row."""
    features = [
        {
            "type": "Feature",
            "properties": {"highway": "residential", **tags},
            "geometry": {"type": "LineString", "coordinates": [list(spot(*end)) for end in way]},
        }
        for way in ways
    ]
    file = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return import_network(organisation=city.city, plan=PLAN, content=file, by=city.anna).network
