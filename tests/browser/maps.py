# SPDX-License-Identifier: EUPL-1.2
"""Opens maps in Chromium and reads what is drawn and what stands beside it."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

POVERTY = "/berlin/karte/?indikator=kinderarmut&ebene=planungsraum&stand=2018-12-31"
STATUS = "/berlin/karte/?indikator=mss-status"
ELDERLY = "/berlin/karte/?indikator=anteil-65-und-aelter&ebene=planungsraum&stand=2024-12-31"
POSITIONS = "/nrw/karte/"
DISTRICTS = "/berlin/karte/?indikator=kinderarmut&ebene=bezirk&stand=2018-12-31"
PEOPLE = "/koeln/karte/?indikator=einwohner"
FLENSBURG = "/flensburg/karte/?indikator=einwohner"
CHILDREN = "/berlin/karte/?indikator=anteil-unter-18"
COLOGNE = "/koeln/karte/?indikator=anteil-unter-18&ebene=stadtteil"
REUTERKIEZ = "08010301"

_DRAWN = """() => {
    const option = document.querySelector('.map-frame [role=option]');
    return performance.getEntriesByName('first-map').length
        && (option?.getAttribute('aria-label') || option?.textContent);
}"""
_AREAS = """() => [...document.querySelectorAll('.map-frame .map-area')].map((path) => ({
    key: path.dataset.key, group: path.dataset.group, name: path.getAttribute('aria-label'),
    remark: path.getAttribute('aria-description') ?? '', fill: getComputedStyle(path).fill }))"""
_ROWS = """() => [...document.querySelectorAll('#map-table tbody tr')].map((row) => ({
    key: row.dataset.key, name: row.querySelector('th a').textContent.trim(),
    marks: row.querySelectorAll('.map-table__mark').length,
    cells: Object.fromEntries(
        [...row.cells].slice(1).map((cell) => [cell.dataset.column, cell.textContent.trim()])) }))"""


@dataclass(frozen=True)
class DrawnArea:
    """One area on the map: its key, its class or pattern, its accessible name and description, its computed fill."""

    key: str
    group: str
    name: str
    remark: str
    fill: str


def open_map(page: Page, address: str) -> None:
    """Open a map and wait until it is drawn and its controls work."""
    page.goto(address)
    page.wait_for_function(_DRAWN)
    # A table that stands in parts is sorted by the server.
    page.wait_for_function("() => document.querySelector('#map-table .table__sort, #table [data-map-part]')")


def settled(page: Page) -> None:
    """Wait until the table and the panel have caught up with the map."""
    page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")


def areas(page: Page) -> dict[str, DrawnArea]:
    """Return the areas that are drawn, by key."""
    return {found["key"]: DrawnArea(**found) for found in page.evaluate(_AREAS)}


def rows(page: Page) -> dict[str, dict[str, Any]]:
    """Return the rows of the table by key: name, and the cells by column."""
    return {found["key"]: found for found in page.evaluate(_ROWS)}


def legend_counts(page: Page) -> list[int]:
    """Return how many areas each class of the legend holds."""
    return [int(text) for text in page.locator("#legend .legend__count").all_inner_texts()]


def listen(page: Page) -> None:
    """Keep what the live region says from now on."""
    page.evaluate(
        """() => {
            window.said = [];
            const region = document.getElementById('announcer');
            new MutationObserver(() => window.said.push(region.textContent.trim()))
                .observe(region, {childList: true, characterData: true, subtree: true});
        }"""
    )


def said(page: Page) -> list[str]:
    """Return what the live region has said."""
    return list(page.evaluate("() => window.said"))


def focused_name(page: Page) -> str:
    """Return the accessible name of the focused area."""
    return str(page.evaluate("() => document.activeElement.getAttribute('aria-label') ?? ''"))
