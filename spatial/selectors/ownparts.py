# SPDX-License-Identifier: EUPL-1.2
"""Which areas of a boundary version an own shape holds, and the ground of areas that are put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from django.db import connections

from spatial.geometry.arrays import Floats, Geometries, Integers, as_geometries, valid_ground
from spatial.geometry.ownareas import Parts, ground_of, parts_of
from spatial.geometry.projections import metric_crs, to_metric
from spatial.selectors.rows import PUBLIC

_SHAPES: Final = (
    "SELECT m.position, ST_AsBinary(u.geometry) FROM spatial_boundarymember m "
    "JOIN spatial_unitversion u ON u.id = m.unit_version_id WHERE m.boundary_version_id = %s AND "
)
_NEAR: Final = f"{_SHAPES}u.geometry && ST_SetSRID(ST_GeomFromWKB(%s), 4326) ORDER BY m.position"
_OF: Final = f"{_SHAPES}m.position = ANY(%s) ORDER BY m.position"


@dataclass(frozen=True, slots=True, eq=False)
class OwnParts:
    """What `Parts` says, at positions of a boundary version, and the ground of each area in EPSG:4326."""

    places: Integers
    ground: Floats
    outside: float
    shapes: Geometries


def own_parts(boundary_version_id: int, shape: shapely.Geometry) -> OwnParts:
    """Return the areas of a boundary version that a shape in EPSG:4326 holds, whole or in part."""
    positions, areas = _read(_NEAR, [boundary_version_id, shapely.to_wkb(shapely.envelope(shape))])
    found: Parts = parts_of(valid_ground(areas), shape)
    return OwnParts(positions[found.places], found.ground, found.outside, areas[found.places])


def ground_together(boundary_version_id: int, places: Sequence[int]) -> shapely.Geometry:
    """Return the ground of some areas together, in EPSG:4326."""
    return ground_of(_read(_OF, [boundary_version_id, list(places)])[1])


def square_metres(shape: shapely.Geometry) -> float:
    """Return how large a shape in EPSG:4326 is."""
    shapes = as_geometries([shape])
    return float(shapely.area(to_metric(shapes, metric_crs(shapes)))[0])


def _read(query: str, parameters: Sequence[int | bytes | list[int]]) -> tuple[Integers, Geometries]:
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(query, parameters)
        rows = cursor.fetchall()
    positions = np.array([position for position, _ in rows], dtype=np.intp)
    return positions, as_geometries(shapely.from_wkb([bytes(wkb) for _, wkb in rows]) if rows else [])
