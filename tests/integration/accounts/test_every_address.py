# SPDX-License-Identifier: EUPL-1.2
"""Every address there is: its headers protect, reading it writes nothing, and it acts on no form without a token."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.template.backends.django import Template
from django.test import Client
from django.utils.safestring import SafeString, mark_safe

from sozialplanung.accounts.models import User
from tests import authorization
from tests.authorization import Line
from tests.conftest import IS_DEEP
from tests.factories.desk import client_of
from tests.factories.matrixcity import MatrixCity, build_matrix_city
from tests.factories.protecting import assert_protected
from tests.factories.standing import kept
from tests.factories.world import build_world
from tests.factories.writes import written_by

pytestmark = pytest.mark.django_db
kept_city = kept(lambda: build_matrix_city(build_world()))

MATRIX: Final = authorization.matrix()
READERS: Final = ("anonymous", "steward", "approver", "admin")
# Files of figures that are not released: who takes them is noted in the log.
FILES: Final = (
    "/pruefung/befunde.csv",
    "/pruefung/befunde.xlsx",
    "/vorschau/unterschiede.csv",
    "/vorschau/unterschiede.xlsx",
    "/auswirkungen/<number>/daten.csv",
    "/auswirkungen/<number>/daten.xlsx",
    "/verstoesse.csv",
    "/geheimhaltung/<number>/werte.csv",
)
# Without a token on purpose: it would cost every visitor a cookie, and a language chosen by a stranger harms nobody;
# mail programs end a subscription for their reader, whose address is a secret (RFC 8058); a search changes nothing, and
# is sent so that what somebody types stands in no address (adr/0015).
WITHOUT_TOKEN: Final = frozenset(
    {
        "/sprache/",
        "/bescheid/<number>/<secret>/abbestellen/",
        "/suche/?q=anteil",
        "/suche/vorschlaege.json",
        "/<organisation>/suche/",
        "/<organisation>/suche/vorschlaege.json",
        "/<organisation>/mein-stadtteil/",
        "/<organisation>/mein-stadtteil/vorschlaege.json",
    }
)


@pytest.fixture
def _pages_unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave pages unwritten: nothing here depends on their words, and writing them is most of the time."""
    monkeypatch.setattr(Template, "render", _unwritten)


def _unwritten(*_: object) -> SafeString:
    return mark_safe("")


def _browser(person: User | None, **options: bool) -> Client:
    client = client_of(person) if person else Client(headers={"accept-language": "de"})
    client.handler.enforce_csrf_checks = options.get("enforce_csrf_checks", False)
    client.raise_request_exception = False
    # A session gets its key with the first page that asks who is there; from then on the address alone acts.
    client.get("/konto/mitteilungen/")
    return client


def _lines(reader: str, method: str) -> Iterator[Line]:
    """Return the lines that take a method: in small samples one state of each address, another one for each reader."""
    states: dict[str, list[Line]] = {}
    for line in MATRIX:
        if method in line.methods:
            states.setdefault(line.route, []).append(line)
    for found in states.values():
        yield from found if IS_DEEP else [found[READERS.index(reader) % len(found)]]


def _sent(client: Client, method: str, address: str) -> tuple[HttpResponseBase, Counter[str]]:
    """Return the answer and what it wrote; all of it is rolled back, and the browser keeps its session."""
    answers: list[Any] = []
    cookies = dict(client.cookies.items())
    with transaction.atomic():
        written = written_by(lambda: answers.append(client.generic(method, address)))
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    return answers[0], written


@pytest.mark.check("C100", "C105")
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.usefixtures("_pages_unwritten")
def test_reading_writes_nothing_and_every_answer_protects(city: MatrixCity, reader: str) -> None:
    client, wrote, tried = _browser(city.people()[reader]), list[str](), 0

    for line in _lines(reader, "GET"):
        address = line.address(city.values(line.path, line.state))
        # Before anybody is asked who they are, one reader is as good as another.
        for method in ("GET", "HEAD") if IS_DEEP or reader == "anonymous" else ("GET",):
            answer, written = _sent(client, method, address)
            assert_protected(answer, address)
            tried += 1
            wrote += [f"{method} {line.route} {answer.status_code} {table}" for table in written]

    assert tried > 120
    assert [each for each in wrote if not _is_note(each)] == []
    assert not wrote or reader != "anonymous"


def _is_note(told: str) -> bool:
    """Say whether that was a note in the log beside the answer: somebody was refused, or took a file along."""
    method, route, status, table = told.split(" ")
    is_file = method == "GET" and status == "200" and route.endswith(FILES)
    return table == "audit_event" and (status == "404" or is_file)


@pytest.mark.check("C105")
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.usefixtures("_pages_unwritten")
def test_form_without_a_token_acts_nowhere(city: MatrixCity, reader: str) -> None:
    client, tried = _browser(city.people()[reader], enforce_csrf_checks=True), 0

    for line in _lines(reader, "POST"):
        if line.route in WITHOUT_TOKEN:
            continue
        address = line.address(city.values(line.path, line.state))
        answer, written = _sent(client, "POST", address)
        assert (answer.status_code, written) == (403, Counter()), line.route
        assert_protected(answer, address)
        tried += 1

    assert tried > 50
