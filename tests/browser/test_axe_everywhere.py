# SPDX-License-Identifier: EUPL-1.2
"""All kinds of pages, wide and narrow, as they come and with what a reader opens on them: axe finds nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, WIDE, Axe, sampled
from tests.browser.desks import leave, sign_in
from tests.browser.maps import DISTRICTS

pytestmark = pytest.mark.browser
AREA = "/berlin/gebiete/lor-2006/planungsraum/02010104/"
ANALYSE = DISTRICTS.replace("/karte/", "/analyse/")
SCENARIOS, REACH = "/flensburg/szenarien/", "/flensburg/erreichbarkeit/"
SCENARIO = "Erdachte Treffpunkte: einer schließt, einer kommt"
WAYS_OF = "netz=erdachte-wege&orte=erdachte-treffpunkte&profil=foot&grenze=10,20&einheit=minuten"
Then = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: where it is and which links lead on, what a reader opens on it, whether they signed in."""

    path: str
    then: Then
    is_inside: bool = False
    links: tuple[str, ...] = ()


def _unfolded(page: Page) -> None:
    """Open everything that is folded, the menu of a narrow page among it; where nothing is, go to the first link."""
    for summary in page.locator("details:not([open]) > summary:visible").all():
        if summary.is_visible():
            summary.click()
    if not page.locator("details[open]").count():
        page.locator("main a").first.focus()
        expect(page.locator("main a").first).to_be_focused()


def _with_filter(page: Page) -> None:
    page.locator("[data-workbench-filter-form] > summary").click()
    expect(page.locator("#workbench-filter-indicator")).to_be_visible()


def _on_tour(page: Page) -> None:
    page.get_by_text("Rundgang über diese Seite").click()
    page.get_by_role("button", name="Rundgang beginnen").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _refused(page: Page) -> None:
    """Send the form of the page as it is: it says what is missing."""
    page.locator("main form[method=post] button[type=submit], main form.form button").first.click()
    expect(page.locator("[aria-invalid=true], .field--wrong").first).to_be_visible()


def _proposals(page: Page) -> None:
    page.locator("#map-search").fill("neu")
    expect(page.locator("[role=option]").first).to_be_visible()


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "start": Kind("/", _unfolded),
        "place": Kind("/berlin/", _unfolded),
        "map": Kind(DISTRICTS, _unfolded),
        "map, searching": Kind(f"{DISTRICTS}&gebiet=08", _proposals),
        "workbench": Kind(ANALYSE, _with_filter),
        "workbench, panels": Kind(f"{ANALYSE}&tafeln=verteilung,bilanz,auffaellig,gegenueber&gebiet=08", _on_tour),
        "area": Kind(AREA, _unfolded),
        "area in plain words": Kind(AREA.replace("/gebiete/", "/mein-stadtteil/"), _unfolded),
        "my district": Kind("/berlin/mein-stadtteil/?q=reuter", _unfolded),
        "areas": Kind("/berlin/gebiete/", _unfolded),
        "own area": Kind("/berlin/eigene-gebiete/ansehen/?form=umkreis:13.4,52.52,1200", _unfolded),
        "new own area": Kind("/berlin/eigene-gebiete/neu/", _unfolded),
        "own areas": Kind("/berlin/eigene-gebiete/", _unfolded, is_inside=True),
        "crosswalks": Kind("/berlin/umschluesselung/", _unfolded),
        "crosswalk": Kind("/berlin/umschluesselung/planungsraum/lor-2006/lor-2021/", _unfolded),
        "scenarios": Kind(SCENARIOS, _unfolded, is_inside=True),
        "scenario": Kind(SCENARIOS, _unfolded, is_inside=True, links=(SCENARIO,)),
        "scenarios side by side": Kind(f"{SCENARIOS}vergleich/", _unfolded, is_inside=True),
        "best next site": Kind(SCENARIOS, _unfolded, is_inside=True, links=(SCENARIO, "Den besten nächsten Standort")),
        "reach": Kind(REACH, _unfolded, is_inside=True),
        "rings": Kind(f"{REACH}?{WAYS_OF}&punkt=54.7836, 9.4327&indikator=kinder_unter_18", _unfolded, is_inside=True),
        "coverage": Kind(f"{REACH}abdeckung/?{WAYS_OF}", _unfolded, is_inside=True),
        "indicators": Kind("/berlin/indikatoren/", _unfolded),
        "indicator": Kind("/berlin/indikatoren/kinderarmut/", _unfolded),
        "search": Kind("/suche/?q=reuter", _unfolded),
        "signing in": Kind("/anmelden/", _refused),
        "delivery": Kind("/berlin/lieferungen/neu/", _refused, is_inside=True),
        "saved view": Kind(f"/berlin/analyse/ansichten/neu/?{ANALYSE.split('?')[1]}", _refused, is_inside=True),
    }
)
WAYS = [(size, is_opened) for is_opened in (False, True) for size in (WIDE, NARROW)]


def test_there_are_sixteen_kinds_in_four_ways() -> None:
    assert len(KINDS) >= 16
    assert len(KINDS) * len(WAYS) >= 64


@pytest.mark.check("C001")
@pytest.mark.parametrize(("kind", "size", "is_opened"), sampled([*KINDS], WAYS))
def test_axe_finds_nothing(page: Page, axe: Axe, kind: str, size: ViewportSize, *, is_opened: bool) -> None:
    told = KINDS[kind]
    if told.is_inside:
        sign_in(page, "bert@demo.example" if "/flensburg/" in told.path else "anna@demo.example")
    page.set_viewport_size(size)
    answer = page.goto(told.path)
    assert answer is not None
    assert answer.status == 200
    for link in told.links:
        leave(page, page.locator("main").get_by_role("link", name=link))
    if "/analyse/?" in told.path:
        page.wait_for_function("() => document.querySelector('.workbench--drawn')")

    if is_opened:
        told.then(page)

    assert axe(page) == []
