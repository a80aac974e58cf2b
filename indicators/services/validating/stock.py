# SPDX-License-Identifier: EUPL-1.2
"""The validation rules of an organisation, held against all current figures by a job."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils import timezone

from indicators.formulas import RuleOutcome
from indicators.models import RuleResult, RuleResultSlice, RuleVersion
from indicators.selectors.course import Course
from indicators.selectors.rulenames import rule_names
from indicators.selectors.validation import RUN, batches_applied, last_run, versions_in_force
from indicators.services.checking.grounds import Ground, ground_of
from indicators.services.checking.ruleevaluating import Judge, Reading, Rule, rule_of
from indicators.services.checking.rulefigures import Figures, Pair, periods_with_figures
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import InvalidInputError
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job
from spatial.selectors.rows import BoundaryVersionRow

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class JudgedSlice:
    """What a rule says of one period and boundary version; `units`, `left` and `right` of the areas that break it."""

    period_id: int
    boundary_version_id: int
    held: int
    broken: int
    not_checked: int
    units: tuple[int, ...]
    left: tuple[float, ...]
    right: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class JudgedRule:
    """What one version of a rule says of all current figures."""

    version: RuleVersion
    batches: int
    slices: tuple[JudgedSlice, ...]


def request_run(*, organisation: Organisation, by: User) -> Job:
    """Let a job hold all rules against all current figures; one that is on its way already is returned.

    Raises
    ------
    InvalidInputError
        ``indicators.check_none`` when no rule is to be asked.
    """
    if not versions_in_force(organisation_id=organisation.pk, occasion="stock"):
        raise InvalidInputError("indicators.check_none", "There is no rule to ask.")
    return jobs.enqueue(kind=RUN, payload={"organisation": organisation.pk}, by=by, organisation=organisation)


def stop_run(*, organisation: Organisation) -> None:
    """Stop the job; what an earlier one found stays."""
    job = last_run(organisation)
    if job is not None and job.is_live:
        jobs.cancel(job=job)


def judge_stock(*, organisation: Organisation, report: Report) -> list[JudgedRule]:
    """Hold every rule that is asked of the stock against all current figures; nothing is written."""
    versions = versions_in_force(organisation_id=organisation.pk, occasion="stock")
    reading = Reading(rule_names(organisation_id=organisation.pk), Course())
    found = []
    for done, version in enumerate(versions):
        report(done, len(versions))
        found.append(_judged(organisation, rule_of(version), reading, lambda: report(done, len(versions))))  # noqa: B023 - called at once
    report(len(versions), len(versions))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What a rule would say of the newest period for which its figures are there, level by level."""

    period_id: int
    slices: tuple[tuple[BoundaryVersionRow, JudgedSlice], ...]


def try_rule(*, organisation: Organisation, version: RuleVersion) -> Trial | None:
    """Hold a rule that is being written against its newest period; None where there is no figure yet."""
    rule, reading = rule_of(version), Reading(rule_names(organisation_id=organisation.pk), Course())
    there = periods_with_figures(reading.series_of(rule))
    period_id = _newest(rule, reading, there)
    if period_id is None:
        return None
    leaves = reading.leaves(rule, period_id) & there
    figures = Figures(organisation, leaves)
    judge, grounds = Judge(reading, figures), _Grounds(figures)
    numbers = {number for pair in leaves for number in grounds.under(pair)}
    versions = [row for row in figures.versions if row.id in numbers and rule.content.scope.covers_level(row.level)]
    slices = tuple((row, _slice(judge, rule, period_id, grounds.of(row))) for row in versions)
    return Trial(period_id, slices) if slices else None


def _newest(rule: Rule, reading: Reading, there: set[Pair]) -> int | None:
    """Return the newest period with all figures that a rule reads, else the newest with any."""
    course = reading.course
    reached = {course.shifted(period_id, years) for _, period_id in there for years in reading.years_of(rule)}
    asked = [pk for pk in reached if pk is not None and reading.leaves(rule, pk) & there]
    whole = [pk for pk in asked if reading.leaves(rule, pk) <= there]
    return max(whole or asked, key=lambda pk: (course.periods[pk].start, pk), default=None)


def keep_results(*, organisation: Organisation, found: Sequence[JudgedRule], by: User | None) -> None:
    """Keep what a run found in place of what an earlier one found, and write one line into the log."""
    now = timezone.now()
    for each in found:
        RuleResult.objects.filter(rule_id=each.version.rule_id).delete()
        result = RuleResult.objects.create(
            organisation=organisation,
            rule_id=each.version.rule_id,
            version=each.version,
            computed_at=now,
            batches=each.batches,
            held=sum(one.held for one in each.slices),
            broken=sum(one.broken for one in each.slices),
            not_checked=sum(one.not_checked for one in each.slices),
        )
        RuleResultSlice.objects.bulk_create((_row(result, one) for one in each.slices), batch_size=100)
    details = {"rules": len(found), "broken": sum(any(one.broken for one in each.slices) for each in found)}
    record(action="indicators.checks_run", by=by, organisation=organisation, subject=organisation, details=details)


def _judged(organisation: Organisation, rule: Rule, reading: Reading, tick: Callable[[], None]) -> JudgedRule:
    # Read before the figures: what becomes current meanwhile makes the result outdated, never silently wrong.
    batches = batches_applied(organisation)
    there = periods_with_figures(reading.series_of(rule))
    figures = Figures(organisation, there)
    judge, grounds = Judge(reading, figures), _Grounds(figures)
    slices = []
    for period_id, ground in _cells(rule, there, reading, grounds):
        tick()
        slices.append(_slice(judge, rule, period_id, ground))
    return JudgedRule(rule.version, batches, tuple(slices))


class _Grounds:
    """The boundary versions on which figures stand, each read once."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self._known: dict[int, Ground] = {}

    def of(self, version: BoundaryVersionRow) -> Ground:
        if version.id not in self._known:
            self._known[version.id] = ground_of(version)
        return self._known[version.id]

    def under(self, pair: Pair) -> set[int]:
        """Return the boundary versions on which a series and period stand."""
        editions = self.figures.editions_of(pair)
        versions = [row for row in self.figures.versions if row.edition in editions]
        return {row.id for row in versions if self.figures.is_there(pair, self.of(row))}


def _cells(rule: Rule, there: set[Pair], reading: Reading, grounds: _Grounds) -> Iterator[tuple[int, Ground]]:
    """Give the periods and boundary versions of which a rule is asked, in the order of time.

    A rule that only looks back is asked of the year after the figures that it reads.
    """
    found: set[tuple[int, int]] = set()
    for pair in there:
        period_id = reading.course.shifted(pair[1], min(reading.years_of(rule)))
        if period_id is not None and pair in reading.leaves(rule, period_id):
            found |= {(period_id, version) for version in grounds.under(pair)}
    for index in reading.indices_of(rule):
        found |= grounds.figures.places_of_index(index)
    versions = {row.id: row for row in grounds.figures.versions}
    periods = reading.course.periods
    scope = rule.content.scope
    for period_id, version in sorted(found, key=lambda cell: (periods[cell[0]].start, cell)):
        row = versions.get(version)
        if row is not None and scope.covers(level=row.level, day=periods[period_id].start, occasion="stock"):
            yield period_id, grounds.of(row)


def _slice(judge: Judge, rule: Rule, period_id: int, ground: Ground) -> JudgedSlice:
    result = judge.judge(rule, period_id, ground)
    count = {outcome: int((result.outcomes == outcome).sum()) for outcome in RuleOutcome}
    places = np.flatnonzero(result.outcomes == RuleOutcome.BROKEN)
    # In the order in which people read areas: by key.
    places = np.array(sorted(places.tolist(), key=lambda place: ground.rows[place].key), dtype=np.int64)
    return JudgedSlice(
        period_id,
        ground.version.id,
        count[RuleOutcome.HOLDS],
        count[RuleOutcome.BROKEN],
        count[RuleOutcome.NOT_CHECKED],
        tuple(ground.unit_ids[places].tolist()),
        tuple(result.left.value[places].tolist()),
        tuple(result.right.value[places].tolist()),
    )


def _row(result: RuleResult, one: JudgedSlice) -> RuleResultSlice:
    return RuleResultSlice(
        result=result,
        period_id=one.period_id,
        boundary_version_id=one.boundary_version_id,
        held=one.held,
        broken=one.broken,
        not_checked=one.not_checked,
        units=list(one.units),
        left=list(one.left),
        right=list(one.right),
    )


__all__ = ["RUN", "JudgedRule", "judge_stock", "keep_results", "request_run", "stop_run"]
