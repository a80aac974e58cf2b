# SPDX-License-Identifier: EUPL-1.2
"""What if a centre closed: places per child within ten minutes on foot, who loses, with the keyboard alone."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Axe, overflow
from tests.browser.plannershouse import sign_in
from tests.browser.scenariohouse import house_log, planner, scenario_house

__all__ = ["house_log", "planner", "scenario_house"]

pytestmark = pytest.mark.browser
HOME = "/musterstadt/szenarien/"


def picture(page: Page, name: str) -> None:
    """Keep a picture where somebody asks for them."""
    if folder := os.environ.get("SCENARIO_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_closing_a_centre_shows_who_loses(planner: Page, axe: Axe) -> None:
    page = planner
    sign_in(page, "bert")
    page.goto(HOME)
    page.get_by_role("link", name="Neues Szenario").click()
    page.get_by_label("Name", exact=True).fill("Nord schließt")
    page.get_by_label("Für wen die Plätze sind").select_option(label="Kinder, Viertel, 31.12.2021")
    picture(page, "neu")
    assert axe(page) == []
    page.get_by_role("button", name="Beginnen").click()
    # 40 and 60 places for the 300 children that reach both.
    row = page.get_by_role("row", name=re.compile("^Alt-Mitte"))
    expect(row).to_contain_text("33,3")

    page.locator("summary", has_text="Eine Einrichtung schließen").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Kita Nord")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".page__lead")).to_have_text("Kinder: 300 von 300 verlieren, niemand gewinnt.")
    expect(row).to_contain_text("20,0")
    expect(row).to_contain_text("verliert")
    expect(page.locator(".scenario-map__picture")).to_have_count(3)
    expect(page.locator(".scenario-map__picture").first.locator(".scenario-map__site--gone")).to_have_count(1)
    assert axe(page) == []
    picture(page, "breit")
    page.set_viewport_size(NARROW)
    assert overflow(page) == []
    picture(page, "schmal")


def test_a_press_on_the_map_writes_its_place_into_the_open_field(planner: Page) -> None:
    page = planner
    sign_in(page, "bert")
    page.goto(HOME)
    page.get_by_role("link", name="Heute").click()
    page.locator("summary", has_text="Eine Einrichtung eröffnen").click()

    page.locator(".scenario-map__picture").first.click()

    expect(page.locator("#id_add-where")).to_have_value(re.compile(r"^52\.0\d+, 13\.0\d+$"))


def test_the_map_before_and_after_comes_into_a_report(planner: Page, axe: Axe) -> None:
    page = planner
    sign_in(page, "bert")
    page.goto(HOME)
    page.get_by_role("link", name="Heute").click()
    page.locator("summary", has_text="Eine Einrichtung schließen").click()
    page.locator("#id_close-key").select_option(label="Kita Süd")
    page.get_by_role("button", name="Schließen").click()
    page.locator("summary", has_text="Umbenennen, teilen oder entfernen").click()
    page.get_by_role("button", name="Mit dem Haus teilen").click()

    page.goto("/musterstadt/berichte/werkstatt/neu/")
    page.fill("#id_title", "Plätze im Süden")
    page.locator("main form .kern-btn--primary").click()
    page.fill("#new-part", "Was wäre, wenn?")
    page.locator("main button[value=add]").click()
    page.select_option("#part1-kind", "scenario")
    page.locator("#part1 .builder__add .kern-btn").first.click()
    page.select_option("#id_scenario", label="Heute")
    page.locator("main form .kern-btn--primary").click()
    page.get_by_role("link", name="Vorschau").first.click()

    main = page.locator("main")
    # 40 places instead of 100 for the 300 children.
    expect(main).to_contain_text("Szenario, keine Messung. Kinder: 300 von 300 verlieren, niemand gewinnt.")
    expect(main).to_contain_text("„Kita Süd“ schließt")
    expect(main.locator("figure img, figure svg").first).to_be_visible()
    expect(main).to_contain_text("Straßen: © Musterstadt")
    assert axe(page) == []
    picture(page, "bericht")
