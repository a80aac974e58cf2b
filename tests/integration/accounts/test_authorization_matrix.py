# SPDX-License-Identifier: EUPL-1.2
"""Every address against every role, state and method: what `authorization_matrix.csv` says is what happens."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from itertools import zip_longest
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.template.backends.django import Template
from django.test import Client
from django.utils.safestring import SafeString, mark_safe

from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role
from sozialplanung.audit.models import Event
from sozialplanung.web import rawfigures
from sozialplanung.web.methods import allowed_methods
from tests import authorization
from tests.authorization import METHODS, ROLES, Line
from tests.conftest import IS_DEEP
from tests.factories.desk import client_of
from tests.factories.foreignfields import (
    NOWHERE,
    answered,
    build_other_city,
    extra_fields,
    foreign_ids,
    form_at,
    send,
    untouchable,
)
from tests.factories.matrixcity import ABSENT, MatrixCity, build_matrix_city
from tests.factories.standing import kept
from tests.factories.world import build_world

pytestmark = [pytest.mark.django_db, pytest.mark.check("C072")]
kept_city = kept(lambda: build_matrix_city(build_world()))

MATRIX: Final = authorization.matrix()
WEB: Final = "sozialplanung_web"
# Never an administrator: who looks after the people reads no raw figures.
_RAW_READERS: Final = {"steward", "approver", "above", "part_steward", "part_approver"}
# Who sends forms, and how many at least even in small samples.
_WRITERS: Final = {"steward": 8, "approver": 2, "admin": 2, "part_steward": 1}
# Every act leaves an event: an answer that refuses must have left none but that it refused.
_ACTING: Final = frozenset({200, 302})
_ROUTES: Final = {each.route for each in MATRIX}
# Numbers of requests, tokens of forms, nonces, and the second in which a page was made that nobody may keep.
_BY_CHANCE: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{64}|'nonce-[^']+'|nonce=\"[^\"]+\"|(?<=^Expires: ).*"
)
_SHEET: Final = "/<organisation>/indikatoren/<indicator>/"
# Figures that there never were, of something that there is.
NEVER: Final[dict[str, object]] = {"period": "1848-12-31"}
_PLACE: Final = {route: place for place, route in enumerate(sorted(_ROUTES))}
STATES: Final = {route: [line.state for line in MATRIX if line.route == route] for route in _ROUTES}


class Browser:
    """The browser of a reader: whatever an address does there, the next one finds it signed in as before."""

    def __init__(self, person: User | None) -> None:
        """Sign in, unless nobody is there."""
        self.client = client_of(person) if person else Client(headers={"accept-language": "de"})
        self.kept = dict(self.client.cookies.items())

    def send(self, method: str, address: str) -> HttpResponseBase:
        """Return the answer, and let nothing of it last; what refuses must not have acted."""
        with transaction.atomic():
            before = _acts() if method == "POST" else 0
            if method == "POST":
                answer: Any = self.client.post(address, {"sent": "1"})
            else:
                answer = self.client.generic(method, address)
            assert method != "POST" or answer.status_code in _ACTING or _acts() == before, address
            transaction.set_rollback(True)
        self.client.cookies.clear()
        self.client.cookies.update(self.kept)
        return answer  # type: ignore[no-any-return]


def _acts() -> int:
    return Event.objects.exclude(action="accounts.address_refused").count()


@pytest.fixture
def _pages_unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave pages unwritten: the status is decided before, and writing them is most of the time."""
    monkeypatch.setattr(Template, "render", _unwritten)


def _unwritten(*_: object) -> SafeString:
    return mark_safe("")


def _methods(line: Line, role: str) -> Iterator[str]:
    """Return the methods to try: in full counts all, in small samples what it takes, in one state for each role.

    The one is another one for each role and address. Where somebody of another organisation is answered the same, a
    third of the addresses stand for all. The public tries every state, and a third of what an address refuses: that
    happens before anybody is asked who they are.
    """
    states, number = STATES[line.route], ROLES.index(role)
    is_telling = line.answers[role] != line.answers["other"] or _PLACE[line.route] % 3 == number % 3
    is_turn = line.state == states[(number + _PLACE[line.route]) % len(states)] and is_telling
    for method in METHODS:
        is_taken = line.expected(role, method) != 405
        is_turn_of_method = (_PLACE[line.route] + METHODS.index(method)) % 3 == 0
        is_public = role == "anonymous" and (is_taken or (line.state == states[0] and is_turn_of_method))
        if IS_DEEP or is_public or (is_taken and method != "HEAD" and is_turn):
            yield method


def test_every_address_stands_in_the_matrix_and_nothing_else(city: MatrixCity) -> None:
    known = {(line.path, line.state) for line in MATRIX}
    there = {(route, state) for route in authorization.routes() for state in city.states_of(route)}

    assert sorted(known - there) == [], "The matrix names what is not there."
    assert sorted(there - known) == [], "\n" + "\n".join(_drafts(city, sorted(there - known)))
    assert len(known) == len(MATRIX), "A line stands there twice."


@pytest.mark.parametrize(("part", "whole"), authorization.NARROWED.items())
def test_whoever_is_narrowed_may_nothing_that_the_whole_role_may_not(part: str, whole: str) -> None:
    more = [
        f"{line.route} ({line.state}) {method}"
        for line in MATRIX
        for method, theirs, all_of_it in zip(line.methods, line.answers[part], line.answers[whole], strict=True)
        if all_of_it == 404 and theirs != 404
    ]

    assert more == [], "\n".join(more)


@pytest.mark.parametrize("state", ["draft", "waiting", "scheduled", "published", "withdrawn"])
def test_at_the_desk_a_part_opens_what_is_of_it_and_nothing_else(state: str) -> None:
    desk = [line for line in MATRIX if line.route.startswith("/<organisation>/lieferungen/<uuid>/")]
    foreign = {answer for line in desk if line.state == state for answer in line.answers["part_steward"]}
    own = {answer for line in desk if line.state == "own_draft" for answer in line.answers["part_steward"]}

    assert foreign == {404}
    assert {200, 302} <= own


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("_pages_unwritten")
def test_addresses_answer_a_role_as_the_matrix_says(city: MatrixCity, role: str) -> None:
    browser, wrong, tried = Browser(city.people()[role]), [], 0

    for line in MATRIX:
        address = line.address(city.values(line.path, line.state))
        for method in _methods(line, role):
            tried += 1
            found = browser.send(method, address).status_code
            if found != line.expected(role, method):
                wrong.append(f"{line.route} ({line.state}) {method}: {found}, not {line.expected(role, method)}")

    assert wrong == [], "\n".join(wrong)
    assert tried >= len(STATES) / 3


@contextmanager
def _as_office(opened: list[str], alias: str) -> Iterator[None]:
    """Stand in for the login of the office, which would not see what this test rolls back: put its role on instead."""
    opened.append(alias)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE sozialplanung_office; SET LOCAL search_path = public, raw")
    yield
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {WEB}; SET LOCAL search_path = public")


@pytest.mark.check("C108")
@pytest.mark.parametrize("role", ROLES if IS_DEEP else ("admin", "planner", "steward", "part_steward"))
@pytest.mark.usefixtures("_pages_unwritten")
def test_pages_of_who_may_read_no_raw_figures_need_none(
    city: MatrixCity, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, wrong = Browser(city.people()[role]), []
    opened: list[str] = []
    monkeypatch.setattr(rawfigures, "has_office", lambda: True)
    monkeypatch.setattr(rawfigures, "_over", partial(_as_office, opened))

    for line in MATRIX if IS_DEEP or role not in _RAW_READERS else MATRIX[::3]:
        if "GET" not in line.methods or (not IS_DEEP and line.expected(role, "GET") != 200):
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            # Without the schema in sight, as the login of pages has it.
            cursor.execute(f"SET LOCAL ROLE {WEB}; SET LOCAL search_path = public")
            found = browser.send("GET", line.address(city.values(line.path, line.state))).status_code
            transaction.set_rollback(True)
        if found != line.expected(role, "GET"):
            wrong.append(f"{line.route} ({line.state}): {found}, not {line.expected(role, 'GET')}")

    assert wrong == [], "\n".join(wrong)
    # Who may read raw figures is answered over the office's login; an administrator never is.
    assert bool(opened) == (role in _RAW_READERS)


@pytest.mark.check("C074", "C084")
@pytest.mark.parametrize("role", ROLES if IS_DEEP else ("anonymous", "other", "part_steward"))
def test_what_somebody_may_not_know_of_looks_as_if_it_were_not_there(city: MatrixCity, role: str) -> None:
    browser, told = Browser(city.people()[role]), []

    for line in _hidden_from(role) if IS_DEEP else list(_hidden_from(role))[:: 1 if role == "anonymous" else 4]:
        method = line.methods[line.answers[role].index(404)]
        values = city.values(line.path, line.state)
        nowhere = values | (NEVER if _knows_indicator(role, line) else ABSENT)
        hidden, absent = (_looks(browser, method, line, each) for each in (values, nowhere))
        if hidden != absent:
            told.append(f"{line.route} ({line.state}) {_first_difference(hidden, absent)}")

    assert told == [], "\n".join(told)


@pytest.mark.check("C084")
@pytest.mark.usefixtures("_pages_unwritten")
def test_what_another_organisation_keeps_is_not_there_below_ones_own_address(city: MatrixCity) -> None:
    for role in ("planner", "approver", "admin"):
        assign_role(user=city.world.dora, organisation=city.world.other_city, role=role, by=None)
    browser, told = Browser(city.world.dora), []
    named = {line.route: line for line in MATRIX if "<organisation>" in line.route and line.route.count("<") > 1}

    for line in MATRIX if IS_DEEP else named.values():
        if line.route not in named:
            continue
        values = city.values(line.path, line.state) | {"organisation": "nachbarstadt"}
        for method in line.methods:
            found = browser.send(method, line.address(values)).status_code
            if found not in {404, 204}:
                told.append(f"{line.route} ({line.state}) {method}: {found}")

    assert told == [], "\n".join(told)
    assert len(named) > 100


@pytest.mark.check("C083")
@pytest.mark.parametrize("role", _WRITERS)
def test_fields_that_a_form_does_not_show_change_nothing(city: MatrixCity, role: str) -> None:
    client, extra, tried = _client(city, role), extra_fields(city), 0

    for line in _forms(role):
        address = line.address(city.values(line.path, line.state))
        form = form_at(client, address)
        added = {name: value for name, value in extra.items() if name not in {*form.sent, *form.offered}}
        with transaction.atomic():
            before = untouchable(city)
            assert send(client, address, {**form.sent, **added}).status_code < 500, line.route
            assert untouchable(city) == before, line.route
            transaction.set_rollback(True)
        tried += 1

    assert tried >= _WRITERS[role]


@pytest.mark.check("C084")
@pytest.mark.parametrize("role", _WRITERS)
def test_id_of_another_organisation_in_a_field_is_answered_as_one_that_is_not_there(
    city: MatrixCity, role: str
) -> None:
    build_other_city(city)
    client, told, tried = _client(city, role), [], set()

    for line in _forms(role):
        address = line.address(city.values(line.path, line.state))
        form = form_at(client, address)
        for name, options in form.offered.items():
            for foreign in foreign_ids(city, options):
                there, nowhere = (answered(client, address, form, (name, value)) for value in (foreign, NOWHERE))
                tried.add(name)
                if there != nowhere:
                    told.append(f"{line.route} {name}={foreign}: {there}, and {nowhere} for one that is not there")

    assert told == [], "\n".join(told)
    # Without any the test could not fail.
    assert role != "steward" or "source" in tried


def _client(city: MatrixCity, role: str) -> Client:
    person = city.people()[role]
    assert person is not None
    return client_of(person)


def _forms(role: str) -> list[Line]:
    """Return the pages with a form that a role may send, one state of each; in small samples a third of them."""
    found: dict[str, Line] = {}
    for line in MATRIX:
        is_form = line.methods == ("GET", "POST") and "<organisation>" in line.route and line.answers[role][0] == 200
        if is_form and line.answers[role][1] not in {404, 405}:
            found.setdefault(line.route, line)
    return list(found.values())[:: 1 if IS_DEEP else 3]


def _hidden_from(role: str) -> Iterator[Line]:
    """Return the lines about a thing that a role finds nothing at; in small samples one for each address."""
    seen = set()
    for line in MATRIX:
        is_thing = line.route.count("<") > line.route.count("<organisation>")
        if is_thing and 404 in line.answers[role] and (IS_DEEP or line.route not in seen):
            seen.add(line.route)
            yield line


def _knows_indicator(role: str, line: Line) -> bool:
    """Whether an address is of figures of an indicator that a role reads about elsewhere: that it is there is known."""
    sheets = (each for each in MATRIX if each.route == _SHEET and each.state == line.state)
    return "<indicator>/<period>" in line.route and any(each.expected(role, "GET") == HTTPStatus.OK for each in sheets)


def _looks(browser: Browser, method: str, line: Line, values: dict[str, object]) -> list[str]:
    """Return all that is seen of an answer, but the address with its words, and what chance makes of each request."""
    address = line.address(values)
    answer = browser.send(method, address)
    # The length follows from the address, to which a page about a problem leads back.
    headers = [f"{name}: {text}" for name, text in answer.items() if name not in {"X-Request-ID", "Content-Length"}]
    body = getattr(answer, "content", b"").decode()
    path = address.partition("?")[0]
    for echoed in (path, quote(path, safe=""), quote(path), *(f"„{word}“" for word in values.values())):
        body = body.replace(echoed, "…")
    lines = [str(answer.status_code), *sorted(headers), *body.splitlines()]
    return [_BY_CHANCE.sub("…", line) for line in lines]


def _first_difference(hidden: list[str], absent: list[str]) -> str:
    pairs = zip_longest(hidden, absent)
    return next(f"{one!r} and {other!r}" for one, other in pairs if one != other)[:500]


def _drafts(city: MatrixCity, missing: list[tuple[str, str]]) -> Iterator[str]:
    """Write the lines that are missing as the product answers now, to be judged one by one."""
    browsers = {role: Browser(person) for role, person in city.people().items()}
    patterns = authorization.routes()
    for route, state in missing:
        taken = allowed_methods(patterns[route].callback) or {"GET", "POST"}
        methods = tuple(method for method in METHODS if method in taken and method != "HEAD")
        line = Line(f"/{route}", state, methods, {})
        address = line.address(city.values(route, state))
        for role, browser in browsers.items():
            line.answers[role] = tuple(browser.send(method, address).status_code for method in methods)
        yield authorization.written(line)
