# SPDX-License-Identifier: EUPL-1.2
"""Tell the workers that a job waits; it does no harm when they do not hear it."""

import logging
from typing import Any, Final
from uuid import UUID

import redis
from celery import current_app
from kombu.exceptions import KombuError

from sozialplanung.jobs.foreignkeys import drop_foreign_keys, names_of_queue
from sozialplanung.jobs.registry import Pace, pace_of

logger = logging.getLogger(__name__)

TASK: Final = "jobs.run"
# As the steps of the broker go, the first one before all others.
_FIRST: Final = 0
_LATER: Final = 6
_UNHEARD: Final = (KombuError, redis.RedisError, OSError)


def ring(job_id: UUID, kind: str = "") -> bool:
    """Send the job's id to the workers, behind all others where its kind can wait; False when no broker is there."""
    priority = _LATER if pace_of(kind) is Pace.LATER else _FIRST
    try:
        current_app.send_task(TASK, args=[str(job_id)], retry=False, priority=priority)
    except _UNHEARD as error:
        logger.warning(
            "The broker cannot be reached, the sweeper will ring again: %s",
            type(error).__name__,
            extra={"job": str(job_id)},
        )
        return False
    return True


def is_queue_empty() -> bool | None:
    """Say whether no message waits, once what is no queue is out of the way; None when the broker is away."""
    try:
        with current_app.connection_for_read() as connection:
            channel: Any = connection.default_channel
            drop_foreign_keys(channel.client)
            waiting = sum(channel.client.llen(name) for name in names_of_queue())
    except _UNHEARD:
        return None
    return bool(waiting == 0)


def is_worker_there(*, timeout_seconds: float = 1.0) -> bool:
    """Say whether a worker answers."""
    try:
        return bool(current_app.control.ping(timeout=timeout_seconds))
    except _UNHEARD:
        return False
