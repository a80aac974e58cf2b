# SPDX-License-Identifier: EUPL-1.2
"""Handing in while the worker has no time: a page says how far it is and leads on, with and without scripts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests import demodatabase
from tests.browser.conftest import Axe
from tests.browser.desks import PATIENCE, begin_dashboard, desk, german, look, own_database, press, sign_in

__all__ = ["desk", "own_database"]

LOOKS = 100


@contextmanager
def slow_worker(database: str) -> Iterator[None]:
    """Let whoever freezes an edition wait before its documents are kept."""
    with demodatabase.owner(database) as connection, connection.transaction():
        connection.execute("LOCK TABLE reports_editiondocument IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.mark.parametrize("scripts", [True, False])
def test_page_says_how_far_it_is_and_leads_to_the_edition(
    browser: Browser, browser_context_args: dict[str, Any], desk: str, own_database: str, axe: Axe, *, scripts: bool
) -> None:
    context = browser.new_context(**{**browser_context_args, "base_url": desk, "java_script_enabled": scripts})
    page = context.new_page()
    sign_in(page, "bert@demo.example")
    begin_dashboard(page, f"Kurz {scripts}", "text")
    page.fill("#id_text", "Was folgt.")
    press(page, "main form .kern-btn--primary")

    with slow_worker(own_database):
        press(page, "main form[action$='einreichen/'] .kern-btn--primary")
        expect(page).to_have_url(re.compile("/einreichen/$"))
        expect(page.get_by_role("progressbar")).to_be_visible()
        if scripts:
            look(page, axe)
        else:
            page.get_by_role("link", name=german("Refresh")).press("Enter")
            expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page).to_have_url(re.compile("/einreichen/$"))

    for _look in range(0 if scripts else LOOKS):
        if not page.url.endswith("/einreichen/"):
            break
        page.wait_for_timeout(500)
        press(page, f"main a:has-text('{german('Refresh')}')")
    expect(page).to_have_url(re.compile("/ausgaben/"), timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text("Was folgt.")
    context.close()
