# SPDX-License-Identifier: EUPL-1.2
"""Two indicators against each other in Chromium: the points of the server, linked, and walked by keyboard."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, SIGHTS, WIDE, Axe, ColorScheme, RequestLog, overflow
from tests.browser.workbenches import (
    CHILDREN,
    POVERTY,
    REUTERKIEZ,
    WORDS,
    open_in_sight,
    open_narrow,
    open_workbench,
    step_to,
)

pytestmark = pytest.mark.browser

PAIR = f"{POVERTY}&zweiter=anteil-unter-18&tafeln=rangfolge,zusammenhang"
# Where points lie as parts of the drawing, so that its width does not matter.
POINTS = """() => {
    const drawing = document.querySelector('[data-scatter-drawing]');
    const { width } = drawing.viewBox.baseVal;
    const share = (dot) => Math.round(200 * (Number(dot.getAttribute('cx')) - 52) / (width - 66));
    return [...drawing.querySelectorAll('.scatter__dot')].map((dot) =>
        [dot.getAttribute('class'), share(dot), Number(dot.getAttribute('cy'))].join(' ')).sort(); }"""
ROWS = """() => [...document.querySelectorAll('.scatter__table tbody tr')].map((row) =>
    [...row.cells].map((cell) => cell.textContent.trim()))"""
SAYS = "() => document.querySelector('[data-scatter-words]').textContent.trim().replace(/\\s+/g, ' ')"


def near(one: list[str], other: list[str]) -> bool:
    """Say whether points are the same but for the rounding of their places."""
    parts = [[point.rsplit(" ", 2) for point in points] for points in (one, other)]
    styles = [sorted(style for style, _x, _y in points) for points in parts]
    sums = [(sum(float(x) for _s, x, _y in points), sum(float(y) for _s, _x, y in points)) for points in parts]
    return styles[0] == styles[1] and all(abs(a - b) <= 0.5 * len(one) for a, b in zip(sums[0], sums[1], strict=True))


@pytest.mark.check("C004", "C005")
def test_points_of_the_script_are_those_of_the_server_at_every_step(
    page: Page, page_without_scripts: Page, request_log: RequestLog
) -> None:
    open_workbench(page, PAIR)
    page.locator("[data-scatter-figures] summary").click()
    asked = len(request_log.addresses)

    for code in ("2016-12-31", "2018-12-31"):
        step_to(page, code)
        page_without_scripts.goto(PAIR.replace("stand=2018-12-31", f"stand={code}"))
        points = page.evaluate(POINTS)
        assert len(points) > 400
        assert near(points, page_without_scripts.evaluate(POINTS))
        assert page.evaluate(SAYS) == page_without_scripts.evaluate(SAYS)
        assert page.evaluate(ROWS) == page_without_scripts.evaluate(ROWS)
    assert len(request_log.addresses) == asked


@pytest.mark.check("C005")
def test_table_holds_the_points_and_why_others_have_none(page_without_scripts: Page) -> None:
    page_without_scripts.goto(PAIR)

    rows = page_without_scripts.evaluate(ROWS)
    both = [row for row in rows if all(re.match(r"[\d,.]+", words) for words in row[1:])]
    assert len(rows) == 448
    assert len(both) == page_without_scripts.locator(".scatter__dot").count()
    assert {"gesperrt: geheim gehalten" in row[2] for row in rows} == {True, False}
    lacking = re.search(r"(\d+) ohne beide Werte sind nicht im Bild", page_without_scripts.evaluate(SAYS))
    assert lacking is not None
    assert int(lacking[1]) == len(rows) - len(both)


@pytest.mark.check("C001", "C002")
def test_points_are_walked_by_keyboard_and_mark_all_panels(page: Page) -> None:
    open_workbench(page, PAIR)
    dots = page.get_by_role("listbox", name=re.compile("Zusammenhang von")).get_by_role("option")
    assert dots.count() > 400
    page.locator(".scatter__dots [tabindex='0']").focus()

    page.keyboard.type("reuter")
    expect(page.locator(".scatter__dot:focus")).to_have_attribute("aria-label", "Reuterkiez: 32,7\xa0%; 14,0\xa0%")
    expect(page.locator(".ranking__row.is-pointed")).to_have_attribute("data-key", REUTERKIEZ)
    page.wait_for_timeout(750)
    at = page.locator(".scatter__dot:focus").get_attribute("cx")
    page.keyboard.press("ArrowRight")
    there = page.locator(".scatter__dot:focus").get_attribute("cx")
    assert float(there or 0) > float(at or 0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("gebiet="))
    expect(page.locator(".scatter__dot:focus")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".scatter__name")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("gebiet="))
    # One stop for all points.
    assert page.locator(".scatter__dots [tabindex='0']").count() == 1


@pytest.mark.check("C025")
def test_pointing_and_choosing_go_both_ways(page: Page) -> None:
    open_workbench(page, PAIR)

    page.locator(f".ranking__row[data-key='{REUTERKIEZ}'] a").hover()
    expect(page.locator("[data-scatter-told]")).to_have_text("Reuterkiez: 32,7\xa0%; 14,0\xa0%")
    page.locator(f".ranking__row[data-key='{REUTERKIEZ}'] a").click()
    expect(page.locator(".scatter__name")).to_have_text("Reuterkiez")
    # Points lie over one another: which one a mouse hits is not asked here.
    page.locator(".scatter__dot[aria-label^='Rollberg: 57,2']").dispatch_event("click")
    expect(page.locator(".workbench__focus h2")).to_have_text("Rollberg")


def test_without_a_second_indicator_the_panel_leads_to_its_choice(page: Page) -> None:
    open_workbench(page, f"{CHILDREN}&tafeln=zusammenhang")

    page.get_by_role("link", name="Zweiten Indikator wählen").click()

    expect(page.locator("#workbench-second")).to_be_in_viewport()


def test_other_classes_recolour_the_points(page: Page, page_without_scripts: Page) -> None:
    open_workbench(page, PAIR)
    page.locator(".workbench__display summary", has_text="Klassen der Karte").click()

    with page.expect_response(re.compile("antwort.json")):
        page.select_option("#workbench-method", "gleich")

    expect(page).to_have_url(re.compile("klassen=gleich"))
    expect(page.locator("[data-part=head]")).not_to_contain_text("76 von")
    page_without_scripts.goto(f"{PAIR}&klassen=gleich")
    assert page.evaluate(WORDS) == page_without_scripts.evaluate(WORDS)
    assert near(page.evaluate(POINTS), page_without_scripts.evaluate(POINTS))


@pytest.mark.check("C010", "C014")
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_narrow_page_is_not_scrolled_sideways(page: Page, page_without_scripts: Page, has_script: bool) -> None:
    shown = page if has_script else page_without_scripts
    open_narrow(shown, f"{PAIR}&gebiet={REUTERKIEZ}", has_script=has_script)

    assert overflow(shown) == []


@pytest.mark.check("C010")
def test_screen_that_is_turned_does_not_keep_its_width(page: Page) -> None:
    page.set_viewport_size(WIDE)
    open_workbench(page, PAIR)

    page.set_viewport_size(NARROW)
    page.wait_for_function("() => document.querySelector('[data-scatter-drawing]').viewBox.baseVal.width < 320")

    assert overflow(page) == []


@pytest.mark.check("C003")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, f"{PAIR}&gebiet={REUTERKIEZ}", size, scheme)

    assert axe(page) == []
