# SPDX-License-Identifier: EUPL-1.2
"""Workbooks of documents: typed numbers with the digits shown, words where there is none, nothing that is run."""

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from reports.rendering.document import Cell, Column, Document, Section, Table
from reports.rendering.files.xlsx import xlsx_of
from reports.rendering.soundness import UnsoundDocumentError
from tests.factories.documents import document_of, table


def opened(document: Document) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx_of(document)))


def with_table(made: Table) -> Document:
    return document_of(Section("teil", "Teil", 2, (made,)))


def test_first_sheet_says_what_it_is_and_the_last_where_it_comes_from() -> None:
    book = opened(document_of())

    assert book.sheetnames == ["Über", "Kennzahlen", "karte-werte", "tabelle", "Begriffe", "Hinweise", "Quellen"]
    told = {str(row[0]): row[1] for row in book["Über"].iter_rows(values_only=True)}
    assert told["Zitieren als"] == "Stadt Berlin: Kinderarmut in Berlin, Ausgabe 2019/1."
    assert told["Veröffentlicht am"] == "04.11.2019"
    assert "CC BY 3.0 DE" in str(told["Lizenz"])
    assert told["Tabelle tabelle"] == "Kinderarmut nach Bezirken, 31.12.2018"
    sources = list(book["Quellen"].iter_rows(values_only=True))
    assert ("Monitoring Soziale Stadtentwicklung 2019", "CC BY 3.0 DE", "https://example.org/by") in sources


def test_numbers_are_typed_with_their_decimals_and_what_has_none_is_told_in_words() -> None:
    sheet = opened(document_of())["tabelle"]

    cells = [sheet.cell(row, 2) for row in range(1, 6)]
    assert [cell.value for cell in cells] == ["Anteil (%)", 38.4, "gesperrt", "k. A.", 0]
    assert [cell.data_type for cell in cells] == ["s", "n", "s", "s", "n"]
    assert cells[1].number_format == "#,##0.0"
    assert cells[4].number_format == "#,##0.0"
    assert sheet.freeze_panes == "B2"


def test_number_has_no_digit_more_than_is_shown() -> None:
    made = replace(table(), rows=((Cell("Mitte"), Cell("38,4", 38.4321987, 1)),))

    assert opened(with_table(made))["tabelle"]["B2"].value == 38.4


def test_key_figures_are_typed_too() -> None:
    sheet = opened(document_of())["Kennzahlen"]

    rows = list(sheet.iter_rows(values_only=True, max_col=4))
    assert rows[1:] == [
        ("Kinderarmut", 27.8, "%", "31.12.2018"),
        ("Sprachförderung", "gesperrt", None, "31.12.2018"),
    ]


@pytest.mark.check("C068")
@pytest.mark.parametrize("text", ["=1+1", "+49", "-3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_no_text_is_a_formula(text: str) -> None:
    made = Table("t", text, (Column(text), Column(text, is_number=True)), ((Cell(text), Cell(text)),), (text,), text)

    book = opened(replace(with_table(made), title=text))

    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    assert book["t"]["A2"].value == text


def test_names_of_sheets_are_short_and_none_is_there_twice() -> None:
    names = ("Quellen", "quellen/x", "ein-sehr-langer-name-einer-tabelle-1", "ein-sehr-langer-name-einer-tabelle-2")
    document = document_of(Section("teil", "Teil", 2, tuple(table(name) for name in names)))

    sheets = opened(document).sheetnames

    assert len(sheets) == len({name.casefold() for name in sheets}) == 7
    assert all(len(name) <= 31 for name in sheets)


def test_english_documents_have_english_labels() -> None:
    book = opened(replace(document_of(), language="en"))

    assert book.sheetnames[0] == "About"
    assert book.properties.language == "en-US"


def test_document_that_tells_what_is_hidden_is_refused() -> None:
    leaking = replace(table(), rows=((Cell("Mitte"), Cell("gesperrt", 7.0, is_hidden=True)),))

    with pytest.raises(UnsoundDocumentError, match="hidden"):
        xlsx_of(with_table(leaking))
