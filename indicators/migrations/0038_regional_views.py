# SPDX-License-Identifier: EUPL-1.2
"""The classes that readers see first, as each audience reads them: of indicators that it is told of."""

from typing import ClassVar, Final

from django.db import migrations

READERS: Final = ("published", "council", "internal")
VIEW: Final = """
CREATE VIEW indicators_{reader}_regional AS
SELECT newest.* FROM (
    SELECT DISTINCT ON (c.indicator_id, c.level_id)
           c.id, c.organisation_id, i.slug AS indicator, l.slug AS level, c.bounds, c.palette, c.middle, c.reason,
           c.decided_at, c.indicator_id
    FROM indicators_regionalclasses c
    JOIN indicators_indicator i ON i.id = c.indicator_id
    JOIN spatial_level l ON l.id = c.level_id
    ORDER BY c.indicator_id, c.level_id, c.revision DESC) newest
WHERE cardinality(newest.bounds) > 0
  AND EXISTS (SELECT 1 FROM indicators_{reader}_release r WHERE r.indicator_id = newest.indicator_id);
"""


class Migration(migrations.Migration):
    """Add one view for each audience; who decided is told to nobody there."""

    dependencies: ClassVar = [("indicators", "0037_regional_classes")]
    operations: ClassVar = [
        migrations.RunSQL(
            "".join(VIEW.format(reader=reader) for reader in READERS),
            "".join(f"DROP VIEW indicators_{reader}_regional;" for reader in READERS),
        )
    ]
