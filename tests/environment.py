# SPDX-License-Identifier: EUPL-1.2
"""Gives the tests real services before Django reads its settings: the private cluster, a Redis of their own.

Loaded by pytest itself (`-p tests.environment` in pyproject.toml). Sessions that run side by side in one
checkout take different places, and with them different test databases and sockets.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

import pytest

from scripts import services
from scripts.layout import VAR
from scripts.programs import with_settings
from tests.redisprocess import RedisProcess

_LEFT_TO_DO = contextlib.ExitStack()
_PLACES = range(8)
# pytest leaves pytest_unconfigure out when it fails before its configuration is complete.
atexit.register(_LEFT_TO_DO.close)


def pytest_addoption() -> None:
    """Prepare the services: this is the first hook, run before pytest-django sets Django up."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        place = _take_place()
        _LEFT_TO_DO.enter_context(services.lease())
        settings = with_settings(services.environment(mode="test", as_owner=True))
        os.environ.clear()
        os.environ.update(settings)
        os.environ["SOZIALPLANUNG_DATABASE_NAME"] = f"sozialplanung_{place}"
        # A test database is thrown away: a commit need not wait for the disk.
        os.environ["PGOPTIONS"] = "-c synchronous_commit=off"
        # `makemigrations --check` of the linters looks at everything once; every worker need not.
        os.environ["CELERY_SKIP_CHECKS"] = "1"
        # Playwright keeps an event loop in the thread of the tests, which Django takes for asynchronous code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    folder = Path(tempfile.mkdtemp(prefix="sozialplanung-test-"))
    _LEFT_TO_DO.callback(shutil.rmtree, folder, ignore_errors=True)
    redis = _LEFT_TO_DO.enter_context(RedisProcess(folder))
    os.environ["SOZIALPLANUNG_REDIS_URL"] = redis.url


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop what was started for this session."""
    _LEFT_TO_DO.close()


def _take_place() -> int:
    folder = VAR / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    for place in _PLACES:
        lock = (folder / f"place-{place}.lock").open("w")
        if _is_taken(lock):
            lock.close()
            continue
        _LEFT_TO_DO.callback(lock.close)
        return place
    message = f"{len(_PLACES)} test sessions run in this checkout already."
    raise pytest.UsageError(message)


def _is_taken(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
