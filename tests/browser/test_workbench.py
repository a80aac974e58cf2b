# SPDX-License-Identifier: EUPL-1.2
"""The workbench in Chromium: panels that follow each other, steps of time that ask nobody, an address that says all."""

import random
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.browser import maps
from tests.browser.conftest import NARROW, SIGHTS, WIDE, Axe, ColorScheme, RequestLog, overflow, sampled
from tests.browser.workbenches import (
    BARS,
    CHILDREN,
    COLUMNS,
    COUNTS,
    DISTRICTS,
    HEADS,
    LINES,
    PAGE,
    POSITIONS,
    POVERTY,
    READY,
    REUTERKIEZ,
    TABLE,
    WORDS,
    open_in_sight,
    open_narrow,
    open_workbench,
    settled,
    shown_address,
    stand,
    step_to,
    table,
)
from tests.conftest import IS_DEEP

pytestmark = pytest.mark.browser


@pytest.mark.check("C004", "C014")
def test_step_of_time_asks_nobody_and_every_panel_follows(page: Page, request_log: RequestLog) -> None:
    open_workbench(page, CHILDREN)
    asked = len(request_log.addresses)
    maps.listen(page)
    seen = set()

    for _ in range(3):
        page.locator("[data-timeline-back]").click()
        page.wait_for_function("() => window.said.length", timeout=20_000)
        rows = table(page)
        groups = {key: area.group for key, area in maps.areas(page).items()}
        bars = {bar["key"]: bar for bar in page.evaluate(BARS)}
        columns = page.evaluate(COLUMNS)
        place = columns.index("class") + 1
        for row in rows:
            if row[place]:
                assert groups[row[0]] == row[place]
                assert f"class-{row[place]} " in bars[row[0]]["marks"][0]
            else:
                assert not groups[row[0]].isdigit()
                assert "special-fill" in bars[row[0]]["marks"][0]
            assert bars[row[0]]["words"] == row[columns.index("value") + 1]
        assert len(maps.said(page)) == 1
        assert page.evaluate("() => document.activeElement.id") == "timeline-back"
        page.evaluate("() => window.said.splice(0)")
        seen.add((stand(page), str(rows)))
        page.wait_for_timeout(200)

    assert len(seen) == 3
    assert len(request_log.addresses) == asked


@pytest.mark.check("C004", "C005")
@pytest.mark.parametrize(
    ("address", "away"),
    [
        (f"{POVERTY}&gebiet={REUTERKIEZ}&auswahl=a040lmAIImwE", "2016-12-31"),
        (f"{CHILDREN}&reihenfolge=-wert", "2023-12-31"),
        (f"{POSITIONS}&reihenfolge=klasse", ""),
        (f"{COUNTS}&reihenfolge=-name", ""),
    ],
)
def test_script_writes_what_the_server_wrote(page: Page, page_without_scripts: Page, address: str, away: str) -> None:
    open_workbench(page, address)
    here = page.input_value("#workbench-period")
    others = [
        code
        for code in page.locator("#workbench-period option").evaluate_all("all => all.map(({value}) => value)")
        if code != here
    ]
    step_to(page, away or others[0])
    step_to(page, here)
    page_without_scripts.goto(address)

    assert page.evaluate(HEADS) == page_without_scripts.evaluate(HEADS)
    assert table(page) == page_without_scripts.evaluate(TABLE)
    assert page.evaluate(BARS) == page_without_scripts.evaluate(BARS)
    assert page.evaluate(WORDS) == page_without_scripts.evaluate(WORDS)
    drawn, server = page.evaluate(LINES), page_without_scripts.evaluate(LINES)
    assert [(line["kind"], line["runs"]) for line in drawn] == [(line["kind"], line["runs"]) for line in server]
    for own, other in zip(drawn, server, strict=True):
        for point, same in zip(own["dots"], other["dots"], strict=True):
            assert point == pytest.approx(same, abs=1)
    assert drawn or "kinderarmut" not in address
    titles = page_without_scripts.locator(".workbench__shape title").all_text_contents()
    assert {title.split(": ")[0] for title in titles} == {row[1] for row in table(page)} or any(
        "Anmerkung" in row[1] for row in table(page)
    )


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_all_bars_stand_on_one_scale(page: Page, size: ViewportSize) -> None:
    """A row that says why there is no figure needs more words, and must not press its box."""
    page.set_viewport_size(size)
    open_workbench(page, POVERTY)

    boxes = page.locator(".ranking__bar").evaluate_all(
        "all => all.map((bar) => bar.getBoundingClientRect()).map(({left, width}) => [left, width].map(Math.round))"
    )
    assert page.locator(".ranking__value--words").count() == 12
    assert len({tuple(box) for box in boxes}) == 1
    assert boxes[0][1] > 60


def test_pointing_in_one_panel_marks_the_area_in_all(page: Page) -> None:
    open_workbench(page, f"{POVERTY}&gebiet={REUTERKIEZ}")
    row = page.locator(f".workbench__table tr[data-key='{REUTERKIEZ}']")
    ring = page.locator(".map-ring--focus").first

    page.locator(f".map-area[data-key='{REUTERKIEZ}']").hover()
    expect(page.locator(f".ranking__row[data-key='{REUTERKIEZ}']")).to_have_class(re.compile("is-pointed"))
    expect(row).to_have_class(re.compile("is-pointed"))
    expect(page.locator(".course .course__line--focus")).to_have_class(re.compile("is-pointed"))

    page.mouse.move(2, 2)
    expect(row).not_to_have_class(re.compile("is-pointed"))
    page.locator(".ranking__row").first.scroll_into_view_if_needed()
    page.locator(".ranking__row").first.hover()
    # The note of the map closes a moment after the pointer has left it.
    page.wait_for_timeout(400)
    expect(ring).to_have_attribute("d", re.compile("M"))


def test_focus_and_choice_are_marked_everywhere_and_stand_in_the_address(page: Page) -> None:
    open_workbench(page, POVERTY)

    page.locator(f".ranking__row[data-key='{REUTERKIEZ}'] a").click()
    expect(page).to_have_url(re.compile(f"gebiet={REUTERKIEZ}"))
    expect(page.locator("#focus-title")).to_have_text("Reuterkiez")
    expect(page.locator(".course .course__line--focus circle")).to_have_count(4)
    expect(page.locator(".map-area[aria-selected=true]")).to_have_attribute("data-key", REUTERKIEZ)
    expect(page.locator(f".workbench__table tr[data-key='{REUTERKIEZ}']")).to_have_class(
        re.compile("table__row--focus")
    )

    page.get_by_role("link", name="In die Auswahl").click()
    page.locator(".workbench__table tbody tr").first.locator("td").first.click()
    page.get_by_role("link", name="In die Auswahl").click()
    expect(page).to_have_url(re.compile("auswahl=a040"))
    expect(page.locator(".workbench__chip")).to_have_count(2)
    expect(page.locator(".course .course__line--chosen")).to_have_count(1)
    expect(page.locator(".ranking__row.is-chosen")).to_have_count(2)

    page.locator(".workbench__chip").last.click()
    expect(page.locator(".workbench__chip")).to_have_count(1)
    page.get_by_role("link", name="Auswahl leeren").click()
    expect(page.locator(".workbench__chip")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("auswahl="))


@pytest.mark.check("C020")
def test_back_and_forward_lead_through_every_step(page: Page) -> None:
    open_workbench(page, POVERTY)
    seen = [_state(page)]
    acts = (
        lambda: page.locator("[data-timeline-back]").click(),
        lambda: page.locator(f".ranking__row[data-key='{REUTERKIEZ}'] a").click(),
        lambda: page.get_by_role("link", name="In die Auswahl").click(),
        lambda: page.select_option("#workbench-order", "-wert"),
    )
    for act in acts:
        before = shown_address(page)
        act()
        page.wait_for_function("before => location.href !== before", arg=before)
        seen.append(_state(page))

    for expected in reversed(seen[:-1]):
        page.go_back()
        _eventually_in(page, expected)
    for expected in seen[1:]:
        page.go_forward()
        _eventually_in(page, expected)


def _state(page: Page) -> dict[str, Any]:
    settled(page)
    return {
        "url": shown_address(page),
        "title": page.locator("h1").inner_text(),
        "period": page.input_value("#workbench-period"),
        "first": page.locator(".ranking__row").first.get_attribute("data-key"),
        "focus": page.locator(".map-area[aria-selected=true]").evaluate_all(
            "all => all.map(({dataset}) => dataset.key)"
        ),
        "chosen": page.locator(".workbench__chip").all_inner_texts(),
        "rows": page.evaluate(TABLE),
    }


def _eventually_in(page: Page, expected: dict[str, Any]) -> None:
    for _ in range(100):
        if _state(page) == expected:
            return
        page.wait_for_timeout(100)
    assert _state(page) == expected


@pytest.mark.check("C020")
def test_address_names_what_it_left_open_so_that_back_leads_there(page: Page) -> None:
    open_workbench(page, f"{PAGE}?indikator=kinderarmut&farbe=rot#panels")
    expect(page).to_have_url(re.compile(r"\?indikator=kinderarmut&ebene=planungsraum&stand=2018-12-31#panels$"))

    page.locator("[data-timeline-back]").click()
    expect(page.locator("#workbench-period")).to_have_value("2016-12-31")
    page.go_back()

    expect(page.locator("#workbench-period")).to_have_value("2018-12-31")
    expect(page.locator("[data-workbench-caption]")).to_contain_text("31.12.2018")


@pytest.mark.check("C020")
def test_link_shows_the_same_in_a_fresh_browser(page: Page, browser: Browser, base_url: str) -> None:
    rng = random.Random(20)  # noqa: S311 - a walk through the page
    open_workbench(page, POVERTY)
    for _ in range(50 if IS_DEEP else 4):
        _wander(page, rng)
        context = browser.new_context(base_url=base_url, locale="de-DE", viewport=WIDE)
        fresh = context.new_page()
        open_workbench(fresh, shown_address(page))
        assert _state(fresh) == _state(page)
        assert maps.legend_counts(fresh) == maps.legend_counts(page)
        assert len(shown_address(page)) <= 2_000
        context.close()


def _wander(page: Page, rng: random.Random) -> None:
    """Do a few things that a reader may do."""
    key = rng.choice(page.evaluate(TABLE))[0]
    codes = page.locator("#workbench-period option").evaluate_all("all => all.map(({value}) => value)")
    orders = page.locator("#workbench-order option").evaluate_all("all => all.map(({value}) => value)")
    page.select_option("#workbench-period", rng.choice(codes))
    page.select_option("#workbench-order", rng.choice(orders))
    page.locator(f".workbench__table tr[data-key='{key}'] td").first.click()
    if page.get_by_role("link", name="In die Auswahl").count():
        page.get_by_role("link", name="In die Auswahl").click()
    settled(page)


def test_areas_go_along_to_other_boundaries_and_those_that_are_not_there_are_named(page: Page) -> None:
    open_workbench(page, f"{DISTRICTS}&gebiet=08")
    page.get_by_role("link", name="In die Auswahl").click()
    step_to(page, "2018-12-31")
    expect(page.locator("#focus-title")).to_have_text("Neukölln")
    expect(page.locator(".workbench__chip")).to_have_count(1)

    open_workbench(page, CHILDREN)
    key, name = table(page)[0][:2]
    page.locator(f".workbench__table tr[data-key='{key}'] td").first.click()
    page.get_by_role("link", name="In die Auswahl").click()
    page.wait_for_timeout(400)
    maps.listen(page)
    step_to(page, "2018-12-31")

    expect(page.locator(".workbench__chip")).to_have_count(0)
    expect(page.locator(".map-area")).to_have_count(448)
    page.wait_for_function("() => window.said.some((sentence) => sentence.includes('Gebietsstand'))")
    assert f"Dort nicht vorhanden sind {name}" in maps.said(page)[-1]
    assert len(table(page)) == 448


@pytest.mark.check("C002")
def test_order_is_one_tab_stop_and_walked_by_keys(page: Page) -> None:
    open_workbench(page, POVERTY)
    links = page.locator(".ranking__name")
    assert links.evaluate_all("all => all.filter(({tabIndex}) => tabIndex === 0).length") == 1

    page.locator(".ranking__name[tabindex='0']").focus()
    page.keyboard.press("End")
    last = page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("() => document.activeElement.textContent") != last
    page.keyboard.type("reuter")
    assert page.evaluate("() => document.activeElement.textContent") == "Reuterkiez"
    page.keyboard.press("Enter")
    expect(page.locator("#focus-title")).to_have_text("Reuterkiez")
    assert page.evaluate("() => document.activeElement.textContent") == "Reuterkiez"


@pytest.mark.check("C010", "C011")
def test_heads_sort_by_click_and_controls_are_large_enough(page: Page) -> None:
    open_workbench(page, POVERTY)

    page.locator("th[data-column=value] button").click()
    expect(page.locator("th[data-column=value]")).to_have_attribute("aria-sort", "descending")
    expect(page).to_have_url(re.compile("reihenfolge=-wert"))
    page.locator("th[data-column=value] button").click()
    expect(page.locator("th[data-column=value]")).to_have_attribute("aria-sort", "ascending")
    assert page.input_value("#workbench-order") == "wert"

    for control in page.locator(".workbench__toggle, thead button, .ranking__name").all()[:40]:
        box = control.bounding_box()
        assert box is None or min(box["height"], box["width"]) >= 24


@pytest.mark.check("C001")
@pytest.mark.parametrize(
    ("address", "size", "scheme"),
    sampled(
        (
            f"{POVERTY}&gebiet={REUTERKIEZ}&auswahl=a040lmAIImwE",
            f"{POVERTY}&klassen=eigene&grenzen=10;20;40",
            f"{POVERTY}&klassen=schwelle&mitte=35&null=eigene&ausreisser=eigene",
            f"{POVERTY}&zweiter=anteil-unter-18",
            POSITIONS,
            COUNTS,
            f"{PAGE}?stand=gestern",
        ),
        SIGHTS,
    ),
)
def test_axe_finds_nothing(page: Page, axe: Axe, address: str, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(page, address, size, scheme)

    assert axe(page) == []


@pytest.mark.check("C013")
@pytest.mark.parametrize("has_script", [True, False])
def test_nothing_sticks_out_at_320_pixels(page: Page, page_without_scripts: Page, has_script: bool) -> None:
    shown = page if has_script else page_without_scripts

    open_narrow(shown, f"{POVERTY}&gebiet={REUTERKIEZ}&auswahl=a040lmAIImwE", has_script=has_script)

    assert overflow(shown) == []


@pytest.mark.check("C022")
def test_print_holds_title_legend_source_and_address_and_no_controls(page: Page) -> None:
    open_workbench(page, POVERTY)
    page.emulate_media(media="print")

    for place in ("h1", "#legend", ".source", "[data-workbench-address]", "[data-workbench-sentence]", ".course"):
        expect(page.locator(place).first).to_be_visible()
    for place in (".workbench__controls", ".workbench__toggles", ".map-frame__buttons", "[data-timeline]"):
        expect(page.locator(place).first).to_be_hidden()
    assert page.locator("[data-workbench-address]").inner_text().endswith(POVERTY.partition("?")[2])


@pytest.mark.check("C015")
def test_forced_colours_keep_the_area_in_focus_apart(page: Page) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    open_workbench(page, f"{POVERTY}&gebiet={REUTERKIEZ}")

    style = "row => getComputedStyle(row).outlineStyle"
    assert page.locator(".ranking__row.is-focus").evaluate(style) == "solid"
    assert page.locator(".ranking__row:not(.is-focus)").first.evaluate(style) == "none"


def test_panels_open_and_close_by_links(page: Page) -> None:
    open_workbench(page, POVERTY)
    page.locator("[data-timeline-back]").click()

    page.get_by_role("link", name="Schließen: Tabelle").click()

    expect(page).to_have_url(re.compile("stand=2016-12-31.*tafeln=rangfolge,verlauf"))
    expect(page.locator(".workbench__table")).to_have_count(0)
    page.wait_for_function(READY)
    page.get_by_role("link", name="Öffnen: Tabelle").click()
    expect(page.locator(".workbench__table tbody tr")).to_have_count(448)


def test_map_that_was_moved_is_found_again(page: Page, browser: Browser, base_url: str) -> None:
    open_workbench(page, POVERTY)
    page.get_by_role("button", name="Näher heran").click()
    expect(page).to_have_url(re.compile("karte="))

    context = browser.new_context(base_url=base_url, viewport=WIDE)
    fresh = context.new_page()
    open_workbench(fresh, shown_address(page))
    boxes = [shown.locator(f".map-area[data-key='{REUTERKIEZ}']").bounding_box() for shown in (page, fresh)]
    context.close()

    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["width"] == pytest.approx(boxes[1]["width"], abs=1)
    assert boxes[0]["x"] == pytest.approx(boxes[1]["x"], abs=2)


def test_figures_that_cannot_be_loaded_leave_the_servers_picture(page: Page, request_log: RequestLog) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/values/series*", refuse)

    page.goto(POVERTY)

    expect(page.locator("#alerts")).to_contain_text("Verbindung")
    expect(page.locator(".workbench__picture")).to_be_visible()
    expect(page.locator(".workbench__table tbody tr")).to_have_count(448)
    request_log.complaints.clear()
