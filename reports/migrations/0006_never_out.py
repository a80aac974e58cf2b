# SPDX-License-Identifier: EUPL-1.2
"""An edition that was taken back before its embargo ended was never out: readers find none."""

from typing import ClassVar, Final

from django.db import migrations

READERS: Final = {"public": "'public'", "council": "'public', 'council'"}
VIEW: Final = """
CREATE OR REPLACE VIEW reports_{reader}_edition AS
SELECT e.id, e.uuid, e.organisation_id, e.publication_id, p.slug, p.kind, e.year, e.number, e.title, e.readers,
       e.state, e.correction, e.content_hash, e.published_at, e.withdrawn_at, e.reason
FROM reports_edition e JOIN reports_publication p ON p.id = e.publication_id
WHERE {states} AND e.published_at <= statement_timestamp() AND e.readers IN ({readers});
"""
OUT: Final = "(e.state = 'published' OR (e.state = 'withdrawn' AND e.withdrawn_at >= e.published_at))"
BEFORE: Final = "e.state IN ('published', 'withdrawn')"


def _views(states: str) -> str:
    return "".join(VIEW.format(reader=reader, readers=readers, states=states) for reader, readers in READERS.items())


class Migration(migrations.Migration):
    """Change the views."""

    dependencies: ClassVar = [("reports", "0005_schedules")]
    operations: ClassVar = [migrations.RunSQL(_views(OUT), _views(BEFORE))]
