# SPDX-License-Identifier: EUPL-1.2
"""Signing in as people do it: at the sign-in service of the house, in a real browser against a real provider."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Axe, overflow
from tests.browser.houses import House, house, people_database, visitor

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
