# SPDX-License-Identifier: EUPL-1.2
"""The one way into the readers: bytes to plain tables, in this process or in a confined one."""

import json
import stat
import subprocess
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Final

from indicators.readers.csvfile import raw_csv
from indicators.readers.findings import DeliveryError, delivery_error
from indicators.readers.limits import DEFAULT_LIMITS, Limits
from indicators.readers.rawtable import RawTable
from indicators.readers.signatures import is_workbook
from indicators.readers.tables import UNSTATED, Layout
from indicators.readers.wire import WireError, decode_answer
from sozialplanung.common import childprocess

CHILD: Final = "indicators.readers.child"
REQUEST, PAYLOAD, RESULT = "request.json", "payload", "result"


def read_tables(payload: bytes, *, layout: Layout = UNSTATED, limits: Limits = DEFAULT_LIMITS) -> tuple[RawTable, ...]:
    """Read all tables of a file in this process.

    Parameters
    ----------
    payload
        The bytes as they came; what they are is told by themselves, not by a name.
    layout
        Encoding and separator of a text file, where the source states them.
    limits
        Refused above.

    Returns
    -------
    tuple of RawTable
        One for a text file, one per filled sheet of a workbook.

    Raises
    ------
    DeliveryError
        As `read_workbook` and `raw_csv` do.
    """
    if is_workbook(payload):
        # The process that reads a text file starts in two thirds of the time without it.
        from indicators.readers.workbook import read_workbook

        return read_workbook(payload, limits=limits)
    return (raw_csv(payload, layout, limits=limits),)


def read_tables_confined(
    payload: bytes,
    *,
    layout: Layout = UNSTATED,
    limits: Limits = DEFAULT_LIMITS,
    module: str = CHILD,
) -> tuple[RawTable, ...]:
    """Read all tables of a file in a child process without network, with bounded memory and time.

    Parameters
    ----------
    payload, layout, limits
        As for `read_tables`.
    module
        The program; it must confine itself as `indicators.readers.child` does.

    Returns
    -------
    tuple of RawTable
        As `read_tables` gives them.

    Raises
    ------
    DeliveryError
        As `read_tables` does; `sandbox_*` when the child was stopped or failed.
    """
    if len(payload) > limits.size:
        raise delivery_error("too_large", size=len(payload), limit=limits.size)
    with tempfile.TemporaryDirectory(prefix="delivery-") as folder:
        place = Path(folder)
        (place / PAYLOAD).write_bytes(payload)
        request = {"layout": asdict(layout), "limits": asdict(limits)}
        (place / REQUEST).write_text(json.dumps(request), encoding="utf-8")
        _wait(_start(module, place), limits)
        return _result(place)


def _start(module: str, folder: Path) -> subprocess.Popen[bytes]:
    return childprocess.start(module, folder, childprocess.environment(folder))


def _wait(process: subprocess.Popen[bytes], limits: Limits) -> None:
    try:
        code = childprocess.wait(process, limits.wall_seconds)
    except subprocess.TimeoutExpired as error:
        raise delivery_error("sandbox_timeout", seconds=limits.wall_seconds) from error
    ending = childprocess.ending(code)
    if ending != "done":
        raise _failure(ending, code, limits)


def _failure(ending: childprocess.Ending, code: int, limits: Limits) -> DeliveryError:
    if ending == "cpu":
        return delivery_error("sandbox_cpu", seconds=limits.cpu_seconds)
    if ending in {"memory", "output", "not_confined"}:
        return delivery_error(f"sandbox_{ending}")
    return delivery_error("sandbox_failed", reason=str(code))


def _result(folder: Path) -> tuple[RawTable, ...]:
    path = folder / RESULT
    try:
        # a link or a pipe would make this process read elsewhere, or wait for ever
        return decode_answer(path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b"")
    except (OSError, WireError) as error:
        raise delivery_error("sandbox_failed", reason="answer") from error
