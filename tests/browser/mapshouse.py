# SPDX-License-Identifier: EUPL-1.2
"""A house with the city of the planner's morning, whose operator allows a small map service on this machine."""

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
from tests.fixtures_spatial.mapservices import MapServer, map_server
from tests.fixtures_spatial.services import HOST

BUILT = """
from tests.factories import mapservices
from tests.factories.planningcity import build_planning_city
from tests.factories.world import build_world
world = build_planning_city(build_world())
mapservices.put(world, address="{address}")
mapservices.put(world, address="{address}", slug="laerm", title="Lärm", role="overlay", opacity=40)
# For the test in which it fails: a service that failed rests for a while, whoever asks next.
mapservices.put(world, address="{address}", slug="hitze", title="Hitze", role="overlay")
"""


@pytest.fixture(scope="module")
def map_service() -> Iterator[MapServer]:
    """Run a map service."""
    with map_server() as running:
        yield running


@pytest.fixture(scope="module")
def maps_house(map_service: MapServer) -> Iterator[str]:
    """Open a house that offers it; give its address."""
    port = free_port()
    name = f"sozialplanung_maps_{port}"
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    template = demodatabase.empty()
    with demodatabase.owner() as connection:
        demodatabase.create(connection, name, template)
        command = [
            sys.executable, "manage.py", "shell", "--no-imports", "-c", BUILT.format(address=map_service.address)
        ]  # fmt: skip
        subprocess.run(command, cwd=ROOT, env=demodatabase.environment(name, as_owner=True), check=True)
        address = f"http://127.0.0.1:{port}"
        env = {
            **demodatabase.environment(name),
            "SOZIALPLANUNG_PUBLIC_URL": address,
            "SOZIALPLANUNG_MAP_SERVICE_PLAIN_HOSTS": HOST,
        }
        web = [sys.executable, "-m", "gunicorn", "sozialplanung.wsgi", "--bind", f"127.0.0.1:{port}", "--threads=4"]
        with demodatabase.running([*web, "--no-control-socket"], env, f"maps-web-{port}.log", ending=signal.SIGKILL):
            wait_for(f"{address}/readyz")
            yield address
        connection.execute(drop)


@pytest.fixture
def maps_log() -> RequestLog:
    """Give what the reader's browser asks for."""
    return RequestLog()


@pytest.fixture
def looker(
    browser: Browser, browser_context_args: dict[str, Any], maps_house: str, maps_log: RequestLog
) -> Iterator[Page]:
    """Give a page of the house."""
    context = fresh(browser, browser_context_args, maps_house, maps_log)
    yield context.new_page()
    context.close()
