# SPDX-License-Identifier: EUPL-1.2
"""What is not released is not there: the same answer as for what never was, in every way to ask."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from indicators.models import Audience, Indicator, ReleaseState
from sozialplanung.accounts.models import User
from tests.factories.releases import Figures, indicator, release
from tests.integration.api.addresses import INDICATOR, JSON, ROOT, SLICE
from tests.integration.api.conftest import Published

NOWHERE = f"{ROOT}indicators/gibt-es-nicht/"
HIDDEN = f"{ROOT}indicators/kanarienvogel/"
NEVER = f"{ROOT}indicators/nie-veroeffentlicht/"
FOREIGN = "/api/v1/nachbarstadt/indicators/kinderarmut/"
SERIES = "values/series?level=viertel&edition=stand-2020"
PARTS = ("", "releases/", "values/2018-12-31/", "values/2018-12-31.slice", SERIES, "classes/?level=viertel")
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")


def _answer(client: Client, method: str, address: str) -> tuple[int, str, dict[str, str]]:
    """Return status, body and headers without the number of the request, the one thing that may differ."""
    response = getattr(client, method)(address)
    number = response.headers["X-Request-ID"]
    body = response.content.decode().replace(number, "")
    return response.status_code, body, {name: value.replace(number, "") for name, value in response.headers.items()}


@pytest.mark.check("C074")
@pytest.mark.check("C084")
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("base", [HIDDEN, NEVER, FOREIGN])
def test_unpublished_and_foreign_answer_like_nonexistent(
    published: Published, client: Client, base: str, part: str
) -> None:
    for method in METHODS:
        assert _answer(client, method, base + part) == _answer(client, method, NOWHERE + part), method


@pytest.mark.check("C074")
@pytest.mark.parametrize("period", ["2014-12-31", "2012-12-31"])
def test_withdrawn_and_internal_periods_answer_like_those_that_never_were(
    published: Published, client: Client, period: str
) -> None:
    for form in ("/", ".slice"):
        address = f"{INDICATOR}values/{period}{form}"

        assert _answer(client, "get", address) == _answer(client, "get", f"{INDICATOR}values/2010-12-31{form}")


@pytest.mark.check("C078")
@pytest.mark.parametrize(
    "address", [*JSON.values(), SLICE, HIDDEN, f"{HIDDEN}values/2018-12-31.slice", INDICATOR + SERIES]
)
def test_head_says_what_get_says_and_options_says_nothing(published: Published, client: Client, address: str) -> None:
    got, headed, asked = client.get(address), client.head(address), client.options(address)
    posted = client.post(address, {"state": "published"}, content_type="application/json")

    assert headed.status_code == got.status_code
    assert headed.headers.get("ETag") == got.headers.get("ETag")
    assert headed.content == b""
    assert (asked.status_code, asked.content, asked.headers["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
    assert "ETag" not in asked.headers
    assert (posted.status_code, posted.json()["code"]) == (405, "http.method")
    assert posted.headers["Allow"] == "GET, HEAD, OPTIONS"


def _linked(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for member in value.values():
            yield from _linked(member)
    elif isinstance(value, list):
        for member in value:
            yield from _linked(member)
    elif isinstance(value, str) and value.startswith(("/api/", "http://testserver/api/")):
        yield value.removeprefix("http://testserver")


@pytest.mark.check("C073")
def test_crawl_finds_no_word_or_figure_of_what_is_hidden(published: Published, client: Client) -> None:
    found: dict[str, bytes] = {}
    waiting = [*JSON.values(), SLICE, "/api/v1/", "/api/v1/openapi.json", f"{ROOT}units/?q=kanarienvogel"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address)
        found[address] = response.content
        if "json" in response.headers["Content-Type"]:
            waiting += _linked(response.json())

    assert len(found) > 20
    everything = b"\n".join(body for address, body in found.items() if "q=kanarienvogel" not in address)
    assert not re.search(rb"kanarienvogel|verborgen|nie-veroeffentlicht|9[89]\.[17]|2014-12-31|2012-12-31", everything)
    assert b"kinderarmut" in everything


@pytest.mark.check("C075")
def test_lists_and_counts_do_not_depend_on_what_is_hidden(published: Published, client: Client) -> None:
    by = User.objects.earliest("id")
    before = {address: client.get(address).content for address in JSON.values()}
    new = indicator(published.city, "geheim", topic="neu")
    release(new, published.version, Figures((98.7,) * 4, state=ReleaseState.WITHDRAWN), by)
    release(published.kinderarmut, published.version, Figures((98.7,) * 4, "2020-12-31", audience=Audience.COUNCIL), by)

    after = {address: client.get(address).content for address in JSON.values()}

    assert after == before
    assert Indicator.objects.filter(slug="geheim").exists()


@pytest.mark.check("C077")
@pytest.mark.parametrize("address", [*JSON.values()])
def test_answers_are_the_same_for_everyone_and_may_be_stored(
    published: Published, client: Client, address: str
) -> None:
    anonymous = client.get(address)
    client.force_login(User.objects.earliest("id"))

    known = client.get(address)

    assert known.content == anonymous.content
    assert known.headers["ETag"] == anonymous.headers["ETag"]
    assert known.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in known.headers["Vary"]
    assert "Set-Cookie" not in known.headers


@pytest.mark.check("C082")
@pytest.mark.parametrize(
    "query", ["ordering=name", "fields=slug", "filter=owner__password__startswith", "format=api", "source__title=x"]
)
def test_only_declared_filters_are_there(published: Published, client: Client, query: str) -> None:
    for address in JSON.values():
        response = client.get(f"{address}{'&' if '?' in address else '?'}{query}")

        assert (response.status_code, response.json()["code"]) == (400, "query.unknown"), address
