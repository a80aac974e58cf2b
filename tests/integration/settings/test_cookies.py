# SPDX-License-Identifier: EUPL-1.2
"""Every cookie there is: bound to this host, sent over https alone, out of reach of scripts and of foreign pages."""

import ast
from http.cookies import Morsel

import pytest
from django.conf import settings
from django.contrib.messages import success
from django.contrib.messages.storage import default_storage
from django.http import HttpResponse
from django.test import Client, RequestFactory

from scripts.layout import ROOT
from sozialplanung.web.flashes import FlashStorage, HostCookieStorage
from tests.factories.desk import client_of
from tests.factories.world import PASSWORD, World
from tests.integration.settings.test_settings import PRODUCTION, _run

pytestmark = pytest.mark.check("C101")
SHOW = """
import django
django.setup()
from django.conf import settings
from sozialplanung.accounts.keeping import COOKIE
from sozialplanung.web.flashes import HostCookieStorage
print(COOKIE, HostCookieStorage.cookie_name, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME,
      settings.LANGUAGE_COOKIE_NAME)
"""


def test_every_name_binds_the_cookie_to_the_host_in_production() -> None:
    done = _run(["-c", SHOW], **PRODUCTION)

    names = done.stdout.split()
    assert len(names) == len(set(names)) == 5, done.stderr
    assert all(name.startswith("__Host-") for name in names)


def test_cookies_that_our_sources_set_say_all_that_protects() -> None:
    calls = [
        call
        for package in ("sozialplanung", "spatial", "indicators", "reports")
        for path in (ROOT / package).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in {"set_cookie", "set_signed_cookie"}
    ]

    assert calls
    for call in calls:
        said = {word.arg for word in call.keywords}
        assert {"secure", "httponly", "samesite"} <= said, ast.unparse(call)
        assert not {"domain", "path"} & said, ast.unparse(call)


def test_message_for_the_next_page_travels_in_a_protected_cookie() -> None:
    assert settings.MESSAGE_STORAGE.endswith("FlashStorage")
    request, answer = RequestFactory().get("/"), HttpResponse()
    request.session = {}  # type: ignore[assignment]  # what is short needs none
    storage = default_storage(request)
    assert isinstance(storage, FlashStorage)
    request._messages = storage  # type: ignore[attr-defined]

    success(request, "Gespeichert.")
    storage.update(answer)

    cookie = answer.cookies[HostCookieStorage.cookie_name]
    assert _is_protected(cookie)


def _is_protected(cookie: "Morsel[str]") -> bool:
    protects = cookie["httponly"] and cookie["samesite"] in {"Lax", "Strict"} and not cookie["domain"]
    return bool(protects) and cookie["path"] == "/"


@pytest.mark.django_db(databases=["default", "public"])
def test_cookies_of_a_sign_in_a_desk_and_a_language_are_protected(world: World) -> None:
    client = Client()
    client.get("/anmelden/")
    client.post("/anmelden/", {"username": "clara@example.org", "password": PASSWORD})
    client.post("/sprache/", {"language": "de"})
    desk = client_of(world.anna)
    desk.get("/musterstadt/lieferungen/")

    cookies = {**client.cookies, **desk.cookies}

    assert {"session", "csrf", "language", "desk"} <= set(cookies)
    assert [name for name, cookie in cookies.items() if not _is_protected(cookie)] == []
