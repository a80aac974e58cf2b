# SPDX-License-Identifier: EUPL-1.2
"""Signing in as people do it: at the sign-in service of the house, in a real browser against a real provider."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow
from tests.browser.houses import House, house, people_database, visitor
from tests.factories.world import PASSWORD

__all__ = ["house", "people_database", "visitor"]

pytestmark = pytest.mark.browser


@pytest.mark.check("C102")
def test_a_sign_in_at_the_service_leads_back_to_the_page_one_came_from(visitor: Page, house: House, axe: Axe) -> None:
    house.service.know("ruth", email="ruth@example.org", email_verified=True, name="Ruth Beispiel", groups=["planung"])
    visitor.goto("/anmelden/?next=/hilfe/")
    assert axe(visitor) == []
    visitor.set_viewport_size(NARROW)
    assert overflow(visitor) == []

    visitor.get_by_role("button", name="Mit Rathaus-Login anmelden").click()
    visitor.fill("input[name=sub] >> nth=0", "ruth")
    visitor.get_by_role("button", name="Authorize").click()

    expect(visitor).to_have_url(re.compile(r"/hilfe/$"))
    expect(visitor.locator(".header__user .menu")).to_contain_text("Ruth Beispiel")


@pytest.mark.check("C102")
def test_who_has_no_role_reads_why_and_finds_the_way_out(visitor: Page, house: House, axe: Axe) -> None:
    house.service.know("fremd", email="fremd@example.org", email_verified=True, name="Fremd", groups=["sonst"])
    visitor.goto("/anmelden/")

    visitor.get_by_role("button", name="Mit Rathaus-Login anmelden").click()
    visitor.fill("input[name=sub] >> nth=0", "fremd")
    visitor.get_by_role("button", name="Authorize").click()

    expect(visitor.locator("main")).to_contain_text("in keiner der Gruppen, die hier eine Rolle haben")
    expect(visitor.locator(".header__login")).to_be_visible()
    assert axe(visitor) == []


def _sign_in(page: Page, email: str) -> None:
    page.goto("/anmelden/?next=/hilfe/")
    page.fill("#id_username", email)
    page.fill("#id_password", PASSWORD)
    with page.expect_navigation():
        page.press("#id_password", "Enter")


def _look(page: Page, axe: Axe) -> None:
    assert axe(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) == []
    page.set_viewport_size(WIDE)


def _code(secret: str, *, ahead: int = 0) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + ahead)))


@pytest.mark.check("C102")
def test_an_approver_sets_up_an_app_by_keyboard_and_signs_in_with_its_code(visitor: Page, axe: Axe) -> None:
    _sign_in(visitor, "frida@example.org")
    expect(visitor.locator("main")).to_contain_text("Noch ein Schritt, bevor Sie angemeldet sind")
    expect(visitor.locator(".header__login")).to_be_visible()
    _look(visitor, axe)

    visitor.get_by_role("link", name="App einrichten").press("Enter")
    secret = visitor.locator(".signin__secret").inner_text().replace(" ", "")
    _look(visitor, axe)
    visitor.fill("#id_code", _code(secret))
    visitor.press("#id_code", "Enter")
    expect(visitor.locator(".signin__codes li")).to_have_count(10)
    _look(visitor, axe)
    visitor.get_by_role("button", name="anmelden").press("Enter")
    expect(visitor).to_have_url(re.compile(r"/hilfe/$"))
    visitor.context.clear_cookies()

    _sign_in(visitor, "frida@example.org")
    _look(visitor, axe)
    # The code of the set-up counted already; the next one is taken, since clocks differ.
    visitor.fill("#id_code", _code(secret, ahead=1))
    visitor.press("#id_code", "Enter")

    expect(visitor).to_have_url(re.compile(r"/hilfe/$"))
    expect(visitor.locator(".header__user .menu")).to_contain_text("Frida")


@pytest.mark.check("C102")
def test_an_administrator_sets_up_a_security_key_and_signs_in_with_it(visitor: Page, axe: Axe) -> None:
    devtools = visitor.context.new_cdp_session(visitor)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**key, "automaticPresenceSimulation": True}})

    _sign_in(visitor, "gero@example.org")
    visitor.get_by_role("link", name="Sicherheitsschlüssel einrichten").click()
    _look(visitor, axe)
    visitor.fill("#id_name", "Schlüsselbund")
    visitor.get_by_role("button", name="Den Sicherheitsschlüssel einrichten").press("Enter")
    expect(visitor.locator(".signin__codes li")).to_have_count(10)
    visitor.get_by_role("button", name="anmelden").click()
    expect(visitor).to_have_url(re.compile(r"/hilfe/$"))
    visitor.context.clear_cookies()

    _sign_in(visitor, "gero@example.org")
    _look(visitor, axe)
    visitor.get_by_role("button", name="Sicherheitsschlüssel benutzen").press("Enter")

    expect(visitor).to_have_url(re.compile(r"/hilfe/$"))
    visitor.goto("/konto/zweiter-faktor/")
    expect(visitor.locator("main table")).to_contain_text("Schlüsselbund")
    _look(visitor, axe)


@pytest.mark.check("C005")
def test_a_key_that_does_not_answer_is_told_beside_the_button(visitor: Page) -> None:
    _sign_in(visitor, "emil@example.org")
    visitor.goto("/konto/zweiter-faktor/schluessel/")
    visitor.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('cancelled')); }")

    visitor.get_by_role("button", name="Den Sicherheitsschlüssel einrichten").click()

    expect(visitor.locator("[data-state]")).to_contain_text("hat nicht geantwortet")


@pytest.mark.check("C102")
def test_a_person_ends_a_session_elsewhere_and_signs_out_at_the_service_too(
    visitor: Page, house: House, axe: Axe, browser: Browser, browser_context_args: dict[str, Any]
) -> None:
    elsewhere = browser.new_context(**{**browser_context_args, "base_url": house.address}).new_page()
    _sign_in(elsewhere, "bert@example.org")
    _sign_in(visitor, "bert@example.org")
    visitor.goto("/konto/sitzungen/")
    expect(visitor.locator("tbody tr")).to_have_count(2)
    _look(visitor, axe)

    visitor.get_by_role("button", name="Alle anderen Sitzungen beenden").press("Enter")

    expect(visitor.locator("tbody tr")).to_have_count(1)
    elsewhere.goto("/konto/sitzungen/")
    expect(elsewhere).to_have_url(re.compile(r"/anmelden/"))
    elsewhere.goto("/anmelden/passwort-vergessen/")
    _look(elsewhere, axe)
    elsewhere.context.close()


def test_signing_out_leads_to_the_end_of_the_session_at_the_service(visitor: Page, house: House, axe: Axe) -> None:
    house.service.know("ruth", email="ruth@example.org", email_verified=True, name="Ruth Beispiel", groups=["planung"])
    visitor.goto("/anmelden/?next=/hilfe/")
    visitor.get_by_role("button", name="Mit Rathaus-Login anmelden").click()
    visitor.fill("input[name=sub] >> nth=0", "ruth")
    visitor.get_by_role("button", name="Authorize").click()
    visitor.click("details[data-menu] > summary")

    visitor.get_by_role("button", name="Abmelden").click()
    expect(visitor.locator("h1")).to_have_text("Sie sind abgemeldet")
    expect(visitor.locator(".header__login")).to_be_visible()
    assert axe(visitor) == []
    visitor.get_by_role("link", name="Auch bei Rathaus-Login abmelden").click()

    expect(visitor).to_have_url(re.compile(rf"^{re.escape(house.service.address)}/oauth2/end_session\?"))
