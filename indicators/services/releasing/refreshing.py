# SPDX-License-Identifier: EUPL-1.2
"""Bring an indicator and everything computed from it up to date, one job each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from indicators.models import Indicator
from indicators.selectors import computations, graph
from indicators.services.releasing.context import subject_of
from indicators.services.releasing.deriving import derive_indicator
from indicators.services.releasing.publishing import publish_everywhere
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job, JobState

REFRESH = computations.REFRESH


def refresh_indicator(*, indicator_id: int, by: User, report: Callable[[int, int], None]) -> int:
    """Compute the vintages of an indicator and put its slices in force for all; returns how many releases are new."""
    indicator = Indicator.objects.select_related("organisation").get(pk=indicator_id)
    derive_indicator(indicator=indicator, report=report)
    return publish_everywhere(subject=subject_of(indicator), by=by)


def refresh_all(*, organisation: Organisation, by: User, after: Sequence[Job] = ()) -> tuple[Job, ...]:
    """Enqueue one job for each indicator of an organisation, each after everything that it is computed from."""
    return _enqueue(
        _Round(organisation, by, tuple(after), ""), frozenset(graph.in_order(organisation_id=organisation.pk))
    )


def refresh_affected(
    *, organisation: Organisation, indicator_ids: Iterable[int], by: User, after: Sequence[Job], key: str
) -> tuple[Job, ...]:
    """Enqueue one job for each of these indicators, after the jobs that change their figures and one another.

    `key` names what changes the figures: a refresh that waits already may read before they are there.
    """
    return _enqueue(_Round(organisation, by, tuple(after), key), frozenset(indicator_ids))


@dataclass(frozen=True, slots=True)
class _Round:
    """One time that indicators are brought up to date: for whom, by whom, after what."""

    organisation: Organisation
    by: User
    after: tuple[Job, ...]
    key: str

    def enqueue(self, indicator_id: int, upstream: Iterable[Job], suffix: str = "") -> Job:
        return jobs.enqueue(
            kind=REFRESH,
            payload={"indicator": indicator_id},
            by=self.by,
            organisation=self.organisation,
            idempotency_key=f"{indicator_id} after {self.key}{suffix}" if self.key or suffix else None,
            after=[*self.after, *upstream],
        )


def _enqueue(this: _Round, wanted: frozenset[int]) -> tuple[Job, ...]:
    organisation_id, queued = this.organisation.pk, dict[int, Job]()
    computed = graph.computed_from(organisation_id=organisation_id)
    masked = graph.masked_by(organisation_id=organisation_id)
    late: list[int] = []
    for pk in graph.in_order(organisation_id=organisation_id):
        if pk not in wanted:
            continue
        people = masked.get(pk, set()) & wanted - {pk}
        upstream = computed.get(pk, set()) | people
        queued[pk] = this.enqueue(pk, [queued[up] for up in upstream if up in queued])
        if not people <= queued.keys():
            late.append(pk)
    # What the inhabitants are summed up from was hidden by their former number.
    again = [this.enqueue(pk, queued.values(), " again") for pk in late]
    return (*queued.values(), *again)


def is_refreshed(*, organisation: Organisation) -> bool:
    """Say whether every indicator of an organisation was computed at least once."""
    done = Job.objects.filter(organisation_id=organisation.pk, kind=REFRESH, state=JobState.SUCCEEDED)
    computed = done.values("payload").distinct().count()
    return computed >= Indicator.objects.filter(organisation=organisation).count() > 0
