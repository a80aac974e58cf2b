# SPDX-License-Identifier: EUPL-1.2
"""What a batch would change of the releases in force, tried out before anything is written."""

from django.db import models

from indicators.models.disclosure import Audience


class Foresight(models.Model):
    """The try of one batch; unique by batch. `compared_with` is empty until a try came to its end.

    `secrecy` is what its audits said: for each audience figures lost by level and what the attacker tried, and cells
    that withstood nothing.
    """

    batch = models.OneToOneField("indicators.ImportBatch", models.CASCADE, related_name="foresight")
    job_id = models.UUIDField()
    compared_with = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    secrecy = models.JSONField(default=dict)

    def __str__(self) -> str:
        """Return the batch."""
        return f"foresight of {self.batch_id}"


class ForeseenKind(models.TextChoices):
    """What happens to a release: it is the first of its cell, another one takes its place, or it ends."""

    FIRST = "first"
    CHANGED = "changed"
    ENDED = "ended"


class ForeseenRelease(models.Model):
    """One release as it would become, masked and rounded; unique by audience, indicator, period and boundary version.

    `before` is the release in force (none for the first), `payload` the slice in its place (empty where it ends);
    `counts` and `largest` are what `rendering.foreseen` tells of both.
    """

    foresight = models.ForeignKey(Foresight, models.CASCADE, related_name="releases")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    before = models.ForeignKey("indicators.Release", models.PROTECT, null=True, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    kind = models.CharField(max_length=8, choices=ForeseenKind)
    payload = models.BinaryField()
    counts = models.JSONField()
    city_before = models.FloatField(null=True)
    city_after = models.FloatField(null=True)
    decimals = models.PositiveSmallIntegerField()
    largest = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("foresight", "audience", "indicator", "period", "boundary_version"),
                name="foreseen_release_once",
            ),
        )

    def __str__(self) -> str:
        """Return the cell."""
        return f"{self.indicator_id}/{self.period_id}/{self.boundary_version_id}"
