# SPDX-License-Identifier: EUPL-1.2
"""Leichte Sprache and sign language: there from every page, without a script, in German for whoever reads."""

import re
from html import unescape

import pytest
from django.conf import LazySettings
from django.test import Client

pytestmark = [pytest.mark.check("C027"), pytest.mark.usefixtures("demo")]


def page_of(address: str, language: str = "de") -> str:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("address", ["/", "/berlin/", "/barrierefreiheit/"])
def test_every_page_leads_to_both(address: str) -> None:
    text = page_of(address)

    assert '<a href="/leichte-sprache/"' in text
    assert '<a href="/gebaerdensprache/"' in text


def test_leichte_sprache_is_german_whoever_asks_and_says_what_the_law_asks_for() -> None:
    text = page_of("/leichte-sprache/", "en")

    (inner,) = re.findall(r'<div class="easy" lang="de">(.*?)</div>\s*(?:</main>|<footer|$)', text, re.DOTALL) or [text]
    for title in ("Was ist das hier?", "So finden Sie sich zurecht", "Erklärung zur Barriere-Freiheit"):
        assert title in inner
    assert 'lang="de"' in text


def test_leichte_sprache_leads_to_the_areas_of_each_place() -> None:
    text = page_of("/leichte-sprache/")

    ways = re.findall(r'<a href="(/[\w-]+/mein-stadtteil/)">Mein Stadtteil: ([^<]+)</a>', text)
    assert ("/berlin/mein-stadtteil/", "Berlin") in ways
    for address, _name in ways:
        page_of(address)


def test_without_videos_the_page_says_so_and_whom_to_ask() -> None:
    assert "noch keine Videos in Deutscher Gebärdensprache" in page_of("/gebaerdensprache/")


def test_videos_of_the_operator_are_linked_and_not_loaded(settings: LazySettings) -> None:
    settings.SIGN_LANGUAGE_VIDEOS = ("https://stadt.example/dgs.mp4",)

    text = page_of("/gebaerdensprache/")

    assert '<a href="https://stadt.example/dgs.mp4"' in text
    assert "Was es hier gibt" in text
    assert "<video" not in text
