# SPDX-License-Identifier: EUPL-1.2
"""Runs the application in one process tree: services, web, worker and sweeper; all that it started ends with it."""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from types import FrameType

from scripts import cache, children, cluster, preparation, services
from scripts.layout import LOGS, VAR
from scripts.programs import end_group, is_alive, with_settings
from scripts.readiness import is_ready

STATE = VAR / "supervisor.json"
LOCK = VAR / "supervisor.lock"
PORTS = range(8000, 8100)
LONGEST_START = 60.0
MARK = "scripts.run"
PATIENCE = 8.0
LARGEST_LOG = 10 * 1024 * 1024


class AlreadyRunningError(Exception):
    """A supervisor of this checkout runs already."""


@dataclass(frozen=True)
class Running:
    """A supervisor at work: its process, the address of the pages, and whether the demo set has been seen to."""

    pid: int
    address: str
    is_loaded: bool


class Supervisor:
    """Starts everything, watches it, and stops it in the reverse order."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._is_ending = False
        self._children: list[children.Child] = []
        self._loader: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Run until a signal ends it; give the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        with _alone(), services.lease(), _listening() as listener:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            _write_state(address, is_loaded=False)
            try:
                return self._run(listener, address)
            finally:
                self._stop()
                STATE.unlink(missing_ok=True)

    def _run(self, listener: socket.socket, address: str) -> int:
        if not preparation.migrate(_environment(address, as_owner=True)):
            return self._fail(f"The database could not be brought up to date: {preparation.MIGRATION_LOG}")
        _shorten_logs()
        environment, number = _environment(address, as_owner=False), listener.fileno()
        self._start(children.Child("web", children.web(f"fd://{number}"), environment, files=(number,)))
        if not self._wait_until_ready(address):
            return self._fail(f"The web server does not get ready: {LOGS / 'web.log'}")
        self._say(f"Sozialplanung runs at {address} (Ctrl-C or `make down` stops it).")
        # Only now: on two cores each of them would keep the first page waiting.
        self._start(children.Child("worker", children.worker(), environment))
        self._start(children.Child("sweeper", children.sweeper(), environment))
        self._loader = preparation.start_loading_demo(_environment(address, as_owner=True))
        while not self._is_ending:
            self._watch()
            self._look_after_the_loader(address)
            time.sleep(0.2)
        return 0

    def _start(self, child: children.Child) -> None:
        self._children.append(child)
        child.start()

    def _wait_until_ready(self, address: str) -> bool:
        deadline = time.monotonic() + LONGEST_START
        while not self._is_ending and time.monotonic() < deadline:
            if is_ready(address):
                return True
            self._watch()
            time.sleep(0.1)
        return False

    def _watch(self) -> None:
        for child in self._children:
            message = child.keep_alive()
            if message and not self._is_ending:
                self._say(message)
        if not self._is_ending and (cluster.pid() is None or cache.pid() is None):
            self._say("PostgreSQL or Redis ended; starting it again.")
            services.start()

    def _look_after_the_loader(self, address: str) -> None:
        if self._loader is None or self._loader.poll() is None:
            return
        if self._loader.returncode and not self._is_ending:
            self._say("The demo set was not loaded completely; the next start tries again.")
        self._loader = None
        _write_state(address, is_loaded=True)

    def _stop(self) -> None:
        if self._loader is not None:
            self._loader.terminate()
        for child in reversed(self._children):
            child.ask_to_end()
        # All of them have the same time. What a killed worker leaves behind, the next one takes up: jobs are rows.
        deadline = time.monotonic() + PATIENCE
        if self._loader is not None:
            end_group(self._loader, deadline)
        for child in reversed(self._children):
            child.stop(deadline)

    def _fail(self, message: str) -> int:
        if self._is_ending:
            return 0
        self._say(message)
        return 1

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._is_ending = True


def running() -> Running | None:
    """Give the supervisor of this checkout, if one is at work."""
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return Running(**state) if is_alive(state["pid"], MARK) else None


def _write_state(address: str, *, is_loaded: bool) -> None:
    STATE.write_text(json.dumps(asdict(Running(os.getpid(), address, is_loaded))), encoding="utf-8")


def _environment(address: str, *, as_owner: bool) -> dict[str, str]:
    own = {"SOZIALPLANUNG_PUBLIC_URL": address, "SOZIALPLANUNG_DEMO": "1"}
    return with_settings({**services.environment(as_owner=as_owner), **own})


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    VAR.mkdir(mode=0o755, parents=True, exist_ok=True)
    with LOCK.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError from error
        yield


@contextlib.contextmanager
def _listening() -> Iterator[socket.socket]:
    """Take the first free port. The socket stays ours: a web server that starts again finds its address free."""
    for port in PORTS:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(256)
        except OSError:
            listener.close()
            continue
        with listener:
            yield listener
        return
    message = f"No free port between {PORTS.start} and {PORTS.stop - 1} on 127.0.0.1."
    raise SystemExit(message)


def _shorten_logs() -> None:
    for log in LOGS.glob("*.log"):
        if log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
