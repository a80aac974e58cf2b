# SPDX-License-Identifier: EUPL-1.2
"""A worker, a sweeper and a Redis of their own for the tests of jobs."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from pytest_django.plugin import DjangoDbBlocker

from sozialplanung.jobs.foreignkeys import names_of_queue
from tests.factories import jobkinds
from tests.factories.worker import Sweeper, Worker, broker
from tests.redisprocess import RedisProcess


@pytest.fixture(scope="module")
def tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give the jobs of tests their tables."""
    with django_db_blocker.unblock():
        jobkinds.create_tables()
    yield
    with django_db_blocker.unblock():
        jobkinds.drop_tables()


@pytest.fixture
def traces(tables: None, db: None) -> None:
    """Start with a closed gate."""
    jobkinds.close_gate()


@pytest.fixture(scope="module")
def house(tables: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[RedisProcess, Worker]]:
    """Start one Redis and one worker for all tests of a module: a worker takes seconds to start."""
    folder = Path(tempfile.mkdtemp(prefix="sozialplanung-jobs-"))
    with RedisProcess(folder) as server, django_db_blocker.unblock():
        worker = Worker(redis_url=server.url, log=folder / "worker.log")
        yield server, worker
        worker.kill()
    shutil.rmtree(folder)


@pytest.fixture
def bell(house: tuple[RedisProcess, Worker]) -> Iterator[RedisProcess]:
    """Ring at the Redis of this module, which holds no message yet."""
    server, _ = house
    if not server.socket.exists():
        server.start()
    with redis.Redis(unix_socket_path=str(server.socket)) as client:
        client.delete(*names_of_queue())
    with broker(server.url):
        yield server


@pytest.fixture
def worker(transactional_db: None, traces: None, bell: RedisProcess, house: tuple[RedisProcess, Worker]) -> Worker:
    """Give a running worker, the one of the module or, after a kill, a new one."""
    _, worker = house
    if not worker.is_alive:
        worker.start()
    return worker


@pytest.fixture
def sweeper(transactional_db: None, traces: None, bell: RedisProcess, tmp_path: Path) -> Iterator[Sweeper]:
    """Run a sweeper."""
    with Sweeper(redis_url=bell.url, log=tmp_path / "sweeper.log") as running:
        yield running
