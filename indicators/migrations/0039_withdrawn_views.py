# SPDX-License-Identifier: EUPL-1.2
"""What was taken out of force, as each audience is told of it: that it was, and when; never why, and no figure."""

from typing import ClassVar, Final

from django.db import migrations

# Of each reader's view the audiences that read along.
READS: Final = {
    "published": "'public'",
    "council": "'council', 'public'",
    "internal": "'internal', 'council', 'public'",
}
# Told only of indicators of which something else is in force, and while nothing took the place of what went.
VIEW: Final = """
CREATE VIEW indicators_{reader}_withdrawn AS
SELECT DISTINCT ON (r.indicator_id, r.period_id, r.boundary_version_id)
       r.id, r.organisation_id, r.indicator_id, i.slug AS indicator, p.code AS period, p.start AS period_start,
       l.slug AS level, l.position AS level_position, b.edition, r.boundary_version_id, r.ended_at AS withdrawn_at
FROM indicators_release r
JOIN indicators_{reader}_indicator i ON i.id = r.indicator_id
JOIN indicators_period p ON p.id = r.period_id
JOIN spatial_boundaryversion b ON b.id = r.boundary_version_id
JOIN spatial_level l ON l.id = b.level_id
WHERE r.state = 'withdrawn' AND r.audience IN ({audiences})
  AND NOT EXISTS (
    SELECT 1 FROM indicators_release n
    WHERE n.indicator_id = r.indicator_id AND n.period_id = r.period_id
      AND n.boundary_version_id = r.boundary_version_id AND n.audience = r.audience AND n.number > r.number)
  AND NOT EXISTS (
    SELECT 1 FROM indicators_{reader}_release v
    WHERE v.indicator_id = r.indicator_id AND v.period_id = r.period_id
      AND v.boundary_version_id = r.boundary_version_id)
ORDER BY r.indicator_id, r.period_id, r.boundary_version_id, r.ended_at DESC;
"""


class Migration(migrations.Migration):
    """Add one view for each audience."""

    dependencies: ClassVar = [("indicators", "0038_regional_views")]
    operations: ClassVar = [
        migrations.RunSQL(
            "".join(VIEW.format(reader=reader, audiences=audiences) for reader, audiences in READS.items()),
            "".join(f"DROP VIEW indicators_{reader}_withdrawn;" for reader in READS),
        )
    ]
