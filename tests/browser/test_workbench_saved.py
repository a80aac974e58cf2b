# SPDX-License-Identifier: EUPL-1.2
"""Saved selections in Chromium: the pages of those who have signed in, whatever their screen."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import SIGHTS, Axe, ColorScheme, overflow
from tests.browser.workbenches import POVERTY, REUTERKIEZ, open_workbench

pytestmark = pytest.mark.browser

LIST = "/berlin/analyse/auswahlen/"


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


def test_strangers_have_no_way_there(page: Page) -> None:
    open_workbench(page, f"{POVERTY}&gebiet={REUTERKIEZ}")

    expect(page.locator("[data-workbench-saved]")).to_have_count(0)


@pytest.mark.check("C003", "C010")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
@pytest.mark.parametrize("address", [LIST, f"{LIST}neu/"], ids=["list", "form"])
def test_axe_finds_nothing(signed_in: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme, address: str) -> None:
    signed_in.set_viewport_size(size)
    signed_in.emulate_media(color_scheme=scheme)
    signed_in.goto(address)

    assert axe(signed_in) == []
    assert overflow(signed_in) == []
