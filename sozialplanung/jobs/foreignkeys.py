# SPDX-License-Identifier: EUPL-1.2
"""What lies in Redis under the names of our queue and is none: it would hold up every message, so it is dropped.

Nothing is lost with it: the rows know which jobs are unfinished, and the sweeper rings again (ADR 0003).
"""

import logging
from typing import Any, Final

import redis
from django.conf import settings

logger = logging.getLogger(__name__)

# How kombu names the lists of a queue, one for each priority, and the sets of its bindings.
_PRIORITIES: Final = ("", "\x06\x163", "\x06\x166", "\x06\x169")
_BINDINGS: Final = "_kombu.binding.*"


def is_wrong_type(error: BaseException | None) -> bool:
    """Say whether Redis refused a command because something else lies under the name."""
    while error is not None:
        # In a pipeline the command stands before it.
        if isinstance(error, redis.ResponseError) and "WRONGTYPE" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def names_of_queue() -> tuple[str, ...]:
    """Return the lists in which messages of the queue wait, one for each priority."""
    return tuple(f"{settings.CELERY_TASK_DEFAULT_QUEUE}{priority}" for priority in _PRIORITIES)


def drop_foreign_keys(client: Any) -> int:  # noqa: ANN401 - kombu's client has no types
    """Delete what is no list under the names of the queue and no set under those of bindings; returns how many."""
    wanted = {name.encode(): b"list" for name in names_of_queue()}
    wanted |= dict.fromkeys(client.scan_iter(match=_BINDINGS, count=1000), b"set")
    foreign = [name for name, kind in wanted.items() if client.type(name) not in {kind, b"none"}]
    if foreign:
        client.delete(*foreign)
        logger.warning("Keys of a wrong type under the names of the queue were dropped: %s", len(foreign))
    return len(foreign)
