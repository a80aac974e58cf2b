# SPDX-License-Identifier: EUPL-1.2
"""„Analyse“ of a level with very many areas: drawn from tiles, order and table in parts, by keyboard and on a phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NARROW, WIDE, Axe, RequestLog, overflow
from tests.browser.tileshouse import house, log, reader
from tests.largehouse import LargeHouse

# Fixtures of the house, which pytest finds by their names here.
__all__ = ["house", "log", "reader"]

pytestmark = pytest.mark.browser

PAGE = "/musterstadt/analyse/"
PART = 250
SAYS = "#tafel-tabelle [data-part-says]"
DRAWN = "() => performance.getEntriesByName('first-map').length"


def open_page(page: Page, query: str = "") -> None:
    page.goto(f"{PAGE}{query}")
    page.wait_for_function(DRAWN)


def names(page: Page, rows: str) -> list[str]:
    found: list[str] = page.locator(rows).all_text_contents()
    return found


def table(page: Page) -> list[str]:
    return names(page, "[data-workbench-table] tbody th")


def ranking(page: Page) -> list[str]:
    return names(page, "[data-workbench-ranking] .ranking__name")


def test_areas_come_as_tiles_and_a_step_in_time_asks_for_none(reader: Page, log: RequestLog) -> None:
    open_page(reader)
    reader.wait_for_load_state("networkidle")
    assert [address for address in log.addresses if address.endswith(".mvt")]
    before = len(log.addresses)

    reader.locator("[data-timeline-back]").click()
    expect(reader.locator("[data-workbench-caption]")).to_contain_text("31.12.2017")
    reader.wait_for_function("() => performance.getEntriesByName('step').length")

    assert [address for address in log.addresses[before:] if "/geometry/" in address] == []


def test_order_and_table_stand_in_the_same_part_and_are_turned_by_keyboard(reader: Page, axe: Axe) -> None:
    open_page(reader)
    expect(reader.locator(SAYS)).to_have_text("Teil 1 von 6: 1 bis 250 von 1.500")
    assert ranking(reader) == table(reader) == [f"Quartier {number:05d}" for number in range(1, PART + 1)]
    assert axe(reader) == []

    reader.locator("#tafel-tabelle [data-part-turn='1']").focus()
    for _ in range(5):
        reader.keyboard.press("Enter")

    expect(reader.locator(SAYS)).to_have_text("Teil 6 von 6: 1.251 bis 1.500 von 1.500")
    assert ranking(reader) == table(reader) == [f"Quartier {number:05d}" for number in range(1251, 1501)]
    expect(reader.locator("#tafel-tabelle [data-part-turn='1']")).to_be_focused()
    last = reader.locator("[data-workbench-table] tbody tr").last
    expect(last).to_have_attribute("aria-rowindex", "1501")
    expect(reader.locator("[data-workbench-table]")).to_have_attribute("aria-rowcount", "1501")

    reader.keyboard.press("Enter")
    expect(reader.locator(SAYS)).to_have_text("Teil 6 von 6: 1.251 bis 1.500 von 1.500")


def test_the_part_follows_the_area_in_focus_and_the_order(reader: Page) -> None:
    open_page(reader, "?gebiet=00700")
    expect(reader.locator(SAYS)).to_contain_text("Teil 3 von 6")
    expect(reader.locator("[data-workbench-table] .table__row--focus")).to_have_attribute("data-key", "00700")
    expect(reader.locator("[data-workbench-ranking] .is-focus")).to_have_attribute("data-key", "00700")

    listbox = reader.locator(".map-frame__listbox")
    listbox.focus()
    reader.keyboard.press("End")
    reader.keyboard.press("Enter")
    expect(reader.locator(SAYS)).to_contain_text("Teil 6 von 6")
    expect(reader.locator("[data-workbench-ranking] .is-focus")).to_have_attribute("data-key", "01500")

    reader.locator("[data-workbench-table] th[data-column=value] button").click()
    expect(reader).to_have_url(re.compile("reihenfolge=-wert"))
    focused = reader.locator("[data-workbench-table] .table__row--focus")
    expect(focused).to_have_attribute("data-key", "01500")
    shown = [float(text.replace(",", ".")) for text in _values(reader) if re.fullmatch(r"[\d,]+", text)]
    assert shown == sorted(shown, reverse=True)


def _values(page: Page) -> list[str]:
    return page.locator("[data-workbench-table] td[data-column=value]").all_inner_texts()


def test_a_filter_that_leaves_few_areas_shows_them_all_at_once(reader: Page) -> None:
    open_page(reader, "?filter=wert:kinderarmut:60:&ausserhalb=weg")
    rows = table(reader)

    assert 0 < len(rows) < PART
    expect(reader.locator("#tafel-tabelle [data-workbench-parts]")).to_be_hidden()
    assert ranking(reader) == rows


@pytest.mark.parametrize("panel", ["bilanz", "nebeneinander", "reihe"])
def test_panels_of_small_maps_say_why_they_draw_none(reader: Page, panel: str) -> None:
    open_page(reader, f"?tafeln={panel}")

    shown = reader.locator(f"[data-workbench-panel={panel}]")
    expect(shown).to_contain_text("Kleine Karten zeigen bis zu 600 Gebiete")
    assert shown.locator(".smallmap").count() == 0


def test_on_a_phone_nothing_stands_out(reader: Page, axe: Axe) -> None:
    reader.set_viewport_size(NARROW)
    open_page(reader)

    assert overflow(reader) == []
    assert axe(reader) == []


def test_without_scripts_a_part_stands_there_and_the_way_to_the_others(
    browser: Browser, browser_context_args: dict[str, Any], house: LargeHouse
) -> None:
    context = browser.new_context(
        **{**browser_context_args, "base_url": house.address, "java_script_enabled": False, "viewport": WIDE}
    )
    page = context.new_page()
    page.goto(f"{PAGE}?gebiet=00700")

    expect(page.locator("#tafel-tabelle")).to_contain_text("Hier stehen 501 bis 750 von 1.500, Quartiere.")
    assert len(table(page)) == PART
    page.locator("#tafel-tabelle").get_by_role("link", name="Zur Tabelle der Karte").click()
    expect(page.locator("#map-table")).to_contain_text("Quartier 00700")
    context.close()
