# SPDX-License-Identifier: EUPL-1.2
"""The legend of two indicators in Chromium: on a narrow screen it scrolls by itself, the page does not."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import overflow
from tests.browser.workbenches import POVERTY, open_workbench

pytestmark = pytest.mark.browser


@pytest.mark.check("C010")
@pytest.mark.parametrize("second", ["einwohner", "anteil-unter-18"])
def test_legend_of_two_indicators_scrolls_by_itself(page: Page, second: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})

    open_workbench(page, f"{POVERTY}&zweiter={second}")

    assert page.locator(".pair").count() == 1
    assert overflow(page) == []
    # Longer words and numbers than those of the demo.
    page.evaluate("() => document.querySelectorAll('.pair th').forEach((head) => head.append('12345678901234'))")
    assert overflow(page) == []
