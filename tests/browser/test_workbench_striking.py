# SPDX-License-Identifier: EUPL-1.2
"""Areas that stand out, in Chromium: the script says what the server says, rows answer to hand and keyboard."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, SIGHTS, Axe, ColorScheme, RequestLog, overflow
from tests.browser.plannershouse import (
    PANEL,
    STRIKING,
    house_log,
    plain_reader,
    planning_house,
    reader,
)
from tests.browser.workbenches import open_in_sight, open_narrow, open_workbench
from tests.factories.planningcity import BEFORE, FIRST, NOW, RISING, SMALL, name_of

__all__ = ["house_log", "plain_reader", "planning_house", "reader"]

pytestmark = pytest.mark.browser

COMPARED = f"{STRIKING}&vergleich={FIRST}"
# Everything that the panel says and draws, in its order.
SAID = """() => {
    const panel = document.querySelector('[data-workbench-panel=auffaellig]');
    const words = (node) => node.textContent.trim().replace(/\\s+/g, ' ');
    const marks = (node) => [...node.querySelectorAll('svg > *')].map((mark) =>
        ['class', 'x', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r'].map((name) => mark.getAttribute(name)).join(' '));
    return {
        title: words(panel.querySelector('h2')), words: words(panel.querySelector('[data-striking-words]')),
        scale: marks(panel.querySelector('[data-striking-scale]')),
        groups: [...panel.querySelectorAll('[data-striking-group]')].map((group) => [
            group.dataset.strikingGroup, group.hidden, group.hidden || words(group.querySelector('h3')),
            [...group.querySelectorAll('li')].map((row) =>
                [row.className, [...row.querySelectorAll('p')].map(words), marks(row)])]),
        table: [...panel.querySelectorAll('tbody tr')].map((row) => [...row.cells].map(words)),
    }; }"""
NAMES = "() => [...document.querySelectorAll('[data-striking-group=rising] .striking__name')].map((a) => a.textContent)"


@pytest.mark.check("C004", "C011")
def test_script_says_and_draws_what_the_server_does_at_every_step_and_asks_nobody(
    reader: Page, plain_reader: Page, house_log: RequestLog
) -> None:
    open_workbench(reader, COMPARED)
    reader.locator(f"{PANEL} summary").click()
    asked = len(house_log.addresses)

    for steps, code in enumerate((BEFORE, NOW), start=1):
        reader.select_option("#workbench-period", code)
        expect(reader).to_have_url(re.compile(f"stand={code}"))
        reader.wait_for_function(f"() => performance.getEntriesByName('step').length === {steps}")
        told = reader.evaluate(SAID)
        assert len(house_log.addresses) == asked
        plain_reader.goto(COMPARED.replace(f"stand={NOW}", f"stand={code}"))
        assert told == plain_reader.evaluate(SAID)
        asked = len(house_log.addresses)
    assert reader.evaluate(NAMES) == [name_of(key) for key in RISING]
    # The period itself has nothing to be held against.
    reader.select_option("#workbench-period", FIRST)
    expect(reader.locator(f"{PANEL} [data-striking-words]")).to_contain_text("Beide Stände sind derselbe")
    expect(reader.locator(f"{PANEL} [data-striking-body]")).to_be_hidden()


@pytest.mark.check("C025")
def test_found_areas_become_the_choice_of_all_panels_and_back_undoes_it(reader: Page) -> None:
    open_workbench(reader, f"{STRIKING},tabelle&auswahl=")

    reader.get_by_role("link", name="Als Auswahl übernehmen").click()

    expect(reader.locator(".workbench__table tr.is-chosen")).to_have_count(len(RISING))
    expect(reader).to_have_url(re.compile("auswahl="))
    assert reader.evaluate("() => document.querySelectorAll('.striking__row.is-chosen').length") == len(RISING)
    there = reader.evaluate("location.search")
    reader.go_back()
    expect(reader.locator(".workbench__table tr.is-chosen")).to_have_count(0)
    reader.goto(f"/musterstadt/analyse/{there}")
    expect(reader.locator(".workbench__table tr.is-chosen")).to_have_count(len(RISING))


def test_link_leads_to_the_same_choice_without_a_script(plain_reader: Page) -> None:
    plain_reader.goto(STRIKING)

    plain_reader.get_by_role("link", name="Als Auswahl übernehmen").click()

    for key in RISING:
        expect(plain_reader.locator("[data-workbench-meant]")).to_contain_text(name_of(key))


@pytest.mark.check("C002", "C025")
def test_row_brings_its_area_into_focus_by_keyboard_and_says_what_is_said_of_it(reader: Page) -> None:
    open_workbench(reader, STRIKING)

    reader.get_by_role("link", name=name_of(SMALL), exact=True).press("Enter")

    expect(reader).to_have_url(re.compile(f"gebiet={SMALL}"))
    expect(reader.locator("[data-striking-told]")).to_have_text(
        f"{name_of(SMALL)}: nur 100\xa0Kinder; ab 200 wird geurteilt"
    )
    expect(reader.locator(f"{PANEL} .is-focus a")).to_have_attribute("aria-current", "true")
    reader.locator(".map-area[data-key='101'], .map-area").first.dispatch_event("pointerover")
    expect(reader.locator("[data-striking-told]")).not_to_have_text("")


def test_lists_are_put_in_order_by_size_and_by_name_again(reader: Page) -> None:
    open_workbench(reader, STRIKING)
    by_name = reader.evaluate(NAMES)
    assert by_name == [name_of(key) for key in RISING]

    reader.get_by_role("link", name="nach Größe des Unterschieds").click()

    expect(reader).to_have_url(re.compile("reihenfolge=-veraenderung"))
    # Rows move in the frame after the one that marks the order.
    reader.wait_for_function(f"before => ({NAMES})().join() !== before.join()", arg=by_name)
    assert sorted(reader.evaluate(NAMES)) == by_name
    reader.get_by_role("link", name="nach Namen").click()
    reader.wait_for_function(f"before => ({NAMES})().join() === before.join()", arg=by_name)


@pytest.mark.check("C010")
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_narrow_page_is_not_scrolled_sideways(reader: Page, plain_reader: Page, has_script: bool) -> None:
    shown = reader if has_script else plain_reader
    open_narrow(shown, STRIKING, has_script=has_script)

    assert shown.viewport_size == NARROW
    assert overflow(shown) == []


@pytest.mark.check("C003")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing(reader: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    open_in_sight(reader, f"{STRIKING}&gebiet={RISING[0]}", size, scheme)
    reader.locator(f"{PANEL} summary").click()

    assert axe(reader) == []
