# SPDX-License-Identifier: EUPL-1.2
"""Whatever the child does, this process gets a typed error, in bounded time, and nothing is left behind."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spatial.readers import BoundaryFileError, Limits, child, sandbox
from spatial.readers.sandbox import run_confined
from tests.fixtures_spatial.kernel import NOT_GRANTED, grants_a_namespace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spatial.geometry.problems import Problem

MISBEHAVING = "tests.fixtures_spatial.misbehaving"
LIMITS = Limits(max_wall_seconds=30, max_cpu_seconds=2)


def outcome(deed: str, limits: Limits = LIMITS, files: dict[str, bytes] | None = None) -> Problem:
    request = {"path": "layer.gpkg", "driver": "GPKG", "layer": deed, "encoding": None}
    with pytest.raises(BoundaryFileError) as error:
        run_confined(files or {}, request, limits, MISBEHAVING)
    return error.value.problems[0]


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    started: list[subprocess.Popen[bytes]] = []
    start = sandbox._start

    def note(module: str, folder: Path, driver: str) -> subprocess.Popen[bytes]:
        started.append(start(module, folder, driver))
        return started[-1]

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sandbox, "_start", note)
    yield
    assert list(tmp_path.glob("boundaries-*")) == []
    assert all(process.returncode is not None for process in started)
    for process in started:
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)


@pytest.mark.check("C071")
@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("compute", "sandbox_cpu"),
        ("take_memory", "sandbox_memory"),
        ("write_much", "sandbox_output"),
        ("die", "sandbox_killed"),
        ("crash", "sandbox_failed"),
        ("nothing", "sandbox_failed"),
        ("link", "sandbox_failed"),
        ("pipe", "sandbox_failed"),
        ("lie", "sandbox_failed"),
        ("uneven", "sandbox_failed"),
        ("shapeless", "sandbox_failed"),
    ],
)
def test_each_way_to_misbehave_ends_in_its_own_error(deed: str, code: str) -> None:
    limits = replace(LIMITS, max_result_bytes=1_000_000) if deed == "write_much" else LIMITS

    assert outcome(deed, limits).code == f"spatial.{code}"


@pytest.mark.check("C071")
def test_a_child_that_waits_for_ever_is_ended() -> None:
    problem = outcome("sleep", replace(LIMITS, max_wall_seconds=1))

    assert problem.code == "spatial.sandbox_timeout"
    assert problem.parameters["seconds"] == 1


@pytest.fixture
def canary(socket_enabled: None) -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.check("C057")
@pytest.mark.check("C071")
@pytest.mark.parametrize(
    ("way", "refused"),
    [
        ("", "tcp, tcp6, udp, program"),
        (":seccomp", "tcp, tcp6, udp, program"),
        (":namespace", "tcp, tcp6, udp"),
    ],
)
def test_no_connection_leaves_the_child(canary: socket.socket, way: str, refused: str) -> None:
    if way == ":namespace" and not grants_a_namespace():
        pytest.skip(NOT_GRANTED)
    port = str(canary.getsockname()[1]).encode()

    problem = outcome(f"call_home{way}", files={"port": port})

    assert problem.parameters["layer"] == refused
    with pytest.raises(BlockingIOError):
        canary.accept()


@pytest.mark.check("C071")
def test_the_canary_would_notice_a_connection(canary: socket.socket) -> None:
    with socket.create_connection(canary.getsockname()):
        accepted, _ = canary.accept()

    accepted.close()
    assert accepted.fileno() == -1


@pytest.mark.check("C071")
@pytest.mark.parametrize(
    ("code", "expected"),
    [(child.NOT_CONFINED, "sandbox_not_confined"), (child.NO_MEMORY, "sandbox_memory"), (-11, "sandbox_killed")],
)
def test_exit_codes_have_their_sentence(code: int, expected: str) -> None:
    assert sandbox._failure(code, LIMITS).code == f"spatial.{expected}"


@pytest.mark.check("C060")
def test_the_child_inherits_nothing_and_knows_one_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x")

    environment = sandbox._environment(tmp_path, "GPKG")

    assert "SECRET_KEY" not in environment
    skipped = environment["OGR_SKIP"].split(",")
    assert "GPKG" not in skipped
    assert {"GeoJSON", "OGR_VRT", "ESRI Shapefile", "WFS", "PostgreSQL"} & set(skipped) >= {"OGR_VRT", "ESRI Shapefile"}
