# SPDX-License-Identifier: EUPL-1.2
"""Start the steps of a release again that failed; what is done stays done."""

from django.db import transaction

from indicators.errors import DeliveryClosedError
from indicators.models import BatchState, Delivery, DeliveryComment
from indicators.services import reviewing
from indicators.services.deliveries import drafting
from indicators.services.releasing.refreshing import REFRESH, refresh_affected
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import record
from sozialplanung.jobs.models import LIVE_STATES, Job, JobState


@transaction.atomic
def retry_release(*, delivery: Delivery, by: User) -> Delivery:
    """Start every step of an approved delivery again that failed or was stopped, in the same order.

    The steps are idempotent: one that was done in part comes to the same end. An embargo holds as before.

    Raises
    ------
    DeliveryClosedError
        ``indicators.nothing_to_retry`` when no step failed, or the release still runs.
    """
    current = drafting.locked(delivery=delivery)
    found = list(Job.objects.filter(pk__in=current.release_jobs).order_by("created_at"))
    over = [job for job in found if job.state in {JobState.FAILED, JobState.CANCELLED}]
    batch = current.batch
    if not over or batch is None or any(job.state in LIVE_STATES for job in found):
        raise DeliveryClosedError("indicators.nothing_to_retry", "No step of this release can be started again.")
    again = []
    if batch.state == BatchState.APPROVED:
        again.append(reviewing.request_apply(batch=batch, by=by, not_before=current.release_at))
    refreshes = refresh_affected(
        organisation=current.organisation,
        indicator_ids={int(job.payload["indicator"]) for job in over if job.kind == REFRESH},
        by=by,
        after=again,
        key=str(over[0].pk),
    )
    done = [job.pk for job in found if job.state == JobState.SUCCEEDED]
    current.release_jobs = [*done, *(job.pk for job in (*again, *refreshes))]
    current.save(update_fields=["release_jobs", "changed_at"])
    DeliveryComment.objects.create(delivery=current, kind=DeliveryComment.Kind.RETRIED, person=by)
    record(
        action="indicators.release_retried",
        by=by,
        organisation=current.organisation,
        subject=current,
        details={"steps": len(over), "codes": sorted({job.error_code for job in over})},
    )
    return current
