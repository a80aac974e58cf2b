# SPDX-License-Identifier: EUPL-1.2
"""What if a centre closed: places per child within ten minutes on foot, who loses, and that in a published edition."""

import os
import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import scenarios as steps
from tests.browser.conftest import NARROW, SIGHTS, WIDE, Axe, ColorScheme, overflow, sampled
from tests.browser.plannershouse import sign_in
from tests.browser.scenariohouse import ScenarioHouse, house_log, planner, scenario_house, second_person
from tests.browser.scenarios import HOME

__all__ = ["house_log", "planner", "scenario_house", "second_person"]

pytestmark = pytest.mark.browser
FURNISHED = "Ausbau im Süden"
PAGES = ("list", "new", "scenario", "siting", "pair")


def picture(page: Page, name: str) -> None:
    """Keep a picture where somebody asks for them."""
    if folder := os.environ.get("SCENARIO_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def open_page(page: Page, kind: str) -> None:
    """Open one of the pages of scenarios, with all that it can show."""
    sign_in(page, "bert")
    page.goto(HOME)
    one, other = (
        page.get_by_role("link", name=name, exact=True).get_attribute("href") or "" for name in (FURNISHED, "Heute")
    )
    pair = "vergleich/?a={}&b={}".format(*(address.rstrip("/").rpartition("/")[2] for address in (one, other)))
    ways = {"new": f"{HOME}neu/", "scenario": one, "siting": f"{one}standortsuche/", "pair": f"{HOME}{pair}"}
    answer = page.goto(ways.get(kind, HOME))
    assert answer is not None
    assert answer.status == 200


@pytest.mark.parametrize(("kind", "size", "scheme"), sampled(PAGES, SIGHTS))
def test_pages_with_data_pass_axe_and_fit(
    planner: Page, axe: Axe, kind: str, size: ViewportSize, scheme: ColorScheme
) -> None:
    page = planner
    page.emulate_media(color_scheme=scheme)
    open_page(page, kind)

    page.set_viewport_size(size)

    assert axe(page) == []
    assert overflow(page) == []
    picture(page, f"{kind}-{size['width']}-{scheme}")


@pytest.mark.parametrize("kind", PAGES)
def test_every_link_of_the_pages_leads_somewhere(planner: Page, kind: str) -> None:
    page = planner
    open_page(page, kind)

    links = page.locator("main a[href]").evaluate_all("links => [...new Set(links.map((link) => link.href))]")

    assert links
    dead = {link: answer.status for link in links if not (answer := page.request.get(link.partition("#")[0])).ok}
    assert dead == {}


def test_closing_a_centre_shows_who_loses(planner: Page, axe: Axe) -> None:
    page = planner
    sign_in(page, "bert")
    steps.begin(page, "Nord schließt", "Kinder, Viertel, 31.12.2021")
    # 40 and 60 places for the 300 children that reach both.
    row = page.get_by_role("row", name=re.compile("^Alt-Mitte"))
    expect(row).to_contain_text("33,3")

    steps.close_by_keyboard(page, "Kita Nord")

    expect(page.locator(".page__lead")).to_have_text("Kinder: 300 von 300 verlieren, niemand gewinnt.")
    expect(row).to_contain_text("20,0")
    expect(row).to_contain_text("verliert")
    expect(page.locator(".scenario-map__picture")).to_have_count(3)
    expect(page.locator(".scenario-map__picture").first.locator(".scenario-map__site--gone")).to_have_count(1)
    assert axe(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) == []


def test_a_press_on_the_map_writes_its_place_into_the_open_field(planner: Page) -> None:
    page = planner
    sign_in(page, "bert")
    page.goto(HOME)
    page.get_by_role("link", name="Heute").click()
    page.locator("summary", has_text="Eine Einrichtung eröffnen").click()

    page.locator(".scenario-map__picture").first.click()

    expect(page.locator("#id_add-where")).to_have_value(re.compile(r"^52\.0\d+, 13\.0\d+$"))


def test_words_are_said_taken_away_and_brought_back_by_keyboard(planner: Page, axe: Axe) -> None:
    page = planner
    open_page(page, "scenario")
    page.locator("#id_text").focus()
    page.keyboard.type("Nur mit Bus?")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    comments = page.locator(".scenario-comments")
    said = comments.get_by_text("Nur mit Bus?", exact=True)
    expect(said).to_be_visible()

    with page.expect_navigation():
        comments.get_by_role("button", name=re.compile("Nur mit Bus")).press("Enter")

    expect(said).to_have_count(0)
    assert axe(page) == []
    with page.expect_navigation():
        comments.get_by_role("button", name=re.compile("^Wiederherstellen")).last.press("Enter")
    expect(said).to_be_visible()
    page.locator("#id_text").fill(" ")
    with page.expect_navigation():
        comments.get_by_role("button", name="Kommentar senden").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#id_text")).to_have_attribute("aria-invalid", "true")
    assert axe(page) == []


@pytest.mark.parametrize("kind", ["scenario", "pair"])
def test_paper_holds_maps_and_tables_and_nothing_to_press(planner: Page, kind: str) -> None:
    page = planner
    open_page(page, kind)

    page.emulate_media(media="print")

    expect(page.locator(".scenario-map__picture").first).to_be_visible()
    expect(page.locator("main table").first).to_be_visible()
    expect(page.locator("main button:visible, main select:visible, main textarea:visible")).to_have_count(0)


def test_the_map_before_and_after_comes_into_a_published_edition(
    planner: Page, second_person: Page, browser: Browser, scenario_house: ScenarioHouse, axe: Axe
) -> None:
    page = planner
    sign_in(page, "bert")
    steps.begin(page, "Süd schließt", "Kinder, Viertel, 31.12.2021")
    steps.close_by_keyboard(page, "Kita Süd")
    # 40 places instead of 100 for the 300 children.
    sentence = "Kinder: 300 von 300 verlieren, niemand gewinnt."
    expect(page.locator(".page__lead")).to_have_text(sentence)
    told = steps.areas_of(page)
    assert told["Alt-Mitte"] == ["Alt-Mitte", "200", "33,3", "13,3", "−20,0", "verliert"]
    steps.share(page)

    steps.report_of(page, "Plätze im Süden", "Süd schließt")

    expect(page.locator("main")).to_contain_text(f"Szenario, keine Messung. {sentence}")
    assert axe(page) == []
    address = steps.let_out(second_person, steps.hand_in(page, scenario_house.work))
    for size in (WIDE, NARROW):
        context = browser.new_context(locale="de-DE", viewport=size)
        public = context.new_page()
        public.goto(address)
        expect(public.locator("main")).to_contain_text(f"Szenario, keine Messung. {sentence}")
        expect(public.locator("main")).to_contain_text("„Kita Süd“ schließt")
        expect(public.locator("main")).to_contain_text("Straßen: © Musterstadt")
        assert steps.areas_of_edition(public) == told
        steps.expect_drawn(public)
        assert axe(public) == []
        assert overflow(public) == []
        picture(public, f"edition-{size['width']}")
        context.close()
