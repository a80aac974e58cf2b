# SPDX-License-Identifier: EUPL-1.2
"""An approver decides by keyboard which layer says where people live, on a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Axe, overflow
from tests.browser.placeshouse import places_house, places_log, visitor
from tests.browser.plannershouse import sign_in

pytestmark = pytest.mark.browser

# Fixtures of the house, which pytest finds by their names here.
__all__ = ["places_house", "places_log", "visitor"]

PAGE = "/musterstadt/umschluesselung/bewohnt/"


def test_approver_decides_by_keyboard_and_takes_it_back(visitor: Page, axe: Axe) -> None:
    sign_in(visitor, "frida")
    visitor.goto(PAGE)
    visitor.get_by_label("nichts: aller Boden zählt gleich").focus()
    visitor.keyboard.press("ArrowDown")
    expect(visitor.get_by_label("Kindertagesstätten,")).to_be_checked()

    visitor.keyboard.press("Tab")
    visitor.keyboard.type("Nur zum Versuch: hier wohnt niemand.")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")

    expect(visitor.get_by_text("Jetzt sagt es die Ebene „Kindertagesstätten“")).to_be_visible()
    assert axe(visitor) == []
    visitor.set_viewport_size(NARROW)
    assert overflow(visitor) == []
    visitor.get_by_role("link", name="Letzte Festlegung rückgängig machen").click()
    visitor.get_by_label("Begründung").fill("Ein Versuch")
    assert axe(visitor) == []
    assert overflow(visitor) == []
    visitor.get_by_role("button", name="Zurücknehmen").click()

    expect(visitor.get_by_text("Jetzt zählt aller Boden gleich.")).to_be_visible()
    assert overflow(visitor) == []


def test_a_decision_without_a_reason_says_what_is_missing(visitor: Page) -> None:
    sign_in(visitor, "frida")
    visitor.goto(PAGE)

    visitor.get_by_role("button", name="Entscheiden").click()

    expect(visitor.locator(".field--wrong").get_by_label("Begründung")).to_be_visible()
