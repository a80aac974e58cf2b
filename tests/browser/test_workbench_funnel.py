# SPDX-License-Identifier: EUPL-1.2
"""Size and chance in Chromium: the marks of the server in their funnel, linked and walked by keyboard."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, SIGHTS, WIDE, Axe, ColorScheme, RequestLog, overflow
from tests.browser.workbenches import (
    CHILDREN,
    POSITIONS,
    POVERTY,
    open_in_sight,
    open_narrow,
    open_workbench,
    step_to,
)

pytestmark = pytest.mark.browser

FUNNEL = f"{CHILDREN}&tafeln=rangfolge,trichter"
# Marks by kind and shape, with their height; where they lie across as parts of the drawing, whatever its width.
MARKS = """() => {
    const drawing = document.querySelector('[data-funnel-drawing]');
    const { width } = drawing.viewBox.baseVal;
    return [...drawing.querySelectorAll('.funnel__mark')].map((mark) => {
        const [x, y] = mark.getAttribute('transform').match(/[\\d.]+/g).map(Number);
        return { kind: mark.getAttribute('class'), shape: mark.getAttribute('d'), y,
            x: 100 * (x - 52) / (width - 66) }; }); }"""
BANDS = """() => [...document.querySelectorAll('[data-funnel-drawing] .funnel__band')].map((band) =>
    band.getAttribute('d').match(/,[\\d.]+/g).map((y) => Number(y.slice(1))))"""
ROWS = """() => [...document.querySelectorAll('[data-funnel-figures] tbody tr')].map((row) =>
    [...row.cells].map((cell) => cell.textContent.trim()))"""
SAYS = "() => document.querySelector('[data-funnel-words]').textContent.trim().replace(/\\s+/g, ' ')"


@pytest.mark.check("C004", "C005")
def test_funnel_of_the_script_is_that_of_the_server_at_every_step(
    page: Page, page_without_scripts: Page, request_log: RequestLog
) -> None:
    open_workbench(page, FUNNEL)
    page.locator("[data-funnel-figures] summary").click()
    asked = len(request_log.addresses)

    for code in ("2022-12-31", "2024-12-31"):
        step_to(page, code)
        page_without_scripts.goto(FUNNEL.replace("stand=2024-12-31", f"stand={code}"))
        marks, plain = (sorted(shown.evaluate(MARKS), key=str) for shown in (page, page_without_scripts))
        assert len(marks) == len(plain) > 400
        assert sorted(mark["kind"] + mark["shape"] for mark in marks) == sorted(
            mark["kind"] + mark["shape"] for mark in plain
        )
        for at in ("x", "y"):
            places = [sorted(mark[at] for mark in each) for each in (marks, plain)]
            assert max(abs(one - other) for one, other in zip(*places, strict=True)) <= 0.15
        bands = [[y for band in shown.evaluate(BANDS) for y in band] for shown in (page, page_without_scripts)]
        assert max(abs(one - other) for one, other in zip(*bands, strict=True)) <= 0.15
        assert page.evaluate(SAYS) == page_without_scripts.evaluate(SAYS)
        assert page.evaluate(ROWS) == page_without_scripts.evaluate(ROWS)
    assert len(request_log.addresses) == asked


@pytest.mark.check("C001", "C002")
def test_marks_are_walked_by_keyboard_and_mark_all_panels(page: Page) -> None:
    open_workbench(page, FUNNEL)
    marks = page.get_by_role("listbox", name=re.compile("Größe der Gebiete und Zufall")).get_by_role("option")
    assert marks.count() > 400
    page.locator(".funnel .scatter__dots [tabindex='0']").focus()

    page.keyboard.press("Home")
    named = page.locator(".funnel__mark:focus")
    expect(named).to_have_attribute("aria-label", re.compile(r"^.+: [\d,]+\s%; [\d.]+; (innerhalb des Zufalls|dar)"))
    expect(page.locator(".ranking__row.is-pointed")).to_have_count(1)
    before = page.evaluate("() => document.activeElement.getAttribute('transform')")
    page.keyboard.press("ArrowUp")
    after = page.evaluate("() => document.activeElement.getAttribute('transform')")
    heights = [float(re.findall(r"[\d.]+", words)[1]) for words in (before, after)]
    assert heights[1] < heights[0]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("gebiet="))
    expect(page.locator(".funnel .scatter__name")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".funnel .scatter__name")).to_have_count(0)
    assert page.locator(".funnel .scatter__dots [tabindex='0']").count() == 1


def test_share_without_counts_has_a_sentence_and_no_picture(page: Page, page_without_scripts: Page) -> None:
    for address, words in ((POVERTY, "Anteile ohne Fallzahlen"), (POSITIONS, "Position und keinen Anteil")):
        open_workbench(page, f"{address}&tafeln=trichter")
        page_without_scripts.goto(f"{address}&tafeln=trichter")
        for shown in (page, page_without_scripts):
            expect(shown.locator("[data-funnel-words]")).to_contain_text(words)
            expect(shown.locator("[data-funnel-drawing]")).to_be_hidden()


@pytest.mark.check("C010")
def test_screen_that_is_turned_does_not_keep_its_width(page: Page) -> None:
    page.set_viewport_size(WIDE)
    open_workbench(page, FUNNEL)

    page.set_viewport_size(NARROW)
    page.wait_for_function("() => document.querySelector('[data-funnel-drawing]').viewBox.baseVal.width < 320")

    assert overflow(page) == []


@pytest.mark.check("C010", "C014")
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_narrow_page_is_not_scrolled_sideways(page: Page, page_without_scripts: Page, has_script: bool) -> None:
    shown = page if has_script else page_without_scripts
    open_narrow(shown, FUNNEL, has_script=has_script)

    assert overflow(shown) == []


@pytest.mark.check("C003")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, f"{FUNNEL}&gebiet=08100311", size, scheme)
    page.locator("[data-funnel-figures] summary").click()

    assert axe(page) == []
