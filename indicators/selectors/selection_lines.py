# SPDX-License-Identifier: EUPL-1.2
"""What released slices tell of several areas together: a sum over shown cells, or why there is none."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from indicators.rendering.profile_numbers import is_relative_unit, is_share
from indicators.rendering.slices import SliceContent
from indicators.selectors.conversions import counted
from indicators.selectors.mapclasses import COUNTS, INDEX
from indicators.selectors.profile_slices import slice_contents
from indicators.selectors.selection_figures import ReleasedSum
from indicators.selectors.sheets import DefinitionSheet, IndicatorSheet, OrganisationRef, ReleaseRef
from indicators.selectors.summable import summable
from indicators.stats.selections import PERCENT, Blurred, Pooled, blurred, factor_of, pooled_count, pooled_rate
from sozialplanung.common.numbers import round_half_up
from sozialplanung.common.statuses import WITH_VALUE, Flag, Status


class Refusal(StrEnum):
    """Why there is no figure for the areas together."""

    NONE = ""
    NO_COUNTS = "no_counts"
    """It is not made of counts that add up, or they are not published."""
    LOOKS_BACK = "looks_back"
    """It compares or pools periods."""
    BREAK = "break"
    """In some area it cannot be compared."""
    NO_FIGURE = "no_figure"
    """Some area shows none."""
    NOT_COUNTED = "not_counted"
    """Some area was estimated for these boundaries, or could not be carried to them."""
    NOBODY = "nobody"
    """Nobody lives in any of the areas."""
    ROUNDED = "rounded"
    """Every area's counts are rounded, and their sum may be off by more than a tenth."""
    GONE = "gone"
    """It was withdrawn a moment ago."""


@dataclass(frozen=True, slots=True)
class SelectionLine:
    """One indicator for the areas together; `marks` count the areas without a figure by what they show instead."""

    sheet: IndicatorSheet
    definition: DefinitionSheet
    ref: ReleaseRef
    refusal: Refusal = Refusal.NONE
    pooled: Pooled | None = None
    marks: Mapping[Status, int] = field(default_factory=lambda: MappingProxyType({}))
    flags: Flag = Flag.NONE
    is_audited: bool = False
    rounding: int = 0
    span: tuple[float, float] | None = None
    """Between which ends the true figure lies, where the counts of the areas are multiples of ``rounding``."""


Sums = Mapping[tuple[str, str], ReleasedSum]


def with_released(lines: Sequence[SelectionLine], sums: Sums) -> tuple[SelectionLine, ...]:
    """Put sums that were released on their own where readers cannot add up themselves."""
    return tuple(_released(line, sums.get((line.sheet.slug, line.ref.period))) for line in lines)


def _released(line: SelectionLine, found: ReleasedSum | None) -> SelectionLine:
    unit = line.definition.unit_of_measure
    if found is None or line.refusal != Refusal.NO_FIGURE:
        return line
    if found.denominator is None:
        pooled = pooled_count(np.array([found.numerator]))
    elif is_share(unit):
        pooled = pooled_rate(np.array([found.numerator]), np.array([found.denominator]))
    else:
        return line
    shown = _shown(pooled, line.definition.decimals)
    return SelectionLine(line.sheet, line.definition, line.ref, pooled=shown, is_audited=True)


def lines_of(
    organisation: OrganisationRef, wanted: Sequence[tuple[IndicatorSheet, ReleaseRef]], positions: Sequence[int]
) -> tuple[SelectionLine, ...]:
    """Return what each release tells of the areas at some positions together."""
    contents = slice_contents([ref for _, ref in wanted])
    told = [(sheet, _definition(sheet, ref), ref) for sheet, ref in wanted]
    sums = summable(organisation, [definition for _, definition, _ in told])
    places = np.array(positions, dtype=np.int64)
    return tuple(
        _line(SelectionLine(sheet, definition, ref), contents.get(ref.id), places, is_sum=definition.id in sums)
        for sheet, definition, ref in told
    )


def lines_over(
    organisation: OrganisationRef, wanted: tuple[IndicatorSheet, ReleaseRef], groups: Sequence[Sequence[int]]
) -> tuple[SelectionLine, ...]:
    """Return what one release tells of several groups of areas, each at its positions; a group holds some area.

    Of what was carried from other boundaries no estimate is added up.
    """
    sheet, ref = wanted
    found, definition = slice_contents([ref]).get(ref.id), _definition(sheet, ref)
    content = None if found is None else counted(ref, found)
    is_sum = definition.id in summable(organisation, [definition])
    plain = SelectionLine(sheet, definition, ref)
    return tuple(_line(plain, content, np.array(places, dtype=np.int64), is_sum=is_sum) for places in groups)


def _definition(sheet: IndicatorSheet, ref: ReleaseRef) -> DefinitionSheet:
    return next((each for each in sheet.definitions if each.id == ref.definition_id), sheet.definition)


def _line(
    line: SelectionLine,
    content: SliceContent | None,
    places: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    *,
    is_sum: bool,
) -> SelectionLine:
    if content is None:
        return _refused(line, Refusal.GONE)
    refusal = _kind_refusal(line, is_sum=is_sum)
    if refusal:
        return _refused(line, refusal)
    statuses = [Status(int(code)) for code in content.status[places]]
    lacking = [status for status in statuses if status not in WITH_VALUE]
    if lacking:
        not_comparable = Refusal.NOT_COUNTED if line.ref.is_converted else Refusal.BREAK
        refusal = not_comparable if Status.NOT_COMPARABLE in lacking else Refusal.NO_FIGURE
        return _refused(line, refusal, {status: lacking.count(status) for status in Status if status in lacking})
    return _pooled(line, content, places)


def _refused(line: SelectionLine, refusal: Refusal, marks: Mapping[Status, int] | None = None) -> SelectionLine:
    return SelectionLine(line.sheet, line.definition, line.ref, refusal, marks=MappingProxyType(dict(marks or {})))


def _kind_refusal(line: SelectionLine, *, is_sum: bool) -> Refusal:
    if line.definition.looks_back:
        return Refusal.LOOKS_BACK
    is_counted = line.definition.basis == COUNTS and line.sheet.kind != INDEX and is_sum
    return Refusal.NONE if is_counted else Refusal.NO_COUNTS


def _pooled(
    line: SelectionLine, content: SliceContent, places: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> SelectionLine:
    values, factor = content.numbers["value"].values, PERCENT
    if "denominator" in content.numbers:
        numerators, denominators = (content.numbers[name].values for name in ("numerator", "denominator"))
        unit, decimals = line.definition.unit_of_measure, content.decimals
        found = PERCENT if is_share(unit) else factor_of(values, numerators, denominators, decimals)
        if found is None or np.isnan(numerators[places] + denominators[places]).any():
            return _refused(line, Refusal.NO_COUNTS)
        factor = found
        pooled = pooled_rate(numerators[places], denominators[places], factor=factor)
    elif is_relative_unit(line.definition.unit_of_measure) or _hides_zeros(content, places):
        return _refused(line, Refusal.NO_COUNTS)
    else:
        pooled = pooled_count(values[places])
    if np.isnan(pooled.value):
        return _refused(line, Refusal.NOBODY)
    flags = Flag(int(np.bitwise_or.reduce(content.flags[places])))
    plain = replace(line, pooled=_shown(pooled, content.decimals), flags=flags)
    if not content.rounding:
        return plain
    off = blurred(pooled, areas=places.size, base=content.rounding, factor=factor)
    return _rounded_line(plain, off, content)


def _hides_zeros(content: SliceContent, places: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> bool:
    """Say whether some figure is 0 because its decimals are cut; a count that is a multiple is off by no more there."""
    return not content.rounding and Status.ROUNDED_ZERO in content.status[places]


def _rounded_line(line: SelectionLine, off: Blurred, content: SliceContent) -> SelectionLine:
    """Return a figure of rounded counts with what they leave open; chance has no interval where rounding decides."""
    if off.is_vague or math.isinf(off.high):
        return replace(_refused(line, Refusal.ROUNDED), rounding=content.rounding)
    pooled = line.pooled or Pooled(off.low)
    step = 10.0**-content.decimals
    span = (_rounded(math.floor(off.low / step) * step, content.decimals), math.ceil(off.high / step - 1e-9) * step)
    return replace(
        line,
        pooled=Pooled(pooled.value, pooled.numerator, pooled.denominator),
        rounding=content.rounding,
        span=(span[0], _rounded(span[1], content.decimals)),
    )


def _shown(pooled: Pooled, decimals: int) -> Pooled:
    """Round to what is published of each area; the interval holds its figure."""
    value, lower, upper = (_rounded(each, decimals) for each in (pooled.value, pooled.lower, pooled.upper))
    return Pooled(value, pooled.numerator, pooled.denominator, min(lower, value), max(upper, value))


def _rounded(number: float, decimals: int) -> float:
    return float(round_half_up(number, decimals)) if not np.isnan(number) else number
