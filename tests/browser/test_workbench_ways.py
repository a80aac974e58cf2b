# SPDX-License-Identifier: EUPL-1.2
"""Ways over the workbench: whoever opens a panel stands before it, whoever chose goes on from there."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.workbenches import PAGE, POVERTY, READY, open_workbench

pytestmark = pytest.mark.browser

PANEL = "#tafel-kennzahlen"
TOGGLE = "#panel-kennzahlen"
# How far the heads of a table reach to the right of what is seen of it.
CUT_OFF = """head => {
    const right = (each) => each.getBoundingClientRect().right;
    const seen = right(document.querySelector("[data-workbench-panel=tabelle] .table-region"));
    return [...document.querySelectorAll(head)].map((each) => Math.round(right(each) - seen));
}"""
FOCUSED = "() => document.activeElement.id"


@pytest.mark.check("C002", "C003")
def test_panel_that_is_opened_by_keyboard_is_on_the_screen_and_comes_next(page: Page) -> None:
    open_workbench(page, POVERTY)
    expect(page.locator(PANEL)).to_have_count(0)

    page.locator(TOGGLE).press("Enter")
    expect(page.locator(f"{PANEL} h2")).to_be_in_viewport()
    page.wait_for_function(READY)
    page.keyboard.press("Tab")
    assert page.evaluate("panel => document.querySelector(panel).contains(document.activeElement)", PANEL)

    page.locator(TOGGLE).press("Enter")
    expect(page.locator(PANEL)).to_have_count(0)
    page.wait_for_function(READY)
    assert page.evaluate(FOCUSED) == TOGGLE[1:]


def test_panel_is_on_the_screen_without_script(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto(POVERTY)

    page.locator(TOGGLE).click()
    expect(page.locator(f"{PANEL} h2")).to_be_in_viewport()


@pytest.mark.check("C002")
def test_who_chooses_another_indicator_goes_on_from_the_same_control(page: Page) -> None:
    open_workbench(page, POVERTY)

    page.select_option("#workbench-indicator", "anteil-unter-18")
    expect(page).to_have_url(re.compile("indikator=anteil-unter-18"))
    page.wait_for_function(READY)
    assert page.evaluate(FOCUSED) == "workbench-indicator"
    # What stands above it is still on the screen.
    expect(page.locator("header").first).to_be_in_viewport()


def test_address_is_copied_by_its_button(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_workbench(page, POVERTY)
    button = page.locator("#workbench-address").get_by_role("button", name="Kopieren")

    button.click()
    expect(page.locator("#workbench-address [data-copy]")).to_have_text("Kopiert")
    assert page.evaluate("navigator.clipboard.readText()").partition(PAGE)[2] == POVERTY.partition(PAGE)[2]


@pytest.mark.check("C010")
@pytest.mark.parametrize(
    ("size", "heads"),
    [(WIDE, "[data-workbench-table] thead th"), (NARROW, "[data-workbench-table] thead th[data-column=value]")],
    ids=["all columns", "the figure"],
)
def test_table_shows_its_figures_without_moving_it_sideways(page: Page, size: ViewportSize, heads: str) -> None:
    page.set_viewport_size(size)
    open_workbench(page, POVERTY)

    cut_off = page.evaluate(CUT_OFF, heads)
    assert cut_off
    assert max(cut_off) <= 0
