# SPDX-License-Identifier: EUPL-1.2
"""Compare-and-set on job rows: claim, renew, give back, finish. All times are PostgreSQL's."""

import json
import os
import socket
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from sozialplanung.common.errors import Problem
from sozialplanung.jobs.models import JobState

_READY: Final = """
    NOT EXISTS (
        SELECT FROM unnest(job.after) AS prerequisite(id)
        LEFT JOIN jobs_job AS earlier ON earlier.id = prerequisite.id
        WHERE earlier.state IS DISTINCT FROM 'succeeded'
    )
"""
_TIMELY: Final = "(job.not_before IS NULL OR job.not_before <= clock_timestamp())"
_MINE: Final = "id = %(job)s AND state = 'running' AND worker = %(worker)s AND attempt = %(attempt)s"


@dataclass(frozen=True)
class Lease:
    """The right to run one job once; `worker` is unique for every claim."""

    job_id: UUID
    kind: str
    payload: dict[str, Any]
    organisation_id: int | None
    created_by: int | None
    attempt: int
    max_attempts: int
    worker: str


@dataclass(frozen=True)
class Progress:
    """How far a job is."""

    done: int
    total: int
    message: str


def claim(job_id: UUID, *, is_patient: bool = True) -> Lease | None:
    """Take the job if it is waiting, due and ready; None when somebody else has it or it has to wait.

    An impatient claim takes a job before the pause after its last failure is over, but never before its time.
    """
    worker = f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    due = "AND job.available_at <= clock_timestamp()" if is_patient else ""
    rows = _execute(
        f"""
        UPDATE jobs_job AS job
           SET state = 'running', attempt = attempt + 1, worker = %(worker)s,
               lease_until = clock_timestamp() + make_interval(secs => %(lease)s),
               heartbeat_at = clock_timestamp(),
               started_at = coalesce(started_at, clock_timestamp()),
               progress_done = 0, progress_total = 0, progress_message = ''
         WHERE id = %(job)s AND state = 'queued' AND NOT is_cancel_requested {due} AND {_TIMELY} AND {_READY}
        RETURNING kind, payload::text, organisation_id, created_by, attempt, max_attempts
        """,  # noqa: S608 - the inserted parts are constants of this module
        {"job": job_id, "worker": worker, "lease": settings.JOBS_LEASE_SECONDS},
    )
    if not rows:
        return None
    kind, payload, organisation_id, created_by, attempt, max_attempts = rows[0]
    return Lease(
        job_id=job_id,
        kind=kind,
        payload=json.loads(payload),
        organisation_id=organisation_id,
        created_by=created_by,
        attempt=attempt,
        max_attempts=max_attempts,
        worker=worker,
    )


def renew(lease: Lease, progress: Progress) -> bool | None:
    """Prolong the lease and note the progress; None when it is lost, else whether to cancel."""
    rows = _execute(
        f"""
        UPDATE jobs_job
           SET lease_until = clock_timestamp() + make_interval(secs => %(lease)s),
               heartbeat_at = clock_timestamp(), progress_done = %(done)s,
               progress_total = %(total)s, progress_message = %(message)s
         WHERE {_MINE}
        RETURNING is_cancel_requested
        """,  # noqa: S608
        {
            **_identity(lease),
            "lease": settings.JOBS_LEASE_SECONDS,
            "done": progress.done,
            "total": progress.total,
            "message": progress.message[:200],
        },
    )
    return bool(rows[0][0]) if rows else None


def hold(lease: Lease) -> bool:
    """Lock the job's row for this transaction if the lease still holds; say whether it does."""
    return bool(_execute(f"SELECT 1 FROM jobs_job WHERE {_MINE} FOR UPDATE", _identity(lease)))  # noqa: S608


def succeed(lease: Lease, progress: Progress) -> bool:
    """End the job well; False when the lease is lost."""
    total = max(progress.total, progress.done)
    return bool(
        _execute(
            f"""
            UPDATE jobs_job
               SET state = 'succeeded', finished_at = clock_timestamp(), lease_until = NULL,
                   progress_done = %(total)s, progress_total = %(total)s,
                   progress_message = %(message)s,
                   error_code = '', error_message = '', error_details = '{{}}'
             WHERE {_MINE}
            RETURNING id
            """,  # noqa: S608
            {**_identity(lease), "total": total, "message": progress.message[:200]},
        )
    )


def fail(lease: Lease, problem: Problem, *, state: JobState = JobState.FAILED) -> bool:
    """End the job badly, or as cancelled; False when the lease is lost."""
    return bool(
        _execute(
            f"""
            UPDATE jobs_job
               SET state = %(state)s, finished_at = clock_timestamp(), lease_until = NULL,
                   error_code = %(code)s, error_message = %(text)s, error_details = %(details)s
             WHERE {_MINE}
            RETURNING id
            """,  # noqa: S608
            {**_identity(lease), **_error(problem), "state": state.value},
        )
    )


def give_back(lease: Lease, problem: Problem, *, pause_seconds: float) -> bool:
    """Let the job be tried again after a pause, or end it where it was to be cancelled; False when the lease is lost.

    A waiting job that was to be cancelled would be claimed by nobody and never be over.
    """
    return bool(
        _execute(
            f"""
            UPDATE jobs_job
               SET state = CASE WHEN is_cancel_requested THEN 'cancelled' ELSE 'queued' END, lease_until = NULL,
                   finished_at = CASE WHEN is_cancel_requested THEN clock_timestamp() END,
                   available_at = clock_timestamp() + make_interval(secs => %(pause)s),
                   error_code = %(code)s, error_message = %(text)s, error_details = %(details)s
             WHERE {_MINE}
            RETURNING id
            """,  # noqa: S608
            {**_identity(lease), **_error(problem), "pause": pause_seconds},
        )
    )


def reclaim_expired(lost: Problem, *, pause_seconds: float) -> tuple[list[UUID], list[UUID]]:
    """Take back the jobs of dead workers; return those that wait again, and those that failed."""
    rows = _execute(
        """
        WITH expired AS (
            SELECT id, attempt < max_attempts AND NOT is_cancel_requested AS has_chance
              FROM jobs_job
             WHERE state = 'running' AND lease_until < clock_timestamp()
               FOR UPDATE SKIP LOCKED
        )
        UPDATE jobs_job AS job
           SET state = CASE WHEN has_chance THEN 'queued'
                            WHEN is_cancel_requested THEN 'cancelled' ELSE 'failed' END,
               finished_at = CASE WHEN has_chance THEN NULL ELSE clock_timestamp() END,
               lease_until = NULL,
               available_at = clock_timestamp() + make_interval(secs => %(pause)s),
               error_code = %(code)s, error_message = %(text)s, error_details = %(details)s
          FROM expired
         WHERE job.id = expired.id
        RETURNING job.id, has_chance
        """,
        {**_error(lost), "pause": pause_seconds},
    )
    return [row[0] for row in rows if row[1]], [row[0] for row in rows if not row[1]]


def fail_orphans(problem: Problem) -> list[UUID]:
    """Fail the waiting jobs of which a prerequisite failed, was cancelled or is gone."""
    rows = _execute(
        """
        UPDATE jobs_job AS job
           SET state = 'failed', finished_at = clock_timestamp(),
               error_code = %(code)s, error_message = %(text)s, error_details = %(details)s
         WHERE state = 'queued' AND EXISTS (
               SELECT FROM unnest(job.after) AS prerequisite(id)
               LEFT JOIN jobs_job AS earlier ON earlier.id = prerequisite.id
               WHERE earlier.id IS NULL OR earlier.state IN ('failed', 'cancelled'))
        RETURNING id
        """,
        _error(problem),
    )
    return [row[0] for row in rows]


def take_unheard(*, grace_seconds: float, most: int) -> list[tuple[UUID, str]]:
    """Return due and ready jobs for which nobody rang for a while, with their kinds; note that somebody does now."""
    rows = _execute(
        f"""
        UPDATE jobs_job
           SET rung_at = clock_timestamp()
         WHERE id IN (
               SELECT id FROM jobs_job AS job
                WHERE state = 'queued' AND available_at <= clock_timestamp()
                  AND rung_at < clock_timestamp() - make_interval(secs => %(grace)s) AND {_TIMELY} AND {_READY}
                ORDER BY available_at
                LIMIT %(most)s
                  FOR UPDATE SKIP LOCKED)
        RETURNING id, kind
        """,  # noqa: S608
        {"grace": grace_seconds, "most": most},
    )
    return [(row[0], row[1]) for row in rows]


def ready_dependents(job_id: UUID) -> list[tuple[UUID, str]]:
    """Return the waiting jobs which this one was the last to hold up, with their kinds."""
    rows = _execute(
        f"""
        SELECT id, kind FROM jobs_job AS job
         WHERE state = 'queued' AND %(job)s = ANY (job.after) AND {_TIMELY} AND {_READY}
         ORDER BY created_at
        """,  # noqa: S608
        {"job": job_id},
    )
    return [(row[0], row[1]) for row in rows]


def is_one_waiting(kinds: Sequence[str]) -> bool:
    """Say whether a job of some kinds waits that could be done now."""
    rows = _execute(
        f"""
        SELECT EXISTS (SELECT FROM jobs_job AS job
                        WHERE state = 'queued' AND available_at <= clock_timestamp() AND kind = ANY (%(kinds)s)
                          AND NOT is_cancel_requested AND {_TIMELY} AND {_READY})
        """,  # noqa: S608
        {"kinds": list(kinds)},
    )
    return bool(rows[0][0])


def _identity(lease: Lease) -> dict[str, Any]:
    return {"job": lease.job_id, "worker": lease.worker, "attempt": lease.attempt}


def _error(problem: Problem) -> dict[str, Any]:
    details = {"place": problem.place, "way_out": problem.way_out, "params": dict(problem.params)}
    return {
        "code": problem.code[:80],
        "text": problem.message,
        "details": json.dumps(details, default=str),
    }


def _execute(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
