# SPDX-License-Identifier: EUPL-1.2
"""What was carried to other boundaries in a published dashboard: its marks are seen wide, narrow, dark and on paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import scenarios as steps
from tests.browser.conftest import NARROW, WIDE, Axe, overflow
from tests.browser.scenariohouse import ScenarioHouse, opened

pytestmark = [pytest.mark.browser, pytest.mark.check("C002")]
BUILT = "from tests.factories.carriededition import build_carried_edition; build_carried_edition()"
PHONE: ViewportSize = {"width": 320, "height": 740}


@pytest.fixture(scope="module")
def house() -> Iterator[ScenarioHouse]:
    """Open a house with an edition."""
    with opened("carried", BUILT) as found:
        yield found


def edition_of(page: Page, house: ScenarioHouse) -> None:
    page.goto(f"{house.address}/musterstadt/berichte/")
    page.get_by_role("link", name="Über die Grenzen").first.click()
    steps.expect_drawn(page)


@pytest.mark.parametrize("size", [WIDE, NARROW, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_readers_see_what_was_estimated(
    browser: Browser, house: ScenarioHouse, axe: Axe, size: ViewportSize, scheme: str
) -> None:
    context = browser.new_context(locale="de-DE", viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    edition_of(page, house)

    main = page.locator("main")
    expect(main).to_contain_text("bei 3 von 5 Gebieten genau, bei 2 geschätzt")
    expect(main).to_contain_text("für diese Grenzen geschätzt (2)")
    expect(main).to_contain_text("31.12.2020 (umgerechnet)")
    expect(main.get_by_role("cell", name="geschätzt").first).to_be_attached()
    assert axe(page) == []
    assert overflow(page) == []
    context.close()


def test_marks_stay_on_paper(browser: Browser, house: ScenarioHouse) -> None:
    context = browser.new_context(locale="de-DE", viewport=WIDE)
    page = context.new_page()
    edition_of(page, house)
    page.emulate_media(media="print")

    for words in ("bei 3 von 5 Gebieten genau, bei 2 geschätzt", "31.12.2020 (umgerechnet)"):
        expect(page.locator("main").get_by_text(words).first).to_be_visible()
    context.close()
