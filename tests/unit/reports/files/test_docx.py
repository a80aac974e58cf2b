# SPDX-License-Identifier: EUPL-1.2
"""DOCX as word processors and screen readers take it: headings, heads of tables, alternatives, links, language."""

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from reports.rendering.document import Document, Listing, Photograph, Section
from reports.rendering.files.docx import docx_of
from reports.rendering.files.raster import png_of
from tests.factories.documents import SVG, document_of, figure
from tests.factories.drawing import FONTS, drawn

PNG = png_of(SVG, FONTS, pixels=80)


def opened(document: Document | None = None) -> WordDocument:
    document = document or document_of()
    return docx.Document(io.BytesIO(docx_of(document, drawn(document))))


def with_imprint(**changes: Any) -> Document:  # noqa: ANN401 - fields of an imprint
    document = document_of()
    return replace(document, imprint=replace(document.imprint, **changes))


def found(made: WordDocument, name: str) -> list[Any]:
    return list(made.element.body.iter(qn(name)))


def test_headings_are_native_and_in_order() -> None:
    made = opened()

    heads = [
        (one.style.name, one.text) for one in made.paragraphs if one.style and one.style.name.startswith("Heading")
    ]
    assert heads == [
        ("Heading 1", "Kinderarmut in Berlin"),
        ("Heading 2", "Überblick"),
        ("Heading 2", "Karte"),
        ("Heading 3", "Einordnung"),
        ("Heading 2", "Anhang"),
        ("Heading 2", "Zu dieser Ausgabe"),
    ]


def test_contents_are_a_native_field_with_entries_that_lead_to_the_headings() -> None:
    made = opened()

    assert 'TOC \\o "2-4" \\h \\z \\u' in "".join(code.text for code in found(made, "w:instrText"))
    anchors = [one.get(qn("w:anchor")) for one in found(made, "w:hyperlink") if one.get(qn("w:anchor"))]
    marks = [one.get(qn("w:name")) for one in found(made, "w:bookmarkStart")]
    assert len(anchors) == 4
    assert set(anchors) <= set(marks)
    assert len(marks) == len(set(marks))


def test_document_without_contents_has_none() -> None:
    assert not found(opened(replace(document_of(), has_contents=False)), "w:sdt")


@pytest.mark.check("C023")
def test_heads_of_tables_are_marked_and_repeated_and_tables_have_names() -> None:
    made = opened()

    assert len(made.tables) == 3
    for table in made.tables:
        assert [len(list(row._tr.iter(qn("w:tblHeader")))) for row in table.rows] == [1, *[0] * (len(table.rows) - 1)]
        assert all(list(row._tr.iter(qn("w:cantSplit"))) for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        assert table.style is not None
        assert table.style.name == "Sozialplanung Table"


def test_tables_show_what_is_shown() -> None:
    table = opened().tables[1]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Bezirk", "Anteil (%)"],
        ["Mitte", "38,4"],
        ["Pankow", "gesperrt"],
        ["Spandau", "k. A."],
        ["Reinickendorf", "0,0"],
    ]


def test_key_figures_are_a_table_without_empty_columns() -> None:
    table = opened().tables[0]

    assert [cell.text for cell in table.rows[0].cells] == ["Kennzahl", "Wert", "Stand", "Veränderung", "Sicherheit"]
    assert [cell.text for cell in table.rows[2].cells][:2] == ["Sprachförderung", "gesperrt"]


@pytest.mark.check("C023")
def test_pictures_have_alternatives_and_captions() -> None:
    made = opened()

    (told,) = found(made, "wp:docPr")
    assert told.get("descr") == "Karte der Bezirke: Mitte hat den höchsten gezeigten Anteil."
    assert told.get("title") == "Kinderarmut in Berlin"
    captions = [one.text for one in made.paragraphs if one.style and one.style.name == "Caption"]
    assert captions == ["Abbildung 1: Kinderarmut in Berlin · Quelle: Monitoring Soziale Stadtentwicklung 2019"]


def test_language_and_properties_are_those_of_the_edition() -> None:
    made = opened()

    properties = made.core_properties
    assert (properties.title, properties.author) == ("Kinderarmut in Berlin", "Stadt Berlin")
    assert properties.created == properties.modified
    assert f"{properties.created:%Y-%m-%d}" == "2019-11-04"
    assert properties.language == "de-DE"
    (language,) = made.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "de-DE"
    english = opened(replace(document_of(), language="en"))
    assert next(iter(english.styles.element.iter(qn("w:lang")))).get(qn("w:val")) == "en-US"


def test_links_lead_out_only_where_they_may() -> None:
    made = opened(with_imprint(address="javascript:alert(1)"))

    targets = [one.target_ref for one in made.part.rels.values() if one.is_external]
    assert targets == ["https://example.org/by"]


def test_edition_and_page_stand_at_the_foot_of_every_page() -> None:
    (section,) = opened().sections

    foot = section.footer.paragraphs[0].text
    assert "Ausgabe 2019/1 · 04.11.2019" in foot
    assert "Seite 1 von 1" in foot
    assert section.header.paragraphs[0].text == "Stadt Berlin\tKinderarmut in Berlin"


def test_colour_of_the_publisher_is_used_as_dark_as_text_must_be() -> None:
    made = opened(with_imprint(colour="#ffcc00"))

    colour = made.styles["Heading 2"].element.rPr.find(qn("w:color")).get(qn("w:val"))
    assert colour != "FFCC00"
    assert int(colour[0:2], 16) > int(colour[4:6], 16)


def test_logo_code_and_pictures_brought_along_have_alternatives() -> None:
    logo = Photograph("logo", "png", PNG, 80, 40, "Wappen der Stadt Berlin")
    photo = Photograph("platz", "png", PNG, 40, 400, "Spielplatz", "M. Muster")
    section = Section("s", "S", 2, (photo, figure(), Listing(("a", "b"), is_numbered=True)), begins_page=True)
    document = replace(
        document_of(section), imprint=with_imprint(logo=logo, qr_svg=SVG, audience="Für den Rat").imprint
    )

    made = opened(document)

    assert [one.get("descr") for one in found(made, "wp:docPr")] == [
        "Wappen der Stadt Berlin",
        "Spielplatz",
        "Karte der Bezirke: Mitte hat den höchsten gezeigten Anteil.",
        "https://sozialplanung.example/b/kinderarmut/2019-1",
    ]
    assert len({one.get("id") for one in found(made, "wp:docPr")}) == 4
    assert "Bild: M. Muster" in [one.text for one in made.paragraphs]
    assert "Für den Rat" in [one.text for one in made.paragraphs]
    assert found(made, "w:pageBreakBefore")
    high = max(int(one.get("cy")) for one in found(made, "wp:extent"))
    assert high <= 190 * 36000
