# SPDX-License-Identifier: EUPL-1.2
"""Groups of one variable: those that make up their whole, "of which" subsets, crossings of several dimensions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from indicators.models import Breakdown, BreakdownRole, Series
from indicators.services.disclosure.origins.ground import (
    TOTAL,
    SeriesName,
    column_of,
    levels_of,
    name_of,
    rule_of,
    units_of,
)
from indicators.services.disclosure.relations import Family, Ground
from indicators.stats.disclosure import families as pure
from indicators.stats.disclosure.columns import Added, Column, together
from indicators.stats.disclosure.completing import completed
from indicators.stats.disclosure.crossings import Layout, Place, layout
from indicators.stats.disclosure.relations import REST, adds_up, happens_to_add_up, leaves_rest, unseen
from indicators.stats.disclosure.rules import CellRule

_NAME: Final = "groups "


class Breakdowns:
    """Groups of a variable hang together at the same period and on the same boundaries."""

    def neighbours(self, *, organisation_id: int, families: frozenset[Family]) -> Iterable[Family]:
        """Return all groups of the variables of some families."""
        names = {family: name for family in families if (name := name_of(family.series)) is not None}
        rows = Series.objects.filter(
            organisation_id=organisation_id, variable__slug__in={name.variable for name in names.values()}
        )
        groups: dict[str, list[str]] = {}
        for variable, breakdown in rows.values_list("variable__slug", "breakdown__slug"):
            groups.setdefault(variable, []).append(breakdown)
        return [
            replace(family, series=name.code(breakdown))
            for family, name in names.items()
            for breakdown in groups.get(name.variable, ())
        ]

    def relations(self, *, ground: Ground) -> Added:
        """Return what the groups of each variable add up to, on every level."""
        groups = declared_groups(ground.organisation_id)
        declared = pure.breakdown_families(groups)
        return together(
            added
            for table in _tables(ground)
            for crossed in [layout(groups, _delivered(table))]
            for level in levels_of(ground, [next(iter(table.groups.values()))])
            for added in _Sums(ground, table, level).all(declared, crossed)
        )


def declared_groups(organisation_id: int) -> list[pure.Group]:
    """Return the groups of an organisation as they were declared; a crossing of what is not there is an "of which"."""
    rows = list(Breakdown.objects.filter(organisation_id=organisation_id).exclude(slug=TOTAL).select_related("whole"))
    dimensions = {row.slug: row.dimension for row in rows}
    return [
        pure.Group(
            code=row.slug,
            dimension=row.dimension,
            is_part=row.role == BreakdownRole.PART,
            whole=row.whole.slug if row.whole is not None and row.whole.slug != TOTAL else pure.TOTAL,
            crossed=_crossed(row.crossed, dimensions),
        )
        for row in rows
    ]


def _crossed(slugs: Iterable[str], dimensions: Mapping[str, str]) -> frozenset[str]:
    found = frozenset(slugs)
    is_whole = found <= dimensions.keys() and len({dimensions[slug] for slug in found}) == len(found)
    return found if is_whole else frozenset()


@dataclass(frozen=True, slots=True)
class _Table:
    """The groups of one variable at one period and on one edition that are on the ground, by their slug."""

    name: SeriesName
    groups: Mapping[str, Family]
    rule: CellRule


def _delivered(table: _Table) -> list[str]:
    return [pure.TOTAL if slug == TOTAL else slug for slug in table.groups]


def _tables(ground: Ground) -> Iterator[_Table]:
    named = [(name, family) for family in ground.values if (name := name_of(family.series)) is not None]

    def cell(each: tuple[SeriesName, Family]) -> tuple[str, str, str, str]:
        name, family = each
        return name.variable, name.part, family.period, family.edition

    for _, members in groupby(sorted(named, key=lambda each: (cell(each), each[1])), key=cell):
        group = list(members)
        if len(group) > 1:
            groups = {name.breakdown: family for name, family in group}
            yield _Table(group[0][0], groups, rule_of(ground, groups.values()))


class _Sums:
    """The sums of one table on one level."""

    def __init__(self, ground: Ground, table: _Table, level: str) -> None:
        first = next(iter(table.groups.values()))
        units = units_of(ground, first, level)
        self.table, self.level, self.units, self.first = table, level, units, first
        self.rule = table.rule
        self.columns: dict[str, Column] = {
            slug: column_of(ground, family, level, units) for slug, family in table.groups.items()
        }

    def all(self, declared: Iterable[pure.Family], crossed: Layout) -> Iterator[Added]:
        """Give everything that follows; wholes between that are not published come first."""
        families = list(declared)
        yield from self._between(families)
        told: dict[tuple[str, str], list[pure.Family]] = {}
        for family in families:
            told.setdefault((family.whole, family.dimension), []).append(family)
        for (whole, dimension), group in told.items():
            column = self.columns.get(whole or TOTAL)
            if column is not None:
                yield from self._sums(column, dimension, group)
        columns = {pure.TOTAL if slug == TOTAL else slug: column for slug, column in self.columns.items()}
        yield completed(crossed, columns, self._place_key, self.rule, name=f"{_NAME}crossed")

    def _between(self, families: Iterable[pure.Family]) -> Iterator[Added]:
        for family in families:
            parts = [self.columns[code] for code in family.parts if code in self.columns]
            is_known = (family.whole or TOTAL) in self.columns
            if family.is_complete and family.whole and not is_known and len(parts) == len(family.parts):
                keys = [self._key(family.whole, unit) for unit in self.units]
                column, cells = unseen(keys, parts, self.rule)
                self.columns[family.whole] = column
                yield Added(cells) + adds_up(column, parts, self.rule, name=_NAME + family.name)

    def _place_key(self, place: Place, area: int) -> str:
        """Return the key of a cell that nobody delivers; what is left of one stands under that one."""
        own = self._key(place.whole or TOTAL, self.units[area])
        return f"{own}{REST}{_NAME}{place.code}" if place.is_rest else own

    def _key(self, group: str, unit: str) -> str:
        return replace(self.first, series=self.table.name.code(group)).key(self.level, unit)

    def _sums(self, whole: Column, dimension: str, group: Iterable[pure.Family]) -> Iterator[Added]:
        single: list[Column] = []
        for family in group:
            parts = [self.columns[code] for code in family.parts if code in self.columns]
            name = _NAME + (dimension if family.is_complete else family.name)
            is_whole = family.is_complete and len(parts) == len(family.parts)
            if is_whole or (parts and happens_to_add_up(whole, parts)):
                yield adds_up(whole, parts, self.rule, name=name)
            elif parts:
                yield leaves_rest(whole, parts, self.rule, name=name)
            single += [] if family.is_complete else parts
        if happens_to_add_up(whole, single):
            # Nobody declared it, but every reader sees it.
            yield adds_up(whole, single, self.rule, name=f"{_NAME}all of {dimension}")
