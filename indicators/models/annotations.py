# SPDX-License-Identifier: EUPL-1.2
"""Footnotes, events, special populations and reasons of exclusion that readers see."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.remarks import CurrentRows


class AnnotationKind(models.TextChoices):
    """What an annotation is."""

    FOOTNOTE = "footnote", _("footnote")
    EVENT = "event", _("event")
    POPULATION = "population", _("special population")
    EXCLUSION = "exclusion", _("reason of exclusion")


class PopulationKind(models.TextChoices):
    """Which people live together in one place and shape the figures of an area."""

    HOME = "home", _("nursing or residential home")
    PRISON = "prison", _("prison")
    STUDENT_HALL = "student_hall", _("student hall")
    REFUGE = "refuge", _("accommodation of refugees")
    SHELTER = "shelter", _("accommodation of homeless people")
    HOSPITAL = "hospital", _("hospital or clinic")
    BARRACKS = "barracks", _("barracks")
    OTHER = "other", _("other")


class Annotation(models.Model):
    """One remark on a cell, an area, a period or an indicator: whatever of the three is NULL means all of it.

    An event began on `valid_from`; a special population lived there in ``[valid_from, valid_until)``. What was
    withdrawn stays, with its history, and is not among `objects`.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=AnnotationKind)
    indicator = models.ForeignKey(
        "indicators.Indicator", models.CASCADE, null=True, blank=True, related_name="annotations"
    )
    unit = models.ForeignKey("spatial.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    population = models.CharField(max_length=12, choices=PopulationKind, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=500, blank=True, help_text="who says so: publisher, title and year")
    url = models.URLField(max_length=500, blank=True)
    is_in_force = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[CurrentRows["Annotation"]] = CurrentRows()
    everything: ClassVar[models.Manager["Annotation"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "kind", "indicator", "unit", "period", "text", "valid_from"),
                condition=Q(is_in_force=True),
                name="annotation_unique",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(fields=("organisation", "id"), name="annotation_tenant_key"),
            models.CheckConstraint(
                condition=(Q(kind="population") & Q(unit__isnull=False) & ~Q(population=""))
                | (~Q(kind="population") & Q(population="")),
                name="annotation_population_has_area",
            ),
            models.CheckConstraint(
                condition=~Q(kind="event") | Q(valid_from__isnull=False) | Q(period__isnull=False),
                name="annotation_event_has_time",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_from__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="annotation_time_runs_forward",
            ),
        )

    def __str__(self) -> str:
        """Return the text."""
        return self.text
