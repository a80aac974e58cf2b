# SPDX-License-Identifier: EUPL-1.2
"""Which periods a source is expected to deliver, and by when."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sozialplanung.common import rhythms


class RhythmKind(models.TextChoices):
    """How often a source delivers."""

    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half-year")
    YEAR = "year", _("every year")
    SCHOOL_YEAR = "school_year", _("every school year")
    TWO_YEARS = "two_years", _("every two years")

    @property
    def months(self) -> int:
        """How many months lie between two deliveries."""
        return _MONTHS[self.value]


_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "school_year": 12, "two_years": 24}


class DeliveryPlan(models.Model):
    """What one source is expected to deliver in one rhythm, from its first period on, and by when.

    It speaks of the `indicators` that it names, or of all that the source delivers when it names none. `due_days`
    counts from the last day of the period; `due_month` and `due_day` name a day of the year instead.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    source = models.ForeignKey("indicators.Source", models.PROTECT, related_name="plans")
    rhythm = models.CharField(max_length=12, choices=RhythmKind)
    first_period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    last_period = models.ForeignKey("indicators.Period", models.PROTECT, null=True, blank=True, related_name="+")
    due_days = models.PositiveSmallIntegerField(null=True, blank=True)
    due_month = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    due_day = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    responsible = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    contact = models.CharField(max_length=300, blank=True, help_text="who at the source delivers")
    note = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("source__title", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="plan_tenant_key"),
            models.CheckConstraint(
                condition=Q(due_days__isnull=False, due_month__isnull=True, due_day__isnull=True)
                | Q(due_days__isnull=True, due_month__isnull=False, due_day__isnull=False),
                name="plan_due_one_way",
            ),
        )

    def __str__(self) -> str:
        """Return source and rhythm."""
        return f"{self.source.title}, {self.get_rhythm_display()}"

    @property
    def as_rhythm(self) -> rhythms.Rhythm:
        """Return the pure value of the rhythm."""
        last = self.last_period.as_value if self.last_period else None
        return rhythms.Rhythm(self.first_period.as_value, RhythmKind(self.rhythm).months, last)

    @property
    def due_rule(self) -> rhythms.DueRule:
        """Return the pure value of the day on which periods fall due."""
        return rhythms.DueRule(self.due_days, self.due_month, self.due_day)


class PlannedIndicator(models.Model):
    """One indicator that a plan speaks of; unique by plan and indicator."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    plan = models.ForeignKey(DeliveryPlan, models.CASCADE, related_name="planned")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("plan", "indicator"), name="planned_indicator_once"),)
