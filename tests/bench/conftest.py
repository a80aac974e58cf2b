# SPDX-License-Identifier: EUPL-1.2
"""The stack as `make demo` runs it, over the demo set: two web processes, kept database connections, built files."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from scripts.layout import ROOT, VAR
from tests import demodatabase
from tests.bench.measuring import Connection
from tests.demofixtures import free_port, wait_for


@pytest.fixture(scope="session")
def built() -> dict[str, str]:
    """Collect the files of the pages apart from those of the checkout; give the settings that name them."""
    folder = VAR / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"SOZIALPLANUNG_MODE": "development", "SOZIALPLANUNG_VAR_DIR": str(folder)}
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=True)
    return settings


@pytest.fixture(scope="session")
def stack_environment(demo_database: str, built: dict[str, str]) -> dict[str, str]:
    """Give the environment of the running stack."""
    return demodatabase.environment(demo_database) | built


@pytest.fixture(scope="session")
def stack(stack_environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Give the address of the web server and the id of its first process."""
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "--config", "scripts/gunicorn_settings.py", "--bind", address]
    with demodatabase.running(command, stack_environment, "bench-web.log") as process:
        wait_for(f"http://{address}/readyz")
        yield f"http://{address}", process.pid


@pytest.fixture
def web(stack: tuple[str, int]) -> Iterator[Connection]:
    """Give a kept connection to the web server."""
    with Connection(stack[0]) as connection:
        yield connection


@pytest.fixture
def reader(demo_database: str) -> Iterator[psycopg.Connection]:
    """Give a plain connection to the demo database."""
    password = Path(os.environ["SOZIALPLANUNG_DATABASE_OWNER_PASSWORD_FILE"]).read_text(encoding="utf-8").strip()
    with psycopg.connect(
        host=os.environ["SOZIALPLANUNG_DATABASE_HOST"],
        user=os.environ["SOZIALPLANUNG_DATABASE_OWNER_USER"],
        password=password,
        dbname=demo_database,
    ) as connection:
        yield connection
