# SPDX-License-Identifier: EUPL-1.2
"""Bring an indicator and everything computed from it up to date, one job each."""

from collections.abc import Callable, Sequence

from indicators.models import Indicator
from indicators.services.releasing import graph
from indicators.services.releasing.context import subject_of
from indicators.services.releasing.deriving import derive_indicator
from indicators.services.releasing.publishing import publish_indicator
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job, JobState

REFRESH = "indicators.refresh"


def refresh_indicator(*, indicator_id: int, by: User, report: Callable[[int, int], None]) -> int:
    """Compute the vintages of an indicator and put its slices in force; returns how many releases are new."""
    indicator = Indicator.objects.select_related("organisation").get(pk=indicator_id)
    derive_indicator(indicator=indicator, report=report)
    return publish_indicator(subject=subject_of(indicator), by=by)


def refresh_all(*, organisation: Organisation, by: User, after: Sequence[Job] = ()) -> tuple[Job, ...]:
    """Enqueue one job for each indicator of an organisation, each after everything that it is computed from."""
    queued: dict[int, Job] = {}
    for indicator_id in graph.in_order(organisation_id=organisation.pk):
        upstream = Indicator.objects.filter(downstream_edges__downstream_id=indicator_id)
        queued[indicator_id] = jobs.enqueue(
            kind=REFRESH,
            payload={"indicator": indicator_id},
            by=by,
            organisation=organisation,
            after=[*after, *(queued[pk] for pk in upstream.values_list("pk", flat=True))],
        )
    return tuple(queued.values())


def refresh_affected(
    *, organisation: Organisation, indicator_ids: Sequence[int], by: User, after: Sequence[Job]
) -> tuple[Job, ...]:
    """Enqueue one job for each of these indicators, after the jobs that change their figures and one another."""
    wanted, queued = set(indicator_ids), dict[int, Job]()
    for indicator_id in graph.in_order(organisation_id=organisation.pk):
        if indicator_id not in wanted:
            continue
        upstream = Indicator.objects.filter(downstream_edges__downstream_id=indicator_id, pk__in=queued)
        queued[indicator_id] = jobs.enqueue(
            kind=REFRESH,
            payload={"indicator": indicator_id},
            by=by,
            organisation=organisation,
            # A refresh that waits already may read before these figures are there.
            idempotency_key=f"{indicator_id} after {after[0].pk}",
            after=[*after, *(queued[pk] for pk in upstream.values_list("pk", flat=True))],
        )
    return tuple(queued.values())


def is_refreshed(*, organisation: Organisation) -> bool:
    """Say whether every indicator of an organisation was computed at least once."""
    done = Job.objects.filter(organisation_id=organisation.pk, kind=REFRESH, state=JobState.SUCCEEDED)
    computed = done.values("payload").distinct().count()
    return computed >= Indicator.objects.filter(organisation=organisation).count() > 0
