# SPDX-License-Identifier: EUPL-1.2
"""A delivery of 100,000 rows from the upload to its releases, by a real worker, while readers go on reading."""

import io
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections

from indicators.models import Delivery, DeliveryState, Release, SignatureKind
from indicators.services.deliveries import deciding, drafting
from indicators.services.foresight import FORESEE
from sozialplanung.jobs.models import LIVE_STATES, Job, JobState
from tests import demodatabase
from tests.bench import largecity
from tests.bench.largecity import KEYS, SERIES, YEARS
from tests.bench.measuring import Connection, report
from tests.bench.test_memory import family, proportional_kb
from tests.demofixtures import free_port, wait_for
from tests.factories.auditlog import allow_emptying
from tests.factories.world import World, build_world

pytestmark = pytest.mark.bench
PAGE = "/musterstadt/indikatoren/"
PATIENCE = 180
ROWS = len(KEYS) * len(YEARS) * len(SERIES)


@dataclass
class Stack:
    """A worker and a web server over the large city."""

    world: World
    worker: int
    address: str


@pytest.fixture
def stack_of_large_city(transactional_db: None, built: dict[str, str]) -> Iterator[Stack]:
    """Run worker and web over the test database."""
    call_command("grant_roles", verbosity=0)
    allow_emptying()
    world = build_world()
    name = str(connections["default"].settings_dict["NAME"])
    address = f"127.0.0.1:{free_port()}"
    env = demodatabase.environment(name) | built
    command = [demodatabase.PYTHON, "-m", "gunicorn", "--config", "scripts/gunicorn_settings.py", "--bind", address]
    with demodatabase.running(command, env, "bench-delivery.log"), demodatabase.worker(name) as worker:
        wait_for(f"http://{address}/readyz")
        yield Stack(world, worker.pid, f"http://{address}")


class Watching:
    """The largest memory of one process of a family while something goes on."""

    def __init__(self, pid: int) -> None:
        self.pid, self.peak_kb = pid, 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.25):
            for pid in family(self.pid):
                try:
                    self.peak_kb = max(self.peak_kb, proportional_kb(pid))
                except (OSError, StopIteration):
                    continue


def _wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, list(Job.objects.exclude(state=JobState.SUCCEEDED).values("kind", "state"))
        time.sleep(0.05)


def _wait_for_step(delivery: Delivery) -> None:
    delivery.refresh_from_db()
    _wait(lambda: delivery.job is not None and delivery.job.state == JobState.SUCCEEDED)
    delivery.refresh_from_db()


def _bare_copy() -> float:
    """Return how long PostgreSQL takes for the same rows alone: COPY into an empty table, then its two indexes."""
    rows = io.StringIO()
    cells = ((unit, year, series) for unit in range(len(KEYS)) for year in YEARS for series in range(len(SERIES)))
    for unit, year, series in cells:
        rows.write(f"1\t{series}\t{year}\t{unit}\t{unit % 97}\t\\N\t\\N\t0\t0\t1\n")
    settings = connection.get_connection_params()
    with psycopg.connect(**{name: settings[name] for name in ("host", "user", "password", "dbname")}) as bare:
        bare.execute("CREATE TABLE bench (LIKE indicators_observation)")
        begin = time.perf_counter()
        with bare.cursor().copy("COPY bench FROM STDIN") as copy:
            copy.write(rows.getvalue())
        bare.execute("CREATE UNIQUE INDEX ON bench (series_id, period_id, unit_id) INCLUDE (value, status)")
        bare.execute("CREATE INDEX ON bench (unit_id, series_id, period_id) INCLUDE (value)")
        took = time.perf_counter() - begin
        bare.rollback()
    return took


def _p95(address: str, *, until: Callable[[], bool] | None = None, rounds: int = 200) -> float:
    times: list[float] = []
    with Connection(address) as web:
        while (not until()) if until else len(times) < rounds:
            begin = time.perf_counter()
            assert web.get(PAGE).status == 200
            times.append((time.perf_counter() - begin) * 1000)
            time.sleep(0.02)
    return statistics.quantiles(times, n=20)[-1]


def test_delivery_of_100000_rows(stack_of_large_city: Stack) -> None:
    stack = stack_of_large_city
    people = stack.world
    source = largecity.build(people.city, people.anna)
    bare = _bare_copy()
    with Watching(stack.worker) as memory:
        before = _p95(stack.address)
        begin = time.perf_counter()
        delivery = largecity.deliver(source, largecity.file(), people.anna)
        _wait_for_step(delivery)
        recognised = time.perf_counter() - begin
        largecity.map_columns(delivery, people.anna)
        delivery.refresh_from_db()
        begin = time.perf_counter()
        drafting.request_verification(delivery=delivery, by=people.anna, revision=delivery.revision)
        _wait_for_step(delivery)
        checked = time.perf_counter() - begin
        assert delivery.batch is not None
        assert delivery.batch.counts["staged"] == ROWS
        # An approver decides when the effects are known, not while they are computed.
        begin = time.perf_counter()
        _wait(lambda: not Job.objects.filter(kind=FORESEE, state__in=LIVE_STATES).exists())
        foreseen = time.perf_counter() - begin
        delivery.batch.findings.filter(severity="warning").update(reason="Erdachte Zahlen.")
        deciding.submit_delivery(delivery=delivery, by=people.anna, revision=delivery.revision)
        delivery.refresh_from_db()
        begin = time.perf_counter()
        deciding.approve_delivery(
            delivery=delivery,
            by=people.frida,
            signed=deciding.Signed(SignatureKind.CONTENT, delivery.batch.content_hash),
            text="",
        )
        _wait(lambda: Job.objects.filter(kind="indicators.apply_batch", state=JobState.SUCCEEDED).exists())
        applied = time.perf_counter() - begin
        busy = _p95(stack.address, until=lambda: _is_released(delivery))
        released = time.perf_counter() - begin
        # The page that was read meanwhile grew from an empty one to 25 indicators: read it so once more in quiet.
        after = _p95(stack.address)
    assert delivery.state == DeliveryState.RELEASED
    assert Release.objects.count() == (len(SERIES) + largecity.RATES) * len(YEARS) * largecity.LEVELS

    times = Times(recognised, checked, foreseen, applied, released)
    _tell(times, bare, memory.peak_kb)
    _tell_of_readers(before, busy, after)


@dataclass(frozen=True)
class Times:
    """How many seconds each step of the delivery took."""

    recognised: float
    checked: float
    foreseen: float
    applied: float
    released: float


def _tell(times: Times, bare: float, peak_kb: int) -> None:
    told = f"COPY und Indizes allein {bare:.2f} s"
    report("100.000 Zeilen erkennen", f"{times.recognised:.1f} s", baseline=told)
    report("100.000 Zeilen prüfen", f"{times.checked:.1f} s", baseline=told)
    report("erkennen und prüfen", f"{times.recognised + times.checked:.1f} s", target="<= 20 s")
    report("Auswirkung berechnen", f"{times.foreseen:.1f} s", baseline=told)
    ratio = f"{told}, Verhältnis {times.applied / bare:.1f}"
    report("übernehmen", f"{times.applied:.1f} s", baseline=ratio, target="<= 4 x")
    report("freigeben mit Abgeleitetem", f"{times.released:.1f} s", target="<= 20 s")
    report("Speicher eines Arbeiters", f"{peak_kb / 1024:.0f} MB", target="<= 400 MB")


def _tell_of_readers(before: float, busy: float, after: float) -> None:
    ratio = busy / after
    told = f"dieselbe Seite in Ruhe danach {after:.1f} ms, Verhältnis {ratio:.2f}; davor, noch leer, {before:.1f} ms"
    report("andere Anfragen währenddessen, p95", f"{busy:.1f} ms", baseline=told, target="<= 1,2 x")


def _is_released(delivery: Delivery) -> bool:
    delivery.refresh_from_db()
    done = Job.objects.filter(pk__in=delivery.release_jobs, state=JobState.SUCCEEDED).count()
    return bool(delivery.release_jobs) and done == len(delivery.release_jobs)
