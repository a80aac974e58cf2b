# SPDX-License-Identifier: EUPL-1.2
"""Try out what a batch would change: apply, compute and publish in a transaction that is always rolled back.

The very code of the release does the work, so that nothing can be foreseen that the release does not do. Of the try
stays what this module returns; rows, events of the log and calls after the commit go with the transaction.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from psycopg import errors

from indicators.errors import DisclosureBreachError, ForesightBusyError, UnjudgedRuleError
from indicators.models import ImportBatch, Indicator, Release, ReleaseState
from indicators.rendering.foreseen import Outcome, outcome_of
from indicators.rendering.maptable import AreaName
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slices import decode
from indicators.selectors import graph
from indicators.selectors.deliveries import affected_indicators
from indicators.services import observing
from indicators.services.disclosure.gate import cells_of_breach
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.releasing.secrecy import secrecy_of
from sozialplanung.accounts.models import User
from spatial.selectors import units

Report = Callable[[int, int], None]

# Two tries of one organisation would lock each other's rows: the second waits here.
_LOCK: Final = 0x5052_4653
_PATIENCE_SECONDS: Final = 3
_LOOK_SECONDS: Final = 0.25
_BLOCKING: Final = (errors.LockNotAvailable, errors.DeadlockDetected)
_IS_WAITED_FOR: Final = (
    "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND (locktype <> 'advisory' OR classid::bigint <> %s) "
    "AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One release as it would become: the one in force, the bytes in its place, and what readers see of that."""

    indicator_id: int
    period_id: int
    boundary_version_id: int
    audience: str
    before_id: int | None
    payload: bytes
    outcome: Outcome

    @property
    def cell(self) -> tuple[int, int, int, str]:
        """Where it is: indicator, period, boundary version and audience."""
        return self.indicator_id, self.period_id, self.boundary_version_id, self.audience


@dataclass(frozen=True, slots=True)
class _Standing:
    """A release in force."""

    pk: int
    content_hash: str


_Cell = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """What a release would be refused for: cells that are told, or rules that nobody can judge; by indicator."""

    breaches: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unjudged: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tried:
    """Every release that an approval would put in force, replace or end, and what they lose to secrecy."""

    releases: tuple[Foreseen, ...]
    secrecy: Mapping[str, Any]


def try_out(*, batch: ImportBatch, by: User, report: Report) -> Tried:
    """Return what the approval of a batch would change.

    What the gate refuses is named, the rest is tried all the same. The batch is one that waits, with staged values.
    `report` hears how many indicators are done; what it raises ends the try. Nothing of it survives.

    Raises
    ------
    ForesightBusyError
        ``indicators.foresight_busy`` when a release holds what the try needs, or waits for the try itself.
    """
    wanted = _in_order(batch)
    try:
        with _rolled_back():
            _wait_briefly(batch.organisation_id)
            before = _standing(wanted)
            _make_current(batch)
            refused = _release(wanted, by, report)
            after = _standing(wanted)
            found = _compared(before, after)
            new = [after[each.cell].pk for each in found if each.cell in after]
            return Tried(found, _told(secrecy_of(release_ids=new, breaches=refused.breaches), refused))
    except OperationalError as error:
        if isinstance(error.__cause__, _BLOCKING):
            raise _busy() from error
        raise


def _told(secrecy: dict[str, Any], refused: Refused) -> dict[str, Any]:
    return {**secrecy, "unjudged": refused.unjudged} if refused.unjudged else secrecy


def _make_current(batch: ImportBatch) -> None:
    if batch.takes_back_id is None:
        observing.make_current(batch_id=batch.pk, organisation_id=batch.organisation_id)
    else:
        observing.apply_inverse(
            batch_id=batch.pk, takes_back_id=batch.takes_back_id, organisation_id=batch.organisation_id
        )


def _in_order(batch: ImportBatch) -> tuple[int, ...]:
    affected = set(affected_indicators(batch))
    return tuple(pk for pk in graph.in_order(organisation_id=batch.organisation_id) if pk in affected)


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _wait_briefly(organisation_id: int) -> None:
    """Let this transaction wait for nobody for long, and for another try of the same organisation first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE_SECONDS}s'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, organisation_id])


def _release(wanted: Sequence[int], by: User, report: Report) -> Refused:
    """Compute and publish one indicator after the other, as the jobs do; returns what was refused."""
    watch, refused = _Watch(), Refused()
    slugs = dict(Indicator.objects.filter(pk__in=wanted).values_list("pk", "slug"))
    for done, indicator_id in enumerate(wanted):

        def step(_done: int, _total: int, done: int = done) -> None:
            watch.look()
            report(done, len(wanted))

        step(0, 0)
        try:
            refresh_indicator(indicator_id=indicator_id, by=by, report=step)
        except DisclosureBreachError as error:
            refused.breaches[slugs[indicator_id]] = cells_of_breach(error)
        except UnjudgedRuleError as error:
            refused.unjudged[slugs[indicator_id]] = {"code": error.code, **error.params}
    watch.look()
    report(len(wanted), len(wanted))
    return refused


class _Watch:
    """Notices when somebody waits for a lock of the try: a release or an edit goes first."""

    def __init__(self) -> None:
        self._due_at = 0.0

    def look(self) -> None:
        """Give way to whoever waits; asks the database a few times a second at most."""
        now = time.monotonic()
        if now < self._due_at:
            return
        self._due_at = now + _LOOK_SECONDS
        with connection.cursor() as cursor:
            cursor.execute(_IS_WAITED_FOR, [_LOCK])
            row = cursor.fetchone()
        if row and row[0]:
            raise _busy()


def _busy() -> ForesightBusyError:
    return ForesightBusyError(
        "indicators.foresight_busy",
        "Figures are being released at this moment, so that the effect could not be computed.",
        way_out="Let it be computed again in a moment.",
    )


def _standing(wanted: Sequence[int]) -> dict[_Cell, _Standing]:
    rows = Release.objects.filter(indicator_id__in=wanted, state=ReleaseState.PUBLISHED)
    found = rows.values_list("indicator_id", "period_id", "boundary_version_id", "audience", "pk", "content_hash")
    return {(row[0], row[1], row[2], row[3]): _Standing(row[4], row[5]) for row in found}


def _compared(before: dict[_Cell, _Standing], after: dict[_Cell, _Standing]) -> tuple[Foreseen, ...]:
    found = []
    for cell in sorted(before.keys() | after.keys()):
        was, now = before.get(cell), after.get(cell)
        if (was and was.content_hash) != (now and now.content_hash):
            found.append(_foreseen(cell, was, now))
    return tuple(found)


def _foreseen(cell: _Cell, was: _Standing | None, now: _Standing | None) -> Foreseen:
    old, new = _payload(was), _payload(now)
    outcome = outcome_of(_content(old), _content(new), _areas(cell[2]))
    return Foreseen(*cell, was.pk if was else None, new, outcome)


def _payload(standing: _Standing | None) -> bytes:
    return bytes(Release.objects.values_list("payload", flat=True).get(pk=standing.pk)) if standing else b""


def _content(payload: bytes) -> SliceContent | None:
    return decode(payload) if payload else None


def _areas(boundary_version_id: int) -> list[AreaName]:
    return [AreaName(row.key, row.name, "") for row in units.unit_rows(boundary_version_id)]
