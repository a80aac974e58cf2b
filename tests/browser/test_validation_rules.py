# SPDX-License-Identifier: EUPL-1.2
"""A validation rule is explained and tried while it is written, runs over the stock, and shows where it is broken."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Axe, overflow
from tests.browser.test_deliveries import desk, own_database, steward  # noqa: F401 - fixtures

RULES = "/berlin/pruefregeln/"
PATIENCE = 120_000


@pytest.mark.parametrize("path", ["", "neu/"])
def test_pages_of_rules_are_without_findings_wide_and_narrow(path: str, signed_in: Page, axe: Axe) -> None:
    for size in (WIDE, NARROW):
        signed_in.set_viewport_size(size)
        signed_in.goto(f"{RULES}{path}")
        for summary in signed_in.locator("main details > summary").all():
            summary.click()

        assert axe(signed_in) == []
        assert overflow(signed_in) == []


def test_rule_is_explained_while_it_is_written_and_run_over_the_stock(steward: Page, axe: Axe) -> None:  # noqa: F811 - a fixture
    steward.goto(f"{RULES}neu/")
    steward.fill("#id_name", "Höchstens ein Drittel")
    steward.locator("summary", has_text="Namen, die in einer Regel stehen können").click()
    steward.locator("#id_left").focus()
    steward.locator('[data-insert="kinderarmut"]').click()
    expect(steward.locator("#id_left")).to_have_value("kinderarmut")
    steward.fill("#id_right", "kinderarmutt")
    expect(steward.locator("[data-explanation]")).to_contain_text("Meinten Sie „kinderarmut“?")
    steward.fill("#id_right", "33")
    expect(steward.locator("[data-explanation]")).to_contain_text("ist höchstens so groß wie 33.")
    expect(steward.locator("[data-explanation]")).to_contain_text(
        re.compile(r"in \d+ von \d+ Gebieten nicht eingehalten")
    )
    assert axe(steward) == []
    steward.get_by_role("button", name="Speichern").click()
    expect(steward.get_by_role("heading", level=1)).to_have_text("Höchstens ein Drittel")

    steward.goto(RULES)
    steward.get_by_role("button", name="Über den Bestand laufen lassen").click()

    expect(steward.locator(".rules__result")).to_contain_text("Verstöße", timeout=PATIENCE)
    steward.get_by_role("link", name="Höchstens ein Drittel").click()
    expect(steward.get_by_role("heading", name="Über den Bestand")).to_be_visible()
    expect(steward.get_by_role("table").first.locator("tbody tr")).to_have_count(25)
    for size in (WIDE, NARROW):
        steward.set_viewport_size(size)
        assert axe(steward) == []
        assert overflow(steward) == []
