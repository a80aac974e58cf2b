# SPDX-License-Identifier: EUPL-1.2
"""Berlin on the boundaries of 2021 in „Analyse“: marked in every panel, stepped through, never computed with."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import maps
from tests.browser.conftest import NARROW, Axe, RequestLog, overflow

pytestmark = pytest.mark.browser

# Leopoldplatz became two areas; the Reuterkiez kept its ground.
SPLIT = "01401048"
EXACT = "01100101"
PEOPLE = f"/berlin/analyse/?indikator=einwohner&ebene=planungsraum&umgerechnet=lor-2021&gebiet={SPLIT}"
BEFORE = f"{PEOPLE}&stand=2019-12-31"
CHILDREN = "/berlin/analyse/?indikator=anteil-unter-18&ebene=planungsraum&umgerechnet=lor-2021&stand=2019-12-31"
COMPARED = (
    f"{CHILDREN}&zweiter=einwohner&vergleich=2021-12-31&tafeln=verteilung,trichter,zusammenhang,bilanz,nebeneinander"
)
HEAD = ".workbench__carried"


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".workbench--drawn").wait_for()


@pytest.mark.check("C001")
@pytest.mark.check("C013")
@pytest.mark.parametrize("address", [BEFORE, COMPARED])
def test_axe_finds_nothing_and_a_narrow_page_is_not_scrolled_sideways(page: Page, axe: Axe, address: str) -> None:
    open_page(page, address)

    assert axe(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) == []


def test_periods_of_both_editions_follow_each_other_without_another_request(
    page: Page, request_log: RequestLog
) -> None:
    open_page(page, BEFORE)
    expect(page.locator(HEAD)).to_contain_text("Umgerechnet vom Gebietsstand LOR 2006: bei 272 von 542 Gebieten genau")
    expect(page.locator(".timeline__tick--carried")).to_have_count(7)
    asked = len(request_log.addresses)

    page.locator("[data-timeline-forth]").click()
    expect(page).to_have_url(re.compile("stand=2021-12-31.*umgerechnet=lor-2021"))
    expect(page.locator(HEAD)).to_have_count(0)
    expect(page).not_to_have_title(re.compile("umgerechnet"))
    page.locator("[data-timeline-back]").click()
    expect(page.locator(HEAD)).to_have_count(1)
    expect(page).to_have_title(re.compile(r"31\.12\.2019 \(umgerechnet\)"))

    assert request_log.addresses[asked:] == []


def test_marks_of_an_estimate_are_the_same_on_map_in_order_and_table_after_a_step(page: Page) -> None:
    open_page(page, BEFORE)
    page.locator("[data-timeline-back]").click()
    expect(page).to_have_url(re.compile("stand=2018-12-31"))
    expect(page.locator("[data-workbench-table]")).to_have_attribute("aria-busy", "false")

    ranking = page.locator(".ranking__row", has_text="(geschätzt)").count()
    table = page.locator("[data-workbench-table] tbody tr", has_text="(geschätzt)").count()
    drawn = [area for area in maps.areas(page).values() if "geschätzt" in area.name]

    assert ranking == table == len(drawn) == 270
    expect(page.locator("[data-workbench-guess]")).to_have_text("≈ für diese Grenzen geschätzt")
    assert page.locator("[data-map-frame] .map-guess").get_attribute("data-areas") == "270"
    expect(page.locator(".legend__key--estimated")).to_have_text(re.compile(r"für diese Grenzen geschätzt \(270\)"))
    assert page.locator(".ranking__value", has_text="≈").count() == ranking
    expect(page.locator("[data-workbench-sentence]")).to_contain_text("270 geschätzte Werte zählen hier nicht mit")


def test_the_line_goes_back_by_hollow_points_where_an_area_was_cut_and_by_full_ones_where_it_went_on(
    page: Page,
) -> None:
    open_page(page, BEFORE)
    line = page.locator("[data-workbench-line]")
    expect(line.locator(".course__line--focus circle")).to_have_count(11)
    expect(line.locator(".course__line--focus .course__hollow")).to_have_count(7)
    expect(page.locator("[data-workbench-hollow-key]")).to_be_visible()

    open_page(page, BEFORE.replace(SPLIT, EXACT))
    expect(line.locator(".course__line--focus circle")).to_have_count(11)
    expect(line.locator(".course__hollow")).to_have_count(0)
    expect(page.locator("[data-workbench-hollow-key]")).to_be_hidden()


def test_points_and_strokes_of_statistics_are_those_of_counted_figures(page: Page) -> None:
    open_page(page, COMPARED)

    exact = 271
    expect(page.locator("[data-boxes-count]").first).to_have_text(str(exact))
    expect(page.locator(".boxes__spot[aria-label]")).to_have_count(exact)
    words = page.locator("[data-scatter-words]")
    expect(words).to_contain_text("geschätzte Werte zählen hier nicht mit")
    assert page.locator(".scatter__dot[aria-label]").count() <= exact
    expect(page.locator("[data-balance-words]")).to_contain_text("265 geschätzt")


def test_boundaries_are_chosen_without_a_script(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto("/berlin/analyse/?indikator=einwohner&ebene=planungsraum&stand=2019-12-31")
    page.select_option("#workbench-ground", label="Alle auf LOR 2021")
    page.locator("[data-workbench-submit] button").click()

    expect(page.locator(HEAD)).to_contain_text("Umgerechnet vom Gebietsstand LOR 2006")
