# SPDX-License-Identifier: EUPL-1.2
"""Areas against others in Chromium: another choice and another period are asked for once, words are the server's."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import SIGHTS, Axe, ColorScheme, RequestLog, overflow
from tests.browser.workbenches import CHILDREN, open_in_sight, open_narrow, open_workbench, shown_address, step_to

pytestmark = [pytest.mark.browser, pytest.mark.check("C018")]

OPEN = f"{CHILDREN}&tafeln=rangfolge,gegenueber"
KEY = "08100311"
FOCUSED = f"{OPEN}&gebiet={KEY}"
BODY = (
    "() => document.querySelector('[data-asked-body]').innerHTML.replace(/\\s+/g, ' ').replace(/href=\"[^\"]*\"/g, '')"
)
AREAS = ".versus__area"


def settled(page: Page) -> None:
    expect(page.locator(".versus")).not_to_have_attribute("aria-busy", "true")


def test_step_of_time_shows_what_the_server_says_of_that_period_and_asks_once(
    page: Page, page_without_scripts: Page, request_log: RequestLog
) -> None:
    open_workbench(page, FOCUSED)
    asked = len(request_log.addresses)

    for code in ("2022-12-31", "2024-12-31", "2022-12-31"):
        step_to(page, code)
        settled(page)
        page_without_scripts.goto(FOCUSED.replace("stand=2024-12-31", f"stand={code}"))
        assert page.evaluate(BODY) == page_without_scripts.evaluate(BODY)
    assert len([address for address in request_log.addresses[asked:] if "gegenueber.json" in address]) == 1


@pytest.mark.check("C025")
def test_choice_is_followed_and_pointing_goes_both_ways(page: Page) -> None:
    open_workbench(page, OPEN)
    expect(page.locator("[data-asked-body]")).to_contain_text("Klicken Sie ein Gebiet")

    page.locator(f".ranking__row[data-key='{KEY}'] a").click()
    expect(page.locator(f"{AREAS}.is-focus")).to_have_count(1)
    page.locator(f"{AREAS}.is-focus").hover()
    expect(page.locator(".ranking__row.is-pointed")).to_have_attribute("data-key", KEY)
    page.locator("[data-asked-figures] summary").click()
    page.locator(f"{AREAS} h3 a").click()
    expect(page).not_to_have_url(re.compile("gebiet="))
    expect(page.locator("[data-asked-body]")).to_contain_text("Klicken Sie ein Gebiet")


def test_table_stays_open_and_who_stands_on_a_name_stays_there(page: Page) -> None:
    open_workbench(page, FOCUSED)
    page.locator("[data-asked-figures] summary").click()
    page.locator(f"{AREAS} h3 a").focus()

    step_to(page, "2022-12-31")
    settled(page)

    expect(page.locator("[data-asked-figures]")).to_have_js_property("open", True)
    expect(page.locator(f"{AREAS} h3 a")).to_be_focused()


def test_sign_and_word_stand_beside_each_other(page_without_scripts: Page) -> None:
    page_without_scripts.goto(FOCUSED)

    signs = page_without_scripts.locator(".versus__verdict .badge")
    assert signs.count() >= 3
    for at in range(signs.count()):
        assert signs.nth(at).inner_text().strip() in {"höher", "ähnlich", "niedriger", "nicht verglichen"}
        assert signs.nth(at).locator("svg").count() == 1


@pytest.mark.check("C010", "C014")
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_narrow_page_is_not_scrolled_sideways(page: Page, page_without_scripts: Page, has_script: bool) -> None:
    shown = page if has_script else page_without_scripts
    open_narrow(shown, FOCUSED, has_script=has_script)

    assert overflow(shown) == []


@pytest.mark.check("C003")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, FOCUSED, size, scheme)

    assert axe(page) == []


def test_key_figures_follow_the_choice_and_the_period(page: Page, page_without_scripts: Page) -> None:
    open_workbench(page, f"{CHILDREN}&tafeln=rangfolge,kennzahlen")
    panel = page.locator("[data-workbench-panel=kennzahlen]")
    expect(panel.locator("thead th")).to_have_count(2)

    page.locator(f".ranking__row[data-key='{KEY}'] a").click()
    page.get_by_role("link", name="In die Auswahl").click()
    expect(panel.locator("thead th")).to_have_count(3)
    step_to(page, "2022-12-31")
    expect(panel).not_to_have_attribute("aria-busy", "true")

    page_without_scripts.goto(shown_address(page))
    there = page_without_scripts.locator("[data-workbench-panel=kennzahlen] table")
    expect(panel.locator("thead th")).to_have_count(3)
    assert panel.locator("table").inner_text() == there.inner_text()


@pytest.mark.check("C003", "C010")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing_in_key_figures(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, f"{CHILDREN}&tafeln=kennzahlen", size, scheme)

    assert axe(page) == []
    assert overflow(page) == []
