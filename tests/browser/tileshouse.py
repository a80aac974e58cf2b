# SPDX-License-Identifier: EUPL-1.2
"""A house over a level with 1,500 made-up areas, and a reader of it whose browser must not complain."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import WIDE, RequestLog
from tests.largehouse import LargeHouse, made_up, opened

COUNT = 1_500


@pytest.fixture(scope="module")
def house() -> Iterator[LargeHouse]:
    """Open a house over made-up areas."""
    with opened(made_up(COUNT)) as found:
        yield found


@pytest.fixture
def log() -> RequestLog:
    return RequestLog()


@pytest.fixture
def reader(
    browser: Browser, browser_context_args: dict[str, Any], house: LargeHouse, log: RequestLog
) -> Iterator[Page]:
    """Give a page of the house; at its end the browser must not have complained."""
    context = browser.new_context(**{**browser_context_args, "base_url": house.address, "viewport": WIDE})
    log.watch(context)
    yield context.new_page()
    context.close()
    assert log.complaints == []
