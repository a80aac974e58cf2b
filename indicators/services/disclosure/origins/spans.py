# SPDX-License-Identifier: EUPL-1.2
"""Months, quarters, half-years and years of one series: their counts of events add up."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from indicators.models import Period, PeriodKind, Variable
from indicators.services.disclosure.origins.ground import column_of, levels_of, name_of, rule_of, units_of
from indicators.services.disclosure.relations import Family, Ground
from indicators.stats.disclosure.columns import Added, together
from indicators.stats.disclosure.families import Stretch, period_families
from indicators.stats.disclosure.relations import adds_up, happens_to_add_up, leaves_rest
from sozialplanung.common import periods

_NAME: Final = "periods "


class Spans:
    """Periods of one series hang together where one lies inside another; reference dates never do."""

    def neighbours(self, *, organisation_id: int, families: frozenset[Family]) -> Iterable[Family]:  # noqa: ARG002 - periods belong to nobody
        """Return the longer periods around those of some families, and the shorter ones inside them."""
        wanted = [family for family in families if not _is_date(family.period)]
        if not wanted:
            return []
        rows = Period.objects.exclude(kind=PeriodKind.REFERENCE_DATE).values_list("code", flat=True)
        near = _near([periods.parse(code) for code in rows])
        return [replace(family, period=code) for family in wanted for code in near.get(family.period, ())]

    def relations(self, *, ground: Ground) -> Added:
        """Return which counts of longer periods are the sum of those of shorter ones."""
        courses: dict[tuple[str, str], dict[str, Family]] = {}
        for family in ground.values:
            if not _is_date(family.period):
                courses.setdefault((family.series, family.edition), {})[family.period] = family
        flows = _flows(ground)
        return together(
            added
            for (series, _), course in sorted(courses.items())
            for stretch in period_families(periods.parse(code) for code in course)
            for added in _sums(ground, course, stretch, is_flow=series in flows)
        )


def _is_date(code: str) -> bool:
    return periods.parse(code).kind is periods.PeriodKind.REFERENCE_DATE


def _near(known: Iterable[periods.Period]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for stretch in period_families(known):
        codes = {stretch.whole.code, *(part.code for part in stretch.parts)}
        for code in codes:
            found.setdefault(code, set()).update(codes - {code})
    return found


def _flows(ground: Ground) -> frozenset[str]:
    """Return the codes of the series that were declared to count events; what is made of them is not among them."""
    names = {family.series: name for family in ground.values if (name := name_of(family.series)) is not None}
    rows = Variable.objects.filter(
        organisation_id=ground.organisation_id, slug__in={name.variable for name in names.values()}, is_flow=True
    )
    flows = set(rows.values_list("slug", flat=True))
    return frozenset(series for series, name in names.items() if name.variable in flows)


def _sums(ground: Ground, course: Mapping[str, Family], stretch: Stretch, *, is_flow: bool) -> Iterable[Added]:
    whole, parts = course[stretch.whole.code], [course[part.code] for part in stretch.parts]
    name = _NAME + stretch.parts[0].kind.value
    for level in levels_of(ground, [whole, *parts]):
        units = units_of(ground, whole, level)
        column = column_of(ground, whole, level, units)
        inner = [column_of(ground, part, level, units) for part in parts]
        if stretch.is_complete and (is_flow or happens_to_add_up(column, inner)):
            yield adds_up(column, inner, rule_of(ground, [whole]), name=name)
        elif is_flow:
            yield leaves_rest(column, inner, rule_of(ground, [whole]), name=name)
