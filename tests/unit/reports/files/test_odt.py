# SPDX-License-Identifier: EUPL-1.2
"""ODT as another program reads it: headings, heads of tables, alternatives, contents, language, dates."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree
from odfdo import Document as OpenDocument

from reports.rendering.document import Document, Photograph, Section
from reports.rendering.files.odt import odt_of
from reports.rendering.files.raster import png_of
from tests.factories.documents import SVG, document_of, figure
from tests.factories.drawing import FONTS, drawn

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {
    "text": f"{ODF}text:1.0",
    "table": f"{ODF}table:1.0",
    "draw": f"{ODF}drawing:1.0",
    "svg": f"{ODF}svg-compatible:1.0",
    "style": f"{ODF}style:1.0",
    "fo": f"{ODF}xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
PNG = png_of(SVG, FONTS, pixels=80)


def made(document: Document | None = None) -> bytes:
    document = document or document_of()
    return odt_of(document, drawn(document))


def part(content: bytes, name: str = "content.xml") -> Any:  # noqa: ANN401 - an element of lxml
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def found(content: bytes, path: str, name: str = "content.xml") -> list[Any]:
    return list(part(content, name).xpath(path, namespaces=SPACES))


def test_another_program_reads_headings_tables_and_properties() -> None:
    read = OpenDocument(io.BytesIO(made()))

    heads = [(int(str(one.get_attribute("text:outline-level"))), one.text_recursive) for one in read.body.headers]
    assert heads == [
        (1, "Kinderarmut in Berlin"),
        (2, "Überblick"),
        (2, "Karte"),
        (3, "Einordnung"),
        (2, "Anhang"),
        (2, "Zu dieser Ausgabe"),
    ]
    assert [table.get_values()[1][1] for table in read.body.tables[1:]] == ["38,4", "38,4"]
    assert read.meta.title == "Kinderarmut in Berlin"
    assert read.meta.creator == read.meta.initial_creator == "Stadt Berlin"
    assert f"{read.meta.creation_date:%Y-%m-%d}" == f"{read.meta.date:%Y-%m-%d}" == "2019-11-04"
    assert read.meta.language == "de-DE"


def test_first_member_tells_the_format_and_is_not_compressed() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        first, *others = archive.infolist()
        listed = part(made(), "META-INF/manifest.xml").xpath("//@*[local-name()='full-path']")

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert sorted(listed) == sorted(["/", *(one.filename for one in others if not one.filename.startswith("META-INF"))])


@pytest.mark.check("C023")
def test_heads_of_tables_are_marked_and_tables_have_names() -> None:
    content = made()

    heads = [
        ["".join(cell.itertext()) for cell in row.iter(f"{{{SPACES['table']}}}table-cell")]
        for row in found(content, "//table:table-header-rows")
    ]
    assert heads[1:] == [["Bezirk", "Anteil (%)"]] * 2
    assert len(found(content, "//table:table/table:title[normalize-space()]")) == 3
    assert len(set(found(content, "//table:table/@table:name"))) == 3


@pytest.mark.check("C023")
def test_pictures_have_titles_and_alternatives() -> None:
    content = made()

    assert found(content, "//draw:frame/svg:title/text()") == ["Kinderarmut in Berlin"]
    assert found(content, "//draw:frame/svg:desc/text()") == [
        "Karte der Bezirke: Mitte hat den höchsten gezeigten Anteil."
    ]


def test_contents_lead_to_the_headings() -> None:
    content = made()

    targets = found(content, "//text:index-body//text:a/@xlink:href")
    marks = found(content, "//text:h/text:bookmark/@text:name")
    assert targets == ["#part1", "#part2", "#part3", "#part4"]
    assert {target.removeprefix("#") for target in targets} <= set(marks)
    assert not found(made(replace(document_of(), has_contents=False)), "//text:table-of-content")


@pytest.mark.parametrize(("language", "expected"), [("de", ["de", "DE"]), ("en", ["en", "US"])])
def test_language_is_that_of_the_document(language: Any, expected: list[str]) -> None:  # noqa: ANN401 - a literal
    content = made(replace(document_of(), language=language))

    path = "//style:default-style/style:text-properties/@fo:{}"
    assert [found(content, path.format(name), "styles.xml")[0] for name in ("language", "country")] == expected


def test_every_style_that_is_used_is_there() -> None:
    content = made()

    used = set(found(content, "//@text:style-name | //@table:style-name | //@draw:style-name"))
    there = {*found(content, "//@style:name"), *found(content, "//@style:name", "styles.xml")}
    assert used <= there


def test_pictures_brought_along_are_in_the_file_once() -> None:
    logo = Photograph("logo", "png", PNG, 80, 40, "Wappen der Stadt Berlin")
    photo = Photograph("platz", "jpeg", b"\xff\xd8\xff", 40, 400, "Spielplatz", "M. Muster")
    document = document_of(Section("s", "S", 2, (figure(), photo), begins_page=True))
    document = replace(document, imprint=replace(document.imprint, logo=logo, qr_svg=SVG, audience="Für den Rat"))

    content = made(document)

    assert len(found(content, "//draw:frame")) == 4
    assert found(content, "//draw:frame/svg:desc/text()")[-1] == document.imprint.address
    assert [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.endswith(".jpg")]
    assert found(content, "//text:h[@text:style-name='Heading_20_2_page']")


def test_blanks_and_line_ends_of_a_text_stay() -> None:
    document = replace(document_of(), subtitle="a  b\tc\nd")

    (subtitle,) = found(made(document), "//text:p[@text:style-name='Subtitle']")
    assert [etree.QName(child).localname for child in subtitle] == ["s", "tab", "line-break"]
