# SPDX-License-Identifier: EUPL-1.2
"""A part of an edition in the page of somebody else: picture, table, source, nothing that runs or follows anybody."""

import re
from html import unescape

import pytest
from django.test import Client

from reports.models import Edition, Readers
from reports.services import publishing
from tests.factories.desk import client_of
from tests.factories.editions import begun, handed_in, let_out, withdraw_figures
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C021")]
kept_city = standing(build_noted_city)


def address_of(edition: Edition, name: str = "panel1") -> str:
    return f"/embed/b/{edition.publication.slug}/{edition.path}/{name}/"


def page_of(edition: Edition, query: str = "") -> str:
    answer = Client().get(f"{address_of(edition)}{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_part_may_be_framed_runs_nothing_and_sets_no_cookie(city: World) -> None:
    answer = Client().get(address_of(let_out(city, handed_in(city))))

    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    assert "Cookie" not in answer.headers["Vary"]
    assert "<script" not in answer.content.decode()


def test_part_shows_picture_table_source_and_the_way_to_its_edition(city: World) -> None:
    edition = let_out(city, handed_in(city))

    page = page_of(edition)

    whole = unescape(Client().get(f"/b/{edition.publication.slug}/{edition.path}/").content.decode())
    (section,) = re.findall(r'<section[^>]* id="panel1">(.*?)</section>', whole, re.DOTALL)
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", section)
    assert cells
    assert re.findall(r"<td[^>]*>([^<]*)</td>", page) == cells
    assert re.search(r'<div class="edition__picture" role="img" aria-label="[^"]+"><svg aria-hidden="true"', page)
    assert "<img" not in page
    assert "Quelle" in page
    assert f'/b/{edition.publication.slug}/{edition.path}/#panel1" target="_blank"' in page
    # What planners wrote beside the figure goes along.
    assert "Mehr Plätze im Norden." in page


def test_edition_hands_out_the_code_for_its_maps(city: World) -> None:
    edition = let_out(city, handed_in(city))

    whole = Client().get(f"/b/{edition.publication.slug}/{edition.path}/").content.decode()

    codes = [unescape(each) for each in re.findall(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", whole, re.DOTALL)]
    assert len(codes) == 1
    assert 'src="http' in codes[0]
    assert f"{address_of(edition)}?sprache=de" in codes[0]
    assert 'title="' in codes[0]


def test_language_is_that_of_the_address_not_of_who_asks(city: World) -> None:
    edition = let_out(city, handed_in(city))

    english = Client(headers={"accept-language": "en"}).get(address_of(edition)).content

    assert english == Client().get(address_of(edition)).content
    assert '<html lang="en">' in page_of(edition, "?sprache=en")


def test_council_waiting_and_other_names_are_not_there_for_anybody(city: World) -> None:
    waiting = handed_in(city)
    assert client_of(city.frida).get(address_of(waiting)).status_code == 404
    council = let_out(city, handed_in(city, begun(city, title="Rat", readers=Readers.COUNCIL)))
    assert client_of(city.bert).get(address_of(council)).status_code == 404
    shown = let_out(city, waiting)
    assert Client().get(address_of(shown, "panel99")).status_code == 404
    assert Client().get(f"{address_of(shown)}?fremd=1").status_code == 400


def test_figures_that_are_gone_are_gone_there_too(city: World) -> None:
    edition = let_out(city, handed_in(city))
    withdraw_figures(city)

    page = page_of(edition)

    assert "wird nicht mehr gezeigt" in page
    assert "<td" not in page
    # Alone, the second one says why as well.
    assert "Dieser Teil wird nicht mehr gezeigt" in Client().get(address_of(edition, "panel2")).content.decode()
    assert "Mehr Plätze im Norden." not in page


def test_edition_that_was_taken_back_says_why(city: World) -> None:
    edition = let_out(city, handed_in(city))
    publishing.withdraw_edition(edition=edition, reason="Falsche Jahre.", by=city.frida)

    page = page_of(edition)

    assert "Falsche Jahre." in page
    assert "<svg aria-hidden" not in page
