# SPDX-License-Identifier: EUPL-1.2
"""Starts the confined child, waits for it within bounds, and turns each way to fail into a typed error."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import tempfile
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sozialplanung.common import childprocess
from sozialplanung.common.confinement import Bounds
from spatial.geometry.problems import quoted
from spatial.readers import child
from spatial.readers.texts import EXPLANATIONS, refusal
from spatial.readers.wire import Message, WireError, decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spatial.readers.limits import Limits
    from spatial.readers.texts import BoundaryFileError

CHILD = "spatial.readers.child"
_MOST_QUOTED = 40


def run_confined(
    files: Mapping[str, bytes], request: Mapping[str, Any], limits: Limits, module: str = CHILD
) -> Message:
    """Let a confined child read files.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by file name; the names are ours, never those of the upload.
    request : mapping
        ``path`` (one of the names), ``driver``, ``layer``, ``encoding`` as in
        `spatial.readers.child.Request`.
    limits : Limits
        Memory, processor time, waiting time and size of the answer.
    module : str
        The program; it must confine itself as `spatial.readers.child` does.

    Returns
    -------
    Message
        What the child wrote.

    Raises
    ------
    BoundaryFileError
        ``spatial.sandbox_*`` if the child was stopped or failed, else the child's own refusal.
    """
    with tempfile.TemporaryDirectory(prefix="boundaries-") as folder:
        place = Path(folder)
        for name, content in files.items():
            (place / name).write_bytes(content)
        whole = {
            **request,
            "path": str(place / request["path"]),
            "max_features": limits.max_features,
            "bounds": asdict(_bounds(limits)),
        }
        (place / child.REQUEST).write_text(json.dumps(whole), encoding="utf-8")
        _wait(_start(module, place, request["driver"]), limits)
        message = _result(place)
    if "refusal" in message.header:
        raise _own_refusal(message.header["refusal"])
    return message


def _bounds(limits: Limits) -> Bounds:
    return Bounds(limits.max_memory_bytes, limits.max_cpu_seconds, limits.max_result_bytes)


def _start(module: str, folder: Path, driver: str) -> subprocess.Popen[bytes]:
    return childprocess.start(module, folder, _environment(folder, driver))


def _environment(folder: Path, driver: str) -> dict[str, str]:
    """Return the whole environment of the child: nothing is inherited, no driver but one is there."""
    return {
        **childprocess.environment(folder),
        "GDAL_NUM_THREADS": "1",
        "OGR_SKIP": _foreign_drivers(driver),
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_PAM_ENABLED": "NO",
        "GDAL_VRT_ENABLE_PYTHON": "NO",
        "GDAL_HTTP_TIMEOUT": "1",
        "GDAL_CACHEMAX": "32",
        "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
        "CPL_DEBUG": "OFF",
        "PROJ_NETWORK": "OFF",
        "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
        "SHAPE_RESTORE_SHX": "NO",
        "OGR_ENABLE_PARTIAL_REPROJECTION": "NO",
        "OSM_CONFIG_FILE": str(folder / "osmconf.ini"),
        "CPL_TMPDIR": str(folder),
    }


@cache
def _foreign_drivers(driver: str) -> str:
    """Return all drivers that GDAL would register but the one that is meant."""
    import pyogrio

    return ",".join(sorted(set(pyogrio.list_drivers()) - {driver}))


def _wait(process: subprocess.Popen[bytes], limits: Limits) -> None:
    try:
        code = childprocess.wait(process, limits.max_wall_seconds)
    except subprocess.TimeoutExpired as error:
        raise refusal("sandbox_timeout", seconds=limits.max_wall_seconds) from error
    if code != child.DONE:
        raise _failure(code, limits)


def _failure(code: int, limits: Limits) -> BoundaryFileError:
    known = {
        -signal.SIGXCPU: refusal("sandbox_cpu", seconds=limits.max_cpu_seconds),
        child.NO_MEMORY: refusal("sandbox_memory", limit=limits.max_memory_bytes),
        child.NOT_CONFINED: refusal("sandbox_not_confined"),
        child.TOO_LARGE: refusal("sandbox_output", limit=limits.max_result_bytes),
    }
    if code in known:
        return known[code]
    if code < 0:
        return refusal("sandbox_killed", signal=signal.Signals(-code).name)
    return refusal("sandbox_failed", exit_code=code)


def _result(folder: Path) -> Message:
    """Return the child's answer; whatever took the child over may have written anything there."""
    path = folder / child.RESULT
    try:
        # a link or a pipe would make this process read elsewhere, or wait for ever
        message = decode(path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b"")
        _check_header(message)
    except (OSError, WireError) as error:
        raise refusal("sandbox_failed", exit_code=child.DONE) from error
    return message


def _check_header(message: Message) -> None:
    header = message.header
    told = header.get("refusal")
    if isinstance(told, dict):
        if told.get("code") not in EXPLANATIONS or not isinstance(told.get("parameters"), dict):
            raise WireError("unknown refusal")
        return
    if _is_listing(header.get("layers")):
        return
    columns = header.get("columns")
    if not isinstance(header.get("crs"), (str, type(None))) or not isinstance(columns, dict):
        raise WireError("no areas")
    for values in columns.values():
        if not isinstance(values, list) or len(values) != len(message.outlines):
            raise WireError("columns of different lengths")


def _is_listing(layers: object) -> bool:
    return isinstance(layers, list) and all(isinstance(name, str) for name in layers)


def _own_refusal(told: Mapping[str, Any]) -> BoundaryFileError:
    """Return the child's refusal with its texts, which come from the file, fit for a sentence."""
    parameters: dict[str, Any] = {
        name: ", ".join(map(quoted, value[:_MOST_QUOTED])) if isinstance(value, list) else quoted(value)
        for name, value in told["parameters"].items()
    }
    return refusal(told["code"], **parameters)
