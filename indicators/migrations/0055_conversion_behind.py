# SPDX-License-Identifier: EUPL-1.2
"""Readers of a conversion are told which releases it rests on: documents pin these."""

from typing import ClassVar, Final

from django.db import migrations

READERS: Final = ("published", "council", "internal")
BEFORE: Final = """
CREATE VIEW indicators_{reader}_conversion AS
SELECT -c.id AS id, r.organisation_id, r.indicator_id, r.indicator, r.definition_id, r.period_id,
       r.period, r.period_kind, r.period_start, r.period_end,
       c.boundary_version_id, r.level, r.level_position, b.edition, r.number,
       c.payload, c.gzipped, c.content_hash, r.published_at, r.audience,
       r.edition AS origin, c.crosswalk_id, c.counts{more}
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
MORE: Final = ", c.release_id, c.taught_by"
AFTER: Final = BEFORE.replace("CREATE VIEW", "CREATE OR REPLACE VIEW")
DROP: Final = "DROP VIEW indicators_{reader}_conversion;"


class Migration(migrations.Migration):
    """Add two columns at the end of the views."""

    dependencies: ClassVar = [("indicators", "0054_reached_areas")]
    operations: ClassVar = [
        migrations.RunSQL(
            "".join(AFTER.format(reader=reader, more=MORE) for reader in READERS),
            "".join((DROP + BEFORE).format(reader=reader, more="") for reader in READERS),
        )
    ]
