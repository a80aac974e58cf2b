# SPDX-License-Identifier: EUPL-1.2
"""A real Celery worker and a real sweeper on the test database, as processes of their own."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from celery import current_app
from django.db import connection
from kombu import pools

from scripts.programs import tied

ROOT: Final = Path(__file__).resolve().parents[2]
LONGEST_WAIT_SECONDS: Final = 60
LEASE_SECONDS: Final = 2
_LAST_LINES: Final = 40
_running: "list[Program]" = []


def wait_for(condition: Callable[[], bool], *, what: str) -> None:
    """Wait until something is so; fail with its name, and what the programs said last, when it never is."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            said = "".join(f"\n--- {each.arguments[-1]}\n{each.last_lines()}" for each in _running)
            message = f"Waited in vain: {what}.{said}"
            raise AssertionError(message)
        time.sleep(0.05)


class Program:
    """A program of the project that runs beside the test, in a process group of its own."""

    def __init__(self, arguments: list[str], *, redis_url: str, log: Path) -> None:
        self.arguments = arguments
        self.redis_url = redis_url
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The id of the process."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def last_lines(self) -> str:
        """Return what the program wrote last."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:])

    def start(self) -> None:
        """Start the program."""
        _running.append(self)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                # Whatever happens to the test session: its programs do not outlive it.
                tied([sys.executable, "-W", "ignore", *self.arguments], signal_name="KILL"),
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End the program and all its children at once (SIGKILL to their process group)."""
        if self._process is None:
            return
        _running.remove(self)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "SOZIALPLANUNG_MODE": "test",
            # With the rights of the application, as in production.
            "SOZIALPLANUNG_DATABASE_AS": "app",
            "SOZIALPLANUNG_DATABASE_NAME": str(connection.settings_dict["NAME"]),
            "SOZIALPLANUNG_REDIS_URL": self.redis_url,
            "SOZIALPLANUNG_JOBS_LEASE_SECONDS": str(LEASE_SECONDS),
            "SOZIALPLANUNG_JOBS_SWEEP_SECONDS": "1",
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }


class Worker(Program):
    """A Celery worker that also knows the kinds of jobs of the tests."""

    def __init__(self, *, redis_url: str, log: Path, processes: int = 2, deaf_seconds: int = 60) -> None:
        self.deaf_seconds = deaf_seconds
        arguments = [
            "-m",
            "celery",
            "--app=sozialplanung.celery",
            "worker",
            "--include=tests.factories.jobkinds",
            f"--concurrency={processes}",
            "--loglevel=INFO",
            "--without-gossip",
            "--without-mingle",
        ]
        super().__init__(arguments, redis_url=redis_url, log=log)

    def start(self) -> None:
        """Start the worker and wait until it takes jobs."""
        self.log.touch()
        count = self._ready_lines()
        super().start()
        wait_for(lambda: self._ready_lines() > count or not self.is_alive, what="the start of the worker")
        assert self.is_alive, self.log.read_text(encoding="utf-8")

    def _environment(self) -> dict[str, str]:
        return {**super()._environment(), "SOZIALPLANUNG_JOBS_DEAF_SECONDS": str(self.deaf_seconds)}

    def _ready_lines(self) -> int:
        return self.log.read_text(encoding="utf-8").count(" ready.")


class Sweeper(Program):
    """The sweeper as `make demo` starts it, with short pauses."""

    def __init__(self, *, redis_url: str, log: Path) -> None:
        super().__init__(["manage.py", "sweep_jobs", "--skip-checks"], redis_url=redis_url, log=log)


@contextlib.contextmanager
def broker(redis_url: str) -> Iterator[None]:
    """Let the test process ring at this Redis."""
    before = current_app.conf.broker_url
    _ring_at(f"redis+socket://{redis_url.removeprefix('unix://')}?virtual_host=0")
    try:
        yield
    finally:
        _ring_at(before)


def _ring_at(url: str) -> None:
    application: Any = current_app
    application.conf.broker_url = url
    # Celery keeps its connections to the broker; this is how it forgets them itself, after a fork.
    application._after_fork()
    # Below it, connections are kept by address; a Redis that was killed has the same address when it is back.
    pools.reset()
