# SPDX-License-Identifier: EUPL-1.2
"""The classes that readers see first: every decision on them, with its reason."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key


class Migration(migrations.Migration):
    """Add the table, tied to the organisation of indicator and level."""

    dependencies: ClassVar = [
        ("accounts", "0004_narrowed_roles"),
        ("indicators", "0036_delivery_within"),
        ("spatial", "0004_changeset_four_eyes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RegionalClasses",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                (
                    "bounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.FloatField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "palette",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sequential", "from light to dark"),
                            ("neutral", "neutral, never very dark"),
                            ("diverging", "two sides"),
                        ],
                        max_length=12,
                    ),
                ),
                ("middle", models.FloatField(blank=True, null=True)),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regional_classes",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.level"
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
                "verbose_name_plural": "regional classes",
                "ordering": ("indicator", "level", "-revision"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "level", "revision"), name="regional_classes_revision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bounds__len", 0),
                            models.Q(("bounds__len__gte", 2), ("bounds__len__lte", 6)),
                            _connector="OR",
                        ),
                        name="regional_classes_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="regional_classes_reason"
                    ),
                ],
            },
        ),
        tenant_key("indicators_regionalclasses", "indicator_id", "indicators_indicator"),
        tenant_key("indicators_regionalclasses", "level_id", "spatial_level"),
    ]
