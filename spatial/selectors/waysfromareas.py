# SPDX-License-Identifier: EUPL-1.2
"""Ways from areas to the places of a layer, for figures that are made of them."""

from dataclasses import dataclass

import numpy as np
import shapely

from sozialplanung.accounts.selectors import PUBLIC
from spatial.geometry.arrays import Floats
from spatial.geometry.network.profiles import Mode
from spatial.geometry.projections import from_metric, metric_crs, to_metric
from spatial.geometry.sampling import evenly
from spatial.models import BoundaryVersion, LayerVersion
from spatial.selectors.layers import areas_of, features_of, shapes_of
from spatial.selectors.networks import NetworkRow, networks_of
from spatial.selectors.routing import Asked, nearest_ways
from spatial.selectors.rows import OrganisationKey
from spatial.selectors.units import unit_rows

SECONDS = 60.0
# So many points stand for the ground of an area: a half is met to within some hundredths.
POINTS = 60


@dataclass(frozen=True, slots=True, eq=False)
class NearestMinutes:
    """Minutes from the areas of a boundary version, shape (n,), in its frozen order, to the nearest place.

    Infinite where none lies within the bound, NaN where an area's point is off the network.
    """

    minutes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class GroundWithin:
    """How much of the areas of a boundary version lies within reach, shape (n,), in its frozen order.

    ``shares`` are those of the ground beside streets, NaN where there is none; ``ground_m2`` is how much that is.
    """

    shares: Floats
    ground_m2: Floats


def network_for(organisation: OrganisationKey, profile: str) -> NetworkRow | None:
    """Return the network in force on which one can move so: the first by its short name; None where there is none."""
    return next((each for each in networks_of(organisation) if each.carries(Mode(profile).value)), None)


def nearest_minutes(
    *, network: NetworkRow, profile: str, version_id: int, boundary_version_id: int, bound: int
) -> NearestMinutes:
    """Search the way from each area's point, which lies on its ground, to the nearest place of a layer."""
    origins = [(each.longitude, each.latitude) for each in unit_rows(boundary_version_id)]
    seconds = nearest_ways(Asked(network, Mode(profile)), origins, _places(version_id), bound * SECONDS)
    return NearestMinutes(np.asarray(seconds / SECONDS, dtype=np.float64))


def ground_within(
    *, network: NetworkRow, profile: str, version_id: int, boundary_version_id: int, bound: int
) -> GroundWithin:
    """Return how much of the ground beside streets lies within so many minutes of a place, by points on that ground.

    Points further from streets than the bound of snapping count on neither side: nobody lives there.
    """
    boundaries = BoundaryVersion.objects.using(PUBLIC).get(pk=boundary_version_id)
    outlines = areas_of(boundaries)[2]
    crs = metric_crs(outlines)
    areas = to_metric(outlines, crs)
    points, area_of = evenly(areas, POINTS)
    laid = shapely.get_coordinates(from_metric(np.asarray(shapely.points(points), dtype=object), crs))
    origins = [(float(east), float(north)) for east, north in laid]
    seconds = nearest_ways(Asked(network, Mode(profile)), origins, _places(version_id), bound * SECONDS)
    total, beside, within = (
        np.bincount(area_of[which], minlength=len(areas)).astype(np.float64)
        for which in (np.full(len(seconds), fill_value=True), ~np.isnan(seconds), np.isfinite(seconds))
    )
    nothing = np.full(len(areas), np.nan)
    shares = np.divide(within, beside, out=nothing.copy(), where=beside > 0)
    return GroundWithin(shares, shapely.area(areas) * np.divide(beside, total, out=nothing, where=total > 0))


def _places(version_id: int) -> list[tuple[float, float]]:
    version = LayerVersion.objects.using(PUBLIC).select_related("layer").get(pk=version_id)
    shapes = shapely.get_geometry(shapes_of(features_of(version)), 0)
    return [(float(east), float(north)) for east, north in shapely.get_coordinates(shapes)]
