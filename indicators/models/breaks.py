# SPDX-License-Identifier: EUPL-1.2
"""Breaks of series."""

from django.db import models


class BreakKind(models.TextChoices):
    """Why two periods are not the same thing."""

    LAW = "law"
    SOURCE = "source"
    METHOD = "method"
    DENOMINATOR = "denominator"
    BOUNDARY = "boundary"


class Comparable(models.TextChoices):
    """Whether figures on both sides may be compared."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"


class SeriesBreak(models.Model):
    """One break of one indicator between two neighbouring periods; unique by (indicator, from, to)."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="breaks")
    from_period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    to_period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=BreakKind)
    comparable = models.CharField(max_length=8, choices=Comparable)
    text = models.TextField()

    class Meta:
        ordering = ("indicator", "from_period__start")
        constraints = (models.UniqueConstraint(fields=("indicator", "from_period", "to_period"), name="break_unique"),)

    def __str__(self) -> str:
        """Return the reason."""
        return self.text
