# SPDX-License-Identifier: EUPL-1.2
"""Editions as readers find them: what they say, whether the figures behind them still stand, what is newer."""

import gzip
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connections

from indicators.selectors.released import PUBLIC, alias_for
from reports.rendering.document import Language
from reports.rendering.storing import Pinned, restored

COUNCIL: Final = "council"
WITHDRAWN: Final = "withdrawn"
_COLUMNS: Final = (
    "id, organisation_id, publication_id, slug, kind, year, number, title, readers, state, correction, content_hash, "
    "published_at, withdrawn_at, reason"
)


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition that is out, or was; `read_for` is the audience that it was read for."""

    id: int
    organisation_id: int
    publication_id: int
    slug: str
    kind: str
    year: int
    number: int
    title: str
    readers: str
    state: str
    correction: str
    content_hash: str
    published_at: datetime
    withdrawn_at: datetime | None
    reason: str
    read_for: str = PUBLIC

    @property
    def label(self) -> str:
        """Year and number, as they are written in words."""
        return f"{self.year}/{self.number}"

    @property
    def path(self) -> str:
        """Year and number, as they are written in addresses."""
        return f"{self.year}-{self.number}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.state == WITHDRAWN


@dataclass(frozen=True, slots=True)
class Standing:
    """How the releases behind an edition stand: those that are gone, and whether figures are newer or corrected."""

    gone: frozenset[int]
    has_corrected: bool
    has_newer: bool


def editions_named(slug: str, audience: str) -> tuple[EditionRow, ...]:
    """Return all editions of a publication that an audience may read, the newest first."""
    rows = rows_for(
        audience,
        f"SELECT {_COLUMNS} FROM reports_public_edition "  # noqa: S608 - constants only
        "WHERE slug = %s ORDER BY year DESC, number DESC",
        [slug],
    )
    return tuple(_edition(row, audience) for row in rows)


def editions_at(organisation_id: int, audience: str) -> tuple[EditionRow, ...]:
    """Return the newest edition of each publication of an organisation that is out, the latest first."""
    rows = rows_for(
        audience,
        f"SELECT DISTINCT ON (publication_id) {_COLUMNS} FROM reports_public_edition "  # noqa: S608 - constants only
        "WHERE organisation_id = %s AND state = 'published' ORDER BY publication_id, year DESC, number DESC",
        [organisation_id],
    )
    found = (_edition(row, audience) for row in rows)
    return tuple(sorted(found, key=lambda each: each.published_at, reverse=True))


def document_in(edition: EditionRow, language: Language) -> Pinned | None:
    """Return what an edition says in a language; None when it was taken back meanwhile."""
    rows = rows_for(
        edition.read_for,
        "SELECT gzipped FROM reports_public_document WHERE edition_id = %s AND language = %s",
        [edition.id, language],
    )
    return restored(gzip.decompress(bytes(rows[0][0]))) if rows else None


def standing_of(edition: EditionRow) -> Standing:
    """Say how the releases behind an edition stand now."""
    rows = rows_for(
        edition.read_for,
        "SELECT release_id, indicator, level, period_start, is_gone, is_replaced, newest_start "
        "FROM reports_public_pin WHERE edition_id = %s",
        [edition.id],
    )
    shown: dict[tuple[str, str], date] = {}
    newest: dict[tuple[str, str], date] = {}
    for _release, indicator, level, start, _gone, _replaced, there in rows:
        key = (indicator, level)
        shown[key] = max(start, shown.get(key, start))
        if there is not None:
            newest[key] = there
    return Standing(
        gone=frozenset(row[0] for row in rows if row[4]),
        has_corrected=any(row[5] and not row[4] for row in rows),
        has_newer=any(newest[key] > start for key, start in shown.items() if key in newest),
    )


def _edition(row: tuple[Any, ...], audience: str) -> EditionRow:
    return EditionRow(*(*row, audience))


def rows_for(audience: str, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    """Read the views of an audience; statements are written over those of the public."""
    statement = sql if audience == PUBLIC else sql.replace("reports_public_", "reports_council_")
    with connections[alias_for(audience)].cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
