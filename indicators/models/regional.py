# SPDX-License-Identifier: EUPL-1.2
"""The classes that readers see first: what a steward decided for an indicator at a level, and why."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RegionalPalette(models.TextChoices):
    """The colours of a regional default; empty: those of the indicator."""

    SEQUENTIAL = "sequential", _("from light to dark")
    NEUTRAL = "neutral", _("neutral, never very dark")
    DIVERGING = "diverging", _("two sides")


class RegionalClasses(models.Model):
    """One decision on the classes that readers see first, of an indicator at a level; unique there by its revision.

    The decision with the highest revision counts; one without bounds says that there is no default any more. `middle`
    is one of the bounds, with as many below it as above. A row is never changed: another decision takes its place.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="regional_classes")
    level = models.ForeignKey("spatial.Level", models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    bounds = ArrayField(models.FloatField(), default=list, blank=True)
    palette = models.CharField(max_length=12, choices=RegionalPalette, blank=True)
    middle = models.FloatField(null=True, blank=True)
    reason = models.TextField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("indicator", "level", "-revision")
        verbose_name_plural = "regional classes"
        constraints = (
            models.UniqueConstraint(fields=("indicator", "level", "revision"), name="regional_classes_revision"),
            models.CheckConstraint(
                condition=Q(bounds__len=0) | Q(bounds__len__gte=2, bounds__len__lte=6), name="regional_classes_bounds"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="regional_classes_reason"),
        )

    def __str__(self) -> str:
        """Return what was decided about."""
        return f"{self.indicator_id}/{self.level_id}/{self.revision}"
