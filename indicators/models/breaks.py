# SPDX-License-Identifier: EUPL-1.2
"""Breaks of series."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models.remarks import CurrentRows


class BreakKind(models.TextChoices):
    """Why two periods are not the same thing."""

    LAW = "law", _("law changed")
    SOURCE = "source", _("source changed")
    METHOD = "method", _("method or definition changed")
    DENOMINATOR = "denominator", _("denominator changed")
    BOUNDARY = "boundary", _("boundaries changed")


class Comparable(models.TextChoices):
    """Whether figures on both sides may be compared."""

    NO = "no", pgettext_lazy("comparable", "no")
    LIMITED = "limited", pgettext_lazy("comparable", "to a limited extent")
    YES = "yes", pgettext_lazy("comparable", "yes")


class SeriesBreak(models.Model):
    """One break of one indicator between two neighbouring periods; in force unique by (indicator, from, to).

    `known` names the entry of the catalogue of known breaks that it was taken from. What was withdrawn stays, with its
    history, and is not among `objects`.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="breaks")
    from_period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    to_period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=BreakKind)
    comparable = models.CharField(max_length=8, choices=Comparable)
    text = models.TextField()
    reference = models.CharField(max_length=500, blank=True, help_text="law, or publisher, title and year")
    url = models.URLField(max_length=500, blank=True)
    known = models.SlugField(max_length=80, blank=True)
    is_in_force = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[CurrentRows["SeriesBreak"]] = CurrentRows()
    everything: ClassVar[models.Manager["SeriesBreak"]] = models.Manager()

    class Meta:
        ordering = ("indicator", "from_period__start")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "from_period", "to_period"), condition=Q(is_in_force=True), name="break_unique"
            ),
            models.UniqueConstraint(fields=("organisation", "id"), name="break_tenant_key"),
        )

    def __str__(self) -> str:
        """Return the reason."""
        return self.text
