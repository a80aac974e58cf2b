# SPDX-License-Identifier: EUPL-1.2
"""Headers, health, log lines, cache and conditional answers."""

import gzip
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from sozialplanung.web.cache import TolerantRedisCache
from sozialplanung.web.conditional import (
    IMMUTABLE,
    REVALIDATE,
    Representation,
    accepts_gzip,
    conditional_response,
    pack,
)
from sozialplanung.web.logs import JsonFormatter, TextFormatter, WithoutPath, scrub
from sozialplanung.web.openapi import operations
from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db(databases=["default", "public"]),
    pytest.mark.urls("tests.factories.weburls"),
]


# --- headers ------------------------------------------------------------------------------------


@pytest.mark.check("C100")
@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/anmelden/",
        "/nirgendwo/",
        "/fehler/bug/",
        "/fehler/typed/",
        "/api/v1/fehler/fine/",
        "/api/v1/openapi.json",
    ],
)
def test_every_answer_bears_the_protecting_headers(path: str) -> None:
    headers = Client(raise_request_exception=False).get(path).headers

    policy = {part.split()[0]: part.split()[1:] for part in headers["Content-Security-Policy"].split("; ")}
    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.check("C029")
@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/", "/nirgendwo/"])
def test_a_visitor_gets_no_cookie(client: Client, path: str) -> None:
    assert not client.get(path).cookies


def test_a_request_keeps_its_number_or_gets_one(client: Client) -> None:
    given = "0b4e3a4e-6a52-4a6b-8e2e-7b8f0f3f9a11"

    assert client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given
    for wrong in ("kurz", "x" * 65, "abc\ndef", "<script>"):
        number = client.get("/healthz", headers={"X-Request-ID": wrong}).headers["X-Request-ID"]
        assert number != wrong
        assert len(number) == 36


# --- health -------------------------------------------------------------------------------------


@pytest.mark.check("C098")
def test_a_process_that_can_work_says_so(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.json() == {"status": "ok", "database": "ok", "migrations": "ok", "redis": "ok"}
    assert ready.headers["Cache-Control"] == "no-store"
    assert client.post("/readyz").status_code == 405


@pytest.mark.check("C098")
def test_without_redis_the_process_is_not_ready(client: Client, settings: object) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"  # type: ignore[attr-defined]

    response = client.get("/readyz")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert response.json() == {
        "status": "unavailable",
        "database": "ok",
        "migrations": "ok",
        "redis": "unavailable",
    }


@pytest.mark.check("C098")
def test_without_a_database_the_process_is_not_ready_but_lives(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("password of sozialplanung_app")

    monkeypatch.setattr(connection, "cursor", away)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "unavailable"
    assert b"password" not in response.content
    assert client.get("/healthz").status_code == 200


@pytest.mark.check("C098")
def test_a_pending_migration_is_named_as_such(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="audit").latest("name").delete()

    response = client.get("/readyz")

    assert (response.status_code, response.json()["migrations"]) == (503, "pending")


# --- logs ---------------------------------------------------------------------------------------


def _record(message: str, *arguments: object, **extra: object) -> logging.LogRecord:
    logger = logging.getLogger("test")
    return logger.makeRecord("test", logging.INFO, "f", 1, message, arguments, None, extra=extra)


@pytest.mark.check("C030")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 192.168.1.17.", "from [address]."),
        ("from 10.0.0.1:8000", "from [address]:8000"),
        ("from 2001:db8::1 or ::1", "from [address] or [address]"),
        ("at 12:34:56 with version 1.2.3", "at 12:34:56 with version 1.2.3"),
        ("mail anna.b+c@amt.example.org", "mail [e-mail]"),
        ("/suche/?q=Anna+Beispiel HTTP", "/suche/?[query] HTTP"),
        ("DETAIL:  Key (email)=(x) already exists.", "DETAIL: [removed]"),
    ],
)
def test_personal_data_are_taken_out_of_log_lines(text: str, expected: str) -> None:
    assert scrub(text) == expected
    assert TextFormatter().format(_record("%s", text)).endswith(expected)
    assert json.loads(JsonFormatter().format(_record("%s", text)))["message"] == expected


@pytest.mark.check("C030")
def test_a_line_for_machines_holds_known_fields_only() -> None:
    line = json.loads(JsonFormatter().format(_record("done", request_id="r1", status=200, email="x@y.de")))

    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "info", "logger": "test", "message": "done", "request_id": "r1", "status": 200}


@pytest.mark.check("C030")
def test_a_traceback_is_logged_without_personal_data() -> None:
    record = _record("failed")
    record.exc_info = (ValueError, ValueError("anna@example.org from 10.1.2.3"), None)

    line = json.loads(JsonFormatter().format(record))

    assert "ValueError: [e-mail] from [address]" in line["exception"]


@pytest.mark.check("C030")
def test_a_visit_leaves_a_route_and_no_value(world: World, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.INFO, logger="sozialplanung.web.middleware"):
        client.get("/abfrage/?zeitraum=2018", REMOTE_ADDR="203.0.113.9")
        client.get("/fehler/geheimwort/")
        client.get("/healthz")

    lines = [JsonFormatter().format(record) for record in caplog.records if "middleware" in record.name]
    assert [json.loads(line)["route"] for line in lines] == ["abfrage/", "fehler/<str:name>/"]
    assert not any(word in line for line in lines for word in ('2018"', "203.0.113.9", "geheimwort", "zeitraum"))


@pytest.mark.check("C108")
@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
def test_no_line_of_django_holds_what_a_visitor_chose(formatter: logging.Formatter, world: World) -> None:
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(formatter)
    handler.addFilter(WithoutPath())
    logging.getLogger().addHandler(handler)
    try:
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.post("/musterstadt/gebiete/geheim/wort/01/", {"a": "b"}, headers={"Origin": "https://geheim.example"})
        client.get("/", headers={"Host": "geheim.example"})
        client.get("/fehler/bug/")
    finally:
        logging.getLogger().removeHandler(handler)

    lines = kept.getvalue()
    assert "django.security" in lines
    assert "django.request" in lines
    assert "<slug:organisation>/gebiete/" in lines
    assert "geheim" not in lines


# --- cache --------------------------------------------------------------------------------------


@pytest.fixture
def dead_cache(tmp_path: Path) -> Iterator[TolerantRedisCache]:
    TolerantRedisCache._paused_until = 0.0
    yield TolerantRedisCache(f"unix://{tmp_path}/none.sock", {"OPTIONS": {"socket_timeout": 0.1}})
    TolerantRedisCache._paused_until = 0.0


def test_the_cache_keeps_what_it_is_given() -> None:
    cache.set("a", [1, 2])
    cache.set_many({"b": 1, "c": 2})

    assert cache.get("a") == [1, 2]
    assert cache.get_many(["b", "c", "d"]) == {"b": 1, "c": 2}
    assert cache.incr("b") == 2
    assert cache.add("d", 1)
    assert not cache.add("d", 2)
    assert "d" in cache
    assert cache.touch("d", 10)
    assert cache.delete("d")
    cache.delete_many(["b", "c"])
    cache.clear()
    assert cache.get("a") is None


@pytest.mark.check("C089")
def test_a_dead_redis_is_an_empty_cache(dead_cache: TolerantRedisCache) -> None:
    dead_cache.set("a", 1)

    assert dead_cache.get("a") is None
    assert dead_cache.get("a", "default") == "default"
    assert dead_cache.get_many(["a"]) == {}
    assert dead_cache.set_many({"a": 1}) == ["a"]
    assert not dead_cache.add("a", 1)
    assert not dead_cache.touch("a")
    assert not dead_cache.delete("a")
    assert not dead_cache.has_key("a")
    dead_cache.delete_many(["a"])
    dead_cache.clear()
    with pytest.raises(ValueError, match="a"):
        dead_cache.incr("a")
    assert dead_cache.get_or_set("a", lambda: 5) == 5


@pytest.mark.check("C089")
def test_a_dead_redis_is_asked_again_after_a_pause_only(
    dead_cache: TolerantRedisCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(*_: object) -> None:
        asked.append("asked")
        raise redis.ConnectionError

    monkeypatch.setattr("django.core.cache.backends.redis.RedisCacheClient.get", ask)
    for _ in range(3):
        dead_cache.get("a")
    assert asked == ["asked"]

    monkeypatch.setattr("sozialplanung.web.cache.time.monotonic", lambda: TolerantRedisCache._paused_until + 1)
    dead_cache.get("a")
    assert asked == ["asked", "asked"]


@pytest.mark.check("C089")
def test_pages_and_sign_in_work_while_redis_is_away(
    client: Client, world: World, dead_cache: TolerantRedisCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    TolerantRedisCache._paused_until = float("inf")

    assert client.get("/anmelden/").status_code == 200
    client.force_login(world.anna)
    assert client.get("/api/v1/intern/").status_code == 200


# --- conditional answers ------------------------------------------------------------------------

CONTENT = Representation(digest="abc", content_type="application/json")
BODY = b'{"values": [1, 2, 3]}'


def _ask(**headers: str) -> HttpResponse:
    request = RequestFactory().get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    return conditional_response(request, CONTENT, lambda: pack(BODY))


def test_a_client_with_gzip_gets_the_packed_bytes() -> None:
    response = _ask(accept_encoding="gzip, br")

    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == BODY
    assert response.headers["ETag"] == '"abc-gz"'
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Cache-Control"] == REVALIDATE


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_a_client_without_gzip_gets_the_plain_bytes(accepted: str) -> None:
    response = _ask(accept_encoding=accepted)

    assert "Content-Encoding" not in response.headers
    assert response.content == BODY
    assert response.headers["Content-Length"] == str(len(BODY))
    assert response.headers["ETag"] == '"abc"'


@pytest.mark.check("C078")
@pytest.mark.parametrize("known", ['"abc"', 'W/"abc"', '"x", "abc"', "*"])
def test_a_client_that_has_the_content_gets_304_and_no_body_is_read(known: str) -> None:
    request = RequestFactory().get("/", headers={"If-None-Match": known})

    response = conditional_response(request, CONTENT, lambda: pytest.fail("the body was read"))

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == '"abc"'


@pytest.mark.parametrize("known", ['"abd"', "abc", "", '"abc-gz"'])
def test_other_tags_get_the_content(known: str) -> None:
    assert _ask(if_none_match=known).status_code == 200


def test_packing_gives_the_same_bytes_every_time() -> None:
    assert pack(BODY) == pack(BODY)
    assert "immutable" in IMMUTABLE
    assert not accepts_gzip(RequestFactory().get("/"))


# --- the API's description ----------------------------------------------------------------------


def test_the_description_of_the_api_names_its_problems(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()

    assert schema["openapi"].startswith("3.")
    for path in schema["paths"].values():
        for operation in path.values():
            assert {"400", "404", "503"} <= operation["responses"].keys()
            content = operation["responses"]["400"]["content"]
            assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert client.get("/api/v1/openapi.json?lang=de").status_code == 400


def test_the_page_about_the_api_names_every_operation(client: Client) -> None:
    page = client.get("/api/v1/").content.decode()

    assert page.count("<h1") == 1
    assert all(f'id="{operation.identifier}"' in page for operation in operations())
    assert client.get("/api/v1/?x=1").status_code == 400


def test_the_language_is_chosen_by_a_form(client: Client) -> None:
    response = client.post("/sprache/", {"language": "en", "next": "/anmelden/"})

    assert response.headers["Location"] == "/anmelden/"
    assert response.cookies["language"].value == "en"
    with translation.override("de"):
        assert '<html lang="en">' in client.get("/anmelden/").content.decode()
