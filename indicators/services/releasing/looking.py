# SPDX-License-Identifier: EUPL-1.2
"""What a formula that looks back reads: figures of earlier periods, or why they may not be read from here.

Nothing is computed from both sides of a break, of another definition or of other boundaries: all three say that the
same word means something else before and after.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from indicators import formulas
from indicators.formulas import Earlier, Operand
from indicators.models import Basis, Comparability, Indicator, IndicatorKind
from indicators.rendering.compiling import PERCENT
from indicators.services.releasing.context import Subject, Workplace, subject_of
from indicators.services.releasing.freezing import Cell, Frozen, cells_of
from indicators.services.releasing.places import Place
from indicators.services.releasing.rules import lineage_of

Cells = frozenset[tuple[int, int]]
Reason = Literal["", "absent", "break", "definition", "boundaries", "relative"]


@dataclass(frozen=True)
class Source:
    """One indicator that a formula reads, and its current cells."""

    indicator: Indicator
    cells: Cells

    @cached_property
    def lineage(self) -> tuple[Subject, ...]:
        """The indicator and everything that it is computed from."""
        return lineage_of(subject_of(self.indicator)).subjects

    def reason_between(self, earlier: date, later: date) -> Reason:
        """Say why figures of two days may not be put together; empty where they may."""
        if self._is_relative_on(earlier) or self._is_relative_on(later):
            return "relative"
        if any(each.is_broken_between(earlier, later) for each in self.lineage):
            return "break"
        if any(each.definition_on(earlier).pk != each.definition_on(later).pk for each in self.lineage):
            return "definition"
        return ""

    def operand(self, frozen: Frozen, day: date) -> Operand:
        """Return figures as a formula takes them, a share of counts with its counts."""
        raw, definition = frozen.raw, self.lineage[0].definition_on(day)
        is_counted = definition.basis == Basis.COUNTS and definition.unit_of_measure == PERCENT
        parts = (raw.numerator, raw.denominator) if is_counted else (None, None)
        return Operand(raw.value, raw.status, raw.flags, *parts)

    def _is_relative_on(self, day: date) -> bool:
        is_index = self.indicator.kind == IndicatorKind.INDEX
        return is_index or self.lineage[0].definition_on(day).comparability == Comparability.RELATIVE


@dataclass(frozen=True, slots=True)
class Read:
    """One earlier figure of a cell: the vintage it is read from, or why there is none."""

    each: Earlier
    frozen: Frozen | None
    reason: Reason
    figures: Operand | None = None

    @property
    def is_broken(self) -> bool:
        """Whether there are earlier figures that do not count from here."""
        return self.reason not in {"", "absent"}

    def operand(self, size: int) -> Operand:
        """Return the figures as a formula takes them."""
        if self.figures is not None:
            return self.figures
        return formulas.not_comparable(size) if self.is_broken else formulas.no_figures(size)

    @property
    def as_input(self) -> list[Any]:
        """What a vintage keeps of it."""
        return [self.each.slug, self.each.years, self.frozen.id if self.frozen else None, self.reason]


def sources_of(indicators: Mapping[str, Indicator]) -> dict[str, Source]:
    """Read by name what formulas need to know of the indicators that they are computed from."""
    return {slug: Source(each, cells_of(indicator_id=each.pk)) for slug, each in indicators.items()}


def earlier_reads(
    *, work: Workplace, sources: Mapping[str, Source], cell: tuple[int, int], node: formulas.Node
) -> tuple[Read, ...]:
    """Return what the formula of a cell reads of earlier periods."""
    return tuple(_read(work, sources[each.slug], each, cell) for each in formulas.earlier(node))


def _read(work: Workplace, source: Source, each: Earlier, cell: tuple[int, int]) -> Read:
    period_id, place_id = cell
    before = work.course.shifted(period_id, -each.years)
    if before is None:
        return Read(each, None, "absent")
    if (before, place_id) not in source.cells:
        return Read(
            each, None, "boundaries" if _is_elsewhere(work, source, before, work.places[place_id]) else "absent"
        )
    then = work.periods[before].start
    reason = source.reason_between(then, work.periods[period_id].start)
    frozen = None if reason else work.shelf.current(Cell(source.indicator.pk, before, place_id))
    return Read(each, frozen, reason, None if frozen is None else source.operand(frozen, then))


def _is_elsewhere(work: Workplace, source: Source, period_id: int, place: Place) -> bool:
    """Say whether there are figures of that period for the same level on other boundaries."""
    return any(
        period == period_id and work.places[pk].version.level == place.version.level for period, pk in source.cells
    )
