# SPDX-License-Identifier: EUPL-1.2
"""Editions keep by their hashes what was carried to other boundaries for them."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table."""

    dependencies: ClassVar = [
        ("reports", "0012_own_areas"),
        ("indicators", "0055_conversion_behind"),
        ("spatial", "0005_crosswalks"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="EditionConversion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=64)),
                (
                    "boundary_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="conversions", to="reports.edition"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.release"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="editionconversion",
            constraint=models.UniqueConstraint(
                fields=("edition", "release", "boundary_version"), name="edition_conversion_once"
            ),
        ),
    ]
