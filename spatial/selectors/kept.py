# SPDX-License-Identifier: EUPL-1.2
"""A small memory of one process for rows that never change once they are there."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")


class Kept(Generic[T]):
    """Keep the most recently asked answers; an empty answer may still be filled and is not kept."""

    _every: ClassVar[WeakSet["Kept[Any]"]] = WeakSet()

    def __init__(self, load: Callable[[int], T], size: int) -> None:
        self._load = load
        self._size = size
        self._answers: OrderedDict[int, T] = OrderedDict()
        self._lock = Lock()
        self._every.add(self)

    def __call__(self, number: int) -> T:
        """Return the answer for the number, from memory or freshly loaded."""
        with self._lock:
            if number in self._answers:
                self._answers.move_to_end(number)
                return self._answers[number]
        answer = self._load(number)
        if answer:
            self._keep(number, answer)
        return answer

    def forget(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._answers.clear()

    @classmethod
    def forget_everything(cls) -> None:
        """Let every memory of the process forget its answers."""
        for memory in cls._every:
            memory.forget()

    def _keep(self, number: int, answer: T) -> None:
        with self._lock:
            self._answers[number] = answer
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)
