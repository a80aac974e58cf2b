# SPDX-License-Identifier: EUPL-1.2
"""Read delimited text as stewards have it into a table of texts with source row numbers."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from indicators.readers.decoding import DECLARABLE, Decoded, decode
from indicators.readers.findings import Finding, delivery_error

SEPARATORS: Final = (";", ",", "\t", "|")
_NAMES: Final = {"\t": "TAB"}
_SAMPLE: Final = 200
_MIN_COLUMNS: Final = 2
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# A letter of UTF-8 read as Windows-1252 is one of these two, followed by a sign, not by a letter.
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]")
_SEPARATOR_LINE = re.compile(r"\s*sep=([;,\t|])\s*$", re.IGNORECASE)

Record = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a delivery may be."""

    size: int = 64_000_000
    rows: int = 500_000
    columns: int = 1_000
    cell: int = 10_000


@dataclass(frozen=True, slots=True)
class Layout:
    """What the source states about its files; None means: find it, and ask when in doubt.

    `header_row` counts rows from 1 as a spreadsheet does; `header_rows` of them name the columns.
    """

    encoding: str | None = None
    separator: str | None = None
    header_row: int | None = None
    header_rows: int = 1

    def __post_init__(self) -> None:
        """Refuse what no file could have."""
        if self.encoding not in (None, *DECLARABLE):
            raise delivery_error("mapping", reason=f"encoding {self.encoding}")
        if self.separator not in (None, *SEPARATORS):
            raise delivery_error("mapping", reason=f"separator {self.separator}")
        if self.header_rows < 1 or (self.header_row is not None and self.header_row < 1):
            raise delivery_error("mapping", reason="rows of the column names")


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as texts without surrounding blanks; `numbers` holds each row's number in the source."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    encoding: str
    separator: str
    findings: tuple[Finding, ...]

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells of a column."""
        position = self.header.index(name)
        return tuple(row[position] for row in self.rows)


DEFAULT_LIMITS: Final = Limits()
UNSTATED: Final = Layout()


def read_csv(payload: bytes, layout: Layout = UNSTATED, *, limits: Limits = DEFAULT_LIMITS) -> Table:
    r"""Read a delimited file.

    Parameters
    ----------
    payload
        The bytes as they came: UTF-8 with or without byte order mark, UTF-16, Windows-1252, Latin-1;
        separated by semicolon, comma, tab or vertical bar.
    layout
        What the source states about its files.
    limits
        Refused above.

    Returns
    -------
    Table
        Title rows before the header and notes after the table are left out and noted; blank rows
        and columns are dropped; a row of another width is an error finding and left out.

    Raises
    ------
    DeliveryError
        When the file is no table, larger than allowed, or could be read in two ways.

    References
    ----------
    RFC 4180, section 2.

    Examples
    --------
    >>> read_csv("key;rate\n01;3,5\n".encode()).rows
    (('01', '3,5'),)
    """
    if len(payload) > limits.size:
        raise delivery_error("too_large", size=len(payload), limit=limits.size)
    decoded = decode(payload, declared=layout.encoding)
    hint = _SEPARATOR_LINE.match(decoded.text.partition("\n")[0])
    separator = layout.separator or (hint and hint.group(1)) or _found_separator(decoded.text, limits)
    records = _records(decoded.text, separator, limits)
    if hint:
        records = records[1:]
    return _table(records, layout, decoded, separator)


def _found_separator(text: str, limits: Limits) -> str:
    scores = {separator: _score(text, separator, limits) for separator in SEPARATORS}
    ranked = sorted(SEPARATORS, key=lambda separator: scores[separator], reverse=True)
    best, second = ranked[:2]
    if scores[best] == (0.0, 0):
        raise delivery_error("separator")
    if scores[best] == scores[second]:
        raise delivery_error("separator_ambiguous", first=_NAMES.get(best, best), second=_NAMES.get(second, second))
    return best


def _score(text: str, separator: str, limits: Limits) -> tuple[float, int]:
    """Return how many of the first rows share one width, and that width."""
    head = "".join(text.splitlines(keepends=True)[:_SAMPLE])
    try:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=separator))
    except csv.Error as error:
        raise delivery_error("cell_too_long", limit=limits.cell) from error
    widths = Counter(len(row) for row in rows if row)
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return (count / widths.total(), width) if width >= _MIN_COLUMNS else (0.0, 0)


def _records(text: str, separator: str, limits: Limits) -> list[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[Record] = []
    try:
        for number, row in enumerate(reader, start=1):
            _check_row(row, number, limits)
            if any(cell.strip() for cell in row):
                records.append((number, tuple(cell.strip() for cell in row)))
    except csv.Error as error:
        code = "cell_too_long" if "field limit" in str(error) else "quoting"
        place = f"line {reader.line_num}"
        raise delivery_error(code, place=place, limit=limits.cell) from error
    return records


def _check_row(row: list[str], number: int, limits: Limits) -> None:
    place = f"row {number}"
    if number > limits.rows:
        raise delivery_error("too_many_rows", limit=limits.rows)
    if len(row) > limits.columns:
        raise delivery_error("too_many_columns", place=place, count=len(row), limit=limits.columns)
    if any(len(cell) > limits.cell for cell in row):
        raise delivery_error("cell_too_long", place=place, limit=limits.cell)


def _table(records: list[Record], layout: Layout, decoded: Decoded, separator: str) -> Table:
    start = _header_position(records, layout)
    named, width = _header(records, start, layout.header_rows)
    body, findings = _body(records[start + layout.header_rows :], width)
    kept = _kept_columns(named, body)
    beside = [_beside(number) for number, _ in records[:start]]
    header = tuple(named[position] for position in kept)
    rows = tuple(tuple(row[position] for position in kept) for _, row in body)
    if not rows:
        raise delivery_error("no_rows")
    removed = ", ".join(decoded.removed)
    if removed:
        beside.append(Finding("text_removed", "note", params={"characters": removed}))
    numbers = tuple(number for number, _ in body)
    suspicious = _suspicious_cells(header, rows, numbers)
    return Table(header, rows, numbers, decoded.encoding, separator, (*beside, *findings, *suspicious))


def _header_position(records: list[Record], layout: Layout) -> int:
    if layout.header_row is not None:
        for position, (number, _) in enumerate(records):
            if number == layout.header_row:
                return position
        raise delivery_error("no_header")
    widths = Counter(len(row) for _, row in records)
    usual = max(widths, key=lambda width: (widths[width] * (width > 1), width))
    for position, (number, row) in enumerate(records):
        filled = sum(1 for cell in row if cell)
        if len(row) == usual and filled >= _MIN_COLUMNS:
            return position
        if filled >= _MIN_COLUMNS:
            # A row of names narrower than the figures: skipping it would make figures the names.
            raise delivery_error("no_header", place=f"row {number}")
    raise delivery_error("no_header")


def _header(records: list[Record], start: int, header_rows: int) -> tuple[list[str], int]:
    lines = [row for _, row in records[start : start + header_rows]]
    width = max(len(line) for line in lines)
    padded = [[*line, *[""] * (width - len(line))] for line in lines]
    # A merged cell names the columns to its right, too; the last row of names is complete.
    for line in padded[:-1]:
        for position in range(1, width):
            line[position] = line[position] or line[position - 1]
    columns = zip(*padded, strict=True)
    names = [" ".join(" / ".join(part for part in parts if part).split()) for parts in columns]
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if twice:
        raise delivery_error("header_twice", name=twice[0])
    return names, width


def _body(records: list[Record], width: int) -> tuple[list[Record], list[Finding]]:
    last = max((i for i, (_, row) in enumerate(records) if len(row) >= width), default=-1)
    body: list[Record] = []
    findings: list[Finding] = []
    for position, (number, row) in enumerate(records):
        while len(row) > width and not row[-1]:
            row = row[:-1]  # noqa: PLW2901 - blank cells beyond the header carry nothing
        if len(row) == width and position <= last:
            body.append((number, row))
        elif position > last and sum(1 for cell in row if cell) == 1:
            findings.append(_beside(number))
        else:
            params = {"found": len(row), "expected": width}
            findings.append(Finding("row_width", "error", row=number, params=params))
    return body, findings


def _beside(number: int) -> Finding:
    return Finding("row_beside_table", "note", row=number)


def _kept_columns(names: list[str], body: list[Record]) -> list[int]:
    kept = []
    for position, name in enumerate(names):
        filled = any(row[position] for _, row in body)
        if name:
            kept.append(position)
        elif filled:
            raise delivery_error("header_blank", column=position + 1)
    return kept


def _suspicious_cells(
    header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numbers: tuple[int, ...]
) -> list[Finding]:
    findings = []
    for number, row in zip(numbers, rows, strict=True):
        for name, cell in zip(header, row, strict=True):
            code = "bidi" if _BIDI.search(cell) else "mojibake" if _MOJIBAKE.search(cell) else ""
            if code:
                findings.append(Finding(code, "warning", row=number, column=name, value=cell))
    return findings
