# SPDX-License-Identifier: EUPL-1.2
"""Fixtures over the loaded demo set: inside this process, and behind a real web server."""

import socket
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from django.db import connections
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from spatial.selectors import units
from tests import demodatabase

PATIENCE_SECONDS = 60


@pytest.fixture(scope="session")
def demo_database() -> str:
    """Give the name of the database that holds the demo set."""
    return demodatabase.ready()


@pytest.fixture
def demo(demo_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let this test read the demo set through both connections, with the rights of each; it must not write."""
    kept = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "public", "inside")}
    units.forget()
    with django_db_blocker.unblock():
        _use(dict.fromkeys(kept, demo_database))
        yield
        _use(kept)
    units.forget()


@pytest.fixture
def own_demo(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this test a demo set of its own, to write to; it is thrown away."""
    kept = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "public", "inside")}
    name = f"sozialplanung_own_{free_port()}"
    units.forget()
    demodatabase.copy_to(name)
    with demodatabase.owner() as connection, django_db_blocker.unblock():
        try:
            _use(dict.fromkeys(kept, name))
            yield
        finally:
            _use(kept)
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    units.forget()


def _use(names: dict[str, str]) -> None:
    for alias, database in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database


@pytest.fixture(scope="session")
def demo_server(demo_database: str) -> Iterator[str]:
    """Give the address of a real web server over the demo set."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "sozialplanung.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads=4",
        "--no-control-socket",
    ]
    with demodatabase.running(command, demodatabase.environment(demo_database), f"demo-web-{port}.log"):
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/readyz")
        yield address


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(address: str) -> None:
    """Wait until a server answers well."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} did not answer.")
