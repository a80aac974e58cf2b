# SPDX-License-Identifier: EUPL-1.2
"""The map for everyone: at every width, without scripts, offline, on paper, in forced colours."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.browser import maps
from tests.browser.conftest import NARROW, WIDE, Axe, RequestLog, overflow

pytestmark = pytest.mark.browser

MAPS = (f"{maps.POVERTY}&gebiet={maps.REUTERKIEZ}", maps.STATUS, maps.COLOGNE)
# Long numbers, and words in the place of numbers.
LONG = (maps.PEOPLE, maps.FLENSBURG, f"{maps.CHILDREN}&gebiet=03300517", f"{maps.POVERTY}&gebiet=01011102")
_COLLIDING = """selector => {
    const boxes = [...document.querySelectorAll(selector)]
        .filter((element) => getComputedStyle(element).visibility === 'visible' && element.textContent.trim())
        .map((element) => [element.textContent, element.getBoundingClientRect()]);
    return boxes.flatMap(([text, box], place) => boxes.slice(place + 1)
        .filter(([, other]) => box.left < other.right && other.left < box.right
            && box.top < other.bottom && other.top < box.bottom)
        .map(([other]) => `${text} / ${other}`));
}"""


@pytest.mark.check("C001")
@pytest.mark.parametrize(
    ("address", "size"),
    [
        (f"{maps.DISTRICTS}&gebiet=08", WIDE),
        (maps.DISTRICTS, NARROW),
        (maps.COLOGNE, NARROW),
        # Hundreds of areas cost axe a minute and show it nothing new.
        *(
            pytest.param(address, size, marks=pytest.mark.deep)
            for address in (maps.POVERTY, maps.STATUS, maps.POSITIONS)
            for size in (WIDE, NARROW)
        ),
    ],
)
def test_axe_finds_nothing(page: Page, axe: Axe, address: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)

    maps.open_map(page, address)

    assert axe(page) == []


@pytest.mark.check("C001")
def test_axe_finds_nothing_with_everything_unfolded(page: Page, axe: Axe) -> None:
    page.set_viewport_size(NARROW)
    maps.open_map(page, maps.DISTRICTS)
    page.locator("summary", has_text="Karte einstellen").click()
    page.locator("summary", has_text="Darstellung").click()
    page.locator("#map-search").fill("neu")

    assert axe(page) == []


@pytest.mark.check("C009")
@pytest.mark.parametrize("address", [f"{maps.DISTRICTS}&gebiet=08", maps.COLOGNE])
def test_axe_finds_nothing_in_the_dark(page: Page, axe: Axe, address: str) -> None:
    page.emulate_media(color_scheme="dark")

    maps.open_map(page, address)

    assert axe(page) == []


@pytest.mark.check("C013")
@pytest.mark.parametrize("address", MAPS)
def test_narrow_page_is_not_scrolled_sideways(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)

    maps.open_map(page, address)

    assert overflow(page) == []


@pytest.mark.parametrize("address", LONG)
def test_wide_page_is_not_scrolled_sideways_by_long_numbers_or_words(page: Page, address: str) -> None:
    maps.open_map(page, address)

    assert overflow(page) == []


@pytest.mark.check("C013")
@pytest.mark.parametrize("address", [*LONG, maps.POSITIONS, f"{maps.POVERTY}&methode=quantile&klassen=7"])
def test_long_words_neither_widen_a_narrow_page_nor_cover_each_other(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)

    maps.open_map(page, address)

    assert overflow(page) == []
    assert page.evaluate(_COLLIDING, "#legend .legend__limit > span") == []
    assert page.evaluate(_COLLIDING, ".timeline__label") == []
    assert page.evaluate(_COLLIDING, ".timeline__range, .timeline .map-button") == []


def test_table_shows_the_figure_on_a_small_screen(page: Page) -> None:
    page.set_viewport_size(NARROW)
    maps.open_map(page, maps.POVERTY)

    box = page.locator("#map-table tbody td[data-column=value]").first.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= NARROW["width"]
    expect(page.locator("#map-table tbody td[data-column=parent]").first).to_be_hidden()


def test_choice_on_a_small_screen_is_told_right_under_the_map(page: Page) -> None:
    page.set_viewport_size(NARROW)
    maps.open_map(page, maps.POVERTY)
    card = page.locator("[data-map-card]")
    expect(card).to_be_hidden()

    page.locator(f".map-area[data-key='{maps.REUTERKIEZ}']").focus()
    page.keyboard.press("Enter")

    expect(card).to_contain_text("Reuterkiez 32,7")
    expect(card.get_by_role("link")).to_have_attribute("href", re.compile(f"/planungsraum/{maps.REUTERKIEZ}/$"))
    expect(page.locator("[data-map-tooltip]")).to_be_hidden()
    page.set_viewport_size(WIDE)
    expect(card).to_be_hidden()


def test_button_that_lets_fingers_move_the_map_says_how_to_end_it(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url, locale="de-DE", viewport=NARROW, has_touch=True, is_mobile=True)
    page = context.new_page()
    maps.open_map(page, maps.DISTRICTS)

    page.get_by_role("button", name="Karte mit den Fingern bewegen").tap()

    expect(page.get_by_role("button", name="Karte feststellen")).to_have_attribute("aria-pressed", "true")
    context.close()


def test_on_a_small_screen_the_map_comes_before_controls_and_panel(page: Page) -> None:
    page.set_viewport_size(NARROW)
    maps.open_map(page, maps.POVERTY)

    expect(page.locator("#map-level")).to_be_hidden()
    frame, panel = (page.locator(place).bounding_box() for place in (".map-frame", "#panel"))
    assert frame is not None
    assert panel is not None
    assert frame["y"] < panel["y"]


@pytest.mark.check("C005")
def test_page_says_everything_without_scripts(page: Page, page_without_scripts: Page) -> None:
    address = f"{maps.POVERTY}&gebiet={maps.REUTERKIEZ}"
    maps.open_map(page, address)
    page_without_scripts.goto(address)

    for place in ("#map-title", "#panel", "#legend", "#map-table tbody"):
        assert page_without_scripts.locator(place).inner_text() == page.locator(place).inner_text()
    page_without_scripts.get_by_role("link", name="31.12.2016").click()
    expect(page_without_scripts.locator("#map-title")).to_contain_text("In 74 von 436")
    page_without_scripts.locator("#map-level").select_option("bezirk")
    page_without_scripts.locator("#map-search").fill("")
    page_without_scripts.get_by_role("button", name="Zeigen").click()
    expect(page_without_scripts.locator("#map-table tbody tr")).to_have_count(12)


@pytest.mark.check("C005")
def test_broken_scripts_leave_words_table_and_files(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url, locale="de-DE")
    page = context.new_page()
    page.route("**/static/js/**", lambda route: route.fulfill(status=500, body=""))

    answer = page.goto(maps.POVERTY)

    assert answer is not None
    assert answer.status == 200
    expect(page.locator("#map-title")).to_contain_text("In 48 von 436")
    expect(page.locator("#map-table tbody tr")).to_have_count(448)
    expect(page.get_by_role("link", name=re.compile("CSV")).first).to_be_visible()
    context.close()


def test_slice_that_does_not_come_is_told_with_a_way_out(page: Page, request_log: RequestLog) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/*.slice*", refuse)
    page.goto(maps.POVERTY)
    problem = page.locator("[data-map-problem]")
    expect(problem).to_contain_text("Die Zahlen stehen unten in der Tabelle")

    page.unroute("**/*.slice*", refuse)
    problem.get_by_role("button", name="Noch einmal versuchen").click()

    expect(page.locator(".map-area[aria-label]").first).to_be_attached()
    expect(problem).to_be_hidden()
    request_log.complaints.clear()


def test_offline_the_map_goes_on_and_the_page_says_so(page: Page, request_log: RequestLog) -> None:
    maps.open_map(page, maps.POVERTY)
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').filter((e) => e.name.includes('.slice')).length === 4"
    )
    page.context.set_offline(True)

    page.locator("[data-timeline-back]").click()

    expect(page.locator("#map-title")).to_contain_text("In 74 von 436")
    expect(page.locator("#alerts")).to_contain_text("keine Verbindung")
    request_log.complaints.clear()


@pytest.mark.check("C022")
def test_paper_has_title_map_legend_source_date_and_address_but_no_controls(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)

    page.emulate_media(media="print")

    for shown in (
        "#map-title",
        ".map-area >> nth=0",
        "#legend",
        ".map-share__print",
        ".map-panel__value",
        ".map-print",
    ):
        expect(page.locator(shown)).to_be_visible()
    expect(page.locator(".map-print")).to_contain_text("daten.xlsx?")
    # The table is not printed: nothing refers to it.
    expect(page.locator("#legend")).to_contain_text("Gebiet mit Anmerkung")
    expect(page.locator("#legend .map-legend__in-table")).to_be_hidden()
    expect(page.locator("#legend .map-legend__in-file")).to_be_visible()
    expect(page.locator(".map-share__print")).to_contain_text("Quelle:")
    expect(page.locator(".map-share__print")).to_contain_text("31.12.2018")
    expect(page.locator(".map-share__print")).to_contain_text("/berlin/karte/?")
    for hidden in (".map-rail", ".timeline", ".map-frame__buttons", "[data-copy]", "#map-table"):
        expect(page.locator(hidden)).to_be_hidden()


@pytest.mark.check("C022")
def test_long_table_is_printed_where_it_is_asked_for_and_a_short_one_always(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    page.get_by_label("Ganze Tabelle drucken (448 Zeilen)").check()

    page.emulate_media(media="print")

    expect(page.locator("#map-table")).to_be_visible()
    expect(page.locator(".map-print")).to_be_hidden()
    expect(page.locator("#legend .map-legend__in-table")).to_be_visible()
    expect(page.locator("#legend .map-legend__in-file")).to_be_hidden()
    assert page.locator("#map-table .table__sort").first.evaluate(
        "button => getComputedStyle(button, '::after').content"
    ) in {"none", "normal"}
    page.emulate_media(media="screen")
    maps.open_map(page, "/berlin/karte/?indikator=einwohner&ebene=bezirk")
    page.emulate_media(media="print")
    expect(page.locator("#map-table")).to_be_visible()


@pytest.mark.check("C022")
def test_map_of_448_areas_takes_three_sheets_at_most(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)

    paper = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 3


@pytest.mark.check("C015")
def test_forced_colours_keep_classes_and_ring(page: Page) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    maps.open_map(page, f"{maps.POVERTY}&gebiet={maps.REUTERKIEZ}")

    fills = {area.group: area.fill for area in maps.areas(page).values() if area.group.isdigit()}

    assert len(set(fills.values())) == 5
    strokes = page.locator(".map-ring--selected").evaluate_all(
        "lines => lines.map((line) => getComputedStyle(line).stroke)"
    )
    assert len(set(strokes)) == 2


@pytest.mark.check("C029")
def test_visit_leaves_no_trace_in_the_browser(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    page.locator("[data-timeline-back]").click()
    maps.settled(page)

    assert page.context.cookies() == []
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0


def test_level_with_very_many_areas_is_drawn_on_a_canvas_and_speaks(page: Page) -> None:
    def lower_the_limit(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("MOST_PATHS = 600", "MOST_PATHS = 100"))

    page.route("**/js/map/mapview.js", lower_the_limit)
    maps.open_map(page, maps.POVERTY)
    expect(page.locator(".leaflet-overlay-pane canvas")).to_have_count(1)
    listbox = page.locator(".map-frame__listbox")

    listbox.focus()
    page.keyboard.type("reuter")
    expect(page.locator("#map-option")).to_have_text(re.compile("^Reuterkiez: 32,7.*Klasse 3 von 5"))
    page.keyboard.press("Enter")

    expect(page.locator("#panel h2")).to_have_text("Reuterkiez")
    expect(page.locator("#map-option")).to_have_attribute("aria-selected", "true")
