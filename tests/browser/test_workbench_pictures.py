# SPDX-License-Identifier: EUPL-1.2
"""Pictures of the workbench in Chromium: the links follow what is shown, pixels come from the same file."""

import struct
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.workbenches import POVERTY, REUTERKIEZ, open_workbench, step_to

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
