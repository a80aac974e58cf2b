# SPDX-License-Identifier: EUPL-1.2
"""Another office program opens what we write, and headings, tables and alternatives survive its hands."""

import io
from collections.abc import Callable
from functools import partial

import docx
import pptx
import pytest
from odfdo import Document as OpenDocument
from openpyxl import load_workbook
from pypdf import PdfReader

from reports.rendering.files.docx import docx_of
from reports.rendering.files.odt import odt_of
from reports.rendering.files.pptx import pptx_of
from reports.rendering.files.xlsx import xlsx_of
from tests.factories import office
from tests.factories.documents import document_of
from tests.factories.drawing import drawn
from tests.factories.office import xml

ALTERNATIVE = "Karte der Bezirke: Mitte hat den höchsten gezeigten Anteil."
HEADINGS = ["Kinderarmut in Berlin", "Überblick", "Karte", "Einordnung", "Anhang", "Zu dieser Ausgabe"]

Convert = Callable[[bytes, str, str], bytes]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Return what the program makes of a file."""
    return partial(office.converted, tmp_path_factory.mktemp("office"))


def test_docx_keeps_headings_heads_of_tables_and_alternatives_as_odt(converted: Convert) -> None:
    made = converted(docx_of(document_of(), drawn(document_of())), "docx", "odt")

    body = OpenDocument(io.BytesIO(made)).body
    assert [head.text_recursive for head in body.headers] == HEADINGS
    content = xml(made, "content.xml")
    assert len(content.xpath("//*[local-name()='table-header-rows']")) == 3
    assert content.xpath("//*[local-name()='frame']/*[local-name()='desc']/text()") == [ALTERNATIVE]
    assert len(content.xpath("//*[local-name()='table-of-content']")) == 1
    assert "gesperrt" in "".join(content.itertext())


def test_odt_keeps_headings_heads_of_tables_and_alternatives_as_docx(converted: Convert) -> None:
    made = converted(odt_of(document_of(), drawn(document_of())), "odt", "docx")

    read = docx.Document(io.BytesIO(made))
    heads = [one.text for one in read.paragraphs if one.style is not None and one.style.name.startswith("Heading")]
    assert heads == HEADINGS
    content = xml(made, "word/document.xml")
    assert len(content.xpath("//*[local-name()='tblHeader']")) == 3
    assert ALTERNATIVE in content.xpath("//*[local-name()='docPr']/@descr")
    assert read.core_properties.title == "Kinderarmut in Berlin"


def test_slides_are_as_many_pages_and_keep_titles_and_alternatives(converted: Convert) -> None:
    slides = pptx_of(document_of(), drawn(document_of()))
    count = len(pptx.Presentation(io.BytesIO(slides)).slides)

    pages = PdfReader(io.BytesIO(converted(slides, "pptx", "pdf"))).pages
    content = xml(converted(slides, "pptx", "odp"), "content.xml")

    assert len(pages) == count
    assert "Kinderarmut in Berlin" in pages[0].extract_text()
    titles = content.xpath("//*[local-name()='page']/*[@*[local-name()='class']='title']")
    assert len(titles) == count
    assert ALTERNATIVE in content.xpath("//*[local-name()='frame']/*[local-name()='desc']/text()")


def test_workbook_keeps_typed_numbers_and_words(converted: Convert) -> None:
    made = converted(xlsx_of(document_of()), "xlsx", "ods")
    again = load_workbook(io.BytesIO(converted(made, "ods", "xlsx")))

    assert [again["tabelle"].cell(row, 2).value for row in range(1, 6)] == ["Anteil (%)", 38.4, "gesperrt", "k. A.", 0]
    assert again.sheetnames[0] == "Über"
