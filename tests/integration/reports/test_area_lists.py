# SPDX-License-Identifier: EUPL-1.2
"""Lists of areas: the newest figures beside each name, in words where there are none, alike in every format."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from html import unescape

import docx
import pytest
from lxml import html
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from reports.models import Publication
from reports.rendering import composition as kinds
from reports.rendering.annexing import with_annex
from reports.rendering.composition import Composition, CompositionError, Panel, Part, lacking, read_composition, to_json
from reports.rendering.document import AreaList, Document, Table
from reports.rendering.files.raster import pictures_of
from reports.rendering.files.writers import WRITERS
from reports.rendering.soundness import unsound
from reports.services.documents import Issue, Made, document_of
from reports.services.paper import drawing_fonts, pdf_document
from reports.services.session import session_document
from sozialplanung.accounts.models import Organisation
from tests.factories.canarycity import SMALL, build_public_city
from tests.factories.desk import client_of
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.office import xml
from tests.factories.pdfua import problems
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
ISSUE = Issue("Ausgabe 2026/1", date(2026, 11, 27), "https://example.org/b/liste/2026-1/")
QUARTERS = Panel("panel1", kinds.AREAS, query="ebene=viertel", indicators=("kinder", "einwohner"))
kept_city = standing(build_public_city)


def made(*parts: Part, slug: str = "musterstadt") -> Made:
    """Return the document of some parts for the public."""
    body = Organisation.objects.get(slug=slug)
    row = Publication(organisation=body, slug="liste", title="Gebiete", composition=to_json(Composition(parts=parts)))
    return document_of(publication=row, issue=ISSUE, language="de")


def listed(*panels: Panel, each: str = "", slug: str = "musterstadt") -> Made:
    return made(Part("part1", "Die Gebiete", panels, each), slug=slug)


def lists(found: Made) -> list[AreaList]:
    return [block for block in found.pinned.document.blocks() if isinstance(block, AreaList)]


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_areas_stand_by_name_with_figures_and_words_where_one_is_kept_secret(city: World) -> None:
    found = listed(QUARTERS)

    (block,) = lists(found)
    assert found.problems == {}
    assert [column.head for column in block.table.columns] == ["Viertel", "Bezirk", "Kinder", "Einwohner"]
    names = [row[0].text for row in block.table.rows]
    assert names == sorted(names)
    hidden = [cell for row in block.table.rows for cell in row if cell.is_hidden]
    assert {cell.text for cell in hidden} == {"gesperrt: geheim gehalten"}
    assert [cell.number for cell in hidden] == [None] * len(hidden)
    # The small count and the one that would tell it.
    assert len(hidden) == 2
    assert not any(str(SMALL) in cell.text.replace(".", "") for row in block.table.rows for cell in row)
    assert "Einzelne" in " ".join(block.table.notes) or "einzelne" in " ".join(block.table.notes)
    assert unsound(found.pinned.document) == ()
    assert found.pinned.releases()
    assert block.places[0].startswith("/musterstadt/mein-stadtteil/stand-2020/viertel/")


def test_list_stays_within_an_area_or_with_those_that_are_named(city: World) -> None:
    within = replace(QUARTERS, query="ebene=viertel&filter=in:bezirk:1&ausserhalb=weg")
    named = replace(QUARTERS, name="panel2", query="ebene=viertel&gebiete=12,22")
    (inside, chosen) = lists(listed(within, named))

    assert [place.split("/")[-2] for place in inside.places] == ["11", "12"]
    # All lie in the same district: it is not named in each row.
    assert [column.head for column in inside.table.columns] == ["Viertel", "Kinder", "Einwohner"]
    assert {place.split("/")[-2] for place in chosen.places} == {"12", "22"}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ebene=viertel&gebiete=99", "Diese Gebiete gibt es nicht: 99."),
        ("ebene=viertel&filter=in:bezirk:77&ausserhalb=weg", "In dem gezeigten Gebiet liegt kein Gebiet dieser Ebene"),
        ("ebene=nie", "Hiervon ist hier kein Wert veröffentlicht: kinder, einwohner."),
    ],
)
def test_planners_are_told_what_is_not_there(city: World, query: str, told: str) -> None:
    found = listed(replace(QUARTERS, query=query))

    assert found.problems["panel1"].startswith(told)
    assert lists(found) == []


def test_part_for_each_area_lists_what_lies_in_it_or_the_area_itself(city: World) -> None:
    coarse = listed(replace(QUARTERS, title="In {Gebiet}"), each="ebene=bezirk")
    fine = listed(QUARTERS, each="ebene=viertel")

    assert coarse.problems == {}
    assert [{place.split("/")[-2][0] for place in block.places} for block in lists(coarse)] == [{"2"}, {"1"}]
    titles = [section.title for section in coarse.pinned.document.sections if section.title.startswith("In ")]
    assert titles == sorted(titles)
    assert len(titles) == 2
    assert fine.problems == {}
    assert [len(block.places) for block in lists(fine)] == [1, 1, 1, 1]
    assert unsound(coarse.pinned.document) == unsound(fine.pinned.document) == ()


def test_table_of_a_part_for_each_area_holds_the_areas_within_it_alone(city: World) -> None:
    found = listed(Panel("panel1", kinds.TABLE, query="indikator=einwohner&ebene=viertel"), each="ebene=bezirk")

    assert [len(table.rows) for table in found.pinned.document.tables()] == [2, 2]


def drawn(document: Document) -> Mapping[str, bytes]:
    """Return the pictures of a document as files hold them."""
    return pictures_of(document, drawing_fonts())


def _docx(content: bytes) -> str:
    book = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in book.tables for row in table.rows for cell in row.cells)
    return " ".join((*cells, *(paragraph.text for paragraph in book.paragraphs)))


def _odt(content: bytes) -> str:
    return " ".join(xml(content, "content.xml").itertext())


def _pptx(content: bytes) -> str:
    slides = Presentation(io.BytesIO(content)).slides
    shapes = [shape for slide in slides for shape in slide.shapes]
    cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return " ".join([*cells, *(shape.text_frame.text for shape in shapes if shape.has_text_frame)])


def _xlsx(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    # Numbers are numbers there.
    return " ".join(
        f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    )


def _pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


FORMATS: Mapping[str, Callable[[Document], str]] = {
    "pdf": lambda document: _pdf(pdf_document(with_annex(document))),
    "html": lambda document: str(html.fromstring(session_document(document).decode()).text_content()),
    "docx": lambda document: _docx(WRITERS["docx"].write(with_annex(document), drawn(document))),
    "odt": lambda document: " ".join(
        xml(WRITERS["odt"].write(with_annex(document), drawn(document)), "content.xml").itertext()
    ),
    "pptx": lambda document: _pptx(WRITERS["pptx"].write(document, drawn(document))),
    "xlsx": lambda document: _xlsx(WRITERS["xlsx"].write(document, drawn(document))),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_every_file_names_the_areas_with_their_figures_and_says_what_is_kept_secret(city: World, kind: str) -> None:
    document = listed(QUARTERS).pinned.document

    text = FORMATS[kind](document)

    (block,) = lists(listed(QUARTERS))
    assert all(cell.text in text for row in block.table.rows for cell in row)
    assert "gesperrt" in text
    assert f"{SMALL:,}".replace(",", ".") not in text
    # In a file a name leads nowhere: it is read where there is no network.
    assert "mein-stadtteil" not in text


def test_list_in_a_pdf_is_a_table_for_everyone(city: World) -> None:
    assert problems(pdf_document(listed(QUARTERS).pinned.document)) == ()


def test_long_list_stands_in_the_annex_and_on_slides_leads_to_the_workbook(city: World) -> None:
    document = listed(QUARTERS).pinned.document
    section = next(each for each in document.sections if each.name == "panel1")
    table = next(each.table for each in section.blocks if isinstance(each, AreaList))
    many = tuple((replace(row[0], text=f"{row[0].text} {at}"), *row[1:]) for at in range(12) for row in table.rows)
    long = AreaList(replace(table, rows=many), ("",) * len(many))
    sections = tuple(replace(each, blocks=(long,)) if each is section else each for each in document.sections)
    document = replace(document, sections=sections)

    paged = with_annex(document)

    assert [each.name for each in paged.sections if table.name in names_in(each.blocks)] == ["annex"]
    assert unsound(paged) == ()
    assert "Die ganze Tabelle steht in der XLSX-Datei" in FORMATS["pptx"](document)


def names_in(blocks: tuple[object, ...]) -> list[str]:
    return [block.name for block in blocks if isinstance(block, Table)]


def test_page_shows_cards_whose_names_lead_to_the_page_of_the_area(city: World) -> None:
    edition = let_out(city, handed_in(city, begun(city, Composition(parts=(Part("part1", "Viertel", (QUARTERS,)),)))))

    page = html.fromstring(client_of(city.bert).get(f"/b/{edition.publication.slug}/{edition.path}/").content.decode())

    cards = page.xpath("//ul[@class='area-list']/li")
    assert len(cards) == 4
    links = page.xpath("//ul[@class='area-list']//a/@href")
    assert len(links) == 4
    assert client_of(city.bert).get(links[0]).status_code == 200
    assert any("gesperrt" in card.text_content() for card in cards)
    assert page.xpath("//ul[@class='area-list']//table") == []


def test_planner_chooses_level_figures_and_areas_by_form(city: World) -> None:
    row, bert = begun(city, Composition(parts=(Part("part1", "Viertel"),))), client_of(city.bert)
    address = f"{DESK}{row.uuid}/feld/?teil=part1&art=areas"
    said = {"revision": 0, "level": "viertel", "width": "full", "within": "bezirk:1", "named": ""}
    form = unescape(bert.get(address).content.decode())
    assert "Liste von Gebieten" in form
    assert 'value="bezirk:1"' in form

    many = bert.post(address, said | {"indicators": ["kinder", "einwohner", "rentner", "arbeitslose", "anteil"]})
    saved = bert.post(address, said | {"indicators": ["kinder", "einwohner"]})

    assert many.status_code == 422
    assert "Wählen Sie höchstens vier Indikatoren" in unescape(many.content.decode())
    assert saved.status_code == 302
    row.refresh_from_db()
    (panel,) = row.content.panels()
    assert panel.query == "ebene=viertel&filter=in:bezirk:1&ausserhalb=weg"
    assert set(panel.indicators) == {"kinder", "einwohner"}
    again = unescape(bert.get(f"{DESK}{row.uuid}/feld/{panel.name}/").content.decode())
    assert html.fromstring(again).xpath("//select[@name='within']/optgroup/option[@selected]/@value") == ["bezirk:1"]
    preview = html.fromstring(bert.get(f"{DESK}{row.uuid}/vorschau/").content)
    assert len(preview.xpath("//li[@class='area-list__area']")) == 2


def test_composition_takes_four_figures_and_says_what_is_lacking() -> None:
    told = Composition(parts=(Part("part1", "Viertel", (replace(QUARTERS, indicators=tuple("abcde")),)),))

    with pytest.raises(CompositionError) as refused:
        read_composition(to_json(told))

    assert (refused.value.place, refused.value.code) == ("parts[0].panels[0].indicators", "too_many")
    bare = Composition(parts=(Part("part1", "Viertel", (Panel("panel1", kinds.AREAS),)),))
    assert lacking(bare) == ("panel1",)
