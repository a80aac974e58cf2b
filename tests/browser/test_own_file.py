# SPDX-License-Identifier: EUPL-1.2
"""A file of the reader on the maps: drawn and told apart, read by keyboard and as a table, sent nowhere, gone after."""

import json
import re

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.conftest import NARROW, Axe, RequestLog, overflow
from tests.browser.placeshouse import places_house, places_log, plain_visitor, visitor
from tests.factories.areas import SIDE, SOUTH, WEST

pytestmark = pytest.mark.browser

# Fixtures of the house, which pytest finds by their names here.
__all__ = ["places_house", "places_log", "plain_visitor", "visitor"]

MAP = "/musterstadt/karte/?indikator=kinderarmut&ebene=viertel&stand=2023-12-31"
WORKBENCH = "/musterstadt/analyse/?indikator=kinderarmut&ebene=viertel&stand=2023-12-31"
PAGES = pytest.mark.parametrize("address", [MAP, WORKBENCH])
OWN = "Eigene Datei auf der Karte öffnen"
MARKS = ".place-mark--own"


@pytest.fixture(scope="session")
def base_url() -> str:
    """Read no page of the demo: the house has an address of its own."""
    return ""


def spot(east: float, north: float) -> tuple[float, float]:
    """Return a place in the city by squares from its south-western corner."""
    return WEST + east * SIDE, SOUTH + north * SIDE


def table(*rows: str) -> FilePayload:
    """Return a table of places; without rows two that lie far apart."""
    (one, other) = (spot(1.5, 1.5), spot(3.5, 6.5))
    usual = (f"Treff Nord;{other[0]};{other[1]};offen <b>für alle</b>", f"Treff Süd;{one[0]};{one[1]};")
    body = "\n".join(("Name;lon;lat;Angebot", *(rows or usual)))
    return {"name": "treffs.csv", "mimeType": "text/csv", "buffer": body.encode()}


def opened(page: Page, address: str, file: FilePayload | None = None) -> None:
    """Open a file on a page that is drawn."""
    page.goto(address)
    expect(page.locator(".map-area").first).to_be_visible()
    page.get_by_text(OWN).click()
    page.get_by_label("Datei", exact=True).set_input_files(file or table())


@PAGES
def test_file_is_drawn_named_and_told_apart_from_what_was_published(visitor: Page, address: str) -> None:
    opened(visitor, f"{address}&orte=schulen")

    expect(visitor.locator(MARKS)).to_have_count(2)
    legend = visitor.locator("[data-own-legend]")
    expect(legend).to_contain_text("treffs.csv")
    expect(legend).to_contain_text("hier weder veröffentlicht noch geprüft")
    expect(visitor.locator("[data-own-rows] tbody tr")).to_have_count(2)
    # What a file says is text and never a part of the page.
    expect(visitor.locator("[data-own-rows]")).to_contain_text("offen <b>für alle</b>")
    assert visitor.locator(".place-mark--1").count() == 4


@PAGES
def test_nothing_is_asked_of_anybody_when_a_file_is_opened(
    visitor: Page, places_log: RequestLog, places_house: str, address: str
) -> None:
    visitor.goto(address)
    expect(visitor.locator(".map-area").first).to_be_visible()
    visitor.get_by_text(OWN).click()
    # All scripts that a file needs are there once it was opened and taken off again.
    visitor.get_by_label("Datei", exact=True).set_input_files(table())
    expect(visitor.locator(MARKS)).to_have_count(2)
    visitor.get_by_role("button", name="Ihre Datei von der Karte nehmen").click()
    visitor.wait_for_load_state("networkidle")
    bodies: list[str] = []
    visitor.on("request", lambda request: bodies.append(f"{request.method} {request.url} {request.post_data or ''}"))

    visitor.get_by_label("Datei", exact=True).set_input_files(table())
    expect(visitor.locator(MARKS)).to_have_count(2)
    visitor.locator(MARKS).first.click()
    expect(visitor.locator("[data-place-card]")).to_be_visible()

    assert bodies == []
    assert "treff" not in visitor.url.lower()
    assert {each for each in places_log.addresses if not each.startswith(places_house)} == set()
    # In the whole visit nothing held a word of it.
    assert not [each for each in places_log.addresses if "treff" in each.lower()]


@PAGES
def test_places_of_a_file_are_reached_and_opened_by_keyboard(visitor: Page, address: str) -> None:
    opened(visitor, address)
    expect(visitor.locator(MARKS)).to_have_count(2)
    stop = visitor.locator(".place-mark[tabindex='0']")

    stop.focus()
    visitor.keyboard.press("Home")
    visitor.keyboard.press("Enter")

    card = visitor.locator("[data-place-card]")
    expect(card).to_be_focused()
    expect(card.get_by_role("heading")).to_have_text("Treff Nord")
    expect(card).to_contain_text("offen <b>für alle</b>")
    visitor.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_file_stays_in_its_tab_from_page_to_page_and_is_in_no_other(visitor: Page) -> None:
    opened(visitor, MAP)
    expect(visitor.locator(MARKS)).to_have_count(2)

    visitor.goto(WORKBENCH)

    expect(visitor.locator(MARKS)).to_have_count(2)
    other = visitor.context.new_page()
    other.goto(WORKBENCH)
    expect(other.locator(".map-area").first).to_be_visible()
    expect(other.locator(MARKS)).to_have_count(0)
    other.close()
    visitor.get_by_text(OWN).click()
    visitor.get_by_role("button", name="Ihre Datei von der Karte nehmen").click()
    expect(visitor.locator(MARKS)).to_have_count(0)
    visitor.reload()
    expect(visitor.locator(".map-area").first).to_be_visible()
    expect(visitor.locator(MARKS)).to_have_count(0)
    expect(visitor.locator("[data-own-legend]")).to_be_hidden()


def test_file_that_is_chosen_before_its_script_is_there_is_not_lost(visitor: Page) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    visitor.route("**/js/map/ownfile.js", hold)
    opened(visitor, MAP)

    while not waiting:
        visitor.wait_for_timeout(50)
    waiting[0].continue_()

    expect(visitor.locator(MARKS)).to_have_count(2)


def test_step_of_time_and_layers_of_places_leave_the_file_where_it_is(visitor: Page) -> None:
    opened(visitor, MAP)
    expect(visitor.locator(MARKS)).to_have_count(2)

    visitor.locator("[data-timeline-back]").click()
    expect(visitor).to_have_url(re.compile("stand=2021"))
    expect(visitor.locator(MARKS)).to_have_count(2)
    visitor.get_by_text("Orte und Flächen auf der Karte").click()
    visitor.get_by_role("link", name="Auf der Karte zeigen: Parks").click()

    expect(visitor.locator(".place-shape--area")).to_have_count(1)
    expect(visitor.locator(MARKS)).to_have_count(2)
    expect(visitor.locator("[data-own-legend]")).to_be_visible()


def test_lines_and_areas_of_a_geojson_are_drawn_by_form(visitor: Page) -> None:
    ring = [spot(1, 1), spot(2, 1), spot(2, 2), spot(1, 1)]
    shapes = [{"type": "Polygon", "coordinates": [ring]}, {"type": "LineString", "coordinates": ring[:3]}]
    features = [{"type": "Feature", "properties": {"name": "Ort"}, "geometry": each} for each in shapes]
    body = json.dumps({"type": "FeatureCollection", "features": features})
    opened(visitor, MAP, {"name": "flächen.geojson", "mimeType": "application/geo+json", "buffer": body.encode()})

    expect(visitor.locator(".place-shape--own")).to_have_count(2)
    area = visitor.locator(".place-shape--area.place-shape--own")
    assert "place-pattern-own" in area.evaluate("(element) => getComputedStyle(element).fill")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (table("A;389000;5820000;"), "ist nicht in Grad (389000; 5820000)"),
        (table("A;7.1;50.7;"), "liegt auf dieser Karte"),
        (table("A;52.5;13.4;".replace("52.5", str(SOUTH + SIDE)).replace("13.4", str(WEST + SIDE))), "vertauscht"),
        ({"name": "x.csv", "mimeType": "text/csv", "buffer": b"Name;Stra\xc3\x9fe\nA;B"}, "Name, Straße"),
        ({"name": "x.json", "mimeType": "", "buffer": b"{"}, "weder als GeoJSON noch als Tabelle lesbar"),
        ({"name": "x.csv", "mimeType": "", "buffer": b"x;y\n" + b"1;2\n" * 1_300_000}, "zu groß"),
    ],
    ids=["metres", "elsewhere", "axes", "columns", "broken", "large"],
)
def test_file_that_cannot_be_shown_says_why_and_leaves_the_last_one(
    visitor: Page, file: FilePayload, says: str
) -> None:
    opened(visitor, MAP)
    expect(visitor.locator(MARKS)).to_have_count(2)

    visitor.get_by_label("Datei", exact=True).set_input_files(file)

    expect(visitor.locator("[data-own-wrong]")).to_contain_text(says)
    expect(visitor.locator(MARKS)).to_have_count(2)


@pytest.mark.check("C013")
@PAGES
def test_page_with_a_file_fits_a_phone_and_axe_finds_nothing(visitor: Page, axe: Axe, address: str) -> None:
    opened(visitor, address)
    expect(visitor.locator(MARKS)).to_have_count(2)
    assert axe(visitor) == []

    visitor.set_viewport_size(NARROW)

    assert overflow(visitor) == []


def test_without_scripts_no_file_is_asked_for(plain_visitor: Page) -> None:
    plain_visitor.goto(MAP)

    expect(plain_visitor.locator("[data-own-file]")).to_be_hidden()
