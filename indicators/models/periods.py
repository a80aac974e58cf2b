# SPDX-License-Identifier: EUPL-1.2
"""Berichtszeiträume as rows."""

from django.db import models

from sozialplanung.common import periods


class PeriodKind(models.TextChoices):
    """What kind of time a figure speaks of."""

    REFERENCE_DATE = "reference_date"
    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    MONTH = "month"
    SCHOOL_YEAR = "school_year"


class Period(models.Model):
    """One reporting period, shared by all organisations; unique by its address code (``2018-12-31``, ``2018-Q3``)."""

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=PeriodKind)
    start = models.DateField()
    end = models.DateField(help_text="exclusive")

    class Meta:
        ordering = ("start", "end")

    def __str__(self) -> str:
        """Return the German label."""
        return self.as_value.label()

    @property
    def as_value(self) -> periods.Period:
        """Return the pure value of this row."""
        return periods.parse(self.code)
