# SPDX-License-Identifier: EUPL-1.2
"""Drafts that the house prepares, and which releases still stand, for them."""

from typing import ClassVar, Final

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# As `reports_gone_pin` finds them, of all releases.
VIEW: Final = """
CREATE VIEW reports_standing_release AS
SELECT r.id FROM indicators_release r
WHERE EXISTS (
        SELECT 1 FROM indicators_release standing
        WHERE standing.indicator_id = r.indicator_id AND standing.period_id = r.period_id
          AND standing.boundary_version_id = r.boundary_version_id AND standing.audience = r.audience
          AND standing.state = 'published')
  AND NOT EXISTS (
        SELECT 1 FROM indicators_release later JOIN indicators_releasechange c ON c.release_id = later.id
        WHERE later.indicator_id = r.indicator_id AND later.period_id = r.period_id
          AND later.boundary_version_id = r.boundary_version_id AND later.audience = r.audience
          AND later.number > r.number AND (c.counts->>'gone')::integer > 0);
"""
SCHEDULES: Final = [
    ("release", "when newer figures are published"),
    ("quarter", "every quarter"),
    ("year", "every year"),
    ("never", "never"),
]


class Migration(migrations.Migration):
    """Add tables, column and view."""

    dependencies: ClassVar = [("reports", "0009_pictures")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="publication", name="prepared_for", field=models.CharField(blank=True, max_length=64)
        ),
        migrations.CreateModel(
            name="PreparedDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=160)),
                (
                    "readers",
                    models.CharField(choices=[("public", "Everybody"), ("council", "The council")], max_length=10),
                ),
                ("composition", models.JSONField()),
                ("schedule", models.CharField(choices=SCHEDULES, max_length=10)),
                ("content_hash", models.CharField(max_length=64)),
                ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.edition"
                    ),
                ),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="prepared", to="reports.publication"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PreparedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("gzipped", models.BinaryField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="reports.prepareddraft",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="prepareddocument",
            constraint=models.UniqueConstraint(fields=("draft", "language"), name="prepared_document_once"),
        ),
        migrations.RunSQL(VIEW, "DROP VIEW reports_standing_release;"),
    ]
