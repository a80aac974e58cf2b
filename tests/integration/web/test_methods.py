# SPDX-License-Identifier: EUPL-1.2
"""A method that an address does not take is a 405, whether or not a token comes with it."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

from sozialplanung.web.methods import allowed_methods
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C072")]


def _patterns(patterns: list[URLPattern | URLResolver]) -> list[URLPattern]:
    found: list[URLPattern] = []
    for each in patterns:
        found += _patterns(each.url_patterns) if isinstance(each, URLResolver) else [each]
    return found


PATTERNS = _patterns(get_resolver().url_patterns)


@pytest.mark.parametrize("path", ["/", "/glossar/", "/musterstadt/", "/musterstadt/karte/", "/konto/mitteilungen/"])
def test_page_for_reading_takes_no_post_and_says_what_it_takes(world: World, path: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(path)

    assert answer.status_code == 405
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD"}
    assert "http.method" in answer.content.decode()


def test_form_without_its_token_is_still_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)

    for path in ("/anmelden/", "/abmelden/", "/musterstadt/lieferungen/neu/", "/konto/mitteilungen/gelesen/"):
        assert client.post(path).status_code == 403
    assert client.put("/anmelden/").status_code == 405


def test_every_address_says_which_methods_it_takes() -> None:
    silent = [str(each.pattern) for each in PATTERNS if allowed_methods(each.callback) is None]

    assert silent == []
    assert len(PATTERNS) > 50


def test_what_nothing_says_is_not_guessed() -> None:
    assert allowed_methods(lambda request: request) is None
