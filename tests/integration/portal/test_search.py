# SPDX-License-Identifier: EUPL-1.2
"""The search as a page and as proposals: areas with former names, indicators, terms, whatever the spelling."""

import html
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sozialplanung.web import pace

pytestmark = pytest.mark.usefixtures("demo")

GERMAN = {"accept-language": "de"}


def page_of(text: str, place: str = "/berlin/suche/") -> str:
    answer = Client(headers=GERMAN).get(place, {"q": text})
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def proposed(text: str, place: str = "/berlin/suche/") -> dict[str, Any]:
    answer = Client(headers=GERMAN).get(f"{place}vorschlaege.json", {"q": text})
    assert answer.status_code == 200
    return dict(answer.json())


def options_of(text: str, kind: str) -> list[dict[str, str]]:
    return next((group["options"] for group in proposed(text)["groups"] if group["label"] == kind), [])


def titles_of(text: str, kind: str = "Gebiete") -> list[str]:
    return [option["title"] for option in options_of(text, kind)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Müggelheim", "Müggelheim"),
        ("mueggelheim", "Müggelheim"),
        ("muggelheim", "Müggelheim"),
        ("ostpreussendamm", "Ostpreußendamm"),
        ("OSTPREUßEN", "Ostpreußendamm"),
        ("reuterk", "Reuterkiez"),
        ("heinersdorf", "Heinersdorf"),
    ],
)
def test_areas_are_found_whatever_the_spelling(text: str, name: str) -> None:
    assert any(name in title for title in titles_of(text))


def test_areas_are_found_by_a_part_of_their_name_and_by_their_key() -> None:
    assert "Reuterkiez" in titles_of("uterki")
    assert "Reuterkiez" in titles_of("08010301")


@pytest.mark.parametrize("text", ["kinderarmut", "armut kinder", "Transferbezug"])
def test_indicators_are_found_by_words_of_their_names(text: str) -> None:
    found = options_of(text, "Indikatoren")

    assert found
    assert all(option["url"].startswith("/berlin/indikatoren/") for option in found)


def test_terms_and_methods_lead_to_the_glossary() -> None:
    option, *_others = options_of("nenner", "Begriffe und Verfahren")

    assert option["url"].startswith("/glossar/#")


def test_area_of_earlier_boundaries_says_what_became_of_it() -> None:
    """Of the planning areas of 2006 many were drawn anew in 2021."""
    found = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", each))
        for each in re.findall(
            r'<li class="result">(.*?)</li>', page_of("Reuterkiez") + page_of("Schillerpromenade"), re.DOTALL
        )
    ]

    told = [each for each in found if "LOR 2006" in each]
    assert told
    assert all(re.search(r"(heißt|hat) seit 2021|ging 2021 auf in|gibt es seit 2021 nicht mehr", each) for each in told)


def test_area_with_other_boundaries_did_not_become_part_of_itself() -> None:
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page_of("Reuterstraße")))

    assert "hat seit 2021 andere Grenzen" in page
    assert "ging 2021 auf in Reuterstraße " not in page


def test_way_of_an_area_that_is_gone_leads_to_those_of_today() -> None:
    page = page_of("Wassertorplatz")

    links = re.findall(r"Heute:(.*?)</p>", page, re.DOTALL)
    assert links
    addresses = re.findall(r'href="(/berlin/gebiete/lor-2021/planungsraum/[^"]+)"', links[0])
    assert addresses
    assert Client().get(addresses[0]).status_code == 200


def test_page_puts_kinds_one_after_the_other_and_counts() -> None:
    page = page_of("kinder")

    heads = re.findall(r'<h2 id="found-(\w+)">', page)
    assert heads == [kind for kind in ("areas", "indicators", "terms") if kind in heads]
    assert "indicators" in heads
    count = re.search(r'<p role="status">(\d+) Treffer', page)
    assert count is not None
    assert int(count[1]) == page.count('<li class="result">')


def test_who_finds_nothing_is_led_on() -> None:
    page = page_of("xyzxyz")

    empty = page[page.index('<div class="empty">') :]
    for address in ("/berlin/gebiete/", "/berlin/indikatoren/", "/glossar/"):
        assert f'href="{address}"' in empty
    assert proposed("xyzxyz") == {"groups": [], "total": 0, "says": "Es wurde nichts gefunden"}


@pytest.mark.parametrize("text", ["", " ", "a", "%", "'", "\u202e", "ß" * 100, "<script>alert(1)</script>", "\\", "_"])
def test_any_text_is_answered(text: str) -> None:
    for place in ("/berlin/suche/", "/suche/"):
        assert "<script>alert(1)" not in Client().get(place, {"q": text}).content.decode()
        assert Client().get(f"{place}vorschlaege.json", {"q": text}).status_code == 200


def test_proposals_are_few_and_say_how_many_there_are() -> None:
    answer = proposed("an")

    assert {group["label"]: len(group["options"]) for group in answer["groups"]}["Gebiete"] == 5
    assert answer["says"].startswith(f"{answer['total']} Treffer: 20 Gebiete")


def test_old_address_of_a_place_leads_to_its_own_page(client: Client) -> None:
    answer = client.get("/suche/", {"q": "mitte & rand", "ort": "berlin"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/berlin/suche/?q=mitte+%26+rand")


@pytest.mark.check("C074")
def test_unknown_place_is_not_found(client: Client) -> None:
    assert client.get("/gibt-es-nicht/suche/", {"q": "x"}).status_code == 404
    assert client.get("/gibt-es-nicht/suche/vorschlaege.json", {"q": "x"}).status_code == 404


def test_every_page_asks_in_its_own_place() -> None:
    inside, outside = page_of("", "/berlin/indikatoren/"), page_of("", "/glossar/")

    assert 'action="/berlin/suche/"' in inside
    assert 'data-finder="/berlin/suche/vorschlaege.json"' in inside
    assert 'action="/suche/"' in outside


def test_a_network_that_asks_without_end_is_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_IN_A_MINUTE", 3)
    cache.clear()

    answers = [Client().get("/berlin/suche/vorschlaege.json", {"q": "mitte"}) for _ in range(5)]

    assert {answer.status_code for answer in answers[:3]} == {200}
    assert answers[-1].status_code == 429
    others = Client(REMOTE_ADDR="198.51.100.7").get("/berlin/suche/vorschlaege.json", {"q": "mitte"})
    assert others.status_code == 200
