# SPDX-License-Identifier: EUPL-1.2
"""The findings of a delivery as a file to correct it by: one line per finding, in the order of the delivered rows."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import _WorkbookChild

from sozialplanung.common.csvsafe import to_csv
from sozialplanung.common.xmltext import xml_text

COLUMNS: Final = ("file", "table", "row", "column", "value", "severity", "code", "sentence", "proposal")
_WIDTHS: Final = {"row": 8, "severity": 12, "code": 24, "sentence": 70, "proposal": 50}
_USUAL_WIDTH: Final = 22
# A spreadsheet cuts a cell off here without a word.
_LONGEST: Final = 32_767


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One finding as its reader is told it; `row` counts as a spreadsheet does, None speaks of the whole table.

    `value` is the text as it was delivered, `proposal` what to write instead, or what to do.
    """

    file: str
    row: int | None
    column: str
    value: str
    code: str
    sentence: str
    proposal: str = ""
    severity: str = ""
    table: str = ""


def in_file_order(lines: Sequence[ReportLine], files: Sequence[str] = ()) -> tuple[ReportLine, ...]:
    """Return the lines by file, table and row; within a row in the order in which they came.

    `files` is the order of the files, otherwise they stand as they come; what speaks of a whole table comes first.
    """
    names = list(dict.fromkeys([*files, *(line.file for line in lines)]))
    tables = list(dict.fromkeys(line.table for line in lines))
    return tuple(sorted(lines, key=lambda line: (names.index(line.file), tables.index(line.table), line.row or 0)))


def csv_report(lines: Sequence[ReportLine], heads: Mapping[str, str], *, files: Sequence[str] = ()) -> bytes:
    """Return the report as German spreadsheets open it; a text that one would run as a formula is made safe.

    `heads` names the `COLUMNS` in the reader's language.
    """
    rows = [[getattr(line, column) for column in COLUMNS] for line in in_file_order(lines, files)]
    return to_csv([[heads[column] for column in COLUMNS], *rows])


def xlsx_report(
    lines: Sequence[ReportLine], heads: Mapping[str, str], *, title: str, files: Sequence[str] = ()
) -> bytes:
    """Return the report as a workbook in which the row is a number, everything else a text, and nothing a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(column, _USUAL_WIDTH)
    sheet.append([_text(sheet, heads[column], is_head=True) for column in COLUMNS])
    for line in in_file_order(lines, files):
        sheet.append([_typed(sheet, getattr(line, column)) for column in COLUMNS])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(lines) + 1}"
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _typed(sheet: _WorkbookChild, content: str | int | None) -> Cell:
    return _text(sheet, content) if isinstance(content, str) else WriteOnlyCell(sheet, value=content)


def _text(sheet: _WorkbookChild, text: str, *, is_head: bool = False) -> Cell:
    # The file that is complained about may hold what no workbook may.
    cell = WriteOnlyCell(sheet, value=xml_text(text)[:_LONGEST])
    # openpyxl takes a text that starts with an equals sign for a formula; here it is always a text.
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if is_head:
        cell.font = Font(bold=True)
    return cell
