# SPDX-License-Identifier: EUPL-1.2
"""Which releases behind editions of whatever state are gone, for the desk; of which of them people were told."""

from typing import ClassVar, Final

from django.db import migrations, models

# As readers find it (`reports_<reader>_pin`), but of editions that wait, too.
VIEW: Final = """
CREATE VIEW reports_gone_pin AS
SELECT n.edition_id, n.release_id
FROM reports_editionpin n JOIN indicators_release r ON r.id = n.release_id
WHERE NOT EXISTS (
        SELECT 1 FROM indicators_release standing
        WHERE standing.indicator_id = r.indicator_id AND standing.period_id = r.period_id
          AND standing.boundary_version_id = r.boundary_version_id AND standing.audience = r.audience
          AND standing.state = 'published')
   OR EXISTS (
        SELECT 1 FROM indicators_release later JOIN indicators_releasechange c ON c.release_id = later.id
        WHERE later.indicator_id = r.indicator_id AND later.period_id = r.period_id
          AND later.boundary_version_id = r.boundary_version_id AND later.audience = r.audience
          AND later.number > r.number AND (c.counts->>'gone')::integer > 0);
"""


class Migration(migrations.Migration):
    """Add view and column."""

    dependencies: ClassVar = [("reports", "0002_views"), ("indicators", "0045_figure_remarks")]
    operations: ClassVar = [
        migrations.AddField(model_name="edition", name="told_gone", field=models.JSONField(blank=True, default=list)),
        migrations.RunSQL(VIEW, "DROP VIEW reports_gone_pin;"),
    ]
