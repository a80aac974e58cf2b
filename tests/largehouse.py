# SPDX-License-Identifier: EUPL-1.2
"""A house of its own over a level with very many areas, behind a real web server."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from psycopg import sql

from scripts.layout import ROOT
from tests import demodatabase
from tests.demofixtures import free_port, wait_for

TOPOLOGY = Path(os.environ.get("SOZIALPLANUNG_REFERENCE_DATA", "")) / "simplified" / "uk_lsoa11.topo.json"
MADE_UP = "from tests.factories import largelevel; largelevel.build(largelevel.grid({count}))"
ENGLAND = (
    "from pathlib import Path; from tests.factories import largelevel; "
    "largelevel.build(largelevel.from_file(Path({path!r}), 'lsoa11_code'))"
)


@dataclass(frozen=True)
class LargeHouse:
    """The name of its database, and the address of its web server."""

    database: str
    address: str


def made_up(count: int) -> str:
    """Return what builds a level with so many made-up areas."""
    return MADE_UP.format(count=count)


def england() -> str:
    """Return what builds the 32,844 LSOA of England of 2011; without the reference data the test is left out."""
    if not TOPOLOGY.is_file():
        pytest.skip("SOZIALPLANUNG_REFERENCE_DATA names no folder with simplified/uk_lsoa11.topo.json")
    return ENGLAND.format(path=str(TOPOLOGY))


@contextlib.contextmanager
def opened(built: str, more: Mapping[str, str] | None = None) -> Iterator[LargeHouse]:
    """Build a house in a database of its own and open it; at the end both are gone."""
    port = free_port()
    name, address = f"sozialplanung_large_{port}", f"http://127.0.0.1:{port}"
    template = demodatabase.empty()
    with demodatabase.owner() as connection:
        demodatabase.create(connection, name, template)
        try:
            command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", built]
            subprocess.run(command, cwd=ROOT, env=demodatabase.environment(name, as_owner=True), check=True)
            env = {**demodatabase.environment(name), "SOZIALPLANUNG_PUBLIC_URL": address, **(more or {})}
            web = [sys.executable, "-m", "gunicorn", "--config", "scripts/gunicorn_settings.py"]
            web += ["--bind", f"127.0.0.1:{port}"]
            with demodatabase.running(web, env, f"large-web-{port}.log", ending=signal.SIGKILL):
                wait_for(f"{address}/readyz")
                yield LargeHouse(name, address)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
