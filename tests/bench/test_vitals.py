# SPDX-License-Identifier: EUPL-1.2
"""What a reader on a modest machine feels: when the page shows, how soon it answers, whether it jumps."""

import statistics
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.bench.measuring import Connection, report
from tests.bench.test_editions import address_of

pytestmark = pytest.mark.bench
SLOWDOWN = 4
VISITS = 5
# Long enough that all panels are there before the next hand.
PAUSE = 1_200
LEAST_ANSWERS = 6
WORKBENCH = "/berlin/analyse/?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31&gebiet=08100311"
BLANK = "/healthz"
# A phone of the middle range in a network of the middle range: 150 ms there and back, 1.6 Mbit/s.
PHONE = {"width": 390, "height": 844}
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
# Before the page begins: what paints largest, what moves without being asked, how long answers to a hand take.
WATCH = """
window.vitals = {lcp: 0, cls: 0, answers: {}, begun: []};
const seen = (type, note, more) => new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({type, buffered: true, ...more});
seen('largest-contentful-paint', (entry) => { window.vitals.lcp = entry.startTime; });
seen('layout-shift', (entry) => { if (!entry.hadRecentInput) window.vitals.cls += entry.value; });
seen('event', ({interactionId, duration, startTime}) => {
    if (!interactionId) return;
    const {answers} = window.vitals;
    answers[interactionId] = {startTime, duration: Math.max(answers[interactionId]?.duration ?? 0, duration)};
}, {durationThreshold: 16});
"""


def _visit(browser: Browser, address: str) -> tuple[dict[str, float], dict[str, float]]:
    """Come for the first time, with an empty cache, where script and layout run at a quarter of the speed.

    Gives the figures of the visit, and the longest answer to each kind of hand in milliseconds.
    """
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.goto(BLANK)
        blank = page.evaluate("performance.getEntriesByType('navigation')[0].duration")
        page.goto(WORKBENCH)
        page.wait_for_function("() => document.querySelector('.workbench--drawn')")
        _use(page)
        # Entries arrive when there is nothing else to do.
        page.wait_for_timeout(500)
        vitals = page.evaluate("window.vitals")
    finally:
        context.close()
    answers = list(vitals["answers"].values())
    inp = max(answer["duration"] for answer in answers)
    figures = {"blank": blank, "lcp": vitals["lcp"], "cls": vitals["cls"], "inp": inp, "asked": len(answers)}
    return figures, _by_kind(vitals["begun"], answers)


def _by_kind(begun: list[dict[str, Any]], answers: list[dict[str, float]]) -> dict[str, float]:
    """Give the longest answer to each kind of hand; one that was quicker than a frame has no entry and is left out."""
    longest: dict[str, float] = {}
    for answer in answers:
        kind = [each["kind"] for each in begun if each["at"] <= answer["startTime"]][-1]
        longest[kind] = max(longest.get(kind, 0), answer["duration"])
    return longest


def _begin(page: Page, kind: str) -> None:
    """Note which kind of hand the next answers are to."""
    page.evaluate("(kind) => window.vitals.begun.push({kind, at: performance.now()})", kind)


def _use(page: Page) -> None:
    """Do what a planner does: step in time, put areas in order, walk by keyboard, bring an area into focus, unfold."""
    for way in ("back", "back", "forth"):
        _begin(page, "Schritt der Zeit")
        page.locator(f"[data-timeline-{way}]").click()
        page.wait_for_timeout(PAUSE)
    _begin(page, "Ordnung der Tabelle")
    page.locator(".workbench__table thead button").first.click()
    page.wait_for_timeout(PAUSE)
    page.locator("svg path.map-area[tabindex='0']").focus()
    for key in ("ArrowRight", "ArrowDown", "Enter", "Escape"):
        _begin(page, f"Taste {key}")
        page.keyboard.press(key)
        page.wait_for_timeout(PAUSE)
    _begin(page, "Aufklappen")
    page.locator("summary:visible").first.click()


def test_workbench_on_a_modest_machine(browser: Browser, stack: tuple[str, int]) -> None:
    came = [_visit(browser, stack[0]) for _ in range(VISITS)]
    visits, kinds = [figures for figures, _ in came], [kinds for _, kinds in came]

    median = {name: statistics.median(visit[name] for visit in visits) for name in visits[0]}
    # A page whose script failed answers nothing and looks quick.
    assert median["asked"] >= LEAST_ANSWERS
    assert median["lcp"] > 0
    slowed = f"Analyse, {SLOWDOWN}-fach verlangsamt"
    baseline = f"leere Seite {median['blank']:.0f} ms"
    report(f"{slowed}: LCP beim ersten Besuch", f"{median['lcp']:.0f} ms", baseline=baseline, target="<= 1200 ms")
    report(f"{slowed}: INP", f"{median['inp']:.0f} ms", baseline=f"{median['asked']:.0f} Eingriffe", target="<= 200 ms")
    report(f"{slowed}: CLS", f"{median['cls']:.3f}", baseline=f"{VISITS} Besuche", target="<= 0.1")
    for kind in dict.fromkeys(kind for each in kinds for kind in each):
        answers = [each[kind] for each in kinds if kind in each]
        spread = f"{min(answers):.0f}-{max(answers):.0f} ms, {len(answers)} Besuche"
        report(f"{slowed}: {kind}", f"{statistics.median(answers):.0f} ms", baseline=spread)


def _read(browser: Browser, address: str, path: str) -> dict[str, float]:
    """Come to a page for the first time with a phone; give when its largest part shows and what jumps."""
    context = browser.new_context(base_url=address, viewport=PHONE, device_scale_factor=2, is_mobile=True)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        devtools = context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", LINE)
        page.goto(BLANK)
        blank = page.evaluate("performance.getEntriesByType('navigation')[0].duration")
        page.goto(path, wait_until="load")
        page.wait_for_timeout(500)
        vitals = page.evaluate("window.vitals")
    finally:
        context.close()
    return {"blank": blank, "lcp": vitals["lcp"], "cls": vitals["cls"]}


def test_edition_on_a_phone(browser: Browser, stack: tuple[str, int], web: Connection) -> None:
    path = address_of(web)

    visits = [_read(browser, stack[0], path) for _ in range(VISITS)]

    median = {name: statistics.median(visit[name] for visit in visits) for name in visits[0]}
    assert median["lcp"] > 0
    told = f"Ausgabe, Telefon, {SLOWDOWN}-fach verlangsamt, 1,6 Mbit/s"
    report(
        f"{told}: LCP", f"{median['lcp']:.0f} ms", baseline=f"leere Seite {median['blank']:.0f} ms", target="<= 1500 ms"
    )
    report(f"{told}: CLS", f"{median['cls']:.3f}", baseline=f"{VISITS} Besuche", target="<= 0.1")
