# SPDX-License-Identifier: EUPL-1.2
"""„Mein Stadtteil“ over the demo set: the figures of the profile in plain words, ways to them, what they cost."""

import csv
import html
import io
import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.queries import questions

pytestmark = pytest.mark.usefixtures("demo")

INDEX = "/berlin/mein-stadtteil/"
RATED = f"{INDEX}lor-2006/planungsraum/02010104/"
EXCLUDED = f"{INDEX}lor-2006/planungsraum/01011102/"
# The address and how many queries it takes once outlines and areas are in memory.
PAGES = {
    RATED: 14,
    EXCLUDED: 12,
    f"{INDEX}lor-2006/bezirk/02/": 11,
    f"{INDEX}lor-2021/stadt/11000000/": 11,
    "/nrw/mein-stadtteil/gemeinden-2021/gemeinde/05513000/": 11,
    INDEX: 4,
    # One of them asks whether strangers may search the address file.
    f"{INDEX}?q=reuter": 8,
}


def page_of(address: str, language: str = "de") -> str:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode().partition("<main")[2].partition("</main>")[0])


def text_of(part: str) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", part))


def cards_of(page: str) -> dict[str, str]:
    """Return what is said on each card, what is folded left out, by the slug of its indicator."""
    found = re.findall(
        r'<article class="district-card" aria-labelledby="figure-([^"]+)">(.*?)<details', page, re.DOTALL
    )
    return {slug: text_of(part) for slug, part in found}


@pytest.mark.parametrize("address", PAGES)
def test_page_has_one_heading_sets_no_cookie_and_has_no_script_of_its_own(address: str) -> None:
    answer = Client().get(address)

    text = answer.content.decode()
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert not answer.cookies
    assert not re.search(r"\sstyle=|<style|\son\w+=", text)


@pytest.mark.check("C116")
@pytest.mark.parametrize(("address", "expected"), PAGES.items())
def test_page_takes_few_queries(client: Client, address: str, expected: int) -> None:
    client.get(address)

    with CaptureQueriesContext(connections["public"]) as public, CaptureQueriesContext(connections["default"]) as own:
        client.get(address)

    assert (len(questions(public)), len(own)) == (expected, 0)


@pytest.mark.parametrize("address", [RATED, EXCLUDED, f"{INDEX}lor-2006/bezirk/02/"])
def test_figures_are_those_of_the_profile(address: str) -> None:
    answer = Client(headers={"accept-language": "de"}).get(f"{address.replace('mein-stadtteil', 'gebiete')}profil.csv")
    rows = {
        row["indikator"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    }
    profile = text_of(page_of(address.replace("mein-stadtteil", "gebiete")))

    cards = cards_of(page_of(address))

    assert len(cards) >= 4
    for slug, said in cards.items():
        shown = re.findall(r"\d[\d.,]*\u00a0%", said)
        assert all(figure in profile for figure in shown)
        if rows[slug]["einheit"] == "%" and rows[slug]["wert"]:
            assert f"{rows[slug]['wert']}\u00a0%" in shown


def test_gap_says_why_and_shows_no_number() -> None:
    said = cards_of(page_of(EXCLUDED))["kinderarmut"]

    assert "nicht bewertet: unter 300 Einwohner" in said
    assert "%" not in said
    assert "höher" not in said
    assert "niedriger" not in said


def test_who_lives_there_leads_and_need_does_not() -> None:
    page = page_of(RATED)

    portrait = re.findall(r"<p>(.*?)</p>", page.partition('class="district__portrait"')[2].partition("</div>")[0])
    assert "5.095 Menschen" in portrait[0]
    assert "Kinderarmut" in portrait[-1]
    topics = re.findall(r'<h2 id="topic-[^"]+">([^<]+)</h2>', page)
    assert topics[0] == "Bevölkerung"
    assert not re.search(
        r"\brang\b|schlecht|brennpunkt|\bplatz \d|problem", " ".join([*portrait, *cards_of(page).values()]).lower()
    )


def test_card_explains_itself_and_tells_breaks() -> None:
    page = page_of(RATED)

    folded = text_of(page.partition('id="figure-kinderarmut"')[2].partition("<details")[2].partition("</details>")[0])
    said = cards_of(page)["kinderarmut"]
    for part in ("Was zeigt er?", "Wie lese ich ihn?", "Was sagt er nicht?", "Wie sicher ist er?", "Quelle:", "Stand"):
        assert part in folded
    assert "zwischen 31.12.2014 und 31.12.2016: nicht vergleichbar" in said
    assert "höher (Berlin 27,8\u00a0%)" in said


def test_english_page_speaks_english() -> None:
    text = text_of(page_of(RATED, "en"))

    assert "Who lives here, and how" in text
    assert "higher (Berlin 27.8%)" in text
    assert "Was heißt das?" not in text


def test_place_names_no_larger_area_twice() -> None:
    head = page_of(f"{INDEX}lor-2021/planungsraum/08100311/").partition("</h1>")[2].partition("</p>")[0]

    assert re.findall(r">([^<]+)</a>", head) == ["Reuterstraße", "Neukölln", "Berlin"]


def test_page_leads_on() -> None:
    page = page_of(RATED)

    ways = set(re.findall(r'href="([^"]+)"', page))
    assert "/berlin/gebiete/lor-2006/planungsraum/02010104/" in ways
    assert "/berlin/gebiete/lor-2006/planungsraum/02010104/profil.csv" in ways
    assert any(way.startswith("/berlin/karte/?indikator=") for way in ways)
    near = page.partition('id="neighbours"')[2].partition("</section>")[0]
    around = re.findall(r'href="([^"]+)"', near)
    assert len(around) == 6
    assert all(way.startswith(INDEX) and Client().get(way).status_code == 200 for way in around)


@pytest.mark.parametrize(
    ("address", "label"),
    [("/berlin/", "Mein Stadtteil in einfachen Worten"), ("/nrw/", "Meine Gemeinde in einfachen Worten")],
)
def test_start_page_leads_there(address: str, label: str) -> None:
    assert re.search(rf'href="{address}mein-stadtteil/">{label}<', page_of(address))


def test_profile_leads_there() -> None:
    assert f'href="{RATED}">In einfachen Worten<' in page_of(RATED.replace("mein-stadtteil", "gebiete"))


def test_index_lists_the_smallest_areas_by_larger_area() -> None:
    page = page_of(INDEX)

    assert len(re.findall(r"<details class=\"unfold district-group\">", page)) == 12
    assert len(re.findall(rf'<li><a href="{INDEX}lor-2021/planungsraum/[^"]+">', page)) == 542
    assert 'aria-current="page">Planungsräume' in page


def test_only_group_of_a_list_is_open() -> None:
    page = page_of(f"{INDEX}?gebietsstand=lor-2006&ebene=bezirk")

    assert re.findall(r'<details class="unfold district-group"[^>]*>', page) == [
        '<details class="unfold district-group" open>'
    ]


@pytest.mark.parametrize("address", ["/nrw/mein-stadtteil/", "/nrw/gebiete/"])
def test_lists_of_areas_name_the_licence_of_the_boundaries_with_its_address(address: str) -> None:
    page = page_of(address)

    link = '<a href="https://www.govdata.de/dl-de/by-2-0" rel="license external">Datenlizenz Deutschland'
    assert link in page
    assert ", dl-de/by-2-0</p>" not in page


def test_area_is_found_by_an_earlier_name_and_leads_to_today() -> None:
    page = page_of(f"{INDEX}?q=Reuterkiez")

    assert f'<a href="{INDEX}lor-2006/planungsraum/08010301/">Reuterkiez</a>' in page
    assert "ging 2021 auf in" in page
    assert "Kein Gebiet gefunden" in page_of(f"{INDEX}?q=gibtesnicht")


def test_proposals_lead_to_plain_words_and_are_areas_alone() -> None:
    answer = Client(headers={"accept-language": "de"}).get(f"{INDEX}vorschlaege.json", {"q": "kinder"})
    assert answer.json()["groups"] == []
    assert answer.headers["Cache-Control"] == "private, no-store"

    groups = Client().get(f"{INDEX}vorschlaege.json", {"q": "reuter"}).json()["groups"]

    assert len(groups) == 1
    assert all(option["url"].startswith(INDEX) for option in groups[0]["options"])


def test_whoever_asks_too_fast_is_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sozialplanung.portal.districts.is_too_fast", lambda *_arguments: True)

    assert Client().get(INDEX, {"q": "mitte"}).status_code == 429
    assert Client().get(INDEX).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{INDEX}lor-2006/planungsraum/99999999/", 404),
        (f"{INDEX}lor-1999/planungsraum/02010104/", 404),
        (f"{INDEX}?gebietsstand=lor-1999", 404),
        (f"{INDEX}?ebene=stadtviertel", 404),
        (f"{RATED}?fremd=1", 400),
        (f"{INDEX}?fremd=1", 400),
        ("/gibtesnicht/mein-stadtteil/", 404),
    ],
)
def test_what_is_not_there_is_not_found(address: str, status: int) -> None:
    assert Client().get(address).status_code == status
