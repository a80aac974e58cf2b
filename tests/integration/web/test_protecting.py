# SPDX-License-Identifier: EUPL-1.2
"""What no route answers is protected as well: files, errors, foreign hosts, the way to https, what is not modified."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponseBase
from django.test import Client

from tests.factories.protecting import assert_protected
from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db(databases=["default", "public"]),
    pytest.mark.urls("tests.factories.weburls"),
    pytest.mark.check("C100"),
]
HOST = "sozialplanung.example.de"


@pytest.fixture
def production(settings: LazySettings) -> LazySettings:
    """Serve as production does, behind a proxy that speaks https."""
    settings.ALLOWED_HOSTS = [HOST]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return settings


def _ask(path: str, *, method: str = "GET", scheme: str = "https", host: str = HOST) -> HttpResponseBase:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answer: Any = client.generic(method, path, headers={"Host": host, "X-Forwarded-Proto": scheme})
    return _read(answer)


def _read(answer: Any) -> HttpResponseBase:  # noqa: ANN401 - a page or a file
    """Read a file to its end, so that it is closed."""
    if answer.streaming:
        answer.getvalue()
    return answer  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/static/css/base.css", 200),
        ("/static/js/components/shell.js", 200),
        ("/static/nirgends.css", 404),
        ("/media/figures.xlsx", 404),
        ("/nirgends/", 404),
        ("/anmelden", 301),
        ("/fehler/bug/", 500),
        ("/fehler/typed/", 409),
        ("/api/v1/nirgends/", 404),
        ("/api/v1/openapi.json?x=1", 400),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/.well-known/security.txt", 404),
        ("/robots.txt", 404),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_answer_is_protected_whatever_it_is(production: LazySettings, path: str, status: int, method: str) -> None:
    answer = _ask(path, method=method)

    assert answer.status_code == status
    assert_protected(answer, path)
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("path", ["/", "/healthz", "/static/css/base.css"])
def test_foreign_host_gets_no_page_and_all_headers(production: LazySettings, path: str, scheme: str) -> None:
    answer = _ask(path, scheme=scheme, host="geheim.example")

    assert_protected(answer, path)
    assert "geheim.example" not in answer.headers.get("Location", "")
    if path == "/":
        assert answer.status_code == 400


def test_way_to_https_is_protected_and_keeps_the_host(production: LazySettings) -> None:
    answer = _ask("/anmelden/?next=/hilfe/", scheme="http")

    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{HOST}/anmelden/?next=/hilfe/")
    assert_protected(answer, "/anmelden/")
    assert _ask("/healthz", scheme="http").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "OPTIONS"])
def test_refused_method_and_form_without_token_are_protected(
    production: LazySettings, world: World, method: str
) -> None:
    for path in ("/anmelden/", "/musterstadt/lieferungen/", "/", "/static/css/base.css"):
        assert_protected(_ask(path, method=method), path)


def test_what_is_not_modified_is_protected(production: LazySettings, client: Client) -> None:
    headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
    first = _read(client.get("/static/css/base.css", headers=headers))
    known = first.headers.get("Last-Modified") or ""

    again = _read(client.get("/static/css/base.css", headers={**headers, "If-Modified-Since": known}))

    assert again.status_code == 304
    assert_protected(again, "/static/css/base.css")
