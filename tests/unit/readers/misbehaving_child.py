# SPDX-License-Identifier: EUPL-1.2
"""A child that confines itself as the real one does and then does what a taken-over parser would do.

Run as `python -m tests.unit.readers.misbehaving_child`; the payload says what it does.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.readers import child
from sozialplanung.common.childprocess import DONE, NO_MEMORY
from sozialplanung.common.confinement import Bounds, confine

if TYPE_CHECKING:
    from collections.abc import Callable


def compute() -> int:
    """Use the processor for ever."""
    while True:
        pass


def take_memory() -> int:
    """Take four gigabytes."""
    return len(bytearray(4 * 1024**3))


def write_much() -> int:
    """Answer with more than is allowed."""
    return child.written(b"x" * 4_000_000)


def sleep() -> int:
    """Wait for a signal that never comes."""
    signal.pause()
    return DONE


def die() -> int:
    """Be killed, as the kernel does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    return DONE


def nothing() -> int:
    """Answer nothing."""
    return DONE


def link() -> int:
    """Answer with what lies elsewhere."""
    Path(child.RESULT).symlink_to("/etc/passwd")
    return DONE


def lie() -> int:
    """Answer with what is no table."""
    return child.written(json.dumps({"tables": [{"rows": [[{}]], "numbers": [1]}]}).encode())


def endless() -> int:
    """Answer with a number that is none."""
    return child.written(child.answer(b"a;b\n1;2", {"layout": {}, "limits": {}}).replace(b'"2"', b"NaN"))


def foreign_code() -> int:
    """Refuse with a code that does not exist."""
    return child.written(b'{"refusal": {"code": "own", "place": "", "params": {}}}')


def call_home() -> int:
    """Try to reach the machine itself."""
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except PermissionError:
        return child.written(b'{"refusal": {"code": "empty", "place": "not permitted", "params": {}}}')
    except OSError:
        return child.written(b'{"refusal": {"code": "empty", "place": "no network", "params": {}}}')
    return DONE


DEEDS: dict[str, Callable[[], int]] = {
    each.__name__: each
    for each in (compute, take_memory, write_much, sleep, die, nothing, link, lie, endless, foreign_code, call_home)
}


def main() -> int:
    """Confine this process and do the deed."""
    limits = json.loads(Path(child.REQUEST).read_text(encoding="utf-8"))["limits"]
    confine(Bounds(limits["memory"], limits["cpu_seconds"], limits["answer"]))
    try:
        return DEEDS[Path(child.PAYLOAD).read_text(encoding="utf-8")]()
    except MemoryError:
        return NO_MEMORY


if __name__ == "__main__":
    sys.exit(main())
