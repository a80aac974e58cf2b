# SPDX-License-Identifier: EUPL-1.2
"""Builds what readers fetch of a boundary version: outlines at three details, tiles, and who borders on whom."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db import transaction

from spatial.errors import BoundaryVersionUnknownError
from spatial.geometry.arrays import Geometries, as_geometries
from spatial.geometry.encode import encode_collection
from spatial.geometry.neighbours import contiguity
from spatial.geometry.simplify import SCALES, Detail, simplify_coverage
from spatial.models import BoundaryMember, BoundaryVersion, GeometryAsset
from spatial.services.tile_geometry import needs_tiles, store_tiles

Progress = Callable[[int, int, str], None]
LEAST_BORDER_M = 1.0


def _silent(done: int, total: int, message: str) -> None:
    """Take progress and tell nobody."""


def build_geometry(*, boundary_version_id: int, progress: Progress = _silent) -> bool:
    """Build the outlines, tiles and neighbours that are missing; say whether anything was.

    What is there already is not built again: its address is out in the world.
    """
    with transaction.atomic():
        version = BoundaryVersion.objects.select_for_update().filter(id=boundary_version_id).first()
        if version is None:
            raise BoundaryVersionUnknownError("spatial.boundary_version_unknown", "There is no such boundary version.")
        built = set(GeometryAsset.objects.filter(boundary_version=version).values_list("detail", flat=True))
        missing = [detail for detail in Detail if detail.value not in built]
        is_tiled = needs_tiles(version)
        if not missing and not is_tiled and version.neighbours:
            return False
        areas = areas_of(version)
        steps: list[tuple[str, Callable[[], object]]] = [
            (detail.value, partial(_build, version, detail, areas)) for detail in missing
        ]
        if is_tiled:
            steps.append(("tiles", partial(store_tiles, version, *areas)))
        steps.append(("neighbours", partial(_store_neighbours, version, areas[2])))
        for place, (name, build) in enumerate(steps):
            progress(place, len(steps), name)
            build()
        progress(len(steps), len(steps), "")
    return True


def _store_neighbours(version: BoundaryVersion, geometries: Geometries) -> None:
    version.neighbours = neighbours_by_position(geometries)
    version.save(update_fields=["neighbours"])


def neighbours_by_position(geometries: Geometries) -> list[list[int]]:
    """Return for each position the positions that share a border with it, in ascending order."""
    found = contiguity(geometries)
    around: list[list[int]] = [[] for _ in range(len(geometries))]
    for first, second, border in zip(found.first.tolist(), found.second.tolist(), found.border_m.tolist(), strict=True):
        if border >= LEAST_BORDER_M:
            around[first].append(second)
            around[second].append(first)
    return [sorted(positions) for positions in around]


def areas_of(version: BoundaryVersion) -> tuple[list[str], list[str], Geometries]:
    """Return keys, names and outlines of a boundary version in its frozen order."""
    members = BoundaryMember.objects.filter(boundary_version=version).order_by("position")
    rows = members.annotate(outline=AsWKB("unit_version__geometry"))
    values = list(rows.values_list("position", "unit_version__key", "unit_version__name", "outline"))
    if any(after != before + 1 for before, after in pairwise([-1, *(row[0] for row in values)])):
        raise RuntimeError(f"Boundary version {version.pk} has holes in its order.")
    geometries = as_geometries(shapely.from_wkb([bytes(row[3]) for row in values]))
    return [row[1] for row in values], [row[2] for row in values], geometries


def _said_of(version: BoundaryVersion) -> dict[str, str]:
    """Return what has to go along with the outlines wherever somebody takes them."""
    return {
        "edition": version.edition,
        "name": version.name,
        "publisher": version.publisher,
        "licence": version.licence,
        "attribution": version.attribution,
    }


def _build(version: BoundaryVersion, detail: Detail, areas: tuple[list[str], list[str], Geometries]) -> None:
    keys, names, geometries = areas
    simplified = simplify_coverage(geometries, detail)
    encoded = encode_collection(keys, names, simplified.geometries, SCALES[detail].decimals, _said_of(version))
    GeometryAsset.objects.create(
        organisation_id=version.organisation_id,
        boundary_version=version,
        detail=detail.value,
        content_hash=encoded.content_hash,
        body=encoded.gzipped,
    )
