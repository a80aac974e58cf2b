# SPDX-License-Identifier: EUPL-1.2
"""An edition tells no figure that was taken back once, and none of which a newer release of the cell tells less.

Newer figures are those that came after it was handed in.
"""

from typing import ClassVar, Final

from django.db import migrations

READERS: Final = {"public": "'public'", "council": "'public', 'council'"}
_CELL: Final = """{each}.indicator_id = r.indicator_id AND {each}.period_id = r.period_id
          AND {each}.boundary_version_id = r.boundary_version_id AND {each}.audience = r.audience"""
_NOTHING_STANDS: Final = f"""NOT EXISTS (
        SELECT 1 FROM indicators_release stands
        WHERE {_CELL.format(each="stands")} AND stands.state = 'published')"""  # noqa: S608 - constants only
_LESS: Final = f"""EXISTS (
        SELECT 1 FROM indicators_release later JOIN indicators_releasechange c ON c.release_id = later.id
        WHERE {_CELL.format(each="later")} AND later.number > r.number AND ({{less}}))"""  # noqa: S608 - constants only
# Corrected figures in the place of withdrawn ones do not bring these back: they were wrong, or not to be told. What
# only went along with others was neither; `lost` of what comes in its place says whether that tells less.
_TAKEN_BACK: Final = f"""EXISTS (
        SELECT 1 FROM indicators_release taken
        WHERE {_CELL.format(each="taken")} AND taken.number >= r.number
          AND taken.state = 'withdrawn' AND NOT taken.is_taken_along)"""  # noqa: S608 - constants only
_VALUES: Final = "(c.counts->>'gone')::integer > 0"
# Counts, intervals and the value of the city, too; also where the newer release is of another definition.
_FIGURES: Final = f"{_VALUES} OR (c.counts->>'lost')::integer > 0"
BEFORE: Final = f"({_NOTHING_STANDS} OR {_LESS.format(less=_VALUES)})"
AFTER: Final = f"({_NOTHING_STANDS} OR {_TAKEN_BACK} OR {_LESS.format(less=_FIGURES)})"

PIN: Final = """
CREATE OR REPLACE VIEW reports_{reader}_pin AS
SELECT n.edition_id, n.release_id, i.slug AS indicator, l.slug AS level, q.start AS period_start,
       {gone} AS is_gone,
       (standing.id IS NOT NULL AND standing.id <> r.id) AS is_replaced,
       (SELECT max(p.start) FROM indicators_release newer
          JOIN indicators_period p ON p.id = newer.period_id
          JOIN spatial_boundaryversion w ON w.id = newer.boundary_version_id
        WHERE newer.indicator_id = r.indicator_id AND newer.audience = r.audience AND newer.state = 'published'
          AND w.level_id = b.level_id{since}) AS newest_start
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
# The same for the desk, of editions in whatever state, and for drafts.
DESK: Final = """
CREATE OR REPLACE VIEW reports_gone_pin AS
SELECT n.edition_id, n.release_id
FROM reports_editionpin n JOIN indicators_release r ON r.id = n.release_id
WHERE {gone};
CREATE OR REPLACE VIEW reports_standing_release AS
SELECT r.id FROM indicators_release r
WHERE NOT {gone};
"""


# An edition of an earlier year, or one that tells how many people lived there then, is not behind from its first day.
_SINCE: Final = " AND newer.published_at > e.submitted_at"


def _views(gone: str, since: str) -> str:
    pins = (PIN.format(reader=reader, readers=readers, gone=gone, since=since) for reader, readers in READERS.items())
    return "".join((*pins, DESK.format(gone=gone)))


class Migration(migrations.Migration):
    """Change the views."""

    dependencies: ClassVar = [("reports", "0010_drafts"), ("indicators", "0045_figure_remarks")]
    operations: ClassVar = [migrations.RunSQL(_views(AFTER, _SINCE), _views(BEFORE, ""))]
