# SPDX-License-Identifier: EUPL-1.2
"""Readers subscribe by e-mail in Chromium: by keyboard, without scripts, under axe, on a phone, in both languages."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.layout import ROOT
from tests import demodatabase
from tests.browser.conftest import NARROW, WIDE, Axe, RequestLog, overflow
from tests.browser.desks import own_database
from tests.demofixtures import free_port, wait_for

__all__ = ["own_database"]
pytestmark = pytest.mark.browser
PUBLICATION = "/b/berlin-kinder-und-familien-in-berlin/"
AREA = "/berlin/mein-stadtteil/lor-2006/planungsraum/02010104/"
LINK = """
from sozialplanung.notifications.models import Subscriber
from sozialplanung.notifications.services.subscribing import new_token
print("/bescheid/%s/%s/" % new_token(Subscriber.objects.latest("requested_at")))
"""


@pytest.fixture(scope="module")
def site(own_database: str) -> Iterator[str]:
    """Open the pages of a copy of the demo that may be written to; nobody sends its mails."""
    port = free_port()
    web = [sys.executable, "-m", "gunicorn", "sozialplanung.wsgi", "--bind", f"127.0.0.1:{port}", "--threads=4"]
    running = demodatabase.running(
        [*web, "--no-control-socket"], demodatabase.environment(own_database), f"subscribing-web-{port}.log"
    )
    with running:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def reader(browser: Browser, browser_context_args: dict[str, Any], site: str) -> Iterator[Page]:
    """Give a page of a reader without an account, which watches what the browser complains of."""
    context = browser.new_context(**{**browser_context_args, "base_url": site})
    log = RequestLog()
    log.watch(context)
    yield context.new_page()
    context.close()
    assert log.complaints == []


def link_of(database: str) -> str:
    """Return a link of the last who asked, as a mail would hold it."""
    command = [sys.executable, "manage.py", "shell", "-c", LINK]
    done = subprocess.run(
        command, cwd=ROOT, env=demodatabase.environment(database), check=True, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


def look(page: Page, axe: Axe) -> None:
    """Hold the page as it stands against axe, wide and narrow."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert axe(page) == [], page.url
        assert overflow(page) == [], page.url
    page.set_viewport_size(WIDE)


def press_to(page: Page, name: str) -> None:
    """Go to a button or link by the tabulator alone, and press it."""
    for _step in range(200):
        if page.evaluate("name => document.activeElement?.textContent.trim() === name", name):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(name)


@pytest.mark.check("C001", "C002", "C013")
def test_reader_subscribes_confirms_and_ends_it_by_keyboard(reader: Page, axe: Axe, own_database: str) -> None:
    reader.goto(PUBLICATION)
    press_to(reader, "E-Mail-Adresse angeben")
    look(reader, axe)
    reader.locator("#id_email").fill("lena@")
    press_to(reader, "Abonnieren")
    expect(reader.locator("[data-focus]")).to_be_focused()
    assert reader.title().startswith("Fehler:")
    look(reader, axe)
    reader.locator("#id_email").fill("lena@example.org")
    reader.locator("#id_email").press("Enter")
    expect(reader.locator("main p[role=status]")).to_contain_text("eine Mail dorthin unterwegs")
    look(reader, axe)

    link = link_of(own_database)
    reader.goto(link)
    look(reader, axe)
    press_to(reader, "Ja, abonnieren")
    expect(reader.locator("main p[role=status]")).to_contain_text("Ihr Abonnement gilt")
    look(reader, axe)

    reader.goto(f"{link}abbestellen/")
    look(reader, axe)
    press_to(reader, "Beenden")
    expect(reader.locator("main p[role=status]")).to_contain_text("Ihre Adresse ist hier gelöscht")
    look(reader, axe)
    reader.goto(link)
    expect(reader.get_by_role("heading", name="Dieser Link gilt nicht mehr")).to_be_visible()
    look(reader, axe)


@pytest.mark.check("C005")
def test_all_of_it_works_without_scripts_and_in_english(
    browser: Browser, browser_context_args: dict[str, Any], site: str, own_database: str
) -> None:
    options = {**browser_context_args, "base_url": site, "java_script_enabled": False, "locale": "en-GB"}
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_viewport_size(NARROW)
    page.goto(PUBLICATION)
    page.get_by_role("link", name="Leave an e-mail address").click()
    page.get_by_label("Your e-mail address").fill("mary@example.org")
    page.get_by_role("button", name="Subscribe").click()
    expect(page.locator("main p[role=status]")).to_contain_text("a mail is on its way")
    link = link_of(own_database)
    page.goto(link)
    page.get_by_role("button", name="Yes, subscribe").click()
    expect(page.locator("main p[role=status]")).to_contain_text("Your subscription counts")
    page.goto(link)
    page.goto(f"{link}abbestellen/")
    page.get_by_role("button", name="End it").click()

    expect(page.locator("main p[role=status]")).to_contain_text("Your address is deleted here")
    context.close()


@pytest.mark.check("C001", "C013")
def test_area_leads_to_its_own_form(reader: Page, axe: Axe) -> None:
    reader.goto(AREA)
    look(reader, axe)
    press_to(reader, "E-Mail-Adresse angeben")
    expect(reader.locator("main .page__lead")).to_contain_text("Wassertor")
    look(reader, axe)
    reader.locator("#id_email").fill("lena@example.org")
    reader.locator("#id_email").press("Enter")

    expect(reader.locator("main p[role=status]")).to_contain_text("eine Mail dorthin unterwegs")


@pytest.mark.check("C029")
def test_page_of_the_edition_sets_no_cookie(reader: Page) -> None:
    reader.goto(PUBLICATION)
    expect(reader.get_by_role("link", name="E-Mail-Adresse angeben")).to_be_visible()

    assert reader.context.cookies() == []
