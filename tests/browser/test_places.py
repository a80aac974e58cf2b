# SPDX-License-Identifier: EUPL-1.2
"""Similar areas, and inequality between areas, in a browser: reached by links, read by everyone, at every width."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow, sampled

pytestmark = pytest.mark.browser

PROFILE = "/berlin/gebiete/lor-2006/planungsraum/02010104/"
SIMILAR = f"{PROFILE}aehnlich/"
UNEQUAL = "/berlin/indikatoren/anteil-unter-18/ungleichheit/"
PAGES = (
    SIMILAR,
    f"{SIMILAR}?indikatoren=kinderarmut&anzahl=5",
    "/berlin/gebiete/lor-2006/planungsraum/01011102/aehnlich/?indikatoren=kinderarmut&stand=2018-12-31",
    UNEQUAL,
    "/berlin/indikatoren/transferbezug/ungleichheit/",
    "/berlin/indikatoren/mss-status/ungleichheit/",
)


@pytest.mark.check("C001")
@pytest.mark.parametrize(("address", "size"), sampled(PAGES, ((WIDE,), (NARROW,))))
def test_axe_finds_nothing(page: Page, axe: Axe, address: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)

    page.goto(address)

    assert axe(page) == []


@pytest.mark.check("C013")
@pytest.mark.parametrize("address", PAGES)
def test_narrow_page_is_not_scrolled_sideways(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)

    page.goto(address)

    assert overflow(page) == []


def test_profile_leads_to_similar_areas_of_other_districts(page: Page) -> None:
    page.goto(PROFILE)

    page.get_by_role("link", name="Ähnliche Gebiete").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Wo ist die Lage ähnlich wie in Wassertorplatz?")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(11)
    expect(rows.first).to_contain_text("Wassertorplatz")
    districts = set(page.locator("tbody th .table__note").all_inner_texts())
    assert len(districts) > 1
    expect(page.locator(".outline__area--near")).to_have_count(2)


@pytest.mark.check("C005")
def test_indicators_are_chosen_without_scripts_and_stand_in_the_address(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto(SIMILAR)

    page.get_by_text("Wählen, welche Indikatoren verglichen werden").click()
    for box in page.get_by_role("checkbox").all():
        box.set_checked(False)
    page.get_by_role("checkbox", name=re.compile("^Kinderarmut")).check()
    page.get_by_role("checkbox", name=re.compile("^Ab 65 Jahre")).check()
    page.get_by_role("button", name="Vergleichen").click()

    expect(page).to_have_url(re.compile(r"aehnlich/\?indikatoren=[a-z0-9,-]+&anzahl=10$"))
    expect(page.locator(".page__lead")).to_contain_text("gemessen an 2 Indikatoren")
    page.get_by_role("link", name="Zurück zum Vorschlag").click()
    expect(page.locator(".page__lead")).not_to_contain_text("gemessen an 2 Indikatoren")


def test_boxes_are_reached_and_ticked_with_the_keyboard(page: Page) -> None:
    page.goto(SIMILAR)

    page.locator(".similar-chooser summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.get_by_role("checkbox").first
    expect(first).to_be_focused()
    before = first.is_checked()
    page.keyboard.press("Space")

    assert first.is_checked() is not before


def test_similar_area_leads_to_its_profile(page: Page) -> None:
    page.goto(SIMILAR)

    link = page.locator("tbody tr").nth(1).get_by_role("link")
    name = link.inner_text()
    link.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_page_of_an_indicator_leads_to_inequality_with_chart_and_table(page: Page) -> None:
    page.goto("/berlin/indikatoren/anteil-unter-18/")

    page.get_by_role("link", name="Ungleichheit und Segregation").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Unter 18 Jahre: Ungleichheit und Segregation")
    expect(page.locator(".page__lead")).to_contain_text("liegen im Mittel")
    expect(page.get_by_role("img", name=re.compile("^Gini[.] 31[.]12[.]2015"))).to_be_visible()
    expect(page.locator(".unequal-course").first.locator(".spark__break")).to_have_count(1)
    expect(page.locator(".unequal-break--apart")).to_contain_text("Andere Gebietsgrenzen: nicht vergleichbar.")


def test_another_period_and_level_are_shown_by_links(page: Page) -> None:
    page.goto(UNEQUAL)

    page.get_by_role("navigation", name="Ebene").get_by_role("link", name="Bezirke").click()
    expect(page.locator(".page__lead")).to_contain_text("Die Bezirke liegen im Mittel")
    page.get_by_role("navigation", name="Stand").get_by_role("link", name="31.12.2017").click()

    expect(page).to_have_url(re.compile("ebene=bezirk&stand=2017-12-31"))
    expect(page.locator("tr[aria-current]")).to_contain_text("31.12.2017")


@pytest.mark.parametrize("address", [SIMILAR, UNEQUAL])
def test_figures_can_be_taken_away_as_a_file(page: Page, address: str) -> None:
    page.goto(address)

    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Zahlen dieser Seite")).click()

    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) > 10


@pytest.mark.check("C022")
def test_paper_shows_the_table_and_no_choices(page: Page) -> None:
    page.goto(SIMILAR)

    page.emulate_media(media="print")

    expect(page.locator("table")).to_be_visible()
    expect(page.locator(".similar-chooser")).to_be_hidden()
    expect(page.locator(".similar-choices")).to_be_hidden()
