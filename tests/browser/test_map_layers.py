# SPDX-License-Identifier: EUPL-1.2
"""Layers of places on the maps of figures: drawn, reached by keyboard, opened, told by period, kept in the address."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Axe, RequestLog, overflow
from tests.browser.placeshouse import places_house, places_log, plain_visitor, visitor

pytestmark = pytest.mark.browser

# Fixtures of the house, which pytest finds by their names here.
__all__ = ["places_house", "places_log", "plain_visitor", "visitor"]

MAP = "/musterstadt/karte/?indikator=kinderarmut&ebene=viertel&stand=2023-12-31"
WORKBENCH = "/musterstadt/analyse/?indikator=kinderarmut&ebene=viertel&stand=2023-12-31"
DRAWN = "() => performance.getEntriesByName('places-drawn').length"
PAGES = pytest.mark.parametrize("address", [MAP, WORKBENCH])


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function(DRAWN)


@PAGES
def test_layer_is_drawn_by_one_click_and_stands_in_the_address(visitor: Page, address: str) -> None:
    visitor.goto(address)
    visitor.get_by_text("Orte und Flächen auf der Karte").click()

    visitor.get_by_role("link", name="Auf der Karte zeigen: Kindertagesstätten").click()

    visitor.wait_for_function(DRAWN)
    expect(visitor).to_have_url(re.compile("orte=kitas"))
    expect(visitor.locator(".place-mark").first).to_be_visible()
    expect(visitor.locator(".place-mark__count").first).to_have_text(re.compile(r"^\d+$"))
    expect(visitor.locator(".place-legend")).to_contain_text("Kindertagesstätten (60), Stand 01.01.2022")


@PAGES
def test_lines_and_areas_are_drawn_with_strokes_and_patterns(visitor: Page, address: str) -> None:
    opened(visitor, f"{address}&orte=radwege,parks")

    assert visitor.locator(".leaflet-places-pane .place-shape--line").count() == 2
    area = visitor.locator(".leaflet-places-pane .place-shape--area")
    assert "place-pattern-2" in area.evaluate("(element) => getComputedStyle(element).fill")
    assert area.evaluate("(element) => element.getBoundingClientRect().width") > 5


@PAGES
def test_places_are_reached_and_opened_by_keyboard(visitor: Page, address: str) -> None:
    opened(visitor, f"{address}&orte=schulen,kitas")
    marks = visitor.locator(".place-mark")
    stop = visitor.locator(".place-mark[tabindex='0']")
    assert stop.count() == 1

    stop.focus()
    visitor.keyboard.press("End")
    visitor.keyboard.press("Home")
    visitor.keyboard.press("ArrowUp")
    name = visitor.evaluate("() => document.activeElement.getAttribute('aria-label')")
    assert "Grundschulen" in name or "Kindertagesstätten" in name
    visitor.keyboard.press("Home")
    visitor.keyboard.press("Enter")

    card = visitor.locator("[data-place-card]")
    expect(card).to_be_visible()
    expect(card).to_be_focused()
    expect(card.get_by_role("heading")).to_have_text("Grundschule 1")
    visitor.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(marks.first).to_be_focused()


def test_cluster_is_looked_at_more_closely_and_one_spot_tells_all_its_places(visitor: Page) -> None:
    opened(visitor, f"{MAP}&orte=kitas")
    before = visitor.locator(".place-mark").count()
    cluster = visitor.locator(".place-mark--many").first

    cluster.focus()
    visitor.keyboard.press("Enter")
    expect(visitor.locator(".map-frame--zoomed")).to_be_visible()
    assert visitor.locator(".place-mark").count() >= before
    visitor.get_by_role("button", name="5 Orte: Kindertagesstätten").focus()
    visitor.keyboard.press("Enter")

    card = visitor.locator("[data-place-card]")
    expect(card).to_contain_text("5 Orte: Kindertagesstätten")
    expect(card).to_contain_text("Kita 60")
    expect(card).to_contain_text("Hauptstraße 60, nicht bekannt")


@PAGES
def test_step_of_time_shows_the_state_of_its_day_and_asks_for_its_file_once(
    visitor: Page, places_log: RequestLog, address: str
) -> None:
    opened(visitor, f"{address}&orte=kitas,parks")

    visitor.locator("[data-timeline-back]").click()

    says = visitor.locator("[data-layer-says=kitas]")
    expect(says).to_have_text("Stand 01.01.2019")
    expect(visitor.locator("[data-layer-says=parks]")).to_contain_text("für den 31.12.2021 ist kein Stand bekannt")
    visitor.locator("[data-timeline-forth]").click()
    expect(says).to_have_text("Stand 01.01.2022")
    files = [each for each in places_log.addresses if "/daten/" in each]
    assert sorted(files) == sorted(set(files))
    assert len(files) == 3


@pytest.mark.check("C013")
@PAGES
def test_page_with_layers_fits_a_phone_and_axe_finds_nothing(visitor: Page, axe: Axe, address: str) -> None:
    opened(visitor, f"{address}&orte=kitas,radwege,parks")
    assert axe(visitor) == []

    visitor.set_viewport_size(NARROW)

    assert overflow(visitor) == []


def test_without_scripts_layers_are_chosen_by_links_and_named_with_their_sources(plain_visitor: Page) -> None:
    plain_visitor.goto(MAP)
    plain_visitor.get_by_text("Orte und Flächen auf der Karte").click()

    plain_visitor.get_by_role("link", name="Auf der Karte zeigen: Parks").click()

    expect(plain_visitor).to_have_url(re.compile("orte=parks"))
    expect(plain_visitor.locator(".place-legend")).to_contain_text("Quelle: © Stadt Musterstadt")
