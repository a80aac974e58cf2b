# SPDX-License-Identifier: EUPL-1.2
"""What the checks of a batch look at, read with a handful of queries: its staged values and what stands beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Q

from indicators.models import BreakdownRole, ImportBatch, IndicatorDefinition, Period, Series, SeriesBreak
from indicators.selectors.restoring import INVERSE
from indicators.services.checking.grounds import Borders, Floats, Ground, Ints, Records, ground_of, placed
from sozialplanung.common.statuses import Status
from spatial.selectors import levels

TOTAL: Final = "gesamt"
HISTORY: Final = 8
NOT_DELIVERED: Final = 255
_TYPES: Final = {"int4": ">i4", "int8": ">i8", "float8": ">f8"}
# Of a binary COPY, in bytes: its head, the number of fields of a row, the length of a field.
_HEADER, _COUNT, _LENGTH = 19, 2, 4

_STAGED: Final = (
    "SELECT series_id::int4, period_id::int4, unit_id::int8, coalesce(value, 'NaN')::float8, "
    "coalesce(numerator, 'NaN')::float8, coalesce(denominator, 'NaN')::float8, status::int4, row::int4, "
    "array_position(%(editions)s::text[], %(edition)s::text)::int4 "
    "FROM indicators_stagedvalue WHERE batch_id = %(batch)s"
)
# What would be current again without a batch, as if a file of one row brought it.
_RESTORED: Final = (
    "SELECT i.series_id::int4, i.period_id::int4, i.unit_id::int8, coalesce(i.was_value, 'NaN')::float8, "  # noqa: S608 - constants only
    "coalesce(i.was_numerator, 'NaN')::float8, coalesce(i.was_denominator, 'NaN')::float8, "
    f"coalesce(i.was_status, {int(Status.MISSING)})::int4, 1::int4, "
    "coalesce(array_position(%(editions)s::text[], b.boundary_edition::text), 0)::int4 "
    f"FROM ({INVERSE}) i LEFT JOIN indicators_importbatch b ON b.id = i.was_batch"
)
_STAGED_FIELDS: Final = {
    "series": "int4",
    "period": "int4",
    "unit": "int8",
    "value": "float8",
    "numerator": "float8",
    "denominator": "float8",
    "status": "int4",
    "row": "int4",
    "edition": "int4",
}
_CURRENT: Final = (
    "SELECT o.series_id::int4, o.period_id::int4, o.unit_id::int8, coalesce(o.value, 'NaN')::float8, "
    "coalesce(array_position(%(editions)s::text[], b.boundary_edition::text), 0)::int4 "
    "FROM unnest(%(series)s::int[], %(periods)s::int[]) AS w(series_id, period_id) "
    "JOIN indicators_observation o USING (series_id, period_id) "
    "JOIN indicators_importbatch b ON b.id = o.batch_id WHERE o.unit_id = ANY(%(units)s::bigint[])"
)
_CURRENT_FIELDS: Final = {"series": "int4", "period": "int4", "unit": "int8", "value": "float8", "edition": "int4"}
# One probe per series and period: a DISTINCT would read the whole table.
PERIODS: Final = (
    "SELECT s.id, p.id FROM unnest(%(series)s::int[]) AS s(id) CROSS JOIN indicators_period p "
    "JOIN LATERAL (SELECT 1 FROM indicators_observation o WHERE o.series_id = s.id AND o.period_id = p.id LIMIT 1) x "
    "ON true WHERE p.kind = ANY(%(kinds)s)"
)


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What the checks need to know of a series; `name` is how mappings call it, `breaks` forbid comparison."""

    id: int
    name: str
    label: str
    variable_id: int
    breakdown: str
    dimension: str
    is_part: bool
    is_additive: bool
    unit_of_measure: str
    breaks: tuple[tuple[date, date], ...]

    def is_broken_between(self, one: date, other: date) -> bool:
        """Say whether a break that forbids comparison lies between two period starts."""
        earlier, later = min(one, other), max(one, other)
        return any(start < later and end > earlier for start, end in self.breaks)


@dataclass(frozen=True, eq=False)
class Slice:
    """One series, period and level of a batch: arrays over all areas of the level, NaN where nothing is known.

    `row` is 0 and `status` 255 where nothing was delivered. `others` holds the comparable values of other periods of
    the same kind by period id, the nearest first; `moved` the values on another border in the last period before.
    """

    series: SeriesFacts
    period: Period
    ground: Ground
    value: Floats
    numerator: Floats
    denominator: Floats
    status: Ints
    row: Ints
    others: Mapping[int, Floats]
    before: tuple[Period, Floats] | None
    moved: tuple[Period, Floats] | None

    @cached_property
    def history(self) -> Floats:
        """The comparable values, shape (n, k)."""
        if not self.others:
            return np.empty((self.value.size, 0))
        return np.column_stack(list(self.others.values()))


class Loaded:
    """All arrays of one batch, or of what would be current again if it were taken back."""

    def __init__(self, batch: ImportBatch, *, is_taken_back: bool = False) -> None:
        self.batch = batch
        self.versions = levels.boundary_versions_of(batch.organisation)
        self.editions = sorted({row.edition for row in self.versions} | {batch.boundary_edition})
        self.borders = Borders(self.versions, self.editions)
        self.grounds = tuple(ground_of(row) for row in self.versions if row.edition == batch.boundary_edition)
        said = {"batch": batch.pk, "edition": batch.boundary_edition, "editions": self.editions}
        self.staged = copied(_RESTORED if is_taken_back else _STAGED, said, _STAGED_FIELDS)
        self.series = _series_of(np.unique(self.staged["series"]).tolist())
        self.periods = {row.pk: row for row in Period.objects.all()}
        self.delivered = slices_of(self.staged)

    @cached_property
    def current(self) -> Records:
        """The current figures that the delivered ones are compared with."""
        return self._read_current()

    @cached_property
    def _index(self) -> dict[tuple[int, int], tuple[int, int]]:
        return slices_of(self.current)

    def slices(self) -> Iterator[Slice]:
        """Give the delivered slices, series by series and level by level, in the order of time."""
        for series_id in sorted({key[0] for key in self.delivered}):
            periods = [period for series, period in self.delivered if series == series_id]
            for ground in self.grounds:
                yield from self._of_ground(self.series[series_id], sorted(periods, key=self._start), ground)

    def values(self, series_id: int, period_id: int, ground: Ground) -> Floats:
        """Return what would be current after the batch: delivered values, else those that are current now."""
        values = self._current_values(series_id, period_id, ground)[0]
        found = self._placed(self.delivered.get((series_id, period_id)), self.staged, ground)
        if found is not None:
            rows, places = found
            values[places] = rows["value"]
        return values

    def _start(self, period_id: int) -> date:
        return self.periods[period_id].start

    def _of_ground(self, series: SeriesFacts, periods: Sequence[int], ground: Ground) -> Iterator[Slice]:
        placed = {pk: self._placed(self.delivered[series.id, pk], self.staged, ground) for pk in periods}
        known = [pk for pk in self._known_periods(series.id) if pk not in placed]
        values = {pk: self.values(series.id, pk, ground) for pk in (*known, *periods)}
        moved = {pk: self._current_values(series.id, pk, ground)[1] for pk in known}
        for period_id, found in placed.items():
            if found is None or not found[1].size:
                continue
            rows, places = found
            value, numerator, denominator = (
                _spread(rows[name], places, ground) for name in ("value", "numerator", "denominator")
            )
            others = self._others(series, period_id, values)
            earlier = [pk for pk in others if self._start(pk) < self._start(period_id)]
            yield Slice(
                series,
                self.periods[period_id],
                ground,
                value,
                numerator,
                denominator,
                _spread(rows["status"], places, ground, NOT_DELIVERED).astype(np.int64),
                _spread(rows["row"], places, ground, 0).astype(np.int64),
                others,
                (self.periods[earlier[0]], others[earlier[0]]) if earlier else None,
                self._moved(series, period_id, moved),
            )

    def _known_periods(self, series_id: int) -> list[int]:
        return [period for series, period in self._index if series == series_id]

    def _others(self, series: SeriesFacts, period_id: int, values: Mapping[int, Floats]) -> dict[int, Floats]:
        period = self.periods[period_id]
        usable = [
            pk
            for pk, found in values.items()
            if pk != period_id
            and self.periods[pk].kind == period.kind
            and not series.is_broken_between(self._start(pk), period.start)
            and not np.isnan(found).all()
        ]
        # Of two equally near ones the earlier: it was checked before.
        usable.sort(key=lambda pk: (abs((self._start(pk) - period.start).days), self._start(pk)))
        return {pk: values[pk] for pk in usable[:HISTORY]}

    def _moved(self, series: SeriesFacts, period_id: int, moved: Mapping[int, Floats]) -> tuple[Period, Floats] | None:
        period = self.periods[period_id]
        earlier = [
            pk
            for pk, values in moved.items()
            if self._start(pk) < period.start
            and self.periods[pk].kind == period.kind
            and not series.is_broken_between(self._start(pk), period.start)
            and not np.isnan(values).all()
        ]
        if not earlier:
            return None
        last = max(earlier, key=self._start)
        return self.periods[last], moved[last]

    def _current_values(self, series_id: int, period_id: int, ground: Ground) -> tuple[Floats, Floats]:
        """Return the current values on this ground, and those of areas whose border was another one then."""
        here, elsewhere = np.full((2, ground.unit_ids.size), np.nan)
        found = self._placed(self._index.get((series_id, period_id)), self.current, ground)
        if found is None:
            return here, elsewhere
        rows, places = found
        is_same = self.borders.is_same(rows, places, ground)
        here[places[is_same]] = rows["value"][is_same]
        elsewhere[places[~is_same]] = rows["value"][~is_same]
        return here, elsewhere

    def _placed(self, bounds: tuple[int, int] | None, records: Records, ground: Ground) -> tuple[Records, Ints] | None:
        return placed(records, bounds, ground) if bounds is not None else None

    def _read_current(self) -> Records:
        wanted = self._wanted()
        return copied(
            _CURRENT,
            {
                "series": [series for series, _ in wanted],
                "periods": [period for _, period in wanted],
                "editions": self.editions,
                "units": np.concatenate([ground.unit_ids for ground in self.grounds]).tolist() if self.grounds else [],
            },
            _CURRENT_FIELDS,
        )

    def _wanted(self) -> list[tuple[int, int]]:
        """Return the series and periods to compare with: the nearest of the same kind, and the whole of each part."""
        kinds = sorted({self.periods[period].kind for _, period in self.delivered})
        there: dict[int, set[int]] = {}
        for series_id, period_id in fetched(PERIODS, {"series": list(self.series), "kinds": kinds}):
            there.setdefault(series_id, set()).add(period_id)
        wholes = {facts.variable_id: facts.id for facts in self.series.values() if facts.breakdown == TOTAL}
        wanted: set[tuple[int, int]] = set()
        for series_id, period_id in self.delivered:
            period = self.periods[period_id]
            same = [pk for pk in there.get(series_id, ()) if self.periods[pk].kind == period.kind]
            same.sort(key=lambda pk: abs((self._start(pk) - period.start).days))
            wanted |= {(series_id, pk) for pk in same[: HISTORY + 1]} | {(series_id, period_id)}
            whole = wholes.get(self.series[series_id].variable_id)
            wanted |= {(whole, period_id)} if whole is not None else set()
        return sorted(wanted)


def _spread(values: npt.NDArray[Any], places: Ints, ground: Ground, absent: float = np.nan) -> Floats:
    spread = np.full(ground.unit_ids.size, absent)
    spread[places] = values
    return spread


def slices_of(records: Records) -> dict[tuple[int, int], tuple[int, int]]:
    """Return where each series and period begins and ends; the records are in their order."""
    if not records.size:
        return {}
    series, periods = records["series"], records["period"]
    begins = np.flatnonzero(np.r_[True, (np.diff(series) != 0) | (np.diff(periods) != 0)])
    ends = np.r_[begins[1:], records.size]
    return {
        (int(series[begin]), int(periods[begin])): (int(begin), int(end))
        for begin, end in zip(begins, ends, strict=True)
    }


def _series_of(ids: Sequence[int]) -> dict[int, SeriesFacts]:
    """Read the series of a batch, and the total of each variable of which it holds a part."""
    of_batch = Series.objects.filter(pk__in=ids)
    totals = Q(variable__in=of_batch.values("variable_id"), breakdown__slug=TOTAL)
    rows = Series.objects.filter(Q(pk__in=ids) | totals).select_related("variable", "breakdown")
    units_of: dict[int, str] = {}
    indicator_of: dict[int, list[int]] = {}
    for definition in IndicatorDefinition.objects.filter(series_id__in=ids).order_by("valid_from"):
        units_of[definition.series_id or 0] = definition.unit_of_measure
        indicator_of.setdefault(definition.series_id or 0, []).append(definition.indicator_id)
    breaks = _breaks_of({pk for found in indicator_of.values() for pk in found})
    return {
        row.pk: SeriesFacts(
            row.pk,
            row.variable.slug if row.breakdown.slug == TOTAL else f"{row.variable.slug}:{row.breakdown.slug}",
            row.variable.name if row.breakdown.slug == TOTAL else f"{row.variable.name} · {row.breakdown.name}",
            row.variable_id,
            row.breakdown.slug,
            row.breakdown.dimension,
            row.breakdown.role == BreakdownRole.PART,
            row.variable.is_additive,
            units_of.get(row.pk) or row.variable.unit_of_measure,
            tuple(each for pk in indicator_of.get(row.pk, ()) for each in breaks.get(pk, ())),
        )
        for row in rows
    }


def _breaks_of(indicators: set[int]) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = {}
    rows = SeriesBreak.objects.filter(indicator_id__in=indicators, comparable="no")
    for indicator, start, end in rows.values_list("indicator_id", "from_period__start", "to_period__start"):
        found.setdefault(indicator, []).append((start, end))
    return found


def fetched(sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Read rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def copied(sql: str, parameters: Mapping[str, Any], fields: Mapping[str, str]) -> Records:
    """Read rows without a NULL in the order of series, period and unit, which are the first of the fields.

    The database packs each series and period into one value: row by row the driver alone would take most of the time.
    """
    names = ", ".join(f'"{name}"' for name in fields)
    packed = " || ".join(f'{kind}send("{name}")' for name, kind in fields.items())
    query = (
        f"COPY (SELECT string_agg({packed}, ''::bytea ORDER BY \"unit\") FROM ({sql}) AS q({names}) "  # noqa: S608 - constants only
        'GROUP BY "series", "period" ORDER BY "series", "period") TO STDOUT (FORMAT binary)'
    )
    with (
        connection.cursor() as cursor,
        # The server takes no parameters here, and Django's cursor for debugging does not either.
        cursor.copy(cursor.mogrify(query, parameters)) as copy,
    ):
        body = memoryview(b"".join(bytes(block) for block in copy))
    layout = np.dtype([(name, _TYPES[kind]) for name, kind in fields.items()])
    pieces = [np.frombuffer(each, layout) for each in _values(body)]
    return np.concatenate(pieces or [np.empty(0, layout)]).astype(layout.newbyteorder("="))


def _values(body: memoryview) -> Iterator[memoryview]:
    """Give the values of a binary COPY of one column: after the head, each with its length before it."""
    at = _HEADER
    while int.from_bytes(body[at : at + _COUNT], signed=True) > 0:
        start = at + _COUNT + _LENGTH
        at = start + int.from_bytes(body[at + _COUNT : start])
        yield body[start:at]
