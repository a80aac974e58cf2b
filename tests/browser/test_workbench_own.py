# SPDX-License-Identifier: EUPL-1.2
"""An own area in „Analyse“ in Chromium: an outline on the map, an estimate with its ends, kept by a step of time."""

import os
import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow
from tests.browser.workbenches import CHILDREN, open_workbench, step_to

pytestmark = [pytest.mark.browser, pytest.mark.check("C018")]
CIRCLE = "umkreis:13.43,52.48,900"
OPEN = f"{CHILDREN}&tafeln=rangfolge,kennzahlen,gegenueber&eigenes={CIRCLE}"
PHONE: ViewportSize = {"width": 320, "height": 740}


@pytest.mark.check("C002", "C003")
@pytest.mark.parametrize("size", [WIDE, NARROW, PHONE])
def test_its_figure_stands_beside_the_whole_and_its_outline_on_the_map(
    page: Page, axe: Axe, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    open_workbench(page, OPEN)

    own = page.locator(".versus__area--own")
    expect(own).to_contain_text("900 m um")
    expect(own).to_contain_text("≈")
    expect(own).to_contain_text(re.compile("von .* bis .*%"))
    expect(own.locator(".versus__guess")).to_have_count(1)
    expect(page.locator(".keys__table thead")).to_contain_text("900 m um")
    expect(page.locator(".map-reach--own")).to_have_count(1)
    # It is no row of any order.
    expect(page.locator(".ranking")).not_to_contain_text("900 m um")
    assert axe(page) == []
    assert overflow(page) == []
    if folder := os.environ.get("OWN_PICTURES"):
        page.screenshot(path=f"{folder}/workbench-{size['width']}.png", full_page=True)


def test_a_step_of_time_keeps_it_and_its_way_out_stays_in_the_period(page: Page) -> None:
    open_workbench(page, OPEN)
    figure = page.locator(".versus__area--own .versus__figure").first
    before = figure.text_content() or ""

    step_to(page, "2022-12-31")

    expect(figure).to_contain_text("≈")
    expect(figure).not_to_have_text(before)
    assert f"eigenes={CIRCLE}" in page.url
    page.get_by_role("link", name="Das eigene Gebiet herausnehmen").click()
    expect(page).to_have_url(re.compile("stand=2022-12-31"))
    assert "eigenes" not in page.url
    expect(page.locator(".workbench__own")).to_have_count(0)


def test_its_page_leads_to_analyse_and_back(page: Page) -> None:
    page.goto(f"/berlin/eigene-gebiete/ansehen/?form={CIRCLE}")

    page.get_by_role("link", name="Neben den Gebieten in „Analyse“").click()

    expect(page.locator(".workbench__own")).to_contain_text("900 m um")
    page.get_by_role("link", name="Alle Zahlen des eigenen Gebiets").click()
    expect(page).to_have_url(re.compile(f"form={CIRCLE}"))


def test_a_circle_of_the_filter_goes_beside_the_areas_in_the_period_shown(page: Page) -> None:
    open_workbench(page, f"{CHILDREN}&tafeln=rangfolge,kennzahlen&filter={CIRCLE}")
    step_to(page, "2022-12-31")

    page.get_by_role("link", name="Neben den Gebieten zeigen").click()

    expect(page.locator(".workbench__own")).to_contain_text("900 m um")
    expect(page).to_have_url(re.compile("stand=2022-12-31"))
    assert "filter=" not in page.url
