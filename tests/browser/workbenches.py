# SPDX-License-Identifier: EUPL-1.2
"""Opens the workbench in Chromium and reads its panels."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, ColorScheme

PAGE = "/berlin/analyse/"
POVERTY = f"{PAGE}?indikator=kinderarmut&ebene=planungsraum&stand=2018-12-31"
CHILDREN = f"{PAGE}?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31"
DISTRICTS = f"{PAGE}?indikator=anteil-unter-18&ebene=bezirk&stand=2024-12-31"
POSITIONS = f"{PAGE}?indikator=mss-status"
COUNTS = "/koeln/analyse/?indikator=einwohner"
REUTERKIEZ = "08010301"

READY = "() => performance.getEntriesByName('first-map').length && document.querySelector('.workbench--drawn')"
WRITTEN = "() => document.querySelector('[data-workbench-table]')?.getAttribute('aria-busy') !== 'true'"
TABLE = """() => [...document.querySelectorAll('[data-workbench-table] tbody tr')].map((row) =>
    [row.dataset.key, ...[...row.cells].map((cell) => cell.textContent.trim().replace(/\\s+/g, ' '))])"""
HEADS = """() => [...document.querySelectorAll('[data-workbench-table] thead th')].map((cell) =>
    cell.textContent.trim().replace(/\\s+/g, ' '))"""
COLUMNS = "() => [...document.querySelectorAll('[data-workbench-table] thead th')].map(({dataset}) => dataset.column)"
BARS = """() => [...document.querySelectorAll('.ranking__row')].map((row) => ({
    key: row.dataset.key, words: row.querySelector('.ranking__value').textContent,
    marks: [...row.querySelectorAll('.ranking__bar > *')].map((mark) =>
        ['class', 'x', 'width', 'x1', 'x2', 'y1', 'y2'].map((name) => mark.getAttribute(name)).join(' ')) }))"""
# Where the points of all lines lie, as parts of the drawing, so that its width does not matter.
LINES = """() => {
    const drawing = document.querySelector('[data-workbench-line]');
    const { width } = drawing.viewBox.baseVal;
    const runs = (line) => (line.querySelector('path').getAttribute('d').match(/M/g) ?? []).length;
    return [...drawing.querySelectorAll('.course__line')].map((line) => ({
        kind: line.getAttribute('class').split(' ')[1], runs: runs(line),
        dots: [...line.querySelectorAll('circle')].map((dot) => [
            Math.round(100 * (Number(dot.getAttribute('cx')) - 52) / (width - 66)),
            Number(dot.getAttribute('cy'))]) })); }"""
ADDRESS = """async () => {
    for (let turn = 0; turn < 2; turn += 1) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return location.href; }"""
WORDS = """() => Object.fromEntries(
    ['[data-part=head]', '[data-part=legend]', '[data-workbench-sentence]', '[data-part=notes]']
    .map((place) => [place, document.querySelector(place).textContent.trim().replace(/\\s+/g, ' ')]))"""


def open_workbench(page: Page, address: str) -> None:
    """Open a workbench and wait until it is drawn and written."""
    page.goto(address)
    page.wait_for_function(READY)
    page.wait_for_function(WRITTEN)


def open_in_sight(page: Page, address: str, size: ViewportSize, scheme: ColorScheme) -> None:
    """Open a workbench in one size and scheme."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    open_workbench(page, address)


def open_narrow(page: Page, address: str, *, has_script: bool) -> None:
    """Open a workbench at 320 pixels, with its script or without."""
    page.set_viewport_size(NARROW)
    page.goto(address)
    if has_script:
        page.wait_for_function(READY)


def settled(page: Page) -> None:
    """Wait until the table is written."""
    page.wait_for_function(WRITTEN)


def table(page: Page) -> list[list[str]]:
    """Return the rows of the table: key, name, cells."""
    settled(page)
    return list(page.evaluate(TABLE))


def shown_address(page: Page) -> str:
    """Return the address of what is shown: it is written after the frame that shows it."""
    return str(page.evaluate(ADDRESS))


def stand(page: Page) -> str:
    """Return the period in the address."""
    return parse_qs(urlsplit(shown_address(page)).query).get("stand", [""])[0]


def step_to(page: Page, code: str) -> None:
    """Show another period by the control of the form."""
    page.select_option("#workbench-period", code)
    expect(page).to_have_url(re.compile(f"stand={code}"))
    settled(page)
