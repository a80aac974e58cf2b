# SPDX-License-Identifier: EUPL-1.2
"""Takes away from the running process what a file parser does not need: network, programs, memory, time."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import signal
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_LOAD_WORD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # refuse: errno 1, not permitted
_SYSCALL_NUMBER, _ARCHITECTURE = 0, 4
_FOREIGN_ABI = 0x40000000  # the x32 numbers of x86-64, which would pass the list below


@dataclass(frozen=True, slots=True)
class _Machine:
    """The audit number of an architecture, and its numbers of the refused system calls."""

    audit: int
    refused: tuple[int, ...]


# socket, connect, ptrace, execve, execveat, io_uring_setup (which opens sockets without socket)
_MACHINES = {
    "x86_64": _Machine(0xC000003E, (41, 42, 101, 59, 322, 425)),
    "aarch64": _Machine(0xC00000B7, (198, 203, 117, 221, 281, 425)),
}


class Isolation(StrEnum):
    """A way to be without network."""

    NAMESPACE = "namespace"
    SECCOMP = "seccomp"


class NotConfinedError(RuntimeError):
    """The kernel grants neither way: nothing may be parsed in this process."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the process may use from now on, in bytes and seconds."""

    memory_bytes: int
    cpu_seconds: int
    file_bytes: int
    open_files: int = 64


def confine(
    bounds: Bounds, ways: Sequence[Isolation] = (Isolation.NAMESPACE, Isolation.SECCOMP)
) -> tuple[Isolation, ...]:
    """Confine this process for good, before it reads anything foreign.

    Parameters
    ----------
    bounds : Bounds
        Resource limits; they cannot be raised again.
    ways : sequence of Isolation
        What to try. All that work stay in force; one is enough.

    Returns
    -------
    tuple of Isolation
        What is in force.

    Raises
    ------
    NotConfinedError
        If a connection to this very machine is still possible afterwards, or no way worked.
    """
    _limit(bounds)
    # the kernel kills this process when its parent is killed, so that none is left behind
    with contextlib.suppress(OSError):
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    attempts = {Isolation.NAMESPACE: _leave_network, Isolation.SECCOMP: _filter_system_calls}
    in_force = []
    for way in ways:
        with contextlib.suppress(OSError):
            attempts[way]()
            in_force.append(way)
    if not in_force or can_connect() or _has_threads():
        raise NotConfinedError("no network isolation")
    return tuple(in_force)


def can_connect() -> bool:
    """Tell whether this process could send to its own machine: the nearest network there is."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("127.0.0.1", 9))  # a datagram socket sends nothing when it connects
    except OSError:
        return False
    return True


def _has_threads() -> bool:
    """Tell whether other threads run: neither way would hold for those."""
    return sum(1 for _ in Path("/proc/self/task").iterdir()) > 1


def _limit(bounds: Bounds) -> None:
    limits = {
        resource.RLIMIT_AS: (bounds.memory_bytes, bounds.memory_bytes),
        # the soft limit ends the process with SIGXCPU, the hard one a second later with SIGKILL
        resource.RLIMIT_CPU: (bounds.cpu_seconds, bounds.cpu_seconds + 1),
        resource.RLIMIT_FSIZE: (bounds.file_bytes, bounds.file_bytes),
        resource.RLIMIT_NOFILE: (bounds.open_files, bounds.open_files),
        resource.RLIMIT_CORE: (0, 0),
    }
    for limit, values in limits.items():
        resource.setrlimit(limit, values)


def _leave_network() -> None:
    """Move to a network namespace of its own, in which not even the loopback is up."""
    try:
        _call("unshare", _CLONE_NEWNET)
    except OSError:
        _call("unshare", _CLONE_NEWUSER | _CLONE_NEWNET)


def _filter_system_calls() -> None:
    """Refuse sockets and other programs by a seccomp filter."""
    program = _filter_program(platform.machine())
    code = ctypes.create_string_buffer(program, len(program))
    steps = len(program) // _STEP.size
    header = struct.pack("HxxxxxxP", steps, ctypes.addressof(code))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header)


_STEP = struct.Struct("HBBI")


def _filter_program(machine: str) -> bytes:
    """Return the BPF program: a foreign architecture is killed, refused calls fail, the rest pass."""
    if machine not in _MACHINES:
        raise OSError(f"no system call numbers for {machine}")
    known = _MACHINES[machine]
    count = len(known.refused)
    steps = [
        (_LOAD_WORD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, known.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD_WORD, 0, 0, _SYSCALL_NUMBER),
        (_JUMP_GREATER_EQUAL, count + 1, 0, _FOREIGN_ABI),
        *((_JUMP_EQUAL, count - place, 0, number) for place, number in enumerate(known.refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(_STEP.pack(*step) for step in steps)


def _prctl(option: int, *arguments: int | bytes) -> None:
    padded = [*arguments, 0, 0, 0, 0][:4]
    values = (ctypes.c_ulong(a) if isinstance(a, int) else ctypes.c_char_p(a) for a in padded)
    _call("prctl", option, *values)


def _call(name: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
