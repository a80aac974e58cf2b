# SPDX-License-Identifier: EUPL-1.2
"""The bytes of one released slice by its address, in one statement: the way of every step of a map."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import psycopg
from django.db import connections
from django.db.backends.utils import CursorWrapper

from indicators.rendering.seriesbytes import joined
from indicators.selectors.released import PUBLIC, alias_for, statement_for

_SQL: Final = """
SELECT r.content_hash, CASE WHEN r.content_hash = ANY(%s) THEN NULL ELSE r.gzipped END
FROM indicators_published_{view} r
WHERE r.organisation_id = (SELECT id FROM accounts_organisation WHERE slug = %s)
  AND r.indicator = %s AND r.period = %s
"""
_LEVEL: Final = " AND r.level = %s"
_EDITION: Final = " AND r.edition = %s"
_FIRST: Final = " ORDER BY r.level_position DESC, r.boundary_version_id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class SliceAddress:
    """Which slice is asked for, and for whom.

    Without a level it is the finest one, without an edition the newest one that is released. `is_converted`: it was
    carried from another boundary version.
    """

    organisation: str
    indicator: str
    period: str
    level: str | None = None
    edition: str | None = None
    audience: str = PUBLIC
    is_converted: bool = False


@dataclass(frozen=True, slots=True)
class SliceBytes:
    """The hash of a slice in force, and its gzipped bytes unless the asker has that hash already."""

    content_hash: str
    gzipped: bytes | None


class _PreparedCursor(psycopg.Cursor[tuple[Any, ...]]):
    """Let the server plan a statement once per connection: planning the view takes longer than reading it."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> Self:  # noqa: ANN401 (psycopg's own types)
        """Execute as a prepared statement, with bytes sent as bytes."""
        return super().execute(query, params, prepare=True, binary=True)


def slice_bytes_at(address: SliceAddress, known: Sequence[str] = ()) -> SliceBytes | None:
    """Return the slice at an address, None when nothing is released there; `known` are hashes that need no bytes."""
    conditions = "".join(
        condition for condition, value in ((_LEVEL, address.level), (_EDITION, address.edition)) if value is not None
    )
    named = (address.organisation, address.indicator, address.period, address.level, address.edition)
    parameters: list[Any] = [list(known), *(value for value in named if value is not None)]
    sql = _SQL.format(view="conversion" if address.is_converted else "release")
    with _prepared_cursor(address.audience) as cursor:
        cursor.execute(statement_for(address.audience, sql + conditions + _FIRST), parameters)
        row = cursor.fetchone()
    return SliceBytes(*row) if row else None


def _prepared_cursor(audience: str) -> CursorWrapper:
    """Return a cursor of the connection of an audience, as Django makes it but for the preparing."""
    wrapper = connections[alias_for(audience)]
    wrapper.close_if_health_check_failed()
    wrapper.ensure_connection()
    connection: Any = wrapper.connection
    cursor: Any = _PreparedCursor(connection)
    return wrapper.make_debug_cursor(cursor) if wrapper.queries_logged else wrapper.make_cursor(cursor)


_SERIES_HASHES: Final = """
SELECT r.id, r.content_hash
FROM indicators_published_{view} r
WHERE r.organisation_id = (SELECT id FROM accounts_organisation WHERE slug = %s)
  AND r.indicator = %s AND r.level = %s AND r.edition = %s
ORDER BY r.period_start, r.period_end
"""
_SERIES: Final = """
SELECT r.payload FROM indicators_published_{view} r WHERE r.id = ANY(%s) ORDER BY r.period_start, r.period_end
"""


@dataclass(frozen=True, slots=True)
class SeriesAddress:
    """Which slices are asked for, and for whom: those of all periods of one boundary version of a level.

    `is_converted`: those that were carried to it from others, and no others.
    """

    organisation: str
    indicator: str
    level: str
    edition: str
    audience: str = PUBLIC
    is_converted: bool = False

    @property
    def view(self) -> str:
        """The view that holds them."""
        return "conversion" if self.is_converted else "release"


@dataclass(frozen=True, slots=True)
class Series:
    """The releases or conversions of a series in the order of time; the digest changes with each of them."""

    release_ids: tuple[int, ...]
    digest: str


def series_at(address: SeriesAddress) -> Series | None:
    """Return what is released at an address without reading a slice; None when nothing is."""
    with connections[alias_for(address.audience)].cursor() as cursor:
        cursor.execute(
            statement_for(address.audience, _SERIES_HASHES.format(view=address.view)),
            [address.organisation, address.indicator, address.level, address.edition],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    digest = hashlib.sha256("".join(row[1] for row in rows).encode()).hexdigest()
    return Series(tuple(row[0] for row in rows), digest)


def series_payload(address: SeriesAddress, series: Series) -> bytes:
    """Return the slices of a series, one after the other (`rendering.seriesbytes`)."""
    with connections[alias_for(address.audience)].cursor() as cursor:
        cursor.execute(statement_for(address.audience, _SERIES.format(view=address.view)), [list(series.release_ids)])
        return joined(bytes(row[0]) for row in cursor.fetchall())
