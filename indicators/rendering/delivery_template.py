# SPDX-License-Identifier: EUPL-1.2
"""An empty delivery table for a supplier: typed cells to fill in, a sheet that checks, and a sheet that explains."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sozialplanung.common.csvsafe import to_csv
from sozialplanung.common.xmltext import xml_text

HEADER_ROW: Final = 3
FIRST_ROW: Final = HEADER_ROW + 1
# Beyond that a spreadsheet takes minutes to compare every key with every other.
MOST_COMPARED: Final = 5_000
_FIRST_MARK: Final = 5
_WIDTHS: Final = (16, 34, 18, 34)
_VALUE_WIDTH: Final = 18
_SOFT: Final = PatternFill("solid", fgColor="FFF8E1")
_HEAD: Final = PatternFill("solid", fgColor="E6ECF2")
_SIDE: Final = Side(style="thin", color="B4BCC4")
_LINE: Final = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_OPEN: Final = Protection(locked=False)
_LONGEST: Final = 32_767


@dataclass(frozen=True, slots=True)
class TemplateTable:
    """What the files hold: texts that are fixed at the left of each row, and the columns to be filled in.

    `additive` says for each column to be filled in whether its areas add up; a table with `total` has a last row of
    that name. `marks` are signs with their meaning, `notes` what the explanations say: heading and text. `words` are
    in the supplier's language: ``data checks explanations hint column empty unreadable sum total difference result
    fine look strange twice keys signs sign meaning warning``.
    """

    code: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    additive: tuple[bool, ...]
    total: str
    keys: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    words: Mapping[str, str]

    @property
    def fixed(self) -> int:
        """The number of columns that are filled already."""
        return len(self.header) - len(self.additive)

    @property
    def last_row(self) -> int:
        """The row of the last area."""
        return HEADER_ROW + len(self.rows)

    @property
    def head_line(self) -> str:
        """The first line of the table: its title and the code by which it is recognised."""
        return f"{self.title} · {self.code}"


def csv_template(table: TemplateTable) -> bytes:
    """Return the table for programs that know no workbooks: UTF-8 with BOM, semicolon."""
    blanks = [""] * len(table.additive)
    lines: list[Sequence[str]] = [[table.head_line], [table.words["hint"]], table.header]
    lines += [[*row, *blanks] for row in table.rows]
    if table.total:
        lines.append([table.total, *[""] * (len(table.header) - 1)])
    return to_csv(lines)


def xlsx_template(table: TemplateTable) -> bytes:
    """Return the workbook: the table, protected but for its figures, the checks and the explanations.

    No cell of the table is a formula, whatever names and keys begin with; those of the sheet of checks are ours and
    hold nothing but places of the table.
    """
    book = Workbook(write_only=True)
    _table_sheet(book.create_sheet(table.words["data"]), table)
    _check_sheet(book.create_sheet(table.words["checks"]), table)
    _notes_sheet(book.create_sheet(table.words["explanations"]), table)
    book.properties.title, book.properties.identifier = table.title, table.code
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _table_sheet(sheet: Worksheet, table: TemplateTable) -> None:
    sheet.freeze_panes = f"{get_column_letter(min(table.fixed, 2) + 1)}{FIRST_ROW}"
    for place in range(len(table.header)):
        width = _WIDTHS[place] if place < table.fixed else max(_VALUE_WIDTH, min(40, len(table.header[place]) + 2))
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    _protect(sheet)
    sheet.data_validations.append(_validation(table))
    sheet.append([_text(sheet, table.head_line, bold=True)])
    sheet.append([_text(sheet, table.words["hint"])])
    sheet.append([_head(sheet, name) for name in table.header])
    for row in table.rows:
        sheet.append([*(_text(sheet, text) for text in row), *(_open(sheet) for _ in table.additive)])
    if table.total:
        heads = [_text(sheet, table.total, bold=True), *[_text(sheet, "")] * (table.fixed - 1)]
        sheet.append([*heads, *(_open(sheet) for _ in table.additive)])


def _protect(sheet: Worksheet) -> None:
    """Guard against slips, not against intent: there is no password."""
    sheet.protection.sheet = True
    for name in ("sort", "autoFilter", "formatColumns", "formatRows"):
        setattr(sheet.protection, name, False)


def _validation(table: TemplateTable) -> DataValidation:
    """Let numbers and the agreed signs pass; other entries are asked about, not refused."""
    first, last = get_column_letter(table.fixed + 1), get_column_letter(len(table.header))
    signs = f"SUMPRODUCT(--({_signs(table)}={first}{FIRST_ROW}))>0"
    check = DataValidation(
        type="custom", formula1=f"OR(ISNUMBER({first}{FIRST_ROW}),{signs})", allow_blank=True, errorStyle="warning"
    )
    check.error, check.errorTitle = table.words["warning"][:225], table.words["data"][:32]
    check.add(f"{first}{FIRST_ROW}:{last}{table.last_row + bool(table.total)}")
    return check


def _signs(table: TemplateTable) -> str:
    return f"'{table.words['explanations']}'!$A${_FIRST_MARK}:$A${_FIRST_MARK + len(table.marks) - 1}"


def _check_sheet(sheet: Worksheet, table: TemplateTable) -> None:
    words = table.words
    for letter, width in zip("ABCDEFGI", (40, 16, 16, 16, 16, 16, 16, 18), strict=True):
        sheet.column_dimensions[letter].width = width
    _protect(sheet)
    names = ("column", "empty", "unreadable", "sum", "total", "difference", "result")
    lines: list[list[Cell | None]] = [
        [_text(sheet, f"{words['checks']} · {table.code}-P", bold=True)],
        [_text(sheet, words["checked_by"])],
        [_head(sheet, words[name]) for name in names],
    ]
    lines += [_column_line(sheet, table, place) for place in range(len(table.additive))]
    if len(table.rows) <= MOST_COMPARED:
        lines += [[], *_key_lines(sheet, table)]
    keys = [words["keys"], *table.keys] if len(table.rows) <= MOST_COMPARED else []
    for number in range(max(len(lines), HEADER_ROW - 1 + len(keys))):
        line = lines[number] if number < len(lines) else []
        place = number - HEADER_ROW + 1
        key = [_text(sheet, keys[place])] if 0 <= place < len(keys) else []
        sheet.append([*line, *[None] * (8 - len(line)), *key] if key else line)


def _column_line(sheet: Worksheet, table: TemplateTable, place: int) -> list[Cell | None]:
    """Return name, blanks, unreadable cells, sum, total, difference and verdict of one column."""
    letter, row = get_column_letter(table.fixed + place + 1), FIRST_ROW + place
    data = f"'{table.words['data']}'!"
    cells = f"{data}${letter}${FIRST_ROW}:${letter}${table.last_row}"
    has_sum = table.additive[place] and bool(table.total)
    total = f"{data}${letter}${table.last_row + 1}"
    difference = f'=IF(AND(ISNUMBER({total}),B{row}=0,COUNT({cells})=ROWS({cells})),D{row}-{total},"")'
    fine, look = table.words["fine"], table.words["look"]
    return [
        _text(sheet, table.header[table.fixed + place]),
        _formula(sheet, f"=COUNTBLANK({cells})"),
        _formula(sheet, f"=SUMPRODUCT(ISTEXT({cells})*ISNA(MATCH({cells},{_signs(table)},0)))"),
        _formula(sheet, f"=SUM({cells})") if table.additive[place] else None,
        _formula(sheet, f'=IF(ISBLANK({total}),"",{total})') if has_sum else None,
        _formula(sheet, difference) if has_sum else None,
        _formula(sheet, f'=IF(AND(B{row}=0,C{row}=0,ABS(N(F{row}))<0.000001),"{fine}","{look}")'),
    ]


def _key_lines(sheet: Worksheet, table: TemplateTable) -> Iterator[list[Cell | None]]:
    cells = f"'{table.words['data']}'!$A${FIRST_ROW}:$A${table.last_row}"
    known = f"$I${FIRST_ROW}:$I${HEADER_ROW + len(table.keys)}"
    strange = f'=SUMPRODUCT(({cells}<>"")*ISNA(MATCH({cells}&"",{known}&"",0)))'
    yield [_text(sheet, table.words["strange"]), _formula(sheet, strange)]
    if len(table.keys) == len(table.rows):
        places = f"ROW({cells})-{FIRST_ROW - 1}"
        twice = f'=SUMPRODUCT(({cells}<>"")*(MATCH({cells}&"",{cells}&"",0)<>{places}))'
        yield [_text(sheet, table.words["twice"]), _formula(sheet, twice)]


def _notes_sheet(sheet: Worksheet, table: TemplateTable) -> None:
    words = table.words
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 90
    sheet.protection.sheet = True
    sheet.append([_text(sheet, f"{words['explanations']} · {table.code}-E", bold=True)])
    sheet.append([_text(sheet, table.title)])
    sheet.append([_text(sheet, words["signs"], bold=True)])
    sheet.append([_head(sheet, words["sign"]), _head(sheet, words["meaning"])])
    for pair in table.marks:
        sheet.append([_text(sheet, text, wrap=True) for text in pair])
    sheet.append([])
    for heading, text in table.notes:
        sheet.append([_text(sheet, heading, bold=True, wrap=True), _text(sheet, text, wrap=True)])


def _head(sheet: Worksheet, text: str) -> Cell:
    cell = _text(sheet, text, bold=True, wrap=True)
    cell.fill, cell.border = _HEAD, _LINE
    return cell


def _open(sheet: Worksheet) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.protection, cell.fill, cell.border = _OPEN, _SOFT, _LINE
    return cell


def _formula(sheet: Worksheet, formula: str) -> Cell:
    return WriteOnlyCell(sheet, value=formula)


def _text(sheet: Worksheet, text: str, *, bold: bool = False, wrap: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=xml_text(text)[:_LONGEST])
    # A key is a text, and a text never becomes a formula, whatever it begins with.
    cell.data_type, cell.number_format = "s", "@"
    if bold:
        cell.font = Font(bold=True)
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
