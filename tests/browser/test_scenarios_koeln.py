# SPDX-License-Identifier: EUPL-1.2
"""On Köln's own streets: places per child in made-up centres, who loses when one closes, and that as an edition."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import scenarios as steps
from tests.browser.conftest import Axe, RequestLog, overflow
from tests.browser.desks import PATIENCE
from tests.browser.plannershouse import sign_in
from tests.browser.scenariohouse import ScenarioHouse, opened, planning, without_scripts
from tests.factories.koelncity import MADE_UP, streets

pytestmark = [pytest.mark.browser, pytest.mark.deep]
CLOSED = "Erdachte Kita Zollstock 1"
SCENARIO = "Erdachte Kita in Zollstock schließt"
BUILT = """
from tests.factories.koelncity import build_koeln, streets
from tests.factories.world import build_world
build_koeln(build_world(), streets())
"""


@pytest.fixture(scope="module")
def koeln() -> Iterator[ScenarioHouse]:
    """Open a house over Köln's Stadtteile and streets, with a worker behind it."""
    if streets() is None:
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with koeln/geo-base")
    with opened("koeln", BUILT, has_worker=True) as house:
        yield house


@pytest.fixture
def planner(browser: Browser, browser_context_args: dict[str, Any], koeln: ScenarioHouse) -> Iterator[Page]:
    """Give a page of the planner."""
    with planning(browser, browser_context_args, koeln, RequestLog()) as page:
        yield page


@pytest.fixture
def second_person(browser: Browser, browser_context_args: dict[str, Any], koeln: ScenarioHouse) -> Iterator[Page]:
    """Give a page of the second person."""
    with without_scripts(browser, browser_context_args, koeln) as page:
        yield page


def test_closing_a_made_up_centre_goes_from_the_map_into_a_published_edition(
    planner: Page, second_person: Page, browser: Browser, axe: Axe
) -> None:
    page = planner
    sign_in(page, "bert")
    steps.begin(page, SCENARIO, "Kinder unter 6 Jahren, Stadtteile, 31.12.2012", MADE_UP)
    expect(page.locator("main")).to_contain_text(MADE_UP)
    expect(page.locator("#areas-caption")).to_be_visible(timeout=PATIENCE)
    before = steps.areas_of(page)
    assert len(before) == 86
    assert before["Zollstock"][2] == before["Zollstock"][3]

    steps.close_by_keyboard(page, CLOSED)

    after = steps.areas_of(page)
    losing = {name for name, row in after.items() if row[-1] == "verliert"}
    # Along the streets two Stadtteile reach it; nobody is given anything, and all others keep what they had.
    assert losing == {"Zollstock", "Klettenberg"}
    # Its middle lies in the fields, too far from every street.
    assert after["Fühlingen"][2:4] == ["–", "–"]
    assert not [row for row in after.values() if row[-1] == "gewinnt"]
    assert {name: row[2] for name, row in after.items()} == {name: row[2] for name, row in before.items()}
    assert all(steps.number(after[name][3]) < steps.number(after[name][2]) for name in losing)
    children = f"{sum(int(steps.number(after[name][1])) for name in losing):,}".replace(",", ".")
    sentence = page.locator(".page__lead").inner_text()
    assert f"{children} von " in sentence
    assert sentence.endswith("verlieren, niemand gewinnt.")
    assert axe(page) == []
    assert overflow(page) == []
    steps.share(page)

    steps.report_of(page, "Plätze in erdachten Kitas", SCENARIO)

    address = steps.let_out(second_person, steps.hand_in(page, lambda: None))
    context = browser.new_context(locale="de-DE")
    public = context.new_page()
    public.goto(address)
    main = public.locator("main")
    expect(main).to_contain_text(f"Szenario, keine Messung. {sentence}")
    expect(main).to_contain_text(f"„{CLOSED}“ schließt")
    expect(main).to_contain_text("Erdachte Kitas")
    expect(main).to_contain_text("© Stadt Köln")
    assert steps.areas_of_edition(public) == after
    steps.expect_drawn(public)
    assert axe(public) == []
    assert overflow(public) == []
    context.close()
