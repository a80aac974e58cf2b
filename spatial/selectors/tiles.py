# SPDX-License-Identifier: EUPL-1.2
"""Tiles of a boundary version: positions of the frozen order with their outlines, and nothing else."""

import gzip
from dataclasses import dataclass
from typing import Final

from django.db import connections
from django.db.models import QuerySet

from sozialplanung.web.kept import A_DAY, made_once
from spatial.geometry.tiling import EXTENT, TILE_PIXELS, is_tile, scale_of
from spatial.models import TileSet
from spatial.selectors.rows import PUBLIC, TileSetRow

# Outlines go on so many pixels beyond the edge of their tile: their line at the edge is not drawn.
MARGIN_PIXELS: Final = 4
_BUFFER: Final = EXTENT * MARGIN_PIXELS // TILE_PIXELS
# The order makes the same tile the same bytes; what is smaller than a line of the grid falls out.
_CUT: Final = (
    "SELECT ST_AsMVT(cut, 'areas', %s, 'outline', 'position') FROM ("
    "SELECT position, ST_AsMVTGeom(geometry, ST_TileEnvelope(%s, %s, %s), %s, %s, true) AS outline "
    "FROM spatial_tileoutline WHERE tile_set_id = %s AND scale = %s "
    "AND geometry && ST_TileEnvelope(%s, %s, %s, margin => %s) ORDER BY position"
    ") AS cut WHERE outline IS NOT NULL"
)
_SETS: Final = (
    "SELECT boundary_version_id, content_hash, places_hash FROM spatial_tileset WHERE boundary_version_id = ANY(%s)"
)


@dataclass(frozen=True, slots=True)
class TileAddress:
    """Which tile of which boundary version: column from the west, row from the north."""

    organisation: str
    level: str
    edition: str
    content_hash: str
    zoom: int
    column: int
    row: int


def tile_sets(boundary_version_ids: list[int]) -> dict[int, TileSetRow]:
    """Return the hashes that name the tiles of boundary versions; those without tiles are left out."""
    if not boundary_version_ids:
        return {}
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(_SETS, [boundary_version_ids])
        return {row[0]: TileSetRow(*row) for row in cursor.fetchall()}


def tile_set_at(address: TileAddress) -> int | None:
    """Return what a tile is cut from, None where there is no such tile; one without areas is there, too."""
    if not is_tile(address.zoom, address.column, address.row):
        return None
    found = _at(address.organisation, address.level, address.edition).filter(content_hash=address.content_hash)
    return found.values_list("pk", flat=True).first()


def tile_body(tile_set_id: int, address: TileAddress) -> bytes:
    """Return a tile as a gzipped vector tile, empty where no area lies; cut once and kept for a day."""
    place = (address.zoom, address.column, address.row)
    key = f"spatial.tile/{address.content_hash}/{'/'.join(map(str, place))}"
    return made_once(key, lambda: _cut(tile_set_id, place), seconds=A_DAY)


def places_body(*, organisation: str, level: str, edition: str, content_hash: str) -> bytes | None:
    """Return what a map knows of its areas beside their outlines, gzipped, or None when no such content is there."""
    found = _at(organisation, level, edition).filter(places_hash=content_hash).values_list("places", flat=True).first()
    return None if found is None else bytes(found)


def _cut(tile_set_id: int, place: tuple[int, int, int]) -> bytes:
    margin = MARGIN_PIXELS / TILE_PIXELS
    values = [EXTENT, *place, EXTENT, _BUFFER, tile_set_id, scale_of(place[0]), *place, margin]
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(_CUT, values)
        body = bytes(cursor.fetchone()[0])
    # Packed while somebody waits: the last percent of size would cost as long again as the cut itself.
    return gzip.compress(body, compresslevel=6, mtime=0) if body else b""


def _at(organisation: str, level: str, edition: str) -> QuerySet[TileSet]:
    return TileSet.objects.using(PUBLIC).filter(
        organisation__slug=organisation, boundary_version__level__slug=level, boundary_version__edition=edition
    )
