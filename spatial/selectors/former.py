# SPDX-License-Identifier: EUPL-1.2
"""What became of areas of earlier boundary versions: under which name they go on, or where their ground lies now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connections
from django.utils import timezone

from spatial.selectors.levels import boundary_versions_of, present_version
from spatial.selectors.rows import PUBLIC, BoundaryVersionRow, OrganisationKey, SearchHit, UnitPlace
from spatial.selectors.units import unit_by_id, unit_by_key

# A label point lies well inside its area: of two areas one holds the other's where they share more than an edge.
_NOW: Final = """
SELECT asked.version, asked.unit, now.key
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS asked(version, unit, target)
  JOIN spatial_boundarymember m ON m.boundary_version_id = asked.version
  JOIN spatial_unitversion v ON v.id = m.unit_version_id AND v.unit_id = asked.unit
  JOIN spatial_boundarymember n ON n.boundary_version_id = asked.target
  JOIN spatial_unitversion now ON now.id = n.unit_version_id
 WHERE now.geometry && v.geometry
   AND (ST_Covers(now.geometry, v.label_point) OR ST_Covers(v.geometry, now.label_point))
 ORDER BY now.key
"""


@dataclass(frozen=True, slots=True)
class Became:
    """What became of an area of an earlier boundary version.

    `since` is the year from which on it is so. `is_same`: it goes on, under another name or key, as the one of the
    `places`; else these are the areas in which its ground lies today, none where nobody knows.
    """

    since: int
    is_same: bool
    places: tuple[UnitPlace, ...]


def became_of(organisation: OrganisationKey, hits: Iterable[SearchHit]) -> dict[SearchHit, Became]:
    """Return what became of those hits that hold no longer; what is yet to come is not among them."""
    past = [hit for hit in hits if not hit.is_current]
    if not past:
        return {}
    by_level: dict[str, list[BoundaryVersionRow]] = {}
    for version in boundary_versions_of(organisation):
        by_level.setdefault(version.level, []).append(version)
    present = {level: present_version(versions) for level, versions in by_level.items()}
    today = timezone.localdate()
    found: dict[SearchHit, Became] = {}
    gone: list[SearchHit] = []
    for hit in past:
        own = next(row for row in by_level[hit.level] if row.id == hit.boundary_version_id)
        if own.valid_from > today or present[hit.level].valid_from <= own.valid_from:
            continue
        same = _same(hit, present[hit.level], by_level[hit.level])
        if same is None:
            gone.append(hit)
        else:
            found[hit] = same
    return found | _gone(gone, present, by_level)


def _same(hit: SearchHit, present: BoundaryVersionRow, versions: Sequence[BoundaryVersionRow]) -> Became | None:
    """Return under what an area goes on, and from which year on it is called so."""
    unit = unit_by_id(present.id, hit.unit_id)
    if unit is None:
        return None
    since = present
    # The newest come first: as far back as name and key are those of today.
    for version in versions:
        then = unit_by_id(version.id, hit.unit_id)
        if version.valid_from <= present.valid_from:
            if then is None or (then.name, then.key) != (unit.name, unit.key):
                break
            since = version
    return Became(since.valid_from.year, is_same=True, places=(UnitPlace(present, unit),))


def _gone(
    hits: Sequence[SearchHit],
    present: dict[str, BoundaryVersionRow],
    by_level: dict[str, list[BoundaryVersionRow]],
) -> dict[SearchHit, Became]:
    """Return where the ground of areas lies today that do not go on, by one question for all of them."""
    if not hits:
        return {}
    asked = [[hit.boundary_version_id for hit in hits], [hit.unit_id for hit in hits]]
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(_NOW, [*asked, [present[hit.level].id for hit in hits]])
        keys: dict[tuple[int, int], list[str]] = {}
        for version, unit, key in cursor.fetchall():
            keys.setdefault((version, unit), []).append(key)
    found = {}
    for hit in hits:
        target = present[hit.level]
        units = (unit_by_key(target.id, key) for key in keys.get((hit.boundary_version_id, hit.unit_id), ()))
        places = tuple(UnitPlace(target, unit) for unit in units if unit)
        found[hit] = Became(_ended(hit, by_level[hit.level]), is_same=False, places=places)
    return found


def _ended(hit: SearchHit, versions: Sequence[BoundaryVersionRow]) -> int:
    """Return the year in which an area was there no more: that of the version after the last one that holds it."""
    last = max(version.valid_from for version in versions if unit_by_id(version.id, hit.unit_id))
    return min(version.valid_from for version in versions if version.valid_from > last).year
