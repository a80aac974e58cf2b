# SPDX-License-Identifier: EUPL-1.2
"""Clusters in space as a view of the map: drawn, told, by keyboard, at both sizes, and where there are none."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser import maps
from tests.browser.conftest import NARROW, WIDE, Axe, overflow

pytestmark = pytest.mark.browser

SHARE = "/berlin/karte/?indikator=anteil-unter-18&ebene=planungsraum&stand=2024-12-31"
PATTERN = f"{SHARE}&ansicht=muster"
CITY_DISTRICTS = "/koeln/karte/?indikator=anteil-unter-18&ebene=stadtteil&ansicht=muster"
LABELS = (
    "niedrig, umgeben von niedrig",
    "niedrig, umgeben von hoch",
    "fällt nicht auf",
    "hoch, umgeben von niedrig",
    "hoch, umgeben von hoch",
)


def test_map_legend_and_table_name_the_same_clusters(page: Page) -> None:
    maps.open_map(page, PATTERN)

    drawn, table = maps.areas(page), maps.rows(page)

    counts = Counter(area.group for area in drawn.values())
    for number, label in enumerate(LABELS, start=1):
        expect(page.locator("#legend .legend__named")).to_contain_text(f"{label} ({counts[str(number)]})")
    assert counts["1"]
    assert counts["5"]
    for key, area in drawn.items():
        if area.group.isdigit():
            assert table[key]["cells"]["class"] == LABELS[int(area.group) - 1]
            assert area.name.endswith(table[key]["cells"]["class"])
            assert re.fullmatch(r"[01],\d{3}", table[key]["cells"]["p"])
            assert (float(table[key]["cells"]["p"].replace(",", ".")) <= 0.05) or area.group == "3"
        else:
            assert table[key]["cells"]["p"] == ""
    expect(page.locator("#map-title")).to_contain_text(f"häufen sich in {counts['5']} von ")


def test_page_says_what_the_pattern_says_and_what_it_does_not(page: Page) -> None:
    maps.open_map(page, PATTERN)

    told = page.locator("[data-region=pattern]")

    expect(told).to_contain_text(re.compile(r"Moran I = 0,\d\d"))
    expect(told).to_contain_text("Benjamini-Hochberg")
    expect(told).to_contain_text("nichts über einzelne Menschen")
    expect(told).to_contain_text("mit einem anderen Gebietsstand nicht vergleichen")
    expect(told).to_contain_text(re.compile(r"Nicht einbezogen: \d+ ohne gezeigten Wert"))


def test_view_is_chosen_in_the_rail_by_keyboard_and_kept_over_periods_and_indicators(page: Page) -> None:
    maps.open_map(page, SHARE)
    view = page.locator("#map-view")

    view.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#legend")).to_contain_text("hoch, umgeben von hoch")
    expect(page).to_have_url(re.compile("ansicht=muster"))

    page.locator("[data-timeline-back]").click()
    expect(page.locator("#map-title + .map-head__subtitle")).to_contain_text("31.12.2023")
    expect(page.locator("#legend")).to_contain_text("hoch, umgeben von hoch")
    maps.settled(page)
    groups = Counter(area.group for area in maps.areas(page).values())
    expect(page.locator("#legend")).to_contain_text(f"hoch, umgeben von hoch ({groups['5']})")

    page.locator("#indicator-anteil-65-und-aelter").click()
    expect(page.locator("#map-title")).to_contain_text("Ab 65 Jahre: Hohe Werte häufen sich")
    expect(page).to_have_url(re.compile("ansicht=muster"))
    page.go_back()
    expect(page.locator("#map-title")).to_contain_text("Unter 18 Jahre")


def test_chosen_classes_wait_until_the_figures_are_shown_again(page: Page) -> None:
    maps.open_map(page, f"{PATTERN}&methode=gleich&klassen=4")
    expect(page.locator(".map-display")).to_have_count(0)

    page.locator("#map-view").select_option("werte")

    expect(page.locator("#legend .legend__class")).to_have_count(4)
    expect(page).to_have_url(re.compile("methode=gleich"))
    expect(page).not_to_have_url(re.compile("ansicht"))


def test_chosen_area_is_told_on_the_panel_and_on_small_screens_under_the_map(page: Page) -> None:
    maps.open_map(page, PATTERN)
    key = min(key for key, area in maps.areas(page).items() if area.group == "5")
    page.locator(f".map-area[data-key='{key}']").focus()
    expect(page.locator("[data-map-tooltip]")).to_contain_text("hoch, umgeben von hoch")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .map-panel__facts")).to_contain_text("Lage unter den Nachbarn")
    expect(page.locator("#panel .map-panel__value")).to_contain_text("%")
    expect(page.locator("#panel .badge")).to_contain_text("(Berlin 16,3")

    page.set_viewport_size(NARROW)
    maps.open_map(page, f"{PATTERN}&gebiet={key}")

    expect(page.locator("[data-map-card-chance]")).to_have_text("hoch, umgeben von hoch")
    assert overflow(page) == []


def test_numbers_of_persons_have_no_pattern_and_the_page_says_why(page: Page) -> None:
    maps.open_map(page, f"{maps.PEOPLE}&ansicht=muster")

    expect(page.locator("[data-region=head]")).to_contain_text("wo große Gebiete liegen")
    expect(page.locator("[data-region=pattern]")).to_have_text("")
    expect(page.locator("#legend .legend__classes")).to_be_visible()
    assert {area.group for area in maps.areas(page).values()} & {"1", "2", "3"}


def test_paper_has_the_pattern_and_its_words(page: Page) -> None:
    maps.open_map(page, PATTERN)

    page.emulate_media(media="print")

    for shown in (".map-area >> nth=0", "#legend .legend__named", "[data-region=pattern] .map-pattern"):
        expect(page.locator(shown)).to_be_visible()


@pytest.mark.check("C001")
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing(page: Page, axe: Axe, size: ViewportSize) -> None:
    page.set_viewport_size(size)

    maps.open_map(page, CITY_DISTRICTS)

    expect(page.locator("[data-region=pattern] h2").first).to_be_visible()
    assert axe(page) == []
