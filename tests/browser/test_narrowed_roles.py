# SPDX-License-Identifier: EUPL-1.2
"""A council member for one topic: given the role on the page of people, and reading what it opens."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from sozialplanung.demo.people import PASSWORD
from tests.browser.conftest import Axe
from tests.browser.desks import desk, german, leave, look, own_database, sign_in

__all__ = ["desk", "own_database"]

pytestmark = pytest.mark.browser
SHEET = "/flensburg/indikatoren/"


def test_a_role_for_one_topic_is_given_and_opens_that_topic(
    browser: Browser, browser_context_args: dict[str, Any], desk: str, axe: Axe
) -> None:
    arguments = {**browser_context_args, "base_url": desk}
    admin = browser.new_context(**arguments).new_page()
    sign_in(admin, "gero@demo.example")
    admin.goto("/flensburg/personen/neu/")
    admin.fill("#id_email", "nina@example.org")
    admin.fill("#id_name", "Nina Ausschuss")
    admin.get_by_label(re.compile("^Ratsmitglied")).check()
    topic = admin.locator("#id_scope optgroup option", has_text="Soziale Lage")
    name = topic.inner_text()
    admin.select_option("#id_scope", value=topic.get_attribute("value"))
    look(admin, axe)
    leave(admin, admin.locator("main button[type=submit]").first)

    expect(admin.locator(".person-role__name")).to_have_text(f"Ratsmitglied, nur Thema „{name}“")
    look(admin, axe)
    leave(admin, admin.get_by_role("button", name=german("Make a link")))
    link = admin.locator("a[href*='/konto/einladung/']").get_attribute("href")

    nina = browser.new_context(**arguments).new_page()
    nina.goto(str(link))
    nina.fill("#id_new_password1", PASSWORD)
    nina.fill("#id_new_password2", PASSWORD)
    leave(nina, nina.locator("main button[type=submit]"))
    sign_in(nina, "nina@example.org")
    nina.goto(SHEET)

    # The council's figures of that topic, which nobody else reads.
    expect(nina.locator("main")).to_contain_text("Haushalte mit Wohngeld")
    look(nina, axe)
    stranger = browser.new_context(**arguments).new_page()
    stranger.goto(SHEET)
    expect(stranger.locator("main")).to_contain_text("Einwohnerinnen und Einwohner")
    expect(stranger.locator("main")).not_to_contain_text("Haushalte mit Wohngeld")
