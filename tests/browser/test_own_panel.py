# SPDX-License-Identifier: EUPL-1.2
"""An own area comes into a published dashboard: chosen by form, let out by a second person, read wide and narrow."""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import scenarios as steps
from tests.browser.conftest import NARROW, WIDE, Axe, RequestLog, overflow
from tests.browser.plannershouse import sign_in
from tests.browser.scenariohouse import ScenarioHouse, opened, planning, without_scripts

pytestmark = [pytest.mark.browser, pytest.mark.check("C002")]
PHONE: ViewportSize = {"width": 320, "height": 740}
# The first column up to its third quarter, the first one by half.
BUILT = """
from tests.factories.ownhouse import box, build_own_house
build_own_house().keep("Schulweg Nord", box(0, 0.5, 1, 3))
"""


@pytest.fixture(scope="module")
def own_house() -> Iterator[ScenarioHouse]:
    """Open a house in which an own area is shared."""
    with opened("ownpanel", BUILT) as house:
        yield house


@pytest.fixture
def planner(browser: Browser, browser_context_args: dict[str, Any], own_house: ScenarioHouse) -> Iterator[Page]:
    """Give a planner's page of the house."""
    with planning(browser, browser_context_args, own_house, RequestLog()) as page:
        yield page


@pytest.fixture
def second_person(browser: Browser, browser_context_args: dict[str, Any], own_house: ScenarioHouse) -> Iterator[Page]:
    """Give a page of somebody who uses no scripts."""
    with without_scripts(browser, browser_context_args, own_house) as page:
        yield page


def picture(page: Page, name: str) -> None:
    """Keep a picture of a page where somebody asks for it."""
    if folder := os.environ.get("OWN_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def dashboard_of(page: Page, title: str) -> None:
    """Begin a dashboard for the public that shows the own area with three key figures, and look at its preview."""
    page.goto("/musterstadt/berichte/werkstatt/neu/")
    page.fill("#id_title", title)
    page.locator("main form .kern-btn--primary").click()
    page.fill("#new-part", "Rund um uns")
    page.locator("main button[value=add]").click()
    page.select_option("#part1-kind", "own")
    page.locator("#part1 .builder__add .kern-btn").first.click()
    page.get_by_label("Eigenes Gebiet", exact=True).select_option(label="Schulweg Nord, Fassung 1")
    for name in ("Kinder", "Quote", "Geheim"):
        page.get_by_label(name, exact=True).check()
    picture(page, "form")
    page.locator("main form .kern-btn--primary").click()
    page.get_by_role("link", name="Vorschau").first.click()


def test_an_own_area_comes_into_a_published_dashboard(
    planner: Page, second_person: Page, browser: Browser, own_house: ScenarioHouse, axe: Axe
) -> None:
    page = planner
    sign_in(page, "bert")
    dashboard_of(page, "Rund um die Schule")
    expect(page.locator("main")).to_contain_text("≈ 55")
    assert axe(page) == []

    address = steps.let_out(second_person, steps.hand_in(page, own_house.work))

    for size in (WIDE, NARROW, PHONE):
        context = browser.new_context(locale="de-DE", viewport=size)
        public = context.new_page()
        public.goto(address)
        main = public.locator("main")
        expect(main).to_contain_text("Von 3 Kennzahlen können 2 genannt werden, davon 2 geschätzt.")
        expect(main).to_contain_text("von 50 bis 60")
        expect(main).to_contain_text("niedriger als Musterstadt: 6,5")
        expect(main).to_contain_text("gesperrt: geheim gehalten (1)")
        steps.expect_drawn(public)
        outline = public.locator(".edition__picture").first
        expect(outline).to_have_attribute("alt", re.compile("Umriss des eigenen Gebiets.*wird angeschnitten"))
        assert axe(public) == []
        assert overflow(public) == []
        picture(public, f"edition-{size['width']}")
        context.close()
