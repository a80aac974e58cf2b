# SPDX-License-Identifier: EUPL-1.2
"""The preview that stands beside its form: what the preview shows, framed by our own pages alone."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from reports.models import PublicationKind
from reports.rendering.composition import TABLE, Composition, Panel, Part
from reports.services import composing
from tests.factories.desk import client_of
from tests.factories.editions import CONTENT, SEEN, begun, handed_in, let_out
from tests.factories.notedcity import build_noted_city
from tests.factories.protecting import assert_protected
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
NOTHING = "Unter „Kurz gesagt“ steht noch nichts"
kept_city = standing(build_noted_city)


def asked(city: World, address: str) -> int:
    with CaptureQueriesContext(connections["default"]) as counted:
        assert client_of(city.bert).get(address).status_code == 200
    return len(counted)


def test_frame_shows_what_the_preview_shows_and_asks_no_more(city: World) -> None:
    row = begun(city)
    preview, frame = f"{DESK}{row.uuid}/vorschau/", f"{DESK}{row.uuid}/vorschau/rahmen.html"
    bert = client_of(city.bert)
    told = [unescape(bert.get(each).content.decode()) for each in (preview, frame)]

    sections = [re.findall(r'<section class="edition__part.*?</section>', text, re.DOTALL) for text in told]
    assert sections[0] == sections[1] != []
    assert "<script" not in told[1]
    assert 'src="bild/panel1bild.svg"' in told[1]
    assert asked(city, frame) <= asked(city, preview)


def test_planner_is_told_that_nothing_is_briefly_said_yet_and_readers_are_not(city: World) -> None:
    row, told = begun(city, replace(CONTENT, lead="")), begun(city)
    places = ("vorschau/", "vorschau/rahmen.html", "")

    def page(address: str) -> str:
        return unescape(client_of(city.bert).get(address).content.decode())

    assert all(NOTHING in page(f"{DESK}{row.uuid}/{place}") for place in places)
    assert not any(NOTHING in page(f"{DESK}{told.uuid}/{place}") for place in places)
    edition = let_out(city, handed_in(city, row))
    assert NOTHING not in page(f"/b/{edition.publication.slug}/{edition.path}/")


def test_our_own_pages_alone_frame_it(city: World) -> None:
    row = begun(city)
    address = f"{DESK}{row.uuid}/vorschau/rahmen.html"

    answer = client_of(city.bert).get(address)

    assert_protected(answer, address)
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    preview = client_of(city.bert).get(f"{DESK}{row.uuid}/vorschau/")
    assert preview.headers["X-Frame-Options"] == "DENY"
    assert client_of(city.clara).get(address).status_code == 404


def test_loop_shows_its_first_three_areas(city: World) -> None:
    told = Composition(
        parts=(Part("part1", "Je Viertel", (Panel("panel1", TABLE, title="Werte", query=SEEN),), each="ebene=viertel"),)
    )
    new = composing.NewPublication("Viertel", kind=PublicationKind.REPORT, composition=told)
    row = composing.create_publication(organisation=city.city, new=new, by=city.bert)

    page = client_of(city.bert).get(f"{DESK}{row.uuid}/vorschau/rahmen.html").content.decode()

    assert len(re.findall(r'id="panel1g\d+"', page)) == 3
    assert "die ersten 3 Gebiete" in page or "ersten 3" in page


def test_whoever_stays_at_a_panel_is_led_back_to_it(city: World) -> None:
    row = begun(city)
    said = {"revision": 0, "text": "Neu.", "title": "", "width": "full", "act": "stay"}
    bert = client_of(city.bert)

    there = bert.post(f"{DESK}{row.uuid}/feld/panel3/", said)
    new = bert.post(f"{DESK}{row.uuid}/feld/?teil=part1&art=text", {**said, "revision": 1})

    assert there.headers["Location"] == f"{DESK}{row.uuid}/feld/panel3/"
    assert new.headers["Location"] == f"{DESK}{row.uuid}/feld/panel4/"
