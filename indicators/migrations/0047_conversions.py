# SPDX-License-Identifier: EUPL-1.2
"""Released figures carried to other boundary versions, and for each reader a view of those that hold."""

from typing import ClassVar, Final

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from sozialplanung.accounts.tenancy import tenant_key

READERS: Final = ("published", "council", "internal")
# A conversion is there while its reader sees the release that it was made from, all that taught its errors and its
# crosswalk, and while nothing was released for the version itself. Numbers below zero are no release's.
VIEW: Final = """
CREATE VIEW indicators_{reader}_conversion AS
SELECT -c.id AS id, r.organisation_id, r.indicator_id, r.indicator, r.definition_id, r.period_id,
       r.period, r.period_kind, r.period_start, r.period_end,
       c.boundary_version_id, r.level, r.level_position, b.edition, r.number,
       c.payload, c.gzipped, c.content_hash, r.published_at, r.audience,
       r.edition AS origin, c.crosswalk_id, c.counts
FROM indicators_conversion c
JOIN indicators_{reader}_release r ON r.id = c.release_id
JOIN spatial_boundaryversion b ON b.id = c.boundary_version_id
JOIN spatial_crosswalk x ON x.id = c.crosswalk_id AND x.is_current
WHERE NOT EXISTS (
    SELECT 1 FROM indicators_{reader}_release own
    WHERE own.indicator_id = r.indicator_id AND own.period_id = r.period_id
      AND own.boundary_version_id = c.boundary_version_id)
  AND NOT EXISTS (
    SELECT 1 FROM unnest(c.taught_by) AS taught(id)
    WHERE NOT EXISTS (SELECT 1 FROM indicators_release t WHERE t.id = taught.id AND t.state = 'published'));
"""
DROP: Final = "".join(f"DROP VIEW indicators_{reader}_conversion;\n" for reader in READERS)


class Migration(migrations.Migration):
    """Add the table, tied to the organisation of its release and versions, and the views."""

    dependencies: ClassVar = [("indicators", "0046_class_wording"), ("spatial", "0005_crosswalks")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Conversion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "taught_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("counts", models.JSONField()),
                ("payload", models.BinaryField()),
                ("gzipped", models.BinaryField()),
                ("content_hash", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "boundary_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.boundaryversion"
                    ),
                ),
                (
                    "crosswalk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="spatial.crosswalk"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversions",
                        to="indicators.release",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="conversion_tenant_key"),
                    models.UniqueConstraint(fields=("release", "boundary_version"), name="conversion_once"),
                ],
            },
        ),
        tenant_key("indicators_conversion", "release_id", "indicators_release"),
        tenant_key("indicators_conversion", "boundary_version_id", "spatial_boundaryversion"),
        tenant_key("indicators_conversion", "crosswalk_id", "spatial_crosswalk"),
        migrations.RunSQL("".join(VIEW.format(reader=reader) for reader in READERS), DROP),
    ]
