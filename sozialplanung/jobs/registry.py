# SPDX-License-Identifier: EUPL-1.2
"""What the apps can do in the background; they register it in `AppConfig.ready`."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from sozialplanung.jobs.errors import JobRequestError

if TYPE_CHECKING:
    from sozialplanung.jobs.context import JobContext


class Handler(Protocol):
    """Does the work of one kind of job: idempotent, or with all its effects inside `context.finishing()`."""

    def __call__(self, context: "JobContext", /) -> None:
        """Do the work."""


class Pace(Enum):
    """How soon jobs of a kind are done where many wait.

    `AWAITED`: somebody looks at a page until it is done. `LATER`: nobody does; all others go before, and a handler
    that works in steps may make room between them (`JobContext.is_awaited_elsewhere`).
    """

    AWAITED = "awaited"
    USUAL = "usual"
    LATER = "later"


@dataclass
class Duty:
    """A small task which the sweeper runs every so many seconds; it must be harmless to run it twice."""

    name: str
    every_seconds: float
    perform: Callable[[], object]
    _due_at: float = field(default=0.0)

    def is_due(self) -> bool:
        """Say whether it is time again, and if so start the next pause."""
        now = time.monotonic()
        if now < self._due_at:
            return False
        self._due_at = now + self.every_seconds
        return True


_HANDLERS: dict[str, Handler] = {}
_PACES: dict[str, Pace] = {}
_DUTIES: dict[str, Duty] = {}


def register(kind: str, handler: Handler, pace: Pace = Pace.USUAL) -> None:
    """Let `handler` do the jobs of this kind; a kind has one handler."""
    if _HANDLERS.setdefault(kind, handler) is not handler:
        raise ValueError(f"The kind of job {kind!r} has a handler already.")
    _PACES[kind] = pace


def pace_of(kind: str) -> Pace:
    """Return how soon jobs of a kind are done."""
    return _PACES.get(kind, Pace.USUAL)


def kinds_of(pace: Pace) -> tuple[str, ...]:
    """Return the kinds of a pace."""
    return tuple(kind for kind, own in _PACES.items() if own is pace)


def handler_for(kind: str) -> Handler:
    """Return the handler of a kind."""
    try:
        return _HANDLERS[kind]
    except KeyError:
        raise JobRequestError(
            "jobs.kind_unknown", f"There is no handler for jobs of the kind {kind!r}.", kind=kind
        ) from None


def register_duty(name: str, *, every_seconds: float, perform: Callable[[], object]) -> None:
    """Let the sweeper call `perform` every so many seconds."""
    _DUTIES.setdefault(name, Duty(name, every_seconds, perform))


def duties() -> tuple[Duty, ...]:
    """Return all duties of the sweeper."""
    return tuple(_DUTIES.values())
