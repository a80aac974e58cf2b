# SPDX-License-Identifier: EUPL-1.2
"""Map services of others that an organisation offers on its maps."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table of map services."""

    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("spatial", "0009_crosswalk_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="MapService",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("title", models.CharField(max_length=120)),
                ("kind", models.CharField(choices=[("wms", "WMS"), ("wmts", "WMTS")], max_length=4)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("base", "base map: streets and names behind the figures, in grey"),
                            ("overlay", "overlay: over the figures, in its own colours"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "not offered yet"),
                            ("shown", "offered on maps"),
                            ("hidden", "taken off maps"),
                        ],
                        default="draft",
                        max_length=6,
                    ),
                ),
                ("address", models.CharField(max_length=1000)),
                ("source", models.JSONField()),
                ("opacity", models.PositiveSmallIntegerField()),
                ("attribution", models.CharField(max_length=500)),
                ("licence", models.CharField(max_length=200)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("seen_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "ordering": ("role", "title"),
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "slug"), name="map_service_slug"),
                    models.CheckConstraint(
                        condition=models.Q(("opacity__gte", 10), ("opacity__lte", 100)), name="map_service_can_be_seen"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attribution", ""), _negated=True), name="map_service_names_its_source"
                    ),
                ],
            },
        ),
    ]
