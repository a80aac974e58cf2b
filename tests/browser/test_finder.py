# SPDX-License-Identifier: EUPL-1.2
"""The search of every page in Chromium: proposals while one types, by keyboard, at every width, without a script."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow

pytestmark = pytest.mark.browser

CATALOGUE = "/berlin/indikatoren/"


def propose(page: Page, text: str) -> None:
    page.locator("#site-search").press_sequentially(text)
    expect(page.locator("#site-search-list")).to_be_visible()


@pytest.mark.check("C010")
def test_area_is_found_and_opened_by_keyboard(page: Page) -> None:
    page.goto(CATALOGUE)
    field = page.get_by_role("combobox", name="Gebiet oder Indikator suchen")

    field.focus()
    propose(page, "reuterk")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")

    option = page.get_by_role("option", name=re.compile("Reuterkiez")).first
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/berlin/gebiete/"))


def test_enter_without_a_choice_shows_all_results(page: Page) -> None:
    page.goto(CATALOGUE)

    propose(page, "kinder")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/berlin/suche/\?q=kinder$"))
    expect(page.get_by_role("heading", name="Indikatoren")).to_be_visible()


def test_escape_closes_and_arrows_go_around(page: Page) -> None:
    page.goto(CATALOGUE)
    propose(page, "kinder")
    options = page.locator("#site-search-list [role=option]")

    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#site-search-list [aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")

    expect(page.locator("#site-search-list")).to_be_hidden()
    assert page.locator("#site-search").input_value() == "kinder"


def test_how_many_there_are_is_said_once(page: Page) -> None:
    page.goto(CATALOGUE)

    propose(page, "kinder")

    expect(page.locator("#announcer")).to_contain_text(re.compile(r"^\d+ Treffer: "))
    page.locator("#site-search").fill("xyzxyz")
    expect(page.locator("#announcer")).to_have_text("Es wurde nichts gefunden")


def test_typing_asks_once_when_it_rests(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or "") if "vorschlaege" in request.url else None)
    # A machine under load types slower than people do: the clock of the page stands still meanwhile.
    page.clock.install()
    page.goto(CATALOGUE)
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))

    page.locator("#site-search").press_sequentially("reuterkiez")
    page.clock.run_for(1_000)
    page.clock.resume()
    expect(page.locator("#site-search-list [role=option]").first).to_contain_text("Reuterkiez")

    assert asked == ["q=reuterkiez"]


def test_form_works_where_no_proposals_come(page: Page) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=429, content_type="application/problem+json", body="{}")

    page.route("**/vorschlaege.json*", refuse)
    page.goto(CATALOGUE)

    with page.expect_response("**/vorschlaege.json*"):
        page.locator("#site-search").press_sequentially("kinder")
    expect(page.locator("#site-search-list")).to_be_hidden()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/berlin/suche/\?q=kinder$"))


@pytest.mark.check("C005")
def test_search_works_without_scripts(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto(CATALOGUE.replace("berlin", "koeln"))

    page.fill("#site-search", "Grossmarkt")
    page.locator("#site-search").press("Enter")

    expect(page).to_have_url(re.compile(r"/koeln/suche/\?q=Grossmarkt$"))
    expect(page.locator("main")).to_contain_text("Großmarkt")


@pytest.mark.check("C001")
@pytest.mark.check("C013")
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_open_list_and_page_of_results_fit_and_are_accessible(page: Page, axe: Axe, size: dict[str, int]) -> None:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto(f"{CATALOGUE.replace('indikatoren', 'suche')}?q=kiez")
    assert axe(page) == []
    assert overflow(page) == []

    if size["width"] == NARROW["width"]:
        page.click(".header__menu > summary")
    page.locator("#site-search").fill("")
    propose(page, "kiez")

    assert axe(page) == []
    assert overflow(page) == []
