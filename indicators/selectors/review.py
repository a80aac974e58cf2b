# SPDX-License-Identifier: EUPL-1.2
"""What a checked batch would change, compared with the current figures in the database before anything is written.

For stewards and approvers alone: nothing that leaves the house may read this module.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from indicators.models import ImportBatch
from indicators.models.observations import Vintage
from indicators.selectors.comparison import ABSENT, CURRENT, SAME, THERE, Kind, SliceCounts, slices_of, window_of
from sozialplanung.common.statuses import Status
from spatial.selectors import levels, units
from spatial.selectors.rows import UnitRow

TOTAL: Final = "gesamt"


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell says; a number that is not there is None, and the status says why."""

    value: float | None
    numerator: float | None
    denominator: float | None
    status: Status
    flags: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell before and after: `old` is None for a new one, `new` and `row` for one that was not delivered."""

    series_id: int
    series: str
    period_id: int
    period: str
    unit_id: int
    unit_key: str
    unit_name: str
    old: Figure | None
    new: Figure | None
    row: int | None


_NAMES: Final = (
    "JOIN indicators_series r ON r.id = d.series_id JOIN indicators_variable v ON v.id = r.variable_id "
    "JOIN indicators_breakdown k ON k.id = r.breakdown_id JOIN indicators_period p ON p.id = d.period_id"
)
_NEW_NUMBERS: Final = "s.value, s.numerator, s.denominator, s.status, s.flags, s.row"
_OLD_NUMBERS: Final = "o.value, o.numerator, o.denominator, o.status, o.flags"
_STAGED: Final = (
    f"SELECT s.series_id, s.period_id, s.unit_id, {_OLD_NUMBERS}, {_NEW_NUMBERS} FROM indicators_stagedvalue s "  # noqa: S608 - constants only, here and below
    f"LEFT JOIN LATERAL {THERE} ON true WHERE s.batch_id = %(batch)s AND s.series_id = c.series_id "
    "AND s.period_id = c.period_id AND "
)
_CELLS: Final[dict[Kind, str]] = {
    "new": f"{_STAGED} o.unit_id IS NULL",
    "changed": f"{_STAGED} o.unit_id IS NOT NULL AND NOT {SAME}",
    "unchanged": f"{_STAGED} o.unit_id IS NOT NULL AND {SAME}",
    "missing": f"SELECT c.series_id, c.period_id, unit_id, {_OLD_NUMBERS}, "  # noqa: S608
    f"NULL, NULL, NULL, NULL, NULL, NULL FROM {ABSENT} JOIN {CURRENT} USING (unit_id)",
}


def differences(
    batch: ImportBatch, *, kind: Kind, limit: int, offset: int = 0, slices: Sequence[SliceCounts] | None = None
) -> tuple[Difference, ...]:
    """Return one page of the cells of one kind, by series, period and area in the order of their ids.

    Values are equal only when value, numerator, denominator, status and flags are. `slices` are those to look at, as
    `comparison.slices_of` gives them; all of the batch by default.
    """
    window = window_of(slices_of(batch) if slices is None else slices, kind=kind, limit=limit, offset=offset)
    if not window.series_ids:
        return ()
    sql = (
        "WITH d AS MATERIALIZED (SELECT x.* FROM "  # noqa: S608
        "unnest(%(series)s::int[], %(periods)s::int[]) AS c(series_id, period_id) "
        f"CROSS JOIN LATERAL ({_CELLS[kind]}) x ORDER BY 1, 2, 3 LIMIT %(limit)s OFFSET %(offset)s) "
        f"SELECT d.*, v.name, k.name, k.slug, p.code FROM d {_NAMES} ORDER BY 1, 2, 3"
    )
    places = places_of(batch)
    parameters = {
        "batch": batch.pk,
        "edition": batch.boundary_edition,
        "series": list(window.series_ids),
        "periods": list(window.period_ids),
        "limit": limit,
        "offset": window.offset,
    }
    return tuple(_difference(row, kind, places) for row in _rows(sql, parameters))


@dataclass(frozen=True, slots=True)
class StagedSlice:
    """One series and period of a batch: the name that addresses use, the one that people read, and the unit."""

    series_id: int
    slug: str
    series: str
    unit: str
    is_additive: bool
    period_id: int
    period: str


@dataclass(frozen=True, slots=True)
class CellPair:
    """One area before and after; None where it has no figure. `position` is its place in the frozen order."""

    position: int
    old: Figure | None
    new: Figure | None
    row: int | None


# Found by skipping from key to key: the cost follows the number of slices and not that of the cells.
_SLICES: Final = (
    "WITH RECURSIVE d AS ((SELECT series_id, period_id FROM indicators_stagedvalue WHERE batch_id = %(batch)s "  # noqa: S608
    "ORDER BY series_id, period_id LIMIT 1) UNION ALL SELECT n.series_id, n.period_id FROM d CROSS JOIN LATERAL "
    "(SELECT s.series_id, s.period_id FROM indicators_stagedvalue s WHERE s.batch_id = %(batch)s "
    "AND (s.series_id, s.period_id) > (d.series_id, d.period_id) ORDER BY s.series_id, s.period_id LIMIT 1) n) "
    "SELECT d.series_id, v.slug, k.slug, v.name, k.name, v.unit_of_measure, v.is_additive, d.period_id, p.code "
    f"FROM d {_NAMES} ORDER BY v.name, k.slug <> '{TOTAL}', k.dimension, k.position, d.series_id, p.start, p.end"
)
_PAIRED: Final = (
    "SELECT m.position - 1, o.value, o.numerator, o.denominator, o.status, o.flags, "
    "s.value, s.numerator, s.denominator, s.status, s.flags, s.row "
    "FROM unnest((SELECT unit_ids FROM spatial_boundaryversion WHERE id = %(version)s)) "
    "WITH ORDINALITY AS m(unit_id, position) "
    "LEFT JOIN indicators_observation o ON o.series_id = %(series)s AND o.period_id = %(period)s "
    "AND o.unit_id = m.unit_id "
    "LEFT JOIN indicators_stagedvalue s ON s.batch_id = %(batch)s AND s.series_id = %(series)s "
    "AND s.period_id = %(period)s AND s.unit_id = m.unit_id ORDER BY m.position"
)


def staged_slices(batch: ImportBatch) -> tuple[StagedSlice, ...]:
    """Return the series and periods of which a batch holds figures, in the order of names and time."""
    return tuple(
        StagedSlice(
            series_id=row[0],
            slug=row[1] if row[2] == TOTAL else f"{row[1]}:{row[2]}",
            series=series_label(row[3], row[4], row[2]),
            unit=row[5],
            is_additive=row[6],
            period_id=row[7],
            period=row[8],
        )
        for row in _rows(_SLICES, {"batch": batch.pk})
    )


def staged_levels(batch: ImportBatch, chosen: StagedSlice) -> frozenset[int]:
    """Return the ids of the levels for whose areas a slice holds figures."""
    sql = (
        "SELECT DISTINCT u.level_id FROM indicators_stagedvalue s JOIN spatial_unit u ON u.id = s.unit_id "
        "WHERE s.batch_id = %(batch)s AND s.series_id = %(series)s AND s.period_id = %(period)s"
    )
    parameters = {"batch": batch.pk, "series": chosen.series_id, "period": chosen.period_id}
    return frozenset(row[0] for row in _rows(sql, parameters))


def cell_pairs(batch: ImportBatch, chosen: StagedSlice, version_id: int) -> tuple[CellPair, ...]:
    """Return the current and the delivered figure of every area of a boundary version, in frozen order."""
    parameters = {
        "batch": batch.pk,
        "series": chosen.series_id,
        "period": chosen.period_id,
        "version": version_id,
    }
    return tuple(
        CellPair(
            position=row[0],
            old=None if row[4] is None else figure_of(row[1:6]),
            new=None if row[9] is None else figure_of(row[6:11]),
            row=row[11] or None,
        )
        for row in _rows(_PAIRED, parameters)
    )


def series_label(variable: str, breakdown: str, slug: str) -> str:
    """Return the name of a series as people read it; without a breakdown the variable alone."""
    return variable if slug == TOTAL else f"{variable} · {breakdown}"


def _difference(row: tuple[Any, ...], kind: Kind, places: Mapping[int, UnitRow]) -> Difference:
    old = None if kind == "new" else figure_of(row[3:8])
    new = None if kind == "missing" else figure_of(row[8:13])
    return difference_of(row, places, old=old, new=new, source_row=row[13] or None)


def difference_of(
    row: tuple[Any, ...],
    places: Mapping[int, UnitRow],
    *,
    old: Figure | None,
    new: Figure | None,
    source_row: int | None = None,
) -> Difference:
    """Return one cell of a comparison by its ids (places 0-2) and the names of series and period (14-17)."""
    unit = places.get(row[2])
    return Difference(
        series_id=row[0],
        series=series_label(*row[14:17]),
        period_id=row[1],
        period=row[17],
        unit_id=row[2],
        unit_key=unit.key if unit else "",
        unit_name=unit.name if unit else "",
        old=old,
        new=new,
        row=source_row,
    )


def figure_of(numbers: tuple[Any, ...]) -> Figure:
    """Return a figure from value, numerator, denominator, status and flags."""
    value, numerator, denominator, status, flags = numbers
    return Figure(value, numerator, denominator, Status(status), flags)


def places_of(batch: ImportBatch) -> dict[int, UnitRow]:
    """Return the areas of all levels on the edition of a batch, by unit."""
    versions = levels.boundary_versions_of(batch.organisation)
    chosen = [version.id for version in versions if version.edition == batch.boundary_edition]
    return {row.unit_id: row for version in chosen for row in units.unit_rows(version)}


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def frozen_cells(organisation_ids: Sequence[int]) -> set[tuple[int, str]]:
    """Return the indicators and periods of which figures were taken over and frozen, released or not."""
    rows = Vintage.objects.filter(organisation_id__in=organisation_ids, is_current=True)
    return set(rows.values_list("indicator_id", "period__code").distinct())
