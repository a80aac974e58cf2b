# SPDX-License-Identifier: EUPL-1.2
"""The one path from a waiting job to its end, in a worker or in the caller's process."""

import logging
from contextlib import nullcontext
from functools import partial
from typing import Final
from uuid import UUID

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, connection, transaction

from sozialplanung.common.errors import DomainError, Problem
from sozialplanung.jobs import doorbell, leases
from sozialplanung.jobs.context import JobContext
from sozialplanung.jobs.errors import JobCancelledError, LeaseLostError, TransientJobError
from sozialplanung.jobs.heartbeat import heartbeat
from sozialplanung.jobs.models import JobState
from sozialplanung.jobs.registry import handler_for

logger = logging.getLogger(__name__)

TRANSIENT: Final = (TransientJobError, OperationalError, InterfaceError)

CANCELLED: Final = Problem("jobs.cancelled", "The job was cancelled.", "", "", 409, {})
TOO_LONG: Final = Problem("jobs.too_long", "The job took longer than is allowed.", "", "", 409, {})
UNEXPECTED: Final = Problem("jobs.unexpected", "The job failed for an unexpected reason.", "", "", 409, {})
DATABASE_AWAY: Final = Problem("jobs.database_away", "The database could not be reached.", "", "", 503, {})
PREREQUISITE_FAILED: Final = Problem(
    "jobs.prerequisite_failed", "A job that had to come first failed.", "", "", 409, {}
)


def run(job_id: UUID, *, is_patient: bool = True) -> bool:
    """Run the job if it can be claimed; say whether it was."""
    lease = leases.claim(job_id, is_patient=is_patient)
    if lease is None:
        logger.info("Nothing to do for a job", extra={"job": str(job_id)})
        return False
    _log(lease, "A job starts")
    _perform(JobContext(lease))
    return True


def pause_after(attempt: int) -> float:
    """Return the seconds to wait after a failed attempt: 2, 8, 32 and so on."""
    return float(2 * 4 ** (attempt - 1))


def release_dependents(job_id: UUID) -> None:
    """Ring for the jobs that waited for this one; fail those that wait in vain."""
    while leases.fail_orphans(PREREQUISITE_FAILED):
        pass
    for dependent, kind in leases.ready_dependents(job_id):
        transaction.on_commit(partial(doorbell.ring, dependent, kind))


def _perform(context: JobContext) -> None:
    try:
        with heartbeat(context), _savepoint():
            handler_for(context.lease.kind)(context)
        if not context.is_finished:
            _finish(context)
    except LeaseLostError:
        _log(context.lease, "A job was lost to another worker")
    except JobCancelledError:
        leases.fail(context.lease, CANCELLED, state=JobState.CANCELLED)
    except SoftTimeLimitExceeded:
        _fail(context, TOO_LONG)
    except TRANSIENT as error:
        _try_again(context, error)
    except DomainError as error:
        _fail(context, error.to_problem())
    except Exception:
        # The boundary of the task: whatever a handler does, the job must come to an end.
        logger.exception("A job failed unexpectedly", extra=_extra(context.lease))
        _fail(context, UNEXPECTED)
    release_dependents(context.job_id)


def _savepoint() -> "transaction.Atomic | nullcontext[None]":
    """Keep the caller's transaction usable after a failure; without one, let the handler decide."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _finish(context: JobContext) -> None:
    if not leases.succeed(context.lease, context.current_progress):
        raise LeaseLostError(str(context.job_id))
    _log(context.lease, "A job is done")


def _fail(context: JobContext, problem: Problem) -> None:
    leases.fail(context.lease, problem)
    _log(context.lease, f"A job failed: {problem.code}")


def _try_again(context: JobContext, error: Exception) -> None:
    problem = error.to_problem() if isinstance(error, DomainError) else DATABASE_AWAY
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    if context.attempt >= context.lease.max_attempts:
        _fail(context, problem)
        return
    leases.give_back(context.lease, problem, pause_seconds=pause_after(context.attempt))
    _log(context.lease, f"A job will be tried again: {problem.code}")


def _extra(lease: leases.Lease) -> dict[str, object]:
    return {"job": str(lease.job_id), "kind": lease.kind, "attempt": lease.attempt}


def _log(lease: leases.Lease, message: str) -> None:
    logger.info("%s (%s, attempt %s)", message, lease.kind, lease.attempt, extra=_extra(lease))
