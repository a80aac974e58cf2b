# SPDX-License-Identifier: EUPL-1.2
"""A member of the council reads what waits; after it was published, its author is asked what became of it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Axe
from tests.browser.desks import (
    DASHBOARDS,
    PATIENCE,
    begin_dashboard,
    desk,
    german,
    look,
    own_database,
    planner,
    press,
    second_person,
    sign_in,
)

__all__ = ["desk", "own_database", "planner", "second_person"]

TITLE = "Bezirke nebeneinander"
ADVICE = "Zwei Familienzentren im Jahr eröffnen."


@pytest.fixture
def council(browser: Browser, browser_context_args: dict[str, Any], desk: str) -> Iterator[Page]:
    """Give a page of a member of the council, who uses a dark screen."""
    context = browser.new_context(**{**browser_context_args, "base_url": desk, "color_scheme": "dark"})
    page = context.new_page()
    sign_in(page, "clara@demo.example")
    yield page
    context.close()


def hand_in(page: Page, axe: Axe) -> str:
    """Build a dashboard of one panel with all areas side by side; returns the address where it waits."""
    begin_dashboard(page, TITLE, "ranking")
    expect(page.locator("#id_order")).to_have_value("name")
    look(page, axe)
    page.select_option("#id_indicator", "kinderarmut")
    page.select_option("#id_level", "bezirk")
    page.fill("#id_recommendation", ADVICE)
    press(page, "main form .kern-btn--primary")
    press(page, "main form[action$='einreichen/'] .kern-btn--primary")
    expect(page).to_have_url(re.compile("/ausgaben/"), timeout=PATIENCE)
    return page.url


def test_what_waits_is_read_and_what_was_recommended_is_asked_again(
    planner: Page, council: Page, second_person: Page, axe: Axe
) -> None:
    waiting = hand_in(planner, axe)

    council.goto("/berlin/berichte/")
    look(council, axe)
    council.get_by_role("link", name=TITLE).press("Enter")
    expect(council).to_have_url(waiting)
    expect(council.locator("main")).to_contain_text(german("Not published yet"))
    expect(council.locator("main")).to_contain_text(ADVICE)
    expect(council.locator("main form")).to_have_count(0)
    picture = council.locator(".edition__picture").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth > 0")
    look(council, axe)

    second_person.goto(waiting)
    second_person.check("input[name=decision][value=approve]")
    second_person.locator("main form .kern-btn--primary").first.press("Enter")
    expect(second_person.locator("main h1")).to_contain_text(TITLE)
    assert council.goto(waiting).status == 404  # type: ignore[union-attr]  # an address always answers

    planner.goto(DASHBOARDS)
    planner.get_by_role("link", name=TITLE, exact=True).press("Enter")
    look(planner, axe)
    hint = planner.locator("main section", has=planner.locator("#submit-title"))
    expect(hint).to_contain_text(ADVICE)
    hint.locator("li a").press("Enter")
    expect(planner.locator("section", has=planner.locator("#before-title"))).to_contain_text(ADVICE)
    look(planner, axe)
    planner.select_option("#id_outcome", "done")
    planner.fill("#id_why", "Beide sind offen.")
    press(planner, "main form .kern-btn--primary")
    expect(planner.locator("main section", has=planner.locator("#submit-title"))).not_to_contain_text(ADVICE)
