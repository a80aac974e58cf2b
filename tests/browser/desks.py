# SPDX-License-Identifier: EUPL-1.2
"""Two people at a desk over a copy of the demo set that may be written to, and how they go about it."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Browser, Locator, Page, expect
from psycopg import sql

from scripts.layout import ROOT
from sozialplanung.demo.people import PASSWORD
from tests import demodatabase
from tests.browser.conftest import NARROW, WIDE, Axe, RequestLog, overflow
from tests.demofixtures import free_port, wait_for

PATIENCE = 120_000
DASHBOARDS = "/berlin/berichte/werkstatt/"
NEW_CITY = """
from sozialplanung.accounts.models.organisations import OrganisationKind
from sozialplanung.accounts.services import NewOrganisation, create_organisation
from sozialplanung.demo.people import give_roles
city = NewOrganisation(slug="neustadt", name="Neustadt", kind=OrganisationKind.MUNICIPALITY, parent=None)
give_roles(organisation=create_organisation(organisation=city, by=None))
"""


@pytest.fixture(scope="module")
def own_database() -> Iterator[str]:
    """Give a copy of the demo set that may be written to."""
    name = f"sozialplanung_desk_{free_port()}"
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    demodatabase.copy_to(name)
    with demodatabase.owner() as connection:
        yield name
        connection.execute(drop)


@pytest.fixture(scope="module")
def desk(own_database: str) -> Iterator[str]:
    """Open the pages of the copy, with a worker behind them and the sweeper that rings for jobs to be tried again."""
    port = free_port()
    web = [sys.executable, "-m", "gunicorn", "sozialplanung.wsgi", "--bind", f"127.0.0.1:{port}", "--threads=4"]
    sweeper = [sys.executable, "manage.py", "sweep_jobs", "--skip-checks"]
    with (
        demodatabase.worker(own_database, ending=signal.SIGKILL),
        _running(sweeper, own_database, f"desk-sweeper-{port}.log"),
        _running([*web, "--no-control-socket"], own_database, f"desk-web-{port}.log"),
    ):
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/readyz")
        yield address


def _running(command: list[str], database: str, log: str) -> contextlib.AbstractContextManager[object]:
    return demodatabase.running(command, demodatabase.environment(database), log, ending=signal.SIGKILL)


@pytest.fixture(scope="module")
def new_organisation(own_database: str) -> str:
    """Give the slug of a city that has no boundaries yet, in which the people of the demo have their roles."""
    command = [sys.executable, "manage.py", "shell", "-c", NEW_CITY]
    subprocess.run(command, cwd=ROOT, env=demodatabase.environment(own_database), check=True, capture_output=True)
    return "neustadt"


@pytest.fixture
def steward(browser: Browser, browser_context_args: dict[str, Any], desk: str) -> Iterator[Page]:
    """Give a page of the steward."""
    with _watched(browser, {**browser_context_args, "base_url": desk}, "anna@demo.example") as page:
        yield page


@pytest.fixture
def planner(browser: Browser, browser_context_args: dict[str, Any], desk: str) -> Iterator[Page]:
    """Give a page of the planner."""
    with _watched(browser, {**browser_context_args, "base_url": desk}, "bert@demo.example") as page:
        yield page


@pytest.fixture
def second_person(browser: Browser, browser_context_args: dict[str, Any], desk: str) -> Iterator[Page]:
    """Give a page of the approver, who uses no scripts."""
    context = browser.new_context(**{**browser_context_args, "base_url": desk, "java_script_enabled": False})
    page = context.new_page()
    sign_in(page, "frida@demo.example")
    yield page
    context.close()


@pytest.fixture
def second_person_with_scripts(browser: Browser, browser_context_args: dict[str, Any], desk: str) -> Iterator[Page]:
    """Give a page of the approver as most people see it."""
    with _watched(browser, {**browser_context_args, "base_url": desk}, "frida@demo.example") as page:
        yield page


@contextlib.contextmanager
def _watched(browser: Browser, arguments: dict[str, Any], email: str) -> Iterator[Page]:
    """Give a page of somebody who signed in; at its end the browser must not have complained."""
    context, log = browser.new_context(**arguments), RequestLog()
    log.watch(context)
    page = context.new_page()
    page.set_viewport_size(WIDE)
    sign_in(page, email)
    yield page
    context.close()
    assert log.complaints == []


def sign_in(page: Page, email: str) -> None:
    """Sign in as somebody of the demo."""
    page.goto("/anmelden/")
    page.fill("#id_username", email)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    expect(page.locator(".header__user .menu")).to_be_visible()


def german(text: str) -> str:
    """Return a sentence as German readers see it."""
    with translation.override("de"):
        return translation.gettext(text)


def look(page: Page, axe: Axe) -> None:
    """Let axe and a narrow screen look at the page."""
    assert axe(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) == []
    page.set_viewport_size(WIDE)


def go_on(page: Page) -> None:
    """Wait until the long step is over, then open what comes next."""
    button = page.locator(".kern-btn--primary", has_text=german("Go on:"))
    expect(button).to_be_visible(timeout=PATIENCE)
    leave(page, button)


def leave(page: Page, button: Locator) -> None:
    """Press what leads away; without waiting, whoever looks next might still see the page that is being left."""
    with page.expect_navigation():
        button.click()


def press(page: Page, selector: str) -> None:
    """Press what leads away by keyboard; where there are several, the first."""
    with page.expect_navigation():
        page.locator(selector).first.press("Enter")


def begin_dashboard(page: Page, title: str, kind: str = "") -> None:
    """Begin a dashboard with one part; with a kind of panel, go to the form of one."""
    page.goto(f"{DASHBOARDS}neu/")
    page.fill("#id_title", title)
    press(page, "main form .kern-btn--primary")
    page.fill("#new-part", "Ein Teil")
    press(page, "main button[value=add]")
    if kind:
        page.select_option("#part1-kind", kind)
        press(page, "#part1 .builder__add .kern-btn")
