# SPDX-License-Identifier: EUPL-1.2
"""Map services of others on our maps: off until switched on, from our own server alone, figures readable above them."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Axe, RequestLog, overflow
from tests.browser.mapshouse import looker, map_service, maps_house, maps_log
from tests.fixtures_spatial.mapservices import MapServer, picture

pytestmark = pytest.mark.browser

# Fixtures of the house, which pytest finds by their names here.
__all__ = ["looker", "map_service", "maps_house", "maps_log"]

MAP = "/musterstadt/karte/?indikator=kinderarmut&ebene=viertel&stand=2023-12-31"
WORKBENCH = "/musterstadt/analyse/?indikator=kinderarmut&ebene=viertel&stand=2023-12-31"
PAGES = pytest.mark.parametrize("address", [MAP, WORKBENCH])
BASE = ".leaflet-service-base-pane .leaflet-tile-loaded"
OVERLAY = ".leaflet-service-overlay-pane .leaflet-tile-loaded"


@pytest.fixture(scope="session")
def base_url() -> str:
    """Read no page of the demo: the house has an address of its own."""
    return ""


@pytest.fixture(autouse=True)
def well_behaved(map_service: MapServer) -> Iterator[None]:
    """Let every test find the service as it was."""
    yield
    map_service.answer, map_service.raw = picture, None


@pytest.mark.check("C021")
@PAGES
def test_no_service_is_asked_until_somebody_switches_it_on_and_then_our_server_alone(
    looker: Page, maps_log: RequestLog, maps_house: str, address: str
) -> None:
    looker.goto(address)
    expect(looker.locator(".map-area").first).to_be_visible()
    assert not [each for each in maps_log.addresses if "kartendienste" in each]

    looker.get_by_text("Kartenhintergrund und fremde Karten").click()
    looker.get_by_role("link", name="Auf der Karte zeigen: Stadtplan").click()

    expect(looker.locator(BASE).first).to_be_visible()
    expect(looker).to_have_url(re.compile("dienste=stadtplan"))
    expect(looker.locator(".service-legend")).to_contain_text(
        "© Vermessungsamt, Datenlizenz Deutschland – Namensnennung – Version 2.0"
    )
    assert [each for each in maps_log.addresses if "/kartendienste/stadtplan/" in each]
    assert maps_log.hosts == {urlsplit(maps_house).netloc}
    assert maps_log.complaints == []


@PAGES
def test_service_is_switched_on_and_off_by_keyboard(looker: Page, address: str) -> None:
    looker.goto(f"{address}&dienste=stadtplan")
    expect(looker.locator(BASE).first).to_be_visible()
    off = looker.get_by_role("link", name="Von der Karte nehmen: Stadtplan")

    off.focus()
    looker.keyboard.press("Enter")

    expect(looker.locator(".leaflet-service-base-pane .leaflet-tile")).to_have_count(0)
    expect(looker).not_to_have_url(re.compile("dienste"))


@PAGES
def test_figures_keep_their_colours_and_answer_the_pointer_above_a_base_map(looker: Page, address: str) -> None:
    looker.goto(f"{address}&dienste=stadtplan,laerm")
    # Where the machine is slow our server lets a service rest, and the map asks again by itself.
    expect(looker.locator(BASE).first).to_be_visible(timeout=60_000)
    expect(looker.locator(OVERLAY).first).to_be_visible(timeout=60_000)

    pane = looker.locator(".leaflet-service-base-pane")
    assert pane.evaluate("(element) => getComputedStyle(element).mixBlendMode") == "multiply"
    area = looker.locator(".map-area").nth(3)
    assert area.evaluate("(element) => getComputedStyle(element).fillOpacity") == "1"
    area.hover()
    expect(looker.locator("[data-map-tooltip]")).to_be_visible()


@PAGES
def test_reader_draws_a_service_weaker_and_a_step_of_time_keeps_it(looker: Page, address: str) -> None:
    looker.goto(f"{address}&dienste=stadtplan")
    expect(looker.locator(BASE).first).to_be_visible()
    layer = looker.locator(".leaflet-service-base-pane .leaflet-layer")
    assert layer.evaluate("(element) => element.style.opacity") == "0.6"

    looker.get_by_label("Wie kräftig „Stadtplan“ gezeichnet wird").fill("20")
    looker.locator("[data-timeline-back]").click()

    expect(looker).to_have_url(re.compile("stand=2021"))
    assert layer.evaluate("(element) => element.style.opacity") == "0.2"
    expect(looker.get_by_label("Wie kräftig „Stadtplan“ gezeichnet wird")).to_have_value("20")


def test_map_works_on_where_a_service_fails_and_says_so(looker: Page, map_service: MapServer) -> None:
    map_service.answer = lambda _: (500, {}, b"")
    looker.clock.install()
    looker.goto(f"{MAP}&dienste=hitze")
    down = looker.locator("[data-service-down=hitze]")

    for _ in range(40):
        looker.clock.run_for(2_000)
        if down.is_visible():
            break

    expect(down).to_contain_text("sendet zurzeit nicht alle Bilder")
    expect(looker.locator(".map-area").first).to_be_visible()
    looker.locator(".map-area").first.click()
    expect(looker).to_have_url(re.compile("gebiet="))


def test_pictures_that_failed_come_by_themselves_once_the_service_sends_again(looker: Page) -> None:
    looker.clock.install()
    looker.route("**/kartendienste/stadtplan/**", lambda route: route.fulfill(status=503))
    looker.goto(f"{MAP}&dienste=stadtplan")
    down = looker.locator("[data-service-down=stadtplan]")
    for _ in range(40):
        looker.clock.run_for(2_000)
        if down.is_visible():
            break
    expect(down).to_be_visible()
    expect(looker.locator(BASE)).to_have_count(0)

    looker.unroute("**/kartendienste/stadtplan/**")
    looker.clock.run_for(31_000)

    expect(looker.locator(BASE).first).to_be_visible()
    expect(down).to_be_hidden()


@pytest.mark.parametrize("sight", ["forced", "print"])
def test_paper_and_contrast_colours_show_the_figures_alone(looker: Page, sight: str) -> None:
    looker.goto(f"{MAP}&dienste=stadtplan")
    expect(looker.locator(BASE).first).to_be_visible()

    if sight == "forced":
        looker.emulate_media(forced_colors="active")
        expect(looker.get_by_text("Mit den Kontrastfarben Ihres Systems")).to_be_visible()
    else:
        looker.emulate_media(media="print")
        expect(looker.locator(".service-legend")).to_be_hidden()

    expect(looker.locator(".leaflet-service-base-pane")).to_be_hidden()


@pytest.mark.check("C013")
@PAGES
def test_page_with_services_fits_a_phone_and_axe_finds_nothing(looker: Page, axe: Axe, address: str) -> None:
    looker.goto(f"{address}&dienste=stadtplan,laerm")
    expect(looker.locator(BASE).first).to_be_visible()
    assert axe(looker) == []

    looker.set_viewport_size(NARROW)

    assert overflow(looker) == []
