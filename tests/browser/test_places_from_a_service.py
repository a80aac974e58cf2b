# SPDX-License-Identifier: EUPL-1.2
"""From the address of a service to places on the map, by two people in Chromium: fetched, checked, approved, seen."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from shapely.geometry import shape

from tests.browser.conftest import Axe
from tests.browser.desks import (
    desk,
    german,
    go_on,
    leave,
    look,
    own_database,
    second_person,
    steward,
)
from tests.fixtures_spatial.featureservices import KEY, FeatureServer, feature_server, place
from tests.fixtures_spatial.services import HOST

__all__ = ["desk", "own_database", "second_person", "steward"]

pytestmark = pytest.mark.browser
DEMO = Path(__file__).parents[2] / "demo" / "berlin" / "gebiete_lor_2021" / "planungsraum.geojson"
NEW = "/berlin/orte/entwuerfe/neu/"


@pytest.fixture(scope="module", autouse=True)
def service() -> Iterator[FeatureServer]:
    """Run a service of places that the operator of the house allows; web and worker learn it from their environment."""
    features = json.loads(DEMO.read_text(encoding="utf-8"))["features"][:6]
    points = [shape(each["geometry"]).representative_point() for each in features]
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOZIALPLANUNG_MAP_SERVICE_PLAIN_HOSTS", HOST)
        with feature_server([place(number, each.x, each.y) for number, each in enumerate(points, start=1)]) as running:
            running.most = 4
            yield running


@pytest.mark.check("C063", "C050")
def test_places_are_fetched_approved_and_seen_on_the_map_and_once_more_a_year_later(
    service: FeatureServer, steward: Page, second_person: Page, axe: Axe
) -> None:
    address = _ask(steward, service, axe)
    _say(steward, address, axe)
    _approve(second_person, address)

    steward.goto("/berlin/orte/kitas/")
    told = steward.locator("main")
    expect(told).to_contain_text(
        re.compile(rf"Geholt von {re.escape(HOST)}, Sammlung „kitas“, am \d\d\.\d\d\.\d{{4}}\.")
    )
    assert KEY not in steward.content()
    look(steward, axe)
    steward.get_by_role("link", name="Auf der Karte der Zahlen zeigen").click()
    expect(steward).to_have_url(re.compile("orte=kitas"))
    expect(steward.locator(".place-legend")).to_contain_text("Kindertagesstätten")

    _once_more(steward, service, axe)


def _ask(page: Page, service: FeatureServer, axe: Axe) -> str:
    """Look at the service, choose its collection, wait for the places; return the address of the draft."""
    page.goto(NEW)
    leave(page, page.get_by_role("link", name="Die Orte stattdessen von einem Dienst holen"))
    look(page, axe)
    page.select_option("#id_service", "features")
    page.fill("#id_address", "https://fremd.example/api")
    leave(page, page.locator("main form button[type=submit]"))
    expect(page.locator("main")).to_contain_text("steht nicht auf der Liste der Server, die gefragt werden dürfen")
    look(page, axe)
    page.fill("#id_address", service.address)
    leave(page, page.locator("main form button[type=submit]"))
    look(page, axe)
    page.select_option("#id_collection", "kitas")
    page.fill("#id_name", "Kindertagesstätten")
    page.fill("#id_slug", "kitas")
    page.fill("#id_valid_from", "2015-01-01")
    leave(page, page.locator("main form button[type=submit]"))
    address = page.url
    go_on(page)
    page.goto(f"{address}datei/")
    expect(page.locator("main")).to_contain_text("kitas.geojson")
    look(page, axe)
    return address


def _say(page: Page, address: str, axe: Axe) -> None:
    """Say where the places come from and what their columns mean, and submit them."""
    page.goto(f"{address}angaben/")
    page.fill("#id_publisher", "Land Berlin")
    page.select_option("#id_licence", "cc0")
    page.fill("#id_attribution", "Land Berlin")
    leave(page, page.locator("main form button[type=submit]"))
    page.goto(f"{address}spalten/")
    for name, column in {"name": "Name", "key": "Nr", "capacity": "Plätze"}.items():
        page.select_option(f"#id_{name}", column)
    page.fill("#id_capacity_label", "Plätze")
    _check_and_submit(page, address, axe)


def _check_and_submit(page: Page, address: str, axe: Axe) -> None:
    leave(page, page.locator("main form button[type=submit]"))
    page.goto(address)
    go_on(page)
    page.goto(f"{address}einreichen/")
    look(page, axe)
    page.check("#id_is_confirmed")
    leave(page, page.locator("main form button[type=submit]"))


def _approve(page: Page, address: str) -> None:
    page.goto(f"/berlin/{address.partition('/berlin/')[2]}freigabe/")
    expect(page.locator("main")).to_contain_text("Geholt von")
    page.check("input[name=decision][value=approve]")
    page.locator("main form .kern-btn--primary").click()
    expect(page.locator("main")).to_contain_text("in Kraft")


def _once_more(page: Page, service: FeatureServer, axe: Axe) -> None:
    """Fetch a later state with one click, and read what would change."""
    gone, *others = service.places
    east, north = gone["geometry"]["coordinates"]
    service.places = [*others, place(99, east, north, "Kita Neu")]
    page.goto("/berlin/orte/entwuerfe/")
    look(page, axe)
    leave(page, page.get_by_role("button", name=re.compile("Noch einmal holen.*Kindertagesstätten")))
    address = page.url
    go_on(page)
    page.goto(f"{address}spalten/")
    leave(page, page.locator("main form button[type=submit]"))
    page.goto(address)
    go_on(page)
    page.goto(f"{address}einreichen/")
    expect(page.get_by_role("heading", name=german("What would change"))).to_be_visible()
    expect(page.locator("main")).to_contain_text("Kita Neu")
    expect(page.locator("main")).to_contain_text("Kita 1")
    look(page, axe)
