# SPDX-License-Identifier: EUPL-1.2
"""How areas spread, in Chromium: the boxes of the server, linked with all panels and walked by keyboard."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import SIGHTS, Axe, ColorScheme, RequestLog, overflow
from tests.browser.workbenches import POVERTY, REUTERKIEZ, open_in_sight, open_narrow, open_workbench, step_to

pytestmark = pytest.mark.browser

BOXES = f"{POVERTY}&tafeln=rangfolge,verteilung"
# Every mark of the picture with its place in percent of the axis.
MARKS = """() => [...document.querySelectorAll('[data-boxes-rows] :is(line, rect, circle, text)')].map((mark) => [
    mark.getAttribute('class').replace(' is-meant', ''),
    ...['x', 'x1', 'cx', 'width', 'y'].map((name) => Math.round(10 * parseFloat(mark.getAttribute(name) ?? 0)) / 10),
    mark.textContent.trim()].join(' ')).sort()"""
NAMES = """() => [...document.querySelectorAll('.boxes__name')].map(({textContent}) =>
    textContent.trim().replace(/\\s+/g, ' '))"""
ROWS = """() => [...document.querySelectorAll('[data-boxes-figures] tbody tr')].map((row) =>
    [...row.cells].map((cell) => cell.textContent.trim()))"""
SAYS = "() => document.querySelector('[data-boxes-words]').textContent.trim().replace(/\\s+/g, ' ')"


@pytest.mark.check("C004", "C005")
def test_boxes_of_the_script_are_those_of_the_server_at_every_step(
    page: Page, page_without_scripts: Page, request_log: RequestLog
) -> None:
    address = f"{BOXES}&gebiet={REUTERKIEZ}"
    open_workbench(page, address)
    page.locator("[data-boxes-figures] summary").click()
    asked = len(request_log.addresses)

    for code in ("2016-12-31", "2018-12-31"):
        step_to(page, code)
        page_without_scripts.goto(address.replace("stand=2018-12-31", f"stand={code}"))
        marks, plain = page.evaluate(MARKS), page_without_scripts.evaluate(MARKS)
        assert len([mark for mark in marks if mark.startswith("boxes__spot")]) > 400
        assert sorted({*marks} ^ {*plain}) == []
        assert len(marks) == len(plain)
        for read in (NAMES, SAYS, ROWS):
            assert page.evaluate(read) == page_without_scripts.evaluate(read)
    assert len(request_log.addresses) == asked


@pytest.mark.check("C001", "C002")
def test_strokes_are_walked_by_keyboard_and_mark_all_panels(page: Page) -> None:
    open_workbench(page, BOXES)
    strokes = page.get_by_role("listbox", name=re.compile("Kinderarmut: Verteilung")).get_by_role("option")
    assert strokes.count() > 400
    page.locator(".boxes__spots [tabindex='0']").focus()

    page.keyboard.type("reuter")
    expect(page.locator(".boxes__spot:focus")).to_have_attribute("aria-label", "Reuterkiez: 32,7\xa0%")
    expect(page.locator(".ranking__row.is-pointed")).to_have_attribute("data-key", REUTERKIEZ)
    page.wait_for_timeout(750)
    at = page.locator(".boxes__spot:focus").get_attribute("x")
    page.keyboard.press("ArrowRight")
    there = page.locator(".boxes__spot:focus").get_attribute("x")
    assert float((there or "").removesuffix("%")) > float((at or "").removesuffix("%"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("gebiet="))
    expect(page.locator(".boxes__spot:focus")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[data-boxes-meant] li")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-boxes-meant] li")).to_have_count(0)
    # One stop for all areas.
    assert page.locator(".boxes__spots [tabindex='0']").count() == 1


@pytest.mark.check("C025")
def test_pointing_and_choosing_go_both_ways(page: Page) -> None:
    open_workbench(page, BOXES)

    page.locator(f".ranking__row[data-key='{REUTERKIEZ}'] a").hover()
    expect(page.locator("[data-boxes-told]")).to_have_text("Reuterkiez: 32,7\xa0%")
    expect(page.locator(".boxes__spot.is-pointed")).to_have_count(1)
    page.locator("[data-boxes-groups] .box__beyond").last.hover()
    expect(page.locator(".ranking__row.is-pointed")).to_have_count(1)
    page.locator("[data-boxes-groups] .box__beyond").last.click()
    expect(page.locator("[data-boxes-meant] .boxes__meant--focus")).to_have_count(1)


@pytest.mark.check("C010", "C014")
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_narrow_page_is_not_scrolled_sideways(page: Page, page_without_scripts: Page, has_script: bool) -> None:
    shown = page if has_script else page_without_scripts
    open_narrow(shown, f"{BOXES}&gebiet={REUTERKIEZ}", has_script=has_script)

    assert overflow(shown) == []


@pytest.mark.check("C003")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, f"{BOXES}&gebiet={REUTERKIEZ}", size, scheme)
    page.locator("[data-boxes-figures] summary").click()

    assert axe(page) == []
