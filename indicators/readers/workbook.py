# SPDX-License-Identifier: EUPL-1.2
"""Read the sheets of XLSX, XLS and ODS workbooks: looked through first, then read, never run."""

import io
import posixpath
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import python_calamine

from indicators.readers.compound import Survey, survey_compound
from indicators.readers.container import Container
from indicators.readers.decoding import clean_cell
from indicators.readers.findings import Finding, delivery_error
from indicators.readers.limits import DEFAULT_LIMITS, Limits
from indicators.readers.rawtable import Cell, Format, Merged, RawTable
from indicators.readers.sheetscan import Reach, letters_of, percent_styles, scan_content, scan_elements, scan_sheet
from indicators.readers.signatures import COMPOUND
from indicators.readers.templates import is_beside

_BOOK, _LINKS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"
_OTHERS: Final = (("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"), ("xl/workbook.bin", "XLSB"))
_MACRO_PARTS: Final = ("xl/vbaProject.bin", "Basic/script-lc.xml")


def read_workbook(payload: bytes, *, limits: Limits = DEFAULT_LIMITS) -> tuple[RawTable, ...]:
    """Read all filled sheets of a workbook.

    Parameters
    ----------
    payload
        The file: XLSX, XLS or ODS, known by its content.
    limits
        Looked at before anything is unpacked or laid out.

    Returns
    -------
    tuple of RawTable
        One per filled sheet in their order, hidden ones too (and said so). A number is the double of
        the file, not what its format shows; a day is a date; a formula is its last result; a cell with
        an error holds its name (`#DIV/0!`), never nothing.

    Raises
    ------
    DeliveryError
        `workbook_*`, `container_*`, `too_many_rows`, `too_many_columns`, `cell_too_long`, `empty`.
    """
    if len(payload) > limits.size:
        raise delivery_error("too_large", size=len(payload), limit=limits.size)
    kind, survey = _survey(payload, limits)
    area = sum(reach.area for reach in survey.reaches)
    if area > limits.cells:
        raise delivery_error("workbook_area", count=area, limit=limits.cells)
    told = tuple(Finding(code, "warning") for code in survey.codes)
    try:
        tables = tuple(_tables(payload, kind, survey, limits))
    except python_calamine.PasswordError as error:
        raise delivery_error("workbook_password") from error
    except python_calamine.CalamineError as error:
        raise delivery_error("workbook_broken") from error
    if not tables:
        raise delivery_error("empty")
    return tuple(_with_findings(table, told) for table in tables)


def _survey(payload: bytes, limits: Limits) -> tuple[Format, Survey]:
    if payload.startswith(COMPOUND):
        return "xls", survey_compound(payload, limits)
    container = Container(payload, limits)
    parts = container.entries
    if _BOOK in parts:
        survey = Survey(_spreadsheet_reaches(container, limits))
        kind: Format = "xlsx"
    elif _is_open_document(container):
        survey = Survey(scan_content(container.chunks("content.xml"), limits))
        kind = "ods"
    else:
        raise delivery_error("workbook_format", found=next((told for name, told in _OTHERS if name in parts), "ZIP"))
    if any(name in parts for name in _MACRO_PARTS):
        survey.codes.append("workbook_macros")
    if any(name.startswith("xl/externalLinks/") for name in parts):
        survey.codes.append("workbook_links")
    return kind, survey


def _is_open_document(container: Container) -> bool:
    manifest = "META-INF/manifest.xml"
    if "content.xml" not in container.entries or "mimetype" not in container.entries:
        return False
    if container.content("mimetype").strip() != b"application/vnd.oasis.opendocument.spreadsheet":
        return False

    def refuse_encryption(tag: str, _: dict[str, str]) -> None:
        if tag == "encryption-data":
            raise delivery_error("workbook_password")

    if manifest in container.entries:
        scan_elements(container.chunks(manifest), manifest, refuse_encryption)
    return True


def _spreadsheet_reaches(container: Container, limits: Limits) -> list[Reach]:
    """Look through all parts of an XLSX file: its sheets for their cells, the rest for document types."""
    index = _Index()
    for name in (_LINKS, _BOOK):
        if name not in container.entries:
            raise delivery_error("workbook_broken", place=name)
        scan_elements(container.chunks(name), name, index.take)
    reaches = _reaches(container, index, limits)
    strings = {_STRINGS.lower(): Reach(_STRINGS)}
    for name in container.entries:
        reach = reaches.get(name) or strings.get(name.lower())
        if reach:
            scan_sheet(container.chunks(name), reach, limits)
        elif name.endswith((".xml", ".rels")):
            scan_elements(container.chunks(name), name, lambda *_: None)
    return list(reaches.values())


def _reaches(container: Container, index: "_Index", limits: Limits) -> dict[str, Reach]:
    """Return a reach for each sheet by its part, with the styles that its cells may have."""
    if len(index.sheets) > limits.sheets:
        raise delivery_error("workbook_sheets", count=len(index.sheets), limit=limits.sheets)
    reaches = {index.targets.get(link, ""): Reach(name) for name, link in index.sheets}
    # A sheet that was not looked through must not be read: every one has a part, and a part of its own.
    if len(reaches) < len(index.sheets) or not reaches.keys() <= container.entries.keys():
        raise delivery_error("workbook_broken", place=_BOOK)
    if _STYLES in container.entries:
        styles = percent_styles(container.chunks(_STYLES), _STYLES)
        for reach in reaches.values():
            reach.percent_styles = styles
    return reaches


class _Index:
    """The sheets of an XLSX file by name, and in which parts they stand."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.sheets: list[tuple[str, str]] = []

    def take(self, tag: str, fields: dict[str, str]) -> None:
        """Take note of a sheet or of the part of one."""
        if tag == "Relationship":
            target = fields.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            self.targets[fields.get("Id", "")] = whole
        elif tag == "sheet":
            link = next((value for name, value in fields.items() if name.endswith(":id")), "")
            self.sheets.append((fields.get("name", ""), link))


def _tables(payload: bytes, kind: Format, survey: Survey, limits: Limits) -> Iterator[RawTable]:
    with python_calamine.load_workbook(io.BytesIO(payload)) as workbook:
        sheets = workbook.sheets_metadata
        if len(sheets) > limits.sheets:
            raise delivery_error("workbook_sheets", count=len(sheets), limit=limits.sheets)
        are_surveyed = len(sheets) == len(survey.reaches)
        if not are_surveyed:
            _refuse_unplaced(survey)
        for place, known in enumerate(sheets):
            if len(known.name) > limits.sheet_name:
                raise delivery_error("workbook_sheet_name", place=known.name[:80], limit=limits.sheet_name)
            if known.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_index(place)
            reach = survey.reaches[place] if are_surveyed else Reach(known.name)
            is_hidden = known.visible is not python_calamine.SheetVisibleEnum.Visible
            table = None
            if sheet.start is not None:
                table = _table(sheet, kind, _Reader(known.name, reach.errors, limits), is_hidden=is_hidden)
                yield _with_reach(table, reach)
            # The checks that a template of ours brings along are never read as figures.
            if reach.uncalculated and not (table is not None and is_beside(table)):
                raise delivery_error("workbook_uncalculated", place=reach.uncalculated)


def _refuse_unplaced(survey: Survey) -> None:
    """Refuse a workbook whose sheets are not those that were looked through, where that could hide something."""
    waiting = next((reach.uncalculated for reach in survey.reaches if reach.uncalculated), "")
    if waiting:
        raise delivery_error("workbook_uncalculated", place=waiting)
    if any(reach.errors for reach in survey.reaches):
        raise delivery_error("workbook_broken")


def _table(sheet: python_calamine.CalamineSheet, kind: Format, reader: "_Reader", *, is_hidden: bool) -> RawTable:
    first_row, first_column = sheet.start or (0, 0)
    padding: tuple[Cell, ...] = (None,) * first_column
    rows: list[tuple[Cell, ...]] = []
    numbers: list[int] = []
    for number, row in enumerate(sheet.to_python(), start=first_row + 1):
        cells = padding + tuple(
            reader.cell(value, number, column) for column, value in enumerate(row, start=first_column + 1)
        )
        if any(cell is not None for cell in cells):
            rows.append(cells)
            numbers.append(number)
    hidden = Finding("sheet_hidden", "warning", params={"sheet": reader.sheet})
    return RawTable(
        rows=tuple(rows),
        numbers=tuple(numbers),
        format=kind,
        sheet=reader.sheet,
        is_hidden=is_hidden,
        merged=tuple(
            Merged(top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ),
        removed=tuple(sorted(reader.removed)),
        findings=(hidden,) if is_hidden else (),
    )


def _with_reach(table: RawTable, reach: Reach) -> RawTable:
    """Add what only the parts of the file tell: what is hidden, and what is shown as percent."""
    hidden = tuple(number for number in table.numbers if number in reach.hidden_rows)
    columns = tuple(sorted(reach.hidden_columns))
    return replace(table, hidden_rows=hidden, hidden_columns=columns, percents=tuple(sorted(reach.percents)))


class _Reader:
    """Turns the cells of one sheet into plain values."""

    def __init__(self, sheet: str, errors: dict[tuple[int, int], str], limits: Limits) -> None:
        self.sheet, self.errors, self.limits = sheet, errors, limits
        self.removed: set[str] = set()

    def cell(self, value: Any, row: int, column: int) -> Cell:  # noqa: ANN401 - calamine's union
        if value == "":
            return self.errors.get((row, column)) if self.errors else None
        if isinstance(value, str):
            return self._text(value, row, column)
        if isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            number = float(value)
            return number if abs(number) != float("inf") and number == number else str(number)  # noqa: PLR0124
        return _day(value)

    def _text(self, value: str, row: int, column: int) -> str | None:
        if len(value) <= self.limits.cell and value.isascii() and value.isprintable():
            return value.strip() or None
        place = f"{self.sheet}, {letters_of(column)}{row}"
        if len(value) > self.limits.cell:
            raise delivery_error("cell_too_long", place=place, limit=self.limits.cell)
        cleaned = clean_cell(value, place)
        self.removed.update(cleaned.removed)
        return cleaned.text or None


def _day(value: date | datetime | time | timedelta) -> date | str:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, timedelta):
        return str(value)
    return value if isinstance(value, date) else value.isoformat()


def _with_findings(table: RawTable, findings: tuple[Finding, ...]) -> RawTable:
    return replace(table, findings=(*findings, *table.findings)) if findings else table
