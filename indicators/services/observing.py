# SPDX-License-Identifier: EUPL-1.2
"""Raw values in and out of the table: COPY in, arrays out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import numpy.typing as npt
from django.db import connection

from indicators.selectors.comparison import SAME, THERE
from indicators.selectors.restoring import INVERSE
from sozialplanung.common.statuses import Status

Floats = npt.NDArray[np.float64]
_TURN = 0x5350_4F42


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
            # Sorted before it is written: sorting the texts takes longer than all the rest.
            "SELECT encode(sha256(convert_to(coalesce(string_agg(said, ';'), ''), 'UTF8')), 'hex') FROM ("
            "SELECT concat_ws(',', series_id, period_id, unit_id, coalesce(value::text, '-'), "
            "coalesce(numerator::text, '-'), coalesce(denominator::text, '-'), status, flags) AS said "
            "FROM indicators_stagedvalue WHERE batch_id = %s ORDER BY series_id, period_id, unit_id) s",
            [batch_id],
        )
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def drop_staged(*, batch_id: int) -> None:
    """Remove the staged values of a batch that will not become current."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_stagedvalue WHERE batch_id = %s", [batch_id])


def apply_staged(*, batch_id: int, organisation_id: int) -> dict[str, int]:
    """Make the staged values of a batch current and empty them. Returns counts as `make_current` does.

    Waits until nobody else changes the figures of the organisation.
    """
    take_turn(organisation_id=organisation_id)
    counts = make_current(batch_id=batch_id, organisation_id=organisation_id)
    drop_staged(batch_id=batch_id)
    return counts


# Compared once, written three times. What is new goes in without asking for a conflict, which costs half as much again;
# whoever changes figures of the organisation holds its turn.
_MAKE_CURRENT: Final = f"""
WITH said AS MATERIALIZED (
    SELECT s.*, o.unit_id IS NOT NULL AS is_there, o.unit_id IS NOT NULL AND {SAME} AS is_same,
           o.value AS was_value, o.numerator AS was_numerator, o.denominator AS was_denominator,
           o.status AS was_status, o.flags AS was_flags, o.batch_id AS was_batch
      FROM indicators_stagedvalue s LEFT JOIN LATERAL {THERE} ON true
     WHERE s.batch_id = %(batch)s
), slices AS (
    INSERT INTO indicators_batchslice (batch_id, series_id, period_id, changed_units, confirmed_units)
    SELECT batch_id, series_id, period_id, coalesce(array_agg(unit_id) FILTER (WHERE NOT is_same), '{{}}'),
           coalesce(array_agg(unit_id) FILTER (WHERE is_same), '{{}}')
      FROM said GROUP BY 1, 2, 3
), replaced AS (
    INSERT INTO indicators_observationhistory (organisation_id, series_id, period_id, unit_id, value, numerator,
           denominator, status, flags, batch_id, replaced_by, replaced_at)
    SELECT %(organisation)s, series_id, period_id, unit_id, was_value, was_numerator, was_denominator, was_status,
           was_flags, was_batch, batch_id, now()
      FROM said WHERE is_there AND NOT is_same
), changed AS (
    INSERT INTO indicators_observation (organisation_id, series_id, period_id, unit_id, value, numerator, denominator,
           status, flags, batch_id)
    SELECT %(organisation)s, series_id, period_id, unit_id, value, numerator, denominator, status, flags, batch_id
      FROM said WHERE is_there AND NOT is_same
    ON CONFLICT (series_id, period_id, unit_id) DO UPDATE SET value = excluded.value,
           numerator = excluded.numerator, denominator = excluded.denominator, status = excluded.status,
           flags = excluded.flags, batch_id = excluded.batch_id
), new AS (
    INSERT INTO indicators_observation (organisation_id, series_id, period_id, unit_id, value, numerator, denominator,
           status, flags, batch_id)
    SELECT %(organisation)s, series_id, period_id, unit_id, value, numerator, denominator, status, flags, batch_id
      FROM said WHERE NOT is_there
)
SELECT count(*) FILTER (WHERE NOT is_there), count(*) FILTER (WHERE is_there AND NOT is_same),
       count(*) FILTER (WHERE is_same)
  FROM said
"""  # noqa: S608 - constants only


def make_current(*, batch_id: int, organisation_id: int) -> dict[str, int]:
    """Write the staged values of a batch over the current ones; what they replace goes to the history.

    Runs in the caller's transaction. The result holds ``new``, ``changed`` and ``unchanged``.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MAKE_CURRENT, {"batch": batch_id, "organisation": organisation_id})
        new, changed, unchanged = cursor.fetchone() or (0, 0, 0)
    return {"new": new, "changed": changed, "unchanged": unchanged}


def apply_inverse(*, batch_id: int, takes_back_id: int, organisation_id: int) -> dict[str, int]:
    """Make current again what a batch replaced; what was new by it is gone. Returns counts.

    Cells get the batch back that they came from, so that everything is as it was; what the batch said goes to the
    history. Runs in the caller's transaction. The result holds ``changed`` and ``gone``.
    """
    parameters = {"batch": takes_back_id, "by": batch_id, "organisation": organisation_id}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indicators_observationhistory (organisation_id, series_id, period_id, unit_id, value, "  # noqa: S608
            "numerator, denominator, status, flags, batch_id, replaced_by, replaced_at) "
            "SELECT %(organisation)s, series_id, period_id, unit_id, value, numerator, denominator, status, flags, "
            f"%(batch)s, %(by)s, clock_timestamp() FROM ({INVERSE}) i",
            parameters,
        )
        cursor.execute(
            "DELETE FROM indicators_observation o USING "  # noqa: S608
            f"({INVERSE}) i WHERE i.was_batch IS NULL AND (o.series_id, o.period_id, o.unit_id) = "
            "(i.series_id, i.period_id, i.unit_id)",
            parameters,
        )
        gone = cursor.rowcount
        cursor.execute(
            "UPDATE indicators_observation o SET value = i.was_value, numerator = i.was_numerator, "  # noqa: S608
            "denominator = i.was_denominator, status = i.was_status, flags = i.was_flags, batch_id = i.was_batch "
            f"FROM ({INVERSE}) i WHERE (o.series_id, o.period_id, o.unit_id) = (i.series_id, i.period_id, i.unit_id)",
            parameters,
        )
        return {"changed": cursor.rowcount, "gone": gone}


def take_turn(*, organisation_id: int) -> None:
    """Wait until nobody else changes the figures of an organisation; holds until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_TURN, organisation_id])


def was_restored(*, series_ids: Collection[int], period_ids: Collection[int], since: datetime) -> bool:
    """Say whether figures of these series and periods were brought back by taking something back since an instant."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM indicators_observationhistory h JOIN indicators_importbatch b "
            "ON b.id = h.replaced_by WHERE h.series_id = ANY(%s) AND h.period_id = ANY(%s) AND h.replaced_at > %s "
            "AND b.takes_back_id IS NOT NULL)",
            [list(series_ids), list(period_ids), since],
        )
        return bool((cursor.fetchone() or (False,))[0])
