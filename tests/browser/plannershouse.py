# SPDX-License-Identifier: EUPL-1.2
"""A house with the city of the planner's morning behind a web server of its own, and people who sign in there."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from psycopg import sql

from scripts.layout import ROOT
from tests import demodatabase
from tests.browser.conftest import WIDE, RequestLog
from tests.demofixtures import free_port, wait_for
from tests.factories.planningcity import NOW, SLUG
from tests.factories.world import PASSWORD

PAGE = "/musterstadt/analyse/"
POVERTY = f"{PAGE}?indikator={SLUG}&ebene=viertel&stand={NOW}"
STRIKING = f"{POVERTY}&tafeln=auffaellig"
PANEL = "[data-workbench-panel=auffaellig]"
BUILT = """
from tests.factories.planningcity import build_planning_city
from tests.factories.world import build_world
build_planning_city(build_world())
"""


@pytest.fixture(scope="module")
def planning_house() -> Iterator[str]:
    """Open a house over the city of the planner's morning; give its address."""
    port = free_port()
    name = f"sozialplanung_planning_{port}"
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    template = demodatabase.empty()
    with demodatabase.owner() as connection:
        demodatabase.create(connection, name, template)
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", BUILT]
        subprocess.run(command, cwd=ROOT, env=demodatabase.environment(name, as_owner=True), check=True)
        address = f"http://127.0.0.1:{port}"
        env = {**demodatabase.environment(name), "SOZIALPLANUNG_PUBLIC_URL": address}
        web = [sys.executable, "-m", "gunicorn", "sozialplanung.wsgi", "--bind", f"127.0.0.1:{port}", "--threads=4"]
        with demodatabase.running(
            [*web, "--no-control-socket"], env, f"planning-web-{port}.log", ending=signal.SIGKILL
        ):
            wait_for(f"{address}/readyz")
            yield address
        connection.execute(drop)


@pytest.fixture
def house_log() -> RequestLog:
    """Give what the reader's browser asks for."""
    return RequestLog()


@pytest.fixture
def reader(
    browser: Browser, browser_context_args: dict[str, Any], planning_house: str, house_log: RequestLog
) -> Iterator[Page]:
    """Give a page of the house; at its end the browser must not have complained."""
    context = fresh(browser, browser_context_args, planning_house, house_log)
    yield context.new_page()
    context.close()
    assert house_log.complaints == []


@pytest.fixture
def plain_reader(
    browser: Browser, browser_context_args: dict[str, Any], planning_house: str, house_log: RequestLog
) -> Iterator[Page]:
    """Give a page of the house whose browser runs no script."""
    context = fresh(browser, {**browser_context_args, "java_script_enabled": False}, planning_house, house_log)
    yield context.new_page()
    context.close()


def fresh(browser: Browser, arguments: dict[str, Any], address: str, log: RequestLog) -> BrowserContext:
    """Return a context that knows nothing of any other one."""
    context = browser.new_context(**{**arguments, "base_url": address, "viewport": WIDE})
    log.watch(context)
    return context


def sign_in(page: Page, name: str) -> None:
    """Sign in as one of the people of the tests."""
    page.goto("/anmelden/")
    page.fill("#id_username", f"{name}@example.org")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    expect(page.locator(".header__user .menu")).to_be_visible()
