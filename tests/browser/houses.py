# SPDX-License-Identifier: EUPL-1.2
"""A house of its own without figures: people who sign in, and a sign-in service beside it."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route
from psycopg import sql

from scripts.layout import ROOT
from tests import demodatabase
from tests.browser.conftest import WIDE, RequestLog
from tests.demofixtures import free_port, wait_for
from tests.factories import openidprovider
from tests.factories.openidprovider import KEY, RunningProvider

PEOPLE = "from tests.factories.world import build_world; build_world()"
ROLES = [{"claim": "groups", "value": "planung", "organisation": "musterstadt", "role": "planner"}]


@dataclass(frozen=True)
class House:
    """The address of the house, and the service at which its people have accounts."""

    address: str
    service: RunningProvider


@pytest.fixture(scope="module")
def people_database() -> Iterator[str]:
    """Give a database with the people of the tests and nothing else."""
    name = f"sozialplanung_people_{free_port()}"
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    template = demodatabase.empty()
    with demodatabase.owner() as connection:
        demodatabase.create(connection, name, template)
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", PEOPLE]
        subprocess.run(command, cwd=ROOT, env=demodatabase.environment(name, as_owner=True), check=True)
        yield name
        connection.execute(drop)


@pytest.fixture(scope="module")
def house(people_database: str) -> Iterator[House]:
    """Open the house, with the second factor asked for as in production."""
    # WebAuthn knows names of hosts, not their numbers.
    port, name = free_port(), f"OIDC_{KEY.upper()}"
    address = f"http://localhost:{port}"
    with openidprovider.running(f"{address}/anmelden/dienst/{KEY}/zurueck/") as service:
        said = {
            "PUBLIC_URL": address,
            "SECOND_FACTOR": "required",
            "OIDC_PROVIDERS": KEY,
            f"{name}_NAME": "Rathaus-Login",
            f"{name}_ISSUER": service.address,
            f"{name}_CLIENT_ID": service.client_id,
            f"{name}_CLIENT_SECRET": service.secret,
            f"{name}_ROLES": json.dumps(ROLES),
            f"{name}_LOGOUT": "1",
        }
        env = {**demodatabase.environment(people_database), **{f"SOZIALPLANUNG_{each}": said[each] for each in said}}
        web = [sys.executable, "-m", "gunicorn", "sozialplanung.wsgi", "--bind", f"127.0.0.1:{port}", "--threads=4"]
        command = [*web, "--no-control-socket"]
        with demodatabase.running(command, env, f"house-web-{port}.log", ending=signal.SIGKILL):
            wait_for(f"{address}/readyz")
            yield House(address, service)


@pytest.fixture
def visitor(browser: Browser, browser_context_args: dict[str, Any], house: House) -> Iterator[Page]:
    """Give a page of the house; the browser must not complain of it, and talks to no machine but this one."""
    context, log = browser.new_context(**{**browser_context_args, "base_url": house.address}), RequestLog()
    # What the pages of the foreign service want from elsewhere is not ours.
    context.route(lambda address: urlsplit(address).hostname not in {"localhost", "127.0.0.1"}, _away)
    page = context.new_page()
    page.on("pageerror", lambda error: log.complaints.append(str(error)))
    page.on("console", lambda message: _listen(message, house.address, log.complaints))
    page.set_viewport_size(WIDE)
    yield page
    context.close()
    assert log.complaints == []


def _listen(message: ConsoleMessage, ours: str, complaints: list[str]) -> None:
    """Note what the browser complains of on a page of ours; an error page is an answer."""
    is_answer = "the server responded with a status of 4" in message.text
    if message.type in {"error", "warning"} and message.location["url"].startswith(ours) and not is_answer:
        complaints.append(message.text)


def _away(route: Route) -> None:
    route.abort()
