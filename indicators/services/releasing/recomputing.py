# SPDX-License-Identifier: EUPL-1.2
"""Compute again what failed, or everything, and stop what runs: by a person, beside any delivery."""

from uuid import UUID

from django.db import transaction

from indicators.errors import DeliveryClosedError
from indicators.selectors import graph
from indicators.selectors.computations import REFRESH, failed_indicators
from indicators.services.releasing.refreshing import refresh_affected, refresh_all
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.common.errors import NotFoundError
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.selectors import job_of_organisation


@transaction.atomic
def compute_again(*, organisation: Organisation, by: User) -> int:
    """Compute again what failed or was stopped, and what depends on it; returns how many computations wait now.

    Raises
    ------
    DeliveryClosedError
        ``indicators.nothing_failed`` when the newest computation of every indicator succeeded or still waits.
    """
    failed = failed_indicators(organisation)
    if not failed:
        raise DeliveryClosedError("indicators.nothing_failed", "No computation failed.")
    wanted = graph.downstream_of(organisation_id=organisation.pk, indicator_ids=failed)
    queued = refresh_affected(organisation=organisation, indicator_ids=wanted, by=by, after=(), key="")
    record(
        action="indicators.computed_again",
        by=by,
        organisation=organisation,
        subject=organisation,
        details={"failed": len(failed), "queued": len(queued)},
    )
    return len(queued)


@transaction.atomic
def compute_everything(*, organisation: Organisation, by: User) -> int:
    """Compute every indicator again, each after what it is computed from; what does not change is not released anew."""
    queued = refresh_all(organisation=organisation, by=by)
    record(
        action="indicators.all_computed_again",
        by=by,
        organisation=organisation,
        subject=organisation,
        details={"queued": len(queued)},
    )
    return len(queued)


@transaction.atomic
def stop_computation(*, organisation: Organisation, job_id: UUID, by: User) -> bool:
    """Stop a computation that waits or runs; what is in force stays. False when it was over."""
    job = job_of_organisation(organisation_id=organisation.pk, job_id=job_id)
    if job.kind != REFRESH:
        raise NotFoundError("jobs.unknown", "There is no such job.")
    was_stopped = jobs.cancel(job=job)
    if was_stopped:
        record(
            action="indicators.computation_stopped",
            by=by,
            organisation=organisation,
            subject=organisation,
            details={"job": str(job.pk), "indicator": job.payload.get("indicator", 0)},
        )
    return was_stopped
