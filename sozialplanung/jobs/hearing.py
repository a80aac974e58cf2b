# SPDX-License-Identifier: EUPL-1.2
"""A worker that no longer hears the doorbell ends, so that its supervisor starts one that does.

After a broker went away and came back, a consumer may be left that answers nothing and takes nothing, although its
process lives. Messages then wait, the sweeper takes that for busy workers, and nobody would ever work again.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Final

from celery.worker import state
from django.conf import settings

from sozialplanung.jobs import doorbell

logger = logging.getLogger(__name__)

LOOKS: Final = 4
_PATIENCE_SECONDS: Final = 30.0


def watch() -> threading.Thread:
    """Start the watch in the main process of a worker."""
    thread = threading.Thread(target=_watch, name="hearing", daemon=True)
    thread.start()
    return thread


def _watch() -> None:
    pause = settings.JOBS_DEAF_SECONDS / LOOKS
    wait_until_deaf(lambda: time.sleep(pause), is_busy=_is_busy, is_queue_empty=doorbell.is_queue_empty)
    logger.error("Messages wait, and this worker takes none of them; it ends, to be started anew.")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE_SECONDS)
    # A consumer that hangs does not take the signal either.
    os.kill(os.getpid(), signal.SIGKILL)


def wait_until_deaf(
    pause: Callable[[], None], *, is_busy: Callable[[], bool], is_queue_empty: Callable[[], bool | None]
) -> None:
    """Return when messages waited at several looks in a row while this worker had nothing to do.

    ``is_queue_empty`` gives None while the broker is away: then nobody could hear anything.
    """
    deaf = 0
    while deaf < LOOKS:
        pause()
        deaf = deaf + 1 if not is_busy() and is_queue_empty() is False else 0


def _is_busy() -> bool:
    return bool(state.active_requests or state.reserved_requests)
