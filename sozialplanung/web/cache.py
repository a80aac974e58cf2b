# SPDX-License-Identifier: EUPL-1.2
"""A Redis cache that counts as empty while Redis is away, and that believes nothing which it did not write itself."""

import hmac
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, Final, TypeVar

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

T = TypeVar("T")

# After a failure nobody asks for so long: a page must not wait for one time-out per key.
PAUSE_SECONDS = 5.0

_SEAL_BYTES: Final = sha256().digest_size
_PURPOSE: Final = b"sozialplanung.web.cache"


class AsItIs:
    """Hand bytes to Redis and back: Django would unpickle them, and a pickle can run code."""

    def dumps(self, value: bytes) -> bytes:
        """Return the bytes to store."""
        return value

    def loads(self, stored: bytes) -> bytes:
        """Return the stored bytes."""
        return stored


class _NoValue:
    """Stands for bytes that are no value of ours."""


_MISS: Final = _NoValue()


def _seal(key: str, text: bytes) -> bytes:
    secret = hmac.digest(str(settings.SECRET_KEY).encode(), _PURPOSE, sha256)
    name = key.encode()
    return hmac.digest(secret, len(name).to_bytes(4, "big") + name + text, sha256)


def sealed(key: str, value: object) -> bytes:
    """Return a value of JSON as bytes that hold under this key alone."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return _seal(key, text) + text


def opened(key: str, stored: object) -> object:
    """Return the value that was sealed for this key, or the mark of a miss."""
    if not isinstance(stored, bytes):
        return _MISS
    seal, text = stored[:_SEAL_BYTES], stored[_SEAL_BYTES:]
    if not hmac.compare_digest(seal, _seal(key, text)):
        logger.warning("The cache held something that this application did not write.")
        return _MISS
    return json.loads(text)


class TolerantRedisCache(RedisCache):
    """Behave like an empty cache while Redis cannot be reached, and ask it again after a pause.

    Values are JSON: text, numbers, lists, dicts with text as keys.
    """

    _paused_until = 0.0

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        """Keep Django's pickles out, whatever the settings say."""
        options = {**params.get("OPTIONS", {}), "serializer": AsItIs}
        super().__init__(server, {**params, "OPTIONS": options})

    @property
    def is_away(self) -> bool:
        """Whether Redis could not be reached a moment ago, and nobody asks it."""
        return time.monotonic() < self._paused_until

    def _sealed(self, key: object, value: object, version: int | None) -> bytes:
        return sealed(self.make_key(key, version), value)

    def _opened(self, key: object, stored: object, version: int | None) -> object:
        return opened(self.make_key(key, version), stored)

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
        stored = self._try(lambda: super(TolerantRedisCache, self).get(key, None, version), otherwise=None)
        value = self._opened(key, stored, version)
        return default if value is _MISS else value

    def set(
        self, key: object, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Store the value if Redis is there."""
        content = self._sealed(key, value, version)
        self._try(lambda: super(TolerantRedisCache, self).set(key, content, timeout, version), otherwise=None)

    def add(
        self, key: object, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store the value if the key is new; without Redis nothing is stored."""
        content = self._sealed(key, value, version)
        return self._try(lambda: super(TolerantRedisCache, self).add(key, content, timeout, version), otherwise=False)

    def touch(self, key: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Prolong the life of a key if Redis is there."""
        return self._try(lambda: super(TolerantRedisCache, self).touch(key, timeout, version), otherwise=False)

    def delete(self, key: object, version: int | None = None) -> bool:
        """Delete the key if Redis is there."""
        return self._try(lambda: super(TolerantRedisCache, self).delete(key, version), otherwise=False)

    def get_many(self, keys: Iterable[object], version: int | None = None) -> dict[object, object]:
        """Return the values that are there."""
        wanted = list(keys)
        found: dict[object, object] = self._try(
            lambda: super(TolerantRedisCache, self).get_many(wanted, version), otherwise={}
        )
        values = {key: self._opened(key, stored, version) for key, stored in found.items()}
        return {key: value for key, value in values.items() if value is not _MISS}

    def set_many(
        self, data: Mapping[object, object], timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[object]:
        """Store the values if Redis is there; return the keys that were not stored."""
        contents = {key: self._sealed(key, value, version) for key, value in data.items()}
        return self._try(
            lambda: super(TolerantRedisCache, self).set_many(contents, timeout, version), otherwise=list(data)
        )

    def delete_many(self, keys: Iterable[object], version: int | None = None) -> None:
        """Delete the keys if Redis is there."""
        wanted = list(keys)
        self._try(lambda: super(TolerantRedisCache, self).delete_many(wanted, version), otherwise=None)

    def has_key(self, key: object, version: int | None = None) -> bool:
        """Say whether the key is there; without Redis it is not."""
        return self._try(lambda: super(TolerantRedisCache, self).has_key(key, version), otherwise=False)

    def incr(self, key: object, delta: int = 1, version: int | None = None) -> int:
        """Count on, not at once with others; ValueError says that nothing is there to count from."""
        return BaseCache.incr(self, key, delta, version)

    def clear(self) -> None:
        """Empty the cache if Redis is there."""
        self._try(lambda: super(TolerantRedisCache, self).clear(), otherwise=None)
