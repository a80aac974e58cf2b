# SPDX-License-Identifier: EUPL-1.2
"""A house with a dense grid of streets behind a web server of its own, for rings of reach."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import RequestLog
from tests.browser.scenariohouse import ScenarioHouse, opened, planning

BUILT = """
from tests.factories.reachcity import build_reach_city, tell_inside
from tests.factories.world import build_world
tell_inside(build_reach_city(build_world()))
"""


@pytest.fixture(scope="module")
def reach_house() -> Iterator[ScenarioHouse]:
    """Open a house over the city of streets."""
    with opened("reach", BUILT) as house:
        yield house


@pytest.fixture
def reader(browser: Browser, browser_context_args: dict[str, Any], reach_house: ScenarioHouse) -> Iterator[Page]:
    """Give a page of the house; at its end the browser must not have complained."""
    with planning(browser, browser_context_args, reach_house, RequestLog()) as page:
        yield page
