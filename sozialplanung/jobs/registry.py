# SPDX-License-Identifier: EUPL-1.2
"""What the apps can do in the background; they register it in `AppConfig.ready`."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from sozialplanung.jobs.errors import JobRequestError

if TYPE_CHECKING:
    from sozialplanung.jobs.context import JobContext


class Handler(Protocol):
    """Does the work of one kind of job: idempotent, or with all its effects inside `context.finishing()`."""

    def __call__(self, context: "JobContext", /) -> None:
        """Do the work."""


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
_DUTIES: dict[str, Duty] = {}


def register(kind: str, handler: Handler) -> None:
    """Let `handler` do the jobs of this kind; a kind has one handler."""
    if _HANDLERS.setdefault(kind, handler) is not handler:
        raise ValueError(f"The kind of job {kind!r} has a handler already.")


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
