# SPDX-License-Identifier: EUPL-1.2
"""Validation rules of an organisation: which are in force, what waits, and what they found in all current figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, QuerySet

from indicators.models import (
    ImportBatch,
    Period,
    RuleResult,
    RuleResultSlice,
    RuleState,
    RuleVersion,
    ValidationRule,
)
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.errors import NotFoundError
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.selectors import jobs_of_organisation
from spatial.selectors import levels, units
from spatial.selectors.rows import BoundaryVersionRow

RUN: Final = "indicators.run_rules"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as lists show it; `newest` is what to show of one that was never in force."""

    rule: ValidationRule
    in_force: RuleVersion | None
    waiting: RuleVersion | None
    result: RuleResult | None
    is_outdated: bool

    @property
    def version(self) -> RuleVersion | None:
        """What the rule says now, or would say."""
        return self.in_force or self.waiting

    @property
    def is_archived(self) -> bool:
        """Whether the rule lets everything pass."""
        return self.in_force is not None and not self.in_force.is_active


@dataclass(frozen=True, slots=True)
class BrokenPlace:
    """One area and period in which a rule is broken, with both sides."""

    period: Period
    version: BoundaryVersionRow | None
    key: str
    name: str
    left: float
    right: float


def versions_in_force(*, organisation_id: int, occasion: str) -> list[RuleVersion]:
    """Return the active versions that are asked on an occasion, in the order of their rules."""
    rows = RuleVersion.objects.filter(
        organisation_id=organisation_id, state=RuleState.IN_FORCE, is_active=True, occasions__contains=[occasion]
    )
    return list(rows.select_related("rule").order_by("rule__number"))


def rules_of(organisation: Organisation) -> list[RuleRow]:
    """Return all rules of an organisation with what is in force, what waits and what the last run found."""
    told = RuleVersion.objects.filter(state__in=(RuleState.IN_FORCE, RuleState.WAITING)).select_related("written_by")
    rows = ValidationRule.objects.filter(organisation=organisation).select_related("result__version")
    rows = rows.prefetch_related(Prefetch("versions", queryset=told, to_attr="told")).order_by("number")
    batches = batches_applied(organisation)
    return [_row(rule, batches) for rule in rows]


def rule_at(organisation: Organisation, number: int) -> ValidationRule:
    """Return a rule of this organisation; one of another is not there."""
    found = ValidationRule.objects.select_related("organisation").filter(organisation=organisation, number=number)
    rule = found.first()
    if rule is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return rule


def row_of(rule: ValidationRule) -> RuleRow:
    """Return one rule as lists show it."""
    found = next((row for row in rules_of(rule.organisation) if row.rule.pk == rule.pk), None)
    if found is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    return found


def history_of(rule: ValidationRule) -> QuerySet[RuleVersion]:
    """Return all versions of a rule, the newest first."""
    return rule.versions.select_related("written_by", "decided_by").order_by("-number")


def batches_applied(organisation: Organisation) -> int:
    """Return how many batches, those that take others back among them, ever became current."""
    return ImportBatch.objects.filter(organisation=organisation, applied_at__isnull=False).count()


def last_run(organisation: Organisation) -> Job | None:
    """Return the newest job that ran the rules over all current figures."""
    return jobs_of_organisation(organisation_id=organisation.pk).filter(kind=RUN).first()


def slices_of_result(result: RuleResult, *, is_broken: bool = False) -> list[RuleResultSlice]:
    """Return the periods and levels of a result in the order of time, without their areas."""
    rows = result.slices.filter(broken__gt=0) if is_broken else result.slices.all()
    rows = rows.select_related("period", "boundary_version__level").defer("units", "left", "right")
    return list(rows.order_by("-period__start", "period_id", "boundary_version__level__position", "boundary_version"))


def broken_places(result: RuleResult, *, start: int = 0, stop: int | None = None) -> list[BrokenPlace]:
    """Return the broken areas of a result from one to another, in the order of the slices; only theirs are read."""
    end = result.broken if stop is None else min(stop, result.broken)
    found: list[BrokenPlace] = []
    before = 0
    for each in slices_of_result(result, is_broken=True):
        first, last = max(start - before, 0), min(end - before, each.broken)
        before += each.broken
        if first < last:
            found += _places(result.organisation, each, first, last)
    return found


def _places(organisation: Organisation, each: RuleResultSlice, first: int, last: int) -> Iterable[BrokenPlace]:
    rows = {row.unit_id: row for row in units.unit_rows(each.boundary_version_id)}
    version = _versions(organisation).get(each.boundary_version_id)
    # Deferred until here: a result may hold many thousand areas.
    sides = list(zip(each.units, each.left, each.right, strict=True))[first:last]
    for unit_id, left, right in sides:
        row = rows.get(unit_id)
        key, name = (row.key, row.name) if row else (str(unit_id), "–")
        yield BrokenPlace(each.period, version, key, name, left, right)


def _versions(organisation: Organisation) -> Mapping[int, BoundaryVersionRow]:
    return {row.id: row for row in levels.boundary_versions_of(organisation)}


def _row(rule: ValidationRule, batches: int) -> RuleRow:
    told: list[RuleVersion] = getattr(rule, "told", [])
    by_state = {version.state: version for version in told}
    in_force, result = by_state.get(RuleState.IN_FORCE), getattr(rule, "result", None)
    is_outdated = result is not None and (
        batches > result.batches or in_force is None or result.version_id != in_force.pk
    )
    return RuleRow(rule, in_force, by_state.get(RuleState.WAITING), result, is_outdated)


__all__ = [
    "RUN",
    "BrokenPlace",
    "RuleRow",
    "batches_applied",
    "broken_places",
    "history_of",
    "last_run",
    "row_of",
    "rule_at",
    "rules_of",
    "slices_of_result",
    "versions_in_force",
]
