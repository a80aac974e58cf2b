# SPDX-License-Identifier: EUPL-1.2
"""The figures of a map as a file: typed cells, status word and code in every row, source and licence with them."""

import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import _WorkbookChild

from indicators.rendering.maplegend import Classes
from indicators.rendering.maptable import AreaName
from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import comparison_words, status_words
from indicators.rendering.slices import SliceContent
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.common.statuses import Flag, Status

FileCell = str | int | float | None
NUMBER_BANDS: Final = ("value", "lower", "upper", "numerator", "denominator", "change")
_CODES: Final = {0: "not_comparable", 1: "lower", 2: "similar", 3: "higher"}
_WIDEST: Final = 44
_NARROWEST: Final = 11


@dataclass(frozen=True, slots=True)
class FileList:
    """One list at the end of a file: its title and its lines."""

    title: str
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file is made from.

    `heads` name the columns in the reader's language; `preface` are lines of label and text: what is shown, unit,
    as-of date, boundaries, source, licence, address. `marks` are by position the numbers of the remarks on an area;
    `lists` are the lists at the end, each with its title: remarks by number, breaks of the series.
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


def columns_of(facts: FileFacts) -> tuple[str, ...]:
    """Return the columns of the file: those of the slice, and never a number without its status."""
    numbers, codes = facts.content.numbers, facts.content.codes
    columns = ["key", "name"]
    if any(area.parent for area in facts.areas):
        columns.append("parent")
    columns += ["value", "status", "status_code", "flags"]
    columns += [band for band in NUMBER_BANDS[1:] if band in numbers]
    if "comparison" in codes and codes["comparison"].any():
        columns += ["comparison", "comparison_code"]
    columns.append("class")
    if facts.class_labels:
        columns.append("class_label")
    if facts.official_labels:
        columns.append("class_official")
    if facts.marks:
        columns.append("remarks")
    return tuple(columns)


def rows_of(facts: FileFacts) -> list[list[FileCell]]:
    """Return one row per area in the order of keys; a number that is not there is None, never zero."""
    columns = columns_of(facts)
    order = sorted(range(facts.content.size), key=lambda position: facts.areas[position].key)
    return [[_cell(facts, column, position) for column in columns] for position in order]


def _cell(facts: FileFacts, column: str, position: int) -> FileCell:
    if column in NUMBER_BANDS:
        return _number(facts.content, column, position)
    return _WORDS[column](facts, position)


def _number(content: SliceContent, band: str, position: int) -> FileCell:
    found = content.numbers[band]
    value = float(found.values[position])
    if math.isnan(value):
        return None
    return round(value) if found.decimals == 0 else value


def _status(facts: FileFacts, position: int) -> FileCell:
    status = Status(int(facts.content.status[position]))
    ordinary = "Wert" if facts.language == "de" else "value"
    reason = facts.reasons.get(position, "") if status is Status.EXCLUDED else ""
    return status_words(status, facts.language, reason) or ordinary


def _comparison(facts: FileFacts, position: int) -> FileCell:
    return comparison_words(int(facts.content.codes["comparison"][position]), facts.city, facts.language)


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
    "comparison_code": lambda facts, position: _CODES[int(facts.content.codes["comparison"][position])],
    "class": lambda facts, position: int(facts.classes[position]) or None,
    "class_label": _class_label,
    "class_official": _official_label,
    "remarks": lambda facts, position: ", ".join(str(number) for number in facts.marks.get(position, ())),
}


def csv_file(facts: FileFacts) -> bytes:
    """Return the file as German spreadsheets open it: a preface, an empty line, one head, one line per area.

    Remarks and breaks of the series follow, each list after an empty line.
    """
    head = [facts.heads[column] for column in columns_of(facts)]
    lists: list[Sequence[FileCell]] = []
    for each in facts.lists:
        lists += [[], [each.title], *each.lines]
    return to_csv([[facts.title], *facts.preface, [], head, *rows_of(facts), *lists])


def xlsx_file(facts: FileFacts) -> bytes:
    """Return a workbook: the figures as typed cells, then source and licence, then remarks and breaks of the series."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(facts.sheet_title)
    columns, rows = columns_of(facts), rows_of(facts)
    sheet.freeze_panes = "C2"
    for place, width in enumerate(_widths([facts.heads[column] for column in columns], rows), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_text(sheet, facts.heads[column], is_head=True) for column in columns])
    formats = {column: _format(facts.content, column) for column in columns}
    for row in rows:
        sheet.append([_typed(sheet, cell, formats[column]) for cell, column in zip(row, columns, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    _source_sheet(book, facts)
    for each in facts.lists:
        _list_sheet(book, each)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _source_sheet(book: Workbook, facts: FileFacts) -> None:
    sheet = book.create_sheet(facts.source_title)
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 100
    sheet.append([_text(sheet, facts.title, is_head=True)])
    for label, text in facts.preface:
        sheet.append([_text(sheet, label, is_head=True), _text(sheet, text)])


def _list_sheet(book: Workbook, listed: FileList) -> None:
    sheet = book.create_sheet(listed.title)
    sheet.append([_text(sheet, listed.title, is_head=True)])
    for line in listed.lines:
        sheet.append([_text(sheet, text) for text in line])


def _widths(heads: Sequence[str], rows: Sequence[Sequence[FileCell]]) -> list[int]:
    longest = [max(len(str(cell)) for cell in cells if cell is not None) for cells in zip(heads, *rows, strict=True)]
    return [min(max(length + 2, _NARROWEST), _WIDEST) for length in longest]


def _format(content: SliceContent, column: str) -> str:
    if column not in NUMBER_BANDS:
        return "General"
    decimals = content.numbers[column].decimals
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def _typed(sheet: _WorkbookChild, cell: FileCell, number_format: str) -> Cell:
    if isinstance(cell, str):
        return _text(sheet, cell)
    written = WriteOnlyCell(sheet, value=cell)
    written.number_format = number_format
    return written


def _text(sheet: _WorkbookChild, text: str, *, is_head: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=text)
    # openpyxl takes a text that starts with an equals sign for a formula; here it is always a text.
    cell.data_type = "s"
    if is_head:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
