# SPDX-License-Identifier: EUPL-1.2
"""Raw values in and out of the table: COPY in, arrays out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db import connection

from sozialplanung.common.statuses import Status

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """Values of one series and period in a given order of units; NaN and status missing where there is none."""

    value: Floats
    numerator: Floats
    denominator: Floats
    status: npt.NDArray[np.uint8]
    flags: npt.NDArray[np.uint8]

    @property
    def is_empty(self) -> bool:
        """Whether not one value or status was delivered."""
        return bool((self.status == Status.MISSING).all())


def observed(*, series_id: int, period_id: int, unit_ids: npt.NDArray[np.int64]) -> Observed:
    """Read the current values of a series at one period, in the order of ``unit_ids`` (shape (n,))."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, value, numerator, denominator, status, flags FROM indicators_observation "
            "WHERE series_id = %s AND period_id = %s AND unit_id = ANY(%s)",
            [series_id, period_id, unit_ids.tolist()],
        )
        rows = cursor.fetchall()
    size = unit_ids.size
    floats = np.full((3, size), np.nan)
    status = np.full(size, int(Status.MISSING), dtype=np.uint8)
    flags = np.zeros(size, dtype=np.uint8)
    order = {int(unit): position for position, unit in enumerate(unit_ids)}
    for unit_id, value, numerator, denominator, code, bits in rows:
        at = order[unit_id]
        floats[:, at] = [np.nan if number is None else number for number in (value, numerator, denominator)]
        status[at], flags[at] = code, bits
    return Observed(floats[0], floats[1], floats[2], status, flags)


def delivered_cells(*, series_id: int) -> tuple[tuple[int, int], ...]:
    """Return (period id, boundary version id) of every slice of a series that was delivered."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.start, o.period_id, b.id FROM indicators_observation o "
            "JOIN indicators_period p ON p.id = o.period_id "
            "JOIN spatial_unit u ON u.id = o.unit_id "
            "JOIN indicators_importbatch i ON i.id = o.batch_id "
            "JOIN spatial_boundaryversion b ON b.level_id = u.level_id AND b.edition = i.boundary_edition "
            "WHERE o.series_id = %s ORDER BY p.start, b.id",
            [series_id],
        )
        return tuple((row[1], row[2]) for row in cursor.fetchall())


def copy_staged(*, batch_id: int, rows: Sequence[tuple[object, ...]]) -> None:
    """Write staged values by COPY: series, period, unit, value, numerator, denominator, status, flags, row."""
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY indicators_stagedvalue (batch_id, series_id, period_id, unit_id, value, numerator, denominator, "
            'status, flags, "row") FROM STDIN'
        ) as copy,
    ):
        for row in rows:
            copy.write_row((batch_id, *row))


def values_hash(*, batch_id: int) -> str:
    """Return the hash of the staged values of a batch, the same whatever the order of their rows in the file."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws(',', series_id, period_id, unit_id, "
            "coalesce(value::text, '-'), coalesce(numerator::text, '-'), coalesce(denominator::text, '-'), status, "
            "flags), ';' ORDER BY series_id, period_id, unit_id), ''), 'UTF8')), 'hex') "
            "FROM indicators_stagedvalue WHERE batch_id = %s",
            [batch_id],
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def drop_staged(*, batch_id: int) -> None:
    """Remove the staged values of a batch that will not become current."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_stagedvalue WHERE batch_id = %s", [batch_id])


_SAME = (
    "(o.value, o.numerator, o.denominator, o.status, o.flags) IS NOT DISTINCT FROM "
    "(s.value, s.numerator, s.denominator, s.status, s.flags)"
)


def apply_staged(*, batch_id: int, organisation_id: int) -> dict[str, int]:
    """Make the staged values of a batch current and empty them. Returns counts as `make_current` does."""
    counts = make_current(batch_id=batch_id, organisation_id=organisation_id)
    drop_staged(batch_id=batch_id)
    return counts


def make_current(*, batch_id: int, organisation_id: int) -> dict[str, int]:
    """Write the staged values of a batch over the current ones; what they replace goes to the history.

    Runs in the caller's transaction. The result holds ``new``, ``changed`` and ``unchanged``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE o.series_id IS NULL), "  # noqa: S608 - constants only
            f"count(*) FILTER (WHERE o.series_id IS NOT NULL AND NOT {_SAME}), "
            f"count(*) FILTER (WHERE o.series_id IS NOT NULL AND {_SAME}) "
            "FROM indicators_stagedvalue s LEFT JOIN indicators_observation o "
            "USING (series_id, period_id, unit_id) WHERE s.batch_id = %s",
            [batch_id],
        )
        new, changed, unchanged = cursor.fetchone() or (0, 0, 0)
        cursor.execute(
            "INSERT INTO indicators_observationhistory (organisation_id, series_id, period_id, unit_id, value, "  # noqa: S608
            "numerator, denominator, status, flags, batch_id, replaced_by, replaced_at) "
            "SELECT o.organisation_id, o.series_id, o.period_id, o.unit_id, o.value, o.numerator, o.denominator, "
            "o.status, o.flags, o.batch_id, s.batch_id, now() FROM indicators_stagedvalue s "
            "JOIN indicators_observation o USING (series_id, period_id, unit_id) "
            f"WHERE s.batch_id = %s AND NOT {_SAME}",
            [batch_id],
        )
        cursor.execute(
            "INSERT INTO indicators_observation AS o (organisation_id, series_id, period_id, unit_id, value, "  # noqa: S608
            "numerator, denominator, status, flags, batch_id) "
            "SELECT %s, s.series_id, s.period_id, s.unit_id, s.value, s.numerator, s.denominator, s.status, "
            "s.flags, s.batch_id FROM indicators_stagedvalue s WHERE s.batch_id = %s "
            "ON CONFLICT (series_id, period_id, unit_id) DO UPDATE SET value = excluded.value, "
            "numerator = excluded.numerator, denominator = excluded.denominator, status = excluded.status, "
            "flags = excluded.flags, batch_id = excluded.batch_id "
            f"WHERE NOT {_SAME.replace('s.', 'excluded.')}",
            [organisation_id, batch_id],
        )
    return {"new": new, "changed": changed, "unchanged": unchanged}
