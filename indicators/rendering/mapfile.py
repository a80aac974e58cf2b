# SPDX-License-Identifier: EUPL-1.2
"""The figures of a map as a file: typed cells, status word and code in every row, source and licence with them."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from openpyxl import Workbook

from indicators.rendering.carried_words import range_words
from indicators.rendering.mapchance import MOST_CLASSES
from indicators.rendering.maplegend import Classes
from indicators.rendering.maptable import AreaName
from indicators.rendering.pattern_words import island_words
from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import comparison_words, status_words, unavailable_words
from indicators.rendering.slice_pattern import CODES as PATTERN_CODES
from indicators.rendering.slice_pattern import ISLAND_CODE, SpatialPattern
from indicators.rendering.slices import SliceContent
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.common.statuses import WITH_VALUE, Flag, Status
from sozialplanung.common.typedbook import GENERAL, book_bytes, facts_sheet, list_sheet, number_format, table_sheet

FileCell = str | int | float | None
NUMBER_BANDS: Final = ("value", "lower", "upper", "numerator", "denominator", "change")
_CODES: Final = {0: "not_comparable", 1: "lower", 2: "similar", 3: "higher"}
_INTERVALS: Final = MappingProxyType({"de": "berechnet (Modell)", "en": "calculated (model)"})
_YES_NO: Final = MappingProxyType({"de": ("nein", "ja"), "en": ("no", "yes")})
_P_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class FileList:
    """One list at the end of a file: its title and its lines."""

    title: str
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column that a page adds: its name, its head, one cell for each area in frozen order.

    `decimals` are those of numbers, None for a column of words.
    """

    name: str
    head: str
    cells: Sequence[FileCell]
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is made from.

    `heads` name the columns in the reader's language; `preface` are lines of label and text: what is shown, unit,
    as-of date, boundaries, source, licence, address. `marks` are by position the numbers of the remarks on an area;
    `lists` are the lists at the end, each with its title: remarks by number, breaks of the series. `spans`,
    `judgements`, `lacks_interval` and `pattern` are those of the table beside the map. `beside` are columns that the
    page adds; `left_out` are the places of areas that it does not show. `is_carried`: the figures were counted on other
    boundaries.
    """

    title: str
    sheet_title: str
    source_title: str
    preface: tuple[tuple[str, str], ...]
    heads: Mapping[str, str]
    content: SliceContent
    classes: Classes
    class_labels: tuple[str, ...]
    official_labels: tuple[str, ...]
    areas: Sequence[AreaName]
    reasons: Mapping[int, str]
    city: str
    language: Language
    marks: Mapping[int, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    lists: tuple[FileList, ...] = ()
    spans: tuple[Classes, Classes] | None = None
    judgements: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    lacks_interval: bool = False
    pattern: SpatialPattern | None = None
    beside: tuple[OwnColumn, ...] = ()
    left_out: frozenset[int] = frozenset()
    is_carried: bool = False

    @property
    def places(self) -> list[int]:
        """The places of the areas in the file, in the order of their keys."""
        shown = (place for place in range(self.content.size) if place not in self.left_out)
        return sorted(shown, key=lambda place: self.areas[place].key)

    def head_of(self, column: str) -> str:
        """Return what stands above a column."""
        own = next((each.head for each in self.beside if each.name == column), None)
        return self.heads[column] if own is None else own

    def decimals_of(self, column: str) -> int | None:
        """Return the decimals of a column of numbers; None for whole numbers without a format and for words."""
        if column == "p":
            return _P_DECIMALS
        if column in NUMBER_BANDS:
            return self.content.numbers[column].decimals
        return next((each.decimals for each in self.beside if each.name == column), None)

    def has_value(self, position: int) -> bool:
        """Whether an area has a figure that is shown: one without carries nothing but the word for why."""
        return Status(int(self.content.status[position])) in WITH_VALUE


def columns_of(facts: FileFacts) -> tuple[str, ...]:
    """Return the columns of the file: those of the slice, and never a number without its status."""
    numbers, codes = facts.content.numbers, facts.content.codes
    is_compared = "comparison" in codes and bool(codes["comparison"].any())
    has_interval = "lower" in numbers
    has = {
        "parent": any(area.parent for area in facts.areas),
        **dict.fromkeys(("value", "status", "status_code", "flags"), True),
        **dict.fromkeys(("lower", "upper"), has_interval),
        **dict.fromkeys(("interval", "interval_code"), has_interval or facts.lacks_interval),
        **{band: band in numbers for band in ("numerator", "denominator", "change")},
        **dict.fromkeys(("comparison", "comparison_code"), is_compared),
        "judgement": is_compared and bool(facts.judgements),
        **_class_columns(facts),
        "remarks": bool(facts.marks),
    }
    own = (each.name for each in facts.beside)
    return ("key", "name", *(column for column, is_there in has.items() if is_there), *own)


def _class_columns(facts: FileFacts) -> dict[str, bool]:
    """Say which columns tell the class of an area: in a view of patterns it is how the area lies among others."""
    if facts.pattern is not None:
        return dict.fromkeys(("pattern", "pattern_code", "p"), True)
    return {
        "class": True,
        "class_label": bool(facts.class_labels),
        "class_official": bool(facts.official_labels),
        **dict.fromkeys(("class_low", "class_high", "unsure"), facts.spans is not None),
    }


def rows_of(facts: FileFacts) -> list[list[FileCell]]:
    """Return one row per area in the order of keys; a number that is not there is None, never zero."""
    columns = columns_of(facts)
    return [[_cell(facts, column, place) for column in columns] for place in facts.places]


def _cell(facts: FileFacts, column: str, position: int) -> FileCell:
    if column in NUMBER_BANDS:
        return _number(facts.content, column, position)
    if column in _WORDS:
        return _WORDS[column](facts, position)
    return next(each.cells[position] for each in facts.beside if each.name == column)


def _number(content: SliceContent, band: str, position: int) -> FileCell:
    found = content.numbers[band]
    return figure(float(found.values[position]), found.decimals)


def figure(value: float, decimals: int) -> FileCell:
    """Return a published number as a cell: whole ones as such, and nothing for what is not there."""
    if math.isnan(value):
        return None
    return round(value) if decimals == 0 else value


def _status(facts: FileFacts, position: int) -> FileCell:
    status = Status(int(facts.content.status[position]))
    ordinary = "Wert" if facts.language == "de" else "value"
    return status_words(status, facts.language, facts.reasons.get(position, "")) or ordinary


def _comparison(facts: FileFacts, position: int) -> FileCell:
    if not facts.has_value(position):
        return ""
    return comparison_words(int(facts.content.codes["comparison"][position]), facts.city, facts.language)


def _comparison_code(facts: FileFacts, position: int) -> FileCell:
    return _CODES[int(facts.content.codes["comparison"][position])] if facts.has_value(position) else ""


def _judgement(facts: FileFacts, position: int) -> FileCell:
    return facts.judgements.get(int(facts.content.codes["comparison"][position]), "")


def _interval_code(facts: FileFacts, position: int) -> FileCell:
    """Say whether there is an interval: a model, none that could be computed, or nothing to be said of no figure.

    A number that was carried exactly has none since nothing was estimated of it.
    """
    if not facts.has_value(position):
        return ""
    band = facts.content.numbers.get("lower")
    if band is not None and not math.isnan(band.values[position]):
        return "model"
    is_guess = Flag.ESTIMATED in Flag(int(facts.content.flags[position]))
    return "exact" if facts.is_carried and band is not None and not is_guess else "unavailable"


def _interval(facts: FileFacts, position: int) -> FileCell:
    words = {
        "model": _INTERVALS[facts.language],
        "exact": range_words(Flag.NONE, facts.language),
        "unavailable": unavailable_words(facts.language),
    }
    return words.get(str(_interval_code(facts, position)), "")


def _span(facts: FileFacts, position: int) -> tuple[int, int]:
    low, high = (int(ends[position]) for ends in facts.spans or ())
    return (low, high) if facts.has_value(position) else (0, 0)


def _unsure(facts: FileFacts, position: int) -> FileCell:
    low, high = _span(facts, position)
    return _YES_NO[facts.language][high - low + 1 > MOST_CLASSES] if low else ""


def _pattern(facts: FileFacts, position: int) -> FileCell:
    number = int(facts.classes[position])
    if number:
        return facts.class_labels[number - 1]
    return island_words(facts.language) if facts.has_value(position) else ""


def _pattern_code(facts: FileFacts, position: int) -> FileCell:
    number = int(facts.classes[position])
    if number:
        return PATTERN_CODES[number]
    return ISLAND_CODE if facts.has_value(position) else ""


def _p_value(facts: FileFacts, position: int) -> FileCell:
    p = float(facts.pattern.p[position]) if facts.pattern else math.nan
    return None if math.isnan(p) else round(p, _P_DECIMALS)


def _class_label(facts: FileFacts, position: int) -> FileCell:
    number = int(facts.classes[position])
    return facts.class_labels[number - 1] if number else ""


def _official_label(facts: FileFacts, position: int) -> FileCell:
    number = int(facts.classes[position])
    return facts.official_labels[number - 1] if number else ""


_WORDS: Final[Mapping[str, Callable[[FileFacts, int], FileCell]]] = {
    "key": lambda facts, position: facts.areas[position].key,
    "name": lambda facts, position: facts.areas[position].name,
    "parent": lambda facts, position: facts.areas[position].parent,
    "status": _status,
    "status_code": lambda facts, position: Status(int(facts.content.status[position])).code,
    "flags": lambda facts, position: " ".join(Flag(int(facts.content.flags[position])).codes),
    "comparison": _comparison,
    "comparison_code": _comparison_code,
    "judgement": _judgement,
    "interval": _interval,
    "interval_code": _interval_code,
    "class_low": lambda facts, position: _span(facts, position)[0] or None,
    "class_high": lambda facts, position: _span(facts, position)[1] or None,
    "unsure": _unsure,
    "pattern": _pattern,
    "pattern_code": _pattern_code,
    "p": _p_value,
    "class": lambda facts, position: int(facts.classes[position]) or None,
    "class_label": _class_label,
    "class_official": _official_label,
    "remarks": lambda facts, position: ", ".join(str(number) for number in facts.marks.get(position, ())),
}


def csv_file(facts: FileFacts) -> bytes:
    """Return the file as German spreadsheets open it: a preface, an empty line, one head, one line per area.

    Remarks and breaks of the series follow, each list after an empty line.
    """
    head = [facts.head_of(column) for column in columns_of(facts)]
    lists: list[Sequence[FileCell]] = []
    for each in facts.lists:
        lists += [[], [each.title], *each.lines]
    return to_csv([[facts.title], *facts.preface, [], head, *rows_of(facts), *lists])


def xlsx_file(facts: FileFacts) -> bytes:
    """Return a workbook: the figures as typed cells, then source and licence, then remarks and breaks of the series."""
    book = Workbook(write_only=True)
    columns = [(facts.head_of(column), _format(facts.decimals_of(column))) for column in columns_of(facts)]
    table_sheet(book, facts.sheet_title, columns, rows_of(facts))
    facts_sheet(book, facts.source_title, facts.title, facts.preface)
    for each in facts.lists:
        list_sheet(book, each.title, each.lines)
    return book_bytes(book)


def _format(decimals: int | None) -> str:
    return GENERAL if decimals is None else number_format(decimals)
