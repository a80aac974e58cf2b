# SPDX-License-Identifier: EUPL-1.2
"""Tell the workers that a job waits; it does no harm when they do not hear it."""

import logging
from typing import Any, Final
from uuid import UUID

import redis
from celery import current_app
from django.conf import settings
from kombu.exceptions import KombuError

from sozialplanung.jobs.foreignkeys import drop_foreign_keys

logger = logging.getLogger(__name__)

TASK: Final = "jobs.run"
_UNHEARD: Final = (KombuError, redis.RedisError, OSError)


def ring(job_id: UUID) -> bool:
    """Send the job's id to the workers; False when the broker cannot be reached."""
    try:
        current_app.send_task(TASK, args=[str(job_id)], retry=False)
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
            waiting = channel.client.llen(settings.CELERY_TASK_DEFAULT_QUEUE)
    except _UNHEARD:
        return None
    return bool(waiting == 0)


def is_worker_there(*, timeout_seconds: float = 1.0) -> bool:
    """Say whether a worker answers."""
    try:
        return bool(current_app.control.ping(timeout=timeout_seconds))
    except _UNHEARD:
        return False
