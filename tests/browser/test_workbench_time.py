# SPDX-License-Identifier: EUPL-1.2
"""Time on the workbench in Chromium: a player that floods nobody, balance, small maps and fitted lines."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser import maps
from tests.browser.conftest import NARROW, SIGHTS, Axe, ColorScheme, RequestLog, overflow, sampled
from tests.browser.workbenches import (
    CHILDREN,
    COUNTS,
    POSITIONS,
    POVERTY,
    open_in_sight,
    open_narrow,
    open_workbench,
    shown_address,
    stand,
    step_to,
)

pytestmark = pytest.mark.browser

ALL = "&tafeln=rangfolge,verlauf,bilanz,reihe,tabelle"
BALANCE = f"{CHILDREN}&tafeln=bilanz&vergleich=2021-12-31"
MULTIPLES = f"{CHILDREN}&tafeln=reihe"
FILLS = """() => [...document.querySelectorAll('.smallmap--balance:not([hidden]) .smallmap__areas use')]
    .map((use) => use.getAttribute('class'))"""
ROWS = """() => [...document.querySelectorAll('.balance__table tbody tr')].map((row) =>
    [...row.cells].map((cell) => cell.textContent.trim()))"""
WORDS = "() => document.querySelector('[data-balance-words]').textContent.trim().replace(/\\s+/g, ' ')"
TILES = """() => [...document.querySelectorAll('.multiples__tile')].map((tile) =>
    [...tile.querySelectorAll('[data-smallmap-areas] use')].map((use) => [
        use.getAttribute('href'), use.getAttribute('class') ?? use.parentNode.getAttribute('class')]).sort())"""


@pytest.mark.check("C011", "C015")
def test_player_steps_without_asking_and_says_where_it_rests(page: Page, request_log: RequestLog) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_workbench(page, CHILDREN.replace("2024", "2021"))
    # It never begins by itself.
    page.wait_for_timeout(1_600)
    assert stand(page) == "2021-12-31"
    asked, entries = len(request_log.addresses), page.evaluate("() => history.length")
    maps.listen(page)

    page.locator("[data-timeline-play]").press("Enter")
    expect(page.locator("[data-timeline-play]")).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("stand=2024-12-31"))
    expect(page.locator("[data-timeline-play]")).to_have_attribute("aria-pressed", "false")

    page.wait_for_timeout(400)
    assert len(request_log.addresses) == asked
    # Where it rests, and before it the first step, where the second did not come at once: never what flies by.
    heard = [re.findall(r"Jahr (\d+)", sentence) for sentence in maps.said(page)]
    assert heard in ([["2022"], ["2024"]], [["2024"]])
    assert page.evaluate("() => history.length") == entries + 1
    assert page.evaluate("() => document.activeElement.id") == "timeline-play"
    page.go_back()
    expect(page.locator("#workbench-period")).to_have_value("2021-12-31")


@pytest.mark.check("C015")
def test_step_that_is_passed_while_it_is_drawn_names_no_other_period(page: Page) -> None:
    page.add_init_script(
        """const beats = window.setInterval;
        window.setInterval = (run, pause, ...more) =>
            pause === 1400 ? (window.beat = run, -1) : beats(run, pause, ...more);"""
    )
    page.emulate_media(reduced_motion="reduce")
    open_workbench(page, CHILDREN.replace("2024", "2021"))
    maps.listen(page)
    page.locator("[data-timeline-play]").press("Enter")

    # The second beat comes between the map of the first and the panels beside it.
    page.evaluate("() => { beat(); requestAnimationFrame(() => setTimeout(beat)); }")
    expect(page).to_have_url(re.compile("stand=2023-12-31"))
    page.wait_for_timeout(800)
    assert maps.said(page) == []

    page.evaluate("() => beat()")
    expect(page).to_have_url(re.compile("stand=2024-12-31"))
    page.wait_for_timeout(800)
    assert [re.findall(r"Jahr (\d+)", sentence) for sentence in maps.said(page)] == [["2024"]]


def test_player_pauses_where_a_reader_stops_it(page: Page) -> None:
    open_workbench(page, CHILDREN.replace("2024", "2015"))

    page.locator("[data-timeline-play]").click()
    # Looked at in the page: a step that flies by between two looks from outside would be missed.
    page.wait_for_function("() => /stand=(?!2015)/.test(location.search)")
    page.locator("[data-timeline-play]").click()
    rested = stand(page)
    page.wait_for_timeout(1_800)
    assert stand(page) == rested
    page.locator("[data-timeline-play]").click()
    page.select_option("#workbench-period", "2023-12-31")
    page.wait_for_timeout(1_800)

    assert stand(page) == "2023-12-31"
    expect(page.locator("[data-timeline-play]")).to_have_attribute("aria-pressed", "false")


@pytest.mark.check("C004", "C005")
def test_balance_of_the_script_is_that_of_the_server(
    page: Page, page_without_scripts: Page, request_log: RequestLog
) -> None:
    open_workbench(page, BALANCE)
    page.locator("[data-balance-figures] summary").click()
    asked = len(request_log.addresses)

    for code in ("2022-12-31", "2024-12-31"):
        step_to(page, code)
        page_without_scripts.goto(BALANCE.replace("stand=2024-12-31", f"stand={code}"))
        assert page.evaluate(FILLS) == page_without_scripts.evaluate(FILLS)
        assert page.evaluate(WORDS) == page_without_scripts.evaluate(WORDS)
        assert page.evaluate(ROWS) == page_without_scripts.evaluate(ROWS)
    assert len(request_log.addresses) == asked


def test_where_nothing_may_be_compared_the_map_gives_way_to_a_sentence(page: Page) -> None:
    open_workbench(page, BALANCE)

    step_to(page, "2019-12-31")
    expect(page.locator("[data-balance-words]")).to_contain_text("verschiedene Grenzen")
    expect(page.locator(".smallmap--balance:visible")).to_have_count(0)
    expect(page.locator("[data-balance-figures]")).to_be_hidden()
    step_to(page, "2021-12-31")
    expect(page.locator("[data-balance-words]")).to_contain_text("Beide Stände sind derselbe")
    step_to(page, "2023-12-31")
    expect(page.locator(".smallmap--balance:visible")).to_have_count(1)


@pytest.mark.check("C020")
def test_another_comparison_is_asked_for_without_the_figures_and_back_leads_to_the_first(
    page: Page, request_log: RequestLog
) -> None:
    open_workbench(page, BALANCE)
    before, asked = page.evaluate(WORDS), len(request_log.addresses)

    with page.expect_response(re.compile("antwort.json")):
        page.select_option("#workbench-comparison", "2023-12-31")
    expect(page.locator("[data-balance-words]")).to_contain_text("gegenüber 31.12.2023")
    assert len(request_log.addresses) == asked + 1
    expect(page).to_have_url(re.compile("vergleich=2023-12-31"))
    page.go_back()
    expect(page.locator("[data-balance-words]")).to_contain_text("gegenüber 31.12.2021")

    assert page.evaluate(WORDS) == before
    expect(page.locator("#workbench-comparison")).to_have_value("2021-12-31")


def test_pointing_and_choosing_in_the_balance_mark_the_area_everywhere(page: Page) -> None:
    open_workbench(page, f"{CHILDREN}{ALL}")
    area = page.locator(".smallmap--balance .smallmap__areas use").nth(40)

    area.scroll_into_view_if_needed()
    area.hover(force=True)
    expect(page.locator(".workbench__table tr.is-pointed")).to_have_count(1)
    expect(page.locator(".multiples .smallmap__ring--point")).to_have_count(4)
    told = page.locator("[data-balance-title]").text_content() or ""
    area.click(force=True)

    expect(page).to_have_url(re.compile("gebiet="))
    expect(page.locator(".smallmap--balance .smallmap__ring--focus")).to_have_count(1)
    assert told.startswith(f"{page.locator('#focus-title').inner_text()}: ")


@pytest.mark.check("C017")
def test_small_maps_lead_to_their_period_and_take_other_classes_at_once(
    page: Page, page_without_scripts: Page, request_log: RequestLog
) -> None:
    open_workbench(page, MULTIPLES)
    asked = len(request_log.addresses)
    page.get_by_role("link", name="31.12.2022").click()
    expect(page.locator(".multiples__link[aria-current]")).to_have_text("31.12.2022")
    assert stand(page) == "2022-12-31"
    assert len(request_log.addresses) == asked
    page.locator(".multiples__tile .smallmap").last.click()
    expect(page.locator(".multiples__link[aria-current]")).to_have_text("31.12.2024")

    page.locator(".workbench__display summary", has_text="Klassen der Karte").click()
    with page.expect_response(re.compile("antwort.json")):
        page.select_option("#workbench-scope", "stand")
    expect(page.locator("[data-multiples-words]")).to_contain_text("eigene Klassen (je Stand)")
    page_without_scripts.goto(f"{MULTIPLES}&zeit=stand")

    assert page.evaluate(TILES) == page_without_scripts.evaluate(TILES)
    bounds = "all => all.map(({textContent}) => textContent)"
    place = "[data-multiples-bounds]"
    assert page.locator(place).evaluate_all(bounds) == page_without_scripts.locator(place).evaluate_all(bounds)


def test_small_maps_stand_in_one_column_on_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size(NARROW)
    open_workbench(page, MULTIPLES)

    lefts = page.locator(".multiples > li").evaluate_all("all => all.map((item) => item.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1
    assert len(lefts) == 10


def test_fitted_line_follows_the_area_in_focus(page: Page, page_without_scripts: Page) -> None:
    open_workbench(page, CHILDREN.replace("2024", "2019"))
    expect(page.locator(".course .course__fit")).to_have_count(0)

    with page.expect_response(re.compile("antwort.json")):
        page.select_option("#workbench-fit", "theil-sen")
    expect(page.locator(".course .course__fit")).to_have_count(1)
    page.locator(".ranking__row a").first.click()
    expect(page.locator(".course .course__fit")).to_have_count(2)
    expect(page.locator("[data-workbench-fits] p")).to_have_count(2)
    page_without_scripts.goto(shown_address(page))

    told = "[data-workbench-fits] p"
    assert page.locator(told).all_inner_texts() == page_without_scripts.locator(told).all_inner_texts()


@pytest.mark.check("C001")
@pytest.mark.parametrize(
    ("address", "size", "scheme"),
    sampled(
        (
            f"{CHILDREN}{ALL}&anpassung=linear&gebiet=08100311",
            f"{POVERTY}{ALL}&zeit=stand",
            f"{COUNTS}{ALL}",
            f"{POSITIONS}{ALL}",
        ),
        SIGHTS,
    ),
)
def test_axe_finds_nothing(page: Page, axe: Axe, address: str, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, address, size, scheme)
    for summary in page.locator(".spread summary, .balance__figures:visible summary").all():
        summary.click()

    assert axe(page) == []


@pytest.mark.check("C013")
@pytest.mark.parametrize("has_script", [True, False])
def test_nothing_sticks_out_at_320_pixels(page: Page, page_without_scripts: Page, has_script: bool) -> None:
    shown = page if has_script else page_without_scripts

    open_narrow(shown, f"{CHILDREN}{ALL}&anpassung=theil-sen", has_script=has_script)

    assert overflow(shown) == []


@pytest.mark.check("C022")
def test_print_holds_balance_and_small_maps_with_their_legends(page: Page) -> None:
    open_workbench(page, f"{CHILDREN}{ALL}")
    page.emulate_media(media="print")

    for place in (".smallmap--balance", ".balance__legend", ".multiples__legend", ".multiples__tile"):
        expect(page.locator(place).first).to_be_visible()
    expect(page.locator("[data-timeline]")).to_be_hidden()
