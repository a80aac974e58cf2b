# SPDX-License-Identifier: EUPL-1.2
"""From a table of day-care centres with addresses to places per child on the map, by two people in Chromium."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect
from shapely.geometry import shape

from tests.browser.conftest import Axe
from tests.browser.desks import (
    PATIENCE,
    desk,
    german,
    go_on,
    leave,
    look,
    own_database,
    second_person,
    steward,
)

__all__ = ["desk", "own_database", "second_person", "steward"]

pytestmark = pytest.mark.browser
DEMO = Path(__file__).parents[2] / "demo" / "berlin" / "gebiete_lor_2021" / "planungsraum.geojson"
SLUG = "kitaplaetze-je-100-kinder-unter-6-jahren"
TEXTS = {
    "name": "Kitaplätze je 100 Kinder unter 6 Jahren",
    "short_name": "Kitaplätze je Kind",
    "subtitle": "Plätze in Kitas des Gebiets je 100 Kinder unter 6 Jahren, die dort wohnen",
    "what_it_shows": "Wie viele Kitaplätze es im Gebiet gibt, gemessen an den Kindern, die dort wohnen.",
    "how_to_read": "50 heißt: Auf zwei Kinder kommt ein Platz im Gebiet.",
    "limits": "Kinder besuchen auch Kitas anderer Gebiete.",
    "unit_of_measure": "Kitaplätze je 100 Kinder",
}


def _places() -> list[tuple[str, float, float]]:
    """Return names and inner points of some areas."""
    features: Sequence[dict[str, Any]] = json.loads(DEMO.read_text(encoding="utf-8"))["features"][:8]
    points = ((each["properties"]["name"], shape(each["geometry"]).representative_point()) for each in features)
    return [(name, point.x, point.y) for name, point in points]


def _file(name: str, *rows: str) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}


@pytest.mark.check("C063", "C050")
def test_kitas_with_addresses_become_places_per_child_on_the_map(steward: Page, second_person: Page, axe: Axe) -> None:
    places = _places()
    _bring_addresses(steward, places)
    address = _bring_kitas(steward, len(places))
    _correct_three(steward, address, axe)
    steward.goto(f"{address}einreichen/")
    steward.check("#id_is_confirmed")
    leave(steward, steward.locator("main form button[type=submit]"))
    path = address.removeprefix(steward.evaluate("location.origin"))
    second_person.goto(f"{path}freigabe/")
    second_person.check("input[name=decision][value=approve]")
    second_person.locator("main form .kern-btn--primary").click()

    _define(steward, axe)
    _confirm(second_person)

    _see(steward, places[0][0], axe)


def _bring_addresses(page: Page, places: Sequence[tuple[str, float, float]]) -> None:
    rows = (f"Probestraße;{number};{x:.6f};{y:.6f}" for number, (_, x, y) in enumerate(places, start=1))
    page.goto("/berlin/orte/adressen/")
    page.set_input_files("input[type=file]", [_file("register.csv", "Straße;Nr;X;Y", *rows)])
    said = {"publisher": "Land Berlin", "east": "X", "north": "Y", "address_street": "Straße", "address_number": "Nr"}
    for name, text in said.items():
        page.fill(f"#id_{name}", text)
    page.select_option("#id_licence", "cc0")
    page.select_option("#id_crs", "EPSG:4326")
    leave(page, page.locator("main form button[type=submit]").first)
    expect(page.locator("main")).to_contain_text("register.csv")


def _bring_kitas(page: Page, count: int) -> str:
    """Bring a table of which three addresses are nowhere; return the address of the draft."""
    rows = [f"{number};Kita {number};{10 * number};Probestraße {number}" for number in range(1, count + 1)]
    rows[:3] = [row.replace("Probestraße", "Nirgendweg") for row in rows[:3]]
    page.goto("/berlin/orte/entwuerfe/neu/")
    page.fill("#id_name", "Kindertagesstätten")
    page.fill("#id_slug", "kitas")
    page.select_option("#id_kind", "point")
    page.fill("#id_valid_from", "2015-01-01")
    page.set_input_files("input[type=file]", [_file("kitas.csv", "Nr;Name;Plätze;Anschrift", *rows)])
    leave(page, page.locator("main form button[type=submit]"))
    address = page.url
    go_on(page)
    page.goto(f"{address}angaben/")
    page.fill("#id_publisher", "Land Berlin")
    page.select_option("#id_licence", "cc0")
    page.fill("#id_attribution", "Land Berlin")
    leave(page, page.locator("main form button[type=submit]"))
    page.goto(f"{address}spalten/")
    for name, column in {"name": "Name", "key": "Nr", "capacity": "Plätze", "address_text": "Anschrift"}.items():
        page.select_option(f"#id_{name}", column)
    page.fill("#id_capacity_label", "Plätze")
    leave(page, page.locator("main form button[type=submit]"))
    page.goto(address)
    go_on(page)
    return address


def _correct_three(page: Page, address: str, axe: Axe) -> None:
    for number in (1, 2, 3):
        page.goto(f"{address}zeilen/?liste=alle")
        page.locator("main tbody").get_by_role("link", name=f"Kita {number}", exact=True).click()
        page.check("input[name=decision][value=address]")
        page.fill("#id_address", f"Probestraße {number}")
        leave(page, page.locator("main form .kern-btn--primary"))
    page.goto(f"{address}zeilen/?liste=alle")
    look(page, axe)


def _define(page: Page, axe: Axe) -> None:
    page.goto("/berlin/indikatoren/neu/")
    page.select_option("#id_kind_wanted", "derived")
    for name, text in TEXTS.items():
        page.fill(f"#id_{name}", text)
    page.locator("#id_topic").select_option(index=1)
    page.locator("#id_source").select_option(index=1)
    for name, choice in {"direction": "neutral", "basis": "rate_only", "comparability": "absolute"}.items():
        page.select_option(f"#id_{name}", choice)
    page.fill("#id_formula", "per(capacity(kita), alter_unter_6, 100)")
    page.locator("button[name=explain]").click()
    expect(page.locator("#formel")).to_contain_text("Es gibt keine Ebene „kita“.")
    page.fill("#id_formula", "per(capacity(kitas), alter_unter_6, 100)")
    page.locator("button[name=explain]").click()
    expect(page.locator("#formel")).to_contain_text("Die Summe der Plätze in „Kindertagesstätten“ je 100 von")
    look(page, axe)
    leave(page, page.locator("main form button[type=submit]").last)
    expect(page.locator("h1")).to_have_text(german("Edit the catalogue"))


def _confirm(page: Page) -> None:
    page.goto("/berlin/lieferungen/")
    page.get_by_role("link", name=german("Confirm computed indicators")).click()
    expect(page.locator("main")).to_contain_text("Die Summe der Plätze in „Kindertagesstätten“")
    page.get_by_role("button", name=german("Confirm and compute")).click()
    expect(page.locator("main")).to_contain_text("Kein berechneter Indikator wartet.")


def _see(page: Page, area: str, axe: Axe) -> None:
    """Wait for the figures, then read one on the map and in the table."""
    sheet = f"/berlin/indikatoren/{SLUG}/"
    for _attempt in range(PATIENCE // 2000):
        if page.request.get(sheet).ok:
            break
        page.wait_for_timeout(2000)
    page.goto(sheet)
    look(page, axe)
    expect(page.locator("main")).to_contain_text("Land Berlin, Creative Commons CC0 1.0")
    page.goto(f"/berlin/karte/?indikator={SLUG}&ebene=planungsraum")
    row = page.locator("#map-table tbody tr", has=page.locator("th", has_text=area)).first
    expect(row.locator("td[data-column=value]")).to_have_text(re.compile(r"^\d+,\d$"))
    look(page, axe)
