# SPDX-License-Identifier: EUPL-1.2
"""The bytes of one released slice by its address, in one statement: the way of every step of a map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections


@dataclass(frozen=True, slots=True)
class SliceAddress:
    """Which slice is asked for; without a level the finest one, without an edition the newest one that is released."""

    organisation: str
    indicator: str
    period: str
    level: str | None = None
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class SliceBytes:
    """The hash of a slice in force, and its gzipped bytes unless the asker has that hash already."""

    content_hash: str
    gzipped: bytes | None


_SQL = """
SELECT r.content_hash, CASE WHEN r.content_hash = ANY(%s) THEN NULL ELSE r.gzipped END
FROM indicators_published_release r
WHERE r.organisation_id = (SELECT id FROM accounts_organisation WHERE slug = %s)
  AND r.indicator = %s AND r.period = %s
"""
_LEVEL = " AND r.level = %s"
_EDITION = " AND r.edition = %s"
_FIRST = " ORDER BY r.level_position DESC, r.boundary_version_id DESC LIMIT 1"


def slice_bytes_at(address: SliceAddress, known: Sequence[str] = ()) -> SliceBytes | None:
    """Return the slice at an address, None when nothing is released there; `known` are hashes that need no bytes."""
    conditions = "".join(
        condition for condition, value in ((_LEVEL, address.level), (_EDITION, address.edition)) if value is not None
    )
    named = (address.organisation, address.indicator, address.period, address.level, address.edition)
    parameters: list[Any] = [list(known), *(value for value in named if value is not None)]
    with connections["public"].cursor() as cursor:
        cursor.execute(_SQL + conditions + _FIRST, parameters)
        row = cursor.fetchone()
    return SliceBytes(row[0], None if row[1] is None else bytes(row[1])) if row else None
