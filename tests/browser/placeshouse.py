# SPDX-License-Identifier: EUPL-1.2
"""A house with a city that has layers of places beside its figures, behind a web server of its own."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from psycopg import sql

from scripts.layout import ROOT
from tests import demodatabase
from tests.browser.conftest import RequestLog
from tests.browser.plannershouse import fresh
from tests.demofixtures import free_port, wait_for

BUILT = """
from tests.factories.placescity import build_places_city
from tests.factories.world import build_world
build_places_city(build_world())
"""


@pytest.fixture(scope="module")
def places_house() -> Iterator[str]:
    """Open a house over the city with layers; give its address."""
    port = free_port()
    name = f"sozialplanung_places_{port}"
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    template = demodatabase.empty()
    with demodatabase.owner() as connection:
        demodatabase.create(connection, name, template)
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", BUILT]
        subprocess.run(command, cwd=ROOT, env=demodatabase.environment(name, as_owner=True), check=True)
        address = f"http://127.0.0.1:{port}"
        env = {**demodatabase.environment(name), "SOZIALPLANUNG_PUBLIC_URL": address}
        web = [sys.executable, "-m", "gunicorn", "sozialplanung.wsgi", "--bind", f"127.0.0.1:{port}", "--threads=4"]
        with demodatabase.running([*web, "--no-control-socket"], env, f"places-web-{port}.log", ending=signal.SIGKILL):
            wait_for(f"{address}/readyz")
            yield address
        connection.execute(drop)


@pytest.fixture
def places_log() -> RequestLog:
    """Give what the reader's browser asks for."""
    return RequestLog()


@pytest.fixture
def visitor(
    browser: Browser, browser_context_args: dict[str, Any], places_house: str, places_log: RequestLog
) -> Iterator[Page]:
    """Give a page of the house; at its end the browser must not have complained."""
    context = fresh(browser, browser_context_args, places_house, places_log)
    yield context.new_page()
    context.close()
    assert places_log.complaints == []


@pytest.fixture
def plain_visitor(
    browser: Browser, browser_context_args: dict[str, Any], places_house: str, places_log: RequestLog
) -> Iterator[Page]:
    """Give a page of the house whose browser runs no script."""
    context = fresh(browser, {**browser_context_args, "java_script_enabled": False}, places_house, places_log)
    yield context.new_page()
    context.close()
