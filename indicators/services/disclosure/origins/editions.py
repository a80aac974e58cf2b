# SPDX-License-Identifier: EUPL-1.2
"""The same count of the same period on several boundary versions: areas that went on, were split or merged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from indicators.services.disclosure.origins.ground import column_of, rule_of
from indicators.services.disclosure.relations import Family, Ground
from indicators.stats.disclosure.boundaries import redrawn
from indicators.stats.disclosure.columns import Added, Column, together
from spatial.selectors.levels import boundary_versions_of
from spatial.selectors.rows import BoundaryVersionRow
from spatial.selectors.shared import shared_ground
from spatial.selectors.units import unit_rows


class Editions:
    """A count that is told on two boundary versions is a count of the same people."""

    def neighbours(self, *, organisation_id: int, families: frozenset[Family]) -> Iterable[Family]:
        """Return the same series and period on the other boundary versions."""
        editions = sorted({row.edition for row in boundary_versions_of(_Publisher(organisation_id))})
        return [replace(family, edition=edition) for family in families for edition in editions]

    def relations(self, *, ground: Ground) -> Added:
        """Return what areas of one version are in the other, level by level."""
        rows = boundary_versions_of(_Publisher(ground.organisation_id))
        return together(_pairs(ground, {(row.edition, row.level): row for row in rows}))


@dataclass(frozen=True, slots=True)
class _Publisher:
    """An organisation by its id alone."""

    id: int


Versions = dict[tuple[str, str], BoundaryVersionRow]


def _pairs(ground: Ground, versions: Versions) -> Iterator[Added]:
    courses: dict[tuple[str, str], list[Family]] = {}
    for family in ground.values:
        courses.setdefault((family.series, family.period), []).append(family)
    for families in courses.values():
        for one, other in combinations(sorted(families), 2):
            for level in sorted(set(ground.values[one]) & set(ground.values[other])):
                if (one.edition, level) in versions and (other.edition, level) in versions:
                    yield _redrawn(ground, (one, other), level, versions)


def _redrawn(ground: Ground, pair: tuple[Family, Family], level: str, versions: Versions) -> Added:
    rows = {family: versions[family.edition, level] for family in pair}
    # The older one first, so that a strip is who left.
    before, after = sorted(pair, key=lambda family: (rows[family].valid_from, family.edition))
    old, new = (_column(ground, family, level, rows[family]) for family in (before, after))
    return redrawn(old, new, shared_ground(rows[before].id, rows[after].id), rule_of(ground, pair))


def _column(ground: Ground, family: Family, level: str, version: BoundaryVersionRow) -> Column:
    return column_of(ground, family, level, [row.key for row in unit_rows(version.id)])
