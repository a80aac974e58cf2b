# SPDX-License-Identifier: EUPL-1.2
"""A planner finds the draft that the house prepared, reads what is other in it, and hands it in by keys alone."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from scripts.layout import ROOT
from tests import demodatabase
from tests.browser.conftest import NARROW, Axe
from tests.browser.desks import DASHBOARDS, desk, german, look, own_database, planner

__all__ = ["desk", "own_database", "planner"]

TITLE = "Kinder und Familien in Berlin"
PREPARE = """
from reports.models import Publication
from reports.rendering.composition import Composition, to_json
from reports.services.freezing import frozen
from reports.services.preparing import keep_draft
row = Publication.objects.get(title="Kinder und Familien in Berlin")
row.composition = to_json(Composition("Mit neuer Kurzfassung.", row.content.parts))
row.save(update_fields=["composition"])
keep_draft(row, row.editions.get(), frozen(row, report=lambda *told: None))
"""


@pytest.fixture
def prepared(own_database: str) -> None:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", PREPARE]
    subprocess.run(command, cwd=ROOT, env=demodatabase.environment(own_database), check=True, capture_output=True)


@pytest.mark.usefixtures("prepared")
def test_what_was_prepared_is_read_and_handed_in_by_keys(planner: Page, axe: Axe) -> None:
    page = planner
    page.goto(DASHBOARDS)
    page.get_by_role("link", name=TITLE, exact=True).press("Enter")
    page.locator("main a[href$='vorbereitet/']").press("Enter")

    expect(page.locator("main h1")).to_contain_text(german("Prepared draft"))
    expect(page.locator("main")).to_contain_text(german("Texts, headings or the order of panels"))
    expect(page.locator("article")).to_contain_text("Mit neuer Kurzfassung.")
    picture = page.locator(".edition__picture").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth > 0")
    look(page, axe)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    assert axe(page) == []
    page.locator("main form .kern-btn--primary").press("Enter")
    expect(page).to_have_url(re.compile("/ausgaben/"))
    expect(page.locator("article")).to_contain_text("Mit neuer Kurzfassung.")
