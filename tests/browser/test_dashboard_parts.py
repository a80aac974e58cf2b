# SPDX-License-Identifier: EUPL-1.2
"""A planner adds what dashboards and reports hold beside maps, by keyboard alone; a phone and axe look at each page."""

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow
from tests.browser.desks import begin_dashboard, desk, german, look, own_database, planner, press
from tests.factories.photographs import drawing

__all__ = ["desk", "own_database", "planner"]


def preview(page: Page, axe: Axe) -> None:
    """Look at what readers would see, on a wide screen and on a phone."""
    page.goto(f"{page.url.partition('#')[0]}vorschau/")
    look(page, axe)


def test_list_of_areas_is_chosen_by_keyboard_and_is_cards_on_a_phone(planner: Page, axe: Axe) -> None:
    page = planner
    begin_dashboard(page, "Bezirke im Überblick", "areas")
    look(page, axe)
    page.get_by_label("Kinder unter 15 Jahren in Familien mit SGB-II-Bezug").press("Space")
    page.get_by_label("Arbeitslosigkeit", exact=True).press("Space")
    page.locator("#id_level").select_option("bezirk")
    press(page, "main form .kern-btn--primary")
    expect(page.locator("#panel1")).to_contain_text(german("List of areas"))
    preview(page, axe)

    cards = page.locator(".area-list__area")
    expect(cards).to_have_count(12)
    wide = cards.first.bounding_box()
    page.set_viewport_size(NARROW)
    assert overflow(page) == []
    narrow = [box for card in cards.all()[:2] if (box := card.bounding_box())]
    assert narrow[0]["x"] == narrow[1]["x"]
    page.set_viewport_size(WIDE)
    assert wide
    assert cards.all()[1].bounding_box() != wide
    with page.expect_navigation():
        page.locator(".area-list a").first.press("Enter")
    expect(page.locator("main h1")).to_contain_text("Charlottenburg-Wilmersdorf")


def test_glossary_is_added_by_keyboard_and_explains_what_is_shown(planner: Page, axe: Axe) -> None:
    page = planner
    begin_dashboard(page, "Wörter der Planung", "text")
    page.fill("#id_text", "Der Anteil ist um zwei Prozentpunkte gesunken.")
    press(page, "main form .kern-btn--primary")
    page.select_option("#part1-kind", "glossary")
    press(page, "#part1 .builder__add .kern-btn")
    look(page, axe)
    press(page, "main form .kern-btn--primary")
    preview(page, axe)

    expect(page.locator("main dl dt", has_text="Prozentpunkt")).to_be_visible()
    page.set_viewport_size(NARROW)
    assert overflow(page) == []


def test_picture_is_brought_by_keyboard_and_stays_while_its_words_are_missing(planner: Page, axe: Axe) -> None:
    page = planner
    begin_dashboard(page, "Der neue Park", "picture")
    look(page, axe)
    park = FilePayload(name="park.png", mimeType="image/png", buffer=drawing("PNG", (900, 600)))
    page.set_input_files("#id_file", park)
    page.fill("#id_alternative", "Dekoration")
    page.fill("#id_credit", "Anna Beispiel, CC BY 4.0")
    press(page, "main form .kern-btn--primary")
    expect(page.locator(".field__error")).to_contain_text("Dekoration")
    kept = page.locator("main figure img")
    assert kept.evaluate("image => image.complete && image.naturalWidth > 0")
    look(page, axe)
    page.fill("#id_alternative", "Kinder spielen im neuen Park an der Müllerstraße.")
    press(page, "main form .kern-btn--primary")
    preview(page, axe)

    picture = page.locator(".edition__picture--brought")
    expect(picture).to_have_attribute("alt", "Kinder spielen im neuen Park an der Müllerstraße.")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 900)
    page.set_viewport_size(NARROW)
    assert overflow(page) == []
