# SPDX-License-Identifier: EUPL-1.2
"""A process that ends by itself is started again; one that is stopped takes its own processes with it."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import children
from scripts.programs import is_alive, wait_until

# Starts a process of its own, writes both ids, then waits; deaf to a polite request when told so.
FAMILY = """
import os, pathlib, signal, subprocess, sys, time
if sys.argv[2] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
draft = pathlib.Path(sys.argv[1] + ".draft")
draft.write_text(f"{os.getpid()} {child.pid}")
draft.rename(sys.argv[1])
time.sleep(60)
"""


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[children.Child]:
    monkeypatch.setattr(children, "LOGS", tmp_path)
    kind = getattr(request, "param", "polite")
    command = [sys.executable, "-c", FAMILY, str(tmp_path / "ids"), kind]
    child = children.Child("family", command, dict(os.environ))
    child.start()
    yield child
    child.ask_to_end()
    child.stop(time.monotonic())


def ids(folder: Path) -> tuple[int, int]:
    assert wait_until((folder / "ids").exists, 20)
    parent, child = (folder / "ids").read_text(encoding="utf-8").split()
    return int(parent), int(child)


@pytest.mark.parametrize("family", ["polite", "deaf"], indirect=True)
def test_stop_ends_the_whole_family(family: children.Child, tmp_path: Path) -> None:
    members = ids(tmp_path)

    family.ask_to_end()
    family.stop(time.monotonic() + 1)

    assert wait_until(lambda: not any(is_alive(pid) for pid in members), 10)


def test_ended_process_is_started_again_after_a_pause(family: children.Child, tmp_path: Path) -> None:
    parent, _ = ids(tmp_path)
    (tmp_path / "ids").unlink()

    os.kill(parent, signal.SIGKILL)
    messages: list[str] = []
    assert wait_until(lambda: bool(collect(family, messages)), 10)
    assert wait_until(lambda: collect(family, messages) and (tmp_path / "ids").exists(), 20)

    assert len(messages) == 1
    assert "started again in 1 s" in messages[0]
    assert ids(tmp_path)[0] != parent


def collect(child: children.Child, messages: list[str]) -> bool:
    message = child.keep_alive()
    if message:
        messages.append(message)
    return bool(messages)


def test_pauses_grow_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LOGS", tmp_path)
    child = children.Child("short", [sys.executable, "-c", ""], dict(os.environ))

    pauses = []
    for _ in range(7):
        child.start()
        wait_until(lambda: child.process is not None and child.process.poll() is not None, 10)
        child.keep_alive()
        pauses.append(child.pause)

    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_processes_do_not_outlive_a_killed_supervisor(tmp_path: Path) -> None:
    script = (
        "import os, sys, time; from pathlib import Path; from scripts import children; "
        "children.LOGS = Path(sys.argv[1]); "
        "child = children.Child('sleeper', ['sleep', '60'], dict(os.environ)); child.start(); "
        "line = Path('/proc', str(child.process.pid), 'cmdline'); "
        "[time.sleep(0.01) for _ in iter(lambda: line.read_bytes().startswith(b'sleep'), True)]; "
        "Path(sys.argv[1], 'ids').write_text(f'{os.getpid()} {child.process.pid}'); "
        "os.kill(os.getpid(), 9)"
    )

    os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", script, str(tmp_path)])  # noqa: S606 - our own
    _, orphan = ids(tmp_path)

    assert wait_until(lambda: not is_alive(orphan), 10)
