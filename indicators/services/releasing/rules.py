# SPDX-License-Identifier: EUPL-1.2
"""Which rule of disclosure a figure falls under: that of its source and of everything it is computed from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from indicators.models import Audience, Basis, DisclosureRule, Indicator, Release, ReleaseState
from indicators.selectors import graph
from indicators.services.disclosure.rules import cell_rule
from indicators.services.releasing.context import Subject, subject_of
from indicators.stats.disclosure.primary import Minimum
from indicators.stats.disclosure.rules import CellRule, strictest


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be shown to an audience: of single cells, of areas with few inhabitants, and who counts those."""

    audience: Audience
    cell: CellRule
    minimum_inhabitants: int = 0
    inhabitants_indicator_id: int | None = None

    @property
    def minimum(self) -> Minimum:
        """The smallest figures that may be shown."""
        return Minimum(self.cell.minimum_count, self.cell.minimum_denominator, self.minimum_inhabitants)


@dataclass(frozen=True, slots=True)
class Lineage:
    """An indicator and everything that it is computed from, definitions included."""

    subjects: tuple[Subject, ...]

    @property
    def series_ids(self) -> frozenset[int]:
        """The series that the figures come from."""
        told = (each for subject in self.subjects for each in subject.definitions)
        found = {pk for each in told for pk in (each.series_id, each.change_series_id)}
        return frozenset(pk for pk in found if pk is not None)

    def rule_on(self, day: date, *, audience: Audience) -> Rule | None:
        """Return the strictest rule of all sources on that day; None when one of them stays inside the house.

        The counts behind a delivered rate are those of its own source: who counts the inhabitants judges inhabitants.
        """
        sources = {subject.definition_on(day).source_id for subject in self.subjects if subject.definitions}
        rows = DisclosureRule.objects.filter(source_id__in=sources, audience=audience, is_published=True)
        found = {row.source_id: row for row in rows}
        if found.keys() != sources:
            return None
        return of_rate(_strictest(audience, found.values()), self.subjects[0], day)


def of_rate(rule: Rule, subject: Subject, day: date) -> Rule:
    """Return the rule with the minima of the source of a delivered rate; of anything else as it is."""
    own = subject.definition_on(day) if subject.definitions else None
    if own is None or own.series_id is None or own.basis != Basis.RATE_DENOMINATOR:
        return rule
    row = DisclosureRule.objects.filter(source_id=own.source_id, audience=rule.audience, is_published=True).first()
    return rule if row is None else replace(rule, cell=cell_rule(row))


def spoken_of(subject: Subject) -> list[Audience]:
    """Return the audiences of which a rule speaks, or for which something of an indicator is in force."""
    rules = DisclosureRule.objects.filter(organisation=subject.indicator.organisation, is_published=True)
    held = Release.objects.filter(indicator=subject.indicator, state=ReleaseState.PUBLISHED)
    known = {
        Audience.PUBLIC.value,
        *rules.values_list("audience", flat=True).distinct(),
        *held.values_list("audience", flat=True).distinct(),
    }
    return [audience for audience in Audience if audience.value in known]


def lineage_of(subject: Subject) -> Lineage:
    """Read the definitions of everything that an indicator is computed from."""
    upstream = Indicator.objects.filter(pk__in=graph.upstream_of(indicator_id=subject.indicator.pk))
    return Lineage((subject, *(subject_of(each) for each in upstream.order_by("pk"))))


def _strictest(audience: Audience, rules: Iterable[DisclosureRule]) -> Rule:
    kept = list(rules)
    by_people = max(kept, key=lambda rule: rule.minimum_inhabitants)
    return Rule(
        audience,
        strictest(cell_rule(rule) for rule in kept),
        by_people.minimum_inhabitants,
        by_people.inhabitants_indicator_id,
    )
