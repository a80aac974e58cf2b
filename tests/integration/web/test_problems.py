# SPDX-License-Identifier: EUPL-1.2
"""Errors as readers and programs see them."""

import json
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from sozialplanung.common.errors import Problem
from sozialplanung.common.periods import FIRST_YEAR, LAST_YEAR
from sozialplanung.web import messages, problems
from sozialplanung.web.messages import Sentence, has_sentence, register_sentences, sentence_for
from sozialplanung.web.problems import CONTENT_TYPE, http_problem, problem_text
from sozialplanung.web.shown import shown
from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db(databases=["default", "public"]),
    pytest.mark.urls("tests.factories.weburls"),
]

MEMBERS = {"type", "title", "status", "detail", "code", "place", "way_out", "request_id"}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def _problem(response: HttpResponseBase) -> dict[str, Any]:
    assert isinstance(response, HttpResponse)
    assert response.headers["Content-Type"] == CONTENT_TYPE
    assert response.headers["Cache-Control"] == "no-store"
    content: dict[str, Any] = json.loads(response.content)
    assert set(content) == MEMBERS
    assert content["status"] == response.status_code
    assert content["type"] == f"urn:sozialplanung:problem:{content['code']}"
    assert content["request_id"] == response.headers["X-Request-ID"]
    return content


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("typed", 409, "demo.taken"),
        ("denied", 403, "http.forbidden"),
        ("database", 503, "http.unavailable"),
        ("parse", 400, "http.bad_request"),
        ("anonymous", 403, "http.not_authenticated"),
        ("missing", 404, "http.not_found"),
        ("media", 415, "http.media_type"),
        ("throttled", 429, "http.throttled"),
        ("invalid", 400, "input.invalid"),
        ("bug", 500, "http.error"),
    ],
)
def test_every_error_of_the_api_has_the_one_shape(client: Client, name: str, status: int, code: str) -> None:
    response = client.get(f"/api/v1/fehler/{name}/")

    assert (response.status_code, _problem(response)["code"]) == (status, code)


@pytest.mark.parametrize("path", ["/api/v1/nirgendwo/", "/api/"])
def test_an_address_of_the_api_that_does_not_exist_answers_with_json(client: Client, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})

    assert (response.status_code, _problem(response)["code"]) == (404, "http.not_found")


def test_a_wrong_field_is_named(client: Client) -> None:
    problem = _problem(client.get("/api/v1/fehler/invalid/"))

    assert (problem["place"], problem["detail"]) == ("rows.value", "Not a number.")


def test_other_methods_forms_and_waiting_times_are_told(client: Client) -> None:
    wrong = client.post("/api/v1/fehler/fine/")
    throttled = client.get("/api/v1/fehler/throttled/")
    form = client.get("/api/v1/fehler/fine/", headers={"Accept": "text/turtle"})

    assert (wrong.status_code, throttled.headers["Retry-After"]) in {(403, "30"), (405, "30")}
    assert (form.status_code, _problem(form)["code"]) == (406, "http.not_acceptable")


@pytest.mark.check("C078")
@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/glossar/", "/musterstadt/karte/"])
def test_a_method_that_a_page_does_not_take_is_a_german_page(
    client: Client, world: World, path: str, method: str
) -> None:
    response = Client(enforce_csrf_checks=False).generic(method, path, headers={"Accept": "text/html"})

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert "<h1" in response.content.decode()
    assert '<html lang="de">' in response.content.decode()


@pytest.mark.check("C078")
@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "POST"])
def test_a_method_that_the_page_of_the_api_does_not_take_is_a_problem(client: Client, method: str) -> None:
    response = client.generic(method, "/api/v1/")

    assert (response.status_code, _problem(response)["code"]) == (405, "http.method")
    assert response.headers["Allow"] == "GET, HEAD"


def _unknown(name: str, *, place: str, allowed: str) -> Problem:
    params = {"name": name, "allowed": allowed}
    return Problem(code="query.unknown", message="", place=place, way_out="", status=400, params=params)


@pytest.mark.check("C104")
@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u0085", "\u2028", "\x1b"])
def test_no_foreign_sign_turns_a_sentence_around(sign: str) -> None:
    text = problem_text(_unknown(f"{sign}01", place=f"{sign}01", allowed=f"a{sign}"))

    assert "01" in text.detail
    assert not any(sign in part for part in (text.detail, text.way_out, text.place))


@pytest.mark.check("C104")
def test_a_word_in_a_sentence_is_short_and_a_list_is_whole() -> None:
    words = ", ".join(f"wort{number}" for number in range(60))

    text = problem_text(_unknown("x" * 2000, place="y" * 2000, allowed=words))

    assert "x" * 79 + "…" in text.detail
    assert "x" * 80 not in text.detail
    assert "wort59" in text.way_out
    assert len(text.place) == problems.LONGEST_PLACE


def test_words_written_from_right_to_left_are_kept_to_themselves() -> None:
    assert shown("שלום") == "\u2068שלום\u2069"
    assert shown("Köln-Süd") == "Köln-Süd"
    assert shown("a\u00adb") == "a\u00adb"


@pytest.mark.check("C104")
def test_a_parameter_that_does_not_exist_is_named_without_harm(client: Client, world: World) -> None:
    page = client.get("/glossar/", {"\u202e" + "x" * 1900: "1"}).content.decode()

    told = page.partition("<main")[2].partition("</main")[0]
    assert "\ufffd" + "x" * 78 + "…" in told
    assert "x" * 79 not in told
    assert "\u202e" not in page


def test_a_closed_endpoint_says_so_without_saying_more(client: Client, world: World) -> None:
    assert _problem(client.get("/api/v1/intern/"))["code"] == "http.not_authenticated"
    client.force_login(world.anna)
    assert client.get("/api/v1/intern/").status_code == 200


@pytest.mark.parametrize(
    ("name", "status"),
    [("typed", 409), ("denied", 403), ("suspicious", 400), ("database", 503), ("bug", 500)],
)
def test_a_page_that_fails_is_a_german_page(client: Client, name: str, status: int) -> None:
    response = client.get(f"/fehler/{name}/", headers={"Accept": "text/html"})

    page = response.content.decode()
    assert response.status_code == status
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '<html lang="de">' in page
    assert page.count("<h1") == 1
    assert response.headers["X-Request-ID"] in page
    assert "secret detail" not in page
    assert "example.org" not in page


@pytest.mark.check("C090")
@pytest.mark.parametrize("path", ["/fehler/database/", "/api/v1/fehler/database/"])
def test_without_a_database_the_client_is_told_when_to_come_back(client: Client, path: str) -> None:
    response = client.get(path)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")


def test_a_page_is_json_for_whoever_prefers_json(client: Client) -> None:
    response = client.get("/fehler/typed/", headers={"Accept": "application/problem+json"})

    problem = _problem(response)
    assert (problem["place"], problem["way_out"]) == ("row 3", "Wait.")


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/organisations/"])
def test_a_host_that_is_not_ours_is_a_400(path: str) -> None:
    response = Client(raise_request_exception=True).get(path, headers={"Host": "fremd.example"})

    assert response.status_code == 400
    assert b"fremd.example" not in response.content


def test_a_missing_page_and_an_unknown_organisation_look_the_same(client: Client) -> None:
    pages = [client.get(path) for path in ("/nirgendwo/", "/nirgendwo/karte/", "/nirgendwo")]

    assert {page.status_code for page in pages} <= {301, 404}
    assert pages[0].status_code == pages[1].status_code == 404


@pytest.mark.check("C105")
def test_a_form_without_its_token_is_refused_with_a_sentence(world: World) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/formular/", headers={"Accept": "application/json"})

    assert (response.status_code, _problem(response)["code"]) == (403, "http.form_expired")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?unbekannt=1", "query.unknown"),
        ("?zeitraum=2018&zeitraum=2019", "query.repeated"),
        ("?zeitraum=gestern", "period.code"),
        ("?zeitraum=%00", "query.value"),
        ("?zeitraum=" + "9" * 500, "query.value"),
        ("?%00=1", "query.unknown"),
    ],
)
def test_a_wrong_query_is_a_400_with_a_code(client: Client, query: str, code: str) -> None:
    response = client.get(f"/abfrage/{query}", headers={"Accept": "application/json"})

    assert (response.status_code, _problem(response)["code"]) == (400, code)
    assert client.get("/abfrage/?zeitraum=2018").content == b"2018"


def test_an_api_view_refuses_parameters_that_it_does_not_declare(client: Client) -> None:
    assert client.get("/api/v1/fehler/fine/?known=1").status_code == 200
    assert _problem(client.get("/api/v1/fehler/fine/?unknown=1"))["code"] == "query.unknown"


def test_the_sentence_stands_in_the_readers_language() -> None:
    problem = Problem("period.code", "This is no reporting period.", "", "", 400, {"value": "gestern"})

    with translation.override("en"):
        assert sentence_for(problem)[0] == "“gestern” is no reporting period."
    with translation.override("en"):
        text = problem_text(http_problem("http.not_found", 404))
    assert (text.title, text.request_id) == ("Not found", "")


def test_the_sentence_about_years_names_the_years() -> None:
    with translation.override("en"):
        detail, _ = sentence_for(Problem("period.year", "", "", "", 400, {"value": "1"}))

    assert str(FIRST_YEAR) in detail
    assert str(LAST_YEAR) in detail


def test_a_code_without_a_sentence_falls_back_to_its_english_one() -> None:
    problem = Problem("demo.unknown", "Something is wrong.", "", "Do something.", 400, {})

    assert not has_sentence("demo.unknown")
    assert sentence_for(problem) == ("Something is wrong.", "Do something.")
    assert sentence_for(Problem("demo.unknown", "", "", "", 400, {})) == ("", "")


def test_a_sentence_that_lacks_a_parameter_still_tells_what_is_wrong() -> None:
    problem = Problem("query.value", "A parameter is wrong.", "", "", 400, {})

    assert sentence_for(problem) == ("A parameter is wrong.", "")


def test_a_code_belongs_to_one_sentence() -> None:
    sentence = messages._SENTENCES["http.error"]
    register_sentences({"http.error": sentence})

    with pytest.raises(ValueError, match=r"http\.error"):
        register_sentences({"http.error": Sentence("Anders.")})


def test_the_error_page_needs_no_database(
    client: Client, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", away)
    response = client.get("/anmelden/", headers={"Cookie": "session=abcdefghijklmnopqrstuvwxyz012345"})

    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")


def test_a_full_page_that_cannot_be_shown_becomes_the_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(problems, "select_template", away)

    response = problems.not_found(HttpRequest(), ValueError())

    assert response.status_code == 404
    assert b"<h1" in response.content
