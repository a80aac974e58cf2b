# SPDX-License-Identifier: EUPL-1.2
"""Finding, starting and ending other programs: as another user where we are root, by process id only."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scripts.layout import ROOT, is_root

POSTGRES_VERSIONS = Path("/usr/lib/postgresql")


def postgres_folder() -> Path | None:
    """Find PostgreSQL's programs, which Debian keeps out of PATH; the newest version wins."""
    found = sorted(POSTGRES_VERSIONS.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("postgres")
    return Path(elsewhere).parent if elsewhere else None


def user_exists(name: str) -> bool:
    """Say whether the system knows the user."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def as_user(name: str, command: Sequence[str]) -> list[str]:
    """Turn a command into one that runs as the given user; without root's rights it stays as it is."""
    if not is_root() or not user_exists(name):
        return list(command)
    return ["setpriv", f"--reuid={name}", f"--regid={name}", "--init-groups", "--", *command]


def tied(command: Sequence[str], *, signal_name: str) -> list[str]:
    """Turn a command into one that gets a signal (TERM, KILL) when whoever started it is gone."""
    return ["setpriv", f"--pdeathsig={signal_name}", "--", *command]


def hand_over(folder: Path, name: str) -> None:
    """Give a private folder to the user under which a service runs."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_root() and user_exists(name):
        owner = pwd.getpwnam(name)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)


def start(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    files: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a program that writes to a log, in a session of its own: Ctrl-C reaches the supervisor alone."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            pass_fds=files,
            cwd=ROOT,
            start_new_session=True,
        )


def with_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """Give this process' environment with these settings in place of its own, in either form (X, X_FILE).

    Python may keep what it compiled: otherwise each of our many processes would compile everything again.
    """
    names = {"PYTHONDONTWRITEBYTECODE", *(name.removesuffix("_FILE") for name in settings)}
    kept = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in names}
    return {**kept, **settings}


def is_alive(pid: int, mark: str = "") -> bool:
    """Say whether a process runs, its command line holding the mark; one that waits to be collected does not."""
    with contextlib.suppress(ChildProcessError, PermissionError):
        os.waitpid(pid, os.WNOHANG)
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state not in {"Z", "X"} and mark in _command_line(pid)


def end(pid: int, how: signal.Signals, *, patience: float) -> None:
    """End one process by its id: politely, and by force once patience is over."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)
    if not wait_until(lambda: not is_alive(pid), patience):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid), 5)


def end_group(leader: subprocess.Popen[bytes], deadline: float) -> None:
    """Wait until the deadline (monotonic time) for a process to end; then force it and all that it started."""
    wait_until(lambda: leader.poll() is not None, max(0.0, deadline - time.monotonic()))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)
    leader.wait()


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for a condition; say whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.03)
    return True


def read_pid(file: Path, mark: str) -> int | None:
    """Read a process id from a file, if that process still runs and its command line holds the mark."""
    try:
        pid = int(file.read_text(encoding="utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if is_alive(pid, mark) else None


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
