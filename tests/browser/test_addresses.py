# SPDX-License-Identifier: EUPL-1.2
"""Somebody finds where an address lies by keyboard, on a desk and on a phone, and no address of a page tells it."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NARROW, WIDE, Axe, RequestLog, overflow
from tests.browser.placeshouse import places_house, places_log, plain_visitor, visitor
from tests.browser.plannershouse import sign_in

pytestmark = pytest.mark.browser

# Fixtures of the house, which pytest finds by their names here.
__all__ = ["places_house", "places_log", "plain_visitor", "visitor"]

PAGE = "/musterstadt/indikatoren/"
OPENING = "/musterstadt/orte/adressen/suche/"


def told_by(log: RequestLog) -> list[str]:
    """Return the addresses that name the house, or what of it was typed."""
    return [each for each in log.addresses if re.search(r"Markt|[ +/=]3a(?![0-9a-f])|%203a", each)]


def propose(page: Page, text: str) -> None:
    page.locator("#site-search").fill("")
    page.locator("#site-search").press_sequentially(text)
    expect(page.locator("#site-search-list")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_address_leads_to_its_area_by_keyboard(
    visitor: Page, places_log: RequestLog, axe: Axe, size: dict[str, int]
) -> None:
    sign_in(visitor, "bert")
    visitor.set_viewport_size({"width": size["width"], "height": size["height"]})
    visitor.goto(PAGE)
    if size["width"] == NARROW["width"]:
        visitor.click(".header__menu > summary")

    propose(visitor, "Marktstr. 3a")
    option = visitor.get_by_role("group", name="Adressen").get_by_role("option")
    expect(option).to_contain_text("Marktstraße 3a, 12345")
    assert axe(visitor) == []
    assert overflow(visitor) == []
    visitor.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    visitor.keyboard.press("Enter")

    expect(visitor).to_have_url(re.compile(r"/musterstadt/gebiete/.*/viertel/101/$"))
    assert told_by(places_log) == []


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_all_that_is_found_of_an_address_stands_on_a_page(visitor: Page, axe: Axe, size: dict[str, int]) -> None:
    sign_in(visitor, "bert")
    visitor.set_viewport_size({"width": size["width"], "height": size["height"]})
    visitor.goto(PAGE)
    if size["width"] == NARROW["width"]:
        visitor.click(".header__menu > summary")

    propose(visitor, "Große Hamburger Str. 2")
    visitor.keyboard.press("Escape")
    visitor.keyboard.press("Enter")

    expect(visitor.get_by_role("heading", name="Adressen")).to_be_visible()
    expect(visitor).to_have_url(re.compile(r"/musterstadt/suche/$"))
    expect(visitor.get_by_role("link", name="Große Hamburger Straße 2, 12346")).to_be_visible()
    assert axe(visitor) == []
    assert overflow(visitor) == []
    visitor.get_by_role("link", name=re.compile("auf der Karte")).first.click()
    expect(visitor).to_have_url(re.compile("/musterstadt/karte/.*gebiet="))


def test_public_finds_addresses_once_an_approver_opened_the_file(
    visitor: Page, plain_visitor: Page, axe: Axe, places_log: RequestLog
) -> None:
    sign_in(visitor, "frida")
    visitor.goto(OPENING)
    visitor.get_by_role("button", name="Öffnen").click()
    expect(visitor.locator(".field--wrong").get_by_label("Begründung")).to_be_visible()
    visitor.get_by_label("Die Lizenz der Datei erlaubt").check()
    visitor.get_by_label("Begründung").fill("Offene Daten.")
    visitor.get_by_label("Begründung").press("Tab")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("Alle können in dieser Datei suchen.")).to_be_visible()
    assert axe(visitor) == []
    visitor.set_viewport_size(NARROW)
    assert overflow(visitor) == []

    plain_visitor.goto(PAGE)
    plain_visitor.fill("#site-search", "Marktstraße 3a")
    plain_visitor.locator("#site-search").press("Enter")

    expect(plain_visitor.get_by_role("link", name="Marktstraße 3a, 12345")).to_be_visible()
    expect(plain_visitor).to_have_url(re.compile(r"/musterstadt/suche/$"))
    visitor.get_by_label("Begründung").fill("Doch nicht.")
    visitor.get_by_role("button", name="Schließen").click()
    expect(visitor.get_by_text("Nur Menschen des Hauses")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_map_chooses_the_area_of_an_address(
    visitor: Page, places_log: RequestLog, axe: Axe, size: dict[str, int]
) -> None:
    sign_in(visitor, "bert")
    visitor.set_viewport_size({"width": size["width"], "height": size["height"]})
    visitor.goto("/musterstadt/karte/?ebene=viertel")
    field = visitor.locator("#map-search")
    field.press_sequentially("Marktstraße 3a")
    option = visitor.get_by_role("option", name=re.compile("Marktstraße 3a, 12345"))
    expect(option).to_be_visible()
    assert axe(visitor) == []
    assert overflow(visitor) == []

    visitor.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    visitor.keyboard.press("Enter")

    expect(visitor).to_have_url(re.compile("/karte/.*gebiet=101"))
    assert told_by(places_log) == []


def test_what_is_typed_before_the_map_is_there_is_answered_once_it_is(visitor: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visitor.route("**/*.slice?*", hold, times=1)
    visitor.goto("/musterstadt/karte/?ebene=viertel", wait_until="domcontentloaded")
    visitor.locator("#map-search").press_sequentially("Viertel 10")
    expect(visitor.locator("#map-search")).not_to_have_attribute("role", "combobox")
    while not held:
        visitor.wait_for_timeout(20)

    held[0].continue_()

    expect(visitor.get_by_role("option", name=re.compile("Viertel 101")).first).to_be_visible()
    expect(visitor.locator("#map-search-list")).to_be_visible()


def test_place_is_found_by_its_name_and_shown_on_the_map(visitor: Page) -> None:
    visitor.goto(PAGE)

    propose(visitor, "Grundschule 2")
    visitor.get_by_role("option", name=re.compile("Grundschule 2")).click()

    expect(visitor).to_have_url(re.compile("/musterstadt/karte/.*orte=schulen"))
    expect(visitor.locator("[data-map-frame]")).to_be_visible()
