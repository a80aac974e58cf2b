# SPDX-License-Identifier: EUPL-1.2
"""A planner builds an index from nothing, a second person signs it, and map and profile show it, in Chromium."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow
from tests.browser.desks import (
    PATIENCE,
    desk,
    german,
    leave,
    look,
    own_database,
    planner,
    second_person_with_scripts,
    sign_in,
)

__all__ = ["desk", "own_database", "planner", "second_person_with_scripts"]

WORKSHOP = "/berlin/indexwerkstatt/"
REASON = "Wo viele Kinder wohnen, werden Plätze in Kitas und Schulen gebraucht."
# Of none of them a figure is kept secret: scales measured in such areas would keep the whole index secret.
COMPONENTS = ("arbeitslosigkeit", "transferbezug", "kinderarmut", "langzeitarbeitslosigkeit")
TEXTS = {
    "text_name": "Bedarf an Familienzentren",
    "text_short_name": "Familienbedarf",
    "text_subtitle": "Index aus vier Anteilen",
    "text_what_it_shows": "Wo Familienzentren am meisten gebraucht werden.",
    "text_how_to_read": "Ein hoher Wert heißt: viel Bedarf im Vergleich aller Planungsräume.",
    "text_limits": "Eine Stellung unter den Gebieten, kein Zustand und kein Trend.",
}


def _begin(page: Page, axe: Axe) -> str:
    """Begin a recipe from nothing and return its address."""
    page.goto(WORKSHOP)
    look(page, axe)
    page.locator("main .kern-btn--primary").click()
    page.fill("#id_name", "Familienbedarf")
    look(page, axe)
    page.locator("main form[method=post] .kern-btn--primary").click()
    expect(page.locator(".empty__title")).to_be_visible()
    return page.url


def _add(page: Page, slug: str) -> None:
    page.select_option("#new_indicator", slug)
    if slug.startswith("anteil"):
        page.fill("#new_justification", REASON)
    page.click("button[value=add]")
    expect(page.locator(f"#new_indicator option[value={slug}]")).to_have_count(0)


def _table(page: Page) -> dict[str, tuple[str, str]]:
    """Return rank and interval by choices of every area, by its position."""
    found: Any = page.evaluate(
        """() => [...document.querySelectorAll("[data-index-table] tbody tr")].map((row) => [row.dataset.at, [
            row.querySelector("[data-rank]").textContent,
            row.querySelector("[data-stroke] .index-ranks__words")?.textContent ?? "",
        ]])"""
    )
    return {at: (rank, interval) for at, (rank, interval) in found}


def _move_a_weight(page: Page) -> None:
    """Push a slider by the keyboard: map and ranks follow at once, intervals after the server's answer."""
    before, colours = _table(page), _colours(page)
    held: list[Route] = []
    page.route("**/vorschau/", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handlers
    slider = page.locator(".part__slider").first
    slider.focus()
    for _step in range(20):
        page.keyboard.press("ArrowRight")
    for _look in range(200):
        if held:
            break
        page.wait_for_timeout(100)
    # The script asks only when the slider rests; by then map and ranks were drawn.
    at_once = _table(page)

    # All this before the server said anything.
    assert held
    assert _ranks(at_once) != _ranks(before)
    assert _colours(page) != colours
    for route in held:
        route.continue_()
    page.unroute("**/vorschau/")
    expect(page.locator("[data-index-result]")).to_have_attribute("aria-busy", "false", timeout=PATIENCE)
    after = _table(page)
    # What the browser computed is what the server computed.
    assert _ranks(after) == _ranks(at_once)
    assert {at: interval for at, (_rank, interval) in after.items()} != {
        at: interval for at, (_rank, interval) in before.items()
    }


def _ranks(table: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {at: rank for at, (rank, _interval) in table.items()}


def _colours(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('[data-index-map] path')].map((path) => path.getAttribute('class'))"
    )
    return found


def _submit(page: Page) -> None:
    """Name the index and hand it in."""
    page.locator("summary", has_text=german("What readers see")).click()
    for name, text in TEXTS.items():
        page.fill(f"#id_{name}", text)
    page.select_option("#id_text_topic", index=1)
    page.select_option("#id_text_source", "mss")
    page.fill("#id_valid_from", "2015-01-01")
    page.click("button[value=submit]")
    expect(page.locator("main")).to_contain_text(german("Waiting for approval"))


def test_index_of_four_indicators_goes_from_nothing_to_map_and_profile(
    planner: Page, second_person_with_scripts: Page, axe: Axe
) -> None:
    page, approver = planner, second_person_with_scripts
    address = _begin(page, axe)
    for slug in COMPONENTS:
        _add(page, slug)
    expect(page.locator("[data-index-table] tbody tr")).not_to_have_count(0)
    look(page, axe)
    _move_a_weight(page)
    look(page, axe)
    page.click("button[value=save]")
    page.goto(f"{address}vergleich/?mit=vorlage-additive_z")
    expect(page.locator(".scatter__point--moved").first).to_be_visible()
    look(page, axe)
    page.goto(f"{address}methodenblatt/")
    look(page, axe)
    page.goto(address)
    _submit(page)
    look(page, axe)

    approver.goto("/berlin/lieferungen/?liste=freigabe")
    approver.get_by_role("link", name=TEXTS["text_name"]).click()
    look(approver, axe)
    approver.check("input[name=decision][value=approve]")
    approver.locator("main form .kern-btn--primary").click()
    expect(approver.locator("main")).to_contain_text(german("In force"))
    look(approver, axe)

    _see_it_published(page)


def _see_it_published(page: Page) -> None:
    """Wait for the worker, then look at the map and at the profile of the area with the most need."""
    map_address = "/berlin/karte/?indikator=bedarf-an-familienzentren&ebene=planungsraum"
    for _attempt in range(120):
        answer = page.goto(map_address)
        if answer is not None and answer.status == 200:
            break
        page.wait_for_timeout(1000)
    expect(page.locator("h1")).to_contain_text("5. Fünftel (größter Bedarf)")
    expect(page.locator("path.map-area").first).to_be_attached()
    key = page.locator("[data-map-table] tbody tr").first.get_attribute("data-key")
    page.goto(f"{map_address}&gebiet={key}")
    page.locator("[data-region=panel] a.kern-btn--primary").click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Familienbedarf")


@pytest.mark.check("C047")
def test_what_is_missing_is_reached_by_the_keyboard_and_not_under_the_bar(planner: Page, axe: Axe) -> None:
    page = planner
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{WORKSHOP}neu/?ebene=planungsraum")
    page.fill("#id_name", "Unvollständig")
    leave(page, page.locator("main form[method=post] .kern-btn--primary"))
    # An added component leads to an address with a place in it, which the next page must not jump to.
    _add(page, "arbeitslosigkeit")
    leave(page, page.locator("button[value=submit]"))

    summary = page.locator("main [data-focus]")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(9)
    look(page, axe)
    link = summary.get_by_role("link", name=german("Where are its limits?"))
    link.focus()
    page.keyboard.press("Enter")

    field = page.locator("#id_text_limits")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    under: Any = page.evaluate(
        """() => document.querySelector("#id_text_limits").getBoundingClientRect().top
            - document.querySelector(".bench__bar").getBoundingClientRect().bottom"""
    )
    assert under >= 0


def test_component_that_moves_the_preview_says_so_on_a_phone_and_on_a_screen(planner: Page, axe: Axe) -> None:
    page = planner
    page.goto(f"{WORKSHOP}neu/?ebene=planungsraum")
    page.fill("#id_name", "Zwei Stände")
    leave(page, page.locator("main form[method=post] .kern-btn--primary"))
    for slug in ("anteil-unter-18", "anteil-65-und-aelter"):
        page.fill("#new_justification", REASON)
        _add(page, slug)
    expect(page.locator(".index-result__facts")).to_contain_text("31.12.2024")

    _add(page, "arbeitslosigkeit")

    warnings = page.locator(".bench__result .alert--warning")
    expect(warnings.filter(has_text="„Arbeitslosigkeit“ hat keinen neueren Wert.")).to_be_visible()
    # Both shares are kept secret in two areas of many: these are hidden, and the scales are measured in the others.
    spared = page.locator(".bench__result .alert--info").filter(has_text="Ohne geschützte Gebiete gemessen")
    expect(spared).to_contain_text("in 2 Gebieten")
    expect(spared).to_contain_text("Der Index von 2 Gebieten wird geheim gehalten")
    expect(page.locator(".index-result__facts")).to_contain_text("31.12.2018")
    look(page, axe)
    page.set_viewport_size(NARROW)
    expect(page.locator(".part__held")).to_be_visible()
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}methodenblatt/")
    expect(page.locator("main")).to_contain_text(REASON)


@pytest.mark.parametrize("way", ["keyboard", "no scripts"])
def test_editor_works_without_a_pointer_and_without_scripts(
    browser: Browser, browser_context_args: dict[str, Any], desk: str, way: str
) -> None:
    context = browser.new_context(
        **{**browser_context_args, "base_url": desk, "java_script_enabled": way == "keyboard"}
    )
    page = context.new_page()
    sign_in(page, "bert@demo.example")
    page.goto(f"{WORKSHOP}neu/?vorlage=equal_ranks&ebene=planungsraum")
    for slug in COMPONENTS[:3]:
        page.check(f"input[value={slug}]")
    page.locator("main form[method=post] .kern-btn--primary").press("Enter")
    first = page.locator("[data-index-table] tbody tr").first.inner_text()

    page.fill("#id_p0-weight", "5")
    page.fill("#id_p2-weight", "0")
    if way == "keyboard":
        expect(page.locator("[data-index-result]")).to_have_attribute("aria-busy", "false", timeout=PATIENCE)
    else:
        page.locator("[data-index-preview]").press("Enter")

    expect(page.locator("[data-index-table] tbody tr").first).not_to_have_text(first)
    expect(page.locator("[data-index-moved]")).to_contain_text("Gebiete")
    if way == "keyboard":
        expect(page.locator("#announcer")).to_contain_text("Gebiete")
        # Without weights there is no index: whoever does not see the page is told that too, and in which field.
        for place in range(3):
            page.fill(f"#id_p{place}-weight", "0")
        expect(page.locator("#announcer")).to_contain_text(
            german("Weights are numbers from 0 up, and not all of them are 0."), timeout=PATIENCE
        )
        page.fill("#id_p0-weight", "viel")
        expect(page.locator("[data-index-state]")).to_contain_text("Gewicht: Schreiben Sie eine Zahl", timeout=PATIENCE)
    context.close()


def test_weight_that_was_typed_before_the_script_came_is_tried_out(planner: Page) -> None:
    page = planner
    page.goto(f"{WORKSHOP}neu/?vorlage=equal_ranks&ebene=planungsraum")
    for slug in COMPONENTS[:3]:
        page.check(f"input[value={slug}]")
    held: list[Route] = []
    page.route("**/pages/workshop*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handlers
    page.locator("main form[method=post] .kern-btn--primary").press("Enter")
    page.fill("#id_p0-weight", "5")
    for _look in range(200):
        if held:
            break
        page.wait_for_timeout(100)
    assert page.locator("[data-index-state]").inner_text() == ""

    held[0].continue_()

    expect(page.locator("[data-index-result]")).to_have_attribute("aria-busy", "false", timeout=PATIENCE)
    expect(page.locator("#announcer")).to_contain_text("Gebiete")


LONG_NAME = "Familienzentrenbedarfsindexweiterentwicklungsvorschlagsentwurf mit Kinderarmut und Arbeitslosigkeit"
# Words that stick out of what holds them, left or right.
_CUT = """() => [...document.querySelectorAll(
        '.scatter__axis span, .compare__title, .index-movers tbody td, .index-movers tbody th')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.textContent)"""


def test_long_names_of_recipes_wrap_beside_maps_scatter_and_table(planner: Page) -> None:
    page = planner
    page.goto(f"{WORKSHOP}neu/?vorlage=equal_ranks&ebene=planungsraum")
    page.fill("#id_name", LONG_NAME)
    for slug in COMPONENTS[:3]:
        page.check(f"input[value={slug}]")
    page.locator("main form[method=post] .kern-btn--primary").click()
    expect(page.locator("h1")).to_have_text(LONG_NAME)

    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        page.goto(f"{page.url.partition('vergleich/')[0]}vergleich/?mit=vorlage-additive_z")

        expect(page.locator(".scatter__axis").first).to_contain_text(LONG_NAME)
        expect(page.locator(".index-movers tbody tr").first).to_be_visible()
        assert overflow(page) == []
        assert page.evaluate(_CUT) == []
