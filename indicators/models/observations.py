# SPDX-License-Identifier: EUPL-1.2
"""Raw values. Protected: only services and the review selector may import this module.

The tables are written by COPY and read by psycopg; the classes here let migrations and tests know their shape.
"""

from django.db import models


class Observation(models.Model):
    """One current value of one series, period and unit; the primary key INCLUDEs what a slice needs (SQL)."""

    pk = models.CompositePrimaryKey("series_id", "period_id", "unit_id")
    organisation_id = models.BigIntegerField()
    series_id = models.IntegerField()
    period_id = models.IntegerField()
    unit_id = models.BigIntegerField()
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    status = models.SmallIntegerField()
    flags = models.SmallIntegerField()
    batch_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status__lte=2, value__isnull=False) | models.Q(status__gt=2, value__isnull=True),
                name="observation_value_matches_status",
            ),
        )

    def __str__(self) -> str:
        """Return the cell."""
        return f"{self.series_id}/{self.period_id}/{self.unit_id}"


class ObservationHistory(models.Model):
    """One value that a later batch replaced, with both batches."""

    organisation_id = models.BigIntegerField()
    series_id = models.IntegerField()
    period_id = models.IntegerField()
    unit_id = models.BigIntegerField()
    value = models.FloatField(null=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    status = models.SmallIntegerField()
    flags = models.SmallIntegerField()
    batch_id = models.BigIntegerField()
    replaced_by = models.BigIntegerField()
    replaced_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("series_id", "period_id", "unit_id"), name="history_cell"),)

    def __str__(self) -> str:
        """Return the cell."""
        return f"{self.series_id}/{self.period_id}/{self.unit_id}"


class Vintage(models.Model):
    """One frozen, unrounded slice of one indicator, period and boundary version; unique by its number.

    ``payload`` is ``indicators.stats.vintages`` encoded; ``inputs`` names what it was made from and ``input_hash`` is
    their hash, by which a stale vintage is recognised.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="+")
    definition = models.ForeignKey("indicators.IndicatorDefinition", models.PROTECT, related_name="+")
    period = models.ForeignKey("indicators.Period", models.PROTECT, related_name="+")
    boundary_version = models.ForeignKey("spatial.BoundaryVersion", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    change_from = models.ForeignKey("indicators.Period", models.PROTECT, null=True, related_name="+")
    change_kind = models.CharField(max_length=10, blank=True)
    payload = models.BinaryField()
    inputs = models.JSONField()
    input_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "id"), name="vintage_tenant_key"),
            models.UniqueConstraint(
                fields=("indicator", "period", "boundary_version", "number"),
                name="vintage_number_unique",
            ),
            models.UniqueConstraint(
                fields=("indicator", "period", "boundary_version"),
                condition=models.Q(is_current=True),
                name="vintage_one_current",
            ),
        )

    def __str__(self) -> str:
        """Return number and cell."""
        return f"{self.indicator_id}/{self.period_id}/{self.boundary_version_id} v{self.number}"
