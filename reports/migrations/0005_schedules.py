# SPDX-License-Identifier: EUPL-1.2
"""When a new edition is due, and of which newer figures people were told."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add both columns."""

    dependencies: ClassVar = [("reports", "0004_files")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="publication",
            name="schedule",
            field=models.CharField(
                choices=[
                    ("release", "when newer figures are published"),
                    ("quarter", "every quarter"),
                    ("year", "every year"),
                    ("never", "never"),
                ],
                default="release",
                max_length=10,
                verbose_name="Tell of a new edition",
            ),
        ),
        migrations.AddField(model_name="edition", name="told_newer", field=models.JSONField(blank=True, default=list)),
    ]
