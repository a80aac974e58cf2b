# SPDX-License-Identifier: EUPL-1.2
"""Which areas of a boundary version lie in a circle or a drawn shape: judged by the point of their label."""

import json
from collections.abc import Sequence
from typing import Final

from django.db import connections

from spatial.selectors.rows import PUBLIC

# Longitude and latitude in degrees (EPSG:4326).
Point = tuple[float, float]
_MEMBERS: Final = (
    " FROM spatial_boundarymember m JOIN spatial_unitversion u ON u.id = m.unit_version_id "
    "WHERE m.boundary_version_id = %s AND "
)
_AROUND: Final = (
    f"SELECT m.position{_MEMBERS}ST_DWithin(u.label_point::geography, "
    "ST_SetSRID(ST_MakePoint(%s, %s), 4326)::geography, %s) ORDER BY m.position"
)
_IN: Final = (
    f"SELECT m.position{_MEMBERS}ST_Covers(ST_SetSRID(ST_GeomFromGeoJSON(%s), 4326), u.label_point) ORDER BY m.position"
)
_HULL: Final = f"SELECT ST_AsGeoJSON(ST_ConvexHull(ST_Collect(u.geometry)), 7){_MEMBERS}m.position = ANY(%s)"


def places_around(boundary_version_id: int, centre: Point, metres: int) -> tuple[int, ...]:
    """Return the places of the areas whose label stands at most so far from a point, along the ground."""
    return _places(_AROUND, [boundary_version_id, *centre, metres])


def places_in(boundary_version_id: int, ring: Sequence[Point]) -> tuple[int, ...]:
    """Return the places of the areas whose label stands in a shape or on its border; `ring` names each corner once."""
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return _places(_IN, [boundary_version_id, json.dumps(shape)])


def hull_of(boundary_version_id: int, places: Sequence[int]) -> tuple[Point, ...]:
    """Return the corners of the smallest shape without dents around some areas, each once; empty for no areas."""
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(_HULL, [boundary_version_id, list(places)])
        (found,) = cursor.fetchone() or (None,)
    shape = json.loads(found) if found else {}
    if shape.get("type") != "Polygon":
        return ()
    return tuple((longitude, latitude) for longitude, latitude in shape["coordinates"][0][:-1])


def _places(query: str, parameters: list[int | float | str]) -> tuple[int, ...]:
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(query, parameters)
        return tuple(position for (position,) in cursor.fetchall())
