# SPDX-License-Identifier: EUPL-1.2
"""A view of the workbench in the page of somebody else: framed nowhere but here, the same for everybody."""

import html
import re

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("demo")

POVERTY = "?indikator=kinderarmut&ebene=planungsraum&stand=2018-12-31"
EMBED = "/embed/berlin/"


def page_of(query: str) -> str:
    answer = Client().get(f"{EMBED}{query}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.mark.check("C021")
def test_embed_may_be_framed_and_no_other_page_may() -> None:
    embed, workbench = Client().get(f"{EMBED}{POVERTY}"), Client().get(f"/berlin/analyse/{POVERTY}")

    assert "frame-ancestors *" in embed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed.headers
    assert "script-src 'none'" in embed.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in workbench.headers["Content-Security-Policy"]
    assert workbench.headers["X-Frame-Options"] == "DENY"
    missing = Client().get("/embed/gibt-es-nicht/")
    assert missing.status_code == 404
    assert "frame-ancestors 'none'" in missing.headers["Content-Security-Policy"]


@pytest.mark.check("C021")
def test_embed_shows_picture_table_source_and_period_without_script_and_cookie() -> None:
    answer = Client().get(f"{EMBED}{POVERTY}&gebiet=08010301")
    page = html.unescape(answer.content.decode())

    assert "<script" not in page
    assert not answer.cookies
    assert "Cookie" not in answer.headers["Vary"]
    assert len(re.findall(r'<path class="workbench__shape', page)) == 448
    assert len(re.findall(r'<tr><th scope="row">', page)) == 448
    assert "Stand 31.12.2018" in page
    assert "Quelle:" in page
    assert re.search(
        r'<a href="[^"]*/berlin/analyse/\?indikator=kinderarmut[^"]*gebiet=08010301" target="_blank"', page
    )


def test_language_is_that_of_the_address_not_of_who_asks() -> None:
    english = Client(headers={"accept-language": "en"})

    assert english.get(f"{EMBED}{POVERTY}").content == Client().get(f"{EMBED}{POVERTY}").content
    assert 'lang="en"' in english.get(f"{EMBED}{POVERTY}&sprache=en").content.decode()[:200]
    assert 'lang="de"' in page_of(f"{POVERTY}&sprache=<script>")[:200]


@pytest.mark.check("C020")
def test_what_is_not_there_gives_way_and_a_line_says_so() -> None:
    page = page_of("?indikator=gibt-es-nicht&klassen=%3Cscript%3E")

    assert "gibt-es-nicht" in page
    assert "<h1" in page


@pytest.mark.check("C078")
def test_whoever_has_it_asks_whether_it_still_holds() -> None:
    first = Client().get(f"{EMBED}{POVERTY}")

    again = Client().get(f"{EMBED}{POVERTY}", headers={"if-none-match": first.headers["ETag"]})

    assert again.status_code == 304
    assert "frame-ancestors *" in again.headers["Content-Security-Policy"]
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_code_on_the_workbench_shows_the_same_view() -> None:
    page = Client(headers={"accept-language": "de"}).get(f"/berlin/analyse/{POVERTY}").content.decode()

    (code,) = re.findall(r"<textarea[^>]*data-workbench-embed[^>]*>(.*?)</textarea>", page, re.DOTALL)
    frame = html.unescape(code)
    source = html.unescape(re.findall(r'src="([^"]*)"', frame)[0])
    assert 'title="Kinderarmut, 31.12.2018 – Berlin"' in frame
    shown = html.unescape(Client().get(source[source.index("/embed/") :]).content.decode())
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", shown) == re.findall(r"<h1[^>]*>(.*?)</h1>", html.unescape(page))
