# SPDX-License-Identifier: EUPL-1.2
"""Where people live within areas: which layer an organisation trusts to say that, and why."""

from django.db import models
from django.db.models import Q


class InhabitedGround(models.Model):
    """One decision on the layer that says where people live; unique by its revision in an organisation.

    The decision with the highest revision counts; one without a layer says that all ground counts alike. A row is never
    changed: another decision takes its place.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    layer = models.ForeignKey("spatial.Layer", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("organisation", "-revision")
        verbose_name_plural = "inhabited grounds"
        constraints = (
            models.UniqueConstraint(fields=("organisation", "revision"), name="inhabited_ground_revision"),
            models.CheckConstraint(condition=~Q(reason=""), name="inhabited_ground_reason"),
        )

    def __str__(self) -> str:
        """Return what was decided about."""
        return f"{self.organisation_id}/{self.revision}"
