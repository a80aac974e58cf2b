# SPDX-License-Identifier: EUPL-1.2
"""Make the slices of an indicator: delivered, rolled up, or by its formula."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from indicators import formulas
from indicators.formulas import Evaluated
from indicators.models import Basis, Indicator, IndicatorDefinition
from indicators.services.observing import delivered_cells, observed
from indicators.services.periods import ensure_period
from indicators.services.releasing.context import Subject, Workplace
from indicators.services.releasing.freezing import Cell, Frozen, Made, cells_of
from indicators.services.releasing.indexing import is_followed
from indicators.services.releasing.layering import is_count, people_beside, reaches_around, reads_layers
from indicators.services.releasing.looking import Read, Source, earlier_reads
from indicators.services.releasing.lying import LayerRead
from indicators.services.releasing.places import Place, positions_in
from indicators.services.releasing.reaching import Report, reach_reads, silent
from indicators.stats.rollup import sum_up, weighted_up
from indicators.stats.vintages import RawSlice, raw_slice
from sozialplanung.common.periods import reference_date
from sozialplanung.common.statuses import Status

PERCENT = 100.0


def ordered(work: Workplace, cells: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return (period, boundary version) pairs in the order of time, the finest level first."""
    return tuple(
        sorted(
            set(cells),
            key=lambda cell: (work.periods[cell[0]].start, -work.places[cell[1]].version.level_position, cell[1]),
        )
    )


# --- Delivered -------------------------------------------------------------------------------------


def delivered(*, work: Workplace, subject: Subject, cell: tuple[int, int]) -> Made:
    """Read the delivered values of a slice, with the change that the publisher states."""
    period_id, place_id = cell
    place, definition = work.places[place_id], _definition(work, subject, period_id)
    if definition.series_id is None:
        raise ValueError(f"{subject.indicator} has no series")
    found = observed(series_id=definition.series_id, period_id=period_id, unit_ids=place.unit_ids)
    made = raw_slice(
        found.value, found.status, flags=found.flags, numerator=found.numerator, denominator=found.denominator
    )
    inputs = {"series": definition.series_id}
    if definition.basis == Basis.RATE_DENOMINATOR:
        made = _with_denominator(work, made, definition, cell)
    if definition.change_series_id is None:
        return Made(made, inputs)
    change = observed(series_id=definition.change_series_id, period_id=period_id, unit_ids=place.unit_ids)
    if change.is_empty or not definition.change_years:
        return Made(made, inputs)
    since = _period_before(work, period_id, definition.change_years)
    return Made(_with(made, change=change.value), inputs, since, "published")


def _definition(work: Workplace, subject: Subject, period_id: int) -> IndicatorDefinition:
    return subject.definition_on(work.periods[period_id].start)


def _with(raw: RawSlice, **bands: np.ndarray[tuple[int], np.dtype[np.float64]]) -> RawSlice:
    kept = {name: getattr(raw, name) for name in ("numerator", "denominator", "change", "classes", "flags")}
    return raw_slice(raw.value, raw.status, pair=raw.pair, **(kept | bands))


def _with_denominator(
    work: Workplace, raw: RawSlice, definition: IndicatorDefinition, cell: tuple[int, int]
) -> RawSlice:
    base = _denominator(work, definition, cell)
    if base is None:
        return raw
    weights = np.where(np.isnan(raw.value), np.nan, base.raw.value)
    return _with(raw, denominator=weights, numerator=raw.value * weights / PERCENT)


def _denominator(work: Workplace, definition: IndicatorDefinition, cell: tuple[int, int]) -> Frozen | None:
    if definition.denominator_indicator_id is None:
        return None
    return work.shelf.current(Cell(definition.denominator_indicator_id, *cell))


def _period_before(work: Workplace, period_id: int, years: int) -> int:
    """Return the period so many years earlier; it need not have figures of its own."""
    row = ensure_period(work.periods[period_id].as_value.years_earlier(years).code)
    work.periods[row.pk] = row
    return row.pk


# --- Rolled up -------------------------------------------------------------------------------------


def rolled_up(*, work: Workplace, subject: Subject, period_id: int, child: Place, parent: Place) -> Made | None:
    """Roll a slice up to the next coarser level: counts are summed, rates weighted by their denominator.

    A rate is rolled up to the whole only, for its own comparison; None where neither is exact.
    """
    source = work.shelf.current(Cell(subject.indicator.pk, period_id, child.id))
    if source is None:
        return None
    definition, parents = _definition(work, subject, period_id), positions_in(child, parent)
    inputs = {"vintages": [source.id]}
    if definition.series is not None and definition.series.variable.is_additive:
        return Made(sum_up(source.raw, parents, parent.size), inputs)
    base = _denominator(work, definition, (period_id, child.id))
    if definition.basis != Basis.RATE_DENOMINATOR or base is None or parent.version.level_position > 0:
        return None
    rolled = weighted_up(source.raw, base.raw.value, parents, parent.size)
    return Made(rolled, {"vintages": [source.id, base.id]})


def delivered_and_rolled(work: Workplace, subject: Subject) -> tuple[tuple[int, int], ...]:
    """Return the cells of a delivered indicator: what came, in the order of time."""
    series = {definition.series_id for definition in subject.definitions if definition.series_id is not None}
    return ordered(work, (cell for pk in series for cell in delivered_cells(series_id=pk)))


# --- Derived ---------------------------------------------------------------------------------------


def derived(
    *,
    work: Workplace,
    subject: Subject,
    cell: tuple[int, int],
    sources: Mapping[str, Source],
    report: Report = silent,
) -> Made | None:
    """Evaluate the formula of an indicator over the vintages of one cell.

    None where a figure of the cell's own period is not there, and where all that could be said is that there are no
    earlier ones yet. ``report`` hears of ways that are worked out.
    """
    period_id, place_id = cell
    formula = _definition(work, subject, period_id).formula
    node = formulas.parse(formula)
    own = {
        name: work.shelf.current(Cell(sources[name].indicator.pk, period_id, place_id))
        for name in formulas.present(node)
    }
    there = {name: frozen for name, frozen in own.items() if frozen is not None}
    if len(there) < len(own):
        return None
    reads, size = earlier_reads(work=work, sources=sources, cell=cell, node=node), work.places[place_id].size
    lying = (
        *work.layers.reads(node, work.periods[period_id].as_value.last_day, work.places[place_id]),
        *reach_reads(work, node, cell, report),
    )
    result = formulas.evaluate_over(
        node,
        {
            **{name: sources[name].operand(frozen, work.periods[period_id].start) for name, frozen in there.items()},
            **{formulas.text(read.each): read.figures for read in lying},
        },
        {read.each: read.operand(size) for read in reads},
        size=size,
    )
    reasons: set[str] = {each.reason for each in reads} | {each.reason for each in lying}
    if reasons - {""} == {"absent"} and np.isnan(result.value).all():
        return None
    made = _made(result, formula, there.values(), reads)
    if not lying and not reads_layers(work, subject, work.periods[period_id].start):
        return made
    return _beside_layers(work, subject, cell, made, lying)


def _beside_layers(
    work: Workplace, subject: Subject, cell: tuple[int, int], made: Made, lying: Sequence[LayerRead]
) -> Made:
    """Keep the layers of a figure, and in place of counts of its own the one count that it tells."""
    people = people_beside(work, subject, cell)
    nothing = np.full(made.raw.size, np.nan)
    beside = people[0].value if people is not None and is_count(people[1]) else nothing
    if reaches_around(work, subject, work.periods[cell[0]].start):
        # That there is nobody to share places with is a count, too, and hidden as one.
        beside = np.where(made.raw.status == Status.NOT_APPLICABLE, 0.0, np.nan)
    inputs = {**made.inputs, "layers": [read.as_input for read in lying]}
    read = {each.id for each in people[1]} if people is not None else set()
    read |= {each.people_id for each in lying if each.people_id is not None}
    if read:
        inputs["vintages"] = sorted({*made.inputs["vintages"], *read})
    return Made(replace(made.raw, numerator=nothing, denominator=beside, pair=None), inputs)


def _made(result: Evaluated, formula: str, there: Iterable[Frozen], reads: Sequence[Read]) -> Made:
    made = raw_slice(
        result.value,
        result.status,
        flags=result.flags,
        numerator=result.numerator,
        denominator=result.denominator,
        pair=result.pair,
    )
    used = [*there, *(read.frozen for read in reads if read.frozen is not None)]
    inputs = {"formula": formula, "vintages": sorted(frozen.id for frozen in used)}
    return Made(made, {**inputs, "earlier": [read.as_input for read in reads]} if reads else inputs)


def formula_cells(work: Workplace, subject: Subject, sources: Mapping[str, Source]) -> tuple[tuple[int, int], ...]:
    """Return the cells for which everything is there that the formula in force reads of their own period.

    A formula that reads earlier periods alone goes as far as its indicators do; one of layers alone is computed for
    the first day of each of their versions, on all boundaries of that day.
    """
    found: set[tuple[int, int]] = set()
    for formula in {each.formula for each in subject.definitions if each.formula}:
        node = formulas.parse(formula)
        sets = [sources[name].cells for name in formulas.present(node) or formulas.names(node)]
        cells = frozenset.intersection(*sets) if sets else _cells_of_layers(work, node)
        found |= {cell for cell in cells if _definition(work, subject, cell[0]).formula == formula}
    return ordered(work, found)


def _cells_of_layers(work: Workplace, node: formulas.Node) -> frozenset[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for day in work.layers.days({each.slug for each in formulas.layers(node)}):
        row = ensure_period(reference_date(day).code)
        work.periods[row.pk] = row
        found |= {(row.pk, pk) for pk, place in work.places.items() if place.version.is_valid_on(day)}
    return frozenset(found)


def common_cells(work: Workplace, sources: Iterable[Indicator]) -> tuple[tuple[int, int], ...]:
    """Return the cells for which every source has a current vintage, in the order of time."""
    sets = [cells_of(indicator_id=source.pk) for source in sources]
    return ordered(work, frozenset.intersection(*sets)) if sets else ()


# --- Change ----------------------------------------------------------------------------------------


def with_change(*, work: Workplace, subject: Subject, cell: tuple[int, int], made: Made) -> Made:
    """Add the change since the nearest earlier period, unless one is published or none can be told.

    No change is computed for a relative measure, across a break that forbids comparison, or between definitions
    of different periods; of an index only with frozen scales. A change stated by the publisher stays. A formula that
    looks back has no change of its own: its neighbouring figures share periods.
    """
    period_id, place_id = cell
    definition = _definition(work, subject, period_id)
    if made.change_kind or definition.comparability == "relative":
        return made
    if formulas.is_over_time(definition.formula):
        return made
    period = work.periods[period_id]
    before = work.shelf.current_before(Cell(subject.indicator.pk, period_id, place_id), work.periods)
    if before is None:
        return made
    since = before.cell.period_id
    if subject.indicator.kind == "index" and not is_followed(work, subject, cell, since):
        return made
    is_broken = subject.is_broken_between(work.periods[since].start, period.start)
    if is_broken or before.definition_id != definition.pk:
        return made
    change = made.raw.value - before.raw.value
    inputs = {**made.inputs, "change_since": before.id}
    return Made(_with(made.raw, change=change), inputs, since, "computed")
