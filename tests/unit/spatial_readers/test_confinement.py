# SPDX-License-Identifier: EUPL-1.2
"""A process is confined or it stops; what is decided is tried here, what it does in test_sandbox."""

from __future__ import annotations

import errno
import os
import resource
import socket
import struct
import subprocess
import sys
import textwrap
import threading

import pytest

from sozialplanung.common import confinement
from sozialplanung.common.confinement import Bounds, Isolation, NotConfinedError, confine
from tests.fixtures_spatial.kernel import NOT_GRANTED, grants_a_namespace

BOUNDS = Bounds(memory_bytes=1 << 32, cpu_seconds=9, file_bytes=1 << 20)


class Kernel:
    """Stands for the kernel: grants what it is told, notes what it was asked."""

    def __init__(self, *, refused: tuple[tuple[object, ...], ...] = (), can_connect: bool = False) -> None:
        self.refused = refused
        self.calls: list[tuple[object, ...]] = []
        self.limits: dict[int, tuple[int, int]] = {}
        self.is_connected = can_connect

    def call(self, name: str, *arguments: object) -> None:
        asked = (name, arguments[0])
        self.calls.append(asked)
        if asked in self.refused:
            raise OSError(errno.EPERM, "no")


NEW_NETWORK, NEW_USER_AND_NETWORK = 0x40000000, 0x50000000
NAMESPACE_REFUSED = (("unshare", NEW_NETWORK), ("unshare", NEW_USER_AND_NETWORK))
FILTER_REFUSED = (("prctl", 22),)


@pytest.fixture
def grant(monkeypatch: pytest.MonkeyPatch) -> type[Kernel]:
    def install(self: Kernel) -> Kernel:
        monkeypatch.setattr(confinement, "_call", self.call)
        monkeypatch.setattr(confinement, "can_connect", lambda: self.is_connected)
        monkeypatch.setattr(confinement, "_has_threads", lambda: False)
        monkeypatch.setattr(resource, "setrlimit", self.limits.__setitem__)
        return self

    class Installed(Kernel):
        def __init__(self, *, refused: tuple[tuple[object, ...], ...] = (), can_connect: bool = False) -> None:
            super().__init__(refused=refused, can_connect=can_connect)
            install(self)

    return Installed


@pytest.mark.check("C071")
def test_both_ways_are_taken_where_both_are_granted(grant: type[Kernel]) -> None:
    grant()

    assert confine(BOUNDS) == (Isolation.NAMESPACE, Isolation.SECCOMP)


@pytest.mark.check("C071")
def test_an_ordinary_user_gets_a_user_namespace_first(grant: type[Kernel]) -> None:
    kernel = grant(refused=(("unshare", NEW_NETWORK),))

    assert confine(BOUNDS) == (Isolation.NAMESPACE, Isolation.SECCOMP)
    assert ("unshare", NEW_USER_AND_NETWORK) in kernel.calls


@pytest.mark.check("C071")
def test_where_no_namespace_is_granted_the_filter_stands_in(grant: type[Kernel]) -> None:
    grant(refused=NAMESPACE_REFUSED)

    assert confine(BOUNDS) == (Isolation.SECCOMP,)


@pytest.mark.check("C071")
def test_where_no_filter_is_granted_the_namespace_is_enough(grant: type[Kernel]) -> None:
    grant(refused=FILTER_REFUSED)

    assert confine(BOUNDS) == (Isolation.NAMESPACE,)


@pytest.mark.check("C071")
def test_where_neither_is_granted_nothing_is_parsed(grant: type[Kernel]) -> None:
    grant(refused=(*NAMESPACE_REFUSED, *FILTER_REFUSED))

    with pytest.raises(NotConfinedError):
        confine(BOUNDS)


@pytest.mark.check("C071")
def test_what_the_kernel_says_is_not_believed_but_tried(grant: type[Kernel]) -> None:
    grant(can_connect=True)

    with pytest.raises(NotConfinedError):
        confine(BOUNDS)


@pytest.mark.check("C071")
def test_other_threads_would_stay_free_so_there_must_be_none(
    grant: type[Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    grant()
    monkeypatch.setattr(confinement, "_has_threads", lambda: True)

    with pytest.raises(NotConfinedError):
        confine(BOUNDS)


@pytest.mark.check("C071")
def test_limits_are_set_and_no_core_is_dumped(grant: type[Kernel]) -> None:
    kernel = grant()

    confine(BOUNDS)

    assert kernel.limits == {
        resource.RLIMIT_AS: (1 << 32, 1 << 32),
        resource.RLIMIT_CPU: (9, 10),
        resource.RLIMIT_FSIZE: (1 << 20, 1 << 20),
        resource.RLIMIT_NOFILE: (64, 64),
        resource.RLIMIT_CORE: (0, 0),
    }


def run_filter(machine: str, architecture: int, number: int) -> int:
    """Interpret the filter as the kernel does (classic BPF: load, jump if equal or not less, return)."""
    program = confinement._filter_program(machine)
    steps = list(struct.iter_unpack("HBBI", program))
    loaded, place = 0, 0
    while True:
        code, if_true, if_false, value = steps[place]
        if code == 0x06:
            return int(value)
        if code == 0x20:
            loaded = {0: number, 4: architecture}[value]
        else:
            holds = loaded == value if code == 0x15 else loaded >= value
            place += if_true if holds else if_false
        place += 1


REFUSED, ALLOWED, KILLED = 0x00050001, 0x7FFF0000, 0x80000000


@pytest.mark.check("C071")
@pytest.mark.parametrize(
    ("machine", "architecture", "refused"),
    [
        ("x86_64", 0xC000003E, {41, 42, 59, 101, 322, 425}),
        ("aarch64", 0xC00000B7, {198, 203, 117, 221, 281, 425}),
    ],
)
def test_the_filter_refuses_sockets_and_programs_and_nothing_else(
    machine: str, architecture: int, refused: set[int]
) -> None:
    decided = {number: run_filter(machine, architecture, number) for number in range(500)}

    assert {number for number, decision in decided.items() if decision == REFUSED} == refused
    assert set(decided.values()) == {REFUSED, ALLOWED}


@pytest.mark.check("C071")
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_calls_of_another_architecture_end_the_process(machine: str) -> None:
    assert run_filter(machine, 0x40000003, 41) == KILLED


@pytest.mark.check("C071")
def test_the_second_set_of_numbers_of_x86_is_refused() -> None:
    assert run_filter("x86_64", 0xC000003E, 0x40000000 + 41) == REFUSED


@pytest.mark.check("C071")
def test_on_an_unknown_machine_there_is_no_filter() -> None:
    with pytest.raises(OSError, match="riscv64"):
        confinement._filter_program("riscv64")


def test_a_granted_call_passes() -> None:
    before = os.sched_getaffinity(0)

    confinement._call("sched_yield")

    assert os.sched_getaffinity(0) == before


def test_a_refused_call_is_an_error_with_its_number() -> None:
    with pytest.raises(OSError, match="Invalid argument") as error:
        confinement._prctl(0x7FFFFFFF)

    assert error.value.errno == errno.EINVAL


@pytest.mark.check("C071")
@pytest.mark.parametrize("way", ["namespace", "seccomp"])
def test_each_way_alone_holds_in_a_real_process(way: str) -> None:
    if way == "namespace" and not grants_a_namespace():
        pytest.skip(NOT_GRANTED)
    program = textwrap.dedent(f"""
        import socket
        from sozialplanung.common import confinement
        free = confinement.can_connect()
        way = confinement.Isolation("{way}")
        taken = confinement.confine(confinement.Bounds(1 << 32, 9, 1 << 20), [way])
        print(free, list(map(str, taken)), confinement.can_connect())
    """)

    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True)

    assert done.stdout.strip() == f"True ['{way}'] False"


@pytest.mark.check("C071")
def test_a_process_that_cannot_even_open_a_socket_is_not_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(socket, "socket", refuse)

    assert not confinement.can_connect()


def test_threads_are_noticed() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()

    noticed = confinement._has_threads()

    done.set()
    thread.join()
    assert noticed


def test_this_process_has_a_network_or_the_check_would_prove_nothing(socket_enabled: None) -> None:
    assert confinement.can_connect()
