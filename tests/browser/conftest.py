# SPDX-License-Identifier: EUPL-1.2
"""Fixtures for tests in Chromium: the demo behind a real web server, what a page asks for, what axe finds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, ViewportSize, expect

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)
ColorScheme = Literal["light", "dark"]
# The ways in which pages are read by axe; in small samples each page in one of them.
SIGHTS: tuple[tuple[ViewportSize, ColorScheme], ...] = (
    (WIDE, "light"),
    (NARROW, "dark"),
    (WIDE, "dark"),
    (NARROW, "light"),
)
# A browser that talks to nobody but the page's own server.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# All rules, but only what they find wrong is named and sent: naming thousands of elements that are fine takes seconds.
FINDINGS = """tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']}).then((result) =>
    result.violations.flatMap(({id, nodes}) =>
        nodes.map(({target, failureSummary}) => `${id}: ${target}: ${failureSummary}`)))"""
STICKS_OUT = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
    [...document.querySelectorAll('body *')]
      .filter((element) => !element.parentElement.closest('.table-region'))
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((element) => `${element.tagName}.${element.getAttribute('class')}`).slice(0, 8)"""
# What scripts meet on a page that is being left.
LEAVING = ("Execution context was destroyed", "reading 'documentElement'", "reading 'scrollWidth'")
MOST_LEAVINGS = 3

# What a loaded machine needs to show something; five seconds are too few when several browsers start at once.
expect.set_options(timeout=20_000)

T = TypeVar("T")
Axe = Callable[[Page], list[str]]


def sampled(pages: Sequence[str], ways: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Return the parameters of each page in one of the ways, by turns; in full counts in all of them."""
    return [
        pytest.param(page, *way, marks=[] if number == place % len(ways) else [pytest.mark.deep])
        for place, page in enumerate(pages)
        for number, way in enumerate(ways)
    ]


@dataclass
class RequestLog:
    """What the pages of one context asked for, and what the browser complained of."""

    addresses: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def hosts(self) -> set[str]:
        """The hosts asked; addresses without a host ask nobody."""
        return {urlsplit(address).netloc for address in self.addresses} - {""}

    def watch(self, context: BrowserContext) -> None:
        """Note every request, every error and every breach of the content security policy."""
        context.on("request", self._note)
        context.on("console", self._listen)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _note(self, request: Request) -> None:
        self.addresses.append(request.url)

    def _listen(self, message: ConsoleMessage) -> None:
        # An error page is an answer, no fault of the page.
        if message.type in {"error", "warning"} and "the server responded with a status of 4" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Keep the browser quiet."""
    return {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *QUIET]}


@pytest.fixture(scope="session")
def base_url(demo_server: str) -> str:
    """Open the pages of the demo."""
    return demo_server


@pytest.fixture
def request_log(context: BrowserContext) -> Iterator[RequestLog]:
    """Watch the context of the test; at its end the browser must not have complained."""
    log = RequestLog()
    log.watch(context)
    yield log
    assert log.complaints == []


@pytest.fixture
def page(request_log: RequestLog, page: Page) -> Page:
    """Watch every page."""
    del request_log
    page.set_viewport_size(WIDE)
    return page


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Give a function that names what axe finds wrong on a page, no rule left out."""
    source = AXE.read_text(encoding="utf-8")

    def findings(page: Page) -> list[str]:
        return on_page_that_stays(page, lambda: _looked_at(page, source))

    return findings


def _looked_at(page: Page, source: str) -> list[str]:
    page.evaluate(source)
    return list(page.evaluate(FINDINGS, TAGS))


def on_page_that_stays(page: Page, look: Callable[[], T]) -> T:
    """Look at a page; where it gave way to the next one meanwhile, look at that."""
    for _ in range(MOST_LEAVINGS):
        # A click waits for the next page to begin, not for the whole of it.
        page.wait_for_load_state()
        try:
            return look()
        except Error as error:
            if not any(sign in error.message for sign in LEAVING):
                raise
    raise AssertionError(f"{page.url} gave way to another page again and again.")


@pytest.fixture
def page_without_scripts(browser: Browser, browser_context_args: dict[str, Any], base_url: str) -> Iterator[Page]:
    """Give a page whose browser runs no scripts."""
    context = browser.new_context(**{**browser_context_args, "base_url": base_url, "java_script_enabled": False})
    yield context.new_page()
    context.close()


@pytest.fixture
def signed_in(page: Page) -> Page:
    """Give a page whose reader has signed in as the steward of the demo."""
    page.goto("/anmelden/")
    page.fill("#id_username", "anna@demo.example")
    page.fill("#id_password", "Lindenblatt-und-Regen")
    page.press("#id_password", "Enter")
    page.wait_for_selector("details[data-menu]")
    return page


def overflow(page: Page) -> list[str]:
    """Name what sticks out of the page sideways; nothing when the page need not be scrolled."""
    return list(on_page_that_stays(page, lambda: page.evaluate(STICKS_OUT)))
