# SPDX-License-Identifier: EUPL-1.2
"""Selections of areas that are released on their own, and what readers see of them."""

import uuid
from typing import ClassVar, Final

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key

VIEW: Final = """
CREATE VIEW indicators_published_selection AS
SELECT f.id, s.organisation_id, s.boundary_version_id, s.keys_hash, i.slug AS indicator, p.code AS period,
       f.numerator, f.denominator, f.made_at
FROM indicators_selectionfigure f
JOIN indicators_selection s ON s.id = f.selection_id
JOIN indicators_indicator i ON i.id = f.indicator_id
JOIN indicators_period p ON p.id = f.period_id
WHERE f.verdict = 'held' AND s.removed_at IS NULL AND EXISTS (
    SELECT 1 FROM indicators_release r
    WHERE r.indicator_id = f.indicator_id AND r.period_id = f.period_id AND r.vintage_id = f.vintage_id
      AND r.boundary_version_id = s.boundary_version_id AND r.state = 'published' AND r.audience = 'public');
"""
_OF = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    """Add both tables and the view on sums that held, while the figures that they are of are in force."""

    dependencies: ClassVar = [
        ("indicators", "0027_foresight_secrecy"),
        ("spatial", "0002_tenant_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Selection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("keys_hash", models.CharField(max_length=64)),
                ("job_id", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("boundary_version", models.ForeignKey(on_delete=_OF, related_name="+", to="spatial.boundaryversion")),
                ("created_by", models.ForeignKey(on_delete=_OF, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("organisation", models.ForeignKey(on_delete=_OF, related_name="+", to="accounts.organisation")),
            ],
            options={
                "ordering": ("-created_at",),
            },
        ),
        migrations.CreateModel(
            name="SelectionFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("numerator", models.FloatField()),
                ("denominator", models.FloatField(null=True)),
                ("told", models.JSONField()),
                ("verdict", models.CharField(choices=[("held", "held"), ("breached", "breached")], max_length=10)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("indicator", models.ForeignKey(on_delete=_OF, related_name="+", to="indicators.indicator")),
                ("organisation", models.ForeignKey(on_delete=_OF, related_name="+", to="accounts.organisation")),
                ("period", models.ForeignKey(on_delete=_OF, related_name="+", to="indicators.period")),
                ("selection", models.ForeignKey(on_delete=_OF, related_name="figures", to="indicators.selection")),
                ("vintage", models.ForeignKey(on_delete=_OF, related_name="+", to="indicators.vintage")),
            ],
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="selection_tenant_key"),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("boundary_version", "keys_hash"),
                name="selection_areas_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionfigure",
            constraint=models.UniqueConstraint(
                fields=("selection", "indicator", "period", "vintage"), name="selection_figure_once"
            ),
        ),
        tenant_key("indicators_selection", "boundary_version_id", "spatial_boundaryversion"),
        tenant_key("indicators_selectionfigure", "selection_id", "indicators_selection"),
        tenant_key("indicators_selectionfigure", "indicator_id", "indicators_indicator"),
        tenant_key("indicators_selectionfigure", "vintage_id", "indicators_vintage"),
        migrations.RunSQL(VIEW, "DROP VIEW indicators_published_selection;"),
    ]
