# SPDX-License-Identifier: EUPL-1.2
"""A break by form goes to slider, map, profile and file at once, and comes back through a second person only."""

import re
import time

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow, sampled
from tests.browser.test_deliveries import desk, own_database, second_person, steward  # noqa: F401 - fixtures

MAP = "/berlin/karte/?indikator=einwohner&ebene=planungsraum&gebietsstand=lor-2006&stand=2019-12-31"
FILE = MAP.replace("/karte/?", "/karte/daten.csv?")
PROFILE = "/berlin/gebiete/lor-2006/planungsraum/08010301/"
REASON = "Das Register wurde bereinigt."
PATIENCE = 180
PAGES = (
    "", "brueche/neu/", "brueche/neu/?indikator=kinderarmut&bekannt=sgb2-revision-2016", "brueche/1/",
    "brueche/1/aendern/", "brueche/1/zurueckziehen/", "anmerkungen/", "anmerkungen/neu/?art=bevoelkerung",
    "anmerkungen/neu/?art=ereignis", "bekannte-brueche/?zeige=alle", "entscheidungen/",
    "klassen/", "klassen/kinderarmut/planungsraum/",
)  # fmt: skip


@pytest.mark.parametrize(("path", "size"), sampled(PAGES, ((WIDE,), (NARROW,))))
def test_pages_of_notes_are_without_findings_wide_and_narrow(
    path: str, size: ViewportSize, signed_in: Page, axe: Axe
) -> None:
    signed_in.set_viewport_size(size)
    signed_in.goto(f"/berlin/hinweise/{path}")

    assert axe(signed_in) == []
    for width in (WIDE, NARROW):
        signed_in.set_viewport_size(width)
        assert overflow(signed_in) == []


@pytest.mark.check("C047")
def test_form_with_mistakes_says_so_in_its_title_and_takes_the_focus(signed_in: Page) -> None:
    signed_in.goto("/berlin/hinweise/brueche/neu/?indikator=einwohner")

    signed_in.get_by_role("button", name="Bruch eintragen").click()

    expect(signed_in).to_have_title(re.compile("^Fehler:"))
    summary = signed_in.locator("[data-focus]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(signed_in.locator("#id_from_period")).to_be_focused()


def test_break_by_form_is_told_at_once_and_undone_by_two(steward: Page, second_person: Page) -> None:  # noqa: F811 - fixtures
    assert "Veränderung seit" in _file(steward)

    _mark(steward)

    steward.goto(MAP)
    expect(steward.locator(".map-head__break")).to_contain_text(f"Mit 31.12.2018 nicht vergleichbar: {REASON}")
    expect(steward.locator(f'.timeline__tick--break[data-timeline-tick="31.12.2019, {REASON}"]')).to_have_count(1)
    expect(steward.locator("#timeline-range")).to_have_attribute("aria-valuetext", f"31.12.2019, {REASON}")
    expect(steward.locator('[data-map-table] [data-column="change"]')).to_have_count(0)
    told = _file(steward)
    assert "Veränderung seit" not in told
    assert REASON in told
    steward.goto(PROFILE)
    expect(steward.locator(".profile-breaks")).to_contain_text(REASON)

    _undo(steward, second_person)

    until = time.monotonic() + PATIENCE
    while "Veränderung seit" not in _file(steward):
        assert time.monotonic() < until, "The change did not come back."
        time.sleep(2)
    steward.goto(MAP)
    expect(steward.locator(".map-head__break")).to_have_count(0)


def _mark(page: Page) -> None:
    page.goto("/berlin/hinweise/brueche/neu/?indikator=einwohner")
    page.fill("#id_from_period", "31.12.2018")
    page.fill("#id_to_period", "31.12.2019")
    page.select_option("#id_kind", "source")
    page.get_by_label("nein", exact=True).check()
    page.fill("#id_text", REASON)
    for box in page.locator('[name="also"]').all():
        box.uncheck()
    page.get_by_role("button", name="Bruch eintragen").click()
    expect(page.get_by_text("Der Bruch ist eingetragen. Er gilt sofort.")).to_be_visible()


def _undo(page: Page, other: Page) -> None:
    page.goto("/berlin/hinweise/?indikator=einwohner")
    page.locator("table.table tbody a").first.click()
    page.get_by_role("button", name="Rückgängig machen").click()
    expect(page.get_by_text("Die Änderung wartet auf eine zweite Person.")).to_be_visible()
    assert REASON in _file(page)
    other.goto("/berlin/hinweise/entscheidungen/")
    other.locator("table.table tbody a").first.click()
    other.get_by_label("freigeben").check()
    other.get_by_role("button", name="Entscheiden").click()
    expect(other.get_by_text("Ihre Entscheidung ist festgehalten.")).to_be_visible()


def _file(page: Page) -> str:
    # The server closes a connection that rested: ask again then.
    return page.request.get(FILE, max_retries=3).text()
