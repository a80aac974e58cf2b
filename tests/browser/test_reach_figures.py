# SPDX-License-Identifier: EUPL-1.2
"""Figures of who reaches what in Chromium: map, page of the indicator, sheet and profile, wide and narrow."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import SIGHTS, Axe, ColorScheme, RequestLog, overflow, sampled
from tests.browser.scenariohouse import ScenarioHouse, opened, planning
from tests.factories.reachfigurescity import FIGURES

pytestmark = pytest.mark.browser
BUILT = """
from tests.factories.reachfigurescity import build_reach_figures_city
from tests.factories.world import build_world
build_reach_figures_city(build_world())
"""
CITY = "/musterstadt"
ACCESS, REACHED = (slug for slug, *_ in FIGURES)
AREA = f"{CITY}/gebiete/stand-2020/viertel/11/"
PAGES = {
    "access": f"{CITY}/indikatoren/{ACCESS}/",
    "reached": f"{CITY}/indikatoren/{REACHED}/",
    "map of access": f"{CITY}/karte/?indikator={ACCESS}&ebene=viertel&gebiet=11",
    "map of reached": f"{CITY}/karte/?indikator={REACHED}&ebene=viertel&gebiet=22",
    "profile": AREA,
}


@pytest.fixture(scope="module")
def figures_house() -> Iterator[ScenarioHouse]:
    """Open a house over the city of both figures."""
    with opened("reachfigures", BUILT) as house:
        yield house


@pytest.fixture
def citizen(browser: Browser, browser_context_args: dict[str, Any], figures_house: ScenarioHouse) -> Iterator[Page]:
    """Give a page of somebody who has not signed in; at its end the browser must not have complained."""
    with planning(browser, browser_context_args, figures_house, RequestLog()) as page:
        yield page


@pytest.mark.check("C001", "C028")
@pytest.mark.parametrize(("kind", "size", "scheme"), sampled([*PAGES], SIGHTS))
def test_figures_of_reach_are_read_by_everybody(
    citizen: Page, axe: Axe, kind: str, size: ViewportSize, scheme: ColorScheme
) -> None:
    citizen.set_viewport_size(size)
    citizen.emulate_media(color_scheme=scheme)
    answer = citizen.goto(PAGES[kind])
    assert answer is not None
    assert answer.status == 200

    assert axe(citizen) == []
    assert overflow(citizen) == []
    if folder := os.environ.get("REACH_PICTURES"):
        citizen.screenshot(path=f"{folder}/{kind.replace(' ', '-')}-{size['width']}.png", full_page=True)


def test_page_map_sheet_and_profile_say_the_same(citizen: Page) -> None:
    citizen.goto(PAGES["reached"])
    behind = citizen.get_by_role("region", name="Orte und Flächen hinter den Zahlen")
    expect(behind).to_contain_text("Straßennetz")
    expect(behind.get_by_role("listitem")).not_to_have_count(0)
    sheet = citizen.request.get(f"{PAGES['reached']}datenblatt.pdf")
    assert sheet.body().startswith(b"%PDF")

    citizen.goto(PAGES["map of reached"])
    expect(citizen.get_by_role("row", name="Alt-Mitte")).to_contain_text("(geschätzt)")
    # A part of the ground is reached or is not: chance is no matter, and no zero is known to be exactly nobody.
    expect(citizen.locator("main")).not_to_contain_text("Vollzählungen sind keine Stichprobe")
    citizen.goto(AREA)
    expect(citizen.get_by_role("row", name="Kinder in Reichweite")).not_to_contain_text("genau null")
    # Of one place nobody knows how many it has.
    expect(citizen.get_by_role("row", name="Kitaplätze in Reichweite")).to_contain_text("eingeschränkt")
