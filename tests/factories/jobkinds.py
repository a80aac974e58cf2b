# SPDX-License-Identifier: EUPL-1.2
"""Kinds of jobs that only tests know; the tests' worker loads this module."""

import os
import signal
import time
from typing import Final
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction

from sozialplanung.jobs.context import JobContext
from sozialplanung.jobs.errors import JobError, TransientJobError
from sozialplanung.jobs.registry import Pace, register

EFFECT: Final = "test.effect"
GATED: Final = "test.gated"
CRASHING: Final = "test.crashing"
TRANSIENT: Final = "test.transient"
FAILING: Final = "test.failing"
BROKEN: Final = "test.broken"
TOO_LONG: Final = "test.too_long"
HALF: Final = "test.half"
LATER: Final = "test.later"
AWAITED: Final = "test.awaited"

LONGEST_WAIT_SECONDS: Final = 90
TABLES: Final = "CREATE TABLE test_effect (job uuid, attempt int); CREATE TABLE test_gate (id int)"


def create_tables() -> None:
    """Create the tables in which the jobs of tests leave their traces."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)


def drop_tables() -> None:
    """Drop them again."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE test_effect, test_gate")


def close_gate() -> None:
    """Let gated jobs wait."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM test_gate")


def effects(job_id: UUID) -> int:
    """Return how often a job had its effect."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM test_effect WHERE job = %s", [job_id])
        return int(cursor.fetchone()[0])


def open_gate() -> None:
    """Let the gated jobs go on."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO test_gate VALUES (1)")


def _leave_trace(context: JobContext) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO test_effect VALUES (%s, %s)", [context.job_id, context.attempt])


def _effect(context: JobContext) -> None:
    with context.finishing():
        _leave_trace(context)


def _gated(context: JobContext) -> None:
    """Wait for the gate, as a long calculation would; report each step."""
    for step in range(LONGEST_WAIT_SECONDS * 20):
        context.progress(step, LONGEST_WAIT_SECONDS * 20, "wartet")
        if _is_gate_open():
            break
        time.sleep(0.05)
    _effect(context)


def _is_gate_open() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM test_gate)")
        return bool(cursor.fetchone()[0])


def _crashing(context: JobContext) -> None:
    """Die as the kernel's memory killer lets a process die, on the first attempts."""
    if context.attempt <= int(context.payload["crashes"]):
        os.kill(os.getpid(), signal.SIGKILL)
    _effect(context)


def _half(context: JobContext) -> None:
    """Die between the effect and the commit."""
    with context.finishing():
        _leave_trace(context)
        if context.attempt == 1:
            os.kill(os.getpid(), signal.SIGKILL)


def _transient(context: JobContext) -> None:
    if context.attempt <= int(context.payload["failures"]):
        raise TransientJobError("test.away", "Something is away.")
    _effect(context)


def _failing(context: JobContext) -> None:
    with transaction.atomic():
        _leave_trace(context)
        raise JobError("test.refused", "Row 3 is wrong.", place="row 3", way_out="Correct it.", row=3)


def _broken(context: JobContext) -> None:
    raise ZeroDivisionError(str(context.job_id))


def _too_long(context: JobContext) -> None:
    raise SoftTimeLimitExceeded(str(context.job_id))


register(EFFECT, _effect)
register(GATED, _gated)
register(CRASHING, _crashing)
register(TRANSIENT, _transient)
register(FAILING, _failing)
register(BROKEN, _broken)
register(TOO_LONG, _too_long)
register(HALF, _half)
register(LATER, _effect, Pace.LATER)
register(AWAITED, _effect, Pace.AWAITED)
