# SPDX-License-Identifier: EUPL-1.2
"""The error report: one line per finding, in the order of the file, and nothing that a spreadsheet would run."""

import csv
import io
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.error_report import COLUMNS, ReportLine, csv_report, in_file_order, xlsx_report
from sozialplanung.common.csvsafe import original_text

HEADS = {column: f"Kopf {column}" for column in COLUMNS}
EVIL = ("=1+1", "+49 221", "-3,5", "@SUM(A1)", "\tx", "\rx", "|calc", "=cmd|' /C calc'!A0", "#N/A", "'=1")
LINES = (
    ReportLine("b.csv", 9, "Wert", "x", "readers.number_form", "„x“ ist keine Zahl.", "Berichtigen", "Fehler"),
    ReportLine("a.csv", 7, "Wert", "-3,5", "checks.share_outside", "Außerhalb.", severity="Warnung"),
    ReportLine("a.csv", 3, "Schlüssel", "9", "readers.key_unknown", "Unbekannt.", "09", "Fehler"),
    ReportLine("a.csv", None, "Wert", "", "checks.unit_switch", "Das Zehnfache.", severity="Warnung"),
    ReportLine("a.csv", 3, "Wert", "=1+1", "readers.number_form", "Keine Zahl.", severity="Fehler"),
)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.check("C045")
def test_report_has_one_line_per_finding_in_the_order_of_the_delivered_rows() -> None:
    rows = read_csv(csv_report(LINES, HEADS, files=["a.csv", "b.csv"]))

    assert rows[0] == [HEADS[column] for column in COLUMNS]
    assert [(row[0], row[2], row[3]) for row in rows[1:]] == [
        ("a.csv", "", "Wert"),
        ("a.csv", "3", "Schlüssel"),
        ("a.csv", "3", "Wert"),
        ("a.csv", "7", "Wert"),
        ("b.csv", "9", "Wert"),
    ]
    assert rows[2][COLUMNS.index("code")] == "readers.key_unknown"
    assert rows[2][COLUMNS.index("proposal")] == "09"


@pytest.mark.check("C045")
def test_workbook_and_csv_say_the_same() -> None:
    from_csv = read_csv(csv_report(LINES, HEADS))
    from_xlsx = read_xlsx(xlsx_report(LINES, HEADS, title="Befunde"))

    told = [["" if cell is None else str(cell) for cell in row] for row in from_xlsx]
    assert told == [[original_text(cell) for cell in row] for row in from_csv]
    assert len(told) == len(LINES) + 1


@pytest.mark.check("C068")
@pytest.mark.parametrize("evil", EVIL)
def test_nothing_in_a_report_is_run_by_a_spreadsheet(evil: str) -> None:
    line = ReportLine(evil, 1, evil, evil, evil, evil, evil, evil, evil)

    content = xlsx_report([line], HEADS, title="Befunde")
    cells = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows())[1]
    (row,) = read_csv(csv_report([line], HEADS))[1:]

    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(cell[0] not in "=+-@|\t\r" for cell in row)
    with ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@given(st.text(max_size=60))
def test_any_delivered_text_can_be_reported(text: str) -> None:
    line = ReportLine("a.csv", 2, "Wert", text.replace("\x00", ""), "c", "s")

    assert xlsx_report([line], HEADS, title="Befunde").startswith(b"PK")
    assert len(read_csv(csv_report([line], HEADS))) == 2


def test_report_without_findings_has_its_head_only() -> None:
    assert in_file_order([]) == ()
    assert len(read_xlsx(xlsx_report([], HEADS, title="Befunde"))) == 1
