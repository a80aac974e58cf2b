# SPDX-License-Identifier: EUPL-1.2
"""The filter of the workbench in Chromium: what the server judged, in every panel, by form, banner and keyboard."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import SIGHTS, Axe, ColorScheme, RequestLog, overflow
from tests.browser.workbenches import (
    BARS,
    POVERTY,
    REUTERKIEZ,
    WORDS,
    open_in_sight,
    open_narrow,
    open_workbench,
    settled,
    step_to,
    table,
)

pytestmark = pytest.mark.browser

HIGH = f"{POVERTY}&filter=wert:kinderarmut:40:"
AWAY = "&ausserhalb=weg"
BANNER = "() => document.querySelector('[data-workbench-filter]').textContent.trim().replace(/\\s+/g, ' ')"
# Areas of the map by what fills them: in, greyed, gone.
MAP = """() => { const found = { in: 0, grey: 0, gone: 0 };
    for (const path of document.querySelectorAll('.map-area')) {
        const name = path.getAttribute('class');
        found[name.includes('is-gone') ? 'gone' : name.includes('--outside') ? 'grey' : 'in'] += 1; }
    return found; }"""
SERVER = """() => { const found = { in: 0, grey: 0, gone: 0 };
    for (const path of document.querySelectorAll('.workbench__shape'))
        found[path.getAttribute('class').includes('--outside') ? 'grey' : 'in'] += 1;
    found.gone = 448 - found.in - found.grey; return found; }"""
OUTSIDE = "() => [...document.querySelectorAll('.is-outside')].map(({dataset}) => dataset.key).sort()"


@pytest.mark.check("C004", "C005")
@pytest.mark.parametrize("how", ["", AWAY], ids=["greyed", "gone"])
def test_script_shows_what_the_server_shows_at_every_step(
    page: Page, page_without_scripts: Page, request_log: RequestLog, how: str
) -> None:
    open_workbench(page, f"{HIGH}{how}")
    asked = len(request_log.addresses)

    for code in ("2016-12-31", "2018-12-31"):
        step_to(page, code)
        page_without_scripts.goto(f"{HIGH}{how}".replace("stand=2018-12-31", f"stand={code}"))
        assert page.evaluate(MAP) == page_without_scripts.evaluate(SERVER)
        assert page.evaluate(BANNER) == page_without_scripts.evaluate(BANNER)
        assert page.evaluate(BARS) == page_without_scripts.evaluate(BARS)
        assert page.evaluate(OUTSIDE) == page_without_scripts.evaluate(OUTSIDE)
        assert page.evaluate(WORDS) == page_without_scripts.evaluate(WORDS)
    assert len(request_log.addresses) == asked


@pytest.mark.check("C020", "C025")
def test_condition_is_added_by_the_form_and_cleared_by_the_banner_and_back_undoes_it(page: Page) -> None:
    open_workbench(page, POVERTY)
    page.get_by_text("Gebiete filtern").click()

    page.select_option("#workbench-filter-indicator", "kinderarmut")
    page.fill("#workbench-filter-low", "32,5")
    page.get_by_role("button", name="Zum Filter hinzufügen").click()
    expect(page).to_have_url(re.compile(r"filter=wert:kinderarmut:32\.5:"))
    expect(page.locator("[data-workbench-filter]")).to_contain_text("Kinderarmut")
    one = page.evaluate(MAP)
    assert one["grey"] > 0
    assert page.input_value("#workbench-filter-low") == ""

    page.select_option("#workbench-filter-parent", "bezirk:08")
    page.get_by_role("button", name="Zum Filter hinzufügen").click()
    expect(page).to_have_url(re.compile("filter=in:bezirk:08"))
    expect(page.locator("[data-workbench-unfilter]")).to_have_count(3)
    assert page.evaluate(MAP)["in"] < one["in"]

    page.select_option("#workbench-filter-others", "weg")
    expect(page).to_have_url(re.compile("ausserhalb=weg"))
    expect(page.locator(".map-area.is-gone")).not_to_have_count(0)
    settled(page)
    both = page.evaluate(MAP)
    assert both["gone"] == 448 - both["in"]
    assert len(table(page)) == both["in"]

    page.get_by_role("link", name=re.compile("in Neukölln.*Bedingung aufheben")).click()
    expect(page).not_to_have_url(re.compile("in:bezirk"))
    expect(page.locator("#filter-title")).to_be_focused()
    page.get_by_role("link", name="Filter aufheben", exact=True).click()
    expect(page).not_to_have_url(re.compile("filter"))
    expect(page.locator("[data-workbench-filter]")).to_be_hidden()
    expect(page.locator("#workbench-title")).to_be_focused()
    assert page.evaluate(MAP) == {"in": 448, "grey": 0, "gone": 0}

    for expected in (448 - one["in"], None):
        page.go_back()
        expect(page.locator("[data-workbench-filter]")).to_be_visible()
        if expected is not None:
            expect(page.locator(".map-area.is-gone")).to_have_count(expected)
    expect(page).to_have_url(re.compile("in:bezirk:08"))
    expect(page.locator(".map-area.is-gone")).to_have_count(both["gone"])


@pytest.mark.check("C002")
def test_keyboard_walks_over_the_areas_that_remain_alone(page: Page) -> None:
    open_workbench(page, f"{HIGH}&filter=in:bezirk:08{AWAY}")
    page.locator(".map-area[tabindex='0']").focus()
    kept = set(
        page.evaluate("() => [...document.querySelectorAll('.map-area:not(.is-gone)')].map((a) => a.dataset.key)")
    )
    at = "() => document.activeElement.dataset.key"

    walked = [page.evaluate(at)]
    for key in ["Home", *["PageDown"] * (len(kept) - 1)]:
        page.keyboard.press(key)
        walked.append(page.evaluate(at))
    assert set(walked) == kept
    for key in ("ArrowUp", "ArrowLeft", "ArrowRight", "ArrowDown", "End", "Home"):
        page.keyboard.press(key)
        assert page.evaluate(at) in kept
    assert page.locator(".map-area[tabindex='0']").count() == 1
    rows = page.locator(".ranking__row")
    expect(rows).to_have_count(len(kept))
    assert page.locator(".ranking__name[tabindex='0']").count() == 1


def test_area_outside_says_so_on_the_map_and_in_focus(page: Page) -> None:
    open_workbench(page, f"{HIGH}&gebiet={REUTERKIEZ}")

    area = page.locator(f".map-area[data-key='{REUTERKIEZ}']")
    expect(area).to_have_attribute("aria-label", re.compile("außerhalb des Filters$"))
    expect(page.locator(".workbench__focus")).to_contain_text("Dieses Gebiet erfüllt den Filter nicht.")


def test_choice_becomes_a_filter_and_other_indicators_keep_it(page: Page) -> None:
    open_workbench(page, f"{POVERTY}&gebiet={REUTERKIEZ}")
    page.get_by_role("link", name="In die Auswahl").click()

    page.get_by_role("link", name="Nach der Auswahl filtern").click()
    expect(page).to_have_url(re.compile("filter=liste:"))
    expect(page).not_to_have_url(re.compile("auswahl="))
    expect(page.locator("[data-workbench-filter]")).to_contain_text("1 von 448 Planungsräumen erfüllt den Filter")
    expect(page.locator(".workbench__chosen")).to_have_count(0)
    page.select_option("#workbench-indicator", "anteil-unter-18")
    page.wait_for_url(re.compile("anteil-unter-18.*filter=liste:"))


def test_typed_number_that_could_be_thousands_is_asked_about(page: Page) -> None:
    open_workbench(page, POVERTY)
    page.get_by_text("Gebiete filtern").click()

    page.select_option("#workbench-filter-indicator", "kinderarmut")
    page.fill("#workbench-filter-high", "4.500")
    page.get_by_role("button", name="Zum Filter hinzufügen").click()

    expect(page.locator("[data-workbench-remarks]")).to_contain_text("4.500")
    expect(page).not_to_have_url(re.compile("filter"))


def test_points_small_maps_and_balance_follow(page: Page) -> None:
    panels = "&zweiter=anteil-unter-18&tafeln=zusammenhang,bilanz,reihe&vergleich=2016-12-31"
    open_workbench(page, f"{POVERTY}{panels}")
    dots = page.locator(".scatter__dot").count()
    page.get_by_text("Gebiete filtern").click()
    page.select_option("#workbench-filter-parent", "bezirk:08")
    page.select_option("#workbench-filter-others", "weg")

    page.get_by_role("button", name="Zum Filter hinzufügen").click()
    expect(page).to_have_url(re.compile("in:bezirk:08"))
    expect(page.locator(".balance use.is-gone")).to_have_count(448 - page.evaluate(MAP)["in"])

    kept = page.evaluate(MAP)["in"]
    assert 0 < page.locator(".scatter__dot").count() <= kept < dots


def test_circle_is_set_and_shape_is_drawn_by_pointer(page: Page) -> None:
    open_workbench(page, POVERTY)
    page.get_by_text("Gebiete filtern").click()
    page.fill("#workbench-filter-metres", "2500")
    page.get_by_role("button", name="Auf der Karte wählen").click()
    layer = page.get_by_role("application")
    expect(layer).to_be_focused()
    layer.scroll_into_view_if_needed()
    box = layer.bounding_box()
    assert box is not None

    layer.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(page).to_have_url(re.compile(r"filter=umkreis:13\.\d+,52\.\d+,2500"))
    expect(page.locator(".leaflet-reach-pane .map-reach")).to_have_count(1)
    width = "() => document.querySelector('.leaflet-reach-pane svg').getBoundingClientRect().width"
    assert page.evaluate(width) > box["width"]
    expect(layer).to_have_count(0)
    assert page.evaluate(MAP)["in"] > 5
    page.get_by_role("link", name="Filter aufheben", exact=True).click()
    expect(page.locator(".map-reach")).to_have_count(0)

    page.get_by_role("button", name="Auf der Karte zeichnen").click()
    done = page.get_by_role("button", name="Nach dieser Fläche filtern")
    expect(done).to_be_disabled()
    for x, y in ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)):
        layer.click(position={"x": x * box["width"], "y": y * box["height"]})
    done.click()
    expect(page).to_have_url(re.compile("filter=flaeche:"))
    expect(page.locator("[data-workbench-filter]")).to_contain_text("in einer gezeichneten Fläche mit 4 Ecken")
    expect(page.get_by_role("button", name="Auf der Karte zeichnen")).to_be_visible()


@pytest.mark.check("C002", "C011")
def test_shape_is_drawn_by_keyboard_and_left_by_escape(page: Page) -> None:
    open_workbench(page, POVERTY)
    page.get_by_text("Gebiete filtern").click()
    button = page.get_by_role("button", name="Auf der Karte zeichnen")

    button.press("Enter")
    expect(page.get_by_role("application")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("application")).to_have_count(0)
    expect(button).to_be_focused()
    button.press("Enter")
    expect(page.get_by_role("application")).to_be_focused()
    for way in ("ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press("Enter")
        for _ in range(5):
            page.keyboard.press(way)
    expect(page.locator(".map-draw__says")).to_contain_text("4 Ecken")
    page.keyboard.press("Backspace")
    expect(page.locator(".map-draw__says")).to_contain_text("3 Ecken")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("filter=flaeche:"))
    expect(page.locator("[data-workbench-filter]")).to_contain_text("mit 3 Ecken")


@pytest.mark.check("C003", "C010")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing_while_somebody_draws(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, f"{POVERTY}&filter=umkreis:13.43,52.48,3000", size, scheme)
    page.get_by_role("button", name="Auf der Karte zeichnen").click()
    for way in ("ArrowLeft", "ArrowDown", "ArrowRight"):
        page.keyboard.press("Enter")
        page.keyboard.press(way)

    assert axe(page) == []
    assert overflow(page) == []


@pytest.mark.check("C010", "C014")
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_narrow_page_is_not_scrolled_sideways(page: Page, page_without_scripts: Page, has_script: bool) -> None:
    shown = page if has_script else page_without_scripts
    open_narrow(shown, f"{HIGH}&filter=in:bezirk:08&gebiet={REUTERKIEZ}", has_script=has_script)

    assert overflow(shown) == []


@pytest.mark.check("C022")
def test_print_says_what_is_filtered_and_has_no_controls(page: Page) -> None:
    open_workbench(page, f"{HIGH}&filter=in:bezirk:08")
    page.emulate_media(media="print")

    expect(page.locator("[data-workbench-filter-says]")).to_be_visible()
    expect(page.get_by_role("link", name="Filter aufheben", exact=True)).to_be_hidden()


@pytest.mark.check("C003")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
@pytest.mark.parametrize("how", ["", AWAY], ids=["greyed", "gone"])
def test_axe_finds_nothing(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme, how: str) -> None:
    open_in_sight(page, f"{HIGH}&filter=in:bezirk:08&gebiet={REUTERKIEZ}{how}", size, scheme)

    assert axe(page) == []
