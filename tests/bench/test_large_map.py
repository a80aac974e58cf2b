# SPDX-License-Identifier: EUPL-1.2
"""What a reader of 32,844 areas waits for on „Karte“ and „Analyse“: the first map, a step in time, in Chromium."""

import statistics
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.bench.measuring import report
from tests.largehouse import LargeHouse, england, made_up, opened

pytestmark = pytest.mark.bench
MAP = "/musterstadt/karte/"
WORKBENCH = "/musterstadt/analyse/"
VISITS = 5
STEPS = ("back", "back", "forth", "forth")
# From the click to the frame in which the map shows it.
STEP = """selector => new Promise((done) => {
    const count = () => performance.getEntriesByName('recolour').length;
    const [started, before] = [performance.now(), count()];
    const look = () => {
        if (count() === before) return void setTimeout(look);
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => done(performance.now() - started);
            channel.port2.postMessage(0);
        });
    };
    document.querySelector(selector).click();
    look();
})"""


@pytest.fixture(scope="module")
def country(built: dict[str, str]) -> Iterator[LargeHouse]:
    """Open a house over the areas of the reference data."""
    with opened(england(), built) as house:
        yield house


@pytest.fixture(scope="module")
def small(built: dict[str, str]) -> Iterator[LargeHouse]:
    """Open a house over as many areas as a map draws as paths: what the large one is measured by."""
    with opened(made_up(600), built) as house:
        yield house


def _visited(browser: Browser, address: str, of: str) -> tuple[float, float, float]:
    """Come for the first time; give blank page, first map and step of time in milliseconds."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto("/healthz")
        blank = float(page.evaluate("performance.getEntriesByType('navigation')[0].duration"))
        page.goto(of)
        page.wait_for_function("() => performance.getEntriesByName('first-map').length")
        first = float(page.evaluate("performance.getEntriesByName('first-map')[0].duration"))
        page.wait_for_load_state("networkidle")
        return blank, first, statistics.median(_steps(page))
    finally:
        context.close()


def _steps(page: Page) -> Iterator[float]:
    for way in STEPS:
        page.wait_for_timeout(600)
        yield float(page.evaluate(STEP, f"[data-timeline-{way}]"))
        page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")


@pytest.mark.parametrize(("page", "name"), [(MAP, "Karte"), (WORKBENCH, "Analyse")])
def test_first_map_and_step_of_32844_areas(
    browser: Browser, country: LargeHouse, small: LargeHouse, page: str, name: str
) -> None:
    large = [_visited(browser, country.address, page) for _ in range(VISITS)]
    few = [_visited(browser, small.address, page) for _ in range(VISITS)]

    blank, first, step = (statistics.median(each) for each in zip(*large, strict=True))
    _, first_of_few, step_of_few = (statistics.median(each) for each in zip(*few, strict=True))
    baseline = f"600 Gebiete {first_of_few:.0f} ms, Verhältnis {first / first_of_few:.1f}; leere Seite {blank:.0f} ms"
    report(f"{name}: erste Karte, 32.844 Gebiete", f"{first:.0f} ms", baseline=baseline, target="<= 2500 ms")
    baseline = f"600 Gebiete {step_of_few:.0f} ms, Verhältnis {step / step_of_few:.1f}"
    report(f"{name}: Schritt der Zeit, 32.844 Gebiete", f"{step:.0f} ms", baseline=baseline, target="<= 400 ms")
