# SPDX-License-Identifier: EUPL-1.2
"""„Mein Stadtteil“ in Chromium: by keyboard alone, on a phone without scripts, on paper."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import NARROW, overflow

pytestmark = pytest.mark.browser
INDEX = "/berlin/mein-stadtteil/"
AREA = f"{INDEX}lor-2006/planungsraum/02010104/"


@pytest.mark.check("C010")
def test_area_is_found_and_understood_by_keyboard(page: Page) -> None:
    page.goto(INDEX)
    field = page.locator("#district-search")

    field.focus()
    field.press_sequentially("wassertor")
    expect(page.locator("#district-search-list")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/berlin/mein-stadtteil/[^/]+/planungsraum/"))
    page.goto(AREA)
    page.locator(".district-card summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".district-card details").first.get_by_text("Was zeigt er?")).to_be_visible()


@pytest.mark.check("C029")
def test_phone_without_scripts_reads_all_and_keeps_nothing(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.set_viewport_size(NARROW)
    page.goto(INDEX)

    page.locator("#district-search").fill("Wassertorplatz")
    page.locator("#district-search").press("Enter")
    expect(page.get_by_role("heading", name="Gefundene Gebiete")).to_be_visible()
    assert overflow(page) == []
    page.goto(AREA)
    page.locator(".district-card summary").first.click()

    expect(page.locator(".district-card details").first.get_by_text("Was zeigt er?")).to_be_visible()
    expect(page.locator(".profile-inset svg")).to_be_visible()
    assert overflow(page) == []
    assert page.context.cookies() == []


def test_list_opens_without_scripts(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto(INDEX)

    page.locator(".district-group > summary", has_text="Neukölln").click()
    page.get_by_role("link", name="Reuterplatz").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Reuterplatz")


@pytest.mark.check("C022")
def test_paper_holds_what_is_folded_and_no_controls(page: Page) -> None:
    page.goto(AREA)

    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))

    text = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    for part in ("Wassertorplatz", "Was zeigt er?", "Quelle:", "Stand 31.12.2018", AREA):
        assert part in text
    assert "Weiterlesen" not in text
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


@pytest.mark.check("C015")
def test_forced_colours_keep_cards_and_signs(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(AREA)

    border = page.locator(".district-card").first.evaluate("card => getComputedStyle(card).borderTopStyle")
    assert border == "solid"
    expect(page.locator(".district-card .badge__sign").first).to_be_visible()
