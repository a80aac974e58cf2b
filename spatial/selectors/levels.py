# SPDX-License-Identifier: EUPL-1.2
"""Levels and boundary versions of an organisation, read with the rights of the public."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Func, IntegerField, QuerySet
from django.utils import timezone

from spatial.models import BoundaryVersion, Level
from spatial.selectors.rows import PUBLIC, BoundaryVersionRow, LevelRow, OrganisationKey

_LEVEL = ("id", "slug", "hierarchy", "position", "parent__slug", "name", "name_plural")
_VERSION = (
    "id",
    "level__slug",
    "level__name",
    "level__name_plural",
    "level__position",
    "level__hierarchy",
    "edition",
    "name",
    "valid_from",
    "valid_until",
    "unit_count",
    "order_hash",
    "publisher",
    "licence",
    "attribution",
    "note",
)


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
    found = _versions().filter(organisation_id=organisation.id)
    return _rows(found if level is None else found.filter(level__slug=level))


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
    return _rows(_versions().filter(organisation_id=organisation.id, edition=edition))


def versions_of_edition(boundary_version_id: int) -> tuple[BoundaryVersionRow, ...]:
    """Return the boundary versions that were delivered together with this one, itself included, the whole first."""
    this = BoundaryVersion.objects.using(PUBLIC).filter(id=boundary_version_id)
    same = _versions().filter(organisation_id__in=this.values("organisation_id"), edition__in=this.values("edition"))
    return _rows(same)


def _versions() -> QuerySet[BoundaryVersion]:
    count: Func = Func("unit_ids", function="cardinality", output_field=IntegerField())
    rows = BoundaryVersion.objects.using(PUBLIC).annotate(unit_count=count)
    return rows.order_by("level__hierarchy", "level__position", "-valid_from")


def _rows(found: QuerySet[BoundaryVersion]) -> tuple[BoundaryVersionRow, ...]:
    values: Iterable[tuple[Any, ...]] = found.values_list(*_VERSION)
    return tuple(BoundaryVersionRow(*row) for row in values)
