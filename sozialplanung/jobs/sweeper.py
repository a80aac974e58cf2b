# SPDX-License-Identifier: EUPL-1.2
"""What keeps the queue honest when workers die, messages vanish or prerequisites fail."""

import logging
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from sozialplanung.common.errors import Problem
from sozialplanung.jobs import doorbell, leases, runner
from sozialplanung.jobs.registry import duties

logger = logging.getLogger(__name__)

# A fresh message deserves a moment before somebody rings again.
GRACE_SECONDS: Final = 5.0
MOST_AT_ONCE: Final = 500

WORKER_LOST: Final = Problem(
    "jobs.worker_lost",
    "The worker died while it did this job, each time it was tried.",
    "",
    "",
    409,
    {},
)
_LOCK: Final = 0x5052_4A4F


@dataclass(frozen=True)
class Sweep:
    """What one sweep did; None where another sweeper was at it."""

    reclaimed: int
    failed: int
    rung: int


def sweep() -> Sweep | None:
    """Take back expired leases, fail what waits in vain, ring for what nobody heard."""
    with transaction.atomic():
        if not _is_alone():
            return None
        reclaimed, lost = leases.reclaim_expired(WORKER_LOST, pause_seconds=0)
        orphans = 0
        while found := leases.fail_orphans(runner.PREREQUISITE_FAILED):
            orphans += len(found)
    result = Sweep(reclaimed=len(reclaimed), failed=len(lost) + orphans, rung=_ring_again())
    if any((result.reclaimed, result.failed, result.rung)):
        logger.info("Swept: %s reclaimed, %s failed, %s rung", result.reclaimed, result.failed, result.rung)
    return result


def perform_duties() -> None:
    """Run the periodic duties that are due; one that fails does not keep the others from running."""
    for duty in duties():
        if duty.is_due():
            try:
                duty.perform()
            except Exception:
                # The boundary of the sweeper, which has to live on.
                logger.exception("A periodic duty failed: %s", duty.name)
                if not connection.in_atomic_block:
                    connection.close_if_unusable_or_obsolete()


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _ring_again() -> int:
    # While messages wait, workers are busy, not deaf; ringing more would only pile up messages.
    if not doorbell.is_queue_empty():
        return 0
    waiting = leases.take_unheard(grace_seconds=GRACE_SECONDS, most=MOST_AT_ONCE)
    return sum(doorbell.ring(job_id, kind) for job_id, kind in waiting)
