# SPDX-License-Identifier: EUPL-1.2
"""The outlines of a boundary version as they are sent: gzipped and addressed by the hash of their content."""

import gzip
from typing import Final

from django.db import connections
from django.db.models import QuerySet

from spatial.models import GeometryAsset
from spatial.selectors.rows import PUBLIC, AssetRow

_ASSETS: Final = (
    "SELECT boundary_version_id, detail, content_hash, octet_length(body) FROM spatial_geometryasset "
    "WHERE boundary_version_id = ANY(%s)"
)


def asset(boundary_version_id: int, detail: str) -> AssetRow | None:
    """Return address hash and gzipped size of the outlines, or None while they are not built."""
    return assets([boundary_version_id]).get((boundary_version_id, detail))


def assets(boundary_version_ids: list[int]) -> dict[tuple[int, str], AssetRow]:
    """Return the outlines of several boundary versions by (boundary version, detail), without their bytes."""
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(_ASSETS, [boundary_version_ids])
        return {(row[0], row[1]): AssetRow(*row) for row in cursor.fetchall()}


def outline_body(boundary_version_id: int, detail: str) -> bytes | None:
    """Return the outlines of a boundary version as GeoJSON in frozen order, None while they are not built."""
    found = GeometryAsset.objects.using(PUBLIC).filter(boundary_version_id=boundary_version_id, detail=detail)
    body = found.values_list("body", flat=True).first()
    return None if body is None else gzip.decompress(bytes(body))


def asset_body(*, organisation: str, level: str, edition: str, detail: str, content_hash: str) -> bytes | None:
    """Return the gzipped outlines at an address, or None when no such content is there."""
    body = _at(organisation, level, edition, detail, content_hash).values_list("body", flat=True).first()
    return None if body is None else bytes(body)


def is_asset(*, organisation: str, level: str, edition: str, detail: str, content_hash: str) -> bool:
    """Say whether there are outlines at an address, without reading them."""
    return _at(organisation, level, edition, detail, content_hash).exists()


def _at(organisation: str, level: str, edition: str, detail: str, content_hash: str) -> QuerySet[GeometryAsset]:
    return GeometryAsset.objects.using(PUBLIC).filter(
        organisation__slug=organisation,
        boundary_version__level__slug=level,
        boundary_version__edition=edition,
        detail=detail,
        content_hash=content_hash,
    )
