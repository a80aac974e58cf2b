# SPDX-License-Identifier: EUPL-1.2
"""Differences as a file: typed cells, every number beside its status, nothing that a spreadsheet runs."""

import io
from collections.abc import Iterable, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import _WorkbookChild

from sozialplanung.common.csvsafe import to_csv
from sozialplanung.common.xmltext import xml_text

FileCell = str | int | float | None
_WIDTH: Final = 18


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[FileCell]]) -> bytes:
    """Return the rows under their heads as German spreadsheets open them."""
    return to_csv([list(heads), *rows])


def xlsx_file(title: str, heads: Sequence[str], rows: Iterable[Sequence[FileCell]]) -> bytes:
    """Return a workbook of one sheet: numbers as numbers, texts as texts, an absent figure as an empty cell."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    sheet.append([_head(sheet, text) for text in heads])
    for row in rows:
        sheet.append([_text(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _head(sheet: _WorkbookChild, text: str) -> Cell:
    cell = _text(sheet, text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _text(sheet: _WorkbookChild, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=xml_text(text))
    # openpyxl takes a text that starts with an equals sign for a formula; here it is always a text.
    cell.data_type = "s"
    return cell
