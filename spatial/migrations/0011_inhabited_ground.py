# SPDX-License-Identifier: EUPL-1.2
"""Decisions on the layer that says where people live."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key


class Migration(migrations.Migration):
    """Make the table of decisions, and name a base of crosswalks for them."""

    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("spatial", "0010_map_services"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="crosswalk",
            name="base",
            field=models.CharField(
                choices=[
                    ("persons", "by people"),
                    ("inhabited", "by inhabited ground"),
                    ("ground", "by ground"),
                    ("table", "by a published table"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="InhabitedGround",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "layer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spatial.layer",
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
                "verbose_name_plural": "inhabited grounds",
                "ordering": ("organisation", "-revision"),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "revision"), name="inhabited_ground_revision"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="inhabited_ground_reason"
                    ),
                ],
            },
        ),
        tenant_key("spatial_inhabitedground", "layer_id", "spatial_layer"),
    ]
