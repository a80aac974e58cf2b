# SPDX-License-Identifier: EUPL-1.2
"""Nobody keeps what was made for somebody who is signed in."""

import re

import pytest
from django.test import Client

from tests.factories.desk import german
from tests.factories.world import World

pytestmark = pytest.mark.django_db(databases=["default", "public"])

PRIVATE = "private, no-store"
DESKS = ("lieferungen", "gebietsstaende", "hinweise", "indexwerkstatt")
PAGES = ["/", "/hilfe/", "/glossar/", "/suche/", "/musterstadt/", "/musterstadt/indikatoren/"]


@pytest.fixture
def anna(world: World, client: Client) -> Client:
    client.force_login(world.anna)
    return client


@pytest.mark.check("C077")
@pytest.mark.parametrize("path", [*PAGES, "/konto/passwort/", "/nirgendwo/", "/anmelden/"])
def test_an_answer_to_somebody_signed_in_is_not_kept(anna: Client, path: str) -> None:
    headers = anna.get(path).headers

    assert headers["Cache-Control"] in {PRIVATE, "no-store"}, path
    assert "Cookie" in headers["Vary"]


@pytest.mark.parametrize(
    ("name", "rooms"),
    [
        ("anna", [*DESKS, "erreichbarkeit", "szenarien", "kartendienste"]),
        ("bert", ["indexwerkstatt", "erreichbarkeit", "szenarien"]),
        ("frida", [*DESKS, "erreichbarkeit", "szenarien", "protokoll"]),
        ("gero", ["kartendienste", "einstellungen", "personen", "protokoll"]),
        ("clara", []),
    ],
)
def test_start_page_leads_whoever_is_signed_in_to_what_they_work_on(
    world: World, client: Client, name: str, rooms: list[str]
) -> None:
    client.force_login(getattr(world, name))

    page = client.get("/").content.decode()

    text = "For data stewards: check deliveries, have them approved by a second person, publish."
    card = page.partition(german(text))[2].partition("</ul>")[0]
    assert re.findall(r'href="/musterstadt/([a-z]+)/"', card) == rooms
    assert "/anmelden/" not in card
    nothing = "There is nothing to work on for your account. Roles are given by those who administer your organisation."
    assert (german(nothing) in card) == (not rooms)
    assert [client.get(f"/musterstadt/{room}/").status_code for room in rooms] == [200] * len(rooms)


def test_start_page_lets_others_sign_in(world: World, client: Client) -> None:
    page = client.get("/").content.decode()

    assert '<li><a href="/anmelden/">' in page


@pytest.mark.check("C077")
def test_signing_in_and_out_is_not_kept(anna: Client) -> None:
    for answer in (anna.get("/"), anna.post("/abmelden/")):
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.check("C077")
@pytest.mark.parametrize("path", PAGES)
def test_what_everybody_sees_stays_as_it_is(world: World, client: Client, path: str) -> None:
    answer = client.get(path)

    assert PRIVATE not in answer.headers.get("Cache-Control", "")
    assert not answer.cookies


@pytest.mark.check("C077")
def test_what_is_kept_although_somebody_is_signed_in_is_the_same_for_all(anna: Client) -> None:
    mine, everybodys = (reader.get("/api/v1/organisations/") for reader in (anna, Client()))

    assert "public" in mine.headers["Cache-Control"]
    assert mine.content == everybodys.content
