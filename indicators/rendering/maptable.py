# SPDX-License-Identifier: EUPL-1.2
"""The table beside a map: the same figures as words and numbers, one row per area."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from indicators.rendering.mapchance import MOST_CLASSES
from indicators.rendering.maplegend import Classes
from indicators.rendering.pattern_words import island_words
from indicators.rendering.profile_numbers import Language, number, span_words
from indicators.rendering.sentences import (
    HIGHER,
    LOWER,
    SIMILAR,
    flag_words,
    status_words,
    unavailable_words,
    unsure_word,
)
from indicators.rendering.slice_pattern import SpatialPattern
from indicators.rendering.slices import SliceContent
from sozialplanung.common.statuses import WITH_VALUE, Flag, Status

VALUE: Final = "value"
PARENT: Final = "parent"
COUNT: Final = "count"
DENOMINATOR: Final = "denominator"
INTERVAL: Final = "interval"
COMPARISON: Final = "comparison"
CLASS: Final = "class"
SPAN: Final = "span"
P_VALUE: Final = "p"
CHANGE: Final = "change"
_COMPARISONS: Final[Mapping[Language, Mapping[int, str]]] = MappingProxyType(
    {
        "de": {LOWER: "niedriger", SIMILAR: "ähnlich", HIGHER: "höher"},
        "en": {LOWER: "lower", SIMILAR: "similar", HIGHER: "higher"},
    }
)
_UMLAUTS: Final = str.maketrans("äöü", "aou")


@dataclass(frozen=True, slots=True)
class AreaName:
    """One area as a table names it: key, name and the name of the area that it lies in."""

    key: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and by what it is sorted; a number that is missing sorts as an empty text."""

    column: str
    text: str
    sort: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One area: its place in the frozen order, its status and its cells in the order of the columns.

    `marks` are the numbers of the remarks on it.
    """

    position: int
    area: AreaName
    status: str
    cells: tuple[Cell, ...]
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MapTable:
    """Areas of one slice in their order, with a cell for each column."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What a table is made from: the slice, the class of each area, and words from elsewhere.

    `reasons` tells by position why an area was excluded or not converted, `class_labels` name the classes of an index,
    `marks` are by position the numbers of the remarks on an area. `spans` holds the classes of both ends of each
    interval, `judgements` the words for a comparison where a direction is declared; `lacks_interval` says that none can
    be computed, `pattern` stands in the place of classes, `class_notes` say by position why an area with a figure has
    no class.
    """

    content: SliceContent
    classes: Classes
    areas: Sequence[AreaName]
    language: Language
    reasons: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    class_labels: tuple[str, ...] = ()
    marks: Mapping[int, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    spans: tuple[Classes, Classes] | None = None
    judgements: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    lacks_interval: bool = False
    pattern: SpatialPattern | None = None
    class_notes: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))


def columns_of(
    content: SliceContent,
    *,
    has_parents: bool,
    has_spans: bool = False,
    lacks_interval: bool = False,
    has_p: bool = False,
) -> tuple[str, ...]:
    """Return the columns that the slice allows, in their order."""
    numbers, codes = content.numbers, content.codes
    has = {
        PARENT: has_parents,
        VALUE: True,
        COUNT: "numerator" in numbers,
        DENOMINATOR: "numerator" in numbers and "denominator" in numbers,
        INTERVAL: "lower" in numbers or lacks_interval,
        # A measure that compares areas with each other has nothing to say of them and the whole.
        COMPARISON: "comparison" in codes and bool(codes["comparison"].any()),
        CLASS: True,
        SPAN: has_spans,
        P_VALUE: has_p,
        CHANGE: "change" in numbers,
    }
    return tuple(column for column, is_there in has.items() if is_there)


def table_of(facts: TableFacts, positions: Sequence[int] | None = None) -> MapTable:
    """Return the table of one slice: all areas in the order of their names, or those in some places in their order."""
    columns = columns_of(
        facts.content,
        has_parents=any(area.parent for area in facts.areas),
        has_spans=facts.spans is not None,
        lacks_interval=facts.lacks_interval,
        has_p=facts.pattern is not None,
    )
    order = names_in_order(facts.areas) if positions is None else positions
    return MapTable(columns, tuple(_row(facts, columns, position) for position in order))


def names_in_order(areas: Sequence[AreaName]) -> list[int]:
    """Return the places of areas in the order of their names."""
    return sorted(range(len(areas)), key=lambda position: name_order(areas[position]))


def name_order(area: AreaName) -> tuple[str, str]:
    """Return by what areas are put in the order of their names."""
    # As in a German telephone directory of the first kind (DIN 5007-1): ä beside a, ß as ss.
    return area.name.casefold().translate(_UMLAUTS), area.key


def _row(facts: TableFacts, columns: tuple[str, ...], position: int) -> TableRow:
    status = Status(int(facts.content.status[position]))
    cells = tuple(_CELLS[column](facts, position) for column in columns)
    return TableRow(position, facts.areas[position], status.code, cells, facts.marks.get(position, ()))


def _parent(facts: TableFacts, position: int) -> Cell:
    return Cell(PARENT, facts.areas[position].parent)


def _value(facts: TableFacts, position: int) -> Cell:
    status = Status(int(facts.content.status[position]))
    if status not in WITH_VALUE:
        return Cell(VALUE, status_words(status, facts.language, facts.reasons.get(position, "")), "", is_number=True)
    cell = _number(facts, "value", position, VALUE)
    # What was computed anew is so everywhere, and said once beside the map.
    notes = ", ".join(flag_words(Flag(int(facts.content.flags[position])) & ~Flag.RECOMPUTED, facts.language))
    if not notes:
        return cell
    return Cell(VALUE, f"{cell.text} ({notes})", cell.sort, is_number=True)


def _number(facts: TableFacts, band: str, position: int, column: str, *, is_signed: bool = False) -> Cell:
    found = facts.content.numbers[band]
    value = float(found.values[position])
    if math.isnan(value):
        return Cell(column, "", is_number=True)
    text = number(value, found.decimals, facts.language, is_signed=is_signed)
    return Cell(column, text, repr(value), is_number=True)


def _count(facts: TableFacts, position: int) -> Cell:
    return _number(facts, "numerator", position, COUNT)


def _denominator(facts: TableFacts, position: int) -> Cell:
    return _number(facts, "denominator", position, DENOMINATOR)


def _interval(facts: TableFacts, position: int) -> Cell:
    if "lower" not in facts.content.numbers:
        has_value = Status(int(facts.content.status[position])) in WITH_VALUE
        return Cell(INTERVAL, unavailable_words(facts.language) if has_value else "", is_number=True)
    low, high = (_number(facts, band, position, INTERVAL) for band in ("lower", "upper"))
    text = span_words(low.text, high.text, facts.language) if low.text and high.text else ""
    return Cell(INTERVAL, text, low.sort, is_number=True)


def _comparison(facts: TableFacts, position: int) -> Cell:
    code = int(facts.content.codes["comparison"][position])
    words = _COMPARISONS[facts.language].get(code, "")
    return Cell(COMPARISON, ", ".join(filter(None, (words, facts.judgements.get(code, "") if words else ""))))


def _class(facts: TableFacts, position: int) -> Cell:
    found = int(facts.classes[position])
    if facts.pattern is not None:
        return _pattern(facts, position, found)
    if not found:
        return Cell(CLASS, facts.class_notes.get(position, ""), is_number=True)
    label = facts.class_labels[found - 1] if facts.class_labels else ""
    text = f"{found}: {label}" if label else str(found)
    return Cell(CLASS, text, str(found), is_number=True)


def _pattern(facts: TableFacts, position: int, found: int) -> Cell:
    """Name the class of a pattern: its number says nothing to a reader."""
    if found:
        return Cell(CLASS, facts.class_labels[found - 1], str(found))
    has_value = Status(int(facts.content.status[position])) in WITH_VALUE
    return Cell(CLASS, island_words(facts.language) if has_value else "")


def _p_value(facts: TableFacts, position: int) -> Cell:
    p = float(facts.pattern.p[position]) if facts.pattern else math.nan
    if math.isnan(p):
        return Cell(P_VALUE, "", is_number=True)
    return Cell(P_VALUE, number(p, 3, facts.language), repr(p), is_number=True)


def _span(facts: TableFacts, position: int) -> Cell:
    """Write the classes that the interval of an area reaches over, and that they are too many to rely on its colour."""
    low, high = (int(ends[position]) for ends in facts.spans or ())
    if not low:
        return Cell(SPAN, "", is_number=True)
    text = str(low) if low == high else f"{low}–{high}"
    size = high - low + 1
    if size > MOST_CLASSES:
        text = f"{text} ({unsure_word(facts.language)})"
    return Cell(SPAN, text, str(size), is_number=True)


def _change(facts: TableFacts, position: int) -> Cell:
    return _number(facts, "change", position, CHANGE, is_signed=True)


_CELLS: Final = MappingProxyType(
    {
        PARENT: _parent,
        VALUE: _value,
        COUNT: _count,
        DENOMINATOR: _denominator,
        INTERVAL: _interval,
        COMPARISON: _comparison,
        CLASS: _class,
        SPAN: _span,
        P_VALUE: _p_value,
        CHANGE: _change,
    }
)
