# SPDX-License-Identifier: EUPL-1.2
"""Berlin's report on child poverty in all formats: its figures are the released ones, in every format the same."""

import io
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import docx
import pytest
from odfdo import Document as OpenDocument
from openpyxl import load_workbook
from pypdf import PdfReader

from indicators.selectors import published
from reports.models import Edition, PublicationKind
from reports.rendering.composition import TABLE, TEXT, Composition, Panel, Part
from reports.rendering.document import Document, Figure, KeyFigures
from reports.selectors.choices import templates_for
from reports.selectors.editions import document_in, editions_named
from reports.services import composing, publishing
from reports.services.handingin import hand_in
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.common.numbers import format_number
from spatial.selectors import units
from tests.factories.desk import run_jobs
from tests.factories.editions import frozen_of
from tests.factories.office import converted, xml
from tests.factories.pdfua import problems

DISTRICTS = 12
YEARS = ("2012", "2014", "2016", "2018")
# Numbers of inhabitants stand on the boundaries of 2006 and of 2021.
POPULATION = Part(
    "part50",
    "Einwohnerinnen und Einwohner",
    (
        Panel(
            "panel50", TABLE, title="Gebietsstand 2006", query="indikator=einwohner&ebene=bezirk&gebietsstand=lor-2006"
        ),
        Panel(
            "panel51", TABLE, title="Gebietsstand 2021", query="indikator=einwohner&ebene=bezirk&gebietsstand=lor-2021"
        ),
    ),
)
FIGURE = re.compile(r"(?<![\d.,])[+−]?\d{1,3}(?:\.\d{3})*,\d(?!\d)")
pytestmark = pytest.mark.check("C023")


@dataclass(frozen=True)
class Report:
    """Berlin's report: its document and its files in German, and by district and year the share that was released."""

    document: Document
    files: Mapping[str, bytes]
    released: Mapping[str, Mapping[str, str]]


_MADE: Final[list[Report]] = []


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Report:
    """Return the report, made from its template and let out by another person; made once for all tests."""
    if not _MADE:
        request.getfixturevalue("own_demo")
        edition = _let_out()
        (row,) = editions_named(edition.publication.slug, "public")
        kept = document_in(row, "de")
        assert kept
        files = {each.format: bytes(each.content) for each in edition.files.filter(language="de")}
        _MADE.append(Report(kept.document, files, released()))
    return _MADE[0]


def _told(panel: Panel) -> Panel:
    """Write what the template leaves to people."""
    return replace(panel, text="Was daraus folgt, steht hier.") if panel.kind == TEXT else panel


def _let_out() -> Edition:
    berlin = Organisation.objects.get(slug="berlin")
    bert, frida = (User.objects.get(email=f"{name}@demo.example") for name in ("bert", "frida"))
    template = next(each for each in templates_for(berlin) if each.code == "kinderarmutsbericht")
    parts = tuple(
        replace(part, panels=tuple(_told(panel) for panel in part.panels)) for part in template.composition.parts
    )
    content = Composition("Wie Kinder in Berlin leben.", (*parts[:2], POPULATION, *parts[2:]))
    new = composing.NewPublication("Kinderarmut in Berlin", kind=PublicationKind.REPORT, composition=content)
    row = composing.create_publication(organisation=berlin, new=new, by=bert)
    edition = frozen_of(hand_in(publication=row, revision=row.revision, by=bert))
    decision = publishing.Decision(is_approved=True)
    publishing.decide_edition(edition=edition, decision=decision, content_hash=edition.content_hash, by=frida)
    run_jobs()
    return edition


def released() -> Mapping[str, Mapping[str, str]]:
    """Return by district and year the share of children as it was released, as German text."""
    berlin = Organisation.objects.get(slug="berlin")
    berlin.audience = "public"
    refs = published.releases_of(berlin, indicator="kinderarmut", level="bezirk")
    contents = published.slice_contents(refs)
    found: dict[str, dict[str, str]] = {}
    for ref in refs:
        values = contents[ref.id].numbers["value"].values
        for row in units.unit_rows(ref.boundary_version_id):
            value = float(values[row.position])
            found.setdefault(row.name, {})[ref.period[:4]] = format_number(value, 1)
    return found


def numbers_in(text: str) -> set[str]:
    return {each.replace("\u2212", "−") for each in FIGURE.findall(text)}


def texts_of(found: Document) -> Iterator[str]:
    """Return everything that a document says."""
    for block in found.blocks():
        yield repr(block)


def text_of_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_every_format_tells_the_released_figures_of_twelve_districts_in_four_years(report: Report) -> None:
    told, files, found = report.released, report.files, report.document

    assert len(told) == DISTRICTS
    assert all(set(years) == set(YEARS) for years in told.values())
    courses = {table.columns[-1].head: table for table in found.tables() if re.match(r"panel91g\d+werte", table.name)}
    for district, years in told.items():
        table = courses[district]
        assert {row[0].text[-4:]: row[-1].text for row in table.rows} == dict(years), district
    wanted = {figure for years in told.values() for figure in years.values()}
    written = {
        "pdf": text_of_pdf(files["pdf"]),
        "docx": " ".join(xml(files["docx"], "word/document.xml").itertext()),
        "odt": " ".join(xml(files["odt"], "content.xml").itertext()),
        "html": files["html"].decode(),
    }
    for kind, text in written.items():
        assert wanted <= numbers_in(text), kind
    book = load_workbook(io.BytesIO(files["xlsx"]))
    cells = {value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row}
    assert {float(figure.replace(",", ".")) for figure in wanted} <= {
        float(each) for each in cells if isinstance(each, int | float)
    }


def test_pdf_tells_no_figure_that_the_document_does_not_hold(report: Report) -> None:
    text = text_of_pdf(report.files["pdf"])

    known = numbers_in(" ".join(texts_of(report.document)))
    assert len(numbers_in(text)) > DISTRICTS
    # Steps of axes are drawn, no figures of anything.
    assert numbers_in(text) <= known


def test_breaks_are_marked_and_population_stands_on_both_boundaries(report: Report) -> None:
    text, found = text_of_pdf(report.files["pdf"]), report.document

    assert "Definition" in text
    lines = [figure for figure in found.figures() if figure.name.startswith("panel91")]
    assert len(lines) == DISTRICTS
    assert all(figure.table and any("vergleichbar" in note for note in figure.table.notes) for figure in lines)
    titles = [section.title for section in found.sections]
    assert {"Gebietsstand 2006", "Gebietsstand 2021"} <= set(titles)
    assert all(
        len(table.rows) == DISTRICTS for table in found.tables() if table.name in {"panel50werte", "panel51werte"}
    )


def test_a_machine_finds_nothing_that_keeps_anybody_from_reading_it(report: Report) -> None:
    content = report.files["pdf"]

    assert problems(content) == ()
    keys = [block for block in report.document.blocks() if isinstance(block, KeyFigures)]
    assert len(keys) == DISTRICTS + 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_another_office_program_keeps_headings_tables_and_alternatives(report: Report, tmp_path: Path) -> None:
    files, found = report.files, report.document
    wanted = {"docx": "odt", "odt": "docx", "pptx": "odp", "xlsx": "ods"}
    made = {other: converted(tmp_path, files[kind], kind, other) for kind, other in wanted.items()}

    titles = [section.title for section in found.sections]
    heads = [head.text_recursive for head in OpenDocument(io.BytesIO(made["odt"])).body.headers]
    assert [each for each in heads if each in titles] == titles
    word_made = docx.Document(io.BytesIO(made["docx"]))
    read = [each.text for each in word_made.paragraphs if each.style and each.style.name.startswith("Heading")]
    assert [each for each in read if each in titles] == titles
    alternatives = {block.alternative for block in found.blocks() if isinstance(block, Figure)}
    content = xml(made["odt"], "content.xml")
    assert alternatives <= set(content.xpath("//*[local-name()='frame']/*[local-name()='desc']/text()"))
    word = xml(made["docx"], "word/document.xml")
    assert alternatives <= set(word.xpath("//*[local-name()='docPr']/@descr"))
    assert len(word_made.tables) >= len(found.tables())
    assert len(made["odp"]) > 0
    assert len(made["ods"]) > 0
