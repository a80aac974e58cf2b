# SPDX-License-Identifier: EUPL-1.2
"""From the cells of a sheet or of a text file to a table: named columns, and nothing beside it."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.readers.decoding import DECLARABLE
from indicators.readers.findings import Collected, Finding, delivery_error
from indicators.readers.rawtable import Cell, Merged, RawTable, cell_text

SEPARATORS: Final = (";", ",", "\t", "|")
_MIN_COLUMNS: Final = 2
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# A letter of UTF-8 read as Windows-1252 is one of these two, followed by a sign, not by a letter.
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]")
_BLANK: Final = r"[ .\u00a0\u2009\u202f]?"
_WORDS: Final = r"Tausend\b|Tsd\b\.?|Mio\b\.?|Millionen\b|Mrd\b\.?|TEUR\b|T€"
_THOUSANDS: Final = rf"(1{_BLANK}000(?:{_BLANK}000)?\b|{_WORDS})"
_SCALED = re.compile(rf"(?:\bin|[(\[/,])\s*{_THOUSANDS}", re.IGNORECASE)
_SCALED_TITLE = re.compile(rf"\bin\s+{_THOUSANDS}", re.IGNORECASE)

TableCell = str | float
Record = tuple[int, tuple[TableCell, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the source states about its files; None means: find it, and ask when in doubt.

    `header_row` counts rows from 1 as a spreadsheet does; `header_rows` of them name the columns.
    `sheet` names the sheet of a workbook. What stands below `last_row` are notes.
    """

    encoding: str | None = None
    separator: str | None = None
    header_row: int | None = None
    header_rows: int = 1
    sheet: str | None = None
    last_row: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no file could have."""
        if self.encoding not in (None, *DECLARABLE):
            raise delivery_error("mapping", reason=f"encoding {self.encoding}")
        if self.separator not in (None, *SEPARATORS):
            raise delivery_error("mapping", reason=f"separator {self.separator}")
        if self.header_rows < 1 or any(row is not None and row < 1 for row in (self.header_row, self.last_row)):
            raise delivery_error("mapping", reason="rows of the column names")


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns of cells without surrounding blanks; `numbers` holds each row's number in the source.

    A cell is a text, or a number where the file holds numbers (workbooks). `hidden_rows` are numbers of rows,
    `hidden_columns` and `percents` (shown as percent in the workbook) names of columns.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    numbers: tuple[int, ...]
    encoding: str
    separator: str
    findings: tuple[Finding, ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    percents: frozenset[str] = frozenset()

    def column(self, name: str) -> tuple[TableCell, ...]:
        """Return the cells of a column."""
        position = self.header.index(name)
        return tuple(row[position] for row in self.rows)


UNSTATED: Final = Layout()


def table_of(raw: RawTable, layout: Layout = UNSTATED) -> Table:
    """Name the columns of a sheet or text file, and leave out what stands beside its table.

    Parameters
    ----------
    raw
        The cells as read.
    layout
        What the source states about its files; encoding and separator have had their say before.

    Returns
    -------
    Table
        Title rows before the header and notes after the table are left out and noted; blank rows
        and columns are dropped; a row of another width is an error finding and left out. Numbers
        stay the doubles of the file; dates become ISO 8601, truth values TRUE and FALSE. A text in
        cells merged downwards stands for each of their rows, a number there is an error finding.

    Raises
    ------
    DeliveryError
        When columns cannot be named, or there are no rows.

    Examples
    --------
    >>> table_of(RawTable((("key", "rate"), ("01", 3.5)), (1, 2), "xlsx")).rows
    (('01', 3.5),)
    """
    records = [(number, tuple(map(_plain, row))) for number, row in zip(raw.numbers, raw.rows, strict=True)]
    notes = [number for number, _ in records if layout.last_row is not None and number > layout.last_row]
    records = records[: len(records) - len(notes)]
    start = _header_position(records, layout)
    named, width = _header(records[start : start + layout.header_rows], raw.merged)
    body, findings = _body(records[start + layout.header_rows :], width)
    named = _with_first_names(named, body)
    merged = _spread(body, raw.merged, named)
    kept = _kept_columns(named, body)
    if not body:
        raise delivery_error("no_rows")
    beside = [_beside(number) for number, _ in records[:start]]
    removed = ", ".join(raw.removed)
    if removed:
        beside.append(Finding("text_removed", "note", params={"characters": removed}))
    header = tuple(named[position] for position in kept)
    rows = tuple(tuple(row[position] for position in kept) for _, row in body)
    numbers = tuple(number for number, _ in body)
    suspicious = _suspicious_cells(header, rows, numbers)
    scaled = _scaled(raw, {*(number for number, _ in records[:start]), *notes})
    again = _headers_again(header, rows, numbers)
    found = (*raw.findings, *beside, *findings, *map(_beside, notes), *merged, *suspicious, *scaled, *again)
    return Table(
        header,
        rows,
        numbers,
        raw.encoding,
        raw.separator,
        found,
        hidden_rows=frozenset(raw.hidden_rows) & frozenset(numbers),
        hidden_columns=frozenset(named[place - 1] for place in raw.hidden_columns if place <= len(named)),
        percents=frozenset(named[place - 1] for place in raw.percents if place <= len(named)),
    )


def _scaled(raw: RawTable, beside: set[int]) -> list[Finding]:
    """Tell of titles and notes that say the figures are thousands or millions: nothing is multiplied unasked."""
    findings = []
    for number, row in zip(raw.numbers, raw.rows, strict=True):
        text = " ".join(cell for cell in row if isinstance(cell, str)) if number in beside else ""
        if text and (found := _SCALED_TITLE.search(text)):
            params = {"unit": found[1]}
            findings.append(Finding("scaled_figures", "warning", row=number, value=text[:300], params=params))
    return findings


def scaled_by(name: str) -> str:
    """Return the words by which a column says that its figures are thousands or millions.

    Parameters
    ----------
    name
        Of the column.

    Returns
    -------
    str
        Empty where it does not.

    Examples
    --------
    >>> scaled_by("Einwohner in Tsd.")
    'Tsd.'
    """
    found = _SCALED.search(name)
    return found[1] if found else ""


def _headers_again(
    header: tuple[str, ...], rows: tuple[tuple[TableCell, ...], ...], numbers: tuple[int, ...]
) -> list[Finding]:
    """Tell of rows that hold the name of their column: there another table begins."""
    return [
        Finding("header_again", "error", row=number, column=name, value=cell)
        for number, row in zip(numbers, rows, strict=True)
        if not any(isinstance(cell, float) for cell in row)
        for name, cell in [next(((name, cell) for name, cell in zip(header, row, strict=True) if cell != ""), ("", ""))]
        if isinstance(cell, str) and cell and cell.casefold() == name.casefold()
    ]


def _plain(cell: Cell) -> TableCell:
    return cell_text(cell) if cell is None or isinstance(cell, bool | date) else cell


def _header_position(records: list[Record], layout: Layout) -> int:
    if layout.header_row is not None:
        for position, (number, _) in enumerate(records):
            if number == layout.header_row:
                return position
        raise delivery_error("no_header")
    widths = Counter(len(row) for _, row in records)
    usual = max(widths, key=lambda width: (widths[width] * (width > 1), width))
    for position, (number, row) in enumerate(records):
        filled = sum(1 for cell in row if cell != "")
        if len(row) == usual and filled >= _MIN_COLUMNS:
            return position
        if filled >= _MIN_COLUMNS:
            # A row of names narrower than the figures: skipping it would make figures the names.
            raise delivery_error("no_header", place=f"row {number}")
    raise delivery_error("no_header")


def _header(lines: list[Record], merged: tuple[Merged, ...]) -> tuple[list[str], int]:
    width = max(len(line) for _, line in lines)
    padded = [[*map(cell_text, line), *[""] * (width - len(line))] for _, line in lines]
    # A merged cell names the columns to its right, too; the last row of names is complete.
    for (number, _), line in zip(lines[:-1], padded[:-1], strict=True):
        for position in range(1, width):
            if not merged or _is_merged_on(merged, number, position + 1):
                line[position] = line[position] or line[position - 1]
    columns = zip(*padded, strict=True)
    names = [" ".join(" / ".join(part for part in parts if part).split()) for parts in columns]
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if twice:
        raise delivery_error("header_twice", name=twice[0])
    return names, width


def _is_merged_on(merged: tuple[Merged, ...], row: int, column: int) -> bool:
    return any(
        block.first_row <= row <= block.last_row and block.first_column < column <= block.last_column
        for block in merged
    )


def _spread(body: list[Record], merged: tuple[Merged, ...], names: list[str]) -> list[Finding]:
    """Let a text in cells that are merged downwards stand in each of their rows."""
    place = {number: position for position, (number, _) in enumerate(body)}
    findings = []
    for block in merged:
        column = block.first_column - 1
        if block.first_row == block.last_row or block.first_row not in place or column >= len(names):
            continue
        cell = body[place[block.first_row]][1][column]
        if isinstance(cell, float):
            params = {"rows": f"{block.first_row}–{block.last_row}"}
            findings.append(Finding("merged_figure", "error", block.first_row, names[column], params=params))
            continue
        for number in range(block.first_row + 1, block.last_row + 1):
            if number in place:
                _, row = body[place[number]]
                body[place[number]] = (number, (*row[:column], row[column] or cell, *row[column + 1 :]))
    return findings


def _body(records: list[Record], width: int) -> tuple[list[Record], list[Finding]]:
    last = max((i for i, (_, row) in enumerate(records) if len(row) >= width), default=-1)
    body: list[Record] = []
    findings: list[Finding] = []
    for position, (number, row) in enumerate(records):
        while len(row) > width and row[-1] == "":
            row = row[:-1]  # noqa: PLW2901 - blank cells beyond the header carry nothing
        if len(row) == width and position <= last:
            body.append((number, row))
        elif position > last and sum(1 for cell in row if cell != "") == 1:
            findings.append(_beside(number))
        else:
            params = {"found": len(row), "expected": width}
            findings.append(Finding("row_width", "error", row=number, params=params))
    return body, findings


def _beside(number: int) -> Finding:
    return Finding("row_beside_table", "note", row=number)


def _with_first_names(names: list[str], body: list[Record]) -> list[str]:
    """Name filled columns in front of the first name by their number: keys and names of areas often go without."""
    first = next((place for place, name in enumerate(names) if name), 0)
    return [
        f"#{place + 1}" if place < first and any(row[place] != "" for _, row in body) else name
        for place, name in enumerate(names)
    ]


def _kept_columns(names: list[str], body: list[Record]) -> list[int]:
    kept = []
    for position, name in enumerate(names):
        filled = any(row[position] != "" for _, row in body)
        if name:
            kept.append(position)
        elif filled:
            raise delivery_error("header_blank", column=position + 1)
    return kept


def _suspicious_cells(
    header: tuple[str, ...], rows: tuple[tuple[TableCell, ...], ...], numbers: tuple[int, ...]
) -> Collected:
    findings = Collected()
    for number, row in zip(numbers, rows, strict=True):
        for name, cell in zip(header, row, strict=True):
            if isinstance(cell, str) and not cell.isascii():
                findings.extend(_suspicion(cell, number, name))
    return findings


def _suspicion(cell: str, number: int, name: str) -> list[Finding]:
    code = "bidi" if _BIDI.search(cell) else "mojibake" if _MOJIBAKE.search(cell) else ""
    return [Finding(code, "warning", row=number, column=name, value=cell)] if code else []
