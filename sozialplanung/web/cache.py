# SPDX-License-Identifier: EUPL-1.2
"""A Redis cache that counts as empty while Redis is away."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

T = TypeVar("T")

# After a failure nobody asks for so long: a page must not wait for one time-out per key.
PAUSE_SECONDS = 5.0


class TolerantRedisCache(RedisCache):
    """Behave like an empty cache while Redis cannot be reached, and ask it again after a pause."""

    _paused_until = 0.0

    def _try(self, operation: Callable[[], T], *, otherwise: T) -> T:
        cls = type(self)
        if time.monotonic() < cls._paused_until:
            return otherwise
        try:
            return operation()
        except RedisError as error:
            cls._paused_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("The cache is not available: %s", type(error).__name__)
            return otherwise

    def get(self, key: object, default: object = None, version: int | None = None) -> object:
        """Return the value, or the default on a miss or without Redis."""
        return self._try(lambda: super(TolerantRedisCache, self).get(key, default, version), otherwise=default)

    def set(
        self, key: object, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Store the value if Redis is there."""
        self._try(lambda: super(TolerantRedisCache, self).set(key, value, timeout, version), otherwise=None)

    def add(
        self, key: object, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store the value if the key is new; without Redis nothing is stored."""
        return self._try(lambda: super(TolerantRedisCache, self).add(key, value, timeout, version), otherwise=False)

    def touch(self, key: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Prolong the life of a key if Redis is there."""
        return self._try(lambda: super(TolerantRedisCache, self).touch(key, timeout, version), otherwise=False)

    def delete(self, key: object, version: int | None = None) -> bool:
        """Delete the key if Redis is there."""
        return self._try(lambda: super(TolerantRedisCache, self).delete(key, version), otherwise=False)

    def get_many(self, keys: Iterable[object], version: int | None = None) -> dict[object, object]:
        """Return the values that are there."""
        wanted = list(keys)
        return self._try(lambda: super(TolerantRedisCache, self).get_many(wanted, version), otherwise={})

    def set_many(
        self, data: Mapping[object, object], timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[object]:
        """Store the values if Redis is there; return the keys that were not stored."""
        return self._try(
            lambda: super(TolerantRedisCache, self).set_many(dict(data), timeout, version), otherwise=list(data)
        )

    def delete_many(self, keys: Iterable[object], version: int | None = None) -> None:
        """Delete the keys if Redis is there."""
        wanted = list(keys)
        self._try(lambda: super(TolerantRedisCache, self).delete_many(wanted, version), otherwise=None)

    def has_key(self, key: object, version: int | None = None) -> bool:
        """Say whether the key is there; without Redis it is not."""
        return self._try(lambda: super(TolerantRedisCache, self).has_key(key, version), otherwise=False)

    def incr(self, key: object, delta: int = 1, version: int | None = None) -> int:
        """Count on; without Redis the key counts as unknown, which is what ValueError says."""
        counted = self._try(lambda: super(TolerantRedisCache, self).incr(key, delta, version), otherwise=None)
        if counted is None:
            raise ValueError(key)
        return counted

    def clear(self) -> None:
        """Empty the cache if Redis is there."""
        self._try(lambda: super(TolerantRedisCache, self).clear(), otherwise=None)
