# SPDX-License-Identifier: EUPL-1.2
"""Map, legend and table say the same; every area has a name, every reason its pattern."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from tests.browser import maps
from tests.browser.conftest import RequestLog

pytestmark = pytest.mark.browser

NAME = re.compile(
    r"^.+: −?[\d.]+(,\d+)?(\u00a0\S+)?, Klasse \d von \d, (höher|ähnlich|niedriger|nicht vergleichbar) .*Gesamtstadt"
    r"(, (un)?günstiger)?(, unsicher: Zufallsschwankung reicht über \d Klassen)?$"
)
SPECIAL = ("geheim gehalten", "keine Angabe", "nicht bewertet: unter 300 Einwohner", "vom Herausgeber nicht bewertet",
           "trifft nicht zu")  # fmt: skip
STEPS = (
    (maps.POVERTY, 3),
    ("/berlin/karte/?indikator=mss-status&stand=2018-12-31", 3),
    ("/berlin/karte/?indikator=anteil-65-und-aelter&ebene=planungsraum&stand=2019-12-31", 3),
)


def assert_map_equals_table(page: Page) -> None:
    drawn, rows = maps.areas(page), maps.rows(page)
    unit = page.locator("#map-table thead th:nth-child(3) .table__note")
    suffix = f"\u00a0{unit.inner_text()}" if unit.count() else ""
    assert drawn.keys() == rows.keys()
    for key, area in drawn.items():
        row = rows[key]
        number = row["cells"]["class"].partition(":")[0]
        if number:
            assert area.name.startswith(f"{row['name']}: {row['cells']['value']}{suffix}, Klasse {number} von"), area
            assert area.group == number
        else:
            assert area.name == f"{row['name']}: {row['cells']['value']}"
        assert bool(area.remark) == bool(row["marks"])


def assert_map_equals_legend(page: Page) -> None:
    groups = Counter(area.group for area in maps.areas(page).values())
    shown = maps.legend_counts(page)
    if shown:
        assert [groups[str(number)] for number in range(1, len(shown) + 1)] == shown
    named = page.locator("#legend .legend__named .legend__key").all_inner_texts()
    for number, text in enumerate(named, start=1):
        assert text.endswith(f"({groups[str(number)]})")


@pytest.mark.check("C004")
@pytest.mark.parametrize(("address", "steps"), STEPS)
def test_map_legend_and_table_agree_in_every_area_at_three_periods(page: Page, address: str, steps: int) -> None:
    maps.open_map(page, address)

    for _ in range(steps):
        maps.settled(page)
        assert_map_equals_table(page)
        assert_map_equals_legend(page)
        page.locator("[data-timeline-back]").click()


@pytest.mark.check("C004")
def test_table_says_what_it_holds_and_from_where(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)

    expect(page.locator("#map-table caption")).to_contain_text("31.12.2018")
    caption = page.locator("#map-table-caption")
    expect(caption).to_contain_text("Stand 31.12.2018")
    expect(caption).to_contain_text("LOR 2006")
    expect(caption).to_contain_text("Quelle:")
    expect(page.locator("#map-table thead th[scope=col]")).to_have_count(8)
    expect(page.locator("#map-table tbody th[scope=row]")).to_have_count(448)
    value = page.locator("#map-table tbody td[data-column=value]").first
    assert value.evaluate("cell => getComputedStyle(cell).textAlign") == "end"


def test_number_of_areas_per_colour_is_that_of_the_publisher(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)

    fills = Counter(area.fill for area in maps.areas(page).values() if area.group.isdigit())

    assert sorted(fills.values()) == sorted(maps.legend_counts(page))
    assert len(fills) == 5
    assert sum(fills.values()) == 436
    assert maps.legend_counts(page)[-1] == 48
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "In 48 von 436 Planungsräumen leben mindestens 50 von 100"
    )


@pytest.mark.check("C003")
@pytest.mark.parametrize("address", [maps.POVERTY, maps.STATUS, maps.ELDERLY, maps.COLOGNE])
def test_every_area_has_a_whole_name(page: Page, address: str) -> None:
    maps.open_map(page, address)

    for area in maps.areas(page).values():
        if area.group.isdigit():
            assert NAME.match(area.name), area.name
        else:
            assert area.name.endswith(SPECIAL), area.name


@pytest.mark.check("C006")
def test_excluded_missing_suppressed_and_inapplicable_areas_look_and_read_different(page: Page) -> None:
    looks: dict[str, str] = {}
    for address in (maps.POVERTY, maps.ELDERLY):
        maps.open_map(page, address)
        for area in maps.areas(page).values():
            if not area.group.isdigit():
                looks[area.group] = area.fill
                mark = page.locator(f"#legend .special-fill--{area.group}").first
                expect(mark).to_be_visible()

    assert looks.keys() == {"excluded", "missing", "suppressed", "not-applicable"}
    assert len(set(looks.values())) == 4
    for fill in looks.values():
        pattern = re.search(r"#([\w-]+)", fill)
        assert pattern is None or page.locator(f"pattern#{pattern[1]}").count() == 1


def test_excluded_areas_are_never_shown_as_zero(page: Page) -> None:
    maps.open_map(page, maps.STATUS)

    excluded = [area for area in maps.areas(page).values() if area.group == "excluded"]

    assert len(excluded) == 11
    assert not any(re.search(r": −?0[,.]", area.name) for area in excluded)


@pytest.mark.check("C008")
def test_chosen_area_has_a_double_ring(page: Page) -> None:
    maps.open_map(page, f"{maps.POVERTY}&gebiet={maps.REUTERKIEZ}")

    rings = page.locator(".map-ring--selected")
    strokes = rings.evaluate_all(
        "lines => lines.map((line) => [getComputedStyle(line).stroke, line.getAttribute('d')])"
    )
    shape = page.locator(f".map-area[data-key='{maps.REUTERKIEZ}']").get_attribute("d")
    assert len({stroke for stroke, _ in strokes}) == 2
    assert {path for _, path in strokes} == {shape}


def test_hatched_legend_follows_the_wording_of_the_table(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)

    counted = Counter(row["cells"]["value"] for row in maps.rows(page).values() if not row["cells"]["class"])

    for words, count in counted.items():
        expect(page.locator("#legend .legend__key", has_text=f"{words} ({count})")).to_have_count(1)


def test_panel_tells_a_natural_frequency_the_number_and_the_published_change(page: Page) -> None:
    maps.open_map(page, f"{maps.POVERTY}&gebiet={maps.REUTERKIEZ}")

    panel = page.locator("#panel")
    expect(panel).to_contain_text("Von 100 Kindern unter 15 Jahren leben 33 in Familien mit SGB-II-Bezug, in Berlin 28")
    expect(panel).to_contain_text("rund 1.130")
    expect(panel).to_contain_text("−5,2 Prozentpunkte (wie veröffentlicht)")
    expect(panel.locator(".map-series__break")).to_have_count(2)
    expect(panel.locator(".map-series__line:not(.map-series__line--city)")).to_have_count(1)
    expect(panel.get_by_role("link", name="Gebietsprofil öffnen")).to_have_attribute(
        "href", f"/berlin/gebiete/lor-2006/planungsraum/{maps.REUTERKIEZ}/"
    )


def test_relative_measure_has_a_position_and_no_trend(page: Page) -> None:
    maps.open_map(page, f"{maps.POSITIONS}?gebiet=05112000")

    panel = page.locator("#panel")
    expect(panel).to_contain_text("nur Position, kein Trend")
    expect(panel).to_contain_text("im oberen Drittel")
    expect(panel.locator(".map-series")).to_have_count(0)
    expect(page.locator(".map-breaks")).to_contain_text("nie einen Trend")


@pytest.mark.check("C028")
def test_page_asks_no_foreign_host(page: Page, request_log: RequestLog) -> None:
    maps.open_map(page, maps.POVERTY)
    page.locator("[data-timeline-back]").click()
    maps.settled(page)

    assert len(request_log.hosts) == 1
