# SPDX-License-Identifier: EUPL-1.2
"""What a reader waits for: the first map and a new colouring, measured by the page itself in Chromium."""

import statistics

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.measuring import report

pytestmark = pytest.mark.bench
MAP = "/berlin/karte/?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31"
AREAS = "svg path.map-area"
VISITS = 5


def _durations(page: Page, name: str) -> list[float]:
    found = page.evaluate("name => performance.getEntriesByName(name).map((entry) => entry.duration)", name)
    return [float(each) for each in found]


def test_first_map_and_recolouring(browser: Browser, stack: tuple[str, int]) -> None:
    first, recolour, second_bytes, blank = [], [], [], []
    for _ in range(VISITS):
        context = browser.new_context(base_url=stack[0])
        page = context.new_page()
        page.goto("/healthz")
        blank.append(float(page.evaluate("performance.getEntriesByType('navigation')[0].duration")))
        page.goto(MAP)
        expect(page.locator(AREAS)).to_have_count(542)
        first += _durations(page, "first-map")
        for _ in range(3):
            page.locator("[data-timeline-back]").click()
            page.wait_for_timeout(400)
        recolour += _durations(page, "recolour")
        page.goto(MAP)
        expect(page.locator(AREAS)).to_have_count(542)
        second_bytes.append(
            page.evaluate(
                "performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/geometry/'))"
                ".reduce((sum, entry) => sum + entry.transferSize, 0)"
            )
        )
        context.close()

    baseline = f"leere Seite {statistics.median(blank):.0f} ms"
    report(
        "Erste Karte, 542 Gebiete, in Chromium",
        f"{statistics.median(first):.0f} ms",
        baseline=baseline,
        target="<= 1000 ms",
    )
    report("Neu einfärben", f"{statistics.median(recolour):.1f} ms", baseline=f"{len(recolour)} Mal", target="<= 50 ms")
    report("Umrisse beim zweiten Besuch", f"{max(second_bytes)} Bytes", target="0 Bytes")
