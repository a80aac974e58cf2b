# SPDX-License-Identifier: EUPL-1.2
"""Nobody keeps what was made for somebody who is signed in."""

import pytest
from django.test import Client

from tests.factories.world import World

pytestmark = pytest.mark.django_db(databases=["default", "public"])

PRIVATE = "private, no-store"
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
