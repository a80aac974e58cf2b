# SPDX-License-Identifier: EUPL-1.2
"""A published crosswalk table is brought by keyboard as a workbook, and put in force by somebody else."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import NARROW, SIGHTS, WIDE, Axe, ColorScheme, RequestLog, overflow, sampled
from tests.browser.plannershouse import sign_in
from tests.browser.scenariohouse import ScenarioHouse, opened, planning
from tests.factories.tablebringer import BRING, FACTS, TABLES

pytestmark = pytest.mark.browser
# The pages are used within the house before anybody opens it: by the name that Django's own client has.
BUILT = """
from django.conf import settings
settings.ALLOWED_HOSTS.append("testserver")
from tests.factories.drawnanew import build_drawn_anew
from tests.factories.tablebringer import in_force, uploaded
from tests.factories.world import build_world
world = build_drawn_anew(build_world())
in_force(world)
uploaded(world.emil)
"""
FACTS_PAGE = f"{BRING}angaben/"
# Who looks at which page: Emil brought a file and did not hand it in.
PAGES = {
    "tables": ("frida", TABLES),
    "in force": ("frida", f"{TABLES}1/"),
    "withdraw": ("frida", f"{TABLES}1/zuruecknehmen/"),
    "bring": ("emil", BRING),
    "columns": ("emil", FACTS_PAGE),
}


@pytest.fixture(scope="module")
def tables_house() -> Iterator[ScenarioHouse]:
    """Open a house over a city that was drawn anew."""
    with opened("tables", BUILT) as house:
        yield house


@pytest.fixture
def visitor(browser: Browser, browser_context_args: dict[str, Any], tables_house: ScenarioHouse) -> Iterator[Page]:
    """Give a page of the house; at its end the browser must not have complained."""
    with planning(browser, browser_context_args, tables_house, RequestLog()) as page:
        yield page


@pytest.mark.check("C001", "C028")
@pytest.mark.parametrize(("kind", "size", "scheme"), sampled([*PAGES], SIGHTS))
def test_page_is_read_by_everybody(visitor: Page, axe: Axe, kind: str, size: ViewportSize, scheme: ColorScheme) -> None:
    person, address = PAGES[kind]
    visitor.emulate_media(color_scheme=scheme)
    sign_in(visitor, person)
    visitor.set_viewport_size(size)
    answer = visitor.goto(address)

    assert answer is not None
    assert answer.status == 200
    assert axe(visitor) == []
    assert overflow(visitor) == []


@pytest.mark.check("C002")
def test_template_is_filled_in_brought_and_put_in_force_by_keyboard(visitor: Page, axe: Axe, tmp_path: Path) -> None:
    sign_in(visitor, "anna")
    visitor.set_viewport_size(NARROW)
    visitor.goto(TABLES)
    visitor.get_by_role("link", name="Tabelle bringen").press("Enter")
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Vorlage dieser Gebietsstände").press("Enter")
    filled = tmp_path / "ausgefuellt.xlsx"
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    for row, weight in enumerate((1, 0.7, 0.3, 1, 1), start=2):
        book.worksheets[0].cell(row, 5).value = weight
    book.save(filled)

    visitor.get_by_label("Datei").set_input_files(filled)
    visitor.get_by_role("button", name="Hochladen und ansehen").press("Enter")
    expect(visitor.get_by_text("Alle Zeilen sind lesbar")).to_be_visible()
    assert (axe(visitor), overflow(visitor)) == ([], [])
    for name in ("title", "publisher", "attribution"):
        visitor.locator(f"#id_{name}").focus()
        visitor.keyboard.type(FACTS[name])
    visitor.locator("#id_licence").select_option(FACTS["licence"])
    # How a day is typed depends on the language of the machine.
    visitor.locator("#id_counted_on").fill(FACTS["counted_on"])
    visitor.locator("#id_kind").select_option("share")
    visitor.get_by_role("button", name="Zur Freigabe einreichen").press("Enter")
    expect(visitor).to_have_url(re.compile(f"{TABLES}2/$"))
    assert (axe(visitor), overflow(visitor)) == ([], [])

    visitor.context.clear_cookies()
    visitor.set_viewport_size(WIDE)
    sign_in(visitor, "frida")
    visitor.goto(f"{TABLES}2/")
    visitor.locator("input[name=decision][value=approve]").press("Space")
    visitor.get_by_role("button", name="Entscheiden").press("Enter")
    expect(visitor.get_by_role("link", name="Zurückziehen")).to_be_visible()
    assert (axe(visitor), overflow(visitor)) == ([], [])
