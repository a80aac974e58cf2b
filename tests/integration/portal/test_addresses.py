# SPDX-License-Identifier: EUPL-1.2
"""Streets and addresses in the search of the people of the house: where they lie, what may be meant, what is kept."""

import html
import logging
import re
from typing import Any

import pytest
from django.test import Client

from tests.factories.addressedcity import build_addressed_city
from tests.factories.desk import client_of
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_addressed_city)
SEARCH = "/musterstadt/suche/"


def proposed(client: Client, text: str) -> dict[str, list[dict[str, str]]]:
    answer = client.post(f"{SEARCH}vorschlaege.json", {"q": text})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return {group["label"]: group["options"] for group in answer.json()["groups"]}


def titles(client: Client, text: str, kind: str = "Straßen") -> list[str]:
    return [option["title"] for option in proposed(client, text).get(kind, [])]


def page_of(client: Client, text: str) -> str:
    """Return the page that the form leads to."""
    answer: Any = client.post(SEARCH, {"q": text}, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("markt", ["Marktstraße"]),
        ("Marktstr", ["Marktstraße"]),
        ("MARKTSTRASSE", ["Marktstraße"]),
        ("große ham", ["Große Hamburger Straße"]),
        ("Gr. Hamburger Str.", ["Große Hamburger Straße"]),
        ("Große Hamburger St", ["Große Hamburger Straße"]),
        ("hamburger", ["Große Hamburger Straße"]),
        ("Straße des 17", ["Straße des 17. Juni"]),
        ("Markstraße", ["Marktstraße"]),
        ("Lindenweg", ["Lindenweg", "Lindenweg"]),
        ("Lindenweg, 12346", ["Lindenweg"]),
        ("ma", []),
        ("gibtesnicht", []),
    ],
)
def test_streets_are_found_as_somebody_types_them(city: World, text: str, names: list[str]) -> None:
    assert titles(client_of(city.bert), text) == names


def test_street_that_is_spelled_otherwise_is_asked_about(city: World) -> None:
    (option,) = proposed(client_of(city.bert), "Markstraße")["Straßen"]

    assert option["text"] == "Meinten Sie diese Straße?"


def test_address_leads_to_the_smallest_area_in_which_it_lies(city: World) -> None:
    (option,) = proposed(client_of(city.bert), "Marktstr. 3 a")["Adressen"]

    assert option["title"] == "Marktstraße 3a, 12345"
    assert option["text"] == "Alt-Mitte · Mitte"
    assert option["url"] == "/musterstadt/gebiete/stand-2020/viertel/11/"


@pytest.mark.parametrize(
    ("text", "title", "why"),
    [
        ("Marktstraße 3b", "Marktstraße 3, 12345", "andere"),
        ("Markstraße 9", "Marktstraße 9, 12345", "anders geschrieben"),
        ("Marktstraße 11", "Marktstraße 9, 12345", "nächste"),
    ],
)
def test_what_is_not_the_very_address_is_asked_about_with_the_reason(
    city: World, text: str, title: str, why: str
) -> None:
    option = proposed(client_of(city.bert), text)["Adressen"][0]

    assert option["title"] == title
    assert option["text"].startswith("Meinten Sie diese Adresse?")
    assert why in option["text"]


def test_street_without_a_number_is_told_with_all_its_areas_and_leads_to_none(city: World) -> None:
    bert = client_of(city.bert)
    (option,) = proposed(bert, "Große Hamburger Straße")["Straßen"]

    assert "Adressen" not in proposed(bert, "Große Hamburger Straße")
    assert option["url"] == "/musterstadt/suche/?q=Gro%C3%9Fe+Hamburger+Stra%C3%9Fe%2C+12345"
    page = page_of(bert, "Große Hamburger Straße")
    for key in ("11", "21", "22"):
        assert f'href="/musterstadt/gebiete/stand-2020/viertel/{key}/"' in page
    assert 'href="/musterstadt/gebiete/stand-2020/viertel/12/"' not in page
    assert 'href="/musterstadt/karte/?ebene=viertel&gebietsstand=stand-2020&gebiet=22"' in page


def test_number_that_is_not_known_is_said_with_the_nearest_and_the_street(city: World) -> None:
    page = page_of(client_of(city.bert), "Marktstraße 300")

    assert "Diese Hausnummer steht nicht in der Adressdatei" in page
    assert "Marktstraße 9" in page
    assert 'id="found-streets"' in page


def test_address_outside_of_all_areas_says_so(city: World) -> None:
    (option,) = proposed(client_of(city.bert), "Außenweg 7")["Adressen"]

    assert (option["url"], option["text"]) == ("", "Außerhalb aller Gebiete")


def test_what_may_be_an_address_stands_in_no_link_and_no_title(city: World) -> None:
    answer = client_of(city.bert).post(SEARCH, {"q": "Marktstraße 3a"})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    page = html.unescape(answer.content.decode())
    assert "Marktstraße" not in page[page.index("<title>") : page.index("</title>")]
    links = [each for each in re.findall(r'(?:href|action)="([^"]*)"', page) if "3a" in each or "Markt" in each]
    assert all(re.search(r"[?&]q=Marktstra%C3%9Fe%2C\+12345$", each) for each in links), links
    assert 'href="/musterstadt/gebiete/stand-2020/viertel/11/"' in page


def test_what_is_no_address_has_one_of_its_own(city: World) -> None:
    answer = client_of(city.bert).post(SEARCH, {"q": "Mitte & Rand"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/musterstadt/suche/?q=Mitte+%26+Rand")


def test_an_address_of_the_page_never_tells_a_house(city: World) -> None:
    page = html.unescape(client_of(city.bert).get(SEARCH, {"q": "Marktstraße 3a"}).content.decode())

    assert 'id="found-addresses"' not in page
    assert "Alt-Mitte" in page


def test_nothing_that_was_typed_is_logged(city: World, caplog: pytest.LogCaptureFixture) -> None:
    bert = client_of(city.bert)

    with caplog.at_level(logging.DEBUG):
        for text in ("Marktstraße 3a", "Nirgendweg 17", "x" * 300):
            bert.post(SEARCH, {"q": text})
            bert.post(f"{SEARCH}vorschlaege.json", {"q": text})

    told = [str(vars(record)) for record in caplog.records if not record.name.startswith("django.db")]
    assert told
    assert not [each for each in told if "Markt" in each or "Nirgend" in each or "xxx" in each]


def test_only_people_of_the_house_find_addresses(city: World) -> None:
    readers = {name: client_of(getattr(city, name)) for name in ("anna", "bert", "frida", "clara", "dora")}
    readers["nobody"] = Client(headers={"accept-language": "de"})

    found = {name: titles(client, "Marktstraße 3a", "Adressen") for name, client in readers.items()}
    streets = {name: titles(client, "Marktstr") for name, client in readers.items()}

    assert {name for name, told in found.items() if told} == {"anna", "bert", "frida"}
    assert {name for name, told in streets.items() if told} == {"anna", "bert", "frida"}
