# SPDX-License-Identifier: EUPL-1.2
"""What was worked out from released slices, kept by the hash of their content: a new release is a new key."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The most recently used results, as many as their areas allow."""

    def __init__(self, most_areas: int) -> None:
        """Keep results of no more than `most_areas` areas in all."""
        self._most_areas = most_areas
        self._found: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._areas = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        """Return what is kept, None when it is not."""
        with self._lock:
            if key not in self._found:
                return None
            self._found.move_to_end(key)
            return self._found[key][0]

    def keep(self, key: Hashable, result: T, areas: int) -> T:
        """Keep a result of so many areas, let go of the least recently used ones, and return it."""
        with self._lock:
            if key not in self._found:
                self._found[key] = (result, areas)
                self._areas += areas
            while self._areas > self._most_areas:
                self._areas -= self._found.popitem(last=False)[1][1]
        return result
