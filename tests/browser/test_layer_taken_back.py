# SPDX-License-Identifier: EUPL-1.2
"""A wrong version of a layer goes by two people in Chromium: asked by keyboard, decided, gone from map and page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NARROW, Axe, RequestLog, overflow
from tests.browser.placeshouse import places_house, places_log, visitor
from tests.browser.plannershouse import fresh, sign_in

__all__ = ["places_house", "places_log", "visitor"]

pytestmark = pytest.mark.browser
BACK = "/musterstadt/orte/entwuerfe/fassung/kitas/2/"
MAP = "/musterstadt/karte/?indikator=kinderarmut&ebene=viertel&stand=2023-12-31&orte=kitas"


@pytest.fixture
def frida(
    browser: Browser, browser_context_args: dict[str, Any], places_house: str, places_log: RequestLog
) -> Iterator[Page]:
    """Give a page of the approver, on a phone."""
    context = fresh(browser, browser_context_args, places_house, places_log)
    page = context.new_page()
    sign_in(page, "frida")
    page.set_viewport_size(NARROW)
    yield page
    context.close()


def legend(page: Page) -> None:
    page.goto(MAP)
    page.wait_for_function("() => performance.getEntriesByName('places-drawn').length")


def look(page: Page, axe: Axe) -> None:
    assert axe(page) == []
    assert overflow(page) == []


@pytest.mark.check("C050")
def test_two_people_take_a_wrong_version_back_and_readers_see_the_one_before(
    visitor: Page, frida: Page, axe: Axe, places_log: RequestLog
) -> None:
    legend(visitor)
    expect(visitor.locator(".place-legend")).to_contain_text("Kindertagesstätten (60), Stand 01.01.2022")
    sign_in(visitor, "anna")
    visitor.goto(BACK)
    look(visitor, axe)
    visitor.locator("#id_reason").focus()
    visitor.keyboard.type("Die Datei ist von einer anderen Stadt.")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("button", name="Nicht mehr darum bitten")).to_be_visible()
    look(visitor, axe)

    frida.goto("/musterstadt/orte/entwuerfe/")
    frida.get_by_role(
        "link", name=re.compile("bittet darum, Fassung 2 von „Kindertagesstätten“ zurückzunehmen")
    ).click()
    expect(frida.locator("main")).to_contain_text("Die Datei ist von einer anderen Stadt.")
    look(frida, axe)
    frida.check("input[name=decision][value=approve]")
    frida.locator("main form .kern-btn--primary").click()
    expect(frida.locator("main")).to_contain_text("zurückgenommen am")
    look(frida, axe)

    legend(visitor)
    expect(visitor.locator(".place-legend")).to_contain_text("Kindertagesstätten (12), Stand 01.01.2019")
    assert places_log.complaints == []
