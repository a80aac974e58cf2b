# SPDX-License-Identifier: EUPL-1.2
"""Time requests over a kept connection, and print each figure beside its baseline of the same run."""

import http.client
import os
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

ROUNDS = 200
WARM_UP = 20


@dataclass(frozen=True)
class Answer:
    """One answer of the server."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connection:
    """A kept connection to a server of this machine."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._http = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)

    def __enter__(self) -> Self:
        """Keep the connection for a while."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._http.close()

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch a path; header names are given with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._http.request("GET", path, headers={"Accept-Encoding": "gzip", **named})
        response = self._http.getresponse()
        return Answer(response.status, {key.lower(): value for key, value in response.getheaders()}, response.read())


def median_ms(work: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """Return the median time of the work in milliseconds."""
    for _ in range(min(WARM_UP, rounds)):
        work()
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def cpu_ms(pids: Iterable[int], works: Sequence[Callable[[], object]]) -> float:
    """Return how many milliseconds some processes compute for each work, whatever else runs on the machine."""
    watched = list(pids)
    before = sum(map(_cpu_seconds, watched))
    for work in works:
        work()
    return (sum(map(_cpu_seconds, watched)) - before) * 1000 / len(works)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(what: str, figure: str, *, baseline: str = "", target: str = "") -> None:
    """Print one line of the result."""
    print(f"\n{what:<58} {figure:>14}   {('Ziel ' + target) if target else '':<18} {baseline}")  # noqa: T201
