# SPDX-License-Identifier: EUPL-1.2
"""The way from Redis to the worker: what is no message of ours is dropped, and the worker goes on."""

import logging
from collections.abc import Callable
from queue import Empty
from typing import Any, Final

from kombu.transport import redis

from sozialplanung.jobs.foreignkeys import drop_foreign_keys, is_wrong_type

logger = logging.getLogger(__name__)

# What says something of Redis, not of a message.
_OF_REDIS: Final[tuple[type[Exception], ...]] = (
    *(kind for kinds in redis.get_redis_error_classes() for kind in kinds),
    Empty,
)


class DroppingChannel(redis.Channel):
    """Lose unreadable messages instead of the worker.

    Nothing is lost with them: the rows know which jobs are unfinished, and the sweeper rings again (ADR 0003).
    """

    # A worker that loses Redis would first try to put its unfinished messages back into it, fail at
    # that and die. There is nothing to put back, for the same reason.
    do_restore = False

    def basic_consume(
        self,
        queue: str,
        no_ack: bool,  # noqa: FBT001 - kombu's signature
        callback: Callable[..., Any] | None,
        consumer_tag: str | None,
        **kwargs: Any,  # noqa: ANN401 - kombu's signature
    ) -> str:
        """Hand messages on; one that the consumer stumbles over is done with."""
        careful = _careful(callback) if callback else None
        tag: str = super().basic_consume(queue, no_ack, careful, consumer_tag, **kwargs)
        return tag

    # A process declares the queue before it reads or rings: what is no queue would never let it begin.
    def _size(self, queue: str) -> int:
        return int(self._cleaned(lambda: super(DroppingChannel, self)._size(queue)))

    def _queue_bind(self, *binding: Any) -> None:  # noqa: ANN401 - kombu's signature
        self._cleaned(lambda: super(DroppingChannel, self)._queue_bind(*binding))  # type: ignore[misc]

    def _cleaned(self, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever kombu gives
        try:
            return work()
        except _OF_REDIS as error:
            self._clean(error)
            return work()

    def _clean(self, error: Exception) -> None:
        """Drop what is no queue where that is what Redis complained of; raise anything else."""
        if not is_wrong_type(error):
            raise error
        with self.conn_or_acquire() as client:
            drop_foreign_keys(client)

    # The stubs leave both of these out, and kombu's loop calls them by these very names.
    def _brpop_read(self, **options: Any) -> bool:  # noqa: ANN401 - kombu's signature
        return self._read(lambda: super(DroppingChannel, self)._brpop_read(**options))  # type: ignore[misc]

    def _receive(self) -> bool:
        return self._read(super()._receive)  # type: ignore[misc]

    def _read(self, read: Callable[[], Any]) -> bool:
        try:
            return bool(read())
        except _OF_REDIS as error:
            self._clean(error)
            return True
        except Exception as error:  # noqa: BLE001 - the boundary: strangers may have written the message
            _tell(error)
            return True


def _careful(callback: Callable[..., Any]) -> Callable[[Any], Any]:
    def careful(message: Any) -> Any:  # noqa: ANN401 - whatever a consumer takes and gives
        try:
            return callback(message)
        except _OF_REDIS:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary: strangers may have written the message
            _tell(error)
            if not message.acknowledged:
                message.reject()

    return careful


def _tell(error: Exception) -> None:
    # Neither the message nor the text of the error, which quotes it.
    logger.warning("A message that cannot be read was dropped: %s", type(error).__name__)
