# SPDX-License-Identifier: EUPL-1.2
"""The heartbeat while a handler works: progress, cancellation, a lost lease, an absent database."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from sozialplanung.jobs import leases, services, sweeper
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.tasks import run_job
from tests.factories import jobkinds
from tests.factories.worker import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("traces", "bell")]


@pytest.fixture(autouse=True)
def _short_leases(settings: Any) -> None:  # noqa: ANN401 (the fixture has no public type)
    settings.JOBS_LEASE_SECONDS = 1


@pytest.fixture
def meanwhile() -> Iterator[Callable[[Callable[[], object]], None]]:
    """Do something beside the test, with a connection of its own."""
    threads: list[threading.Thread] = []

    def start(action: Callable[[], object]) -> None:
        def perform() -> None:
            try:
                action()
            finally:
                connection.close()

        threads.append(threading.Thread(target=perform))
        threads[-1].start()

    yield start
    for thread in threads:
        thread.join()


def _enqueue(kind: str = jobkinds.GATED) -> Job:
    return services.enqueue(kind=kind, payload={}, by=None, organisation=None)


def _wait_for_progress(job: Job) -> Job:
    wait_for(
        lambda: Job.objects.filter(pk=job.pk, state=JobState.RUNNING, progress_done__gt=0).exists(),
        what="progress in the row",
    )
    return Job.objects.get(pk=job.pk)


def test_the_row_shows_the_progress_of_a_running_job(
    meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    job = _enqueue()
    seen: list[Job] = []

    def look() -> None:
        seen.append(_wait_for_progress(job))
        jobkinds.open_gate()

    meanwhile(look)
    done = services.run_inline(job=job)

    assert done.state == JobState.SUCCEEDED
    assert (seen[0].progress_message, seen[0].progress_total > 0) == ("wartet", True)


def test_a_running_job_that_is_cancelled_stops_and_leaves_nothing(
    meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    job = _enqueue()

    meanwhile(lambda: services.cancel(job=_wait_for_progress(job)))
    done = services.run_inline(job=job)

    assert (done.state, done.error_code) == (JobState.CANCELLED, "jobs.cancelled")
    assert jobkinds.effects(job.pk) == 0


@pytest.mark.check("C088")
def test_a_handler_whose_job_went_to_somebody_else_stops_and_leaves_nothing(
    meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    job = _enqueue()
    taken: list[leases.Lease | None] = []

    def take_over() -> None:
        _wait_for_progress(job)
        while not taken:
            Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(hours=1))
            sweep = sweeper.sweep()
            if sweep and sweep.reclaimed:
                taken.append(leases.claim(job.pk))

    meanwhile(take_over)
    done = services.run_inline(job=job)

    assert taken[0] is not None
    assert (done.state, done.attempt, done.worker) == (JobState.RUNNING, 2, taken[0].worker)
    assert jobkinds.effects(job.pk) == 0


def test_a_handler_that_cannot_renew_for_a_whole_lease_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    job = _enqueue()
    monkeypatch.setattr(leases, "renew", away)

    done = services.run_inline(job=job)

    # Nobody took the job away, but nobody could know: the sweeper gives it to the next worker.
    assert (done.state, done.attempt, jobkinds.effects(job.pk)) == (JobState.RUNNING, 1, 0)


@pytest.mark.check("C090")
def test_a_database_that_is_away_for_a_moment_costs_an_attempt_only(monkeypatch: pytest.MonkeyPatch) -> None:
    job = _enqueue(jobkinds.EFFECT)
    failures = iter([OperationalError("the server closed the connection")])
    hold = leases.hold

    def hold_or_fail(lease: leases.Lease) -> bool:
        if error := next(failures, None):
            raise error
        return hold(lease)

    monkeypatch.setattr(leases, "hold", hold_or_fail)
    done = services.run_inline(job=job)

    assert (done.state, done.attempt, jobkinds.effects(job.pk)) == (JobState.SUCCEEDED, 2, 1)


@pytest.mark.check("C092")
@pytest.mark.parametrize("message", ["", "kein-auftrag", None, 7, {"id": 1}])
def test_a_message_without_the_id_of_a_job_is_dropped(message: object) -> None:
    run_job(message)  # type: ignore[arg-type]

    assert not Job.objects.exists()


def test_the_task_runs_the_job_with_the_given_id() -> None:
    job = _enqueue(jobkinds.EFFECT)

    run_job(str(job.pk))

    assert jobkinds.effects(job.pk) == 1
