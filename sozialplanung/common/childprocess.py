# SPDX-License-Identifier: EUPL-1.2
"""Starts a program of ours that reads something foreign, in a folder and an environment of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import sozialplanung

if TYPE_CHECKING:
    from collections.abc import Mapping

DONE, NO_MEMORY, NOT_CONFINED, TOO_LARGE = 0, 71, 72, 73
Ending = Literal["done", "cpu", "memory", "not_confined", "output", "killed", "failed"]
_ROOT = Path(sozialplanung.__file__).parent.parent


def environment(folder: Path) -> dict[str, str]:
    """Return what every such program needs; nothing of this process's environment is inherited.

    Parameters
    ----------
    folder
        Its home and place for temporary files.

    Returns
    -------
    dict of str to str
        To be added to.
    """
    return {
        "PYTHONPATH": str(_ROOT),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def start(module: str, folder: Path, variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a module of ours as a program.

    Parameters
    ----------
    module
        The program; it has to confine itself before it reads.
    folder
        Its working folder.
    variables
        Its whole environment.

    Returns
    -------
    subprocess.Popen
        The leader of a session of its own.
    """
    # -P and -s: nothing is imported from the folder of the upload or of the user
    command = [sys.executable, "-P", "-s", "-m", module]
    return subprocess.Popen(  # noqa: S603 (our interpreter, our module, no shell)
        command,
        cwd=folder,
        env=dict(variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait(process: subprocess.Popen[bytes], seconds: float) -> int:
    """Wait for the end of a program, and leave nothing of it behind.

    Parameters
    ----------
    process
        As `start` gave it.
    seconds
        How long at most.

    Returns
    -------
    int
        Its exit code; below zero, the signal that ended it.

    Raises
    ------
    subprocess.TimeoutExpired
        When it took longer; it is ended all the same.
    """
    try:
        return process.wait(timeout=seconds)
    finally:
        # the program leads a session, so whatever it started goes with it
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def ending(code: int) -> Ending:
    """Say what an exit code means.

    Parameters
    ----------
    code
        As `wait` gave it.

    Returns
    -------
    str
        What became of the program.
    """
    known: dict[int, Ending] = {
        DONE: "done",
        -signal.SIGXCPU: "cpu",
        NO_MEMORY: "memory",
        NOT_CONFINED: "not_confined",
        TOO_LARGE: "output",
    }
    return known.get(code, "killed" if code < 0 else "failed")
