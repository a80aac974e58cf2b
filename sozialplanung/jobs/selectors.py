# SPDX-License-Identifier: EUPL-1.2
"""Read jobs."""

from uuid import UUID

from django.db.models import QuerySet

from sozialplanung.common.errors import NotFoundError
from sozialplanung.jobs.models import LIVE_STATES, Job


def job_of_organisation(*, organisation_id: int, job_id: UUID) -> Job:
    """Return the job if it belongs to the organisation."""
    job = Job.objects.filter(organisation_id=organisation_id, pk=job_id).first()
    if job is None:
        raise NotFoundError("jobs.unknown", "There is no such job.")
    return job


def jobs_of_organisation(*, organisation_id: int) -> QuerySet[Job]:
    """Return the jobs of an organisation, the newest first."""
    return Job.objects.filter(organisation_id=organisation_id).order_by("-created_at", "-pk")


def live_jobs() -> QuerySet[Job]:
    """Return all jobs that still have work to do."""
    return Job.objects.filter(state__in=LIVE_STATES)
