# SPDX-License-Identifier: EUPL-1.2
"""The simple view is a setting of the browser, never a part of the address; the tour goes by keyboard."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import SIGHTS, Axe, ColorScheme, overflow, sampled
from tests.browser.workbenches import POVERTY, open_in_sight, open_workbench

pytestmark = pytest.mark.browser
KEPT = "JSON.stringify({...localStorage})"


def _change_view(page: Page) -> None:
    page.locator("[data-workbench-view] button").click()


def test_simple_view_shows_map_time_and_table_and_is_remembered(page: Page) -> None:
    open_workbench(page, POVERTY)
    expect(page.locator("[data-workbench-panel=rangfolge]")).to_be_visible()
    assert page.evaluate(KEPT) == "{}"

    _change_view(page)

    for part in (
        "[data-map-frame]",
        "[data-timeline]",
        "#legend",
        "[data-workbench-panel=tabelle]",
        "#workbench-period",
    ):
        expect(page.locator(part)).to_be_visible()
    for part in (
        "[data-workbench-panel=rangfolge]",
        "[data-workbench-panel=verlauf]",
        ".workbench__toggles",
        "#workbench-second",
    ):
        expect(page.locator(part)).to_be_hidden()
    assert "ansicht" not in page.url
    assert page.evaluate(KEPT) == '{"ansicht":"einfach"}'

    page.reload()
    page.wait_for_function("() => document.querySelector('.workbench--drawn')")
    expect(page.locator("[data-workbench-panel=rangfolge]")).to_be_hidden()
    _change_view(page)
    expect(page.locator("[data-workbench-panel=rangfolge]")).to_be_visible()
    expect(page.locator("[data-workbench-panel=verlauf] svg").first).to_be_visible()
    # What is usual leaves no trace.
    assert page.evaluate(KEPT) == "{}"


def test_panels_that_a_link_names_are_shown_in_the_simple_view_too(page: Page) -> None:
    open_workbench(page, POVERTY)
    _change_view(page)

    open_workbench(page, f"{POVERTY}&tafeln=rangfolge,verteilung")

    expect(page.locator("[data-workbench-panel=rangfolge]")).to_be_visible()
    expect(page.locator("[data-workbench-panel=verteilung]")).to_be_visible()


@pytest.mark.check("C011")
def test_tour_goes_by_keyboard_through_all_parts_and_gives_the_focus_back(page: Page) -> None:
    open_workbench(page, POVERTY)
    page.get_by_text("Rundgang über diese Seite").click()
    page.get_by_role("button", name="Rundgang beginnen").focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog")
    seen = []

    for number in range(1, 9):
        expect(card).to_contain_text(f"Schritt {number} von 8")
        expect(page.locator(".is-toured")).to_have_count(1)
        expect(page.locator(".is-toured")).to_be_in_viewport()
        seen.append(card.get_by_role("heading").inner_text())
        if number < 8:
            page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(card).to_contain_text("Schritt 7 von 8")
    page.keyboard.press("Escape")

    assert len({*seen}) == 8
    expect(card).to_be_hidden()
    expect(page.locator(".is-toured")).to_have_count(0)
    expect(page.get_by_role("button", name="Rundgang beginnen")).to_be_focused()


def test_tour_leaves_out_what_the_simple_view_hides(page: Page) -> None:
    open_workbench(page, POVERTY)
    _change_view(page)
    page.get_by_text("Rundgang über diese Seite").click()
    page.get_by_role("button", name="Rundgang beginnen").click()

    expect(page.get_by_role("dialog")).to_contain_text("Schritt 1 von 7")


@pytest.mark.check("C001", "C013")
@pytest.mark.parametrize(("view", "size", "scheme"), sampled(["einfach", "voll"], SIGHTS))
def test_axe_finds_nothing_during_the_tour(
    page: Page, axe: Axe, view: str, size: ViewportSize, scheme: ColorScheme
) -> None:
    open_in_sight(page, POVERTY, size, scheme)
    if view == "einfach":
        _change_view(page)
    page.get_by_text("Rundgang über diese Seite").click()
    page.get_by_role("button", name="Rundgang beginnen").click()
    expect(page.get_by_role("dialog")).to_be_visible()

    assert axe(page) == []
    assert overflow(page) == []


@pytest.mark.check("C005")
def test_without_scripts_the_tour_is_a_list_of_links_and_everything_is_shown(page_without_scripts: Page) -> None:
    page_without_scripts.goto(POVERTY)
    page_without_scripts.get_by_text("Rundgang über diese Seite").click()

    links = page_without_scripts.locator("[data-tour-list] a")
    targets = links.evaluate_all("links => links.map((link) => link.hash)")
    assert len(targets) == 8
    for target in targets:
        expect(page_without_scripts.locator(target)).to_have_count(1)
    expect(page_without_scripts.locator("[data-workbench-view]")).to_be_hidden()
    expect(page_without_scripts.locator("[data-workbench-panel=rangfolge]")).to_be_visible()
