# SPDX-License-Identifier: EUPL-1.2
"""Bring the vintages of an indicator up to date: every period and level for which its inputs are there."""

from collections.abc import Callable
from itertools import pairwise

from indicators import formulas
from indicators.models import Indicator, IndicatorKind
from indicators.services.releasing import computing, indexing
from indicators.services.releasing.context import Subject, Workplace, named, subject_of, workplace_of
from indicators.services.releasing.freezing import Cell, Made, freeze, retire
from indicators.services.releasing.indexing import recipe_on
from indicators.services.releasing.looking import sources_of
from indicators.services.releasing.sparing import sparing_of

Report = Callable[[int, int], None]
Cells = set[tuple[int, int]]


def _silent(_done: int, _total: int) -> None:
    """Report to nobody."""


def derive_indicator(*, indicator: Indicator, report: Report = _silent) -> int:
    """Freeze all vintages of an indicator whose inputs are there; returns how many cells it has.

    Computing again with the same inputs changes nothing. A cell whose inputs were taken back has no vintage that
    counts any more. ``report`` hears how far it is.
    """
    work, subject = workplace_of(indicator.organisation), subject_of(indicator)
    make = {
        IndicatorKind.DELIVERED: _freeze_delivered,
        IndicatorKind.DERIVED: _freeze_derived,
        IndicatorKind.INDEX: _freeze_index,
    }[IndicatorKind(indicator.kind)]
    made = make(work, subject, report)
    retire(indicator_id=indicator.pk, keep=made)
    return len(made)


def _freeze(work: Workplace, subject: Subject, cell: tuple[int, int], made: Made) -> None:
    definition = subject.definition_on(work.periods[cell[0]].start)
    whole = computing.with_change(work=work, subject=subject, cell=cell, made=made)
    where = Cell(subject.indicator.pk, *cell)
    work.shelf.put(freeze(cell=where, definition=definition, made=whole, known=work.shelf.current(where)))


def _freeze_delivered(work: Workplace, subject: Subject, report: Report) -> Cells:
    cells = computing.delivered_and_rolled(work, subject)
    for done, cell in enumerate(cells, start=1):
        _freeze(work, subject, cell, computing.delivered(work=work, subject=subject, cell=cell))
        report(done, len(cells))
    there = set(cells)
    rolled = [_roll_up(work, subject, cell, there) for cell in _coarsest_first(work, cells)]
    return there.union(*rolled)


def _coarsest_first(work: Workplace, cells: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Return per period and edition the finest delivered cell, from which the roll-up starts."""
    starts: dict[tuple[int, str, str], tuple[int, int]] = {}
    for period_id, place_id in cells:
        version = work.places[place_id].version
        starts.setdefault((period_id, version.edition, version.hierarchy), (period_id, place_id))
    return list(starts.values())


def _roll_up(work: Workplace, subject: Subject, start: tuple[int, int], there: Cells) -> Cells:
    """Fill the coarser levels that were not delivered, from the next finer one that is there."""
    period_id, rolled = start[0], Cells()
    chain = work.chain(work.places[start[1]])
    known = {place.id for place in chain if (period_id, place.id) in there}
    for child, parent in pairwise(chain):
        if parent.id in known or child.id not in known:
            continue
        made = computing.rolled_up(work=work, subject=subject, period_id=period_id, child=child, parent=parent)
        if made is not None:
            _freeze(work, subject, (period_id, parent.id), made)
            known.add(parent.id)
            rolled.add((period_id, parent.id))
    return rolled


def _freeze_derived(work: Workplace, subject: Subject, report: Report) -> Cells:
    names = {
        name
        for definition in subject.definitions
        if definition.formula
        for name in formulas.names(formulas.parse(definition.formula))
    }
    sources = sources_of(named(subject, tuple(sorted(names))))
    cells, there = computing.formula_cells(work, subject, sources), Cells()
    for done, cell in enumerate(cells, start=1):
        made = computing.derived(work=work, subject=subject, cell=cell, sources=sources, report=report)
        if made is not None:
            _freeze(work, subject, cell, made)
            there.add(cell)
        report(done, len(cells))
    return there


def index_sources(subject: Subject) -> dict[str, Indicator]:
    """Return by slug the indicators that some version of the recipe of an index is made of."""
    return named(subject, indexing.components([indexing.content_of(row) for row in subject.recipes]))


def _freeze_index(work: Workplace, subject: Subject, report: Report) -> Cells:
    sources, sparing = index_sources(subject), sparing_of(work, subject)
    cells, there = _index_cells(work, subject, sources), Cells()
    for done, cell in enumerate(cells, start=1):
        made = indexing.indexed(work=work, subject=subject, cell=cell, sources=sources, hidden=sparing.hidden(cell))
        if made is not None:
            _freeze(work, subject, cell, made)
            there.add(cell)
        report(done, len(cells))
    return there


def _index_cells(work: Workplace, subject: Subject, sources: dict[str, Indicator]) -> tuple[tuple[int, int], ...]:
    """Return the cells at the recipe's level for which at least one component is there."""
    cells = {cell for source in sources.values() for cell in computing.common_cells(work, [source])}
    return computing.ordered(work, (cell for cell in cells if recipe_on(subject, work, cell) is not None))
