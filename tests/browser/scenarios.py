# SPDX-License-Identifier: EUPL-1.2
"""What planners do with scenarios: begin one, change its sites, bring it into a report, up to a published edition."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.desks import PATIENCE, german
from tests.browser.plannershouse import sign_in

HOME = "/musterstadt/szenarien/"
# Of a table of areas: name, persons, before, after, change, judgement.
TOLD = 6
CELLS = "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()))"
Rows = dict[str, list[str]]


def begin(page: Page, name: str, people: str, description: str = "") -> None:
    """Begin a scenario of the only layer and network."""
    page.goto(HOME)
    page.get_by_role("link", name="Neues Szenario").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Worum geht es?").fill(description)
    page.get_by_label("Für wen die Plätze sind").select_option(label=people)
    with page.expect_navigation():
        page.get_by_role("button", name="Beginnen").click()


def close_by_keyboard(page: Page, site: str) -> None:
    """Close a site by keys alone."""
    page.locator("summary", has_text="Eine Einrichtung schließen").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(site)
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def share(page: Page) -> None:
    """Share the scenario at hand with the house."""
    page.locator("summary", has_text="Umbenennen, teilen oder entfernen").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Mit dem Haus teilen").click()


def report_of(page: Page, title: str, scenario: str) -> None:
    """Begin a dashboard for the public that shows a scenario, and look at its preview."""
    page.goto("/musterstadt/berichte/werkstatt/neu/")
    page.fill("#id_title", title)
    page.locator("main form .kern-btn--primary").click()
    page.fill("#new-part", "Was wäre, wenn?")
    page.locator("main button[value=add]").click()
    page.select_option("#part1-kind", "scenario")
    page.locator("#part1 .builder__add .kern-btn").first.click()
    page.select_option("#id_scenario", label=scenario)
    page.locator("main form .kern-btn--primary").click()
    page.get_by_role("link", name="Vorschau").first.click()
    expect(page.locator("main figure img, main figure svg").first).to_be_visible()


def hand_in(page: Page, work: Callable[[], None]) -> str:
    """Hand the dashboard in whose preview is open; return where its edition waits."""
    page.go_back()
    with page.expect_navigation():
        page.locator("main form[action$='einreichen/'] .kern-btn--primary").first.press("Enter")
    work()
    expect(page).to_have_url(re.compile("/ausgaben/"), timeout=PATIENCE)
    expect(page.locator("input[name=decision]")).to_have_count(0)
    return page.url


def let_out(page: Page, waiting: str) -> str:
    """Publish an edition as a second person; return the address of its page."""
    sign_in(page, "frida")
    page.goto(waiting)
    page.check("input[name=decision][value=approve]")
    with page.expect_navigation():
        page.locator("main form .kern-btn--primary").first.press("Enter")
    with page.expect_navigation():
        page.get_by_role("link", name=german("To its page")).press("Enter")
    assert re.search(r"/b/musterstadt-[a-z0-9-]+/\d{4}-1/$", page.url), page.url
    return page.url


def areas_of(page: Page) -> Rows:
    """Return what the page of a scenario tells of each area."""
    rows = page.locator("table", has=page.locator("#areas-caption")).locator("tbody tr")
    return _told(rows)


def areas_of_edition(page: Page) -> Rows:
    """Return what an edition tells of each area, in the table of its map of the change."""
    return _told(page.locator(".edition__figures").first.locator("tbody tr"))


def expect_drawn(page: Page) -> None:
    """Wait until the first picture of an edition is there: those further down are fetched when they come in sight."""
    page.locator(".edition__picture").first.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.edition__picture').naturalWidth > 0")


def _told(rows: Locator) -> Rows:
    cells = rows.evaluate_all(CELLS)
    return {row[0]: [text.removeprefix("▲ ").removeprefix("▼ ") for text in row[:TOLD]] for row in cells}


def number(text: str) -> float:
    """Return a number as Germans write it."""
    return float(text.replace(".", "").replace(",", "."))
