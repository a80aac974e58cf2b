# SPDX-License-Identifier: EUPL-1.2
"""Own list, topics and questions in Chromium: by keyboard, under axe, on a phone; what a test leaves it takes away."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow
from tests.browser.workbenches import POVERTY, REUTERKIEZ, open_workbench

pytestmark = pytest.mark.browser
ASK = f"/berlin/rueckfrage/?indikator=kinderarmut&ebene=planungsraum&stand=2018-12-31&gebiet={REUTERKIEZ}"


def assert_fit(page: Page, axe: Axe) -> None:
    """Hold the page as it stands against axe, wide and narrow."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert axe(page) == [], page.url
        assert overflow(page) == [], page.url
    page.set_viewport_size(WIDE)


@pytest.mark.check("C002", "C003")
def test_star_of_the_workbench_is_pressed_by_keyboard_and_the_page_stays_as_it_was(signed_in: Page) -> None:
    open_workbench(signed_in, f"{POVERTY}&klassen=gleich&anzahl=4")
    shown = signed_in.evaluate("location.search")

    signed_in.get_by_role("button", name="Auf die Merkliste").press("Enter")
    off = signed_in.get_by_role("button", name="Von der Merkliste nehmen")
    expect(off).to_be_visible()
    assert signed_in.evaluate("location.search") == shown
    first = signed_in.locator("#workbench-indicator optgroup").first
    expect(first).to_have_attribute("label", "Merkliste")
    expect(signed_in.locator("#workbench-indicator")).to_have_value("kinderarmut")

    off.press("Enter")
    expect(signed_in.get_by_role("button", name="Auf die Merkliste")).to_be_visible()


@pytest.mark.check("C002", "C003")
def test_topic_is_followed_on_its_page_and_given_up_in_the_settings(signed_in: Page, axe: Axe) -> None:
    signed_in.goto("/berlin/themen/")
    topic = signed_in.get_by_role("listitem").filter(
        has=signed_in.get_by_role("heading", name="Bevölkerung", exact=True)
    )
    topic.get_by_role("button").press("Enter")
    expect(signed_in.get_by_text("Sie folgen diesem Thema.")).to_be_visible()
    assert_fit(signed_in, axe)

    signed_in.goto("/konto/mitteilungen/einstellungen/")
    assert_fit(signed_in, axe)
    signed_in.get_by_role("listitem").filter(has_text="Berlin: Bevölkerung").get_by_role("button").press("Enter")

    expect(signed_in.get_by_text("Sie folgen keinem Thema.")).to_be_visible()


@pytest.mark.check("C002", "C003")
def test_question_is_asked_about_the_area_in_focus_and_closed_by_a_steward(signed_in: Page, axe: Axe) -> None:
    word = f"Woher kommt der Sprung? {uuid4()}"
    open_workbench(signed_in, POVERTY)
    signed_in.locator(f"[data-key='{REUTERKIEZ}']").first.focus()
    signed_in.keyboard.press("Enter")
    way = signed_in.get_by_role("link", name="Rückfrage oder Hinweis zu einem Wert")
    expect(way).to_have_attribute("href", re.compile(f"rueckfrage/.*gebiet={REUTERKIEZ}"))
    signed_in.goto(ASK)
    expect(signed_in.get_by_text("Reuterkiez")).to_be_visible()
    assert_fit(signed_in, axe)

    signed_in.get_by_label("Ihre Frage oder Ihr Hinweis").fill(word)
    signed_in.get_by_role("button", name="Absenden").press("Enter")
    expect(signed_in.get_by_text("Danke, Ihre Rückfrage ist abgeschickt.")).to_be_visible()
    signed_in.goto("/berlin/hinweise/rueckfragen/")
    assert_fit(signed_in, axe)
    signed_in.get_by_role("listitem").filter(has_text=word).get_by_role("link").press("Enter")
    assert_fit(signed_in, axe)
    signed_in.get_by_role("button", name="Ohne Antwort schließen").press("Enter")

    expect(signed_in.get_by_text("Die Rückfrage ist geschlossen.")).to_be_visible()
