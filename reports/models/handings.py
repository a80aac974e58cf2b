# SPDX-License-Identifier: EUPL-1.2
"""What was asked for at the desk: that a publication, as it was at one revision, becomes an edition."""

from django.db import models
from django.utils import timezone

from reports.models.publications import Readers
from sozialplanung.jobs.models import Job


class HandingIn(models.Model):
    """One press of “Hand in”: what was to be frozen, by whom, and the edition that a job made of it.

    Title, readers, composition and the ids of who wrote at it are those of `revision`, whatever becomes of the
    publication meanwhile. `edition` is there once all of it is: a handing in without one goes on, or failed, as its job
    says. One at a time goes on for each publication.
    """

    publication = models.ForeignKey("reports.Publication", models.CASCADE, related_name="handings")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    readers = models.CharField(max_length=10, choices=Readers)
    composition = models.JSONField()
    correction = models.TextField(blank=True)
    writers = models.JSONField(default=list, blank=True)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    job_id = models.UUIDField(null=True, blank=True)
    edition = models.OneToOneField("reports.Edition", models.CASCADE, null=True, blank=True, related_name="handing")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        """Return publication and revision."""
        return f"{self.publication_id} r{self.revision}"

    @property
    def job(self) -> Job | None:
        """The job that freezes it; None where it is long over."""
        return Job.objects.filter(pk=self.job_id).first() if self.job_id else None
