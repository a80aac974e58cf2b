# SPDX-License-Identifier: EUPL-1.2
"""Crosswalks between boundary versions."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from sozialplanung.accounts.tenancy import tenant_key


class Migration(migrations.Migration):
    """Add the table; both versions belong to its organisation."""

    dependencies: ClassVar = [
        ("accounts", "__first__"),
        ("spatial", "0004_changeset_four_eyes"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Crosswalk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("is_current", models.BooleanField(default=True)),
                (
                    "base",
                    models.CharField(choices=[("persons", "by people"), ("ground", "by ground")], max_length=10),
                ),
                ("described", models.JSONField(default=dict)),
                (
                    "older_places",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None),
                ),
                (
                    "newer_places",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None),
                ),
                (
                    "ground_m2",
                    django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None),
                ),
                ("bases", django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ("outcome", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                ("built_at", models.DateTimeField(auto_now_add=True)),
                (
                    "newer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spatial.boundaryversion",
                    ),
                ),
                (
                    "older",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spatial.boundaryversion",
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
                "ordering": ("older", "newer", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="crosswalk_tenant_key"),
                    models.UniqueConstraint(fields=("older", "newer", "number"), name="crosswalk_number_unique"),
                    models.UniqueConstraint(
                        condition=Q(("is_current", True)), fields=("older", "newer"), name="crosswalk_one_in_force"
                    ),
                    models.CheckConstraint(condition=~Q(("older", F("newer"))), name="crosswalk_of_two_versions"),
                ],
            },
        ),
        tenant_key("spatial_crosswalk", "older_id", "spatial_boundaryversion"),
        tenant_key("spatial_crosswalk", "newer_id", "spatial_boundaryversion"),
    ]
