# SPDX-License-Identifier: EUPL-1.2
"""The log in words: details have names and readable values, releases say for whom, and sentences are found."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from sozialplanung.accounts.models import User
from sozialplanung.audit.models import Event
from sozialplanung.audit.services import Subject, record
from sozialplanung.audit.wording import details_in_words, named_details
from tests.factories.desk import client_of
from tests.factories.world import World

pytestmark = pytest.mark.django_db
LOG = "/musterstadt/protokoll/"
ROOT = Path(__file__).resolve().parents[3]
_WRITES = re.compile(r"record\(|\bkeep_decision\(")


def _release(world: World, action: str, **details: object) -> Event:
    return record(
        action=action,
        by=world.frida,
        organisation=world.city,
        subject=Subject("indicators.release", "1", "kinderarmut · 2018-12-31"),
        details={"indicator": "kinderarmut", "number": 7, **details},
    )


def _page(person: User, query: str = "") -> str:
    answer = client_of(person).get(LOG + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("audience", "words"), [("public", "die Öffentlichkeit"), ("council", "den Rat"), ("internal", "die Verwaltung")]
)
def test_publication_and_withdrawal_say_for_whom(world: World, audience: str, words: str) -> None:
    for action in ("indicators.published", "indicators.withdrawn", "indicators.release_ended"):
        _release(world, action, audience=audience)

    page = _page(world.frida)

    assert f"hat den Indikator „kinderarmut“ für {words} veröffentlicht (Freigabe 7)." in page
    assert f"hat eine Veröffentlichung des Indikators „kinderarmut“ für {words} zurückgezogen." in page
    assert f"Eine Veröffentlichung des Indikators „kinderarmut“ für {words} ist außer Kraft getreten." in page


def test_entries_of_before_read_as_they_did(world: World) -> None:
    _release(world, "indicators.published")

    assert "hat den Indikator „kinderarmut“ veröffentlicht (Freigabe 7)." in _page(world.frida)


def test_words_of_a_sentence_are_found_between_its_facts(world: World) -> None:
    _release(world, "indicators.published", audience="public")
    _release(world, "indicators.withdrawn", audience="public")
    _release(world, "indicators.withdrawn")

    found, nothing = _page(world.frida, "?text=Zurückgezogen"), _page(world.frida, "?text=%25(actor)s")

    assert "2 Einträge" in found
    assert "veröffentlicht (Freigabe" not in found
    assert "Nichts gefunden" in nothing or "Kein Eintrag" in nothing


def test_details_are_named_and_what_says_nothing_is_left_out() -> None:
    details = {
        "bounds": [10, 20.5],
        "middle": None,
        "palette": "",
        "is_active": True,
        "valid_from": "2026-03-01",
        "audience": "council",
        "crossed": [],
        "before": {"comparable": "limited", "url": ""},
        "levels": {"viertel": {"areas": 4, "issues": None}},
    }

    with translation.override("de"):
        told = dict(details_in_words(details))

    assert told == {
        "Klassengrenzen": "10, 20,5",
        "Wird angewandt": "ja",
        "Gültig ab": "01.03.2026",
        "Für wen": "den Rat",
        "Vorher": "Vergleichbarkeit: eingeschränkt",
        "Raumebenen": "viertel: Gebiete: 4",
    }


def test_refused_address_is_told_as_an_address(world: World) -> None:
    client_of(world.anna).get("/musterstadt/personen/7/")

    page = _page(world.gero)

    assert "/musterstadt/personen/…/" in page
    assert "slug:organisation" not in page
    assert "<dt>Was versucht wurde</dt><dd>öffnen</dd>" in page


def test_roles_are_told_by_their_names(world: World) -> None:
    page = _page(world.gero)

    assert "die Rolle Datenpflege" in page
    assert "die Rolle steward" not in page


def _keys(tree: ast.AST) -> Iterator[str]:
    """Give the names in dictionaries that are called details, or stand where they are handed on."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="details", value=ast.Dict() as found):
                yield from _own(found)
            case ast.Assign(targets=[ast.Name(id="details")], value=ast.Dict() as found):
                yield from _own(found)
            case ast.AnnAssign(target=ast.Name(id="details"), value=ast.Dict() as found):
                yield from _own(found)
            case ast.AugAssign(target=ast.Name(id="details"), value=ast.Dict() as found):
                yield from _own(found)
            case ast.Call(func=ast.Name(id="_record"), args=[*_, ast.Dict() as found]):
                yield from _own(found)


def _own(found: ast.Dict) -> Iterator[str]:
    for key, value in zip(found.keys, found.values, strict=True):
        if isinstance(key, ast.Constant):
            yield str(key.value)
        if isinstance(value, ast.Dict):
            yield from _own(value)


def test_every_detail_that_is_written_has_a_name() -> None:
    files = [
        path
        for app in ("indicators", "spatial", "sozialplanung")
        for path in (ROOT / app).rglob("*.py")
        if _WRITES.search(text := path.read_text(encoding="utf-8")) and "details" in text
    ]
    found = {key: path.name for path in files for key in _keys(ast.parse(path.read_text(encoding="utf-8")))}

    assert len(found) > 40
    assert {key: name for key, name in found.items() if key not in named_details()} == {}
