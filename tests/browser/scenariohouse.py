# SPDX-License-Identifier: EUPL-1.2
"""A house with the made-up street graph and its two centres behind a web server of its own."""

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

# The first scenario works out the ways; those that are begun by pages rest on the same.
BUILT = """
from tests.factories.scenariocity import begun, build_scenario_city
from tests.factories.world import build_world
begun(build_scenario_city(build_world()), name="Heute")
"""


@pytest.fixture(scope="module")
def scenario_house() -> Iterator[str]:
    """Open a house over the city of scenarios; give its address."""
    port = free_port()
    name = f"sozialplanung_scenarios_{port}"
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    template = demodatabase.empty()
    with demodatabase.owner() as connection:
        demodatabase.create(connection, name, template)
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", BUILT]
        subprocess.run(command, cwd=ROOT, env=demodatabase.environment(name, as_owner=True), check=True)
        address = f"http://127.0.0.1:{port}"
        env = {**demodatabase.environment(name), "SOZIALPLANUNG_PUBLIC_URL": address}
        web = [sys.executable, "-m", "gunicorn", "sozialplanung.wsgi", "--bind", f"127.0.0.1:{port}", "--threads=4"]
        log = f"scenario-web-{port}.log"
        with demodatabase.running([*web, "--no-control-socket"], env, log, ending=signal.SIGKILL):
            wait_for(f"{address}/readyz")
            yield address
        connection.execute(drop)


@pytest.fixture
def house_log() -> RequestLog:
    """Give what the planner's browser asks for."""
    return RequestLog()


@pytest.fixture
def planner(
    browser: Browser, browser_context_args: dict[str, Any], scenario_house: str, house_log: RequestLog
) -> Iterator[Page]:
    """Give a page of the house; at its end the browser must not have complained."""
    context = fresh(browser, browser_context_args, scenario_house, house_log)
    yield context.new_page()
    context.close()
    assert house_log.complaints == []
