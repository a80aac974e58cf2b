# SPDX-License-Identifier: EUPL-1.2
"""Read delimited text as stewards have it into rows of texts with their numbers in the source."""

import csv
import io
import re
from collections import Counter
from typing import Final

from indicators.readers.decoding import decode
from indicators.readers.findings import delivery_error
from indicators.readers.limits import DEFAULT_LIMITS, Limits
from indicators.readers.rawtable import RawTable
from indicators.readers.tables import SEPARATORS, UNSTATED, Layout, Table, table_of

__all__ = ["DEFAULT_LIMITS", "SEPARATORS", "UNSTATED", "Layout", "Limits", "Table", "raw_csv", "read_csv"]

_NAMES: Final = {"\t": "TAB"}
_SAMPLE: Final = 200
_MIN_COLUMNS: Final = 2
_SEPARATOR_LINE = re.compile(r"\s*sep=([;,\t|])\s*$", re.IGNORECASE)
# ="01": so texts are kept that a spreadsheet would take for numbers.
_KEPT_TEXT = re.compile(r'="([^"]*)"')

Record = tuple[int, tuple[str, ...]]


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
    return table_of(raw_csv(payload, layout, limits=limits), layout)


def raw_csv(payload: bytes, layout: Layout = UNSTATED, *, limits: Limits = DEFAULT_LIMITS) -> RawTable:
    """Read the cells of a delimited file, whatever they mean.

    Parameters
    ----------
    payload, layout, limits
        As for `read_csv`; of the layout only encoding and separator have a say.

    Returns
    -------
    RawTable
        All rows that are not blank, as long as they came.

    Raises
    ------
    DeliveryError
        When the file is no table of text, larger than allowed, or could be separated in two ways.
    """
    if len(payload) > limits.size:
        raise delivery_error("too_large", size=len(payload), limit=limits.size)
    decoded = decode(payload, declared=layout.encoding)
    hint = _SEPARATOR_LINE.match(decoded.text.partition("\n")[0])
    separator = layout.separator or (hint and hint.group(1)) or _found_separator(decoded.text, limits)
    records = _records(decoded.text, separator, limits)
    if hint:
        records = records[1:]
    return RawTable(
        rows=tuple(row for _, row in records),
        numbers=tuple(number for number, _ in records),
        format="csv",
        encoding=decoded.encoding,
        separator=separator,
        removed=decoded.removed,
    )


def _found_separator(text: str, limits: Limits) -> str:
    scores = {separator: score for separator in SEPARATORS if (score := _score(text, separator)) is not None}
    if not scores:
        raise delivery_error("cell_too_long", limit=limits.cell)
    scores = {separator: scores.get(separator, (0.0, 0)) for separator in SEPARATORS}
    ranked = sorted(SEPARATORS, key=lambda separator: scores[separator], reverse=True)
    best, second = ranked[:2]
    if scores[best] == (0.0, 0):
        raise delivery_error("separator")
    if scores[best] == scores[second]:
        raise delivery_error("separator_ambiguous", first=_NAMES.get(best, best), second=_NAMES.get(second, second))
    return best


def _score(text: str, separator: str) -> tuple[float, int] | None:
    """Return how many of the first rows share one width, and that width; None where it leaves cells of endless size."""
    head = "".join(text.splitlines(keepends=True)[:_SAMPLE])
    try:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=separator))
    except csv.Error:
        return None
    widths = Counter(len(row) for row in rows if row)
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return (count / widths.total(), width) if width >= _MIN_COLUMNS else (0.0, 0)


def _records(text: str, separator: str, limits: Limits) -> list[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[Record] = []
    cells = 0
    try:
        for number, row in enumerate(reader, start=1):
            _check_row(row, number, limits)
            cells += len(row)
            if cells > limits.cells:
                raise delivery_error("too_many_cells", place=f"row {number}", limit=limits.cells)
            if any(cell.strip() for cell in row):
                records.append((number, tuple(map(_plain, row))))
    except csv.Error as error:
        code = "cell_too_long" if "field limit" in str(error) else "quoting"
        place = f"line {reader.line_num}"
        raise delivery_error(code, place=place, limit=limits.cell) from error
    return records


def _plain(cell: str) -> str:
    """Return a cell without blanks around it, and out of the formula in which spreadsheet programs keep texts."""
    bare = cell.strip()
    kept = _KEPT_TEXT.fullmatch(bare) if bare.startswith("=") else None
    return kept[1].strip() if kept else bare


def _check_row(row: list[str], number: int, limits: Limits) -> None:
    place = f"row {number}"
    if number > limits.rows:
        raise delivery_error("too_many_rows", limit=limits.rows)
    if len(row) > limits.columns:
        raise delivery_error("too_many_columns", place=place, count=len(row), limit=limits.columns)
    if any(len(cell) > limits.cell for cell in row):
        raise delivery_error("cell_too_long", place=place, limit=limits.cell)
