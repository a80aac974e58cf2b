# SPDX-License-Identifier: EUPL-1.2
"""Stores what tiles are cut from, for boundary versions with more areas than a map holds as outlines."""

from collections.abc import Sequence
from typing import Final

import shapely
from django.db import connection

from spatial.geometry.arrays import Geometries
from spatial.geometry.tiling import MOST_PATHS, ScaledAreas, encode_places, hash_of, scaled_areas
from spatial.models import BoundaryVersion, TileOutline, TileSet

# The array of bytes carries a whole scale at once; an outline that is empty has no place in any tile.
_STORE: Final = (
    f"INSERT INTO {TileOutline._meta.db_table} (organisation_id, tile_set_id, scale, position, geometry) "  # noqa: S608, SLF001 - the name of our own table
    "SELECT %s, %s, %s, position, ST_GeomFromWKB(outline, 3857) "
    "FROM unnest(%s::integer[], %s::bytea[]) AS given (position, outline)"
)


def needs_tiles(version: BoundaryVersion) -> bool:
    """Say whether a boundary version is drawn from tiles, and has none yet."""
    return len(version.unit_ids) > MOST_PATHS and not TileSet.objects.filter(boundary_version=version).exists()


def store_tiles(version: BoundaryVersion, keys: Sequence[str], names: Sequence[str], outlines: Geometries) -> TileSet:
    """Store the outlines of a boundary version for every scale of tiles, in its frozen order."""
    scaled = scaled_areas(outlines)
    places = encode_places(keys, names, outlines)
    tile_set = TileSet.objects.create(
        organisation_id=version.organisation_id,
        boundary_version=version,
        content_hash=hash_of(scaled),
        places_hash=places.content_hash,
        places=places.gzipped,
    )
    with connection.cursor() as cursor:
        for each in scaled:
            cursor.execute(_STORE, [version.organisation_id, tile_set.pk, each.scale, *_rows(each)])
    return tile_set


def _rows(scaled: ScaledAreas) -> tuple[list[int], list[bytes]]:
    there = [
        place for place, shape in enumerate(scaled.geometries) if shape is not None and not shapely.is_empty(shape)
    ]
    return there, [bytes(outline) for outline in shapely.to_wkb(scaled.geometries[there])]
