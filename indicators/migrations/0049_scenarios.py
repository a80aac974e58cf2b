# SPDX-License-Identifier: EUPL-1.2
"""Scenarios of sites, their changes, and the ways that were worked out for them."""

import uuid
from typing import ClassVar

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key


class Migration(migrations.Migration):
    """Add the tables, tied to the organisation of what they rest on."""

    dependencies: ClassVar = [
        ("accounts", "0006_own_words"),
        ("indicators", "0048_conversion_method"),
        ("spatial", "0007_networks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("description", models.TextField(blank=True, max_length=2000)),
                ("mode", models.CharField(max_length=10)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("within", "the same up to the longest way"),
                            ("zones", "less in three zones"),
                            ("bell", "less and less, like a bell"),
                            ("line", "evenly less"),
                        ],
                        default="within",
                        max_length=6,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("threshold", models.FloatField()),
                ("is_shared", models.BooleanField(default=False, verbose_name="Shared with the house")),
                (
                    "boundary_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.indicator"
                    ),
                ),
                (
                    "layer_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.layerversion"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.network"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.period"
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ScenarioChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("add", "open"),
                            ("move", "move"),
                            ("close", "close"),
                            ("enlarge", "change the places"),
                        ],
                        max_length=7,
                    ),
                ),
                ("site_key", models.CharField(max_length=70)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("address", models.CharField(blank=True, max_length=400)),
                (
                    "point",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True, null=True, spatial_index=False, srid=4326
                    ),
                ),
                ("places", models.FloatField(blank=True, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="indicators.scenario"
                    ),
                ),
            ],
            options={
                "ordering": ("scenario", "number"),
            },
        ),
        migrations.CreateModel(
            name="ScenarioWays",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("input_hash", models.CharField(max_length=64, unique=True)),
                ("seconds", models.BinaryField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "boundary_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="spatial.network"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="scenario_tenant_key"),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("organisation", "owner", "name"),
                name="scenario_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="scenario_named"),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["within", "zones", "bell", "line"])), name="scenario_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 60)), name="scenario_minutes"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("threshold__gte", 0), ("threshold__lt", float("inf"))), name="scenario_threshold"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenariochange",
            constraint=models.UniqueConstraint(fields=("scenario", "number"), name="scenario_change_number"),
        ),
        migrations.AddConstraint(
            model_name="scenariochange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "add"),
                        ("places__isnull", False),
                        ("point__isnull", False),
                        models.Q(("name", ""), _negated=True),
                    ),
                    models.Q(("kind", "move"), ("places__isnull", True), ("point__isnull", False)),
                    models.Q(("kind", "close"), ("places__isnull", True), ("point__isnull", True)),
                    models.Q(("kind", "enlarge"), ("places__isnull", False), ("point__isnull", True)),
                    _connector="OR",
                ),
                name="scenario_change_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenariochange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("places__isnull", True),
                    models.Q(("places__gte", 0), ("places__lt", float("inf"))),
                    _connector="OR",
                ),
                name="scenario_change_places",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenariochange",
            constraint=models.CheckConstraint(
                condition=models.Q(("site_key", ""), _negated=True), name="scenario_change_site"
            ),
        ),
        tenant_key("indicators_scenario", "network_id", "spatial_network"),
        tenant_key("indicators_scenario", "boundary_version_id", "spatial_boundaryversion"),
        tenant_key("indicators_scenario", "indicator_id", "indicators_indicator"),
        tenant_key("indicators_scenarioways", "network_id", "spatial_network"),
        tenant_key("indicators_scenarioways", "boundary_version_id", "spatial_boundaryversion"),
    ]
