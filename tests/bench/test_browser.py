# SPDX-License-Identifier: EUPL-1.2
"""What a reader waits for: the first map and a new colouring, measured by the page itself in Chromium."""

import gzip
import statistics

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.measuring import report

pytestmark = pytest.mark.bench
MAP = "/berlin/karte/?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31"
WORKBENCH = "/berlin/analyse/?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31&gebiet=08100311"
SCATTER = f"{WORKBENCH}&zweiter=einwohner&tafeln=zusammenhang"
AREAS = "svg path.map-area"
# From the click to the frame in which all panels show it.
STEP = """selector => new Promise((done) => {
    const count = () => performance.getEntriesByName('step').length;
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


def test_step_of_time_with_all_panels_open(browser: Browser, stack: tuple[str, int]) -> None:
    context = browser.new_context(base_url=stack[0])
    page, asked = context.new_page(), []
    page.goto(WORKBENCH)
    page.wait_for_function("() => document.querySelector('.workbench--drawn')")
    expect(page.locator(".ranking__row")).to_have_count(542)
    expect(page.locator(".workbench__table tbody tr")).to_have_count(542)
    page.on("request", lambda request: asked.append(request.url))
    painted = []
    for way in ("back", "back", "forth", "forth") * 3:
        page.wait_for_timeout(500)
        painted.append(float(page.evaluate(STEP, f"[data-timeline-{way}]")))
    script = _durations(page, "step")
    bytes_of_scripts = page.evaluate(
        "performance.getEntriesByType('resource').filter((entry) => /\\.js$/.test(entry.name))"
        ".reduce((sum, entry) => sum + entry.encodedBodySize, 0)"
    )
    context.close()

    report(
        "Analyse: Schritt der Zeit, 4 Tafeln, 542 Gebiete",
        f"{statistics.median(painted):.0f} ms",
        baseline=f"bis alles gezeichnet ist {statistics.median(script):.0f} ms",
        target="<= 100 ms",
    )
    report("Analyse: Anfragen bei 12 Schritten", f"{len(asked)}", target="0")
    report("Analyse: alle Skripte, gepackt", f"{bytes_of_scripts / 1000:.0f} kB", target="<= 250 kB")


def test_step_of_time_with_two_indicators_against_each_other(browser: Browser, stack: tuple[str, int]) -> None:
    context = browser.new_context(base_url=stack[0])
    page = context.new_page()
    painted: dict[str, list[float]] = {}
    for name, address in (("", SCATTER.replace("=zusammenhang", "=keine")), ("punkte", SCATTER)):
        page.goto(address)
        page.wait_for_function("() => document.querySelector('.workbench--drawn')")
        if name:
            expect(page.locator(".scatter__dots .scatter__dot")).not_to_have_count(0)
        for way in ("back", "forth") * 5:
            page.wait_for_timeout(500)
            painted.setdefault(name, []).append(float(page.evaluate(STEP, f"[data-timeline-{way}]")))
    context.close()

    report(
        "Analyse: zwei Indikatoren gegeneinander, 542 Gebiete",
        f"{statistics.median(painted['punkte']):.0f} ms",
        baseline=f"Karte allein {statistics.median(painted['']):.0f} ms",
        target="<= 150 ms",
    )


def test_step_of_time_with_areas_that_stand_out(browser: Browser, stack: tuple[str, int]) -> None:
    context = browser.new_context(base_url=stack[0])
    page = context.new_page()
    painted: dict[str, list[float]] = {}
    for name in ("keine", "auffaellig"):
        page.goto(f"{WORKBENCH}&tafeln={name}")
        page.wait_for_function("() => document.querySelector('.workbench--drawn')")
        if name == "auffaellig":
            # A panel that only says why it shows nothing would be quick.
            expect(page.locator("[data-striking-body]")).to_be_visible()
        for way in ("back", "forth") * 5:
            page.wait_for_timeout(500)
            painted.setdefault(name, []).append(float(page.evaluate(STEP, f"[data-timeline-{way}]")))
    answer = page.request.get(WORKBENCH.replace("?", "antwort.json?") + "&tafeln=auffaellig").body()
    context.close()

    report(
        "Analyse: Schritt der Zeit mit „Auffällig“, 542 Gebiete",
        f"{statistics.median(painted['auffaellig']):.0f} ms",
        baseline=f"Karte allein {statistics.median(painted['keine']):.0f} ms",
        target="<= 100 ms",
    )
    report("Analyse: Antwort mit „Auffällig“, gzip", f"{len(gzip.compress(answer)) / 1000:.0f} kB", target="<= 30 kB")
