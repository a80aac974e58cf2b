# SPDX-License-Identifier: EUPL-1.2
"""What would be current again if a batch were taken back; raw figures, for stewards and approvers alone."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db import connection
from django.db.models import QuerySet

from indicators.models import ImportBatch
from indicators.selectors.review import Difference, difference_of, figure_of, places_of
from spatial.selectors.rows import UnitRow

RestoredKind = Literal["changed", "gone"]

# Every cell that a batch changed, with what it says now and what it said before; no former batch: nothing was there.
INVERSE: Final = """
    SELECT w.series_id, w.period_id, w.unit_id, o.value, o.numerator, o.denominator, o.status, o.flags,
           h.value AS was_value, h.numerator AS was_numerator, h.denominator AS was_denominator,
           h.status AS was_status, h.flags AS was_flags, h.batch_id AS was_batch
      FROM (SELECT s.series_id, s.period_id, unnest(s.changed_units) AS unit_id
              FROM indicators_batchslice s WHERE s.batch_id = %(batch)s) w
      JOIN indicators_observation o USING (series_id, period_id, unit_id)
      LEFT JOIN indicators_observationhistory h ON h.series_id = w.series_id AND h.period_id = w.period_id
           AND h.unit_id = w.unit_id AND h.replaced_by = %(batch)s
     WHERE o.batch_id = %(batch)s
"""
_LATER: Final = """
    SELECT DISTINCT o.batch_id
      FROM (SELECT s.series_id, s.period_id, unnest(s.changed_units) AS unit_id
              FROM indicators_batchslice s WHERE s.batch_id = %(batch)s) w
      JOIN indicators_observation o USING (series_id, period_id, unit_id)
     WHERE o.batch_id <> %(batch)s
    UNION
    SELECT DISTINCT later.batch_id
      FROM indicators_batchslice s JOIN indicators_importbatch mine ON mine.id = s.batch_id
      JOIN indicators_batchslice later USING (series_id, period_id)
      JOIN indicators_importbatch b ON b.id = later.batch_id
     WHERE s.batch_id = %(batch)s AND b.state = 'applied' AND b.applied_at > mine.applied_at
       AND s.changed_units && later.confirmed_units
"""
_KINDS: Final[dict[RestoredKind, str]] = {"changed": "i.was_batch IS NOT NULL", "gone": "i.was_batch IS NULL"}


@dataclass(frozen=True, slots=True)
class RestoredCounts:
    """How many cells would say again what they said before, and how many would say nothing, as before."""

    changed: int = 0
    gone: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would become different."""
        return not (self.changed or self.gone)


def restored_counts(batch: ImportBatch) -> RestoredCounts:
    """Count what would be current again without a batch."""
    sql = f"SELECT count(was_batch), count(*) - count(was_batch) FROM ({INVERSE}) i"  # noqa: S608 - constants only, here and below
    return RestoredCounts(*_rows(sql, {"batch": batch.pk})[0])


def restored_cells(batch: ImportBatch, *, kind: RestoredKind, limit: int, offset: int = 0) -> tuple[Difference, ...]:
    """Return one page of the cells that would be restored or emptied: `old` is current, `new` what follows."""
    sql = (
        f"SELECT i.*, v.name, k.name, k.slug, p.code FROM (SELECT * FROM ({INVERSE}) i WHERE {_KINDS[kind]} "  # noqa: S608
        "ORDER BY 1, 2, 3 LIMIT %(limit)s OFFSET %(offset)s) i JOIN indicators_series r ON r.id = i.series_id "
        "JOIN indicators_variable v ON v.id = r.variable_id JOIN indicators_breakdown k ON k.id = r.breakdown_id "
        "JOIN indicators_period p ON p.id = i.period_id ORDER BY 1, 2, 3"
    )
    places = places_of(batch)
    rows = _rows(sql, {"batch": batch.pk, "limit": limit, "offset": offset})
    return tuple(_difference(row, places) for row in rows)


def later_batches(batch: ImportBatch) -> QuerySet[ImportBatch]:
    """Return the later batches that changed or confirmed what a batch says, the latest first.

    As long as they count, it cannot be taken back: their figures would go with it, or the older ones come back over
    theirs.
    """
    ids = [row[0] for row in _rows(_LATER, {"batch": batch.pk})]
    return ImportBatch.objects.filter(pk__in=ids).select_related("delivery").order_by("-applied_at", "-pk")


def restored_hash(batch: ImportBatch) -> str:
    """Return the hash of what would be current again without a batch: what the requester and the approver mean."""
    sql = (
        "SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws(',', series_id, period_id, unit_id, "  # noqa: S608
        "coalesce(was_value::text, '-'), coalesce(was_numerator::text, '-'), coalesce(was_denominator::text, '-'), "
        "coalesce(was_status::text, '-'), coalesce(was_flags::text, '-'), coalesce(was_batch::text, '-')), ';' "
        f"ORDER BY series_id, period_id, unit_id), ''), 'UTF8')), 'hex') FROM ({INVERSE}) i"
    )
    return str(_rows(sql, {"batch": batch.pk})[0][0])


def _difference(row: tuple[Any, ...], places: dict[int, UnitRow]) -> Difference:
    new = None if row[13] is None else figure_of(row[8:13])
    return difference_of(row, places, old=figure_of(row[3:8]), new=new)


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
