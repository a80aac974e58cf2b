# SPDX-License-Identifier: EUPL-1.2
"""The draft beside its form: as screen, phone and paper, fresh after each change, while the form stays where it is."""

from typing import Any

from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow
from tests.browser.desks import begin_dashboard, desk, german, look, own_database, planner, press, sign_in

__all__ = ["desk", "own_database", "planner"]

FRAME = ".beside__frame"


def write(page: Page, title: str, text: str) -> None:
    """Add a text to the first part."""
    page.select_option("#part1-kind", "text")
    press(page, "#part1 .builder__add .kern-btn >> nth=0")
    page.fill("#id_title", title)
    page.fill("#id_text", text)
    press(page, "main form .kern-btn--primary")


def begin(page: Page, title: str) -> str:
    """Begin a dashboard with two texts; returns its address."""
    begin_dashboard(page, title)
    write(page, "Erstens", "Das kommt zuerst.")
    write(page, "Zweitens", "\n\n".join(f"Absatz {number}." for number in range(60)))
    return page.url.partition("#")[0]


def draft(page: Page) -> FrameLocator:
    return page.frame_locator(FRAME)


def headings(page: Page) -> list[str]:
    return draft(page).locator("main h3").all_inner_texts()


def test_what_is_changed_is_seen_beside_the_form_which_stays(planner: Page, axe: Axe) -> None:
    page = planner
    address = begin(page, "Daneben")
    page.goto(address)
    expect(draft(page).locator("h3")).to_have_text(["Erstens", "Zweitens"])
    assert axe(page) == []
    assert overflow(page) == []
    page.evaluate("document.querySelector('main').dataset.stays = 'yes'")
    page.fill("#new-part", "Noch ein Teil")

    page.locator("#panel2 button[value=up]").press("Enter")

    expect(draft(page).locator("h3")).to_have_text(["Zweitens", "Erstens"])
    expect(page.locator("#part1 .builder__panel").first).to_have_attribute("id", "panel2")
    expect(page.locator("#panel2 button[value=up]")).to_be_focused()
    expect(page.locator("#new-part")).to_have_value("Noch ein Teil")
    expect(draft(page).locator(".previewed--marked h3")).to_have_text("Zweitens")
    expect(page.locator("main[data-stays]")).to_have_count(1)
    page.locator(".buttons button[value=undo]").press("Enter")
    expect(draft(page).locator("h3")).to_have_text(["Erstens", "Zweitens"])
    page.locator("#panel1 .builder__moves button[value=down]").focus()
    expect(draft(page).locator(".previewed--marked h3")).to_have_text("Erstens")
    expect(page.locator("main[data-stays]")).to_have_count(1)


def test_panel_is_saved_and_seen_while_one_stays_at_it(planner: Page, axe: Axe) -> None:
    page = planner
    address = begin(page, "Am Feld")
    page.goto(f"{address}feld/panel2/")
    marked = draft(page).locator(".previewed--marked")
    expect(marked.locator("h3")).to_have_text("Zweitens")
    assert axe(page) == []
    view = page.locator(FRAME).element_handle().content_frame()
    assert view is not None
    page.evaluate("document.querySelector('#id_text').dataset.stays = 'yes'")
    before = page.locator("#id_text").input_value()

    for number, words in enumerate(("Ganz neu.", "Noch neuer.")):
        page.fill("#id_text", f"{before}\n\n{words}")
        page.evaluate("document.querySelector('.beside__frame').contentWindow.scrollTo(0, 300)")
        page.locator("button[value=stay]").press("Enter")
        expect(marked).to_contain_text(words)
        expect(page.locator("#alerts")).to_contain_text(german("Saved."))
        expect(page.locator("[data-stays]")).to_have_count(1)
        assert page.evaluate("document.querySelector('.beside__frame').contentWindow.scrollY") > 0, number
    page.fill("#id_text", "")
    page.fill("#id_title", "")
    press(page, "main form .kern-btn--primary")
    expect(page).to_have_url(f"{address}#panel2")


def test_new_panel_has_its_address_once_it_is_saved(planner: Page) -> None:
    page = planner
    address = begin(page, "Neues Feld")
    page.goto(address)
    page.select_option("#part1-kind", "text")
    press(page, "#part1 .builder__add .kern-btn >> nth=0")
    page.fill("#id_title", "Drittens")
    page.fill("#id_text", "Zum Schluss.")

    page.locator("button[value=stay]").press("Enter")

    expect(draft(page).locator(".previewed--marked h3")).to_have_text("Drittens")
    expect(page).to_have_url(f"{address}feld/panel3/")
    page.fill("#id_text", "Ganz zum Schluss.")
    page.locator("button[value=stay]").press("Enter")
    expect(draft(page).locator(".previewed--marked")).to_contain_text("Ganz zum Schluss.")
    page.goto(address)
    expect(page.locator("#part1 .builder__panel")).to_have_count(3)


def test_keys_choose_screen_phone_and_paper(planner: Page) -> None:
    page = planner
    page.goto(begin(page, "Breiten"))
    frame = page.locator(FRAME)
    expect(draft(page).locator("h3")).to_have_count(2)
    page.locator("input[value=bildschirm]").focus()
    width = "frame => frame.clientWidth"
    assert frame.evaluate(width) >= 1024

    page.keyboard.press("ArrowRight")
    expect(page.locator("input[value=telefon]")).to_be_checked()
    assert frame.evaluate(width) == 360
    page.keyboard.press("ArrowRight")
    expect(page.locator("input[value=papier]")).to_be_checked()
    sheet = draft(page).locator("main")
    # Long texts go on on the next sheet, beside the first one.
    assert sheet.evaluate("main => main.scrollWidth > main.clientWidth")
    assert overflow(page) == []
    # What was chosen stays on the next page.
    page.reload()
    expect(page.locator("input[value=papier]")).to_be_checked()


def test_small_screen_and_browser_without_scripts_have_a_link(
    planner: Page, browser: Browser, browser_context_args: dict[str, Any], desk: str, axe: Axe
) -> None:
    address = begin(planner, "Klein")
    planner.set_viewport_size(NARROW)
    asked: list[str] = []
    planner.on("request", lambda request: asked.append(request.url))
    for path in (address, f"{address}feld/panel1/"):
        planner.goto(path)
        expect(planner.locator(".beside__preview")).to_be_hidden()
        expect(planner.get_by_role("link", name=german("Preview"), exact=True)).to_be_visible()
        assert not [url for url in asked if "rahmen.html" in url]
        look(planner, axe)
        planner.set_viewport_size(NARROW)
        asked.clear()
    context = browser.new_context(**{**browser_context_args, "base_url": desk, "java_script_enabled": False})
    page = context.new_page()
    page.set_viewport_size(WIDE)
    sign_in(page, "bert@demo.example")
    page.goto(f"{address}feld/panel1/")
    expect(page.locator(".beside__preview")).to_be_hidden()
    press(page, "button[value=stay]")
    expect(page).to_have_url(f"{desk}{address.removeprefix(desk)}feld/panel1/")
    expect(page.locator("main")).to_contain_text(german("Saved."))
    press(page, "main a[href$='vorschau/']")
    expect(page.locator("main h3")).to_have_text(["Erstens", "Zweitens"])
    context.close()
