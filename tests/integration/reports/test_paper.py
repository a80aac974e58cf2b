# SPDX-License-Identifier: EUPL-1.2
"""Documents as PDF for everyone: tagged, with contents, marks and alternatives, the same each time."""

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from reports.rendering.document import Document, Photograph, Section, Table
from reports.rendering.files.raster import png_of
from reports.rendering.soundness import UnsoundDocumentError
from reports.services.paper import drawing_fonts, paper_of, pdf_document
from tests.factories.documents import SVG, document_of, figure, table
from tests.factories.oddtexts import ODD, odd_document
from tests.factories.pdfua import problems


@pytest.fixture(scope="module")
def document() -> Document:
    logo = Photograph("logo", "png", png_of(SVG, drawing_fonts(), pixels=80), 80, 40, "Wappen der Stadt Berlin")
    whole = document_of()
    return replace(whole, imprint=replace(whole.imprint, logo=logo, qr_svg=SVG))


@pytest.fixture(scope="module")
def content(document: Document) -> bytes:
    return pdf_document(document)


@pytest.fixture(scope="module")
def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def tags(read: PdfReader) -> list[dict[str, Any]]:
    trailer: Any = read.trailer
    things: list[Any] = [read.get_object(number) for number in range(1, int(trailer["/Size"]))]
    return [thing for thing in things if isinstance(thing, dict) and thing.get("/Type") == "/StructElem"]


def words(read: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


@pytest.mark.check("C023")
def test_document_is_tagged_and_says_its_language_title_and_author(read: PdfReader) -> None:
    root: Any = read.root_object
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.author) == ("Kinderarmut in Berlin", "Stadt Berlin")
    assert read.metadata.creation_date is None


@pytest.mark.check("C023")
def test_headings_tables_and_pictures_are_tagged(read: PdfReader) -> None:
    found = tags(read)
    kinds = [thing["/S"] for thing in found]

    assert {"/H1", "/H2", "/H3", "/TH", "/TD", "/Caption"} <= set(kinds)
    alternatives = {str(thing["/Alt"]) for thing in found if "/Alt" in thing}
    assert {
        "Karte der Bezirke: Mitte hat den höchsten gezeigten Anteil.",
        "Wappen der Stadt Berlin",
        "https://sozialplanung.example/b/kinderarmut/2019-1",
    } <= alternatives


@pytest.mark.check("C023")
def test_a_machine_finds_nothing_that_keeps_anybody_from_reading_it(content: bytes) -> None:
    assert problems(content) == ()


@pytest.mark.check("C023")
def test_heads_and_feet_of_pages_are_decoration_and_texts_are_not(content: bytes) -> None:
    for page in PdfReader(io.BytesIO(content)).pages:
        operations = ContentStream(page.get_contents(), page.pdf).operations
        kinds = [str(operands[0]) for operands, operator in operations if operator in {b"BDC", b"BMC"}]
        assert kinds.count("/Artifact") >= 2
        assert "/Span" in kinds


@pytest.mark.check("C023")
def test_marks_lead_to_every_part(read: PdfReader) -> None:
    def titles(marks: list[Any]) -> list[str]:
        return [title for mark in marks for title in (titles(mark) if isinstance(mark, list) else [mark.title])]

    assert titles(list(read.outline)) == [
        "Kinderarmut in Berlin",
        "Überblick",
        "Karte",
        "Einordnung",
        "Anhang",
        "Zu dieser Ausgabe",
    ]


def test_contents_name_the_page_of_every_part(read: PdfReader) -> None:
    first = read.pages[0].extract_text()

    entries = dict(re.findall(r"^(Überblick|Karte|Einordnung|Anhang)[ .]*(\d+)$", first, re.MULTILINE))
    assert entries["Überblick"] == "1"
    last = len(read.pages)
    assert entries["Anhang"] == str(last)
    assert "Anhang" in read.pages[last - 1].extract_text()


def test_everything_of_the_document_is_told(read: PdfReader) -> None:
    text = words(read)

    for told in ("gesperrt", "k. A.", "27,8 %", "Familien <zuerst>", "Familienzentren ausbauen.", "CC BY 3.0 DE"):
        assert told in text
    assert f"Seite 1 von {len(read.pages)}" in text or f"1 / {len(read.pages)}" in text


def test_same_document_gives_the_same_bytes(document: Document, content: bytes) -> None:
    assert pdf_document(document) == content


def test_head_of_a_long_table_comes_again_on_each_page() -> None:
    long: Table = replace(table(), rows=table().rows * 40)

    made = PdfReader(io.BytesIO(pdf_document(document_of(Section("s", "S", 2, (long,))))))

    with_rows = [page.extract_text() for page in made.pages if "Spandau" in page.extract_text()]
    assert len(with_rows) > 2
    assert all("Anteil (%)" in text for text in with_rows)


def test_page_is_in_the_language_of_the_document_whoever_asks() -> None:
    english = paper_of(replace(document_of(), language="en"))

    assert '<html lang="en">' in english
    assert "About this edition" in english
    assert "Zu dieser Ausgabe" in paper_of(document_of())


def test_cells_are_heads_where_they_are_and_texts_are_no_markup() -> None:
    page = paper_of(document_of())

    assert page.count('<th scope="col"') == 4
    assert page.count('<th scope="row">') == 8
    assert "Familien &lt;zuerst&gt;" in page
    assert " style=" not in page


def test_unsound_documents_are_refused() -> None:
    with pytest.raises(UnsoundDocumentError):
        pdf_document(document_of(Section("s", "S", 2, (replace(figure(), alternative=""),))))


def test_addresses_that_are_none_are_no_links() -> None:
    assert "javascript:alert" not in paper_of(odd_document(["x"]))


def test_odd_texts_can_be_set() -> None:
    made = PdfReader(io.BytesIO(pdf_document(odd_document(list(ODD)))))

    assert made.pages


def test_colour_of_the_publisher_is_made_readable() -> None:
    bright = replace(document_of(), imprint=replace(document_of().imprint, colour="#ffff00"))

    assert pdf_document(bright) != pdf_document(document_of())
