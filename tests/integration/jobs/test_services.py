# SPDX-License-Identifier: EUPL-1.2
"""Jobs without a worker: writing, waiting, running inline, failing, cancelling, sweeping."""

from datetime import timedelta
from uuid import uuid4

import pytest
import redis
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from sozialplanung.common.errors import NotFoundError
from sozialplanung.jobs import doorbell, leases, registry, runner, services, sweeper
from sozialplanung.jobs.context import JobContext
from sozialplanung.jobs.errors import JobCancelledError, JobRequestError, LeaseLostError
from sozialplanung.jobs.foreignkeys import names_of_queue
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.selectors import job_of_organisation, jobs_of_organisation, live_jobs
from tests.factories import jobkinds
from tests.factories.world import World
from tests.redisprocess import RedisProcess

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("traces", "bell")]


def _enqueue(kind: str = jobkinds.EFFECT, *, after: tuple[Job, ...] = (), **payload: int | str) -> Job:
    return services.enqueue(kind=kind, payload=payload, by=None, organisation=None, after=after)


def _enqueue_and_fail() -> None:
    _enqueue()
    raise ZeroDivisionError


def _claim(job: Job) -> leases.Lease:
    lease = leases.claim(job.pk)
    assert lease is not None
    return lease


def _leave_trace_and_fail(job: Job) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO test_effect VALUES (%s, 1)", [job.pk])
    raise ZeroDivisionError


def _expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def _unheard(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(rung_at=timezone.now() - timedelta(minutes=1))


# --- writing ------------------------------------------------------------------------------------


def test_a_job_belongs_to_its_organisation_and_its_user(world: World) -> None:
    job = services.enqueue(kind=jobkinds.EFFECT, payload={"batch": 7}, by=world.anna, organisation=world.city)

    assert (job.organisation_id, job.created_by) == (world.city.pk, world.anna.pk)
    assert job_of_organisation(organisation_id=world.city.pk, job_id=job.pk) == job
    assert list(jobs_of_organisation(organisation_id=world.city.pk)) == [job] == list(live_jobs())
    with pytest.raises(NotFoundError):
        job_of_organisation(organisation_id=world.other_city.pk, job_id=job.pk)


def test_a_job_is_written_with_its_data_or_not_at_all() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _enqueue_and_fail()

    assert not Job.objects.exists()


def test_the_bell_rings_after_the_commit_only(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _enqueue()
        assert doorbell.is_queue_empty()

    assert not doorbell.is_queue_empty()


@pytest.mark.check("C088")
def test_the_same_request_twice_is_one_job() -> None:
    first, second = _enqueue(batch=1), _enqueue(batch=1)
    other = _enqueue(batch=2)

    assert first.pk == second.pk != other.pk
    assert first.input_hash == second.input_hash != other.input_hash


def test_the_same_request_for_two_organisations_is_two_jobs(world: World) -> None:
    jobs = {
        services.enqueue(kind=jobkinds.EFFECT, payload={}, by=None, organisation=organisation, idempotency_key="k").pk
        for organisation in (world.city, world.other_city, None)
    }

    assert len(jobs) == 3


def test_a_job_that_is_over_makes_room_for_the_same_request() -> None:
    first = services.run_inline(job=_enqueue())

    assert _enqueue().pk != first.pk


@pytest.mark.parametrize("payload", [{"value": 1.5}, {"rows": [{"a": 1}]}, {"text": "x" * 201}, {"nothing": None}])
def test_a_payload_holds_ids_only(payload: dict[str, object]) -> None:
    with pytest.raises(JobRequestError, match="ids only"):
        services.enqueue(kind=jobkinds.EFFECT, payload=payload, by=None, organisation=None)  # type: ignore[arg-type]


def test_an_unknown_kind_and_an_unknown_prerequisite_are_refused() -> None:
    with pytest.raises(JobRequestError, match="no handler"):
        _enqueue("test.nowhere")
    with pytest.raises(JobRequestError, match="does not exist"):
        services.enqueue(kind=jobkinds.EFFECT, payload={}, by=None, organisation=None, after=[uuid4()])


def test_a_kind_has_one_handler() -> None:
    def other(context: JobContext) -> None:
        context.progress(1, 1)

    with pytest.raises(ValueError, match="has a handler already"):
        registry.register(jobkinds.EFFECT, other)


# --- running ------------------------------------------------------------------------------------


def test_a_job_runs_inline_through_the_same_path() -> None:
    job = services.run_inline(job=_enqueue())

    assert (job.state, job.attempt, jobkinds.effects(job.pk)) == (JobState.SUCCEEDED, 1, 1)
    assert not job.is_live
    assert job.problem is None
    assert job.error_text == ""


def test_a_typed_failure_is_kept_with_place_and_way_out_and_leaves_no_effect() -> None:
    job = services.run_inline(job=_enqueue(jobkinds.FAILING))

    assert (job.state, job.attempt, jobkinds.effects(job.pk)) == (JobState.FAILED, 1, 0)
    assert job.problem is not None
    assert (job.problem.code, job.problem.place) == ("test.refused", "row 3")
    assert job.problem.params == {"row": 3}
    assert job.error_text == "Row 3 is wrong. Correct it."


@pytest.mark.parametrize(
    ("kind", "code"),
    [(jobkinds.BROKEN, "jobs.unexpected"), (jobkinds.TOO_LONG, "jobs.too_long")],
)
@pytest.mark.check("C091")
def test_an_unexpected_error_or_a_time_limit_ends_the_job_with_a_sentence(kind: str, code: str) -> None:
    job = services.run_inline(job=_enqueue(kind))

    assert (job.state, job.error_code, job.attempt) == (JobState.FAILED, code, 1)
    with translation.override("en"):
        assert job.error_text.endswith(".")


def test_a_transient_failure_is_tried_again_and_then_forgotten() -> None:
    job = services.run_inline(job=_enqueue(jobkinds.TRANSIENT, failures=2))

    assert (job.state, job.attempt, job.error_code) == (JobState.SUCCEEDED, 3, "")
    assert jobkinds.effects(job.pk) == 1


def test_a_failure_that_does_not_pass_ends_after_three_attempts() -> None:
    job = services.run_inline(job=_enqueue(jobkinds.TRANSIENT, failures=9))

    assert (job.state, job.attempt, job.error_code) == (JobState.FAILED, 3, "test.away")


def test_a_worker_waits_before_it_tries_again() -> None:
    job = _enqueue(jobkinds.TRANSIENT, failures=1)

    assert runner.run(job.pk)
    assert not runner.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.QUEUED, 1)
    assert job.available_at > timezone.now()
    assert [runner.pause_after(attempt) for attempt in (1, 2, 3)] == [2, 8, 32]


# --- leases -------------------------------------------------------------------------------------


@pytest.mark.check("C088")
def test_of_two_claims_one_wins() -> None:
    job = _enqueue()

    assert leases.claim(job.pk) is not None
    assert leases.claim(job.pk) is None
    assert leases.claim(uuid4()) is None


@pytest.mark.check("C088")
def test_who_lost_the_lease_cannot_finish() -> None:
    job = _enqueue()
    late = JobContext(_claim(job))
    _expire(job)
    leases.reclaim_expired(sweeper.WORKER_LOST, pause_seconds=0)
    current = _claim(job)

    with pytest.raises(LeaseLostError), late.finishing():
        pytest.fail("the block must not be entered")
    assert not leases.succeed(late.lease, late.current_progress)
    assert not leases.fail(late.lease, runner.UNEXPECTED)
    assert not leases.give_back(late.lease, runner.UNEXPECTED, pause_seconds=0)
    assert leases.renew(late.lease, late.current_progress) is None
    assert leases.succeed(current, late.current_progress)


def test_a_lost_lease_and_a_cancellation_stop_the_handler() -> None:
    context = JobContext(_claim(_enqueue()))
    context.check_cancelled()

    context.cancelled.set()
    with pytest.raises(JobCancelledError):
        context.progress(1, 2)
    context.lost.set()
    with pytest.raises(LeaseLostError):
        context.check_cancelled()


def test_what_fails_while_finishing_leaves_nothing() -> None:
    job = _enqueue()
    context = JobContext(_claim(job))

    with pytest.raises(ZeroDivisionError), context.finishing():
        _leave_trace_and_fail(job)

    job.refresh_from_db()
    assert (job.state, jobkinds.effects(job.pk), context.is_finished) == (JobState.RUNNING, 0, False)


def test_the_context_tells_what_the_job_is_about(world: World) -> None:
    job = services.enqueue(kind=jobkinds.EFFECT, payload={"batch": 7}, by=world.anna, organisation=world.city)
    context = JobContext(_claim(job))

    assert context.payload == {"batch": 7}
    assert (context.organisation_id, context.created_by) == (world.city.pk, world.anna.pk)
    assert (context.job_id, context.attempt) == (job.pk, 1)


def test_the_database_refuses_states_that_contradict_themselves() -> None:
    job = _enqueue()

    for wrong in (
        {"state": "lost"},
        {"state": JobState.RUNNING},
        {"state": JobState.SUCCEEDED},
        {"lease_until": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(**wrong)


# --- order --------------------------------------------------------------------------------------


def test_a_job_waits_for_those_before_it() -> None:
    first, second = _enqueue(number=1), _enqueue(number=2)
    last = _enqueue(number=3, after=(first, second))

    services.run_inline(job=first)
    assert leases.claim(last.pk) is None
    assert leases.ready_dependents(first.pk) == []
    services.run_inline(job=second)

    assert leases.ready_dependents(second.pk) == [(last.pk, jobkinds.EFFECT)]
    assert leases.claim(last.pk) is not None


def test_running_inline_runs_what_comes_before() -> None:
    first = _enqueue(number=1)
    second = _enqueue(number=2, after=(first,))
    third = _enqueue(number=3, after=(second,))

    assert services.run_inline(job=third).state == JobState.SUCCEEDED
    assert all(jobkinds.effects(job.pk) == 1 for job in (first, second, third))


def test_what_waits_for_a_failed_job_fails_with_it() -> None:
    first = _enqueue(jobkinds.FAILING)
    second = _enqueue(number=2, after=(first,))
    third = _enqueue(number=3, after=(second,))

    job = services.run_inline(job=third)

    assert (job.state, job.error_code) == (JobState.FAILED, "jobs.prerequisite_failed")
    second.refresh_from_db()
    assert second.state == JobState.FAILED


def test_the_end_of_a_job_rings_for_the_next(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    first = _enqueue(number=1)
    _enqueue(number=2, after=(first,))

    with django_capture_on_commit_callbacks() as callbacks:
        services.run_inline(job=first)

    assert len(callbacks) == 1


# --- cancelling ---------------------------------------------------------------------------------


def test_a_waiting_job_is_cancelled_at_once_and_what_follows_fails() -> None:
    job = _enqueue(number=1)
    after = _enqueue(number=2, after=(job,))

    assert services.cancel(job=job)

    job.refresh_from_db()
    after.refresh_from_db()
    assert (job.state, after.state) == (JobState.CANCELLED, JobState.FAILED)
    assert not runner.run(job.pk)


def test_a_running_job_hears_of_its_cancellation_with_the_next_heartbeat() -> None:
    job = _enqueue()
    lease = _claim(job)
    progress = JobContext(lease).current_progress
    assert leases.renew(lease, progress) is False

    assert services.cancel(job=job)

    assert leases.renew(lease, progress) is True


def test_a_job_that_is_over_cannot_be_cancelled() -> None:
    job = services.run_inline(job=_enqueue())

    assert not services.cancel(job=job)


# --- sweeping -----------------------------------------------------------------------------------


@pytest.mark.check("C086")
def test_an_expired_lease_is_taken_back() -> None:
    job = _enqueue()
    _claim(job)
    assert sweeper.sweep() == sweeper.Sweep(reclaimed=0, failed=0, rung=0)
    _expire(job)

    assert sweeper.sweep() == sweeper.Sweep(reclaimed=1, failed=0, rung=0)

    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.QUEUED, 1)


@pytest.mark.check("C087")
def test_after_the_third_lost_worker_the_job_fails_and_so_does_what_waits_for_it() -> None:
    job = _enqueue(number=1)
    _enqueue(number=2, after=(job,))
    sweeps = []
    for _ in range(3):
        _claim(job)
        _expire(job)
        sweeps.append(sweeper.sweep())

    job.refresh_from_db()
    assert sweeps[-1] == sweeper.Sweep(reclaimed=0, failed=2, rung=0)
    assert (job.state, job.attempt, job.error_code) == (JobState.FAILED, 3, "jobs.worker_lost")


def test_a_job_that_was_to_be_cancelled_is_over_when_its_last_attempt_could_not_reach_the_database() -> None:
    job = _enqueue()
    follower = _enqueue(after=(job,), second=1)
    lease = _claim(job)
    services.cancel(job=job)

    assert leases.give_back(lease, runner.DATABASE_AWAY, pause_seconds=0)
    runner.release_dependents(job.pk)

    job.refresh_from_db()
    follower.refresh_from_db()
    assert (job.state, follower.state) == (JobState.CANCELLED, JobState.FAILED)
    assert job.finished_at is not None
    assert _enqueue().pk != job.pk


def test_a_lost_job_that_was_to_be_cancelled_is_cancelled() -> None:
    job = _enqueue()
    _claim(job)
    services.cancel(job=job)
    _expire(job)

    sweeper.sweep()

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


@pytest.mark.check("C089")
def test_the_sweeper_rings_for_jobs_that_nobody_heard() -> None:
    job, fresh = _enqueue(number=1), _enqueue(number=2)
    waiting = _enqueue(number=3, after=(job,))
    for item in (job, waiting):
        _unheard(item)

    assert sweeper.sweep() == sweeper.Sweep(reclaimed=0, failed=0, rung=1)

    assert not doorbell.is_queue_empty()
    assert fresh.state == JobState.QUEUED


@pytest.mark.check("C085")
def test_a_job_for_later_is_neither_rung_for_nor_run_before_its_time() -> None:
    at = timezone.now() + timedelta(minutes=5)
    job = services.enqueue(kind=jobkinds.EFFECT, payload={"number": 1}, by=None, organisation=None, not_before=at)
    follower = _enqueue(after=(job,))
    _unheard(job)

    assert sweeper.sweep() == sweeper.Sweep(reclaimed=0, failed=0, rung=0)
    assert services.run_inline(job=follower).state == JobState.QUEUED
    assert leases.claim(job.pk, is_patient=False) is None

    Job.objects.filter(pk=job.pk).update(not_before=timezone.now(), available_at=timezone.now())
    assert sweeper.sweep() == sweeper.Sweep(reclaimed=0, failed=0, rung=1)
    assert services.run_inline(job=follower).state == JobState.SUCCEEDED


def test_the_sweeper_does_not_pile_up_messages_while_workers_are_busy() -> None:
    job = _enqueue()
    doorbell.ring(job.pk)
    _unheard(job)

    assert sweeper.sweep() == sweeper.Sweep(reclaimed=0, failed=0, rung=0)


def test_what_nobody_awaits_waits_behind_all_others(bell: RedisProcess) -> None:
    assert doorbell.is_queue_empty()

    doorbell.ring(uuid4(), jobkinds.LATER)

    assert doorbell.is_queue_empty() is False
    first, _second, later, _last = names_of_queue()
    with redis.Redis(unix_socket_path=str(bell.socket)) as client:
        assert (client.llen(first), client.llen(later)) == (0, 1)
        doorbell.ring(uuid4(), jobkinds.EFFECT)
        doorbell.ring(uuid4(), jobkinds.AWAITED)
        assert (client.llen(first), client.llen(later)) == (2, 1)


def test_job_knows_whether_one_waits_that_somebody_looks_at() -> None:
    context = JobContext(_claim(_enqueue(jobkinds.LATER)))
    _enqueue()
    assert not context.is_awaited_elsewhere()
    gate = _enqueue(jobkinds.EFFECT, gate=1)
    behind = _enqueue(jobkinds.AWAITED, after=(gate,))
    assert not context.is_awaited_elsewhere()

    services.run_inline(job=gate)

    assert context.is_awaited_elsewhere()
    services.run_inline(job=behind)
    assert not context.is_awaited_elsewhere()


def test_duties_run_when_they_are_due_and_do_not_hinder_each_other() -> None:
    done: list[str] = []

    def fail() -> None:
        done.append("failing")
        raise ZeroDivisionError

    registry.register_duty("test.failing", every_seconds=1000, perform=fail)
    registry.register_duty("test.counting", every_seconds=1000, perform=lambda: done.append("counting"))

    call_command("sweep_jobs", "--once")
    sweeper.perform_duties()

    assert done == ["failing", "counting"]
