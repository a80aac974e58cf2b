# SPDX-License-Identifier: EUPL-1.2
"""A planner builds a dashboard by keyboard, a second person publishes it, a phone reads it with scripts and without."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sozialplanung.demo.dashboards import DASHBOARDS as PUBLISHED
from tests.browser.conftest import NARROW, Axe, overflow
from tests.browser.desks import DASHBOARDS, PATIENCE, desk, german, look, own_database, planner, second_person

__all__ = ["desk", "own_database", "planner", "second_person"]

TITLE = "Kinderarmut in Berlin"
SAMPLE, _ = PUBLISHED["berlin"]
LEAD = "Mehr als jedes vierte Kind lebt in einer Familie mit SGB-II-Bezug."
NEED = "In den Bezirken mit hohen Anteilen fehlen Plätze in Kitas."


def press_to(page: Page, selector: str) -> None:
    """Go to an element by the tabulator alone."""
    for _step in range(200):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)


def type_into(page: Page, selector: str, text: str) -> None:
    press_to(page, selector)
    page.keyboard.type(text)


def choose(page: Page, selector: str, value: str) -> None:
    """Choose from a list as a keyboard does: with arrows until it says so."""
    press_to(page, selector)
    for _step in range(100):
        if page.eval_on_selector(selector, "element => element.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(value)


def press_button(page: Page, selector: str) -> None:
    press_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def build(page: Page, axe: Axe) -> str:
    """Build a dashboard from nothing and hand it in; returns the address where it waits."""
    page.goto(f"{DASHBOARDS}neu/")
    look(page, axe)
    type_into(page, "#id_title", TITLE)
    press_button(page, "main form .kern-btn--primary")
    look(page, axe)
    type_into(page, "#id_lead", LEAD)
    press_button(page, "main button[value=head]")
    type_into(page, "#new-part", "Auf einen Blick")
    press_button(page, "main button[value=add]")
    choose(page, "#part1-kind", "map")
    press_button(page, "#part1 .builder__add .kern-btn")
    look(page, axe)
    choose(page, "#id_indicator", "kinderarmut")
    choose(page, "#id_level", "bezirk")
    type_into(page, "#id_need", NEED)
    press_button(page, "main form .kern-btn--primary")
    choose(page, "#part1-kind", "text")
    press_button(page, "#part1 .builder__add .kern-btn")
    type_into(page, "#id_text", "Was daraus folgt, steht in der Vorlage.")
    press_button(page, "main form .kern-btn--primary")
    press_button(page, "#panel2 button[value=up]")
    expect(page.locator("#part1 .builder__panel").first).to_have_attribute("id", "panel2")
    press_button(page, "main .buttons button[value=undo]")
    expect(page.locator("#part1 .builder__panel").first).to_have_attribute("id", "panel1")
    look(page, axe)
    press_button(page, "main form[action$='einreichen/'] .kern-btn--primary")
    # A worker that is busy lets it wait on a page of its own, which leads on by itself.
    expect(page).to_have_url(re.compile("/ausgaben/"), timeout=PATIENCE)
    expect(page.locator("main h1")).to_contain_text(TITLE)
    return page.url


def test_dashboard_goes_from_nothing_through_four_eyes_to_a_phone(
    planner: Page, second_person: Page, browser: Browser, browser_context_args: dict[str, Any], axe: Axe
) -> None:
    page = planner
    waiting = build(page, axe)
    expect(page.locator("main .alert").last).to_be_visible()
    expect(page.locator("input[name=decision]")).to_have_count(0)

    other = second_person
    other.goto(waiting)
    other.check("input[name=decision][value=approve]")
    other.locator("main form .kern-btn--primary").first.press("Enter")
    other.get_by_role("link", name=german("To its page")).press("Enter")
    address = other.url
    assert re.search(r"/b/berlin-kinderarmut-in-berlin/\d{4}-1/$", address)

    shown: list[str] = []
    for scripts in (True, False):
        context = browser.new_context(**{**browser_context_args, "java_script_enabled": scripts})
        phone = context.new_page()
        phone.set_viewport_size(NARROW)
        phone.goto(address)
        expect(phone.locator("main h1")).to_have_text(TITLE)
        expect(phone.locator("main")).to_contain_text(NEED)
        table = phone.locator(".edition__figures table").first
        phone.locator(".edition__figures summary").first.press("Enter")
        expect(table).to_be_visible()
        figures = table.locator("td").all_inner_texts()
        assert len(figures) >= 12
        if scripts:
            assert axe(phone) == []
            assert overflow(phone) == []
        picture = phone.locator(".edition__picture").first
        assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
        assert picture.get_attribute("alt")
        shown = shown or figures
        assert figures == shown
        assert context.cookies() == []
        context.close()

    page.goto("/berlin/karte/?indikator=kinderarmut&ebene=bezirk")
    told = page.locator("table[data-map-table]").inner_text()
    for figure in shown:
        assert figure in told


@pytest.mark.check("C022")
def test_edition_is_read_on_paper_without_its_controls(planner: Page, second_person: Page) -> None:
    page = planner
    page.goto("/berlin/berichte/")
    # The one of the sample data: what another test of this file publishes may not be there yet.
    page.get_by_role("link", name=SAMPLE, exact=True).first.click()
    page.emulate_media(media="print")

    expect(page.locator(".edition__search")).to_be_hidden()
    expect(page.locator(".edition__citation")).to_be_visible()
    expect(page.locator(".edition__picture").first).to_be_visible()
    page.emulate_media(media="screen")
