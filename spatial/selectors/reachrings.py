# SPDX-License-Identifier: EUPL-1.2
"""Rings of reach: what lies within several distances of a place along streets, as ground and with the places on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from spatial.geometry.arrays import Geometries, as_geometries
from spatial.geometry.network.isochrones import with_blocks
from spatial.geometry.ownareas import ground_of
from spatial.geometry.projections import from_metric, to_metric
from spatial.selectors.layers import Feature, LayerEntry, features_of, layers_in_force, shapes_of
from spatial.selectors.networks import NetworkRow
from spatial.selectors.routing import Asked, Point, isochrones, travel_times

SECONDS: Final = 60.0
POINTS: Final = "point"


@dataclass(frozen=True, slots=True, eq=False)
class Ring:
    """What lies within so many minutes or metres: ground in EPSG:4326, streets in metres, ground in square metres.

    A ring holds those within it: it is everything up to its limit. Blocks that reached streets enclose belong to it.
    """

    limit: int
    ground: shapely.Geometry
    streets: Geometries
    length_m: float
    area_m2: float

    @property
    def is_empty(self) -> bool:
        """Whether nothing is reached."""
        return bool(shapely.is_empty(self.ground))


@dataclass(frozen=True, slots=True, eq=False)
class Rings:
    """The rings of a place, the smallest first; ``distance_m`` is None where it lies off the network."""

    asked: Asked
    place: Point
    distance_m: float | None
    rings: tuple[Ring, ...]

    @property
    def network(self) -> NetworkRow:
        """On which streets."""
        return self.asked.network

    @property
    def widest(self) -> Ring:
        """The ring that holds all others."""
        return self.rings[-1]


@dataclass(frozen=True, slots=True)
class ReachedPlace:
    """One place of a layer with its way in minutes or metres, and the smallest ring that holds it."""

    feature: Feature
    way: float
    limit: int


@dataclass(frozen=True, slots=True)
class PlacesInside:
    """The places of a layer: those inside by their way, those of which no way is known, how many lie beyond."""

    entry: LayerEntry
    inside: tuple[ReachedPlace, ...]
    unknown: tuple[Feature, ...]
    beyond: int

    @property
    def has_capacity(self) -> bool:
        """Whether the layer tells what its places hold."""
        return bool(self.entry.version.capacity_label)

    def within(self, limit: int) -> tuple[ReachedPlace, ...]:
        """Return those inside a ring."""
        return tuple(each for each in self.inside if each.limit <= limit)


@dataclass(frozen=True, slots=True)
class Held:
    """How many places a ring holds, what they hold together (None: not known of any), and of how many nobody knows."""

    count: int
    capacity: float | None
    unknown: int


def held_by(places: PlacesInside, limit: int) -> Held:
    """Return what the places inside a ring hold; what is not known is no zero."""
    known = [each.feature.capacity for each in places.within(limit)]
    told = [each for each in known if each is not None]
    is_told = places.has_capacity and (bool(told) or not known)
    return Held(len(known), sum(told) if is_told else None, len(known) - len(told) if places.has_capacity else 0)


def rings_of(asked: Asked, place: Point, limits: Sequence[int]) -> Rings:
    """Return the rings of a place for limits in minutes or, if those are asked for, metres; one search for all.

    Raises
    ------
    ProfileNotCarriedError
        The network does not tell enough for the profile.
    """
    rising = sorted(set(limits))
    scale = 1.0 if asked.is_metres else SECONDS
    made = isochrones(asked, [place], [limit * scale for limit in rising])
    metric = as_geometries(map(with_blocks, to_metric(as_geometries(each.area for each in made), asked.crs)))
    grounds = from_metric(metric, asked.crs)
    rings = tuple(
        Ring(limit, ground_of(as_geometries([ground])), each.lines, each.length_m, size)
        for limit, ground, each, size in zip(rising, grounds, made, shapely.area(metric).tolist(), strict=True)
    )
    return Rings(asked, place, made[0].distance_m, rings)


def point_layers_of(organisation_id: int) -> tuple[LayerEntry, ...]:
    """Return the layers of places in force; lines and areas have no ways to them."""
    return tuple(each for each in layers_in_force(organisation_id) if each.layer.kind == POINTS)


def places_inside(rings: Rings, entry: LayerEntry) -> PlacesInside:
    """Return which places of a layer lie inside, by the way along streets, the nearest first."""
    features = features_of(entry.version)
    shapes = shapely.get_geometry(shapes_of(features), 0)
    points = [(float(east), float(north)) for east, north in shapely.get_coordinates(shapes)]
    scale = 1.0 if rings.asked.is_metres else SECONDS
    most = rings.widest.limit * scale
    ways = travel_times(rings.asked, [rings.place], points, most)[0] / scale if points else np.empty(0)
    inside = [
        ReachedPlace(feature, way, next(ring.limit for ring in rings.rings if way <= ring.limit))
        for feature, way in zip(features, ways.tolist(), strict=True)
        if way <= rings.widest.limit
    ]
    unknown = tuple(feature for feature, way in zip(features, ways.tolist(), strict=True) if np.isnan(way))
    ordered = tuple(sorted(inside, key=lambda each: (each.way, each.feature.name, each.feature.key)))
    return PlacesInside(entry, ordered, unknown, len(features) - len(inside) - len(unknown))
