# SPDX-License-Identifier: EUPL-1.2
"""Levels and boundary versions of an organisation, read with the rights of the public."""

from collections.abc import Sequence
from typing import Final

from django.db import connections
from django.utils import timezone

from spatial.models import Level
from spatial.selectors.rows import PUBLIC, BoundaryVersionRow, LevelRow, OrganisationKey

_LEVEL = ("id", "slug", "hierarchy", "position", "parent__slug", "name", "name_plural")
# Asked for on every page of areas and maps: the ORM takes longer to write this than PostgreSQL to answer it.
_VERSIONS: Final = """
SELECT b.id, l.slug, l.name, l.name_plural, l.position, l.hierarchy, b.edition, b.name, b.valid_from, b.valid_until,
       cardinality(b.unit_ids), b.order_hash, b.publisher, b.licence, b.attribution, b.note
  FROM spatial_boundaryversion b JOIN spatial_level l ON l.id = b.level_id
"""
_ORDER: Final = " ORDER BY l.hierarchy, l.position, b.valid_from DESC"
_SAME_EDITION: Final = """
  JOIN spatial_boundaryversion this ON (this.organisation_id, this.edition) = (b.organisation_id, b.edition)
 WHERE this.id = %s
"""


def levels_of(organisation: OrganisationKey) -> tuple[LevelRow, ...]:
    """Return the levels of the organisation, hierarchy by hierarchy, the whole first."""
    rows = Level.objects.using(PUBLIC).filter(organisation_id=organisation.id).order_by("hierarchy", "position")
    return tuple(LevelRow(*row) for row in rows.values_list(*_LEVEL))


def level(organisation: OrganisationKey, slug: str) -> LevelRow | None:
    """Return one level, or None when the organisation has no such level."""
    row = Level.objects.using(PUBLIC).filter(organisation_id=organisation.id, slug=slug).values_list(*_LEVEL).first()
    return LevelRow(*row) if row else None


def boundary_versions_of(organisation: OrganisationKey, level: str | None = None) -> tuple[BoundaryVersionRow, ...]:
    """Return the boundary versions, level by level, the newest first."""
    if level is None:
        return _rows("WHERE b.organisation_id = %s", organisation.id)
    return _rows("WHERE b.organisation_id = %s AND l.slug = %s", organisation.id, level)


def boundary_version(
    organisation: OrganisationKey, level: str, edition: str | None = None
) -> BoundaryVersionRow | None:
    """Return one boundary version of a level; without an edition the one that holds today, else the newest."""
    found = boundary_versions_of(organisation, level)
    if edition is not None:
        return next((row for row in found if row.edition == edition), None)
    return present_version(found) if found else None


def present_version(versions: Sequence[BoundaryVersionRow]) -> BoundaryVersionRow:
    """Return of some versions of one level, the newest first, the one that holds today, else the newest."""
    today = timezone.localdate()
    return next((row for row in versions if row.is_valid_on(today)), versions[0])


def versions_of(organisation: OrganisationKey, edition: str) -> tuple[BoundaryVersionRow, ...]:
    """Return the boundary versions of an edition, the whole first; none where there is no such edition."""
    return _rows("WHERE b.organisation_id = %s AND b.edition = %s", organisation.id, edition)


def versions_of_edition(boundary_version_id: int) -> tuple[BoundaryVersionRow, ...]:
    """Return the boundary versions that were delivered together with this one, itself included, the whole first."""
    return _rows(_SAME_EDITION, boundary_version_id)


def organisations_with_editions() -> frozenset[int]:
    """Return the organisations that have several boundary versions of some level."""
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute("SELECT organisation_id FROM spatial_boundaryversion GROUP BY 1, level_id HAVING count(*) > 1")
        return frozenset(row[0] for row in cursor.fetchall())


def _rows(where: str, *parameters: int | str) -> tuple[BoundaryVersionRow, ...]:
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(_VERSIONS + where + _ORDER, parameters)
        return tuple(BoundaryVersionRow(*row) for row in cursor.fetchall())
