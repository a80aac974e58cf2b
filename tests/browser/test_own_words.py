# SPDX-License-Identifier: EUPL-1.2
"""Words of one's own, by keyboard: for the classes of an index, and for a dashboard in Leichte Sprache."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NARROW, Axe, overflow
from tests.browser.desks import (
    PATIENCE,
    begin_dashboard,
    desk,
    german,
    look,
    own_database,
    planner,
    press,
    second_person,
    steward,
)

__all__ = ["desk", "own_database", "planner", "second_person", "steward"]

HARD = "Die Stadt könnte viel mehr für arme Kinder tun, wenn sie das Geld dafür hätte, das ihr fehlt."
EASY = "# Kinder in der Stadt\nManche Kinder sind arm.\nDie Stadt will ihnen helfen."


def test_classes_of_an_index_get_the_words_of_the_city_and_lose_them_again(
    steward: Page, browser: Browser, browser_context_args: dict[str, Any], desk: str, axe: Axe
) -> None:
    page = steward
    page.goto("/berlin/hinweise/klassennamen/")
    look(page, axe)
    press(page, "main a[href$='klassennamen/mss-status/']")
    press(page, "main a[href='?worte=aufmerksamkeit']")
    look(page, axe)
    expect(page.locator("#id_de_0")).to_have_value("Niedriger Aufmerksamkeitsbedarf")

    page.fill("#id_de_3", "Brennpunkt")
    page.fill("#id_reason", "Beschluss")
    press(page, "main form .kern-btn--primary")

    expect(page.locator("#id_de_3_error")).to_contain_text("bewertet Menschen")
    expect(page.locator("#id_de_0")).to_have_value("Niedriger Aufmerksamkeitsbedarf")
    look(page, axe)
    page.fill("#id_de_3", "Gebiet mit besonderem Aufmerksamkeitsbedarf")
    press(page, "main form .kern-btn--primary")
    look(page, axe)

    reader = browser.new_page(**{**browser_context_args, "base_url": desk})
    reader.set_viewport_size(NARROW)
    told = reader.get_by_text("Gebiet mit besonderem Aufmerksamkeitsbedarf").first
    for path in ("karte/?indikator=mss-status&ebene=planungsraum", "indikatoren/mss-status/"):
        reader.goto(f"/berlin/{path}")
        expect(told).to_be_attached()
        assert overflow(reader) == []
    press(page, "form[action$='rueckgaengig/'] button")
    reader.reload()
    expect(told).to_have_count(0)
    reader.close()


@pytest.mark.check("C027")
def test_dashboard_speaks_in_leichte_sprache_once_a_second_person_let_it_out(
    planner: Page, second_person: Page, browser: Browser, browser_context_args: dict[str, Any], desk: str, axe: Axe
) -> None:
    page = planner
    begin_dashboard(page, "Leicht gesagt", "text")
    page.fill("#id_text", "Was daraus folgt.")
    press(page, "main form .kern-btn--primary")
    press(page, "main a[href$='/leichte-sprache/']")
    look(page, axe)
    page.fill("#id_easy_text", HARD)
    press(page, "main form .kern-btn--primary")
    expect(page.locator("main")).to_contain_text("könnte")
    expect(page.locator("#id_easy_text")).to_have_value(HARD)
    box, below = page.locator(".choice").bounding_box(), page.locator(".choice + .field").bounding_box()
    assert box
    assert below
    assert below["y"] >= box["y"] + box["height"] + 16
    look(page, axe)
    page.fill("#id_easy_text", EASY)
    press(page, "main form .kern-btn--primary")
    press(page, "main form[action$='einreichen/'] .kern-btn--primary")
    expect(page).to_have_url(re.compile("/ausgaben/"), timeout=PATIENCE)
    expect(page.locator(".easy")).to_contain_text("Manche Kinder sind arm.")
    look(page, axe)

    other = second_person
    other.goto(page.url)
    other.check("input[name=decision][value=approve]")
    press(other, "main form .kern-btn--primary")
    press(other, f"a:has-text('{german('To its page')}')")

    reader = browser.new_page(**{**browser_context_args, "base_url": desk, "java_script_enabled": True})
    reader.set_viewport_size(NARROW)
    reader.goto(other.url)
    assert overflow(reader) == []
    press(reader, ".edition__ways a")
    expect(reader.locator(".easy h2").first).to_have_text("Kinder in der Stadt")
    expect(reader.locator(".easy")).to_contain_text(
        "Menschen mit Lern-Schwierigkeiten haben den Text noch nicht geprüft."
    )
    assert axe(reader) == []
    assert overflow(reader) == []
    reader.close()
