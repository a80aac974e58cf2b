# SPDX-License-Identifier: EUPL-1.2
"""The planner's morning: five areas truly rose, one only seems to; found, compared, saved, passed on, opened afresh."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import RequestLog
from tests.browser.plannershouse import PANEL, STRIKING, fresh, house_log, planning_house, reader, sign_in
from tests.browser.workbenches import open_workbench, settled
from tests.factories.planningcity import NOW, RISING, SMALL, name_of

__all__ = ["house_log", "planning_house", "reader"]

pytestmark = pytest.mark.browser

NAME = "Kinderarmut gegen den Trend"
# What fills each area of the map, every figure of the table, and what both panels say.
SEEN = """() => {
    const words = (node) => node.textContent.trim().replace(/\\s+/g, ' ');
    return {
        map: [...document.querySelectorAll('.map-area')].map((path) =>
            [path.getAttribute('class'), path.getAttribute('d')]),
        rows: [...document.querySelectorAll('[data-workbench-table] tbody tr')].map((row) =>
            [row.dataset.key, row.classList.contains('is-chosen'), ...[...row.cells].map(words)]),
        striking: words(document.querySelector('[data-striking-lists]')),
        versus: words(document.querySelector('[data-workbench-panel=gegenueber] [data-asked-body]')),
        title: words(document.querySelector('#workbench-title')),
        legend: words(document.querySelector('#legend')),
    }; }"""


def seen(page: Page) -> dict[str, Any]:
    """Return what the page shows, once the table is written and the areas are compared."""
    settled(page)
    expect(page.locator("[data-workbench-panel=gegenueber] [data-asked-body] .versus__area")).to_have_count(len(RISING))
    return dict(page.evaluate(SEEN))


def names_in(page: Page, group: str) -> list[str]:
    """Return the areas of one list of the panel."""
    return page.locator(f'{PANEL} [data-striking-group="{group}"] .striking__name').all_text_contents()


@pytest.mark.check("C025")
def test_five_areas_are_found_compared_saved_and_opened_by_others_as_they_were(
    reader: Page, browser: Browser, browser_context_args: dict[str, Any], planning_house: str
) -> None:
    sign_in(reader, "bert")
    open_workbench(reader, f"{STRIKING},gegenueber,tabelle")

    # Found: five that rose against the trend. The one with a hundred children and 31 points more stands apart.
    expect(reader.locator(f"{PANEL} h2")).to_contain_text("fünf Gebiete stiegen stärker als der Rest von Musterstadt")
    assert names_in(reader, "rising") == [name_of(key) for key in RISING]
    assert names_in(reader, "falling") == []
    assert names_in(reader, "unsure") == [name_of(SMALL)]
    expect(reader.locator(f'{PANEL} [data-striking-group="unsure"]')).to_contain_text("20,0 → 51,0 (+31,0)")

    # Compared: they become the choice, and stand against the city and similar areas.
    reader.get_by_role("link", name="Als Auswahl übernehmen").press("Enter")
    versus = reader.locator("[data-workbench-panel=gegenueber] [data-asked-body]")
    expect(versus.locator(".versus__name")).to_have_text([name_of(key) for key in RISING])
    expect(versus).to_contain_text("Musterstadt")
    mine = seen(reader)
    assert [row[0] for row in mine["rows"] if row[1]] == list(RISING)
    assert len(mine["map"]) == len(mine["rows"])
    assert len({fill for fill, _outline in mine["map"] if "class-" in fill}) > 1

    # Saved for whoever has the address.
    reader.get_by_role("link", name="Diese Ansicht speichern").click()
    reader.get_by_label("Name").fill(NAME)
    reader.get_by_label("alle, die die Adresse haben").check()
    reader.get_by_role("button", name="Speichern").press("Enter")
    expect(reader.get_by_text(f"„{NAME}“ ist gespeichert.")).to_be_visible()
    link = reader.get_by_role("listitem").filter(has_text=NAME).get_by_role("link", name=planning_house)
    address = link.text_content() or ""
    assert address.startswith(planning_house)

    # Opened by somebody else in a browser that knows nothing: the same picture, the same figures.
    log = RequestLog()
    context = fresh(browser, browser_context_args, planning_house, log)
    theirs = context.new_page()
    open_workbench(theirs, address)
    assert seen(theirs) == mine
    assert names_in(theirs, "rising") == [name_of(key) for key in RISING]
    expect(theirs).to_have_url(re.compile(f"stand={NOW}"))
    expect(theirs.locator("[data-workbench-saved]")).to_have_count(0)
    context.close()
    assert log.complaints == []
