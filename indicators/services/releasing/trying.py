# SPDX-License-Identifier: EUPL-1.2
"""Try something out in a transaction that is always rolled back, and give way to whoever waits for it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from psycopg import errors

from indicators.errors import DisclosureBreachError, ForesightBusyError, UnjudgedRuleError
from indicators.services.disclosure.gate import cells_of_breach

Report = Callable[[int, int], None]

LOOK_SECONDS: Final = 0.25
# Two tries of one organisation would lock each other's rows: the second waits here.
_LOCK: Final = 0x5052_4653
_PATIENCE_SECONDS: Final = 3
_BLOCKING: Final = (errors.LockNotAvailable, errors.DeadlockDetected)
_IS_WAITED_FOR: Final = (
    "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND (locktype <> 'advisory' OR classid::bigint <> %s) "
    "AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
)


@dataclass(frozen=True, slots=True)
class Refused:
    """What a release would be refused for: cells that are told, or rules that nobody can judge; by indicator."""

    breaches: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unjudged: dict[str, dict[str, Any]] = field(default_factory=dict)

    @contextmanager
    def noting(self, slug: str) -> Iterator[None]:
        """Keep what an indicator is refused for and go on."""
        try:
            yield
        except DisclosureBreachError as error:
            self.breaches[slug] = cells_of_breach(error)
        except UnjudgedRuleError as error:
            self.unjudged[slug] = {"code": error.code, **error.params}


class Watch:
    """Notices when somebody waits for a lock of the try: a release or an edit goes first."""

    def __init__(self) -> None:
        self._due_at = 0.0

    def look(self) -> None:
        """Give way to whoever waits; asks the database a few times a second at most."""
        now = time.monotonic()
        if now < self._due_at:
            return
        self._due_at = now + LOOK_SECONDS
        with connection.cursor() as cursor:
            cursor.execute(_IS_WAITED_FOR, [_LOCK])
            row = cursor.fetchone()
        if row and row[0]:
            raise _busy()


@contextmanager
def rolled_back(*, organisation_id: int) -> Iterator[Watch]:
    """Run a try of one organisation: nothing that it writes survives, and it waits for nobody for long.

    Raises
    ------
    ForesightBusyError
        ``indicators.foresight_busy`` when a release holds what the try needs, or waits for the try itself.
    """
    try:
        with transaction.atomic():
            try:
                _wait_briefly(organisation_id)
                yield Watch()
            finally:
                transaction.set_rollback(True)
    except OperationalError as error:
        if isinstance(error.__cause__, _BLOCKING):
            raise _busy() from error
        raise


def _wait_briefly(organisation_id: int) -> None:
    """Let this transaction wait for nobody for long, and for another try of the same organisation first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE_SECONDS}s'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, organisation_id])


def _busy() -> ForesightBusyError:
    return ForesightBusyError(
        "indicators.foresight_busy",
        "Figures are being released at this moment, so that the effect could not be computed.",
        way_out="Let it be computed again in a moment.",
    )
