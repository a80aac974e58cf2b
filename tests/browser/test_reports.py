# SPDX-License-Identifier: EUPL-1.2
"""A planner begins a report from a template, and a citizen finds what everybody needs: on a wide screen and a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Axe, overflow
from tests.browser.desks import DASHBOARDS, desk, look, own_database, planner

__all__ = ["desk", "own_database", "planner"]

pytestmark = pytest.mark.browser


def test_report_is_begun_from_a_template_and_previewed_with_the_first_areas(planner: Page, axe: Axe) -> None:
    planner.goto(f"{DASHBOARDS}neu/")
    planner.get_by_label("Titel").fill("Kinder in den Bezirken")
    planner.get_by_role("radio", name="Bericht zur Kinderarmut").check()
    look(planner, axe)
    planner.get_by_role("button", name="Beginnen").click()

    expect(planner.get_by_text("Kommt einmal für jedes Gebiet (Bezirke)")).to_be_visible()
    look(planner, axe)
    planner.get_by_role("link", name="Vorschau").click()
    expect(planner.get_by_text("mit den ersten 3 Gebieten gezeigt")).to_be_visible()
    expect(planner.locator("section", has=planner.get_by_role("heading", name=re.compile("^Mitte$")))).to_have_count(0)
    expect(planner.get_by_role("heading", name="Charlottenburg-Wilmersdorf", exact=True)).to_be_visible()
    look(planner, axe)


@pytest.mark.parametrize("address", ["/leichte-sprache/", "/gebaerdensprache/"])
def test_pages_for_everybody_fit_a_phone(planner: Page, address: str) -> None:
    planner.set_viewport_size(NARROW)
    planner.goto(address)

    assert overflow(planner) == []
