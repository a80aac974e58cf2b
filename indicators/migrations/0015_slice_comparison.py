# SPDX-License-Identifier: EUPL-1.2
"""What a batch would change is kept by series and period; what was counted before is counted once more."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

COUNT_AGAIN = (
    "UPDATE indicators_importbatch SET counts = counts - 'compared_with' "
    "WHERE state IN ('staged', 'submitted', 'approved')"
)


class Migration(migrations.Migration):
    """Add the table; batches on their way are compared again when somebody looks."""

    dependencies: ClassVar = [("indicators", "0014_definition_four_eyes")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="SliceComparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series_id", models.IntegerField()),
                ("period_id", models.IntegerField()),
                ("new", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
                ("unchanged", models.PositiveIntegerField()),
                ("missing", models.PositiveIntegerField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.importbatch"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "series_id", "period_id"), name="comparison_once")
                ]
            },
        ),
        migrations.RunSQL(COUNT_AGAIN, migrations.RunSQL.noop),
    ]
