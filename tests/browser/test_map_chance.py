# SPDX-License-Identifier: EUPL-1.2
"""Chance on the map: interval in the note, pattern of unsure classes, the same in legend and table, switchable."""

import re

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.browser import maps
from tests.browser.conftest import NARROW, WIDE, Axe, overflow

pytestmark = pytest.mark.browser

SHARE = "/berlin/karte/?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31"
CITY_DISTRICTS = "/koeln/karte/?indikator=anteil-unter-18&ebene=stadtteil"
PATTERN = "[data-map-frame] .map-unsure"


def unsure_areas(page: Page) -> set[str]:
    return {key for key, area in maps.areas(page).items() if "unsicher" in area.name}


def test_map_legend_and_table_name_the_same_unsure_areas(page: Page) -> None:
    maps.open_map(page, SHARE)

    unsure = unsure_areas(page)

    assert unsure
    assert {key for key, row in maps.rows(page).items() if "unsicher" in row["cells"]["span"]} == unsure
    expect(page.locator("#legend .legend__key--unsure")).to_contain_text(f"mehr als zwei Klassen ({len(unsure)})")
    expect(page.locator(PATTERN)).to_have_attribute("data-areas", str(len(unsure)))
    assert str(page.locator(PATTERN).get_attribute("d")).count("M") >= len(unsure)


def test_hidden_area_has_no_interval_and_no_span_anywhere(page: Page) -> None:
    maps.open_map(page, SHARE)

    hidden = [key for key, area in maps.areas(page).items() if area.group == "suppressed"]

    assert hidden
    table = maps.rows(page)
    for key in hidden:
        cells = table[key]["cells"]
        assert {cells[name] for name in ("interval", "span", "comparison", "class", "count")} == {""}
    page.locator(f".map-area[data-key='{hidden[0]}']").focus()
    expect(page.locator("[data-map-tooltip]")).to_be_visible()
    expect(page.locator("[data-map-tooltip]")).not_to_contain_text("Zufallsschwankung")


def test_pattern_is_switched_by_keyboard_and_stands_in_the_address(page: Page) -> None:
    maps.open_map(page, SHARE)
    switch = page.locator("#unsure-switch")

    switch.focus()
    page.keyboard.press("Enter")

    expect(switch).to_have_text("Zeigen, welche Klassen unsicher sind")
    expect(page.locator(PATTERN)).to_have_attribute("data-areas", "0")
    expect(page.locator(".legend__key--unsure")).to_have_count(0)
    expect(switch).to_be_focused()
    expect(page).to_have_url(re.compile("unsicher=aus"))
    # What is known of chance does not depend on the pattern.
    assert unsure_areas(page)
    page.go_back()
    expect(page.locator(PATTERN)).not_to_have_attribute("data-areas", "0")


def test_choice_of_the_pattern_survives_another_period_and_another_indicator(page: Page) -> None:
    maps.open_map(page, f"{SHARE}&unsicher=aus")

    page.locator("[data-timeline-back]").click()
    maps.settled(page)
    expect(page.locator(PATTERN)).to_have_attribute("data-areas", "0")
    page.locator("#indicator-anteil-65-und-aelter").click()

    expect(page.locator("#map-title")).to_contain_text("Ab 65 Jahre")
    expect(page).to_have_url(re.compile("unsicher=aus"))
    expect(page.locator(PATTERN)).to_have_attribute("data-areas", "0")


def test_pattern_follows_the_map_when_it_is_enlarged(page: Page) -> None:
    maps.open_map(page, SHARE)
    before = page.locator(PATTERN).get_attribute("d")

    page.locator("[data-map-move=in]").click()

    expect(page.locator(PATTERN)).not_to_have_attribute("d", str(before))
    first = min(unsure_areas(page))
    outline = page.locator(f".map-area[data-key='{first}']").get_attribute("d")
    assert str(outline) in str(page.locator(PATTERN).get_attribute("d"))


@pytest.mark.check("C015")
@pytest.mark.parametrize("media", ["forced", "print", "dark"])
def test_pattern_is_drawn_in_forced_colours_in_the_dark_and_on_paper(page: Page, media: str) -> None:
    page.emulate_media(
        forced_colors="active" if media == "forced" else "none",
        color_scheme="dark" if media == "dark" else "light",
        reduced_motion="reduce",
    )
    maps.open_map(page, SHARE)
    if media == "print":
        page.emulate_media(media="print")

    style = page.locator(PATTERN).evaluate("path => [getComputedStyle(path).fill, getComputedStyle(path).display]")

    assert "#pattern-unsure" in style[0]
    assert style[1] != "none"
    strokes = page.evaluate(
        "() => ['unsure', 'halo'].map((part) => getComputedStyle(document.querySelector(`.pattern__${part}`)).stroke)"
    )
    assert len(set(strokes)) == 2
    if media == "print":
        expect(page.locator("#legend .legend__key--unsure")).to_be_visible()
        expect(page.locator("#unsure-switch")).to_be_hidden()


def test_note_tells_the_interval_and_small_screens_tell_it_under_the_map(page: Page) -> None:
    maps.open_map(page, SHARE)
    key = min(unsure_areas(page))
    page.locator(f".map-area[data-key='{key}']").focus()
    expect(page.locator("[data-map-tooltip]")).to_contain_text(
        re.compile(r"Zufallsschwankung \(Modell\): [\d,]+\W–\W[\d,]+\s%")
    )

    page.set_viewport_size(NARROW)
    maps.open_map(page, f"{SHARE}&gebiet={key}")

    expect(page.locator("[data-map-card-chance]")).to_contain_text("Zufallsschwankung (Modell):")
    expect(page.locator("[data-map-card-chance]")).to_contain_text("unsicher")
    expect(page.locator("#panel")).to_contain_text(re.compile("unsicher: reicht über [3-5] Klassen der Karte"))
    assert not overflow(page)


def test_rates_alone_say_that_chance_cannot_be_computed_and_judge_by_the_declared_direction(page: Page) -> None:
    maps.open_map(page, f"{maps.POVERTY}&gebiet={maps.REUTERKIEZ}")

    row = maps.rows(page)[maps.REUTERKIEZ]

    assert row["cells"]["interval"] == "nicht berechenbar"
    assert row["cells"]["comparison"] == "höher, ungünstiger"
    assert "span" not in row["cells"]
    assert "höher als in der Gesamtstadt, ungünstiger" in maps.areas(page)[maps.REUTERKIEZ].name
    expect(page.locator("#panel")).to_contain_text("nicht berechenbar: Fallzahlen dahinter sind nicht bekannt")
    expect(page.locator("#panel .badge")).to_contain_text("höher, ungünstiger (Berlin 27,8")
    expect(page.locator("#unsure-switch")).to_have_count(0)


def test_demographic_share_is_never_called_better_or_worse(page: Page) -> None:
    maps.open_map(page, SHARE)

    words = {area.name for area in maps.areas(page).values()}

    assert any("höher als" in name for name in words)
    assert not any("günstiger" in name for name in words)
    expect(page.locator("#table")).to_contain_text("„niedriger“ und „höher“ sind keine Wertung")


def test_very_many_areas_on_a_canvas_carry_the_pattern_too(page: Page) -> None:
    def lower_the_limit(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("MOST_PATHS = 600", "MOST_PATHS = 100"))

    page.route("**/js/map/mapview.js", lower_the_limit)
    maps.open_map(page, SHARE)
    canvas = page.locator(".leaflet-overlay-pane canvas")
    with_pattern = canvas.evaluate("canvas => canvas.toDataURL()")

    page.locator("#unsure-switch").click()
    expect(page.locator(".legend__key--unsure")).to_have_count(0)
    page.wait_for_timeout(300)

    assert canvas.evaluate("canvas => canvas.toDataURL()") != with_pattern


@pytest.mark.check("C001")
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_beside_the_pattern(page: Page, axe: Axe, size: ViewportSize) -> None:
    page.set_viewport_size(size)

    maps.open_map(page, CITY_DISTRICTS)

    assert page.locator(".legend__key--unsure").count()
    assert axe(page) == []
