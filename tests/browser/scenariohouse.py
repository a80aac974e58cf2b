# SPDX-License-Identifier: EUPL-1.2
"""Houses with scenarios behind web servers of their own: a made-up street with two centres, and Köln's graph."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from psycopg import sql

from scripts.layout import ROOT
from tests import demodatabase
from tests.browser.conftest import RequestLog
from tests.browser.plannershouse import fresh
from tests.demofixtures import free_port, wait_for

SHELL = [sys.executable, "manage.py", "shell", "--no-imports", "-c"]
# The first scenarios work out the ways; those that are begun by pages rest on the same.
BUILT = """
from tests.factories.scenariocity import build_scenario_city, furnish
from tests.factories.world import build_world
furnish(build_scenario_city(build_world()))
"""
WORK = "from tests.factories.desk import run_jobs; run_jobs()"


@dataclass(frozen=True, slots=True)
class ScenarioHouse:
    """A house: its address, and its database."""

    address: str
    database: str

    def work(self) -> None:
        """Do what waits in the queue, as a worker would."""
        environment = demodatabase.environment(self.database)
        subprocess.run([*SHELL, WORK], cwd=ROOT, env=environment, check=True)


@contextmanager
def opened(kind: str, built: str, *, has_worker: bool = False) -> Iterator[ScenarioHouse]:
    """Open a house over what some lines build."""
    port = free_port()
    name = f"sozialplanung_{kind}_{port}"
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    template = demodatabase.empty()
    with demodatabase.owner() as connection:
        demodatabase.create(connection, name, template)
        subprocess.run([*SHELL, built], cwd=ROOT, env=demodatabase.environment(name, as_owner=True), check=True)
        address = f"http://127.0.0.1:{port}"
        env = {**demodatabase.environment(name), "SOZIALPLANUNG_PUBLIC_URL": address}
        web = [sys.executable, "-m", "gunicorn", "sozialplanung.wsgi", "--bind", f"127.0.0.1:{port}", "--threads=4"]
        worker = demodatabase.worker(name, ending=signal.SIGKILL) if has_worker else nullcontext()
        log = f"{kind}-web-{port}.log"
        with worker, demodatabase.running([*web, "--no-control-socket"], env, log, ending=signal.SIGKILL):
            wait_for(f"{address}/readyz")
            yield ScenarioHouse(address, name)
        connection.execute(drop)


@pytest.fixture(scope="module")
def scenario_house() -> Iterator[ScenarioHouse]:
    """Open a house over the city of scenarios."""
    with opened("scenarios", BUILT) as house:
        yield house


@pytest.fixture
def house_log() -> RequestLog:
    """Give what the planner's browser asks for."""
    return RequestLog()


@pytest.fixture
def planner(
    browser: Browser, browser_context_args: dict[str, Any], scenario_house: ScenarioHouse, house_log: RequestLog
) -> Iterator[Page]:
    """Give a page of the house; at its end the browser must not have complained."""
    with planning(browser, browser_context_args, scenario_house, house_log) as page:
        yield page


@contextmanager
def planning(browser: Browser, arguments: dict[str, Any], house: ScenarioHouse, log: RequestLog) -> Iterator[Page]:
    """Give a page of a house; at its end the browser must not have complained."""
    context = fresh(browser, arguments, house.address, log)
    yield context.new_page()
    context.close()
    assert log.complaints == []


@pytest.fixture
def second_person(
    browser: Browser, browser_context_args: dict[str, Any], scenario_house: ScenarioHouse
) -> Iterator[Page]:
    """Give a page of somebody who uses no scripts."""
    with without_scripts(browser, browser_context_args, scenario_house) as page:
        yield page


@contextmanager
def without_scripts(browser: Browser, arguments: dict[str, Any], house: ScenarioHouse) -> Iterator[Page]:
    """Give a page of a house whose browser runs no script."""
    context = browser.new_context(**{**arguments, "base_url": house.address, "java_script_enabled": False})
    yield context.new_page()
    context.close()
