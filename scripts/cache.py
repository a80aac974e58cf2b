# SPDX-License-Identifier: EUPL-1.2
"""A private Redis on a unix socket: doorbell and cache, never a memory, so it writes nothing to disk."""

import os
import signal
import socket as sockets
from pathlib import Path

from scripts.layout import LOGS, socket_folder
from scripts.programs import as_user, end, hand_over, read_pid, start, wait_until

USER = "redis"
SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "save": "",
    "appendonly": "no",
    "databases": "64",
    "maxmemory": "256mb",
    # Only what carries an expiry may go: cache entries, never a job's doorbell.
    "maxmemory-policy": "volatile-lru",
}


def socket() -> Path:
    """Give the path of the socket."""
    return socket_folder() / "redis" / "redis.sock"


def pid() -> int | None:
    """Give the process id of the running Redis."""
    return read_pid(_pid_file(), "redis-server")


def ensure_running() -> bool:
    """Start Redis unless it runs; say whether this call started it."""
    if pid() is not None:
        return False
    hand_over(socket().parent, USER)
    settings = [part for name, value in SETTINGS.items() for part in (f"--{name}", value)]
    places = [
        "--unixsocket",
        str(socket()),
        "--pidfile",
        str(_pid_file()),
        "--dir",
        str(socket().parent),
    ]
    child = start(as_user(USER, ["redis-server", *settings, *places]), log=LOGS / "redis.log")
    if not wait_until(lambda: is_ready() or child.poll() is not None, 20) or child.poll() is not None:
        message = f"Redis does not start. Its log: {LOGS / 'redis.log'}"
        raise SystemExit(message)
    return True


def stop() -> None:
    """Stop Redis; what it held is lost, as it may be."""
    running = pid()
    if running is not None:
        end(running, signal.SIGTERM, patience=10)


def is_ready(path: Path | None = None) -> bool:
    """Say whether Redis answers on the socket, by default on that of this checkout."""
    with sockets.socket(sockets.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(os.fspath(path or socket()))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _pid_file() -> Path:
    return socket().parent / "redis.pid"
