# SPDX-License-Identifier: EUPL-1.2
"""Types of areas and proposed social areas in a browser: drawn, by keyboard, without scripts, on paper, narrow."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser import maps
from tests.browser.conftest import NARROW, WIDE, Axe, overflow

pytestmark = pytest.mark.browser

CHOSEN = "indikator=kinderarmut&indikator=transferbezug&indikator=arbeitslosigkeit&ebene=planungsraum"
TYPES = f"/berlin/gebietstypen/?{CHOSEN}&typen=4"
REGIONS = f"/berlin/sozialraeume/?{CHOSEN}&regionen=12"


def groups_of_table(page: Page) -> dict[str, str]:
    return {key: row["cells"]["group"] for key, row in maps.rows(page).items()}


def test_map_legend_words_and_table_name_the_same_types(page: Page) -> None:
    maps.open_map(page, TYPES)

    drawn, table = maps.areas(page), groups_of_table(page)

    counts = Counter(area.group for area in drawn.values())
    for number, letter in enumerate("ABCD", start=1):
        expect(page.locator("#legend .legend__named")).to_contain_text(f"Typ {letter} ({counts[str(number)]})")
        expect(page.locator(".group-list__item").nth(number - 1)).to_contain_text(
            re.compile(rf"Typ {letter}\s*: {counts[str(number)]} Planungs")
        )
    assert len({area.fill for area in drawn.values() if area.group.isdigit()}) == 4
    for key, area in drawn.items():
        assert area.name.endswith(f": {table[key]}")
        assert table[key].startswith(
            "Typ " + "ABCD"[int(area.group) - 1] if area.group.isdigit() else "ohne alle Werte"
        )
    expect(page.locator(".area-choices")).to_contain_text("Planungsräume (448)")
    at_edge = sum("am Rand zu" in text for text in table.values())
    assert page.locator(".map-unsure").get_attribute("data-areas") == str(at_edge)
    expect(page.locator("#legend")).to_contain_text(f"am Rand zwischen zwei Typen ({at_edge})")


def test_area_is_found_and_marked_by_keyboard(page: Page) -> None:
    maps.open_map(page, TYPES)

    page.locator(".map-frame [role=option][tabindex='0']").focus()
    page.keyboard.press("End")
    expect(page.locator("[data-map-tooltip]")).to_contain_text(re.compile("Typ [ABCD]|ohne alle Werte"))
    page.keyboard.press("Enter")

    marked = page.locator("#map-table .table__row--focus")
    expect(marked).to_have_count(1)
    assert maps.focused_name(page).startswith(marked.locator("th a").inner_text())
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(marked).to_have_count(0)


def test_borders_of_proposed_regions_are_drawn_by_how_firm_they_are_and_neighbours_differ_in_colour(page: Page) -> None:
    maps.open_map(page, REGIONS)

    table = groups_of_table(page)

    kinds = {"firm", "less", "open"}
    on_map = {kind for kind in kinds if page.locator(f"[data-map-frame] .map-border--{kind}").count()}
    in_legend = {kind for kind in kinds if page.locator(f"#legend .map-border--{kind}").count()}
    assert on_map == in_legend != set()
    assert page.locator("[data-map-frame] .map-border--edge").count() == 1
    assert page.locator("#map-table td[data-column=border]").filter(has_text=re.compile("fest|offen")).count() > 50
    expect(page.get_by_role("heading", name="Wie fest sind die Grenzen?")).to_be_visible()
    assert set(table.values()) >= {f"Region {number}" for number in range(1, 13)}
    assert len({area.fill for area in maps.areas(page).values() if area.group.isdigit()}) >= 3
    expect(page.locator(".group-proposal")).to_contain_text(
        "kennt keine Straßen, keine Geschichte und keine Nachbarschaften"
    )


def test_form_and_tables_work_without_scripts(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto("/koeln/gebietstypen/")

    for box in page.locator("input[name=indikator]").all()[:3]:
        box.check()
    page.locator("#group-number").select_option("3")
    page.get_by_role("button", name="Typen bilden").click()

    expect(page).to_have_url(re.compile(r"indikator=.*&indikator=.*typen=3"))
    expect(page.locator(".group-list__item")).to_have_count(3)
    assert page.locator("#map-table tbody tr").count() > 50
    assert page.locator("#group-heat tbody tr").count() == 3


def test_too_many_boxes_are_told_before_they_are_sent(page: Page) -> None:
    page.goto("/berlin/gebietstypen/")
    boxes = page.locator("input[name=indikator]")
    # No city of the demo publishes more than ten for the same areas.
    page.locator("[data-group-count]").evaluate("each => each.dataset.groupCount = '3'")

    for number in range(4):
        boxes.nth(number).check()

    assert boxes.nth(3).evaluate("box => box.validationMessage") == "Höchstens 3 Indikatoren: 4 sind gewählt."
    boxes.nth(0).uncheck()
    assert boxes.nth(3).evaluate("box => box.validationMessage") == ""


def test_view_chooser_of_the_map_leads_to_types_with_the_present_level_and_period(page: Page) -> None:
    maps.open_map(page, maps.DISTRICTS)

    page.locator(".map-rail__views a").first.click()

    expect(page).to_have_url(re.compile(r"gebietstypen/\?indikator=kinderarmut&ebene=bezirk&.*stand=2018-12-31"))
    expect(page.locator("#choose-kinderarmut")).to_be_checked()


@pytest.mark.parametrize("address", [TYPES, REGIONS])
def test_paper_has_map_words_and_source(page: Page, address: str) -> None:
    maps.open_map(page, address)

    page.emulate_media(media="print")

    for shown in (".map-area >> nth=0", "#legend .legend", ".group-list", "#group-heat", ".source"):
        expect(page.locator(shown)).to_be_visible()
    expect(page.locator(".group-form")).to_be_hidden()


@pytest.mark.check("C001")
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("address", [TYPES, REGIONS])
def test_axe_finds_nothing_and_nothing_runs_over(page: Page, axe: Axe, address: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    maps.open_map(page, address)

    page.locator(".group-form__summary").click()

    assert axe(page) == []
    assert overflow(page) == []
