# SPDX-License-Identifier: EUPL-1.2
"""What happens to jobs when workers die, Redis forgets and messages repeat: real processes, real kills."""

import base64
import json
import os
import pickle
import signal
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import redis
from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from sozialplanung.jobs import doorbell, services
from sozialplanung.jobs.models import Job, JobState
from tests.factories import jobkinds
from tests.factories.worker import Sweeper, Worker, wait_for
from tests.redisprocess import RedisProcess

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("traces")]

BINDING = "_kombu.binding.jobs"


def _enqueue(kind: str, **payload: int) -> Job:
    with transaction.atomic():
        return services.enqueue(kind=kind, payload=payload, by=None, organisation=None)


def _state(job: Job) -> str:
    return str(Job.objects.values_list("state", flat=True).get(pk=job.pk))


def _wait_for(job: Job, state: JobState) -> Job:
    wait_for(lambda: _state(job) == state, what=f"{job.kind} becomes {state}")
    job.refresh_from_db()
    return job


def _child_of(job: Job) -> int:
    """Return the id of the process that works on a running job."""
    return int(Job.objects.values_list("worker", flat=True).get(pk=job.pk).split(":")[1])


def test_a_job_runs_in_the_worker_with_the_rights_of_the_application(worker: Worker) -> None:
    job = _wait_for(_enqueue(jobkinds.EFFECT), JobState.SUCCEEDED)

    assert (job.attempt, jobkinds.effects(job.pk), job.lease_until) == (1, 1, None)
    assert job.started_at is not None
    assert job.finished_at is not None
    assert _enqueue(jobkinds.EFFECT, other=1).worker == ""


def test_progress_is_seen_while_the_job_runs(worker: Worker) -> None:
    job = _enqueue(jobkinds.GATED)
    wait_for(
        lambda: Job.objects.filter(pk=job.pk, progress_done__gt=0, progress_message="wartet").exists(),
        what="the progress",
    )

    jobkinds.open_gate()
    job = _wait_for(job, JobState.SUCCEEDED)
    assert job.progress_done == job.progress_total > 0


def test_the_lease_of_a_long_job_is_renewed(worker: Worker, sweeper: Sweeper) -> None:
    job = _wait_for(_enqueue(jobkinds.GATED), JobState.RUNNING)
    first = job.lease_until
    assert first is not None
    wait_for(
        lambda: Job.objects.filter(pk=job.pk, heartbeat_at__gt=first).exists(),
        what="a heartbeat after the first lease is over",
    )

    jobkinds.open_gate()

    assert _wait_for(job, JobState.SUCCEEDED).attempt == 1


@pytest.mark.check("C086")
def test_killing_the_worker_in_mid_run_costs_no_job_and_doubles_none(worker: Worker, sweeper: Sweeper) -> None:
    jobs = [_enqueue(jobkinds.GATED, number=number) for number in range(4)]
    wait_for(lambda: Job.objects.filter(state=JobState.RUNNING).count() == 2, what="two running jobs")

    worker.kill()
    jobkinds.open_gate()
    worker.start()

    for job in jobs:
        assert jobkinds.effects(_wait_for(job, JobState.SUCCEEDED).pk) == 1
    assert {job.attempt for job in jobs} == {1, 2}


@pytest.mark.check("C086")
def test_dying_between_effect_and_commit_leaves_one_effect(worker: Worker, sweeper: Sweeper) -> None:
    job = _wait_for(_enqueue(jobkinds.HALF), JobState.SUCCEEDED)

    assert (job.attempt, jobkinds.effects(job.pk)) == (2, 1)


@pytest.mark.check("C087")
def test_a_killed_child_is_tried_again(worker: Worker, sweeper: Sweeper) -> None:
    job = _wait_for(_enqueue(jobkinds.GATED), JobState.RUNNING)

    os.kill(_child_of(job), signal.SIGKILL)
    jobkinds.open_gate()

    job = _wait_for(job, JobState.SUCCEEDED)
    assert (job.attempt, jobkinds.effects(job.pk)) == (2, 1)
    assert worker.is_alive


@pytest.mark.check("C087")
def test_a_job_that_kills_its_process_fails_after_three_attempts_with_a_message(
    worker: Worker, sweeper: Sweeper
) -> None:
    job = _wait_for(_enqueue(jobkinds.CRASHING, crashes=9), JobState.FAILED)

    assert (job.attempt, job.error_code) == (3, "jobs.worker_lost")
    assert job.error_text
    assert jobkinds.effects(job.pk) == 0
    assert worker.is_alive


def test_processes_of_the_worker_give_way_to_readers(worker: Worker) -> None:
    _wait_for(_enqueue(jobkinds.EFFECT), JobState.SUCCEEDED)

    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text(encoding="ascii").split()
    own = os.getpriority(os.PRIO_PROCESS, 0)

    assert children
    assert all(os.getpriority(os.PRIO_PROCESS, int(pid)) >= min(19, own + 10) for pid in children)


@pytest.mark.check("C088")
def test_twenty_deliveries_of_one_message_have_one_effect(worker: Worker) -> None:
    job = _enqueue(jobkinds.GATED)
    with ThreadPoolExecutor(max_workers=4) as pool:
        assert all(pool.map(doorbell.ring, [job.pk] * 20))
    jobkinds.open_gate()
    _wait_for(job, JobState.SUCCEEDED)
    last = _enqueue(jobkinds.EFFECT)

    # The last message is behind all copies: when it is done, so are they.
    _wait_for(last, JobState.SUCCEEDED)
    wait_for(lambda: bool(doorbell.is_queue_empty()), what="an empty queue")
    job.refresh_from_db()
    assert (job.attempt, jobkinds.effects(job.pk)) == (1, 1)


@pytest.mark.check("C048")
@pytest.mark.check("C088")
@pytest.mark.usefixtures("transactional_db", "traces", "bell")
def test_requests_at_the_same_moment_are_one_job(house: tuple[RedisProcess, Worker]) -> None:
    # A worker that finished the job between two requests would make room for a second one.
    if house[1].is_alive:
        house[1].kill()

    def request(_: int) -> uuid.UUID:
        try:
            return _enqueue(jobkinds.EFFECT, batch=1).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        identifiers = set(pool.map(request, range(24)))

    assert len(identifiers) == 1
    assert Job.objects.count() == 1


@pytest.mark.check("C089")
def test_a_redis_that_forgot_everything_loses_no_job(worker: Worker, sweeper: Sweeper, bell: RedisProcess) -> None:
    worker.kill()
    jobs = [_enqueue(jobkinds.EFFECT, number=number) for number in range(5)]
    bell.kill()
    bell.start()
    worker.start()

    for job in jobs:
        assert jobkinds.effects(_wait_for(job, JobState.SUCCEEDED).pk) == 1


@pytest.mark.check("C089")
def test_a_worker_survives_the_restart_of_redis_in_mid_run(
    worker: Worker, sweeper: Sweeper, bell: RedisProcess
) -> None:
    running = _wait_for(_enqueue(jobkinds.GATED), JobState.RUNNING)
    bell.kill()
    waiting = _enqueue(jobkinds.EFFECT)
    bell.start()
    jobkinds.open_gate()

    for job in (running, waiting):
        assert jobkinds.effects(_wait_for(job, JobState.SUCCEEDED).pk) == 1
    assert worker.is_alive


@pytest.mark.check("C089")
def test_a_worker_that_hears_nothing_any_more_ends(
    transactional_db: None, bell: RedisProcess, house: tuple[RedisProcess, Worker], tmp_path: Path
) -> None:
    house[1].kill()
    with Worker(redis_url=bell.url, log=tmp_path / "deaf.log", deaf_seconds=4) as worker:
        # Without a limit it waits for more answers until the time is over.
        assert current_app.control.cancel_consumer("jobs", reply=True, timeout=30, limit=1)
        job = _enqueue(jobkinds.EFFECT)

        wait_for(lambda: not worker.is_alive, what="the end of the deaf worker")

        assert "this worker takes none of them" in worker.last_lines()
        assert _state(job) == JobState.QUEUED
        worker.kill()
        worker.start()
        _wait_for(job, JobState.SUCCEEDED)


@pytest.mark.check("C089")
def test_enqueuing_does_not_notice_that_redis_is_away(bell: RedisProcess, traces: None) -> None:
    bell.kill()

    job = _enqueue(jobkinds.EFFECT)

    assert _state(job) == JobState.QUEUED
    assert doorbell.is_queue_empty() is None
    assert not doorbell.is_worker_there()
    assert services.run_inline(job=job).state == JobState.SUCCEEDED


def test_a_worker_that_is_there_answers(worker: Worker) -> None:
    # On a loaded machine the first answer may take longer than anybody waits for it.
    wait_for(services.is_worker_there, what="an answer of the worker")
    worker.kill()
    assert not services.is_worker_there()


@pytest.mark.check("C092")
def test_pickles_and_oversized_messages_are_dropped_and_the_worker_lives(worker: Worker, bell: RedisProcess) -> None:
    canary = bell.socket.parent / "canary"
    doorbell.ring(_enqueue(jobkinds.EFFECT).pk)
    with redis.Redis(unix_socket_path=str(bell.socket)) as client:
        client.lpush("jobs", _message("application/x-python-serialize", _Bomb(str(canary))))
        client.lpush("jobs", _message("application/json", b'[["' + b"x" * 5_000_000 + b'"], {}, {}]'))

    job = _wait_for(_enqueue(jobkinds.EFFECT, after_the_attack=1), JobState.SUCCEEDED)

    assert jobkinds.effects(job.pk) == 1
    assert worker.is_alive
    assert not canary.exists()


_NO_TASK = {"body": "e30=", "properties": {"delivery_tag": "a", "body_encoding": "base64"}}
_STRANGE_TASK = {**_NO_TASK, "headers": {"task": [], "id": {}}, "content-type": "application/json"}


@pytest.mark.check("C092")
def test_junk_in_the_queue_is_dropped_and_the_worker_lives(worker: Worker, bell: RedisProcess) -> None:
    junk: list[bytes] = [b"not json", b"", b"[]", b"null", b"\xff\xfe", b"{}", b'{"body":1}', b"[" * 100_000]
    junk += [json.dumps(message).encode() for message in (_NO_TASK, _STRANGE_TASK, {**_STRANGE_TASK, "headers": 1})]
    junk.append(json.dumps({**_NO_TASK, "properties": {"delivery_tag": []}}).encode())
    before = worker.log.stat().st_size
    with redis.Redis(unix_socket_path=str(bell.socket)) as client:
        # More of each than the worker may hold unconfirmed: none of them may keep a place.
        for message in junk * 5:
            client.lpush("jobs", message)

    jobs = [_enqueue(jobkinds.EFFECT, number=number) for number in range(4)]

    assert [jobkinds.effects(_wait_for(job, JobState.SUCCEEDED).pk) for job in jobs] == [1, 1, 1, 1]
    assert worker.is_alive
    told = worker.log.read_bytes()[before:]
    assert told.count(b"A message that cannot be read was dropped") >= len(junk)
    assert b"not json" not in told


@pytest.mark.check("C092")
def test_junk_on_the_channel_for_commands_is_dropped_and_the_worker_lives(
    worker: Worker, sweeper: Sweeper, bell: RedisProcess
) -> None:
    with redis.Redis(unix_socket_path=str(bell.socket)) as client:
        for junk in (b"not json", b"[]", b"{}", b'{"body":1}'):
            wait_for(partial(_is_heard, client, junk), what="a listener")

    job = _wait_for(_enqueue(jobkinds.EFFECT), JobState.SUCCEEDED)

    assert jobkinds.effects(job.pk) == 1
    assert worker.is_alive


@pytest.mark.check("C092")
@pytest.mark.parametrize("name", ["jobs", "jobs\x06\x163", BINDING])
def test_key_of_a_wrong_type_under_the_name_of_the_queue_is_dropped(
    worker: Worker, sweeper: Sweeper, bell: RedisProcess, name: str
) -> None:
    with redis.Redis(unix_socket_path=str(bell.socket)) as client:
        client.delete(name)
        client.hset(name, "a", "b")

        jobs = [_enqueue(jobkinds.EFFECT, number=number) for number in range(2)]

        assert [jobkinds.effects(_wait_for(job, JobState.SUCCEEDED).pk) for job in jobs] == [1, 1]
        # The binding is looked at only when a process declares the queue anew.
        assert name == BINDING or client.type(name) in {b"none", b"list", b"set"}
    assert worker.is_alive


@pytest.mark.check("C092")
def test_worker_starts_and_hears_whatever_lies_under_the_names_of_the_queue(worker: Worker, bell: RedisProcess) -> None:
    worker.kill()
    with redis.Redis(unix_socket_path=str(bell.socket)) as client:
        for name in ("jobs", BINDING):
            client.delete(name)
            client.hset(name, "a", "b")

        worker.start()

        assert jobkinds.effects(_wait_for(_enqueue(jobkinds.EFFECT), JobState.SUCCEEDED).pk) == 1
        assert client.type(BINDING) == b"set"


def _is_heard(client: redis.Redis, junk: bytes) -> bool:
    return client.publish("/0.celery.pidbox", junk) > 0


class _Bomb:
    """What an attacker would send: an object that runs a command when it is unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.path,)


def _message(content_type: str, body: object) -> bytes:
    raw = body if isinstance(body, bytes) else pickle.dumps(([body], {}, {}))
    tag = str(uuid.uuid4())
    return json.dumps(
        {
            "body": base64.b64encode(raw).decode(),
            "content-encoding": "utf-8" if content_type.endswith("json") else "binary",
            "content-type": content_type,
            "headers": {"lang": "py", "task": "jobs.run", "id": tag, "root_id": tag, "group": None},
            "properties": {
                "correlation_id": tag,
                "delivery_mode": 2,
                "delivery_info": {"exchange": "", "routing_key": "jobs"},
                "priority": 0,
                "body_encoding": "base64",
                "delivery_tag": tag,
            },
        }
    ).encode()


_APPLICATION = "FROM pg_stat_activity WHERE datname = current_database() AND usename = 'sozialplanung_app'"


def _connections_of_the_application() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_APPLICATION}")
        return int(cursor.fetchone()[0])


def _end_connections_of_the_application() -> None:
    with connection.cursor() as cursor:
        # The owner of the database is a member of the application's role.
        cursor.execute(f"SELECT pg_terminate_backend(pid) {_APPLICATION}")


def test_a_sweeper_that_lost_its_database_connects_again(sweeper: Sweeper, house: tuple[RedisProcess, Worker]) -> None:
    house[1].kill()
    wait_for(lambda: _connections_of_the_application() > 0, what="the sweeper's connection")
    _end_connections_of_the_application()
    job = _enqueue(jobkinds.EFFECT)
    long_ago = timezone.now() - timedelta(days=1)
    Job.objects.filter(pk=job.pk).update(rung_at=long_ago)

    with redis.Redis(unix_socket_path=str(house[0].socket)) as client:

        def has_rung() -> bool:
            # No worker takes what the sweeper's own duties ring for, and it does not ring while a message waits.
            client.delete("jobs")
            return not Job.objects.filter(pk=job.pk, rung_at=long_ago).exists()

        wait_for(has_rung, what="the sweeper rings")
    assert sweeper.is_alive
