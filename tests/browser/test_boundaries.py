# SPDX-License-Identifier: EUPL-1.2
"""Two people bring new boundaries of Flensburg from a file with defects to the list of versions, in Chromium."""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import FilePayload, Page, expect
from shapely.geometry import mapping, shape

from tests.browser.conftest import NARROW, Axe, overflow
from tests.browser.desks import (
    PATIENCE,
    desk,
    german,
    go_on,
    leave,
    look,
    new_organisation,
    own_database,
    second_person,
    second_person_with_scripts,
    steward,
)

__all__ = ["desk", "new_organisation", "own_database", "second_person", "second_person_with_scripts", "steward"]

DEMO = Path(__file__).parents[2] / "demo" / "flensburg" / "gebiete_2022" / "stadtteile.geojson"


def _reference() -> Path:
    folder = os.environ.get("SOZIALPLANUNG_REFERENCE_DATA")
    if not folder:
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with the reference data")
    return Path(folder)


def _mistaken() -> bytes:
    """Return the Stadtteile with one renamed, one whose outline crosses itself, and a row of totals."""
    collection: dict[str, Any] = json.loads(DEMO.read_text(encoding="utf-8"))
    features = collection["features"]
    features[0]["properties"]["name"] = "Alte Stadt"
    whole = shapely.union_all([shape(feature["geometry"]) for feature in features])
    ring = features[1]["geometry"]["coordinates"][0]
    (east, north), step = ring[1][:2], 1e-6
    ring[2:2] = [[east + step, north + step], [east + step, north], [east, north + step], [east, north]]
    total = {"type": "Feature", "properties": {"code": "SUMME", "name": "Gesamt"}, "geometry": mapping(whole)}
    return json.dumps({**collection, "features": [*features, total]}).encode()


@pytest.mark.check("C063", "C065")
def test_two_people_bring_boundaries_with_defects_into_force(
    steward: Page, second_person: Page, second_person_with_scripts: Page, axe: Axe
) -> None:
    page = steward
    address = _begin(page, axe)
    go_on(page)
    _look_at_layer(page, axe)
    _check(page)
    look(page, axe)
    expect(page.locator(".findings__item--error")).to_contain_text("SUMME")

    page.locator("main a", has_text=german("Rows and outlines of")).click()
    look(page, axe)
    expect(page.locator("input[name=left_out]")).to_be_checked()
    page.check("input[name=repairs]")
    page.locator("main form button[type=submit]").click()
    go_on(page)
    _see_succession(page, address, axe)
    page.goto(f"{address}einreichen/")
    look(page, axe)
    page.check("#id_is_confirmed")
    page.locator("main form button[type=submit]").click()

    second_person_with_scripts.goto("/konto/mitteilungen/")
    second_person_with_scripts.locator(".notifications__link", has_text="Ein Gebietsstand wartet").first.click()
    second_person_with_scripts.locator("main .kern-btn--primary").click()
    look(second_person_with_scripts, axe)
    _approve(second_person, address.removeprefix(page.evaluate("location.origin")))
    page.goto(address)
    expect(page.locator(".alert--success")).to_be_visible(timeout=PATIENCE)
    look(page, axe)
    page.goto("/flensburg/gebietsstaende/")
    look(page, axe)
    expect(page.locator("main")).to_contain_text("Stadtteile 2024")
    page.goto("/flensburg/gebiete/stadtteile-2024/stadtteil/STGT01/")
    expect(page.locator("h1")).to_contain_text("Alte Stadt")


def _begin(page: Page, axe: Axe) -> str:
    """Start with the file, after an attempt without one; return the address."""
    page.goto("/flensburg/gebietsstaende/")
    look(page, axe)
    page.locator("main .kern-btn--primary").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    look(page, axe)
    page.fill("#id_name", "Stadtteile 2024")
    page.fill("#id_valid_from", "01.01.2024")
    file: FilePayload = {"name": "stadtteile.geojson", "mimeType": "application/json", "buffer": _mistaken()}
    page.set_input_files("input[type=file]", [file])
    leave(page, page.locator("main form button[type=submit]"))
    return page.url


def _look_at_layer(page: Page, axe: Axe) -> None:
    """Confirm what is proposed."""
    expect(page.locator("#id_key")).to_have_value("code")
    expect(page.locator("#id_name")).to_have_value("name")
    expect(page.locator("#id_level")).to_have_value("stadtteil")
    look(page, axe)
    page.locator("main form button[type=submit]").click()


def _check(page: Page) -> None:
    """Open the check, let it run, and go on with what it says."""
    go_on(page)
    page.locator("main form .kern-btn--primary").click()
    go_on(page)


def _see_succession(page: Page, address: str, axe: Axe) -> None:
    page.goto(f"{address}nachfolge/")
    look(page, axe)
    expect(page.locator("main tbody tr").first).to_contain_text("Alte Stadt")


def _approve(page: Page, path: str) -> None:
    """Approve without scripts."""
    organisation = path.split("/")[1]
    page.goto(f"/{organisation}/gebietsstaende/?liste=freigabe")
    page.locator(f'main a[href="{path}"]').click()
    page.locator(".kern-btn--primary").click()
    expect(page.locator("input[name=decision][value=approve]")).to_be_visible()
    page.set_viewport_size(NARROW)
    assert overflow(page) == []
    page.check("input[name=decision][value=approve]")
    leave(page, page.locator("main form button[type=submit]"))
    expect(page).to_have_url(re.compile(f"{re.escape(path)}$"))


@pytest.mark.check("C062")
def test_lor_2021_of_berlin_comes_from_the_raw_shapefiles_into_force(
    steward: Page, second_person: Page, new_organisation: str
) -> None:
    raw = _reference() / "berlin_lor_boundaries" / "raw"
    page = steward
    folders = ("districts", "lor_post2021_PGR", "lor_post2021_BZR", "lor_post2021_PLR")
    address = _upload(page, new_organisation, "LOR 2021", [path for one in folders for path in _parts(raw / one)])
    _say_facts(page, address)
    for number, said in enumerate(_LEVELS, start=1):
        _say_level(page, f"{address}ebenen/{number}/", said)
    page.goto(address)
    _check(page)
    page.goto(f"{address}pruefung/")
    assert page.locator(".findings__item--error").count() == 0
    page.goto(f"{address}einreichen/")
    expect(page.locator("main")).to_contain_text("542")
    page.check("#id_is_confirmed")
    page.locator("main form button[type=submit]").click()

    _approve(second_person, address.removeprefix(page.evaluate("location.origin")))

    page.goto(address)
    expect(page.locator(".alert--success")).to_be_visible(timeout=PATIENCE)
    page.goto(f"/{new_organisation}/gebiete/lor-2021/planungsraum/01100101/")
    expect(page.locator("h1")).to_contain_text("Stülerstraße")
    expect(page.locator("main")).to_contain_text("Tiergarten Süd")


# File by file in the order of their upload: key, name, level, plural, level above, how parents are found.
_LEVELS = (
    ("Gemeinde_s", "Gemeinde_n", "Bezirk", "Bezirke", "", "ground"),
    ("PGR_ID", "PGR_NAME", "Prognoseraum", "Prognoseräume", "bezirk", "column"),
    ("BZR_ID", "BZR_NAME", "Bezirksregion", "Bezirksregionen", "prognoseraum", "prefix"),
    ("PLR_ID", "PLR_NAME", "Planungsraum", "Planungsräume", "bezirksregion", "prefix"),
)


def _parts(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.suffix in {".shp", ".shx", ".dbf", ".prj", ".cpg"}]


def _upload(page: Page, organisation: str, name: str, paths: Sequence[Path]) -> str:
    page.goto(f"/{organisation}/gebietsstaende/neu/")
    page.fill("#id_name", name)
    page.fill("#id_valid_from", "01.01.2021")
    page.set_input_files("input[type=file]", list(paths))
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".kern-btn--primary", has_text=german("Go on:"))).to_be_visible(timeout=PATIENCE)
    return page.url


def _say_facts(page: Page, address: str) -> None:
    page.goto(f"{address}angaben/")
    page.fill("#id_publisher", "Amt für Statistik")
    page.select_option("#id_licence", "cc-by-3.0-de")
    page.fill("#id_attribution", "© Herausgeber")
    page.fill("#id_whole_key", "11000000")
    page.locator("main form button[type=submit]").click()


def _say_level(page: Page, address: str, said: tuple[str, str, str, str, str, str]) -> None:
    key, name, level, plural, parent, rule = said
    page.goto(address)
    page.select_option("#id_level", "new")
    page.locator("details.help summary").click()
    page.fill("#id_level_name", level)
    page.fill("#id_level_plural", plural)
    page.select_option("#id_level_parent", parent)
    page.select_option("#id_key", key)
    page.select_option("#id_name", name)
    page.check(f"input[name=parents][value={rule}]")
    if rule == "column":
        page.select_option("#id_parent_column", "BEZ")
    leave(page, page.locator("main form button[type=submit]"))
    assert "/ebenen/" not in page.url or page.locator(".alert--danger").count() == 0
