# SPDX-License-Identifier: EUPL-1.2
"""The words for the classes of an index: what a municipality decided that readers are told, and why."""

from django.db import models
from django.db.models import Q


class ClassWording(models.Model):
    """One decision on what the classes of an index are called; unique there by its revision.

    `words` is a list of objects with the code of a class, its name in German and in English, and what a higher index
    meant when it was chosen (`code`, `de`, `en`, `higher_means`).
    The decision with the highest revision counts; one without words says that the recipe's own words hold again. A
    row is never changed: another decision takes its place.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="class_wordings")
    revision = models.PositiveIntegerField()
    words = models.JSONField(default=list, blank=True)
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("indicator", "-revision")
        constraints = (
            models.UniqueConstraint(fields=("indicator", "revision"), name="class_wording_revision"),
            models.CheckConstraint(condition=~Q(reason=""), name="class_wording_reason"),
        )

    def __str__(self) -> str:
        """Return what was decided about."""
        return f"{self.indicator_id}/{self.revision}"
