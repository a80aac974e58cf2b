# SPDX-License-Identifier: EUPL-1.2
"""Computations of an organisation: what runs, what failed and was not made up for, what is up to date."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from indicators.models import Indicator, IndicatorDefinition
from sozialplanung.accounts.models import Organisation
from sozialplanung.jobs.models import LIVE_STATES, Job, JobState
from sozialplanung.jobs.selectors import jobs_of_organisation

REFRESH: Final = "indicators.refresh"
# What a release brings along follows within minutes; who waits longer is told of what is there.
_TOGETHER: Final = timedelta(hours=1)
_FOLLOWS: Final = "jobs.prerequisite_failed"


@dataclass(frozen=True, slots=True)
class Computation:
    """The newest computation of one indicator: where it stands, and what went wrong."""

    job: UUID
    indicator: str
    name: str
    state: str
    attempt: int
    at: datetime
    done: int
    total: int
    text: str
    code: str
    follows: bool


@dataclass(frozen=True, slots=True)
class Computations:
    """The newest computation of every indicator, sorted by what is to be done about it."""

    live: tuple[Computation, ...]
    failed: tuple[Computation, ...]
    done: tuple[Computation, ...]
    never: int

    @property
    def own_failures(self) -> tuple[Computation, ...]:
        """Those that failed by themselves; the others only waited for them."""
        return tuple(each for each in self.failed if not each.follows)


def computations(organisation: Organisation) -> Computations:
    """Return the newest computation of every indicator of an organisation."""
    indicators = dict(Indicator.objects.filter(organisation=organisation).values_list("pk", "slug"))
    newest = _newest(organisation, indicators)
    names = _names(indicators)
    found = [_computation(job, indicators, names) for job in newest]
    by_time = sorted(found, key=lambda each: each.at, reverse=True)
    return Computations(
        live=tuple(each for each in by_time if each.state in {JobState.QUEUED, JobState.RUNNING}),
        failed=tuple(each for each in by_time if each.state in {JobState.FAILED, JobState.CANCELLED}),
        done=tuple(each for each in by_time if each.state == JobState.SUCCEEDED),
        never=len(indicators) - len(found),
    )


def failed_indicators(organisation: Organisation) -> frozenset[int]:
    """Return the ids of the indicators whose newest computation failed or was stopped."""
    indicators = dict(Indicator.objects.filter(organisation=organisation).values_list("pk", "slug"))
    over = {JobState.FAILED, JobState.CANCELLED}
    return frozenset(int(job.payload["indicator"]) for job in _newest(organisation, indicators) if job.state in over)


def _newest(organisation: Organisation, indicators: Mapping[int, str]) -> list[Job]:
    rows = jobs_of_organisation(organisation_id=organisation.pk).filter(kind=REFRESH)
    rows = rows.order_by("payload__indicator", "-created_at", "-pk").distinct("payload__indicator")
    return [job for job in rows if job.payload.get("indicator") in indicators]


def _names(indicators: Iterable[int]) -> dict[int, str]:
    rows = IndicatorDefinition.objects.filter(indicator_id__in=list(indicators)).order_by("valid_from")
    return dict(rows.values_list("indicator_id", "name"))


def _computation(job: Job, indicators: Mapping[int, str], names: Mapping[int, str]) -> Computation:
    pk = int(job.payload["indicator"])
    return Computation(
        job=job.pk,
        indicator=indicators[pk],
        name=names.get(pk, indicators[pk]),
        state=job.state,
        attempt=job.attempt,
        at=job.finished_at or job.started_at or job.created_at,
        done=job.progress_done,
        total=job.progress_total,
        text=job.error_text,
        code=job.error_code,
        follows=job.error_code == _FOLLOWS,
    )


def organisations_at_work() -> Collection[int]:
    """Return the organisations whose figures are computed at this moment: more may follow within minutes."""
    began = timezone.now() - _TOGETHER
    live = Job.objects.filter(kind=REFRESH, state__in=LIVE_STATES, created_at__gte=began, organisation_id__isnull=False)
    return {pk for pk in live.values_list("organisation_id", flat=True) if pk is not None}
