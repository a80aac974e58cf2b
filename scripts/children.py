# SPDX-License-Identifier: EUPL-1.2
"""The processes of the running application, and how one of them is kept alive."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.layout import LOGS, ROOT, VENV
from scripts.programs import end_group, start, tied

BIN = VENV / "bin"
PYTHON = str(BIN / "python")
MANAGE = str(ROOT / "manage.py")
LONGEST_PAUSE = 30.0
STEADY = 60.0


def web(address: str) -> list[str]:
    """Give the command of the web server; `fd://7` is a listening socket that the supervisor holds open."""
    return [str(BIN / "gunicorn"), "--config", "scripts/gunicorn_settings.py", "--bind", address]


def worker() -> list[str]:
    """Give the command of the worker."""
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [str(BIN / "celery"), "--app=sozialplanung", "worker", "--loglevel=INFO", *quiet]


def manage(*arguments: str) -> list[str]:
    """Give the command of a management command."""
    return [PYTHON, MANAGE, *arguments]


def sweeper() -> list[str]:
    """Give the command of the sweeper, which re-enqueues what a killed worker or a restarted Redis lost."""
    return manage("sweep_jobs")


@dataclass
class Child:
    """A process that is started again when it ends by itself, after pauses that grow."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    files: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    pause: float = field(default=0.0, init=False)
    _started: float = field(default=0.0, init=False)
    _due: float = field(default=0.0, init=False)

    @property
    def log(self) -> Path:
        """Where the process writes."""
        return LOGS / f"{self.name}.log"

    def start(self) -> None:
        """Start the process; it ends when the supervisor is killed."""
        guarded = tied(self.command, signal_name="TERM")
        self.process = start(guarded, log=self.log, environment=self.environment, files=self.files)
        self._started = time.monotonic()

    def keep_alive(self) -> str | None:
        """Start the process again if it ended and its pause is over; say so."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return None
            self._plan(now)
            return f"{self.name} ended (exit code {code}), started again in {self.pause:.0f} s. Its log: {self.log}"
        if self._due and now >= self._due:
            self.start()
        return None

    def ask_to_end(self) -> None:
        """Tell the process to end."""
        self._due = 0.0
        if self.process is not None:
            self.process.terminate()

    def stop(self, deadline: float) -> None:
        """Wait for the process to end; at the deadline (monotonic time), force it and whatever it started."""
        if self.process is not None:
            end_group(self.process, deadline)
            self.process = None

    def _plan(self, now: float) -> None:
        is_steady = now - self._started > STEADY
        self.pause = 1.0 if is_steady or not self.pause else min(self.pause * 2, LONGEST_PAUSE)
        self._due = now + self.pause
        self.process = None
