# SPDX-License-Identifier: EUPL-1.2
"""What readers see of editions, and whether the releases behind them still stand (docs/adr/0012-editions.md)."""

from typing import ClassVar, Final

from django.db import migrations

from sozialplanung.accounts.tenancy import tenant_key

READERS: Final = {"public": "'public'", "council": "'public', 'council'"}
VIEWS: Final = """
CREATE VIEW reports_{reader}_edition AS
SELECT e.id, e.uuid, e.organisation_id, e.publication_id, p.slug, p.kind, e.year, e.number, e.title, e.readers,
       e.state, e.correction, e.content_hash, e.published_at, e.withdrawn_at, e.reason
FROM reports_edition e JOIN reports_publication p ON p.id = e.publication_id
WHERE e.state IN ('published', 'withdrawn') AND e.published_at <= statement_timestamp() AND e.readers IN ({readers});

CREATE VIEW reports_{reader}_document AS
SELECT d.edition_id, d.language, d.gzipped, d.content_hash
FROM reports_editiondocument d JOIN reports_edition e ON e.id = d.edition_id
WHERE e.state = 'published' AND e.published_at <= statement_timestamp() AND e.readers IN ({readers});

-- A moment is that of the statement: a transaction may have begun long before.
-- A cell is one indicator, period, boundary version and audience. A figure that was taken back, or that newer figures of
-- the same cell do not tell any more, is told by no edition either.
CREATE VIEW reports_{reader}_pin AS
SELECT n.edition_id, n.release_id, i.slug AS indicator, l.slug AS level, q.start AS period_start,
       (standing.id IS NULL OR EXISTS (
            SELECT 1 FROM indicators_release later JOIN indicators_releasechange c ON c.release_id = later.id
            WHERE later.indicator_id = r.indicator_id AND later.period_id = r.period_id
              AND later.boundary_version_id = r.boundary_version_id AND later.audience = r.audience
              AND later.number > r.number AND (c.counts->>'gone')::integer > 0)) AS is_gone,
       (standing.id IS NOT NULL AND standing.id <> r.id) AS is_replaced,
       (SELECT max(p.start) FROM indicators_release newer
          JOIN indicators_period p ON p.id = newer.period_id
          JOIN spatial_boundaryversion w ON w.id = newer.boundary_version_id
        WHERE newer.indicator_id = r.indicator_id AND newer.audience = r.audience AND newer.state = 'published'
          AND w.level_id = b.level_id) AS newest_start
FROM reports_editionpin n
JOIN reports_edition e ON e.id = n.edition_id
JOIN indicators_release r ON r.id = n.release_id
JOIN indicators_indicator i ON i.id = r.indicator_id
JOIN indicators_period q ON q.id = r.period_id
JOIN spatial_boundaryversion b ON b.id = r.boundary_version_id
JOIN spatial_level l ON l.id = b.level_id
LEFT JOIN indicators_release standing
  ON standing.indicator_id = r.indicator_id AND standing.period_id = r.period_id
 AND standing.boundary_version_id = r.boundary_version_id AND standing.audience = r.audience
 AND standing.state = 'published'
WHERE e.state = 'published' AND e.published_at <= statement_timestamp() AND e.readers IN ({readers});
"""
DROPPED: Final = (
    "DROP VIEW reports_{reader}_pin; DROP VIEW reports_{reader}_document; DROP VIEW reports_{reader}_edition;"
)


class Migration(migrations.Migration):
    """Add the views, and the keys that keep the editions of one organisation with its own publications."""

    dependencies: ClassVar = [("reports", "0001_initial"), ("indicators", "0045_figure_remarks")]
    operations: ClassVar = [
        tenant_key("reports_edition", "publication_id", "reports_publication"),
        migrations.RunSQL(
            "".join(VIEWS.format(reader=reader, readers=readers) for reader, readers in READERS.items()),
            "".join(DROPPED.format(reader=reader) for reader in READERS),
        ),
    ]
