# SPDX-License-Identifier: EUPL-1.2
"""An own area in every file: its figures with their marks and ends, its outline with words, hidden parts nowhere."""

import re

import pytest
from lxml import etree

from reports.rendering.document import Document, KeyFigures
from reports.rendering.soundness import unsound
from reports.services.documents import Issue, document_of
from reports.services.paper import pdf_document
from tests.factories.ownhouse import OwnHouse, box, build_own_house
from tests.factories.pdfua import problems
from tests.integration.reports.test_area_lists import FORMATS, ISSUE

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    """Return a text with single blanks; a PDF breaks words at the ends of lines."""
    return re.sub(r"\s+", " ", text.replace("\xa0", " ").replace("\N{HYPHEN} ", ""))


@pytest.fixture
def house(db: None) -> OwnHouse:
    return build_own_house()


def document(house: OwnHouse, issue: Issue = ISSUE) -> Document:
    # The first column up to its third quarter, the first one by half.
    publication = house.begin(house.keep("Schulweg Nord", box(0, 0.5, 1, 3)))
    return document_of(publication=publication, issue=issue, language="de").pinned.document


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_every_file_marks_estimates_and_says_what_is_hidden(house: OwnHouse, kind: str) -> None:
    told = document(house)

    text = plain(FORMATS[kind](told))

    (block,) = (each for each in told.blocks() if isinstance(each, KeyFigures))
    if kind != "xlsx":
        assert "≈ 55 Personen" in text
    assert "von 50 bis 60 Personen" in text
    assert "1 von 3 Gebieten angeschnitten" in text
    assert "nicht berechenbar" in text
    assert "gesperrt: geheim gehalten (1)" in text
    # On slides the areas that it holds are told by the workbook.
    assert ("Viertel 101" in text) is (kind != "pptx")
    assert len(block.figures) == 3


def test_the_paper_is_for_everyone_and_the_outline_has_an_alternative(house: OwnHouse) -> None:
    told = document(house)

    assert unsound(told) == ()
    (figure,) = told.figures()
    assert figure.alternative.startswith("Umriss des eigenen Gebiets über den Gebieten, die es enthält (Viertel).")
    assert "liegt ganz darin (2)" in figure.alternative
    assert "wird angeschnitten (1)" in figure.alternative
    assert problems(pdf_document(told)) == ()


def test_the_outline_is_drawn_with_its_scale_in_plain_numbers(house: OwnHouse) -> None:
    (figure,) = document(house).figures()

    root = etree.fromstring(figure.svg.encode())

    (scale,) = (each for each in root.iter("{*}text") if each.text == "1 km")
    assert (scale.get("x"), scale.get("y")) == ("896", "576")
    assert sum(each.get("stroke-dasharray") == "6 4" for each in root.iter("{*}path")) == 1
