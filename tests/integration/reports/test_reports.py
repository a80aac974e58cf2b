# SPDX-License-Identifier: EUPL-1.2
"""Reports: chapters with contents, a page for each area, how the figures are made; begun from templates by forms."""

import re
from html import unescape

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from reports.errors import PublicationError
from reports.models import Edition, Publication, PublicationKind
from reports.rendering.composition import KEY, LINE, MAP, METHOD, TEXT, Composition, Panel, Part
from reports.rendering.document import Document, Figure, KeyFigures, Terms
from reports.selectors.editions import document_in, editions_named
from reports.services import composing, freezing
from reports.services.documents import count_panels
from reports.views import building
from reports.views import edition as edition_view
from tests.factories.desk import client_of
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
QUARTERS = "ebene=viertel"
PAGES = Part(
    "part2",
    "Die Viertel",
    (
        Panel("panel2", KEY, title="Kennzahlen", indicators=("anteil",)),
        Panel("panel3", LINE, query="indikator=anteil&ebene=viertel"),
        Panel("panel4", TEXT, title="Über {Gebiet}", text="In {Gebiet} leben Kinder."),
    ),
    QUARTERS,
)
REPORT = Composition(
    lead="Wie Kinder leben.",
    parts=(
        Part("part1", "Überblick", (Panel("panel1", MAP, query="indikator=anteil&ebene=viertel"),)),
        PAGES,
        Part("part3", "Methoden", (Panel("panel5", METHOD),)),
    ),
)
kept_city = standing(build_noted_city)


def report(city: World, content: Composition = REPORT) -> Publication:
    new = composing.NewPublication("Kinder", kind=PublicationKind.REPORT, composition=content)
    return composing.create_publication(organisation=city.city, new=new, by=city.bert)


def document(edition: Edition) -> Document:
    (row,) = editions_named(edition.publication.slug, "public")
    found = document_in(row, "de")
    assert found
    return found.document


def names_of_areas(found: Document) -> list[str]:
    return [section.title for section in found.sections if section.name.startswith("part2g")]


def test_each_area_has_its_page_with_its_own_figures(city: World) -> None:
    found = document(let_out(city, handed_in(city, report(city))))

    areas = names_of_areas(found)
    assert len(areas) > 2
    assert areas == sorted(areas)
    assert found.has_contents
    pages = [section for section in found.sections if section.name.startswith("part2g")]
    assert {section.level for section in pages} == {3}
    # The first one stands below the heading of its chapter.
    assert [section.begins_page for section in pages] == [False, *[True] * (len(areas) - 1)]
    texts = [section.title for section in found.sections if section.title.startswith("Über ")]
    assert texts == [f"Über {name}" for name in areas]
    drawn = [block for block in found.blocks() if isinstance(block, Figure) and block.name.startswith("panel3")]
    assert len({block.name for block in drawn}) == len(areas)
    keys = [block for block in found.blocks() if isinstance(block, KeyFigures)]
    assert len(keys) == len(areas)


def test_figures_of_a_page_are_those_of_its_area_in_the_table(city: World) -> None:
    found = document(let_out(city, handed_in(city, report(city))))

    (table,) = [table for table in found.tables() if table.name == "panel1werte"]
    at = next(place for place, column in enumerate(table.columns) if column.is_number)
    shown = {row[0].text: row[at].number for row in table.rows}
    told: dict[str, float | None] = {}
    area = ""
    for section in found.sections:
        area = section.title if section.name.startswith("part2g") else area
        for block in section.blocks:
            if isinstance(block, KeyFigures):
                told[area] = block.figures[0].number
    assert told == shown


def test_methods_are_those_of_all_indicators_that_are_shown(city: World) -> None:
    found = document(let_out(city, handed_in(city, report(city))))

    (terms,) = [block for block in found.blocks() if isinstance(block, Terms)]
    assert len(terms.terms) == 1
    assert "Quelle: " in terms.terms[0].meaning


def test_report_begins_from_a_template_with_chapters_pages_and_methods(city: World) -> None:
    bert = client_of(city.bert)
    page = bert.get(f"{DESK}neu/").content.decode()
    assert "Sozialbericht" in unescape(page)

    answer = bert.post(f"{DESK}neu/", {"title": "Sozialbericht", "readers": "public", "template": "sozialbericht"})

    row = Publication.objects.get()
    assert answer.headers["Location"] == f"{DESK}{row.uuid}/"
    assert row.kind == PublicationKind.REPORT
    assert [part.each for part in row.content.parts if part.each] == ["ebene=bezirk"]
    assert row.content.panels()[-1].kind == METHOD
    built = unescape(bert.get(f"{DESK}{row.uuid}/").content.decode())
    assert "Kommt einmal für jedes Gebiet (Bezirke)" in built


def test_empty_report_is_a_report(city: World) -> None:
    client_of(city.bert).post(f"{DESK}neu/", {"title": "Leer", "readers": "public", "template": "bericht"})

    row = Publication.objects.get()
    assert (row.kind, row.content) == (PublicationKind.REPORT, Composition())


def test_part_comes_for_some_areas_by_form_and_says_what_is_not_there(city: World) -> None:
    row, bert = (
        report(city, Composition(parts=(Part("part1", "Viertel", (Panel("panel1", KEY, indicators=("anteil",)),)),))),
        client_of(city.bert),
    )
    change = f"{DESK}{row.uuid}/aendern/"

    bert.post(
        change,
        {
            "act": "rename",
            "name": "part1",
            "title": "Zwei Viertel",
            "level": "viertel",
            "areas": "11, 12",
            "revision": 0,
        },
    )

    row.refresh_from_db()
    assert row.content.parts[0].each == "ebene=viertel&gebiete=11,12"
    preview = unescape(bert.get(f"{DESK}{row.uuid}/vorschau/").content.decode())
    assert len(re.findall(r'id="part1g\d+"', preview)) == 2
    bert.post(
        change, {"act": "rename", "name": "part1", "title": "Viertel", "level": "viertel", "areas": "99", "revision": 1}
    )
    assert "Diese Gebiete gibt es nicht: 99." in unescape(bert.get(f"{DESK}{row.uuid}/").content.decode())
    bert.post(change, {"act": "rename", "name": "part1", "title": "Viertel", "level": "", "areas": "", "revision": 2})
    row.refresh_from_db()
    assert row.content.parts[0].each == ""


def test_preview_shows_the_first_areas_and_says_so(city: World) -> None:
    row = report(city)

    preview = unescape(client_of(city.bert).get(f"{DESK}{row.uuid}/vorschau/").content.decode())

    assert len(re.findall(r'id="part2g\d+"', preview)) == 3
    assert "mit den ersten 3 Gebieten gezeigt" in preview
    name = re.search(r"bild/(panel3g\d+bild)\.svg", preview)
    assert name
    assert client_of(city.bert).get(f"{DESK}{row.uuid}/vorschau/bild/{name[1]}.svg").status_code == 200


def test_dashboard_has_no_contents_and_no_pages(city: World) -> None:
    found = document(let_out(city, handed_in(city, begun(city, REPORT))))

    assert not found.has_contents
    assert not any(section.begins_page for section in found.sections)


def test_everybody_reads_a_report_at_its_address(city: World) -> None:
    edition = let_out(city, handed_in(city, report(city)))

    page = unescape(Client().get(f"/b/{edition.publication.slug}/{edition.path}/").content.decode())

    assert "In Nord leben Kinder." in page or "leben Kinder." in page
    assert "So sind die Werte gemacht" in page


def test_page_begins_with_publisher_day_the_choice_of_an_area_and_its_contents(city: World) -> None:
    edition = let_out(city, handed_in(city, report(city)))

    page = unescape(Client().get(f"/b/{edition.publication.slug}/{edition.path}/").content.decode())

    day = f"{timezone.localtime(edition.published_at):%d.%m.%Y}"
    head = page.partition('class="edition__head"')[2].partition("</header>")[0]
    assert f"Musterstadt · Ausgabe {edition.label} · {day}" in head
    places = [
        page.index(each) for each in ("edition-area", 'class="edition__search', 'aria-label="Inhalt"', "<section")
    ]
    assert places == sorted(places)
    ways = page.partition('aria-label="Inhalt"')[2].partition("</nav>")[0]
    links = re.findall(r'<a href="#(\w+)">', ways)
    assert links[: len(links) // 2] == links[len(links) // 2 :] == ["lead", "part1", "part2", "part3", "sources"]
    assert all(f'id="{name}"' in page for name in links)


def test_dashboard_of_few_parts_has_no_contents(city: World) -> None:
    edition = let_out(city, handed_in(city))

    page = Client().get(f"/b/{edition.publication.slug}/{edition.path}/").content.decode()

    assert 'aria-label="Inhalt"' not in page


def test_reader_reads_one_area_alone_and_all_again(city: World) -> None:
    edition = let_out(city, handed_in(city, report(city)))
    address = f"/b/{edition.publication.slug}/{edition.path}/"
    whole = unescape(Client().get(address).content.decode())
    keys = dict(re.findall(r'<option value="(\w+)">([^<]+)</option>', whole))
    assert len(keys) > 2

    key, name = next(iter(keys.items()))
    one = unescape(Client().get(f"{address}?gebiet={key}").content.decode())

    assert len(re.findall(r'id="part2g\d+"', one)) == 1
    assert f"Über {name}" in one
    assert all(f"Über {other}" not in one for other in keys.values() if other != name)
    # What is said of all stays.
    assert 'id="panel1"' in one
    assert "So sind die Werte gemacht" in one
    assert f'<option value="{key}" selected>' in one


def test_area_that_is_not_there_shows_all_says_so_and_is_kept_under_no_name_of_its_own(city: World) -> None:
    edition = let_out(city, handed_in(city, report(city)))
    address = f"/b/{edition.publication.slug}/{edition.path}/"

    whole, one, other = (Client().get(f"{address}{asked}") for asked in ("", "?gebiet=99", "?gebiet=drei"))

    said = "Diese Ausgabe hat keinen Teil für ein solches Gebiet."
    assert said not in unescape(whole.content.decode())
    page = unescape(one.content.decode())
    assert said in page
    assert f'href="{address}"' in page
    assert (other.headers["ETag"], other.content) == (one.headers["ETag"], one.content)
    assert "part2g" in page


def test_one_area_that_is_kept_unpacks_no_document_again(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = let_out(city, handed_in(city, report(city)))
    address = f"/b/{edition.publication.slug}/{edition.path}/"
    key = re.findall(r'<option value="(\w+)">', Client().get(address).content.decode())[0]
    for asked in (key, "99"):
        Client().get(f"{address}?gebiet={asked}")

    def unpacked(*_told: object) -> None:
        raise AssertionError("The document was unpacked.")

    monkeypatch.setattr(edition_view, "document_in", unpacked)

    for asked in (key, "99", "98"):
        assert Client().get(f"{address}?gebiet={asked}").status_code == 200


def test_cookie_that_signs_nobody_in_is_sent_the_page_that_is_kept(
    city: World, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    edition = let_out(city, handed_in(city, report(city)))
    address = f"/b/{edition.publication.slug}/{edition.path}/"
    whole, stranger = Client().get(address), Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    monkeypatch.setattr(edition_view, "document_in", lambda *_told: pytest.fail("It was made anew."))

    answer = stranger.get(address)

    assert (answer.headers["ETag"], answer.content) == (whole.headers["ETag"], whole.content)


def test_more_panels_than_can_be_read_are_told_while_building_and_refused(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, said = report(city), "Mit einer für jedes Gebiet sind es"
    there = f"{DESK}{row.uuid}/"
    assert said not in unescape(client_of(city.bert).get(there).content.decode())

    for place in (freezing, building):
        monkeypatch.setattr(place, "MOST_SHOWN", 5)

    page = unescape(client_of(city.bert).get(there).content.decode())
    (count,) = re.findall(rf"{said} (\d+) Tafeln", page)
    assert int(count) == count_panels(row)
    with pytest.raises(PublicationError) as refused:
        handed_in(city, row)
    assert (refused.value.code, refused.value.place) == ("reports.too_many_panels", count)


def test_dashboard_without_parts_for_areas_has_no_choice(city: World) -> None:
    edition = let_out(city, handed_in(city))

    assert "edition-area" not in Client().get(f"/b/{edition.publication.slug}/{edition.path}/").content.decode()
