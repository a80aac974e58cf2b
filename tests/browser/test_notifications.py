# SPDX-License-Identifier: EUPL-1.2
"""Notifications and settings in Chromium: under axe, on a phone, by keyboard, without a word sticking out."""

import pytest
from playwright.sync_api import Page, expect

from sozialplanung.demo.people import PASSWORD
from tests.browser.conftest import NARROW, WIDE, Axe, overflow

PAGES = {
    "frida": ("/konto/mitteilungen/", "/konto/mitteilungen/?liste=alle", "/konto/mitteilungen/einstellungen/"),
    "gero": ("/koeln/einstellungen/", "/koeln/protokoll/"),
}


def _sign_in(page: Page, name: str) -> None:
    page.goto("/anmelden/")
    page.fill("#id_username", f"{name}@demo.example")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    expect(page.locator(".header__user .menu")).to_be_visible()


@pytest.mark.check("C001")
@pytest.mark.parametrize("name", PAGES)
def test_pages_pass_axe_wide_and_narrow(page: Page, axe: Axe, name: str) -> None:
    _sign_in(page, name)

    for path in PAGES[name]:
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.goto(path)
            assert axe(page) == [], path
            assert overflow(page) == [], path
    page.set_viewport_size(WIDE)


@pytest.mark.check("C001")
def test_form_of_the_rule_says_what_is_missing(page: Page, axe: Axe) -> None:
    _sign_in(page, "gero")
    page.goto("/koeln/einstellungen/")

    page.locator("main form button[type=submit]").click()

    expect(page.locator("[data-focus]")).to_be_focused()
    assert page.title().startswith("Fehler:")
    assert axe(page) == []


def test_bell_leads_to_the_notifications_on_a_phone_as_well(page: Page) -> None:
    _sign_in(page, "frida")
    page.set_viewport_size(NARROW)
    page.locator(".header__menu summary").click()

    page.locator(".header__bell").click()

    expect(page).to_have_url("/konto/mitteilungen/")
    expect(page.locator("h1")).to_have_text("Mitteilungen")
