# SPDX-License-Identifier: EUPL-1.2
"""Rings of reach in Chromium: asked for by keyboard alone, read wide and narrow, and kept as an own area."""

import os
import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, SIGHTS, WIDE, Axe, ColorScheme, overflow, sampled
from tests.browser.plannershouse import sign_in
from tests.browser.reachhouse import reach_house, reader
from tests.factories.reachcity import written

__all__ = ["reach_house", "reader"]

pytestmark = pytest.mark.browser
HOME = "/musterstadt/erreichbarkeit/"
ASKED = f"netz=strassen&punkt={written(10, 10)}&profil=foot&grenze=4,8,30&einheit=minuten&orte=kitas&indikator=kinder"
ANSWER = f"{HOME}?{ASKED}"
COVERAGE = f"{HOME}abdeckung/?orte=kitas&netz=strassen&profil=foot&grenze=5,10&einheit=minuten&indikator=kinder"
PAGES = {
    "coverage": COVERAGE,
    "asked": HOME,
    "answered": ANSWER,
    "refused": ANSWER.replace("grenze=4,8,30", "grenze=viel"),
}


def picture(page: Page, name: str) -> None:
    """Keep a picture where somebody asks for them."""
    if folder := os.environ.get("REACH_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.check("C002", "C003")
def test_rings_are_asked_for_by_keyboard_and_tell_places_and_figures(reader: Page) -> None:
    sign_in(reader, "bert")
    reader.goto(HOME)
    reader.get_by_label("Ort", exact=True).focus()
    reader.keyboard.type(written(10, 10))
    reader.get_by_label("Wie weit").fill("4, 8, 30")
    reader.get_by_label("Orte, die genannt werden").select_option("kitas")
    reader.get_by_text("Zahlen jedes Rings").focus()
    reader.keyboard.press("Enter")
    reader.get_by_label("Kinder").press("Space")
    reader.get_by_label("Kinder").press("Enter")

    expect(reader).to_have_url(re.compile("orte=kitas&indikator=kinder"))
    expect(reader.get_by_role("img", name="Was von dem Ort aus erreicht wird")).to_be_visible()
    expect(reader.get_by_text("In allen Ringen zusammen (bis 30 Minuten) leben 4.000 Menschen")).to_be_visible()
    rings = reader.get_by_role("table", name="Was in jedem Ring liegt")
    expect(rings.get_by_role("row", name=re.compile("^8 Minuten"))).to_contain_text("≈")
    expect(reader.get_by_role("table", name="Kitas").get_by_role("row", name=re.compile("Kita Ost"))).to_be_visible()


@pytest.mark.check("C001", "C028")
@pytest.mark.parametrize(("kind", "size", "scheme"), sampled([*PAGES], SIGHTS))
def test_page_is_read_by_everybody(reader: Page, axe: Axe, kind: str, size: ViewportSize, scheme: ColorScheme) -> None:
    reader.emulate_media(color_scheme=scheme)
    sign_in(reader, "bert")
    reader.set_viewport_size(size)
    reader.goto(PAGES[kind])
    for summary in reader.locator("main details:not([open]) > summary:visible").all():
        summary.click()

    assert axe(reader) == []
    assert overflow(reader) == []
    picture(reader, f"{kind}-{size['width']}-{scheme}")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_ring_is_kept_and_read_as_an_own_area(reader: Page, axe: Axe, size: ViewportSize) -> None:
    sign_in(reader, "bert")
    reader.set_viewport_size(size)
    reader.goto(ANSWER)
    reader.get_by_role("link", name="Den Ring von 8 Minuten behalten").press("Enter")
    assert (axe(reader), overflow(reader)) == ([], [])
    reader.get_by_label("Name").fill(f"Markt {size['width']}")
    reader.get_by_label("Name").press("Enter")

    expect(reader.get_by_text(f"„Markt {size['width']}“ ist gespeichert.")).to_be_visible()
    expect(reader.get_by_text("was entlang der Straßen erreicht wird")).to_be_visible()
    assert (axe(reader), overflow(reader)) == ([], [])


@pytest.mark.parametrize("address", [ANSWER, COVERAGE], ids=["rings", "coverage"])
def test_every_link_of_an_answer_leads_somewhere(reader: Page, address: str) -> None:
    sign_in(reader, "bert")
    reader.goto(address)

    links = reader.locator("main a[href]").evaluate_all("links => [...new Set(links.map((link) => link.href))]")
    ours = [link for link in links if link.startswith(reader.url.partition(HOME)[0])]

    assert len(ours) > 5
    dead = {link: answer.status for link in ours if not (answer := reader.request.get(link.partition("#")[0])).ok}
    assert dead == {}
