# SPDX-License-Identifier: EUPL-1.2
"""How much memory web and worker take at their peak."""

import sys
from pathlib import Path

import pytest

from scripts.layout import VAR
from tests import demodatabase
from tests.bench.measuring import Connection, report

pytestmark = pytest.mark.bench
PAGES = ("/", "/berlin/", "/berlin/karte/", "/berlin/gebiete/", "/berlin/gebiete/lor-2006/planungsraum/02010104/")


def family(pid: int) -> list[int]:
    """Return a process and all its children."""
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text(encoding="ascii").split()
    ]
    return [pid, *(each for child in children for each in family(child))]


def proportional_kb(pid: int) -> int:
    """Return the memory of a process, shared pages divided among those who share them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def test_memory_of_web_and_worker(web: Connection, stack: tuple[str, int], stack_environment: dict[str, str]) -> None:
    for _ in range(20):
        for page in PAGES:
            assert web.get(page).status == 200
    arguments = ["-m", "celery", "-A", "sozialplanung", "worker", "--loglevel=INFO"]
    log = VAR / "tests" / "bench-worker.log"
    with demodatabase.running([sys.executable, *arguments], stack_environment, log.name) as worker:
        demodatabase.wait_for_line(log, "ready")
        figures = {
            name: sum(proportional_kb(pid) for pid in family(first)) / 1024
            for name, first in (("web", stack[1]), ("worker", worker.pid))
        }

    parts = ", ".join(f"{name} {size:.0f} MB" for name, size in figures.items())
    report("Speicher von Web und Worker", f"{sum(figures.values()):.0f} MB", baseline=parts, target="<= 600 MB")
