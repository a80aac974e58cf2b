# SPDX-License-Identifier: EUPL-1.2
"""The durable state of a background job."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.errors import Problem
from sozialplanung.web.messages import sentence_for


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    SUCCEEDED = "succeeded", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


LIVE_STATES = (JobState.QUEUED, JobState.RUNNING)
_LIVE = models.Q(state__in=["queued", "running"])


class Job(models.Model):
    """One row is one job; among the live jobs of an organisation, kind and idempotency key are unique."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64)
    idempotency_key = models.CharField(max_length=200)
    organisation_id = models.BigIntegerField(null=True)
    created_by = models.BigIntegerField(null=True)
    after = ArrayField(models.UUIDField(), default=list, blank=True)

    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    available_at = models.DateTimeField(default=timezone.now)
    # Unlike the pause after a failure, no claim comes before it, however impatient.
    not_before = models.DateTimeField(null=True, blank=True)
    rung_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    is_cancel_requested = models.BooleanField(default=False)

    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_message = models.CharField(max_length=200, blank=True)
    error_code = models.CharField(max_length=80, blank=True)
    error_message = models.TextField(blank=True)
    error_details = models.JSONField(default=dict)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "kind", "idempotency_key"],
                condition=_LIVE,
                nulls_distinct=False,
                name="jobs_job_live_idempotency_key",
            ),
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="jobs_job_state"),
            models.CheckConstraint(
                condition=models.Q(state="running", lease_until__isnull=False)
                | (~models.Q(state="running") & models.Q(lease_until__isnull=True)),
                name="jobs_job_lease_while_running",
            ),
            models.CheckConstraint(
                condition=(_LIVE & models.Q(finished_at__isnull=True)) | (~_LIVE & models.Q(finished_at__isnull=False)),
                name="jobs_job_finished_at_when_over",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["available_at"], condition=models.Q(state="queued"), name="jobs_job_queued"),
            models.Index(fields=["lease_until"], condition=models.Q(state="running"), name="jobs_job_running"),
            models.Index(fields=["organisation_id", "-created_at"], name="jobs_job_organisation"),
        ]

    def __str__(self) -> str:
        """Name the job for the log."""
        return f"{self.kind} {self.id} ({self.state})"

    @property
    def is_live(self) -> bool:
        """Whether the job still has work to do."""
        return self.state in LIVE_STATES

    @property
    def problem(self) -> Problem | None:
        """What went wrong, or None."""
        if not self.error_code:
            return None
        return Problem(
            code=self.error_code,
            message=self.error_message,
            place=str(self.error_details.get("place", "")),
            way_out=str(self.error_details.get("way_out", "")),
            status=409,
            params=self.error_details.get("params", {}),
        )

    @property
    def error_text(self) -> str:
        """What went wrong and what to do, in the reader's language."""
        return " ".join(part for part in sentence_for(self.problem) if part) if self.problem else ""
