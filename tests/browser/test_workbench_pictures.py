# SPDX-License-Identifier: EUPL-1.2
"""Pictures and files of the workbench in Chromium: the links follow what is shown, pixels come from the same file."""

import json
import re
import struct
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.workbenches import POVERTY, REUTERKIEZ, open_workbench, shown_address, step_to

pytestmark = pytest.mark.browser

PAIR = f"{POVERTY}&zweiter=anteil-unter-18&tafeln=verlauf,zusammenhang&gebiet={REUTERKIEZ}"


def test_links_to_pictures_follow_the_view(page: Page) -> None:
    open_workbench(page, PAIR)
    step_to(page, "2016-12-31")

    links = page.locator("[data-picture-of]").evaluate_all("found => found.map((link) => link.href)")
    told = [parse_qs(urlsplit(link).query) for link in links]
    assert [each["bild"] for each in told] == [["karte"], ["verlauf"], ["zusammenhang"]]
    assert {each["stand"][0] for each in told} == {"2016-12-31"}
    assert {each["gebiet"][0] for each in told} == {REUTERKIEZ}


def test_links_to_files_follow_the_view_and_save_what_it_shows(page: Page) -> None:
    open_workbench(page, f"{POVERTY}&filter=in:bezirk:08&ausserhalb=weg")
    step_to(page, "2016-12-31")

    links = page.locator("[data-workbench-file]").evaluate_all("found => found.map((link) => link.href)")
    assert [urlsplit(link).path.rpartition(".")[2] for link in links] == ["csv", "xlsx", "geojson", "gpkg"]
    assert {urlsplit(link).query for link in links} == {urlsplit(shown_address(page)).query}
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("GeoJSON")).click()

    collection = json.loads(waiting.value.path().read_text())
    assert waiting.value.suggested_filename == "berlin_analyse_kinderarmut_planungsraum_2016-12-31_gefiltert.geojson"
    assert {feature["id"][:2] for feature in collection["features"]} == {"08"}


@pytest.mark.parametrize(("place", "kind"), [(0, "karte"), (2, "zusammenhang")])
def test_pixels_are_saved_twice_as_large_as_the_file(page: Page, tmp_path: Path, place: int, kind: str) -> None:
    open_workbench(page, PAIR)

    with page.expect_download() as waiting:
        page.locator("[data-workbench-png]").nth(place).click()
    file = tmp_path / "picture.png"
    waiting.value.save_as(file)

    assert waiting.value.suggested_filename == f"{kind}_kinderarmut_planungsraum_2018-12-31.png"
    body = file.read_bytes()
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", body[16:24])
    assert width == 2000
    assert height > 1000
    # A sheet without a drawing would be smaller by far.
    assert len(body) > 100_000
