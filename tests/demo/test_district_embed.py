# SPDX-License-Identifier: EUPL-1.2
"""An area in plain words within the page of somebody else: the same figures, nothing that runs or remembers."""

import re
from html import unescape

import pytest
from django.test import Client

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.check("C021")]
AREA = "/berlin/mein-stadtteil/lor-2006/bezirk/01/"
EMBED = f"/embed{AREA}"
CARD = re.compile(r'class="district-card__(?:name|value|told|note|gap)[^>]*>(.*?)</', re.DOTALL)


def told(address: str) -> list[str]:
    return [" ".join(unescape(each).split()) for each in CARD.findall(Client().get(address).content.decode())]


def test_frame_tells_what_the_page_tells() -> None:
    page = told(AREA)

    assert len(page) > 6
    assert told(EMBED) == page


def test_frame_runs_nothing_sets_nothing_and_may_be_framed_by_everybody() -> None:
    answer = Client().get(EMBED)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert (answer.cookies, "<script" in text, "<form" in text) == ({}, False, False)
    assert 'mein-stadtteil/lor-2006/bezirk/01/" rel="noopener">' in text
    assert "Quelle" in text


def test_language_is_that_of_the_address() -> None:
    english = Client().get(f"{EMBED}?sprache=en", headers={"accept-language": "de"}).content.decode()

    assert '<html lang="en">' in english
    assert "Was heißt das?" not in english


def test_page_hands_out_the_code_of_its_frame() -> None:
    page = unescape(Client().get(AREA).content.decode())

    (source,) = re.findall(r'<iframe src="https?://[^/]+(/[^"]+)" title="Mitte', page)
    assert source == f"{EMBED}?sprache=de"
    assert Client().get(source).status_code == 200


@pytest.mark.parametrize("address", [f"{EMBED}?fremd=1", "/embed/berlin/mein-stadtteil/lor-2006/bezirk/99/"])
def test_what_is_not_there_is_no_frame(address: str) -> None:
    answer = Client().get(address)

    assert answer.status_code in {400, 404}
    assert "frame-ancestors *" not in answer.headers["Content-Security-Policy"]
