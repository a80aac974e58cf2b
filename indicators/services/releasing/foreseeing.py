# SPDX-License-Identifier: EUPL-1.2
"""Try out what a batch would change: apply, compute and publish in a transaction that is always rolled back.

The very code of the release does the work, so that nothing can be foreseen that the release does not do. Of the try
stays what this module returns; rows, events of the log and calls after the commit go with the transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.models import ImportBatch, Indicator, Release, ReleaseState
from indicators.rendering.foreseen import Outcome, outcome_of
from indicators.rendering.maptable import AreaName
from indicators.rendering.slice_content import SliceContent
from indicators.rendering.slices import decode
from indicators.selectors import graph
from indicators.selectors.deliveries import affected_indicators
from indicators.services import observing
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.releasing.secrecy import secrecy_of
from indicators.services.releasing.trying import Refused, Report, Watch, rolled_back
from sozialplanung.accounts.models import User
from spatial.selectors import units


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
    with rolled_back(organisation_id=batch.organisation_id) as watch:
        before = _standing(wanted)
        _make_current(batch)
        refused = _release(wanted, by, report, watch)
        after = _standing(wanted)
        found = _compared(before, after)
        new = [after[each.cell].pk for each in found if each.cell in after]
        return Tried(found, _told(secrecy_of(release_ids=new, breaches=refused.breaches), refused))


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


def _release(wanted: Sequence[int], by: User, report: Report, watch: Watch) -> Refused:
    """Compute and publish one indicator after the other, as the jobs do; returns what was refused."""
    refused = Refused()
    slugs = dict(Indicator.objects.filter(pk__in=wanted).values_list("pk", "slug"))
    for done, indicator_id in enumerate(wanted):

        def step(_done: int, _total: int, done: int = done) -> None:
            watch.look()
            report(done, len(wanted))

        step(0, 0)
        with refused.noting(slugs[indicator_id]):
            refresh_indicator(indicator_id=indicator_id, by=by, report=step)
    watch.look()
    report(len(wanted), len(wanted))
    return refused


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
