# SPDX-License-Identifier: EUPL-1.2
"""Search for areas by name or key, whatever the spelling of umlauts."""

from datetime import date

from django.db import connections
from django.utils import timezone

from spatial.selectors.rows import PUBLIC, OrganisationKey, SearchHit

LIMIT = 20
LONGEST_TEXT = 100
_FROM = "áàâãåéèêëíìîïóòôõúùûçñýÿ-/.,()"
_TO = "aaaaaeeeeiiiioooouuucnyy      "
# Every spelling is folded in two ways, so that Müggelheim is found as Mueggelheim and as Muggelheim.
_LONG = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))
_SHORT = (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss"))


def _folded(column: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """Return SQL that folds a column; `column` and `pairs` are constants of this module."""
    sql = f"""translate(lower({column} COLLATE "de-x-icu"), '{_FROM}', '{_TO}')"""
    for umlaut, plain in pairs:
        sql = f"replace({sql}, '{umlaut}', '{plain}')"
    return sql


_SQL = f"""
WITH asked AS (
    SELECT {_folded("%(text)s", _LONG)} AS long, {_folded("%(text)s", _SHORT)} AS short
), named AS (
    SELECT v.id, v.key, v.name, v.parent_id, v.valid_from, v.level_id,
           {_folded("v.name", _LONG)} AS long, {_folded("v.name", _SHORT)} AS short
    FROM spatial_unitversion v
    WHERE v.organisation_id = %(organisation)s
), found AS (
    SELECT named.*, CASE
        WHEN lower(key) = lower(%(text)s) OR named.long = asked.long THEN 0
        WHEN starts_with(named.long, asked.long) OR starts_with(named.short, asked.short) THEN 1
        WHEN starts_with(lower(key), lower(%(text)s)) THEN 2
        WHEN strpos(named.long, ' ' || asked.long) > 0 OR strpos(named.short, ' ' || asked.short) > 0 THEN 3
        ELSE 4 END AS distance
    FROM named, asked
    WHERE strpos(named.long, asked.long) > 0 OR strpos(named.short, asked.short) > 0
       OR strpos(lower(key), lower(%(text)s)) > 0
), placed AS (
    SELECT DISTINCT ON (found.id) found.*, l.slug AS level, l.name AS level_name, l.position,
           b.edition, b.name AS edition_name, b.valid_from AS since,
           b.valid_from <= %(today)s AND (b.valid_until IS NULL OR b.valid_until > %(today)s) AS is_current
    FROM found
    JOIN spatial_level l ON l.id = found.level_id
    JOIN spatial_boundarymember m ON m.unit_version_id = found.id
    JOIN spatial_boundaryversion b ON b.id = m.boundary_version_id
    WHERE (%(level)s::text IS NULL OR l.slug = %(level)s) AND (%(edition)s::text IS NULL OR b.edition = %(edition)s)
    ORDER BY found.id, is_current DESC, b.valid_from DESC
)
SELECT placed.level, placed.level_name, placed.edition, placed.edition_name, placed.is_current,
       placed.key, placed.name, coalesce(p.name, '')
FROM placed
LEFT JOIN spatial_unitversion p ON p.unit_id = placed.parent_id
    AND p.valid_from <= placed.since AND (p.valid_until IS NULL OR p.valid_until > placed.since)
ORDER BY NOT placed.is_current, placed.distance, placed.since DESC, placed.position,
         placed.name COLLATE "de-x-icu", placed.key
LIMIT {LIMIT}
"""  # noqa: S608 (every part of it is a constant of this module, what is asked for is a parameter)


def search(
    organisation: OrganisationKey, text: str, *, level: str | None = None, edition: str | None = None
) -> tuple[SearchHit, ...]:
    """Return at most 20 areas whose name or key starts with or holds the text; what holds today comes first.

    Text without a letter or digit finds nothing.
    """
    wanted = " ".join(text.split())[:LONGEST_TEXT]
    if not any(sign.isalnum() for sign in wanted) or "\0" in wanted:
        return ()
    parameters: dict[str, str | int | date | None] = {
        "text": wanted,
        "organisation": organisation.id,
        "today": timezone.localdate(),
        "level": level,
        "edition": edition,
    }
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(_SQL, parameters)
        return tuple(SearchHit(*row) for row in cursor.fetchall())
