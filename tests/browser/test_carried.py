# SPDX-License-Identifier: EUPL-1.2
"""Berlin's figures on the boundaries of 2021 and of 2006 in Chromium: marked, stepped through, explained."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import maps
from tests.browser.conftest import NARROW, Axe, RequestLog, overflow

pytestmark = pytest.mark.browser

PEOPLE = "/berlin/karte/?indikator=einwohner&ebene=planungsraum"
ON_NEWER = f"{PEOPLE}&umgerechnet=lor-2021&stand=2015-12-31"
ON_OLDER = f"{PEOPLE}&umgerechnet=lor-2006&stand=2024-12-31"
POVERTY = "/berlin/karte/?indikator=kinderarmut&ebene=planungsraum&umgerechnet=lor-2021&stand=2018-12-31"
PAIR = "/berlin/umschluesselung/planungsraum/lor-2006/lor-2021/"
# Leopoldplatz became two areas; the Reuterkiez kept its ground.
SPLIT, NORTH, SOUTH = "01401048", "01401049", "01022208"
PROFILE = f"/berlin/gebiete/lor-2021/planungsraum/{SPLIT}/"
PAGES = (ON_NEWER, ON_OLDER, POVERTY)
HEAD = ".map-head__carried"
# The colours of all points of a tile: of paper, with lines on it, with signs, and with signs over the lines.
TILE_COLOURS = """async () => {
  const { canvasPattern } = await import("/static/js/map/patterns.js");
  const [width, height, paper] = [32, 24, "#7f6f94"];
  const look = { ink: "#131525", halo: "#ffffff" };
  const colours = (fillStyle) => {
    const context = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
    Object.assign(context, { fillStyle }).fillRect(0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return Array.from({ length: width * height }, (_, place) => data.slice(4 * place, 4 * place + 3).join());
  };
  const lines = canvasPattern("unsure", { ...look, paper });
  const signs = [paper, lines].map((below) => canvasPattern("estimated", { ...look, paper: below }));
  return [paper, lines, ...signs].map(colours);
}"""


def rows_of(page: Page, ending: str = "csv") -> list[dict[str, str]]:
    """Return the rows of the file of the map shown, by the heads of their columns."""
    address = page.url.replace("/karte/", f"/karte/daten.{ending}")
    text = page.request.get(address).body().decode("utf-8-sig")
    table = text[text.index("Schlüssel;") :].split("\r\n\r\n")[0]
    return list(csv.DictReader(io.StringIO(table), delimiter=";"))


@pytest.mark.check("C001")
@pytest.mark.check("C013")
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_a_narrow_page_is_not_scrolled_sideways(page: Page, axe: Axe, address: str) -> None:
    maps.open_map(page, address)

    assert axe(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) == []


def test_people_of_2015_to_2024_stand_on_the_boundaries_of_2021(page: Page, request_log: RequestLog) -> None:
    maps.open_map(page, ON_NEWER)
    expect(page.locator(HEAD)).to_contain_text("Umgerechnet vom Gebietsstand LOR 2006: bei 271 von 541 Gebieten genau")
    expect(page.locator(".timeline__tick--carried")).to_have_count(7)
    asked = len(request_log.addresses)

    for period in ("2016", "2017", "2018", "2019", "2021", "2022", "2023", "2024"):
        page.locator("[data-timeline-forth]").click()
        maps.settled(page)
        expect(page).to_have_url(re.compile(f"stand={period}-12-31"))
        assert len(maps.areas(page)) == 542

    # What was delivered for these boundaries is no conversion.
    expect(page.locator(HEAD)).to_have_count(0)
    assert any("converted=true" in address for address in request_log.addresses[:asked])
    assert "estimated" not in page.request.get(page.url.replace("/karte/", "/karte/daten.csv")).text()


def test_marks_of_an_estimate_are_the_same_on_the_map_in_the_table_and_in_the_file(page: Page) -> None:
    maps.open_map(page, ON_NEWER)
    drawn, told = maps.areas(page), maps.rows(page)
    written = {row["Schlüssel"]: row for row in rows_of(page)}

    guessed = {key for key, row in written.items() if "estimated" in row["Hinweise (Codes)"].split()}

    assert {key for key, row in told.items() if "geschätzt" in row["cells"]["value"]} == guessed
    assert {key for key, area in drawn.items() if "geschätzt" in area.name} == guessed
    assert len(guessed) == 270
    assert page.locator("[data-map-frame] .map-guess").get_attribute("data-areas") == "270"
    expect(page.locator(".legend__key--estimated")).to_have_text(re.compile(r"für diese Grenzen geschätzt \(270\)"))
    head = next(name for name in written[SPLIT] if name.endswith("von (Personen)"))
    assert all(row[head] for key, row in written.items() if key in guessed)


def written_value(row: dict[str, str]) -> str:
    """Return the head of the column of figures."""
    return next(name for name in row if name.startswith("Einwohner ("))


def test_parts_of_an_area_come_to_its_people(page: Page) -> None:
    maps.open_map(page, ON_NEWER)
    parts = {row["Schlüssel"]: int(row[written_value(row)] or 0) for row in rows_of(page)}
    maps.open_map(page, f"{PEOPLE}&gebietsstand=lor-2006&stand=2015-12-31")
    whole = next(row for row in rows_of(page) if row["Planungsraum"] == "Leopoldplatz")

    assert parts[SPLIT] + parts[NORTH] == int(whole[written_value(whole)])


def test_people_of_2024_stand_on_the_boundaries_of_2006_mostly_as_exact_sums(page: Page) -> None:
    maps.open_map(page, ON_OLDER)

    expect(page.locator(HEAD)).to_contain_text("Umgerechnet vom Gebietsstand LOR 2021: bei 318 von 448 Gebieten genau")
    joined = [row for row in rows_of(page) if row["Planungsraum"] == "Leopoldplatz"]
    assert [row["Hinweise (Codes)"] for row in joined] == ["reaggregated"]


def test_the_course_of_an_area_goes_back_with_hollow_points_and_says_so_in_words(page: Page) -> None:
    maps.open_map(page, f"{PEOPLE}&umgerechnet=lor-2021&stand=2024-12-31&gebiet={SPLIT}")

    panel = page.locator("#panel")
    expect(panel.locator(".map-series__dot--guessed")).to_have_count(7)
    expect(panel.get_by_role("img")).to_have_attribute("aria-label", re.compile(r"2015: [\d.]+.*\(geschätzt\)"))


def test_the_page_of_a_split_area_names_its_parts_with_their_people(page: Page) -> None:
    page.goto(f"{PAIR}?gebiet=Leopoldplatz")

    row = page.locator("main tbody tr", has_text="Leopoldplatz").first
    expect(row).to_contain_text("geteilt")
    expect(row).to_contain_text(re.compile(r"Schulstraße.*der Menschen"))
    row.get_by_role("link", name="Schulstraße").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Schulstraße")


def test_child_poverty_comes_as_shares_alone_and_says_what_cannot_be_converted(page: Page) -> None:
    maps.open_map(page, POVERTY)

    head = page.locator(HEAD)
    expect(head).to_contain_text("bei 261 von 332 Gebieten genau, bei 71 geschätzt")
    expect(head).to_contain_text("wie sich ein Anteil ohne Fallzahlen auf die Teile verteilt, weiß niemand")
    left = {key for key, area in maps.areas(page).items() if area.name.endswith(": nicht umrechenbar")}
    assert len(left) == 194
    assert {key for key, row in maps.rows(page).items() if row["cells"]["value"] == "nicht umrechenbar"} == left
    expect(page.locator("#legend")).to_contain_text("nicht umrechenbar (194)")
    written = {row["Schlüssel"] for row in rows_of(page) if row["Status"] == "nicht umrechenbar"}
    assert written == left


@pytest.mark.check("C014")
def test_a_step_to_carried_figures_says_that_they_were_carried(page: Page) -> None:
    maps.open_map(page, f"{PEOPLE}&umgerechnet=lor-2021&stand=2021-12-31")
    maps.listen(page)

    page.locator("[data-timeline-back]").click()
    maps.settled(page)
    page.wait_for_timeout(300)

    assert maps.said(page) == ["Karte zeigt Einwohner, 31.12.2019, umgerechnet auf den Gebietsstand LOR 2021."]
    expect(page.locator("#map-period option:checked")).to_have_text("31.12.2019 (umgerechnet)")


def test_boundaries_are_chosen_beside_the_map_without_a_script(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.goto(f"{PEOPLE}&stand=2019-12-31")
    page.select_option("#map-ground", label="Alle auf LOR 2021")
    page.locator("[data-map-submit] button").click()

    expect(page.locator(HEAD)).to_contain_text("Umgerechnet vom Gebietsstand LOR 2006")


@pytest.mark.check("C001")
@pytest.mark.check("C013")
def test_the_profile_of_a_part_goes_back_beyond_the_change_of_boundaries(page: Page, axe: Axe) -> None:
    page.goto(PROFILE)

    line = page.get_by_role("row", name=re.compile("^Einwohner")).first
    expect(line.locator(".spark__dot--guessed")).to_have_count(7)
    expect(line).to_contain_text("mindestens ein Wert ist geschätzt")
    page.get_by_text("Umgerechnete Werte als Tabelle", exact=True).click()
    told = page.locator("section[aria-labelledby=carried]")
    expect(told.get_by_role("row", name=re.compile(r"^Einwohner 31\.12\.2015 9\.386 .* geschätzt$"))).to_be_visible()
    assert axe(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) == []


def test_the_profile_of_an_area_that_went_on_judges_its_direction_by_carried_counts(page: Page) -> None:
    page.goto("/berlin/gebiete/lor-2021/planungsraum/01100101/")

    line = page.get_by_role("row", name=re.compile("^Einwohner")).first
    expect(line.locator(".spark__dot--guessed")).to_have_count(0)
    expect(line.locator(".profile-table__chart .badge").first).to_have_text(re.compile(r"^\s*steigt\s*$"))
    expect(line).to_contain_text("teils umgerechnet")


def test_the_sign_of_estimates_is_drawn_on_a_canvas_as_well_and_over_the_lines_of_unsure_classes(page: Page) -> None:
    maps.open_map(page, ON_NEWER)

    paper, lined, signed, both = page.evaluate(TILE_COLOURS)

    changed = {place for place, colour in enumerate(signed) if colour != paper[place]}
    over = {place for place, colour in enumerate(both) if colour != lined[place]}
    assert 0 < len(changed) < len(paper) / 2
    # Where a sign stands it hides the lines; everywhere else they go on.
    assert over
    assert over <= changed
