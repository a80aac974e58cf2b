# SPDX-License-Identifier: EUPL-1.2
"""Footnotes, events and reasons of exclusion that readers see."""

from django.db import models


class AnnotationKind(models.TextChoices):
    """What an annotation is."""

    FOOTNOTE = "footnote"
    EVENT = "event"
    EXCLUSION = "exclusion"


class Annotation(models.Model):
    """One remark on a cell, an area, a period or an indicator: whatever of the three is NULL means all of it."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=AnnotationKind)
    indicator = models.ForeignKey(
        "indicators.Indicator", models.CASCADE, null=True, blank=True, related_name="annotations"
    )
    unit = models.ForeignKey("spatial.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "kind", "indicator", "unit", "period", "text"),
                name="annotation_unique",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        """Return the text."""
        return self.text
