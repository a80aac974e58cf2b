# SPDX-License-Identifier: EUPL-1.2
"""Ways from areas to the places of a layer, for figures that are made of them."""

from dataclasses import dataclass

import numpy as np
import shapely

from sozialplanung.accounts.selectors import PUBLIC
from spatial.geometry.arrays import Floats, Integers
from spatial.geometry.network.profiles import Mode
from spatial.geometry.projections import from_metric, metric_crs, to_metric
from spatial.models import BoundaryVersion, LayerVersion
from spatial.selectors.inhabited import points_of_people
from spatial.selectors.layerfigures import LayerState
from spatial.selectors.layers import areas_of, features_of, shapes_of
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


@dataclass(frozen=True, slots=True, eq=False)
class GroundWithin:
    """How much of the areas of a boundary version lies within reach, shape (n,), in its frozen order.

    ``shares`` are those of the ground beside streets, NaN where there is none; ``amounts`` is how much that is: m², or
    people where a layer of places tells them.
    """

    shares: Floats
    amounts: Floats


@dataclass(frozen=True, slots=True, eq=False)
class GroundWays:
    """Ways from points that stand for where people live in n areas to the nearest place, in seconds or metres.

    ``ways`` and ``area_of`` have the shape (k,): infinite where no way leads, NaN where a point is off the streets.
    ``amounts`` (n,) is how much the points of each area stand for.
    """

    ways: Floats
    area_of: Integers
    amounts: Floats

    def within(self, limit: float) -> GroundWithin:
        """Return how much of each area lies within a limit, in the unit of the ways."""
        size = len(self.amounts)
        total, beside, within = (
            np.bincount(self.area_of[which], minlength=size).astype(np.float64)
            for which in (np.full(len(self.ways), fill_value=True), ~np.isnan(self.ways), self.ways <= limit)
        )
        nothing = np.full(size, np.nan)
        shares = np.divide(within, beside, out=nothing.copy(), where=beside > 0)
        return GroundWithin(shares, self.amounts * np.divide(beside, total, out=nothing, where=total > 0))


def network_for(organisation: OrganisationKey, profile: str) -> NetworkRow | None:
    """Return the network in force on which one can move so: the first by its short name; None where there is none."""
    return next((each for each in networks_of(organisation) if each.carries(Mode(profile).value)), None)


def asked_on(network: NetworkRow, profile: str) -> Asked:
    """Return on which network ways are searched, and how one moves there."""
    return Asked(network, Mode(profile))


def nearest_minutes(
    *, network: NetworkRow, profile: str, version_id: int, boundary_version_id: int, bound: int
) -> NearestMinutes:
    """Search the way from each area's point, which lies on its ground, to the nearest place of a layer."""
    origins = [(each.longitude, each.latitude) for each in unit_rows(boundary_version_id)]
    seconds = nearest_ways(asked_on(network, profile), origins, _places(version_id), bound * SECONDS)
    return NearestMinutes(np.asarray(seconds / SECONDS, dtype=np.float64))


def ground_within(
    asked: Asked,
    *,
    version_id: int,
    boundary_version_id: int,
    bound: int,
    lived: LayerState | None = None,
) -> GroundWithin:
    """Return how much of the ground beside streets lies within so many minutes of a place, by points on that ground.

    `lived` is the layer that says where people live: then it is of that ground, or of the people at its places. Points
    further from streets than the bound of snapping count on neither side: nobody lives there.
    """
    return ground_ways(asked, version_id, boundary_version_id, lived).within(bound * SECONDS)


def ground_ways(asked: Asked, version_id: int, boundary_version_id: int, lived: LayerState | None = None) -> GroundWays:
    """Return the ways to the nearest place from the points that stand for where people live: one search for all."""
    boundaries = BoundaryVersion.objects.using(PUBLIC).get(pk=boundary_version_id)
    outlines = areas_of(boundaries)[2]
    crs = metric_crs(outlines)
    laid = points_of_people(to_metric(outlines, crs), crs, lived)
    points = from_metric(np.asarray(shapely.points(laid.points), dtype=object), crs)
    origins = [(float(east), float(north)) for east, north in shapely.get_coordinates(points)]
    ways = nearest_ways(asked, origins, _places(version_id), np.inf)
    return GroundWays(ways, np.asarray(laid.area_of, dtype=np.intp), laid.amounts)


def _places(version_id: int) -> list[tuple[float, float]]:
    version = LayerVersion.objects.using(PUBLIC).select_related("layer").get(pk=version_id)
    shapes = shapely.get_geometry(shapes_of(features_of(version)), 0)
    return [(float(east), float(north)) for east, north in shapely.get_coordinates(shapes)]
