# SPDX-License-Identifier: EUPL-1.2
"""Several indicators side by side in Chromium: the table of the server, linked, and asked for once by a step."""

import re

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.browser.conftest import NARROW, SIGHTS, WIDE, Axe, ColorScheme, RequestLog, overflow
from tests.browser.workbenches import (
    PAGE,
    REUTERKIEZ,
    open_in_sight,
    open_narrow,
    open_workbench,
    shown_address,
    stand,
    step_to,
)

pytestmark = pytest.mark.browser

FIRST = f"{PAGE}?indikator=anteil-unter-18&ebene=planungsraum&stand=2018-12-31"
MANY = f"{FIRST}&zweiter=kinderarmut&weitere=einwohner,mss-status&tafeln=rangfolge,vergleichstafel"
TABLE = """() => [...document.querySelectorAll('[data-cross-rows] tr')].map((row) => [row.dataset.key ?? '',
    ...[...row.cells].map((cell) =>
        `${cell.textContent.trim()} ${cell.querySelector('rect')?.getAttribute('class')}`)])"""
# Corners of the lines as parts of the drawing, so that its width does not matter.
LINES = """() => {
    const drawing = document.querySelector('[data-cross-drawing]');
    const { width } = drawing.viewBox.baseVal;
    return [...drawing.querySelectorAll('.course__line')].map((line) => [line.getAttribute('class'), line.dataset.key,
        line.dataset.number, line.querySelector('path').getAttribute('d').replace(/[\\d.,]/g, ''),
        ...[...line.querySelectorAll('circle')].map((dot) => [
            Math.round(100 * (Number(dot.getAttribute('cx')) - 40) / (width - 60)),
            Number(dot.getAttribute('cy'))])]); }"""
SAYS = "() => document.querySelector('[data-cross-words]').textContent.trim().replace(/\\s+/g, ' ')"
DRAWN = "() => document.querySelectorAll('.cross[aria-busy], .cross [aria-busy=true]').length === 0"
ASKED = "vergleichstafel.json"


def of_table(log: RequestLog) -> list[str]:
    return [address for address in log.addresses if ASKED in address]


def chosen_by(page: Page, names: tuple[str, ...]) -> None:
    """Put areas into the choice, as a reader does."""
    for name in names:
        page.locator(".ranking").get_by_role("link", name=name, exact=True).click()
        page.get_by_role("link", name="In die Auswahl").click()
        page.get_by_role("link", name="Gebiet loslassen").click()


@pytest.mark.check("C004", "C005")
def test_table_and_lines_of_the_script_are_those_of_the_server_and_a_step_asks_once(
    page: Page, page_without_scripts: Page, request_log: RequestLog
) -> None:
    address = f"{MANY}&gebiet={REUTERKIEZ}"
    open_workbench(page, address)
    assert of_table(request_log) == []

    for count, code in enumerate(("2016-12-31", "2018-12-31")):
        step_to(page, code)
        page.wait_for_function(DRAWN)
        page_without_scripts.goto(address.replace("stand=2018-12-31", f"stand={code}"))
        table = page.evaluate(TABLE)
        assert len(table) > 400
        assert table == page_without_scripts.evaluate(TABLE)
        assert page.evaluate(LINES) == page_without_scripts.evaluate(LINES)
        assert page.evaluate(SAYS) == page_without_scripts.evaluate(SAYS)
        # The page came with the table of 2018: going back to it asks nobody.
        assert len(of_table(request_log)) == 1, count


def test_chosen_areas_alone_stand_in_the_table_and_are_drawn(page: Page, page_without_scripts: Page) -> None:
    open_workbench(page, MANY)
    expect(page.locator("[data-cross-hint]")).to_be_visible()

    chosen_by(page, ("Reuterkiez", "Rollberg"))

    expect(page.locator("[data-cross-rows] tr")).to_have_count(3)
    expect(page.locator("[data-cross-drawing] .course__line")).to_have_count(2)
    page.wait_for_function(DRAWN)
    expect(page.locator("[data-cross-hint]")).to_be_hidden()
    page_without_scripts.goto(shown_address(page))
    assert page.evaluate(TABLE) == page_without_scripts.evaluate(TABLE)
    assert page.evaluate(LINES) == page_without_scripts.evaluate(LINES)


RADAR = """() => [...document.querySelectorAll('[data-cross-radar] .course__line')].map((line) => [
    line.dataset.key, line.dataset.number, line.querySelector('path').getAttribute('d').replaceAll('.0', ''),
    ...[...line.querySelectorAll('circle')].map((dot) => [dot.getAttribute('cx'), dot.getAttribute('cy')])])"""


def test_radar_of_the_script_is_that_of_the_server_and_back_leads_to_the_lines(
    page: Page, page_without_scripts: Page
) -> None:
    open_workbench(page, f"{MANY}&gebiet={REUTERKIEZ}")
    chosen_by(page, ("Rollberg",))
    page.locator(f".ranking__row[data-key='{REUTERKIEZ}'] a").click()

    page.get_by_role("link", name="Netz", exact=True).click()

    expect(page).to_have_url(re.compile("form=netz"))
    expect(page.locator("[data-cross-radar]")).to_be_visible()
    expect(page.locator("[data-cross-drawing]")).to_be_hidden()
    expect(page.locator("[data-cross-warning]")).to_contain_text("bedeutet nichts")
    page_without_scripts.goto(shown_address(page))
    drawn = page.evaluate(RADAR)
    assert len(drawn) == 2
    assert drawn == page_without_scripts.evaluate(RADAR)
    page.locator(f"[data-cross-rows] tr[data-key='{REUTERKIEZ}'] a").hover()
    expect(page.locator("[data-cross-radar] .course__line.is-pointed")).to_have_attribute("data-key", REUTERKIEZ)
    page.go_back()
    expect(page.locator("[data-cross-radar]")).to_be_hidden()
    expect(page.locator("[data-cross-drawing]")).to_be_visible()


@pytest.mark.check("C003", "C010")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing_in_a_radar(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, f"{MANY}&gebiet={REUTERKIEZ}&form=netz", size, scheme)
    page.wait_for_function(DRAWN)

    assert axe(page) == []
    assert overflow(page) == []


@pytest.mark.check("C001", "C002")
def test_rows_are_walked_by_keyboard_and_mark_all_panels(page: Page) -> None:
    open_workbench(page, MANY)
    page.wait_for_function(DRAWN)
    links = page.locator("[data-cross-rows] a")
    assert page.locator("[data-cross-rows] a[tabindex='0']").count() == 1
    links.first.focus()

    page.keyboard.type("reuterk")
    expect(page.locator("[data-cross-rows] a:focus")).to_have_text("Reuterkiez")
    expect(page.locator(".ranking__row.is-pointed")).to_have_attribute("data-key", REUTERKIEZ)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("gebiet="))
    expect(page.locator("[data-cross-rows] a:focus")).to_have_attribute("aria-current", "true")
    expect(page.locator("[data-cross-drawing] .course__line--focus")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-cross-rows] a:focus")).not_to_have_text("Reuterkiez")
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("gebiet="))


def test_pointing_in_the_ranking_marks_the_row(page: Page) -> None:
    open_workbench(page, MANY)

    page.locator(f".ranking__row[data-key='{REUTERKIEZ}'] a").hover()

    expect(page.locator(".cross__table tr.is-pointed")).to_have_attribute("data-key", REUTERKIEZ)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_form_puts_further_indicators_into_the_address(
    page: Page, page_without_scripts: Page, has_script: bool
) -> None:
    shown = page if has_script else page_without_scripts
    address = f"{FIRST}&tafeln=vergleichstafel"
    if has_script:
        open_workbench(shown, address)
        step_to(shown, "2016-12-31")
    else:
        shown.goto(address)

    shown.locator(".cross").get_by_label("Einwohner", exact=True).check()
    shown.locator(".cross").get_by_label("Kinderarmut", exact=True).check()
    shown.get_by_role("button", name="Diese Indikatoren zeigen").click()

    expect(shown.locator(".cross__table thead th")).to_have_count(4)
    if has_script:
        assert "weitere=kinderarmut,einwohner" in shown.url
        # What the page showed by then goes along.
        assert stand(shown) == "2016-12-31"


def test_no_more_can_be_chosen_than_there_is_room_for(page: Page) -> None:
    open_workbench(page, f"{FIRST}&tafeln=vergleichstafel")
    boxes = page.locator("[data-cross-form] input[type=checkbox]")
    for place in range(7):
        boxes.nth(place).check()

    expect(boxes.nth(7)).to_be_disabled()
    boxes.nth(0).uncheck()
    expect(boxes.nth(7)).to_be_enabled()


def test_table_that_does_not_come_leaves_no_figures_of_another_period(page: Page, request_log: RequestLog) -> None:
    def fail(route: Route) -> None:
        route.abort()

    open_workbench(page, MANY)
    page.route(re.compile(ASKED), fail)

    step_to(page, "2016-12-31")

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[data-cross-rows] tr")).to_have_count(0)
    request_log.complaints.clear()


@pytest.mark.check("C010")
def test_screen_that_is_turned_does_not_keep_its_width(page: Page) -> None:
    page.set_viewport_size(WIDE)
    open_workbench(page, f"{MANY}&gebiet={REUTERKIEZ}")

    page.set_viewport_size(NARROW)
    page.wait_for_function("() => document.querySelector('[data-cross-drawing]').viewBox.baseVal.width < 320")

    assert overflow(page) == []


@pytest.mark.check("C010", "C014")
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_narrow_page_is_not_scrolled_sideways(page: Page, page_without_scripts: Page, has_script: bool) -> None:
    shown = page if has_script else page_without_scripts
    open_narrow(shown, f"{MANY}&gebiet={REUTERKIEZ}", has_script=has_script)

    assert overflow(shown) == []


@pytest.mark.check("C003")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, f"{MANY}&gebiet={REUTERKIEZ}", size, scheme)
    page.locator(".cross__choice summary").click()

    assert axe(page) == []
