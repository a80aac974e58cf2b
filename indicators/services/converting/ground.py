# SPDX-License-Identifier: EUPL-1.2
"""Which pairs of boundary versions there are, and the crosswalks between them with the people that are released."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from indicators.rendering.slice_content import SliceContent
from indicators.selectors import published
from indicators.selectors.inhabitants import inhabitants_of
from indicators.selectors.sheets import ReleaseRef
from indicators.stats.conversion.links import Links
from sozialplanung.accounts.models import Organisation
from sozialplanung.common import periods
from sozialplanung.common.statuses import have_value
from spatial.selectors.crosswalks import CrosswalkContent, CrosswalkRow, crosswalk_content, crosswalks_of
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow
from spatial.services.crosswalks import TABLE, Persons, build_crosswalks


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One direction of a crosswalk: from which version to which, by which links, and of when its people are.

    ``people_on`` is the day of the people, or of the published table, who say how areas were cut; None where the
    ground says it.
    """

    crosswalk_id: int
    source: BoundaryVersionRow
    target: BoundaryVersionRow
    links: Links
    people_on: date | None

    def years_from(self, day: date) -> float:
        """Return how many years a day lies from that of the people; 0 where there are none."""
        return 0.0 if self.people_on is None else abs((day - self.people_on).days) / 365.25


def ways_of(organisation: Organisation) -> tuple[Way, ...]:
    """Bring the crosswalks of an organisation up to date, and return both directions of each."""
    versions = boundary_versions_of(organisation)
    people = _people(organisation)
    names = {sheet.slug: sheet.definition.short_name for sheet in published.indicators_of(organisation)}
    for older, newer in _pairs(versions):
        persons = _persons(people, names, (older, newer))
        build_crosswalks(organisation=organisation, older=older, newer=newer, persons=persons)
    by_id = {version.id: version for version in versions}
    found = [_both(row, by_id) for row in crosswalks_of(organisation)]
    return tuple(way for both in found for way in both)


def _pairs(versions: Iterable[BoundaryVersionRow]) -> list[tuple[str, str]]:
    """Return the editions of which some level has both, the older first."""
    by_level: dict[str, list[BoundaryVersionRow]] = {}
    for version in versions:
        by_level.setdefault(version.level, []).append(version)
    found: dict[tuple[str, str], None] = {}
    for rows in by_level.values():
        ordered = sorted(rows, key=lambda row: row.valid_from)
        found |= dict.fromkeys((one.edition, other.edition) for one, other in combinations(ordered, 2))
    return list(found)


def _people(organisation: Organisation) -> tuple[ReleaseRef, ...]:
    """Return the public figures of inhabitants: what everybody reads may stand in weights that everybody reads."""
    return tuple(
        row for slug in inhabitants_of(organisation) for row in published.releases_of(organisation, indicator=slug)
    )


def _persons(people: Sequence[ReleaseRef], names: Mapping[str, str], editions: tuple[str, str]) -> dict[int, Persons]:
    """Return the people of both editions at the dates that lie next to one another, by boundary version."""
    older, newer = editions
    chosen: dict[int, ReleaseRef] = {}
    for ref in sorted(people, key=lambda each: (each.period_start, each.indicator)):
        if ref.edition == older:
            chosen[ref.boundary_version_id] = ref
        elif ref.edition == newer:
            chosen.setdefault(ref.boundary_version_id, ref)
    contents = published.slice_contents(chosen.values())
    return {pk: _told(ref, names[ref.indicator], contents[ref.id]) for pk, ref in chosen.items() if ref.id in contents}


def _told(ref: ReleaseRef, name: str, content: SliceContent) -> Persons:
    values = np.where(have_value(content.status), content.numbers["value"].values, np.nan)
    return Persons(values, {"name": name, "indicator": ref.indicator, "period": ref.period})


def _both(row: CrosswalkRow, versions: dict[int, BoundaryVersionRow]) -> tuple[Way, Way]:
    content = crosswalk_content(row.id)
    older, newer = versions[row.older_id], versions[row.newer_id]
    there, back = _days(row.described)
    return (
        Way(row.id, older, newer, links_of(content), there),
        Way(row.id, newer, older, links_of(content.backwards()), back),
    )


def _days(described: Mapping[str, Mapping[str, str]]) -> tuple[date | None, date | None]:
    """Return of when what says how areas were cut is, there and back.

    A table says how the older areas were cut; back, its shares weigh as many people as were counted there.
    """
    days = {side: periods.parse(told["period"]).start for side, told in described.items() if side in {"older", "newer"}}
    table = date.fromisoformat(described[TABLE]["counted_on"]) if TABLE in described else None
    return table or days.get("newer", days.get("older")), days.get("older", days.get("newer", table))


def links_of(content: CrosswalkContent) -> Links:
    """Return the links from the older to the newer areas of a crosswalk."""
    pieces = content.pieces
    return Links(
        source=pieces.older,
        target=pieces.newer,
        share=pieces.shares(),
        base=pieces.base,
        ground=pieces.ground_shares(),
        leaks=pieces.is_lost,
        gains=pieces.is_gained,
        gained=content.gained_shares,
    )
