# SPDX-License-Identifier: EUPL-1.2
"""Ways from areas to the places of a layer, for figures that are made of them."""

from dataclasses import dataclass

import numpy as np
import shapely

from sozialplanung.accounts.selectors import PUBLIC
from spatial.geometry.arrays import Floats
from spatial.geometry.network.profiles import Mode
from spatial.models import LayerVersion
from spatial.selectors.layers import features_of, shapes_of
from spatial.selectors.networks import NetworkRow, networks_of
from spatial.selectors.routing import Asked, nearest_ways
from spatial.selectors.rows import OrganisationKey
from spatial.selectors.units import unit_rows

SECONDS = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class NearestMinutes:
    """Minutes from the areas of a boundary version, shape (n,), in its frozen order, to the nearest place.

    Infinite where none lies within the bound, NaN where an area's point is off the network.
    """

    minutes: Floats


def network_for(organisation: OrganisationKey, profile: str) -> NetworkRow | None:
    """Return the network in force on which one can move so: the first by its short name; None where there is none."""
    return next((each for each in networks_of(organisation) if each.carries(Mode(profile).value)), None)


def nearest_minutes(
    *, network: NetworkRow, profile: str, version_id: int, boundary_version_id: int, bound: int
) -> NearestMinutes:
    """Search the way from each area's point, which lies on its ground, to the nearest place of a layer."""
    version = LayerVersion.objects.using(PUBLIC).select_related("layer").get(pk=version_id)
    shapes = shapely.get_geometry(shapes_of(features_of(version)), 0)
    places = [(float(east), float(north)) for east, north in shapely.get_coordinates(shapes)]
    origins = [(each.longitude, each.latitude) for each in unit_rows(boundary_version_id)]
    seconds = nearest_ways(Asked(network, Mode(profile)), origins, places, bound * SECONDS)
    return NearestMinutes(np.asarray(seconds / SECONDS, dtype=np.float64))
