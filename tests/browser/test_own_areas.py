# SPDX-License-Identifier: EUPL-1.2
"""Own areas in Chromium: made by keyboard alone, read wide and narrow, saved, changed and removed again."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, SIGHTS, WIDE, Axe, ColorScheme, overflow, sampled
from tests.browser.workbenches import POVERTY, open_workbench

pytestmark = pytest.mark.browser

LIST = "/berlin/eigene-gebiete/"
CIRCLE = f"{LIST}ansehen/?form=umkreis:13.43,52.48,900"


@pytest.mark.check("C002", "C003")
def test_circle_is_made_by_keyboard_and_shows_its_figures(page: Page) -> None:
    page.goto(f"{LIST}neu/")
    page.get_by_label("Mittelpunkt").fill("52.48, 13.43")
    page.get_by_label("Radius in Metern").fill("900")
    page.get_by_label("Radius in Metern").press("Enter")

    expect(page).to_have_url(re.compile("form=umkreis:13.43,52.48,900"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("900 m um")
    expect(page.get_by_role("img", name="Ihr Gebiet und die Gebiete")).to_be_visible()
    expect(page.get_by_text("≈").first).to_be_visible()


def test_shape_of_the_filter_leads_to_its_figures(page: Page) -> None:
    open_workbench(page, f"{POVERTY}&filter=umkreis:13.43,52.48,3000")

    page.get_by_role("link", name="Zahlen dieser Form").click()

    expect(page).to_have_url(re.compile("form=umkreis:13.43,52.48,3000"))


@pytest.mark.check("C001", "C028")
@pytest.mark.parametrize(("address", "size", "scheme"), sampled([LIST, f"{LIST}neu/", CIRCLE], SIGHTS))
def test_page_is_read_by_everybody(page: Page, axe: Axe, address: str, size: ViewportSize, scheme: ColorScheme) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto(address)

    assert axe(page) == []
    assert overflow(page) == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_area_is_saved_changed_and_removed_again(signed_in: Page, axe: Axe, size: ViewportSize) -> None:
    name = f"Umkreis {uuid4()}"
    signed_in.set_viewport_size(size)
    signed_in.goto(CIRCLE)
    signed_in.get_by_role("link", name="Gebiet speichern").click()
    assert (axe(signed_in), overflow(signed_in)) == ([], [])
    signed_in.get_by_label("Name").fill(name)
    signed_in.get_by_role("button", name="Speichern").press("Enter")

    expect(signed_in.get_by_text(f"„{name}“ ist gespeichert.")).to_be_visible()
    signed_in.get_by_role("link", name="Ändern, teilen, entfernen").click()
    signed_in.get_by_text("Dieses Gebiet entfernen").click()
    assert (axe(signed_in), overflow(signed_in)) == ([], [])
    signed_in.get_by_role("button", name="Ja, entfernen").click()

    expect(signed_in.get_by_text("ist entfernt")).to_be_visible()
    assert (axe(signed_in), overflow(signed_in)) == ([], [])


def test_upload_form_is_read_by_everybody(signed_in: Page, axe: Axe) -> None:
    for size in (WIDE, NARROW):
        signed_in.set_viewport_size(size)
        signed_in.goto(f"{LIST}datei/")
        assert (axe(signed_in), overflow(signed_in)) == ([], [])
