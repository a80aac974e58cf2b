# SPDX-License-Identifier: EUPL-1.2
"""What a rule of disclosure that waits would hide, tried out."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table; rules that wait already have no try until somebody asks for one."""

    dependencies: ClassVar = [("indicators", "0032_foreseen_audience")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RulingForesight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job_id", models.UUIDField()),
                ("said_hash", models.CharField(blank=True, max_length=64)),
                ("compared_with", models.CharField(blank=True, max_length=64)),
                ("computed_at", models.DateTimeField(blank=True, null=True)),
                ("result", models.JSONField(default=dict)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="foresight",
                        to="indicators.disclosureversion",
                    ),
                ),
            ],
        ),
    ]
