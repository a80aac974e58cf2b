# SPDX-License-Identifier: EUPL-1.2
"""The map of a level with very many areas: drawn from tiles, and held to what the small map is held to."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import maps
from tests.browser.conftest import NARROW, WIDE, Axe, RequestLog, overflow
from tests.browser.tileshouse import COUNT, house, log, reader
from tests.largehouse import LargeHouse, england, opened

# Fixtures of the house, which pytest finds by their names here.
__all__ = ["house", "log", "reader"]

pytestmark = pytest.mark.browser

MAP = "/musterstadt/karte/"
# In the middle of the map, and one of those whose figure is hidden.
SUPPRESSED = "00792"
# Each press is one event of the keyboard, as a person makes it, a thousand times without waiting in between.
_WALK = """count => {
    const [listbox, option] = [document.querySelector('.map-frame__listbox'), document.querySelector('#map-option')];
    const press = (key) => listbox.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
    const said = () => ({key: option.dataset.key, name: option.textContent, group: option.dataset.group});
    listbox.focus();
    press('Home');
    const seen = [said()];
    for (let place = 1; place < count; place += 1) { press('PageDown'); seen.push(said()); }
    return seen;
}"""
# What is drawn under a point of the page, and how much it varies around it.
_DRAWN = """([x, y]) => {
    const canvas = document.querySelector('.leaflet-overlay-pane canvas');
    const box = canvas.getBoundingClientRect();
    const [across, down] = [canvas.width / box.width, canvas.height / box.height];
    const probe = new OffscreenCanvas(5, 5).getContext('2d', {willReadFrequently: true});
    probe.drawImage(canvas, (x - box.left) * across - 2, (y - box.top) * down - 2, 5, 5, 0, 0, 5, 5);
    const {data} = probe.getImageData(0, 0, 5, 5);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 4) colours.add(`rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`);
    return {middle: `rgb(${data[48]}, ${data[49]}, ${data[50]})`, count: colours.size};
}"""
_CLASS_COLOUR = """group => {
    const probe = document.createElement('div');
    const listbox = document.querySelector('.map-frame__listbox');
    probe.style.forcedColorAdjust = 'none';
    probe.style.color = getComputedStyle(listbox).getPropertyValue(`--class-${group}`);
    document.body.append(probe);
    const {color} = getComputedStyle(probe);
    probe.remove();
    return color;
}"""


def _walked(page: Page, count: int) -> dict[str, tuple[str, str]]:
    seen = page.evaluate(_WALK, count)
    return {each["key"]: (each["name"], each["group"]) for each in seen}


@pytest.mark.check("C002", "C004")
def test_keyboard_reaches_every_area_and_says_what_the_table_says(reader: Page) -> None:
    maps.open_map(reader, MAP)
    seen = _walked(reader, COUNT)
    assert len(seen) == COUNT

    table: dict[str, dict[str, Any]] = {}
    for number in range(1, 7):
        maps.open_map(reader, f"{MAP}?seite={number}")
        table |= maps.rows(reader)

    assert set(table) == set(seen)
    for key, row in table.items():
        name, group = seen[key]
        assert name.startswith(f"{row['name']}: {row['cells']['value']}")
        assert row["cells"]["class"] == (group if group.isdigit() else "")


@pytest.mark.check("C002")
def test_map_is_one_tab_stop_and_lets_go(reader: Page) -> None:
    maps.open_map(reader, MAP)
    reader.locator(".map-frame__skip").focus()

    roles = []
    for _ in range(12):
        reader.keyboard.press("Tab")
        roles.append(
            reader.evaluate("() => document.activeElement.closest('.map-frame') && document.activeElement.role")
        )

    assert roles.count("listbox") == 1
    assert roles[-1] is None


@pytest.mark.check("C002")
def test_arrows_letters_enter_and_escape_work_as_on_the_small_map(reader: Page) -> None:
    maps.open_map(reader, MAP)
    option = reader.locator("#map-option")
    reader.locator(".map-frame__listbox").focus()
    expect(reader.locator("[data-map-tooltip]")).to_contain_text("Quartier 00001")

    reader.keyboard.press("ArrowRight")
    expect(option).to_contain_text("Quartier 00002")
    # Rows are 39 areas long, from the south.
    reader.keyboard.press("ArrowUp")
    expect(option).to_contain_text("Quartier 00041")
    reader.keyboard.type("quartier 00700")
    expect(option).to_contain_text("Quartier 00700")
    reader.keyboard.press("Enter")
    expect(reader.locator("#panel h2")).to_have_text("Quartier 00700")
    expect(reader).to_have_url(re.compile("gebiet=00700"))
    expect(option).to_have_attribute("aria-selected", "true")
    expect(reader.locator("#map-table .table__row--focus")).to_have_attribute("data-key", "00700")

    reader.keyboard.press("Escape")
    reader.keyboard.press("Escape")
    expect(reader).not_to_have_url(re.compile("gebiet="))


@pytest.mark.check("C006")
def test_areas_are_drawn_in_the_colours_and_patterns_of_the_legend(reader: Page) -> None:
    maps.open_map(reader, f"{MAP}?gebiet=00700")
    _zoom_in(reader, 3)
    groups: dict[str, int] = {}

    for point, group in _pointed(reader):
        groups[group] = groups.get(group, 0) + 1
        if group.isdigit():
            colour = reader.evaluate(_CLASS_COLOUR, group)
            drawn = _drawn_at(reader, point, colour)
            assert drawn["count"] > 1 or drawn["middle"] == colour

    assert len([group for group in groups if group.isdigit()]) >= 4


def _zoom_in(page: Page, times: int) -> None:
    """Go nearer step by step, and wait until the last step has ended and its tiles are there."""
    for _ in range(times):
        page.locator("[data-map-move=in]").click()
        page.wait_for_timeout(600)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".leaflet-zoom-anim")).to_have_count(0)


def _drawn_at(page: Page, point: list[float], colour: str) -> dict[str, Any]:
    """Return what is drawn at a point; on a loaded machine a frame may be late, so it is looked at again."""
    drawn: dict[str, Any] = page.evaluate(_DRAWN, point)
    for _ in range(20):
        if drawn["count"] > 1 or drawn["middle"] == colour:
            break
        page.wait_for_timeout(100)
        drawn = page.evaluate(_DRAWN, point)
    return drawn


def _pointed(page: Page) -> Iterator[tuple[list[float], str]]:
    """Point to places all over the map; give them with the class that the note there names."""
    box = page.locator("[data-map-canvas]").bounding_box()
    assert box is not None
    for across in (0.2, 0.35, 0.45, 0.6, 0.75):
        for down in (0.25, 0.5, 0.75):
            point = [box["x"] + across * box["width"], box["y"] + down * box["height"]]
            page.mouse.move(5, 5)
            expect(page.locator("[data-map-tooltip]")).to_be_hidden()
            # One step alone may fall into the end of the zoom.
            page.mouse.move(point[0] - 1, point[1])
            page.mouse.move(*point)
            expect(page.locator("[data-map-tooltip]")).to_be_visible()
            found = re.search(r"Klasse (\d)", page.locator("[data-map-tooltip]").inner_text())
            yield point, found[1] if found else ""


@pytest.mark.check("C006")
def test_pattern_of_an_area_without_a_figure_is_seen(reader: Page) -> None:
    maps.open_map(reader, f"{MAP}?gebiet={SUPPRESSED}")
    expect(reader.locator("#map-option")).to_contain_text("geheim gehalten")
    _zoom_in(reader, 2)
    reader.locator(".map-frame__listbox").focus()
    note = reader.locator("[data-map-tooltip]").bounding_box()
    assert note is not None

    # The note opens right below the middle of the area.
    drawn = reader.evaluate(_DRAWN, [note["x"] - 10, note["y"] - 10])

    assert drawn["count"] > 1


def test_click_chooses_the_area_under_the_pointer(reader: Page) -> None:
    maps.open_map(reader, MAP)
    box = reader.locator("[data-map-canvas]").bounding_box()
    assert box is not None
    reader.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    name = reader.locator("[data-map-tooltip] strong").first.inner_text()

    reader.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(reader.locator("#panel h2")).to_have_text(name)


def test_step_in_time_is_drawn_from_the_tiles_that_are_there(reader: Page, log: RequestLog) -> None:
    maps.open_map(reader, MAP)
    reader.wait_for_load_state("networkidle")
    assert [address for address in log.addresses if address.endswith(".mvt")]
    before, first = len(log.addresses), _walked(reader, COUNT)

    reader.locator("[data-timeline-back]").click()
    maps.settled(reader)

    assert [address for address in log.addresses[before:] if "/geometry/" in address] == []
    changed = _walked(reader, COUNT)
    assert sum(first[key] != changed[key] for key in first) > COUNT / 2
    assert reader.locator("#map-option").get_attribute("data-key") in first


def test_tile_that_cannot_be_loaded_is_told_and_can_be_tried_again(reader: Page, log: RequestLog) -> None:
    reader.route("**/*.mvt", lambda route: route.abort())
    reader.goto(MAP)
    problem = reader.locator("[data-map-problem]")
    expect(problem).to_be_visible()

    reader.unroute("**/*.mvt")
    problem.get_by_role("button").click()

    expect(problem).to_be_hidden()
    log.complaints.clear()


def test_parts_of_the_table_are_turned_without_a_new_map(reader: Page, log: RequestLog) -> None:
    maps.open_map(reader, MAP)
    expect(reader.locator("#map-table tbody tr")).to_have_count(250)
    maps.listen(reader)

    reader.locator("#table a[rel=next]").click()
    expect(reader.locator("#map-table tbody tr").first).to_have_attribute("data-key", "00251")
    reader.wait_for_function("() => window.said.length")
    assert maps.said(reader)[-1] == "Zeilen 251 bis 500 von 1.500: Quartiere."
    reader.locator("#table-order-groesste").click()
    expect(reader.locator("#table-order-groesste")).to_have_attribute("aria-current", "true")

    values = [row["cells"]["value"] for row in maps.rows(reader).values()]
    figures = [float(value.replace(",", ".")) for value in values]
    assert figures == sorted(figures, reverse=True)
    expect(reader.locator("#table-order-groesste")).to_be_focused()


@pytest.mark.check("C001")
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_and_nothing_sticks_out(reader: Page, axe: Axe, size: ViewportSize) -> None:
    reader.set_viewport_size(size)
    maps.open_map(reader, MAP)

    assert axe(reader) == []
    assert overflow(reader) == []


@pytest.mark.check("C015")
def test_forced_colours_and_the_dark_keep_the_classes_apart(reader: Page) -> None:
    for media in ({"forced_colors": "active"}, {"color_scheme": "dark"}):
        reader.emulate_media(**media)  # type: ignore[arg-type]
        maps.open_map(reader, MAP)
        assert len({reader.evaluate(_CLASS_COLOUR, str(group)) for group in range(1, 6)}) == 5


def test_page_says_all_without_scripts(
    browser: Browser, browser_context_args: dict[str, Any], house: LargeHouse
) -> None:
    context = browser.new_context(**{**browser_context_args, "base_url": house.address, "java_script_enabled": False})
    page = context.new_page()
    page.goto(f"{MAP}?ordnung=kleinste")
    page.locator("#table a[rel=next]").click()

    expect(page.locator("#map-table tbody tr")).to_have_count(250)
    expect(page.locator("#map-table-part")).to_have_text("Zeilen 251 bis 500 von 1.500: Quartiere.")
    context.close()


@pytest.mark.deep
@pytest.mark.check("C002")
def test_keyboard_reaches_all_areas_of_a_country(browser: Browser, browser_context_args: dict[str, Any]) -> None:
    with opened(england()) as country:
        context = browser.new_context(**{**browser_context_args, "base_url": country.address, "viewport": WIDE})
        page = context.new_page()
        maps.open_map(page, MAP)

        assert len(_walked(page, 32_844)) == 32_844
        counts = maps.legend_counts(page)
        context.close()
    assert sum(counts) == 32_844 - 32_844 // 11
