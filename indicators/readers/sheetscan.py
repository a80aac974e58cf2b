# SPDX-License-Identifier: EUPL-1.2
"""Looks through the XML of a workbook before it is read: how far its cells reach, and what no table may hold."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from xml.parsers import expat

from indicators.readers.findings import delivery_error
from indicators.readers.limits import Limits

_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_NOWHERE: Final = 10**9
_DEEPEST: Final = 100


@dataclass(slots=True)
class Reach:
    """How far the filled cells of one sheet reach, the texts of cells with an error, the first without its result."""

    name: str
    rows: tuple[int, int] = (_NOWHERE, 0)
    columns: tuple[int, int] = (_NOWHERE, 0)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: str = ""
    percents: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    # The styles of cells that show a number as percent.
    percent_styles: frozenset[str] = frozenset()

    def take(self, row: int, column: int) -> None:
        """Reach out to a filled cell; both count from 1."""
        if not self.rows[0] <= row <= self.rows[1]:
            self.rows = (min(self.rows[0], row), max(self.rows[1], row))
        if not self.columns[0] <= column <= self.columns[1]:
            self.columns = (min(self.columns[0], column), max(self.columns[1], column))

    @property
    def area(self) -> int:
        """The cells of the rectangle that a reader would have to hold."""
        return max(self.rows[1] - self.rows[0] + 1, 0) * max(self.columns[1] - self.columns[0] + 1, 0)

    def wait_for(self, place: str) -> None:
        """Note a formula without a result: it would be read as an empty cell, and that as a missing figure."""
        self.uncalculated = self.uncalculated or f"{self.name}, {place}"

    def check(self, limits: Limits) -> None:
        """Refuse a sheet that reaches too far."""
        if self.rows[1] > limits.rows:
            raise delivery_error("too_many_rows", place=f"{self.name}, row {self.rows[1]}", limit=limits.rows)
        if self.columns[1] > limits.columns:
            place = f"{self.name}, column {self.columns[1]}"
            raise delivery_error("too_many_columns", place=place, count=self.columns[1], limit=limits.columns)


@lru_cache(maxsize=20_000)
def _column_of(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def letters_of(column: int) -> str:
    """Return the letters of a column as a spreadsheet shows them.

    Parameters
    ----------
    column
        From 1.

    Returns
    -------
    str
        `A` for 1, `AA` for 27.
    """
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


class _Scan:
    """One pass over one part."""

    def __init__(self, reach: Reach, limits: Limits) -> None:
        self.reach, self.limits = reach, limits
        self.depth = 0
        self.text: list[str] = []
        self.length = 0

    def open(self, tag: str, fields: dict[str, str]) -> None:
        """Enter an element."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise delivery_error("workbook_broken", place=self.reach.name)
        self.entered(tag.rpartition(":")[2] if ":" in tag else tag, fields)

    def close(self, tag: str) -> None:
        """Leave an element."""
        self.depth -= 1
        self.left(tag.rpartition(":")[2] if ":" in tag else tag)

    def said(self, text: str) -> None:
        """Take a piece of text."""
        self.length += len(text)
        if self.length > self.limits.cell:
            raise delivery_error("cell_too_long", place=self.reach.name, limit=self.limits.cell)
        self.text.append(text)

    def forget(self) -> None:
        """Begin a new text."""
        if self.text:
            self.text, self.length = [], 0

    def entered(self, tag: str, fields: dict[str, str]) -> None:
        """React to an element; nothing by default."""

    def left(self, tag: str) -> None:
        """React to the end of an element; nothing by default."""


class _Spreadsheet(_Scan):
    """A sheet, or the shared strings, of an XLSX file."""

    row = column = 0
    kind = style = ""
    has_formula = False

    def entered(self, tag: str, fields: dict[str, str]) -> None:
        if tag == "c":
            self._cell(fields)
        elif tag == "row":
            self.row = int(fields.get("r", self.row + 1))
            self.column = 0
            if _is_true(fields.get("hidden")):
                self.reach.hidden_rows.add(self.row)
        elif tag == "col" and _is_true(fields.get("hidden")):
            last = min(int(fields.get("max", 0)), self.limits.columns)
            self.reach.hidden_columns.update(range(int(fields.get("min", 1)), last + 1))
        elif tag == "f":
            self.has_formula = True
        if tag in {"c", "v", "si", "is", "f"}:
            self.forget()

    def _cell(self, fields: dict[str, str]) -> None:
        self.kind, self.has_formula, self.has_value = fields.get("t", ""), False, False
        self.style = fields.get("s", "")
        self.column += 1
        match = _REFERENCE.fullmatch(fields.get("r", ""))
        if match:
            self.row, self.column = int(match[2]), _column_of(match[1])

    def left(self, tag: str) -> None:
        if tag == "c":
            self._left_cell()
        elif tag in {"v", "is"} and (self.text or tag == "is"):
            self.has_value = True
            self.reach.take(self.row, self.column)
            if self.style in self.reach.percent_styles and self.kind in {"", "n"}:
                self.reach.percents.add(self.column)
            if self.kind == "e":
                self.reach.errors[self.row, self.column] = "".join(self.text)
        if tag in {"c", "v", "si", "f"}:
            self.forget()

    def _left_cell(self) -> None:
        if self.has_formula and not self.has_value and self.kind != "str":
            self.reach.wait_for(f"{letters_of(self.column)}{self.row}")

    has_value = False


class _OpenDocument(_Scan):
    """The content of an ODS file: all its sheets, of which each has a reach of its own."""

    row = column = 0

    def __init__(self, reaches: list[Reach], limits: Limits) -> None:
        super().__init__(Reach(""), limits)
        self.reaches = reaches
        self.repeats = 1
        self.columns = 0

    def entered(self, tag: str, fields: dict[str, str]) -> None:
        plain = {name.rpartition(":")[2]: value for name, value in fields.items()}
        if tag == "table":
            self.reach = Reach(plain.get("name", ""))
            self.reaches.append(self.reach)
            self.row = self.columns = 0
        elif tag == "table-row":
            self.repeats = self._repeated(plain.get("number-rows-repeated", "1"))
            self.row += self.repeats
            self.column = 0
            if plain.get("visibility", "visible") != "visible" and self.repeats <= self.limits.rows:
                self.reach.hidden_rows.update(range(self.row - self.repeats + 1, self.row + 1))
        elif tag == "table-column":
            self._column(plain)
        elif tag in {"table-cell", "covered-table-cell"}:
            self._cell(fields, plain)

    def _column(self, plain: dict[str, str]) -> None:
        first, repeats = self.columns + 1, self._repeated(plain.get("number-columns-repeated", "1"))
        self.columns += repeats
        if plain.get("visibility", "visible") != "visible" and repeats <= self.limits.columns:
            self.reach.hidden_columns.update(range(first, first + repeats))

    def _repeated(self, written: str) -> int:
        if written.isascii() and written.isdecimal():
            return int(written[:9])
        raise delivery_error("workbook_broken", place=self.reach.name)

    def _cell(self, fields: dict[str, str], plain: dict[str, str]) -> None:
        self.forget()
        self.column += self._repeated(plain.get("number-columns-repeated", "1"))
        kinds = {value for name, value in fields.items() if name.endswith(":value-type")}
        if kinds:
            self.reach.take(self.row, self.column)
            self.reach.take(max(self.row - self.repeats + 1, 1), self.column)
        elif "formula" in plain:
            self.reach.wait_for(f"row {self.row}")
        self.is_error = "error" in kinds
        if "percentage" in kinds:
            self.reach.percents.add(self.column)

    is_error = False

    def left(self, tag: str) -> None:
        if tag == "table-cell" and self.is_error:
            self.reach.errors[self.row, self.column] = "".join(self.text) or "#"
        if tag in {"table-cell", "covered-table-cell"}:
            self.forget()


def _is_true(text: str | None) -> bool:
    return text in {"1", "true"}


def percent_styles(chunks: Iterable[bytes], name: str) -> frozenset[str]:
    """Return the styles of an XLSX file that show a number as percent.

    Parameters
    ----------
    chunks
        The XML of its styles.
    name
        The part, as the place of an error.

    Returns
    -------
    frozenset of str
        As cells name them.
    """
    found = _Styles()
    scan_elements(chunks, name, found.take)
    return frozenset(str(place) for place, code in enumerate(found.cells) if code in found.percents)


class _Styles:
    """The formats of numbers, and which of them the styles of cells use."""

    def __init__(self) -> None:
        self.percents = {"9", "10"}
        self.cells: list[str] = []
        self.is_cell = False

    def take(self, tag: str, fields: dict[str, str]) -> None:
        """Take note of a format, or of the style of a cell."""
        if tag == "numFmt" and "%" in re.sub(r'"[^"]*"', "", fields.get("formatCode", "")):
            self.percents.add(fields.get("numFmtId", ""))
        elif tag in {"cellXfs", "cellStyleXfs"}:
            self.is_cell = tag == "cellXfs"
        elif tag == "xf" and self.is_cell:
            self.cells.append(fields.get("numFmtId", ""))


def scan_sheet(chunks: Iterable[bytes], reach: Reach, limits: Limits) -> None:
    """Look through one part of an XLSX file.

    Parameters
    ----------
    chunks
        Its XML, piece by piece.
    reach
        Is filled.
    limits
        For the length of a text.

    Returns
    -------
    None

    Raises
    ------
    DeliveryError
        `workbook_doctype`, `workbook_broken`, `workbook_uncalculated`, `cell_too_long`, or a sheet that
        reaches too far.
    """
    _parse(chunks, _Spreadsheet(reach, limits), reach.name)
    reach.check(limits)


def scan_content(chunks: Iterable[bytes], limits: Limits) -> list[Reach]:
    """Look through the content of an ODS file.

    Parameters
    ----------
    chunks
        Its XML, piece by piece.
    limits
        For the length of a text, and the reach of each sheet.

    Returns
    -------
    list of Reach
        One per sheet, in their order.

    Raises
    ------
    DeliveryError
        As for `scan_sheet`.
    """
    reaches: list[Reach] = []
    _parse(chunks, _OpenDocument(reaches, limits), "content.xml")
    for reach in reaches:
        reach.check(limits)
    return reaches


def scan_elements(chunks: Iterable[bytes], name: str, seen: Callable[[str, dict[str, str]], object]) -> None:
    """Tell each element of a small part to `seen`: its local name, its fields by full name.

    Parameters
    ----------
    chunks
        The XML.
    name
        The part, as the place of an error.
    seen
        Is called.

    Returns
    -------
    None
    """

    class _Told(_Scan):
        def entered(self, tag: str, fields: dict[str, str]) -> None:
            seen(tag, fields)

        def said(self, text: str) -> None:
            """Texts do not matter here."""

    _parse(chunks, _Told(Reach(name), Limits()), name)


def _parse(chunks: Iterable[bytes], scan: _Scan, place: str) -> None:
    def refuse(*_: object) -> None:
        raise delivery_error("workbook_doctype", place=place)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.open
    parser.EndElementHandler = scan.close
    parser.CharacterDataHandler = scan.said
    # Entities are declared in a document type, and only there: without one, nothing grows and nothing is fetched.
    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - positional only
        parser.Parse(b"", True)  # noqa: FBT003 - positional only
    except (expat.ExpatError, ValueError) as error:
        raise delivery_error("workbook_broken", place=place) from error
