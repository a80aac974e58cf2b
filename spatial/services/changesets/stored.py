# SPDX-License-Identifier: EUPL-1.2
"""The areas of a stored boundary version as arrays, in its frozen order."""

from dataclasses import dataclass

import shapely
from django.contrib.gis.db.models.functions import AsWKB

from spatial.geometry.arrays import Geometries, as_geometries
from spatial.models import BoundaryMember, BoundaryVersion


@dataclass(frozen=True, slots=True, eq=False)
class StoredAreas:
    """Keys, names and outlines of a version; `unit_ids` and `parent_ids` are those of the enduring areas."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    geometries: Geometries
    unit_ids: tuple[int, ...]
    parent_ids: tuple[int | None, ...]


def stored_areas(version: BoundaryVersion) -> StoredAreas:
    """Return the areas of a version."""
    members = BoundaryMember.objects.filter(boundary_version=version).order_by("position")
    rows = list(
        members.annotate(outline=AsWKB("unit_version__geometry")).values_list(
            "unit_version__key", "unit_version__name", "outline", "unit_version__unit_id", "unit_version__parent_id"
        )
    )
    return StoredAreas(
        keys=tuple(row[0] for row in rows),
        names=tuple(row[1] for row in rows),
        geometries=as_geometries(shapely.from_wkb([bytes(row[2]) for row in rows])),
        unit_ids=tuple(row[3] for row in rows),
        parent_ids=tuple(row[4] for row in rows),
    )
