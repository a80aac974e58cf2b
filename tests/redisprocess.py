# SPDX-License-Identifier: EUPL-1.2
"""A Redis that a test owns: it may be killed and started again without anybody noticing."""

import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from scripts import cache
from scripts.programs import tied, wait_until


class RedisProcess:
    """A real Redis on a unix socket in the given folder, with the settings of the private one."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address as SOZIALPLANUNG_REDIS_URL takes it."""
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Start Redis and wait until it answers; it remembers nothing."""
        settings = [part for name, value in cache.SETTINGS.items() for part in (f"--{name}", value)]
        places = ["--unixsocket", str(self.socket), "--dir", str(self.socket.parent)]
        # Whatever happens to the test session: its Redis does not outlive it.
        command = tied(["redis-server", *settings, *places], signal_name="KILL")
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not wait_until(lambda: cache.is_ready(self.socket), 20):
            message = f"Redis does not answer on {self.socket}."
            raise RuntimeError(message)

    def kill(self) -> None:
        """End Redis at once (SIGKILL)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self.socket.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
