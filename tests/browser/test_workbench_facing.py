# SPDX-License-Identifier: EUPL-1.2
"""Two maps beside each other in Chromium: they move and mark together, a slider parts them, the address says how."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import SIGHTS, Axe, ColorScheme, RequestLog, overflow
from tests.browser.workbenches import POVERTY, REUTERKIEZ, open_in_sight, open_narrow, open_workbench, step_to

pytestmark = pytest.mark.browser

PERIODS = f"{POVERTY}&tafeln=rangfolge,nebeneinander&vergleich=2014-12-31"
SWIPED = f"{PERIODS}&anordnung=wischen"
# What fills the areas of both maps that are shown, by place.
FILLS = """() => [...document.querySelectorAll('.facing__map:not([hidden])')].map((drawing) => {
    const fills = [];
    for (const use of drawing.querySelectorAll('[data-smallmap-areas] use')) {
        fills[Number(/\\d+$/.exec(use.getAttribute('href'))[0])] =
            use.getAttribute('class') ?? use.parentElement.getAttribute('class');
    }
    return fills.join('|'); })"""
SAYS = """() => ['[data-facing-caption="0"]', '[data-facing-caption="1"]', '[data-facing-words]'].map((place) =>
    document.querySelector(place).textContent.trim().replace(/\\s+/g, ' '))"""
ROWS = """() => [...document.querySelectorAll('[data-facing-figures] tbody tr')].map((row) =>
    [...row.cells].map((cell) => cell.textContent.trim()))"""
BOXES = "() => [...document.querySelectorAll('.facing__map:not([hidden])')].map((map) => map.getAttribute('viewBox'))"


def test_step_of_time_fills_both_maps_as_the_server_does_and_asks_nobody(
    page: Page, page_without_scripts: Page, request_log: RequestLog
) -> None:
    open_workbench(page, PERIODS)
    page.locator("[data-facing-figures] summary").click()
    asked = len(request_log.addresses)

    for code in ("2016-12-31", "2018-12-31"):
        step_to(page, code)
        page_without_scripts.goto(PERIODS.replace("stand=2018-12-31", f"stand={code}"))
        fills = page.evaluate(FILLS)
        assert len(fills) == 2
        assert fills == page_without_scripts.evaluate(FILLS)
        assert page.evaluate(SAYS) == page_without_scripts.evaluate(SAYS)
        assert page.evaluate(ROWS) == page_without_scripts.evaluate(ROWS)
    assert len(request_log.addresses) == asked


def test_second_indicator_lies_beside_the_first(page: Page, page_without_scripts: Page) -> None:
    address = f"{POVERTY}&tafeln=nebeneinander&zweiter=anteil-unter-18"
    open_workbench(page, address)
    step_to(page, "2016-12-31")

    page_without_scripts.goto(address.replace("stand=2018-12-31", "stand=2016-12-31"))
    assert page.evaluate(FILLS) == page_without_scripts.evaluate(FILLS)
    assert page.evaluate(SAYS) == page_without_scripts.evaluate(SAYS)


@pytest.mark.check("C002")
def test_both_maps_move_together_by_buttons_that_keys_reach(page: Page) -> None:
    open_workbench(page, PERIODS)
    whole = page.evaluate(BOXES)

    page.locator("[data-facing-move=in]").focus()
    page.keyboard.press("Enter")
    closer = page.evaluate(BOXES)
    page.locator("[data-facing-move=left]").press("Enter")
    shifted = page.evaluate(BOXES)

    for boxes in (whole, closer, shifted):
        assert boxes[0] == boxes[1]
    assert len({boxes[0] for boxes in (whole, closer, shifted)}) == 3
    page.locator("[data-facing-move=fit]").click()
    assert page.evaluate(BOXES) == whole


@pytest.mark.check("C025")
def test_pointing_and_choosing_mark_both_maps(page: Page) -> None:
    open_workbench(page, PERIODS)

    page.locator(f".ranking__row[data-key='{REUTERKIEZ}'] a").hover()
    expect(page.locator(".facing__map:not([hidden]) .smallmap__ring--point")).to_have_count(2)
    expect(page.locator("[data-facing-told]")).to_contain_text("Reuterkiez – Kinderarmut, 31.12.2014: ")
    expect(page.locator("[data-facing-told]")).to_contain_text("Kinderarmut, 31.12.2018: 32,7\xa0%")
    page.locator(f".ranking__row[data-key='{REUTERKIEZ}'] a").click()
    expect(page.locator(".facing__map:not([hidden]) .smallmap__ring--focus")).to_have_count(2)


@pytest.mark.check("C002", "C020")
def test_slider_parts_both_maps_by_keys_and_the_address_says_how_they_lie(page: Page) -> None:
    open_workbench(page, PERIODS)
    slider = page.get_by_role("slider", name="Trennlinie zwischen beiden Karten")
    expect(slider).to_be_hidden()

    page.get_by_role("link", name="Übereinander").click()
    expect(page).to_have_url(re.compile("anordnung=wischen"))
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")

    expect(slider).to_have_attribute("aria-valuetext", re.compile("^52 %: links davon Kinderarmut, 31.12.2014"))
    clips = page.locator(".facing__map:not([hidden])").evaluate_all(
        "(maps) => maps.map((map) => [getComputedStyle(map).clipPath, map.getBoundingClientRect().x])"
    )
    assert clips[0][0] != clips[1][0]
    assert clips[0][1] == clips[1][1]
    page.go_back()
    expect(slider).to_be_hidden()
    assert page.locator(".facing__map--1:not([hidden])").evaluate("(map) => getComputedStyle(map).clipPath") == "none"


@pytest.mark.check("C022")
def test_paper_holds_both_maps_whole(page: Page) -> None:
    open_workbench(page, SWIPED)

    page.emulate_media(media="print")

    places = page.locator(".facing__map:not([hidden])").evaluate_all(
        "(maps) => maps.map((map) => [getComputedStyle(map).clipPath, map.getBoundingClientRect().x])"
    )
    assert [clip for clip, _x in places] == ["none", "none"]
    assert places[0][1] < places[1][1]
    expect(page.locator("[data-facing-slider]")).to_be_hidden()


@pytest.mark.check("C010", "C014")
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_narrow_page_is_not_scrolled_sideways_and_stacks_both_maps(
    page: Page, page_without_scripts: Page, has_script: bool
) -> None:
    shown = page if has_script else page_without_scripts
    open_narrow(shown, PERIODS, has_script=has_script)

    assert overflow(shown) == []
    places = shown.locator(".facing__map:not([hidden])").evaluate_all(
        "(maps) => maps.map((map) => [map.getBoundingClientRect().x, map.getBoundingClientRect().y])"
    )
    assert places[0][0] == places[1][0]
    assert places[0][1] < places[1][1]


@pytest.mark.check("C003")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, SWIPED, size, scheme)

    assert axe(page) == []
