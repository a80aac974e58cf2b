# SPDX-License-Identifier: EUPL-1.2
"""The map by keyboard, by clicks alone, in time, and as an address."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.browser import maps
from tests.browser.conftest import NARROW, WIDE, RequestLog

pytestmark = pytest.mark.browser


@pytest.mark.check("C002")
@pytest.mark.parametrize(("address", "count"), [(maps.COLOGNE, 86), (maps.ELDERLY, 542)])
def test_keyboard_reaches_every_area(page: Page, address: str, count: int) -> None:
    maps.open_map(page, address)
    page.locator(".map-frame__skip").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Home")

    seen = [maps.focused_name(page)]
    for _ in range(count - 1):
        page.keyboard.press("PageDown")
        seen.append(maps.focused_name(page))

    assert set(seen) == {area.name for area in maps.areas(page).values()}
    assert len(seen) == count


@pytest.mark.check("C002")
def test_map_is_one_tab_stop_among_few_controls_and_lets_go(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    page.locator(".map-frame__skip").focus()

    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate("() => document.activeElement.closest('.map-frame') ? document.activeElement.role : 'out'")
        )

    inside = [stop for stop in stops if stop != "out"]
    assert inside.count("option") == 1
    assert len(inside) <= 9
    assert stops[-1] == "out"


@pytest.mark.check("C002")
def test_arrows_letters_enter_and_escape_work_on_the_map(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    page.locator(".map-frame__skip").focus()
    page.keyboard.press("Tab")
    first = maps.focused_name(page)

    page.keyboard.press("ArrowRight")
    assert maps.focused_name(page) != first
    page.keyboard.type("reuter")
    assert maps.focused_name(page).startswith("Reuterkiez: 32,7")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Reuterkiez")
    expect(page).to_have_url(re.compile(f"gebiet={maps.REUTERKIEZ}"))
    assert maps.focused_name(page).startswith("Reuterkiez")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)

    page.keyboard.press("Escape")
    expect(page.locator("[data-map-tooltip]")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_text("Berlin")
    expect(page).not_to_have_url(re.compile("gebiet="))


def test_link_before_the_map_skips_it(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)

    page.locator(".map-frame__skip").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#legend$"))


@pytest.mark.check("C011")
def test_everything_that_dragging_does_works_by_clicks(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    whole = _width_and_left(page)

    page.get_by_role("button", name="Näher heran").click()
    _eventually(page, lambda: _width_and_left(page)[0] > 1.9 * whole[0])
    closer = _width_and_left(page)
    page.get_by_role("button", name="Nach rechts").click()
    _eventually(page, lambda: _width_and_left(page)[1] < closer[1] - 50)
    page.get_by_role("button", name="Alles zeigen").click()

    _eventually(page, lambda: abs(_width_and_left(page)[0] - whole[0]) < 1)


def _width_and_left(page: Page) -> tuple[float, float]:
    box = page.locator(f".map-area[data-key='{maps.REUTERKIEZ}']").bounding_box()
    assert box is not None
    return box["width"], box["x"]


def _eventually(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    pytest.fail("The map did not move.")


@pytest.mark.check("C010")
def test_controls_are_large_enough_for_fingers(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    page.get_by_role("button", name="Näher heran").click()

    for control in page.locator(".map-frame button:visible, .timeline button, #map-table thead button").all():
        box = control.bounding_box()
        assert box is not None
        assert box["width"] >= 24
        assert box["height"] >= 24


@pytest.mark.check("C012")
def test_note_shows_on_hover_and_focus_stays_under_the_pointer_and_closes_by_escape(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    note = page.locator("[data-map-tooltip]")

    page.locator(f".map-area[data-key='{maps.REUTERKIEZ}']").hover()
    expect(note).to_contain_text("Reuterkiez")
    box = note.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 12, steps=2)
    page.wait_for_timeout(600)
    expect(note).to_contain_text("Reuterkiez")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()

    page.mouse.move(5, 5)
    page.locator(".map-frame__skip").focus()
    page.keyboard.press("Tab")
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()


@pytest.mark.check("C014")
def test_step_in_time_is_said_once_and_the_focus_stays(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    maps.listen(page)
    button = page.locator("[data-timeline-back]")

    button.click()
    maps.settled(page)
    page.wait_for_timeout(300)

    assert maps.said(page) == ["Karte zeigt Kinderarmut, Jahr 2016, Stand 31.12.2016, Gebietsstand LOR 2006."]
    expect(button).to_be_focused()
    expect(page.locator("#map-title")).to_contain_text("In 74 von 436")
    expect(page.locator("#map-table caption")).to_contain_text("31.12.2016")


@pytest.mark.check("C014")
def test_another_indicator_is_said_once_and_the_focus_stays(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    maps.listen(page)

    page.locator("#indicator-transferbezug").press("Enter")
    expect(page.locator("#map-title")).to_contain_text("Transferbezug")
    page.wait_for_timeout(500)

    assert maps.said(page) == ["Karte zeigt Transferbezug, Jahr 2018, Stand 31.12.2018, Gebietsstand LOR 2006."]
    expect(page.locator("#indicator-transferbezug")).to_be_focused()


@pytest.mark.check("C017")
def test_bounds_stay_over_all_periods_until_the_reader_asks_otherwise(page: Page) -> None:
    maps.open_map(page, maps.ELDERLY)
    bounds = page.locator("#legend .legend__limit").all_inner_texts()

    page.locator("[data-timeline-back]").click()
    maps.settled(page)
    assert page.locator("#legend .legend__limit").all_inner_texts() == bounds

    page.locator("summary", has_text="Darstellung").click()
    page.locator("#map-scope").select_option("stand")
    expect(page).to_have_url(re.compile("grenzen=stand"))
    maps.settled(page)
    assert page.locator("#legend .legend__limit").all_inner_texts() != bounds
    expect(page.locator("#map-scope option:checked")).to_have_text("Nur für diesen Stand")


def test_boundary_version_follows_the_period_and_is_said(page: Page) -> None:
    maps.open_map(page, "/berlin/karte/?indikator=anteil-65-und-aelter&ebene=planungsraum&stand=2021-12-31")
    maps.listen(page)
    expect(page.locator(".map-area")).to_have_count(542)

    page.locator("[data-timeline-back]").click()

    expect(page.locator(".map-area")).to_have_count(448)
    maps.settled(page)
    expect(page.locator(".map-head__subtitle")).to_contain_text("LOR 2006")
    expect(page.locator("#map-table tbody tr")).to_have_count(448)
    page.wait_for_timeout(300)
    assert maps.said(page) == ["Karte zeigt Ab 65 Jahre, Jahr 2019, Stand 31.12.2019, Gebietsstand LOR 2006."]
    expect(page.locator(".timeline__tick--break")).to_have_count(1)
    expect(page.locator(".map-breaks")).to_contain_text("Der Gebietsstand wechselt von LOR 2006 zu LOR 2021.")


def test_step_over_other_boundaries_keeps_the_focus_and_says_that_the_choice_is_gone(page: Page) -> None:
    maps.open_map(
        page, "/berlin/karte/?indikator=anteil-65-und-aelter&ebene=planungsraum&stand=2021-12-31&gebiet=05100315"
    )
    maps.listen(page)

    page.locator("[data-timeline-back]").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".map-area")).to_have_count(448)
    maps.settled(page)
    expect(page.locator("[data-timeline-back]")).to_be_focused()
    page.wait_for_timeout(300)
    assert maps.said(page)[-1].startswith("Andere Grenzen: Auswahl aufgehoben. Karte zeigt Ab 65 Jahre")


def test_breaks_are_marked_on_the_slider_and_told(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)

    expect(page.locator(".timeline__tick--break")).to_have_count(2)
    expect(page.locator(".map-breaks")).to_contain_text("nicht vergleichbar")


def test_player_stops_at_the_newest_period_says_so_and_is_undone_by_one_step_back(page: Page) -> None:
    maps.open_map(page, maps.CHILDREN + "&ebene=planungsraum&stand=2021-12-31")
    entries = page.evaluate("() => history.length")
    play = page.locator("[data-timeline-play]")
    maps.listen(page)

    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("stand=2024-12-31"))
    expect(play).to_have_attribute("aria-pressed", "false")
    maps.settled(page)
    page.wait_for_timeout(300)

    # Where it rests, and before it the first step, where the others did not come at once: never what flies by.
    heard = [re.findall(r"Jahr (\d+)", sentence) for sentence in maps.said(page)]
    assert heard in ([["2022"], ["2024"]], [["2024"]])
    assert page.evaluate("() => history.length") == entries + 1
    page.go_back()
    expect(page).to_have_url(re.compile("stand=2021-12-31"))


def _later(route: Route) -> None:
    time.sleep(2)
    route.continue_()


def test_player_ends_and_is_heard_where_boundaries_change(page: Page) -> None:
    maps.open_map(page, maps.CHILDREN + "&ebene=planungsraum&stand=2018-12-31")
    maps.listen(page)

    # The server takes longer than a beat: nothing plays on over the boundaries that are still under way.
    page.route("**/karte/?*stand=2021*", _later)
    page.locator("[data-timeline-play]").click()
    expect(page).to_have_url(re.compile("stand=2021-12-31"))
    expect(page.locator(".map-area")).to_have_count(542)
    maps.settled(page)
    page.wait_for_timeout(1_800)

    expect(page.locator("[data-timeline-play]")).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(re.compile("stand=2021-12-31"))
    assert [re.findall(r"(?:Jahr|LOR) (\d+)", sentence) for sentence in maps.said(page)][-1] == ["2021", "2021"]


def test_search_brings_an_area_into_focus(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)

    page.locator("#map-search").fill("wassert")
    expect(page.get_by_role("option", name="Wassertorplatz 02010104")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("#panel h2")).to_have_text("Wassertorplatz")
    expect(page).to_have_url(re.compile("gebiet=02010104"))


def test_search_that_finds_nothing_says_so_and_leads_to_all_levels(page: Page) -> None:
    maps.open_map(page, maps.DISTRICTS)
    maps.listen(page)

    page.locator("#map-search").fill("Reuter")
    expect(page.get_by_role("option", name="Kein Treffer unter „Bezirke“.")).to_be_visible()
    page.wait_for_timeout(300)
    assert maps.said(page) == ["Kein Treffer unter „Bezirke“."]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/karte/"))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/suche/.*q=Reuter"))
    expect(page.get_by_role("link", name=re.compile("Reuterkiez")).first).to_be_visible()


def test_copied_address_is_told_on_the_button_and_in_words(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    maps.open_map(page, maps.DISTRICTS)
    maps.listen(page)
    button = page.locator("[data-copy]")

    button.click()

    expect(button).to_have_text("Kopiert")
    expect(button).to_have_text("Kopieren")
    assert maps.said(page) == ["Kopiert"]
    assert "indikator=kinderarmut" in page.evaluate("() => navigator.clipboard.readText()")


@pytest.mark.check("C020")
def test_link_shows_somebody_else_the_same(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    page.locator("summary", has_text="Darstellung").click()
    page.locator("#map-method").select_option("fisher-jenks")
    expect(page).to_have_url(re.compile("methode=fisher-jenks"))
    page.locator("#map-classes").select_option("4")
    expect(page).to_have_url(re.compile("klassen=4"))
    maps.settled(page)
    page.locator(f".map-area[data-key='{maps.REUTERKIEZ}']").click()
    expect(page.locator("#panel h2")).to_have_text("Reuterkiez")
    page.locator("[data-timeline-back]").click()
    maps.settled(page)
    before = (page.locator("#map-title").inner_text(), maps.areas(page), page.locator("#panel").inner_text())
    shared = page.locator("[data-share-address]").input_value()
    address = page.url

    assert shared.partition("?")[2] == address.partition("?")[2]
    assert len(shared) < 2000
    maps.open_map(page, address)
    assert (page.locator("#map-title").inner_text(), maps.areas(page), page.locator("#panel").inner_text()) == before


@pytest.mark.check("C020")
def test_back_and_forward_restore_what_was_shown(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)
    titles = [page.locator("#map-title").inner_text()]
    page.locator("[data-timeline-back]").click()
    maps.settled(page)
    titles.append(page.locator("#map-title").inner_text())
    page.locator("#indicator-arbeitslosigkeit").click()
    expect(page.locator("#map-title")).to_contain_text("Arbeitslosigkeit")
    maps.settled(page)

    page.go_back()
    expect(page.locator("#map-title")).to_have_text(titles[1])
    page.go_back()
    expect(page.locator("#map-title")).to_have_text(titles[0])
    expect(page.locator("#map-table caption")).to_contain_text("31.12.2018")
    page.go_forward()
    expect(page.locator("#map-title")).to_have_text(titles[1])
    assert maps.legend_counts(page)[-1] == 74


def test_table_can_be_sorted_and_figures_that_are_not_there_stay_last(page: Page) -> None:
    maps.open_map(page, maps.POVERTY)

    page.locator("#map-table th", has_text="Kinderarmut").get_by_role("button").click()

    values = [row["cells"]["value"] for row in maps.rows(page).values()]
    assert values[0] == "77,2"
    assert values[435] == "0,6"
    assert values[-1][0].isalpha()
    expect(page.locator("#map-table th[aria-sort=descending]")).to_contain_text("Kinderarmut")


def test_older_period_points_to_the_newest(page: Page) -> None:
    maps.open_map(page, maps.POVERTY.replace("2018", "2014"))

    page.locator("[data-map-newest]").click()

    expect(page).to_have_url(re.compile("stand=2018-12-31"))
    expect(page.locator("#timeline-range")).to_have_value("3")
    expect(page.locator("[data-map-newest]")).to_have_count(0)


def test_jump_inside_the_page_loads_nothing(page: Page, request_log: RequestLog) -> None:
    maps.open_map(page, maps.POVERTY)

    page.locator(".map-rail__links a", has_text="Teilen").click()
    page.go_back()
    page.wait_for_timeout(500)

    assert sum("/karte/" in address for address in request_log.addresses) == 1


def _metres_on_the_scale(page: Page) -> int:
    told = re.fullmatch(r"(\d+) (k?m)", page.locator(".leaflet-control-scale-line").inner_text())
    assert told is not None
    return int(told[1]) * (1000 if told[2] == "km" else 1)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_scale_tells_how_far_things_lie_apart_and_follows_the_zoom(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    maps.open_map(page, maps.DISTRICTS)
    far = _metres_on_the_scale(page)
    # Berlin is some 45 km wide and fills most of the map.
    assert 1_000 <= far <= 20_000

    for _ in range(2):
        page.locator("[data-map-move=in]").click()

    expect(page.locator(".leaflet-control-scale-line")).not_to_have_text(re.compile(f"^{far // 1000} km$"))
    assert _metres_on_the_scale(page) < far
