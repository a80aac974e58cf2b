# SPDX-License-Identifier: EUPL-1.2
"""The file for a meeting is opened from a stick: keys turn its slides, nothing is fetched, a phone shows it too."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reports.rendering.slideplan import slides_of
from reports.services.session import session_document
from tests.factories.documents import document_of

COUNT = len(slides_of(document_of())) + 2


@pytest.fixture
def address(tmp_path: Path) -> str:
    file = tmp_path / "sitzung.html"
    file.write_bytes(session_document(document_of()))
    return file.as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page = context.new_page()
    page.goto(address)
    return page


def test_keys_turn_slides_and_the_heading_is_read(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator(".slide:visible")).to_have_count(1)
    expect(page.locator("[data-place]")).to_have_text(f"Folie 1 von {COUNT}")

    page.keyboard.press("ArrowRight")

    expect(page.locator("[data-place]")).to_have_text(f"Folie 2 von {COUNT}")
    expect(page.locator(".slide:visible h2")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Weiter")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("PageUp")
    expect(page.locator("[data-place]")).to_have_text(f"Folie {COUNT - 1} von {COUNT}")
    page.keyboard.press("Home")
    expect(page.get_by_role("button", name="Zurück")).to_have_attribute("aria-disabled", "true")
    assert asked == []


def test_slide_is_found_again_by_its_address_and_tables_unfold_by_keys(page: Page, address: str) -> None:
    name = next(slide.name for slide in slides_of(document_of()) if slide.figure)
    page.goto(f"{address}#{name}")
    page.reload()
    expect(page.locator(f"#{name}")).to_be_visible()

    page.locator(f"#{name} summary").focus()
    page.keyboard.press("Space")

    expect(page.locator(f"#{name} table")).to_be_visible()
    expect(page.locator(f"#{name} table")).to_contain_text("gesperrt")


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_lies_beside_the_screen(browser: Browser, address: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 720}).new_page()
    page.goto(address)

    for _slide in range(COUNT):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        page.keyboard.press("PageDown")


def test_without_a_script_all_slides_stand_below_each_other(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)

    expect(page.locator(".slide:visible")).to_have_count(COUNT)
    expect(page.locator("[data-bar]")).to_be_hidden()


def test_paper_holds_all_slides(page: Page) -> None:
    page.emulate_media(media="print")

    expect(page.locator(".slide:visible")).to_have_count(COUNT)
