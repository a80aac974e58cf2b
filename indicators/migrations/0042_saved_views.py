# SPDX-License-Identifier: EUPL-1.2
"""Views of the workbench that people keep: what an address says, never a figure."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table."""

    dependencies: ClassVar = [
        ("accounts", "0004_narrowed_roles"),
        ("indicators", "0041_minimum_denominator"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("query", models.CharField(max_length=2000)),
                (
                    "sharing",
                    models.CharField(
                        choices=[
                            ("nobody", "You alone"),
                            ("house", "The house: whoever signs in here finds it in this list"),
                            ("link", "The house, and whoever has its address"),
                        ],
                        default="nobody",
                        max_length=6,
                        verbose_name="Who can open it",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
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
            ],
            options={
                "ordering": ("name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("organisation", "owner", "name"),
                        name="saved_view_name_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="saved_view_named"),
                    models.CheckConstraint(
                        condition=models.Q(("sharing__in", ["nobody", "house", "link"])), name="saved_view_sharing"
                    ),
                ],
            },
        ),
    ]
