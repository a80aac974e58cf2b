# SPDX-License-Identifier: EUPL-1.2
"""Classes on the workbench in Chromium: asked for without the figures, bounds dragged and typed."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import maps
from tests.browser.conftest import RequestLog
from tests.browser.workbenches import COLUMNS, PAGE, POVERTY, WORDS, open_workbench, table

pytestmark = pytest.mark.browser


def test_other_classes_are_asked_for_without_the_figures(page: Page, request_log: RequestLog) -> None:
    open_workbench(page, POVERTY)
    before = page.evaluate(WORDS)
    asked = len(request_log.addresses)
    page.locator(".workbench__display summary").click()

    page.select_option("#workbench-method", "quantile")
    expect(page.locator("#legend .legend__limit", has_text="35")).to_have_count(0)
    with page.expect_response(re.compile("antwort.json")):
        page.select_option("#workbench-number", "3")
    expect(page.locator("#legend .legend__class")).to_have_count(3)

    assert {urlsplit(address).path for address in request_log.addresses[asked:]} == {f"{PAGE}antwort.json"}
    assert {area.group for area in maps.areas(page).values() if area.group.isdigit()} == {"1", "2", "3"}
    page.go_back()
    expect(page.locator("#legend .legend__class")).to_have_count(5)
    page.go_back()
    expect(page.locator("#legend .legend__limit", has_text="35")).to_have_count(1)
    assert page.evaluate(WORDS) == before
    assert page.input_value("#workbench-method") == "standard"


@pytest.mark.check("C011", "C016")
def test_bounds_are_moved_by_dragging_and_by_fields(page: Page) -> None:
    open_workbench(page, POVERTY)
    page.locator(".workbench__display summary").click()
    hold = page.locator(".histogram__hold").nth(1).bounding_box()
    assert hold is not None
    middle = hold["x"] + hold["width"] / 2

    page.mouse.move(middle, hold["y"] + 20)
    page.mouse.down()
    page.mouse.move(middle + 40, hold["y"] + 20, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"klassen=eigene&grenzen=10;2\d(\.\d)?;35;50"))
    page.get_by_label("Grenze 1", exact=True).fill("12,5")
    page.keyboard.press("Enter")
    expect(page.locator("#legend .legend__limit", has_text="12,5")).to_have_count(1)
    expect(page.locator("#workbench-number")).to_be_disabled()
    assert page.evaluate("() => document.activeElement.dataset.at") == "0"

    groups = {key: area.group for key, area in maps.areas(page).items()}
    place = page.evaluate(COLUMNS).index("class") + 1
    assert all(groups[row[0]] == row[place] for row in table(page) if row[place])
    assert sum(maps.legend_counts(page)) == 436
    page.go_back()
    expect(page.get_by_label("Grenze 1", exact=True)).to_have_value("10")
    page.go_back()
    expect(page).not_to_have_url(re.compile("grenzen="))
    expect(page.locator("#workbench-method")).to_have_value("standard")


def test_bounds_are_added_taken_away_and_refused_where_they_do_not_rise(page: Page) -> None:
    open_workbench(page, POVERTY)
    page.locator(".workbench__display summary").click()

    page.get_by_role("button", name="Weitere Grenze").click()
    expect(page.locator("#legend .legend__class")).to_have_count(6)
    page.get_by_role("button", name="Grenze 1 entfernen").click()
    expect(page.locator("#legend .legend__class")).to_have_count(5)
    before = page.url
    page.get_by_label("Grenze 2", exact=True).fill("1")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Grenze 2", exact=True)).to_have_attribute("aria-invalid", "true")
    assert page.url == before
