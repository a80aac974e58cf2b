# SPDX-License-Identifier: EUPL-1.2
"""How much a checked batch would change of the current figures, by series and period, and on which page what stands.

For stewards and approvers alone. What was counted when the batch was checked is kept (`SliceComparison`) and holds
until another batch becomes current; then it is counted anew whenever somebody looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final, Literal

from django.db import connection

from indicators.models import BatchState, ImportBatch, SliceComparison

Kind = Literal["new", "changed", "unchanged", "missing"]


@dataclass(frozen=True, slots=True)
class DifferenceCounts:
    """How many cells a batch would add, change and leave as they are, and how many current ones it does not hold."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would become different by this batch."""
        return not (self.new or self.changed)


@dataclass(frozen=True, slots=True)
class SliceCounts:
    """The counts of one series and period."""

    series_id: int
    period_id: int
    counts: DifferenceCounts


@dataclass(frozen=True, slots=True)
class Window:
    """Where to look for some cells of one kind: in these slices, after leaving out so many cells."""

    series_ids: tuple[int, ...] = ()
    period_ids: tuple[int, ...] = ()
    offset: int = 0


_KINDS: Final = tuple(each.name for each in fields(DifferenceCounts))
_WAITING: Final = (BatchState.STAGED, BatchState.SUBMITTED, BatchState.APPROVED)
_COMPARED: Final = "compared_with"
SAME: Final = (
    "(o.value, o.numerator, o.denominator, o.status, o.flags) IS NOT DISTINCT FROM "
    "(s.value, s.numerator, s.denominator, s.status, s.flags)"
)
# The areas that a complete delivery of one slice would hold: all of each level of which it has some but not all.
ABSENT: Final = (
    "(SELECT m.unit_id FROM (SELECT u.level_id, count(*) AS delivered FROM indicators_stagedvalue s "
    "JOIN spatial_unit u ON u.id = s.unit_id WHERE s.batch_id = %(batch)s AND s.series_id = c.series_id "
    "AND s.period_id = c.period_id GROUP BY 1) g "
    "JOIN spatial_boundaryversion b ON b.level_id = g.level_id AND b.edition = %(edition)s "
    "AND cardinality(b.unit_ids) > g.delivered CROSS JOIN LATERAL unnest(b.unit_ids) AS m(unit_id) "
    "EXCEPT SELECT unit_id FROM indicators_stagedvalue WHERE batch_id = %(batch)s AND series_id = c.series_id "
    "AND period_id = c.period_id) a"
)
# The current figure of one staged value, looked up by its key: OFFSET keeps the planner from reading the whole table
# when it knows little about what was staged a moment ago.
THERE: Final = (
    "(SELECT * FROM indicators_observation i WHERE i.series_id = s.series_id AND i.period_id = s.period_id "
    "AND i.unit_id = s.unit_id OFFSET 0) o"
)
# Slice by slice, so that the cost follows the batch and not the table of observations.
CURRENT: Final = (
    "(SELECT * FROM indicators_observation WHERE series_id = c.series_id AND period_id = c.period_id OFFSET 0) o"
)
_COUNTED: Final = (
    "SELECT c.series_id, c.period_id, x.cells - x.there, x.there - x.same, x.same, y.absent FROM "  # noqa: S608 - constants only
    "(SELECT DISTINCT series_id, period_id FROM indicators_stagedvalue WHERE batch_id = %(batch)s) c "
    "CROSS JOIN LATERAL (SELECT count(*) AS cells, count(o.unit_id) AS there, "
    f"count(*) FILTER (WHERE o.unit_id IS NOT NULL AND {SAME}) AS same FROM indicators_stagedvalue s "
    f"LEFT JOIN {CURRENT} USING (unit_id) "
    "WHERE s.batch_id = %(batch)s AND s.series_id = c.series_id AND s.period_id = c.period_id) x "
    f"CROSS JOIN LATERAL (SELECT count(*) AS absent FROM {ABSENT} JOIN {CURRENT} USING (unit_id)) y "
    "ORDER BY c.series_id, c.period_id"
)


def difference_counts(batch: ImportBatch) -> DifferenceCounts:
    """Return how much a batch would change; of a batch that was applied or withdrawn nothing is staged any more."""
    if is_kept(batch):
        return DifferenceCounts(**{kind: int(batch.counts[kind]) for kind in _KINDS})
    return total(compare(batch))


def compare(batch: ImportBatch) -> tuple[SliceCounts, ...]:
    """Count what a batch would change in each series and period, in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"batch": batch.pk, "edition": batch.boundary_edition})
        return tuple(SliceCounts(row[0], row[1], DifferenceCounts(*map(int, row[2:]))) for row in cursor.fetchall())


def total(slices: Iterable[SliceCounts]) -> DifferenceCounts:
    """Add the counts of all slices."""
    counts = [each.counts for each in slices]
    return DifferenceCounts(**{kind: sum(getattr(each, kind) for each in counts) for kind in _KINDS})


def basis(batch: ImportBatch) -> dict[str, int]:
    """Return with what a batch is compared now, to be kept among its counts.

    Read it before counting: what becomes current meanwhile makes the count outdated, never silently wrong.
    """
    return {_COMPARED: _applied(batch)}


def is_kept(batch: ImportBatch) -> bool:
    """Say whether what was counted when the batch was checked still holds."""
    return batch.state in _WAITING and batch.counts.get(_COMPARED) == _applied(batch)


def _applied(batch: ImportBatch) -> int:
    # Taking back makes one more current, too: none of the two leaves the count.
    counted_states = (BatchState.APPLIED, BatchState.TAKEN_BACK)
    return ImportBatch.objects.filter(organisation_id=batch.organisation_id, state__in=counted_states).count()


def slices_of(batch: ImportBatch) -> tuple[SliceCounts, ...]:
    """Return what a batch would change in each series and period, kept from its check or counted anew."""
    if not is_kept(batch):
        return compare(batch)
    rows = SliceComparison.objects.filter(batch=batch).order_by("series_id", "period_id")
    return tuple(
        SliceCounts(series_id, period_id, DifferenceCounts(*counts))
        for series_id, period_id, *counts in rows.values_list("series_id", "period_id", *_KINDS)
    )


def window_of(slices: Iterable[SliceCounts], *, kind: Kind, limit: int, offset: int) -> Window:
    """Return where the cells of one kind from `offset` on stand, at most `limit` of them, slice after slice."""
    series_ids: list[int] = []
    period_ids: list[int] = []
    before, left_out = 0, 0
    for each in slices:
        count = int(getattr(each.counts, kind))
        if before < offset + limit and before + count > offset:
            left_out = left_out if series_ids else offset - before
            series_ids.append(each.series_id)
            period_ids.append(each.period_id)
        before += count
    return Window(tuple(series_ids), tuple(period_ids), left_out)
