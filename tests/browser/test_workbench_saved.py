# SPDX-License-Identifier: EUPL-1.2
"""Saved selections in Chromium: the pages of those who have signed in, whatever their screen."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, SIGHTS, Axe, ColorScheme, overflow
from tests.browser.workbenches import POVERTY, REUTERKIEZ, open_workbench

pytestmark = pytest.mark.browser

LIST = "/berlin/analyse/auswahlen/"
VIEWS = "/berlin/analyse/ansichten/"


@pytest.mark.check("C002", "C025")
def test_way_to_save_follows_the_choice_and_leads_to_a_form_with_its_areas(signed_in: Page) -> None:
    open_workbench(signed_in, f"{POVERTY}&gebiet={REUTERKIEZ}")
    save = signed_in.get_by_role("link", name="Diese Auswahl speichern")
    expect(save).to_have_count(0)

    signed_in.get_by_role("link", name="In die Auswahl").click()
    save.click()

    expect(signed_in).to_have_url(re.compile("auswahlen/neu/.*auswahl="))
    signed_in.get_by_text("Welche Gebiete").click()
    expect(signed_in.get_by_role("listitem").filter(has_text="Reuterkiez")).to_be_visible()
    expect(signed_in.get_by_label("Name")).to_be_editable()


@pytest.fixture
def named_view(signed_in: Page) -> Iterator[str]:
    """Give a name for a view, and put away what was saved under it: the demo outlives a test."""
    name = f"Armut {uuid4()}"
    yield name
    signed_in.goto(VIEWS)
    item = signed_in.get_by_role("listitem").filter(has_text=name)
    item.get_by_text("Ändern").click()
    item.get_by_role("button", name="Entfernen").click()
    expect(signed_in.get_by_text("ist entfernt")).to_be_visible()


@pytest.mark.check("C002", "C003", "C020")
def test_view_that_was_saved_opens_as_it_was(signed_in: Page, named_view: str, axe: Axe) -> None:
    open_workbench(signed_in, f"{POVERTY}&gebiet={REUTERKIEZ}&klassen=gleich&anzahl=4")
    shown = signed_in.evaluate("location.search")
    headline = signed_in.locator("#workbench-title").text_content()

    signed_in.get_by_role("link", name="Diese Ansicht speichern").click()
    signed_in.get_by_label("Name").fill(named_view)
    signed_in.get_by_label("alle, die die Adresse haben").check()
    signed_in.get_by_role("button", name="Speichern").press("Enter")
    expect(signed_in.get_by_text(f"„{named_view}“ ist gespeichert.")).to_be_visible()
    signed_in.set_viewport_size(NARROW)
    item = signed_in.get_by_role("listitem").filter(has_text=named_view)
    item.get_by_text("Ändern").click()
    assert axe(signed_in) == []
    assert overflow(signed_in) == []
    signed_in.get_by_role("link", name=named_view, exact=True).press("Enter")

    expect(signed_in.locator("#workbench-title")).to_have_text(headline or "")
    assert signed_in.evaluate("location.search") == shown


def test_strangers_have_no_way_there(page: Page) -> None:
    open_workbench(page, f"{POVERTY}&gebiet={REUTERKIEZ}")

    expect(page.locator("[data-workbench-saved]")).to_have_count(0)


@pytest.mark.check("C003", "C010")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
@pytest.mark.parametrize("address", [LIST, f"{LIST}neu/", VIEWS, f"{VIEWS}neu/"], ids=["list", "form", "views", "view"])
def test_axe_finds_nothing(signed_in: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme, address: str) -> None:
    signed_in.set_viewport_size(size)
    signed_in.emulate_media(color_scheme=scheme)
    signed_in.goto(address)

    assert axe(signed_in) == []
    assert overflow(signed_in) == []
