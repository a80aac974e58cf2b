# SPDX-License-Identifier: EUPL-1.2
"""Start page of a place, list of areas, catalogue and sheets in a browser."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow, sampled

pytestmark = pytest.mark.browser

PAGES = (
    "/berlin/",
    "/nrw/",
    "/koeln/",
    "/flensburg/",
    "/berlin/gebiete/",
    "/berlin/gebiete/?ordnung=alphabet&gebietsstand=lor-2006&ebene=bezirksregion",
    "/berlin/gebiete/?q=reuter",
    "/berlin/gebiete/?q=gibtesnicht",
    "/berlin/indikatoren/",
    "/berlin/indikatoren/?q=gibtesnicht",
    "/berlin/indikatoren/kinderarmut/",
    "/berlin/indikatoren/mss-status/",
    "/berlin/indikatoren/anteil-unter-18/",
    "/berlin/indikatoren/anteil-unter-18/streuung/?gebietsstand=lor-2006&stand=2019-12-31&gebiet=02010104&geglaettet=ja",
    "/berlin/indikatoren/kinderarmut/streuung/",
)


@pytest.mark.check("C001")
@pytest.mark.check("C013")
@pytest.mark.parametrize(("address", "size"), sampled(PAGES, ((WIDE,), (NARROW,))))
def test_axe_finds_nothing_and_narrow_page_is_not_scrolled_sideways(
    page: Page, axe: Axe, address: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)

    page.goto(address)

    assert axe(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) == []


@pytest.mark.check("C025")
def test_my_neighbourhood_is_two_steps_from_the_start_page(page: Page) -> None:
    page.goto("/berlin/")

    search = page.get_by_role("combobox", name="Mein Stadtteil")
    search.fill("Reuterkiez")
    search.press("Enter")
    page.locator("main").get_by_role("link", name="Reuterkiez").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Reuterkiez")


def test_start_page_draws_every_rated_area_in_its_class_and_leads_to_the_map(page: Page) -> None:
    page.goto("/berlin/")

    picture = page.locator(".place-map svg[role=img]")
    expect(picture.locator(".class-fill")).to_have_count(5)
    counts = page.locator(".place-map .legend__count").all_inner_texts()
    assert sum(int(count) for count in counts) == 436
    page.locator(".place-map__link").click()

    expect(page).to_have_url(re.compile(r"/berlin/karte/\?indikator=kinderarmut"))


def test_search_stands_before_the_figures_on_a_phone(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.goto("/berlin/")

    search, figure = page.locator("#place-search").bounding_box(), page.locator(".key-figure").first.bounding_box()

    assert search is not None
    assert figure is not None
    assert search["y"] < figure["y"]


def test_typing_narrows_the_list_of_areas(page: Page) -> None:
    page.goto("/berlin/gebiete/")

    page.get_by_role("searchbox", name="Mein Stadtteil").fill("reuterplatz")

    expect(page.locator("#area-list [data-filter-item]:visible")).to_have_count(1)
    expect(page.locator("#area-list h3:visible")).to_have_text(["Neukölln"])


def test_list_of_areas_changes_order_level_and_edition_by_links(page: Page) -> None:
    page.goto("/berlin/gebiete/")

    page.get_by_role("link", name="LOR 2006").click()
    page.get_by_role("link", name=re.compile("^Bezirke")).click()
    page.get_by_role("link", name="Nach dem Alphabet").click()

    expect(page.locator("#area-list [data-filter-item]")).to_have_count(12)
    expect(page.locator("#area-list h3").first).to_have_text("C")
    expect(page).to_have_url(re.compile("gebietsstand=lor-2006"))


@pytest.mark.check("C005")
def test_areas_and_indicators_are_found_without_scripts(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto("/berlin/gebiete/")
    page.fill("#area-name", "reuter")
    page.press("#area-name", "Enter")
    expect(page.locator(".result__title")).to_contain_text(["Reuterkiez"])

    page.goto("/berlin/indikatoren/")
    page.fill("#indicator-filter", "arbeitslos")
    page.press("#indicator-filter", "Enter")

    expect(page.locator("[data-filter-item]")).not_to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("Menschen ab 65 Jahren")


def test_typing_narrows_the_catalogue(page: Page) -> None:
    page.goto("/berlin/indikatoren/")

    page.get_by_role("searchbox", name="Nach einem Wort filtern").fill("staatsangehörigkeit")

    expect(page.locator("[data-filter-item]:visible")).to_have_count(1)


@pytest.mark.check("C024")
@pytest.mark.parametrize("slug", ["kinderarmut", "mss-status", "einwohner", "anteil-65-und-aelter"])
def test_sheet_answers_the_three_questions(page: Page, slug: str) -> None:
    page.goto(f"/berlin/indikatoren/{slug}/")

    for question in ("Was zeigt er?", "Wie lese ich ihn?", "Wo sind seine Grenzen?"):
        section = page.locator("section", has=page.get_by_role("heading", name=question))
        assert len(section.inner_text()) > len(question) + 20
    expect(page.locator(".sheet__facts")).to_contain_text("Lizenz")


def test_sheet_of_an_index_tells_its_recipe_and_keeps_official_names_small(page: Page) -> None:
    page.goto("/berlin/indikatoren/mss-status/")

    line = page.get_by_role("row", name=re.compile("Besonders hoher Unterstützungsbedarf")).first
    expect(line).to_contain_text("mehr als 1,5")
    official = line.locator(".sheet__official")
    expect(official).to_have_text("sehr niedrig")
    assert official.evaluate("cell => parseFloat(getComputedStyle(cell).fontSize)") < 16


def test_sheet_counts_areas_with_and_without_a_value(page: Page) -> None:
    page.goto("/berlin/indikatoren/kinderarmut/")

    line = page.locator("#completeness ~ .table-region").get_by_role(
        "row", name=re.compile(r"Planungsräume.*31\.12\.2018")
    )
    expect(line.get_by_role("cell")).to_have_text(["31.12.2018", "448", "436", "1", "11"])


FUNNEL = "/berlin/indikatoren/anteil-unter-18/streuung/?gebietsstand=lor-2006&stand=2019-12-31&gebiet=02010104"


def test_profile_leads_to_the_funnel_with_its_own_area_marked(page: Page) -> None:
    page.goto("/berlin/gebiete/lor-2006/planungsraum/02010104/")

    page.get_by_role("link", name=re.compile("^Streuung ?: Unter 18 Jahre")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Unter 18 Jahre: Streuung der Gebiete")
    expect(page.locator(".funnel__drawing--wide .funnel__name")).to_have_text("Wassertorplatz")
    expect(page.locator("tbody tr").first).to_contain_text("Wassertorplatz")


def test_funnel_is_told_in_words_and_draws_every_shown_area(page: Page) -> None:
    page.goto(FUNNEL)

    drawing = page.get_by_role("img", name=re.compile("446 Planungsräume nach Zahl der Personen und Anteil"))
    expect(drawing).to_be_visible()
    paths = page.locator(".funnel__drawing--wide .funnel__mark").evaluate_all(
        "marks => marks.map(mark => (mark.getAttribute('d').match(/M/g) || []).length)"
    )
    assert sum(paths) == 446
    assert len(paths) == 5


@pytest.mark.check("C013")
def test_phone_gets_a_drawing_of_its_own(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.goto(FUNNEL)

    expect(page.locator(".funnel__drawing--narrow")).to_be_visible()
    expect(page.locator(".funnel__drawing--wide")).to_be_hidden()
    size = page.locator(".funnel__drawing--narrow .funnel__label").first.bounding_box()
    assert size is not None
    assert size["height"] >= 9


def test_limits_and_smoothing_are_switched_without_losing_the_area(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto(FUNNEL)

    page.get_by_role("link", name="nur der Zufall").click()
    expect(page.locator(".page__lead")).to_contain_text("außerhalb dessen, was der Zufall erwarten lässt")
    page.get_by_role("link", name="neben den rohen zeigen").click()
    expect(page.get_by_role("columnheader", name="Wert, geglättet")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Wert, roh")).to_be_visible()
    expect(page.locator("tbody tr").first).to_contain_text("Wassertorplatz")

    page.get_by_role("searchbox", name=re.compile("Nach einem Wort filtern")).fill("deutlich höher")
    page.locator(".spread-filter").get_by_role("button", name="Suchen").click()
    expect(page).to_have_url(re.compile("grenzen=zufall.*geglaettet=ja.*q=deutlich"))
    expect(page.locator("tbody tr").nth(1)).to_contain_text("deutlich höher als üblich")
