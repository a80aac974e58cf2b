# SPDX-License-Identifier: EUPL-1.2
"""The files of a delivery template: what is protected, what is typed, and that no name becomes a formula."""

import io
import re
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.rendering.delivery_template import (
    FIRST_ROW,
    HEADER_ROW,
    MOST_COMPARED,
    TemplateTable,
    csv_template,
    xlsx_template,
)

NAMES = (
    "data checks explanations hint warning checked_by column empty unreadable sum total difference result fine look",
    "strange twice keys signs sign meaning",
)
WORDS = {name: name.title() for line in NAMES for name in line.split()}
TABLE = TemplateTable(
    code="LV-ABCD-1234",
    title="Einwohner",
    header=("Schlüssel", "Name", "=Einwohner", "Anteil"),
    rows=(("01", "=1+1"), ("02", "@SUM(A1)"), ("03", "-Nord")),
    additive=(True, False),
    total="Insgesamt",
    keys=("01", "02", "03"),
    marks=(("–", "nichts"), (".", "geheim")),
    notes=(("Quelle", "=HYPERLINK(1)"),),
    words=WORDS,
)


def book(table: TemplateTable = TABLE) -> Workbook:
    return load_workbook(io.BytesIO(xlsx_template(table)))


def formulas(sheet: Worksheet) -> dict[str, str]:
    return {cell.coordinate: str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}


@pytest.mark.check("C068")
def test_no_cell_from_data_is_a_formula_in_any_sheet() -> None:
    sheets = book()

    assert formulas(sheets["Data"]) == {}
    assert formulas(sheets["Explanations"]) == {}
    own = formulas(sheets["Checks"])
    assert own
    for formula in own.values():
        for text in ("HYPERLINK", "SUM(A1)", "1+1", "=Einwohner"):
            assert text not in formula


def test_keys_are_texts_and_only_figures_can_be_entered() -> None:
    sheet = book()["Data"]

    assert sheet.protection.sheet
    assert [sheet.cell(row, 1).value for row in range(FIRST_ROW, FIRST_ROW + 4)] == ["01", "02", "03", "Insgesamt"]
    assert sheet.cell(FIRST_ROW, 1).number_format == "@"
    unlocked = [
        (row, column)
        for row in range(1, sheet.max_row + 1)
        for column in range(1, 5)
        if not sheet.cell(row, column).protection.locked
    ]
    assert unlocked == [(row, column) for row in range(FIRST_ROW, FIRST_ROW + 4) for column in (3, 4)]


def test_numbers_and_agreed_signs_pass_the_validation() -> None:
    (rule,) = book()["Data"].data_validations.dataValidation

    assert str(rule.sqref) == f"C{FIRST_ROW}:D{FIRST_ROW + 3}"
    assert rule.formula1 == f"OR(ISNUMBER(C{FIRST_ROW}),SUMPRODUCT(--('Explanations'!$A$5:$A$6=C{FIRST_ROW}))>0)"
    assert (rule.errorStyle, rule.allow_blank) == ("warning", True)
    signs = book()["Explanations"]
    assert [signs.cell(row, 1).value for row in (5, 6)] == ["–", "."]


def test_checks_speak_of_exactly_the_cells_to_be_filled_in() -> None:
    sheet = book()["Checks"]
    own = formulas(sheet)

    assert [sheet.cell(row, 1).value for row in (4, 5)] == ["=Einwohner", "Anteil"]
    assert sheet.cell(4, 1).data_type == "s"
    assert own["B4"] == "=COUNTBLANK('Data'!$C$4:$C$6)"
    assert own["D4"] == "=SUM('Data'!$C$4:$C$6)"
    assert own["E4"] == "=IF(ISBLANK('Data'!$C$7),\"\",'Data'!$C$7)"
    assert "D5" not in own
    assert "F5" not in own
    assert [sheet.cell(row, 9).value for row in range(3, 7)] == ["Keys", "01", "02", "03"]
    assert "$I$4:$I$6" in own["B7"]
    places = {place for formula in own.values() for place in re.findall(r"'Data'!\$?([A-D])\$?(\d+)", formula)}
    assert {int(row) for _, row in places} <= {FIRST_ROW, FIRST_ROW + 3}


def test_every_sheet_says_to_which_template_it_belongs() -> None:
    first = [sheet.cell(1, 1).value for sheet in book()]

    assert first == ["Einwohner · LV-ABCD-1234", "Checks · LV-ABCD-1234-P", "Explanations · LV-ABCD-1234-E"]


def test_large_table_compares_no_keys_and_a_long_one_has_no_total() -> None:
    rows = tuple((f"{number:05d}", "Ort") for number in range(MOST_COMPARED + 1))
    large = book(replace(TABLE, rows=rows, keys=tuple(key for key, _ in rows), total=""))

    assert set(formulas(large["Checks"])) == {"B4", "C4", "D4", "G4", "B5", "C5", "G5"}
    assert large["Data"].max_row == HEADER_ROW + MOST_COMPARED + 1


def test_text_file_holds_the_same_rows_made_safe() -> None:
    lines = csv_template(TABLE).decode("utf-8-sig").split("\r\n")

    assert csv_template(TABLE).startswith(b"\xef\xbb\xbf")
    assert lines == [
        "Einwohner · LV-ABCD-1234",
        "Hint",
        "Schlüssel;Name;'=Einwohner;Anteil",
        "01;'=1+1;;",
        "02;'@SUM(A1);;",
        "03;'-Nord;;",
        "Insgesamt;;;",
        "",
    ]
