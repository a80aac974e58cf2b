# SPDX-License-Identifier: EUPL-1.2
"""Slides: one message on each, native titles and tables, alternatives, the text in the notes, nothing cut silently."""

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pptx
import pytest
from pptx.presentation import Presentation

from reports.rendering.document import (
    Cell,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    Photograph,
    Section,
    Table,
)
from reports.rendering.files.pptx import pptx_of
from reports.rendering.files.raster import png_of
from tests.factories.documents import SVG, document_of, figure, table
from tests.factories.drawing import FONTS, drawn

PNG = png_of(SVG, FONTS, pixels=80)


def opened(document: Document | None = None) -> Presentation:
    document = document or document_of()
    return pptx.Presentation(io.BytesIO(pptx_of(document, drawn(document))))


def titles(made: Presentation) -> list[str]:
    return [slide.shapes.title.text_frame.text if slide.shapes.title is not None else "" for slide in made.slides]


def properties(shape: Any) -> Any:  # noqa: ANN401 - markup
    return shape._element._nvXxPr.cNvPr


def long_table(rows: int, columns: int = 2) -> Table:
    heads = tuple(Column(f"Spalte {place}") for place in range(columns))
    return Table(
        "lang", "Lange Tabelle", heads, tuple(tuple(Cell(f"{row}") for _ in heads) for row in range(rows)), ("Hinweis",)
    )


def test_every_slide_has_a_native_title_that_says_what_it_shows() -> None:
    assert titles(opened()) == [
        "Kinderarmut in Berlin",
        "Überblick: Kennzahlen",
        "In zwei von zwölf Bezirken leben mindestens 35 von 100 Kindern in Familien mit SGB-II-Bezug.",
        "Kinderarmut nach Bezirken, 31.12.2018",
        "Einordnung",
        "Anhang",
        "Zu dieser Ausgabe",
    ]


def test_no_two_slides_have_the_same_title() -> None:
    made = opened(document_of(Section("s", "S", 2, (table("a"), table("b"), KeyFigures("S", (key(),))))))

    assert titles(made)[1:4] == [
        "Kinderarmut nach Bezirken, 31.12.2018",
        "Kinderarmut nach Bezirken, 31.12.2018 (2)",
        "S",
    ]


def test_title_is_read_first_and_the_source_after_what_it_belongs_to() -> None:
    made = opened()

    for slide in made.slides:
        assert slide.shapes[0] == slide.shapes.title
    shown = made.slides[2].shapes
    assert shown[1].shape_type == 13
    assert shown[2].text_frame.text == "Quelle: Monitoring Soziale Stadtentwicklung 2019"


@pytest.mark.check("C023")
def test_pictures_and_tables_have_alternatives() -> None:
    made = opened()

    picture, native = made.slides[2].shapes[1], made.slides[3].shapes[1]
    assert properties(picture).get("descr") == "Karte der Bezirke: Mitte hat den höchsten gezeigten Anteil."
    assert properties(native).get("title") == "Kinderarmut nach Bezirken, 31.12.2018"
    assert native.table.first_row
    assert native.table.cell(2, 1).text == "gesperrt"


def test_slides_are_wide_and_everything_lies_on_them() -> None:
    made = opened()

    assert made.slide_width is not None
    assert made.slide_height is not None
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9, rel=1e-3)
    for slide in made.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= made.slide_width
            assert 0 <= shape.top <= shape.top + shape.height <= made.slide_height


def test_notes_hold_the_text_of_the_part() -> None:
    made = opened()

    frame = made.slides[1].notes_slide.notes_text_frame
    assert frame is not None
    assert "27,8 von 100 Kindern leben in Familien mit SGB-II-Bezug." in frame.text
    assert "Werte vor und nach 2017 sind nicht vergleichbar." in frame.text


def test_long_tables_are_split_and_say_so() -> None:
    made = opened(document_of(Section("s", "S", 2, (long_table(30),))))

    assert titles(made)[1:4] == ["Lange Tabelle (1/3)", "Lange Tabelle (2/3)", "Lange Tabelle (3/3)"]
    assert [len(slide.shapes[1].table.rows) for slide in list(made.slides)[1:4]] == [13, 13, 7]


@pytest.mark.parametrize("made", [long_table(37), long_table(3, columns=8)])
def test_table_too_large_for_slides_leads_to_the_workbook(made: Table) -> None:
    slide = opened(document_of(Section("s", "S", 2, (made,)))).slides[1]

    assert "Die ganze Tabelle steht in der XLSX-Datei dieser Ausgabe." in slide.shapes[1].text_frame.text
    assert not any(shape.has_table for shape in slide.shapes)


def key(value: str = "27,8 %") -> KeyFigure:
    return KeyFigure("Kinderarmut", value, "31.12.2018", comparison="höher als die Stadt", meaning="Anteil")


def test_key_figures_stand_side_by_side_four_on_a_slide() -> None:
    made = opened(document_of(Section("s", "S", 2, (KeyFigures("K", tuple(key() for _ in range(5))),))))

    assert titles(made)[1:3] == ["S: K", "S: K (2)"]
    cards = [shape for shape in made.slides[1].shapes if "Kinderarmut" in getattr(shape, "text", "")]
    assert len(cards) == 4
    assert all(left.left + left.width < right.left for left, right in pairwise(cards))


def test_what_a_slide_cannot_hold_is_in_the_notes() -> None:
    long = " ".join(["Wort"] * 300)
    made = opened(document_of(Section("s", "S", 2, (Paragraph(long), Listing(("zuletzt",))))))

    slide = made.slides[1]
    frame = slide.notes_slide.notes_text_frame
    assert frame is not None
    assert slide.shapes[1].text_frame.text.endswith("Wort …")
    assert long in frame.text
    assert "zuletzt" in frame.text


def test_logo_code_and_pictures_brought_along_have_alternatives() -> None:
    photo = Photograph("platz", "png", PNG, 40, 400, "Spielplatz", "M. Muster")
    logo = Photograph("logo", "png", PNG, 80, 40, "Wappen der Stadt Berlin")
    document = document_of(Section("s", "Plätze", 2, (photo, figure())))
    document = replace(document, imprint=replace(document.imprint, logo=logo, qr_svg=SVG, contact=""))

    made = opened(document)

    told = [properties(shape).get("descr") for slide in made.slides for shape in slide.shapes if shape.shape_type == 13]
    assert told == [
        "Wappen der Stadt Berlin",
        "Spielplatz",
        "Karte der Bezirke: Mitte hat den höchsten gezeigten Anteil.",
        document.imprint.address,
    ]
    assert made.slides[1].shapes[2].text_frame.text == "Bild: M. Muster"


def test_language_and_properties_are_those_of_the_edition() -> None:
    made = opened(replace(document_of(), language="en"))

    assert made.core_properties.author == "Stadt Berlin"
    assert f"{made.core_properties.created:%Y-%m-%d}" == "2019-11-04"
    languages = {run.font.language_id for slide in made.slides for run in runs(slide)}
    assert {str(language) for language in languages} == {"ENGLISH_US (1033)"}


def runs(slide: Any) -> list[Any]:  # noqa: ANN401 - a slide
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    return [run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]
