# SPDX-License-Identifier: EUPL-1.2
"""Workbooks of figures: typed cells, source and licence on a sheet of their own, nothing that a spreadsheet runs."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import _WorkbookChild

from sozialplanung.common.xmltext import xml_text

FileCell = str | int | float | Decimal | date | None
GENERAL: Final = "General"
DAY: Final = "dd.mm.yyyy"
_WIDEST: Final = 44
_NARROWEST: Final = 11
_PROPERTIES: Final = "docProps/core.xml"
_MOMENT: Final = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def number_format(decimals: int) -> str:
    """Return the format of numbers with so many published decimals."""
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def table_sheet(
    book: Workbook,
    title: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[FileCell]],
    *,
    frozen: str = "C2",
) -> None:
    """Add a sheet of figures with a head that stays and a filter; `columns` are heads with the format of numbers.

    A decimal number shows its own digits and a date its day, whatever the format of their column.
    """
    sheet = book.create_sheet(title)
    sheet.freeze_panes = frozen
    heads = [head for head, _ in columns]
    for place, width in enumerate(_widths(heads, rows), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_text(sheet, head, is_head=True) for head in heads])
    for row in rows:
        sheet.append([_typed(sheet, cell, form) for cell, (_, form) in zip(row, columns, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"


def facts_sheet(book: Workbook, title: str, heading: str, lines: Iterable[tuple[str, str]]) -> None:
    """Add a sheet of labels and texts: source, licence, as-of date, address."""
    sheet = book.create_sheet(title)
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 100
    sheet.append([_text(sheet, heading, is_head=True)])
    for label, text in lines:
        sheet.append([_text(sheet, label, is_head=True), _text(sheet, text)])


def list_sheet(book: Workbook, title: str, lines: Iterable[Sequence[str]]) -> None:
    """Add a sheet of lines of texts."""
    sheet = book.create_sheet(title)
    sheet.append([_text(sheet, title, is_head=True)])
    for line in lines:
        sheet.append([_text(sheet, text) for text in line])


def book_bytes(book: Workbook) -> bytes:
    """Return the file: the same figures give the same bytes, whenever and by whomever it is asked for."""
    sink = io.BytesIO()
    book.save(sink)
    return _without_moment(sink.getvalue())


def _without_moment(content: bytes) -> bytes:
    """Return an archive in which no member and no property tells when it was written."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as written, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in written.namelist():
            body = written.read(name)
            kept.writestr(_member(name), _MOMENT.sub(b"", body) if name == _PROPERTIES else body)
    return sink.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    # Without a time the archive says 1980, the first moment that it can name.
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _widths(heads: Sequence[str], rows: Sequence[Sequence[FileCell]]) -> list[int]:
    longest = [max(len(str(cell)) for cell in cells if cell is not None) for cells in zip(heads, *rows, strict=True)]
    return [min(max(length + 2, _NARROWEST), _WIDEST) for length in longest]


def _typed(sheet: _WorkbookChild, cell: FileCell, form: str) -> Cell:
    if isinstance(cell, str):
        return _text(sheet, cell)
    # The types of openpyxl leave out what it takes: days and decimal numbers.
    value: Any = cell
    written = WriteOnlyCell(sheet, value=value)
    written.number_format = form
    if isinstance(cell, Decimal):
        written.number_format = number_format(max(0, -int(cell.as_tuple().exponent)))
    elif isinstance(cell, date):
        written.number_format = DAY
    return written


def _text(sheet: _WorkbookChild, text: str, *, is_head: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=xml_text(text))
    # openpyxl takes a text that starts with an equals sign for a formula; here it is always a text.
    cell.data_type = "s"
    if is_head:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
