# SPDX-License-Identifier: EUPL-1.2
"""Releases: the only thing that leaves the house."""

from django.db import models
from django.db.models import Q

from indicators.models.disclosure import Audience


class ReleaseState(models.TextChoices):
    """Whether a release is what readers see."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Release(models.Model):
    """One masked, rounded, immutable slice for one audience (docs/adr/0002-release-slice.md).

    At most one per indicator, period, boundary version and audience is in force.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="releases")
    definition = models.ForeignKey("indicators.IndicatorDefinition", models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience)
    state = models.CharField(max_length=12, choices=ReleaseState)
    number = models.PositiveIntegerField()
    vintage = models.ForeignKey("indicators.Vintage", models.PROTECT, related_name="+")
    payload = models.BinaryField()
    gzipped = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="release_tenant_key"),
            models.UniqueConstraint(
                fields=("indicator", "period", "boundary_version", "audience", "number"),
                name="release_number_unique",
            ),
            models.UniqueConstraint(
                fields=("indicator", "period", "boundary_version", "audience"),
                condition=Q(state="published"),
                name="release_one_in_force",
            ),
        )

    def __str__(self) -> str:
        """Return number and cell."""
        return f"{self.indicator_id}/{self.period_id}/{self.boundary_version_id} r{self.number}"
