# SPDX-License-Identifier: EUPL-1.2
"""The thread that keeps a lease alive while the handler works."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db import Error, connection, connections

from sozialplanung.jobs import leases
from sozialplanung.jobs.context import JobContext

logger = logging.getLogger(__name__)

_LONGEST_PAUSE_SECONDS: Final = 1.0


@contextmanager
def heartbeat(context: JobContext) -> Iterator[None]:
    """Renew the lease, note the progress and listen for a cancellation until the block ends.

    Inside a transaction of the caller no other connection sees the row, hence nobody can take the
    job away and no heart has to beat.
    """
    if connection.in_atomic_block:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(context, stop), name="job-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(context: JobContext, stop: threading.Event) -> None:
    pause = min(_LONGEST_PAUSE_SECONDS, settings.JOBS_LEASE_SECONDS / 4)
    renewed_at = time.monotonic()
    written = context.current_progress
    try:
        while not stop.wait(pause):
            progress = context.current_progress
            is_due = time.monotonic() - renewed_at >= settings.JOBS_LEASE_SECONDS / 4
            if progress == written and not is_due:
                continue
            if _renew(context, progress):
                renewed_at, written = time.monotonic(), progress
            elif time.monotonic() - renewed_at > settings.JOBS_LEASE_SECONDS:
                # Nobody could be asked for the whole lease: somebody else may have the job by now.
                context.lost.set()
            if context.lost.is_set():
                return
    finally:
        connections.close_all()


def _renew(context: JobContext, progress: leases.Progress) -> bool:
    try:
        is_cancelled = leases.renew(context.lease, progress)
    except Error as error:
        logger.warning("The lease could not be renewed: %s", type(error).__name__)
        connection.close()
        return False
    if is_cancelled is None:
        context.lost.set()
    elif is_cancelled:
        context.cancelled.set()
    return True
