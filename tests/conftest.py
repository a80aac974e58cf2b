# SPDX-License-Identifier: EUPL-1.2
"""Fixtures that every kind of test may need: a browser, a Redis to break, the size of the property tests."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from playwright.sync_api import Playwright

from tests.redisprocess import RedisProcess

pytest_plugins = ["tests.demofixtures"]

UNIT = Path(__file__).parent / "unit"
IS_DEEP = os.environ.get("SOZIALPLANUNG_DEEP") == "1"
# Whole cities are told and crawled several times over, on machines that others use, too.
LONGEST_DEEP = 3600
# No deadline: times on a shared machine say nothing about correctness.
# Small samples are the same each time, so that what was checked can be checked again; full counts look for new ones.
settings.register_profile(
    "small", max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("deep", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("deep" if IS_DEEP else "small")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave full counts to `make test-deep` and measurements to `make bench`; put the files in a good order."""
    is_bench = "bench" in str(config.getoption("markexpr"))
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (kept if _is_wanted(item, is_bench=is_bench) else left).append(item)
        if IS_DEEP and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LONGEST_DEEP))
    config.hook.pytest_deselected(items=left)
    items[:] = _mixed(kept)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Take what stays until the end (modules, tests) out of the search for garbage, which would walk it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def _mixed(items: list[pytest.Item]) -> list[pytest.Item]:
    """Spread the files with browsers over the first half of those that take long, and leave the short ones to the end.

    Several browsers at once keep one another waiting, and a long file that began last would let one process work
    alone at the end; the many files of unit tests take a second each and share out evenly what is left.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    slow = [path for path, held in files.items() if held[0].get_closest_marker("browser")]
    short = [path for path in files if UNIT in path.parents]
    quick = [path for path in files if path not in slow and path not in short]
    share = len(quick) // (2 * len(slow)) if slow else 0
    order: list[Path] = []
    for place, path in enumerate(slow):
        order += [path, *quick[place * share : (place + 1) * share]]
    order += [*quick[len(slow) * share :], *short]
    return [item for path in order for item in files[path]]


def _is_wanted(item: pytest.Item, *, is_bench: bool) -> bool:
    if item.get_closest_marker("deep") and not IS_DEEP:
        return False
    return is_bench or not item.get_closest_marker("bench")


@pytest.fixture
def own_redis() -> Iterator[RedisProcess]:
    """Give a Redis that this test alone uses, and may kill and start again."""
    folder = Path(tempfile.mkdtemp(prefix="sozialplanung-redis-"))
    with RedisProcess(folder) as redis:
        yield redis
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """Close what this thread opened in the database while Playwright ran.

    Playwright keeps an event loop running in this thread. Meanwhile Django hands out other connections than before
    and after, which nobody would find again: they would hold the test database when it is to be dropped.
    """
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use Debian's Chromium without the windows and menus that no test looks at; root cannot have its sandbox."""
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium-headless-shell"),
        "args": arguments,
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """See the pages as a German reader does."""
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin"}
