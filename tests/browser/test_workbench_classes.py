# SPDX-License-Identifier: EUPL-1.2
"""Classes on the workbench in Chromium: asked for without the figures, bounds dragged and typed."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import maps
from tests.browser.conftest import RequestLog
from tests.browser.workbenches import (
    CHILDREN,
    COLUMNS,
    PAGE,
    POVERTY,
    WORDS,
    open_workbench,
    shown_address,
    step_to,
    table,
)

pytestmark = pytest.mark.browser
CUT = """() => [...document.querySelectorAll('[data-workbench-table] :is(th, td)')]
    .filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent.trim())"""


def test_other_classes_are_asked_for_without_the_figures(page: Page, request_log: RequestLog) -> None:
    open_workbench(page, POVERTY)
    before = page.evaluate(WORDS)
    asked = len(request_log.addresses)
    page.locator(".workbench__display summary", has_text="Klassen der Karte").click()

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
    page.locator(".workbench__display summary", has_text="Klassen der Karte").click()
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
    page.locator(".workbench__display summary", has_text="Klassen der Karte").click()

    page.get_by_role("button", name="Weitere Grenze").click()
    expect(page.locator("#legend .legend__class")).to_have_count(6)
    page.get_by_role("button", name="Grenze 1 entfernen").click()
    expect(page.locator("#legend .legend__class")).to_have_count(5)
    before = shown_address(page)
    page.get_by_label("Grenze 2", exact=True).fill("1")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Grenze 2", exact=True)).to_have_attribute("aria-invalid", "true")
    assert shown_address(page) == before


@pytest.mark.check("C016")
def test_threshold_is_chosen_typed_and_dragged_and_every_panel_follows(page: Page) -> None:
    open_workbench(page, POVERTY)
    page.locator(".workbench__display summary", has_text="Klassen der Karte").click()

    page.select_option("#workbench-method", "schwelle")
    expect(page).to_have_url(re.compile(r"klassen=schwelle&mitte=stadt"))
    expect(page.locator("#legend")).to_contain_text("Schwellenwert: 27,8 % (Berlin, 31.12.2018)")
    page.select_option("#workbench-middle", "zahl")
    page.get_by_label("Diese Zahl (%)").fill("35,5")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"klassen=schwelle&mitte=35\.5"))
    expect(page.locator("[data-workbench-sides]")).to_contain_text("unter dem Schwellenwert von 35,5")

    groups = {key: area.group for key, area in maps.areas(page).items()}
    place = page.evaluate(COLUMNS).index("class") + 1
    value = page.evaluate(COLUMNS).index("value") + 1
    for row in table(page):
        if row[place]:
            assert groups[row[0]] == row[place]
            assert (float(row[value].split(" ")[0].replace(",", ".")) >= 35.5) == (int(row[place]) > 2)
    assert sum(maps.legend_counts(page)) == 436
    assert page.locator(".ranking__middle").count() == 448
    hold = page.locator(".histogram__hold").bounding_box()
    assert hold is not None
    page.mouse.move(hold["x"] + hold["width"] / 2, hold["y"] + 20)
    page.mouse.down()
    page.mouse.move(hold["x"] + hold["width"] / 2 + 60, hold["y"] + 20, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"klassen=schwelle&mitte=(3[6-9]|[45]\d)"))
    page.select_option("#workbench-method", "quantile")
    expect(page).not_to_have_url(re.compile("mitte="))
    expect(page.locator("#workbench-middle")).to_have_value("")


def test_middle_leaves_odd_numbers_out_and_a_step_of_time_asks_nobody(page: Page, request_log: RequestLog) -> None:
    open_workbench(page, f"{POVERTY}&mitte=stadt&anzahl=6")
    asked = len(request_log.addresses)

    step_to(page, "2016-12-31")

    assert len(request_log.addresses) == asked
    expect(page.locator("#legend .legend__class")).to_have_count(6)
    expect(page.locator("#legend .legend__class--middle .legend__limit")).to_have_text("27,8")
    assert page.locator("#workbench-number option:disabled").all_text_contents() == ["3", "5", "7"]


@pytest.mark.check("C006")
def test_zero_and_unusual_values_have_patterns_of_their_own(page: Page) -> None:
    open_workbench(page, f"{CHILDREN}&klassen=quantile")
    before = page.evaluate(WORDS)

    page.get_by_label("Ungewöhnlich niedrige und hohe Werte").check()
    expect(page).to_have_url(re.compile("ausreisser=eigene"))
    page.get_by_label("Null", exact=True).check()
    expect(page).to_have_url(re.compile("null=eigene&ausreisser=eigene"))
    expect(page.locator("#legend .legend__key--own")).to_have_count(3)

    high = page.locator(".map-area.special-fill--high")
    column = page.evaluate(COLUMNS).index("class") + 1
    named = [row for row in table(page) if row[column].endswith(": ungewöhnlich hoch")]
    assert high.count() == len(named) > 0
    assert "ungewöhnlich hoch" in (high.first.get_attribute("aria-label") or "")
    assert page.locator(".ranking__bar .special-fill--high").count() == len(named)
    assert page.locator(".histogram__fence").count() == 3
    page.go_back()
    page.go_back()
    expect(page.locator("#legend .legend__key--own")).to_have_count(0)
    assert page.evaluate(WORDS) == before
    expect(page.get_by_label("Null", exact=True)).not_to_be_checked()


@pytest.mark.check("C016")
def test_two_indicators_have_nine_classes_in_map_grid_order_and_table(page: Page, request_log: RequestLog) -> None:
    open_workbench(page, POVERTY)
    page.select_option("#workbench-second", "anteil-unter-18")
    page.wait_for_url(re.compile("zweiter=anteil-unter-18"))
    page.wait_for_function("() => document.querySelector('.workbench--drawn')")

    counts = [int(words) for words in page.locator(".pair__count").all_text_contents()]
    groups = [area.group for area in maps.areas(page).values()]
    column = page.evaluate(COLUMNS).index("class") + 1
    classes = [row[column].split(":")[0] for row in table(page)]
    assert counts == [groups.count(str(number)) for number in range(1, 10)]
    assert counts == [classes.count(str(number)) for number in range(1, 10)]
    name = page.locator(".map-area.class-9").first.get_attribute("aria-label") or ""
    assert "Kinderarmut hoch, Unter 18 Jahre hoch" in name
    assert page.locator(".pair th[scope=col]").count() == page.locator(".pair th[scope=row]").count() == 3
    asked = len(request_log.addresses)
    step_to(page, "2012-12-31")
    expect(page.locator("#legend")).to_contain_text("zu diesem Stand nicht veröffentlicht")
    assert len(request_log.addresses) == asked


@pytest.mark.parametrize("query", ["", "&ausreisser=eigene", "&zweiter=einwohner"], ids=["one", "named", "two"])
def test_nothing_in_the_table_reaches_into_the_next_column(page: Page, query: str) -> None:
    open_workbench(page, f"{POVERTY}{query}&tafeln=tabelle")

    assert page.evaluate(CUT) == []
