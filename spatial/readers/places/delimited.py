# SPDX-License-Identifier: EUPL-1.2
"""Reads a table of text: which character set, which separator, and the cells with their lines."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sozialplanung.common.encodings import CONTROL, encoding_of
from spatial.geometry.problems import Place, quoted
from spatial.readers.text import cleaned
from spatial.readers.texts import problem, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.problems import Problem
    from spatial.readers.limits import Limits
    from spatial.readers.texts import BoundaryFileError

SEPARATORS: Final = (";", ",", "\t", "|")
ENCODINGS: Final = ("utf-8", "utf-16", "cp1252", "latin-1")
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 10_000
_NAMES: Final = {"\t": "TAB"}
_SAMPLE: Final = 200
# ="01": so spreadsheet programs keep texts that look like numbers.
_KEPT_TEXT: Final = re.compile(r'="([^"]*)"')


@dataclass(frozen=True, slots=True)
class TextTable:
    """The cells of a table in normal form C, one tuple per row, each as wide as ``columns``; ``lines`` from 1."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    encoding: str
    separator: str
    problems: tuple[Problem, ...] = ()


def read_table(content: bytes, limits: Limits, *, encoding: str = "", separator: str = "") -> TextTable:
    """Read a delimited file whose first line names the columns.

    Parameters
    ----------
    content : bytes
        UTF-8 with or without byte order mark, UTF-16, Windows-1252 or ISO-8859-1.
    limits : Limits
        Of them the size in bytes and the number of rows.
    encoding, separator : str
        As somebody states them, one of `ENCODINGS` and `SEPARATORS`; found where they are empty: Windows-1252 is taken
        only for bytes that are no UTF-8, the separator is the one that gives most rows the same width.

    Returns
    -------
    TextTable
        Blank rows are left out; a row of another width is left out with a problem that names its line.

    Raises
    ------
    BoundaryFileError
        If it is no table of text, larger than allowed, or could be divided in two ways.

    References
    ----------
    RFC 4180, section 2.
    """
    if not content.strip():
        raise refusal("file_empty")
    if len(content) > limits.max_bytes:
        raise refusal("file_too_large", size=len(content), limit=limits.max_bytes)
    chosen = encoding or encoding_of(content)
    text = _decoded(content, chosen)
    sign = separator or _found_separator(text)
    (_, header), *body = _records(text, sign, limits)
    columns = _column_names(header)
    fitting = [(line, row) for line, row in body if len(row) == len(columns)]
    problems = tuple(
        problem("table_row_width", Place(line=line), count=len(row), columns=len(columns))
        for line, row in body
        if len(row) != len(columns)
    )
    if not fitting:
        raise _nothing_fits(header, [row for _, row in body])
    lines, rows = zip(*fitting, strict=True)
    return TextTable(columns, rows, lines, chosen, sign, problems)


def _nothing_fits(header: Sequence[str], rows: Sequence[Sequence[str]]) -> BoundaryFileError:
    """Return why no row belongs to the first line: rows that are all wider have a title above their names."""
    width = min(map(len, rows), default=0)
    if width <= len(header):
        return refusal("table_empty")
    return refusal("table_title", found=quoted(" ".join(filter(None, header))), count=width)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise refusal("table_encoding", encoding=encoding, byte=error.start + 1) from error
    control = CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise refusal("table_not_text", Place(line=line), character=f"U+{ord(control[0]):04X}", line=line)
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff"))


def _found_separator(text: str) -> str:
    scores = {sign: _score(text, sign) for sign in SEPARATORS}
    best, second = sorted(SEPARATORS, key=lambda sign: scores[sign], reverse=True)[:2]
    if scores[best] == (0.0, 0):
        raise refusal("table_separator")
    if scores[best] == scores[second]:
        names = _NAMES.get(best, best), _NAMES.get(second, second)
        raise refusal("table_separator_ambiguous", first=names[0], second=names[1])
    return best


def _score(text: str, separator: str) -> tuple[float, int]:
    """Return how many of the first rows share one width of at least two, and that width."""
    head = "".join(text.splitlines(keepends=True)[:_SAMPLE])
    try:
        rows = [row for row in csv.reader(io.StringIO(head, newline=""), delimiter=separator) if row]
    except csv.Error:
        return (0.0, 0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0.0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (count / len(rows), width)


def _records(text: str, separator: str, limits: Limits) -> list[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[tuple[int, tuple[str, ...]]] = []
    begins = 1
    try:
        for row in reader:
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise refusal("table_quoting", Place(line=begins), line=begins, limit=LONGEST_CELL)
            if any(cell.strip() for cell in row):
                records.append((begins, tuple(map(_plain, row))))
            if len(records) > limits.max_features + 1 or len(row) > MOST_COLUMNS:
                raise refusal("table_too_large", rows=limits.max_features, columns=MOST_COLUMNS)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise refusal("table_quoting", Place(line=begins), line=begins, limit=LONGEST_CELL) from error
    if not records:
        raise refusal("table_empty")
    return records


def _plain(cell: str) -> str:
    bare = cell.strip()
    kept = _KEPT_TEXT.fullmatch(bare)
    return kept[1].strip() if kept else bare


def _column_names(header: Sequence[str]) -> tuple[str, ...]:
    names = tuple(cleaned(name) or f"({number})" for number, name in enumerate(header, start=1))
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise refusal("table_column_twice", column=quoted(twice[0]))
    return names
