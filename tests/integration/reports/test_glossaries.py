# SPDX-License-Identifier: EUPL-1.2
"""The glossary of a report: made of what the whole document says, alike in every format, for planners by form."""

from html import unescape

import pytest
from lxml import html

from reports.models import Publication
from reports.rendering.composition import AREAS, GLOSSARY, METHOD, TEXT, Composition, Panel, Part, lacking, to_json
from reports.rendering.document import Document, Terms
from reports.services.documents import Made, document_of
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.terms import ALL
from sozialplanung.portal.glossary import all_terms
from tests.factories.desk import client_of
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World
from tests.integration.reports.test_area_lists import FORMATS, ISSUE

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
WORDS = Part("part9", "Anhang", (Panel("panel9", GLOSSARY),))
TEXTS = Part(
    "part1",
    "Worum es geht",
    (
        Panel("panel1", TEXT, text="Die Anteile liegen in der Zufallsschwankung; drei Prozentpunkte sind viel."),
        Panel("panel2", AREAS, query="ebene=viertel", indicators=("kinder",)),
    ),
)
kept_city = standing(build_noted_city)


def made(*parts: Part, language: str = "de") -> Made:
    body = Organisation.objects.get(slug="musterstadt")
    row = Publication(organisation=body, slug="woerter", title="Wörter", composition=to_json(Composition(parts=parts)))
    return document_of(publication=row, issue=ISSUE, language=language)  # type: ignore[arg-type]


def terms(document: Document, name: str = "panel9") -> list[str]:
    section = next(each for each in document.sections if each.name == name)
    (block,) = section.blocks
    assert isinstance(block, Terms)
    return [term.word for term in block.terms]


def test_words_of_the_whole_document_are_explained_wherever_the_glossary_stands(city: World) -> None:
    first, last = made(WORDS, TEXTS), made(TEXTS, WORDS)

    told = terms(last.pinned.document)
    assert {"Anteil", "Vertrauensbereich, Zufallsschwankung", "Prozentpunkt"} <= set(told)
    assert terms(first.pinned.document) == told
    assert first.problems == last.problems == {}
    (title,) = (each.title for each in last.pinned.document.sections if each.name == "panel9")
    assert title == "Glossar"


def test_english_document_explains_in_english(city: World) -> None:
    document = made(TEXTS, WORDS, language="en").pinned.document

    assert "Percentage point (Prozentpunkt)" in terms(document)
    assert next(each.title for each in document.sections if each.name == "panel9") == "Glossary"


def test_planners_are_told_where_no_word_is_used_and_where_it_would_come_several_times(city: World) -> None:
    alone = made(Part("part1", "So", (Panel("panel1", TEXT, text="Wir sagen nur so viel."), Panel("panel9", GLOSSARY))))
    often = made(TEXTS, Part("part9", "Viertel", (Panel("panel9", GLOSSARY),), "ebene=viertel"))

    assert alone.problems == {"panel9": "Hier wird kein Begriff aus dem Glossar verwendet."}
    assert often.problems["panel9"].startswith("Das Glossar gilt für das ganze ")
    assert lacking(Composition(parts=(WORDS,))) == ()


@pytest.mark.parametrize("kind", FORMATS)
def test_every_file_explains_each_term(city: World, kind: str) -> None:
    document = made(TEXTS, Part("part8", "Methoden", (Panel("panel8", METHOD),)), WORDS).pinned.document

    text = " ".join(FORMATS[kind](document).split())

    by_word = {term.name("de"): term.text("de") for term in ALL}
    for word in terms(document):
        assert word in text
        assert " ".join(by_word[word].split())[:60] in text


def test_readers_find_it_on_the_page_of_the_edition(city: World) -> None:
    edition = let_out(city, handed_in(city, begun(city, Composition(parts=(TEXTS, WORDS)))))

    answer = client_of(city.clara).get(f"/b/{edition.publication.slug}/{edition.path}/")

    page = html.fromstring(unescape(answer.content.decode()))
    assert "Prozentpunkt" in page.xpath("//section[@id='panel9']//dl/dt/text()")


def test_planner_adds_it_by_form(city: World) -> None:
    row, bert = begun(city, Composition(parts=(TEXTS,))), client_of(city.bert)
    address = f"{DESK}{row.uuid}/feld/?teil=part1&art=glossary"
    assert "Glossar der verwendeten Begriffe" in unescape(bert.get(address).content.decode())

    saved = bert.post(address, {"revision": 0, "title": "", "width": "full"})

    assert saved.status_code == 302
    row.refresh_from_db()
    assert row.content.panels()[-1].kind == GLOSSARY
    assert "Prozentpunkt" in unescape(bert.get(f"{DESK}{row.uuid}/vorschau/").content.decode())


def test_terms_are_all_those_of_the_public_page() -> None:
    assert all_terms() == ALL
