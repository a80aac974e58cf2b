# SPDX-License-Identifier: EUPL-1.2
"""Roles for one topic: a council member reads what it opens, an office brings and signs what is of it."""

import re
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from scripts.layout import ROOT
from sozialplanung.demo.people import PASSWORD
from tests import demodatabase
from tests.browser.conftest import Axe
from tests.browser.desks import PATIENCE, desk, german, go_on, leave, look, own_database, sign_in

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


YOUTH = """
from indicators.models import Topic
from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.scopes import Scope, ScopeKind
from sozialplanung.accounts.services import assign_role, create_user
from sozialplanung.demo.people import PASSWORD
city = Organisation.objects.get(slug="flensburg")
scope = Scope(ScopeKind.TOPIC, str(Topic.objects.get(organisation=city, slug="soziales").pk))
for name, role in (("jan", "steward"), ("jule", "approver")):
    person = create_user(email=f"{name}@demo.example", name=name.title(), password=PASSWORD, by=None)
    assign_role(user=person, organisation=city, role=role, by=None, scope=scope)
"""
CHILDREN = ROOT / "demo" / "flensburg" / "lieferungen" / "fl_children_age_under_18_by_district.csv"


def test_an_office_brings_and_signs_what_is_of_its_topic(
    browser: Browser, browser_context_args: dict[str, Any], desk: str, own_database: str, axe: Axe
) -> None:
    command = [sys.executable, "manage.py", "shell", "-c", YOUTH]
    subprocess.run(command, cwd=ROOT, env=demodatabase.environment(own_database), check=True, capture_output=True)
    arguments = {**browser_context_args, "base_url": desk}
    jan, jule = (browser.new_context(**arguments).new_page() for _ in range(2))
    sign_in(jan, "jan@demo.example")
    sign_in(jule, "jule@demo.example")

    jan.goto("/flensburg/lieferungen/")
    expect(jan.locator("main")).to_contain_text("Soziale Lage")
    look(jan, axe)
    jan.goto("/flensburg/lieferungen/neu/")
    address = _begin(jan)
    go_on(jan)
    offered = jan.locator("#id_column_1 option").all_inner_texts()
    assert any("Kinder" in each for each in offered)
    assert not any("Einwohnerinnen" in each for each in offered)
    _map(jan)
    go_on(jan)
    jan.locator("main form button[type=submit]").first.click()
    _reason_and_submit(jan, address, axe)

    jule.goto("/flensburg/lieferungen/?liste=freigabe")
    leave(jule, jule.get_by_role("link", name="Kinder 2022"))
    leave(jule, jule.get_by_role("link", name=german("Look and decide")))
    expect(jule.locator("input[name=decision][value=approve]")).to_be_visible(timeout=PATIENCE)
    look(jule, axe)
    jule.check("input[name=decision][value=approve]")
    leave(jule, jule.get_by_role("button", name=german("Decide")))

    jan.goto(address)
    expect(jan.locator("main")).to_contain_text("Jule")
    assert jan.goto("/flensburg/lieferungen/uebersicht/").status == 404  # type: ignore[union-attr]


def _begin(page: Page) -> str:
    rows = [row.split(",") for row in CHILDREN.read_text().splitlines()[1:]]
    lines = [f"STGT{int(key):02};{int(count) + 40}" for year, key, count in rows if year == "2022"]
    text = "\n".join(["schluessel;kinder", *lines]) + "\n"
    page.fill("#id_title", "Kinder 2022")
    page.select_option("#id_source", label="Sozialatlas Flensburg")
    file: FilePayload = {"name": "kinder.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("input[type=file]", [file])
    leave(page, page.locator("main form[enctype] button[type=submit]"))
    return page.url


def _map(page: Page) -> None:
    page.select_option("#id_column_0", value="key")
    page.select_option("#id_column_1", value="kinder_unter_18|value")
    page.fill("#id_period_text", "2022")
    page.locator("form.mapping .kern-btn--primary").click()


def _reason_and_submit(page: Page, address: str, axe: Axe) -> None:
    """Give every warning a reason, then submit."""
    page.goto(address)
    go_on(page)
    look(page, axe)
    link = page.get_by_role("link", name=re.compile(f"^{german('Give a reason')}"))
    while link.count():
        leave(page, link.first)
        page.fill("textarea[name=reason]", "So gemeldet.")
        leave(page, page.locator("main form button[type=submit]"))
    page.goto(f"{address}einreichen/")
    page.check("#id_is_confirmed")
    leave(page, page.get_by_role("button", name=german("Submit for approval")))
