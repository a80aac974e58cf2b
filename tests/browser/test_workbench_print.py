# SPDX-License-Identifier: EUPL-1.2
"""What is kept apart on the screen, so that a change is laid out quickly, is whole on paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.workbenches import POVERTY, open_workbench

pytestmark = pytest.mark.browser
# How much of what a part holds lies outside of it, in pixels.
CUT_OFF = "(part) => part.scrollHeight - part.clientHeight"


def test_ranking_and_table_are_whole_on_paper(page: Page) -> None:
    open_workbench(page, POVERTY)
    parts = [page.locator(selector) for selector in ("[data-workbench-ranking]", ".workbench__region")]
    for part in parts:
        assert part.evaluate(CUT_OFF) > 0

    page.emulate_media(media="print")

    for part in parts:
        expect(part).to_be_visible()
        assert part.evaluate("(part) => part.clientHeight") > 1_000
        assert part.evaluate(CUT_OFF) <= 1
