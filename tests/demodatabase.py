# SPDX-License-Identifier: EUPL-1.2
"""The demo set in a database of its own, loaded once by a real worker and read by many tests.

What the worker loads is sealed: nobody reads it, so that it can be copied at any moment. One copy is read by many
tests; those that write have copies of their own.

`python3 -m tests.demodatabase` loads it ahead, while the linters leave processors idle.

The database is named by the hash of everything that makes it, so that a second run finds it ready; tests must
not write to it. The same holds for a database with all tables and no data, which is named by what makes tables alone.
The demo set and the database of every process of tests are copies of it: one copies in a moment what all migrations
make in ten seconds.
"""

import contextlib
import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from scripts.layout import ROOT, VAR
from scripts.programs import tied
from tests.redisprocess import RedisProcess

PYTHON = sys.executable
MANAGE = (PYTHON, "manage.py")
PREFIX, SEALED_PREFIX, EMPTY_PREFIX = "sozialplanung_demo_", "sozialplanung_sealed_", "sozialplanung_empty_"
# What makes the tables; what computes figures may change without them.
TABLE_MAKERS = (
    "indicators/migrations",
    "reports/migrations",
    "reports/models",
    "indicators/models",
    "spatial/migrations",
    "spatial/models",
    "sozialplanung/accounts",
    "sozialplanung/audit",
    "sozialplanung/jobs",
    "sozialplanung/notifications/migrations",
)
MAKERS = (
    *TABLE_MAKERS,
    "demo",
    "indicators/formulas",
    "indicators/readers",
    "indicators/rendering/compiling.py",
    "indicators/rendering/slice_content.py",
    "indicators/rendering/slices.py",
    "indicators/services",
    "indicators/stats",
    "reports/rendering/composition.py",
    "reports/rendering/document.py",
    "reports/rendering/storing.py",
    "spatial/geometry",
    "spatial/readers",
    "spatial/services",
    "sozialplanung/common",
    "sozialplanung/demo",
)


def version(makers: Sequence[str]) -> str:
    """Return the hash of the code and data that make a database."""
    digest = hashlib.sha256()
    for maker in makers:
        for path in sorted([ROOT / maker, *(ROOT / maker).rglob("*")]):
            if path.is_file() and path.suffix in {".py", ".csv", ".geojson"}:
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def environment(database: str, *, as_owner: bool = False) -> dict[str, str]:
    """Return the environment of a process that works on the demo database."""
    role = "owner" if as_owner else "app"
    return {**os.environ, "SOZIALPLANUNG_DATABASE_NAME": database, "SOZIALPLANUNG_DATABASE_AS": role}


def ready() -> str:
    """Return the name of the loaded database that many read and nobody copies."""
    return _made(PREFIX + version(MAKERS), PREFIX, copy_to)


def copy_to(database: str) -> None:
    """Create a database with the demo set, to be written to."""
    sealed = _made(SEALED_PREFIX + version(MAKERS), SEALED_PREFIX, _load)
    with owner() as connection:
        create(connection, database, sealed)


def empty() -> str:
    """Return the name of the database with all tables and no data, to be copied; the first that asks makes it."""
    return _made(EMPTY_PREFIX + version(TABLE_MAKERS), EMPTY_PREFIX, _migrate)


def _made(database: str, prefix: str, make: Callable[[str], None]) -> str:
    folder = VAR / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{prefix}lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with owner() as connection:
            if not _is_complete(connection, database):
                _drop_old(connection, prefix)
                make(database)
                connection.execute(sql.SQL("COMMENT ON DATABASE {} IS 'complete'").format(sql.Identifier(database)))
    return database


def create(connection: psycopg.Connection, database: str, template: str) -> None:
    """Create a database as a copy of one that nobody reads: a copy waits five seconds for others to leave, then fails.

    Nobody's session is ended for it: whoever reads in the middle of a test would be left with a broken connection.
    """
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template))
    connection.execute(copy)


@contextlib.contextmanager
def owner(database: str = "postgres") -> Iterator[psycopg.Connection]:
    """Connect as the owner of all databases of the tests."""
    password = Path(os.environ["SOZIALPLANUNG_DATABASE_OWNER_PASSWORD_FILE"]).read_text(encoding="utf-8").strip()
    with psycopg.connect(
        host=os.environ["SOZIALPLANUNG_DATABASE_HOST"],
        user=os.environ["SOZIALPLANUNG_DATABASE_OWNER_USER"],
        password=password,
        dbname=database,
        autocommit=True,
    ) as connection:
        yield connection


def _is_complete(connection: psycopg.Connection, database: str) -> bool:
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database]
    ).fetchone()
    return row is not None and row[0] == "complete"


def _drop_old(connection: psycopg.Connection, prefix: str) -> None:
    rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]).fetchall()
    for (old,) in rows:
        # One that another session still reads stays.
        with contextlib.suppress(psycopg.errors.ObjectInUse):
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))


def _migrate(database: str) -> None:
    with owner() as connection:
        create(connection, database, "template1")
    for command in (["migrate", "--verbosity=0", "--skip-checks"], ["grant_roles", "--verbosity=0", "--skip-checks"]):
        _run([*MANAGE, *command], environment(database, as_owner=True))


def _load(database: str) -> None:
    template = empty()
    with owner() as connection:
        create(connection, database, template)
    with worker(database):
        _run([*MANAGE, "load_demo", "--skip-checks"], environment(database))


def _run(command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[2:]} failed:\n{done.stdout}\n{done.stderr}")


@contextlib.contextmanager
def worker(database: str, *, ending: signal.Signals = signal.SIGTERM) -> Iterator[subprocess.Popen[bytes]]:
    """Run a real Celery worker on the demo database; files of editions, made for a minute, keep nobody waiting."""
    arguments = ["-m", "celery", "-A", "sozialplanung", "worker", "--loglevel=WARNING", "--concurrency=2"]
    with running([sys.executable, *arguments], environment(database), "demo-worker.log", ending=ending) as process:
        yield process


@contextlib.contextmanager
def running(
    command: list[str], env: dict[str, str], log: str, *, ending: signal.Signals = signal.SIGTERM
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of the project beside the test, and end it and its children afterwards.

    Whoever throws the database away afterwards ends it by SIGKILL: nobody waits for what a worker still computes.
    """
    with (VAR / "tests" / log).open("wb") as file:
        # Whatever happens to the test session: its programs do not outlive it.
        guarded = tied(command, signal_name="KILL")
        process = subprocess.Popen(
            guarded, cwd=ROOT, env=env, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield process
        finally:
            process.send_signal(ending)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for_line(log: Path, text: str) -> None:
    """Wait until a program wrote this into its log."""
    end = time.monotonic() + 60
    while text not in log.read_text(encoding="utf-8", errors="replace"):
        if time.monotonic() > end:
            raise RuntimeError(f"{log.name} never said {text!r}.")
        time.sleep(0.2)


def load_ahead() -> None:
    """Load the demo set with a Redis of its own: the private one belongs to whatever runs in this checkout."""
    with tempfile.TemporaryDirectory(prefix="sozialplanung-test-") as folder, RedisProcess(Path(folder)) as redis:
        os.environ["SOZIALPLANUNG_REDIS_URL"] = redis.url
        os.environ["PGOPTIONS"] = "-c synchronous_commit=off"
        ready()


if __name__ == "__main__":
    load_ahead()
