# SPDX-License-Identifier: EUPL-1.2
"""The durable state of a background job."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    SUCCEEDED = "succeeded", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


LIVE_STATES = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """One row is one job; its uuid is unique, and so is its idempotency key among the live jobs."""

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
    rung_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    is_cancel_requested = models.BooleanField(default=False)

    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_message = models.CharField(max_length=200, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.TextField(blank=True)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "idempotency_key"],
                condition=models.Q(state__in=["queued", "running"]),
                name="jobs_job_live_idempotency_key",
            ),
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="jobs_job_state"),
            models.CheckConstraint(
                condition=models.Q(state="running", lease_until__isnull=False)
                | (~models.Q(state="running") & models.Q(lease_until__isnull=True)),
                name="jobs_job_lease_while_running",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running"], finished_at__isnull=True)
                | (~models.Q(state__in=["queued", "running"]) & models.Q(finished_at__isnull=False)),
                name="jobs_job_finished_at_when_over",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["available_at"], condition=models.Q(state="queued"), name="jobs_job_queued"),
            models.Index(
                fields=["lease_until"], condition=models.Q(state="running"), name="jobs_job_running"
            ),
            models.Index(fields=["organisation_id", "-created_at"], name="jobs_job_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.state})"
