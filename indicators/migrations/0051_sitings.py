# SPDX-License-Identifier: EUPL-1.2
"""Searches for the best next sites of scenarios."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table."""

    dependencies: ClassVar = [
        ("indicators", "0050_own_areas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SitingRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "objective",
                    models.CharField(
                        choices=[
                            ("covering", "most persons within the longest way"),
                            ("median", "shortest ways of all persons together"),
                        ],
                        max_length=8,
                    ),
                ),
                ("most_new", models.PositiveSmallIntegerField()),
                ("candidates", models.JSONField()),
                ("changes", models.PositiveIntegerField()),
                ("reading", models.CharField(max_length=400)),
                ("answer", models.JSONField(blank=True, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.release"
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sitings", to="indicators.scenario"
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("objective__in", ["covering", "median"])), name="siting_objective"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most_new__gte", 1), ("most_new__lte", 10)), name="siting_most_new"
                    ),
                ],
            },
        ),
    ]
