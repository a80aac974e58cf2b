# SPDX-License-Identifier: EUPL-1.2
"""A child that confines itself as the real one does and then does what a taken-over parser would do.

Run as `python -m tests.fixtures_spatial.misbehaving`; the request's `layer` says what it does.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sozialplanung.common.confinement import Bounds, Isolation, confine
from spatial.readers import child
from spatial.readers.wire import Message, encode

if TYPE_CHECKING:
    from collections.abc import Callable


def compute() -> None:
    """Use the processor for ever."""
    while True:
        pass


def take_memory() -> None:
    """Take four gigabytes."""
    bytearray(4 * 1024**3)


def write_much() -> None:
    """Answer with more than is allowed."""
    sys.exit(child._written(Message({"refusal": {"code": "x" * 4_000_000, "parameters": {}}})))


def sleep() -> None:
    """Wait for a signal that never comes."""
    signal.pause()


def die() -> None:
    """Be killed, as the kernel does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def crash() -> None:
    """End with an exit code of its own."""
    sys.exit(3)


def call_home() -> None:
    """Try every way to the canary server, and tell which were refused."""
    port = int(Path("port").read_text())
    tried: dict[str, Callable[[], object]] = {
        "tcp": lambda: socket.create_connection(("127.0.0.1", port), timeout=2),
        "tcp6": lambda: socket.create_connection(("::1", port), timeout=2),
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
        "program": lambda: subprocess.run([sys.executable, "-c", "1"], check=True),
    }
    refused = []
    for name, attempt in tried.items():
        try:
            attempt()
        except OSError:
            refused.append(name)
    answer(", ".join(refused))


def answer(text: str) -> None:
    """Answer with a text, as the refusal of a layer."""
    told = {"code": "layer_unknown", "parameters": {"layer": text, "layers": []}}
    Path(child.RESULT).write_bytes(encode(Message({"refusal": told})))


def link() -> None:
    """Leave a link where the answer should be."""
    Path(child.RESULT).symlink_to("/etc/passwd")


def pipe() -> None:
    """Leave a pipe where the answer should be: who opens it waits for ever."""
    os.mkfifo(child.RESULT)


def lie() -> None:
    """Answer with a code that does not exist."""
    Path(child.RESULT).write_bytes(encode(Message({"refusal": {"code": "none", "parameters": {}}})))


def uneven() -> None:
    """Answer with a column that is longer than there are areas."""
    header = {"crs": None, "has_heights": False, "columns": {"code": ["01"]}}
    Path(child.RESULT).write_bytes(encode(Message(header, [])))


def shapeless() -> None:
    """Answer with neither areas nor a refusal."""
    Path(child.RESULT).write_bytes(encode(Message({"crs": 4326})))


def nothing() -> None:
    """Answer with nothing at all."""


DEEDS = {
    deed.__name__: deed
    for deed in (
        compute,
        take_memory,
        write_much,
        sleep,
        die,
        crash,
        call_home,
        link,
        pipe,
        lie,
        uneven,
        shapeless,
        nothing,
    )
}


def main() -> None:
    """Confine this process and do the deed."""
    request = json.loads(Path(child.REQUEST).read_text())
    deed, _, way = str(request["layer"]).partition(":")
    ways = [Isolation(way)] if way else list(Isolation)
    confine(Bounds(**request["bounds"]), ways)
    try:
        DEEDS[deed]()
    except MemoryError:
        sys.exit(child.NO_MEMORY)


if __name__ == "__main__":
    main()
