# SPDX-License-Identifier: EUPL-1.2
"""What is handed in, while a job freezes it."""

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table; an edition was handed in when somebody pressed, not when the job was done."""

    dependencies: ClassVar = [
        ("reports", "0007_edition_writers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="edition",
            name="submitted_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.CreateModel(
            name="HandingIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=160)),
                (
                    "readers",
                    models.CharField(choices=[("public", "Everybody"), ("council", "The council")], max_length=10),
                ),
                ("composition", models.JSONField()),
                ("correction", models.TextField(blank=True)),
                ("writers", models.JSONField(blank=True, default=list)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("job_id", models.UUIDField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handing",
                        to="reports.edition",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handings", to="reports.publication"
                    ),
                ),
            ],
            options={"ordering": ("-pk",)},
        ),
    ]
