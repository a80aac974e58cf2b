# SPDX-License-Identifier: EUPL-1.2
"""Take published figures back, with everything that would still tell them."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from indicators.errors import CatalogueError, DisclosureBreachError, NotReleasedError, UnjudgedRuleError
from indicators.models import Audience, Indicator, Release, ReleaseState
from indicators.models.disclosure import reading
from indicators.selectors import graph
from indicators.selectors.disclosure import WITHDRAW
from indicators.services.disclosure.gate import alone_in
from indicators.services.releasing.context import subject_of
from indicators.services.releasing.counting import counts_from
from indicators.services.releasing.publishing import publish_indicator
from indicators.services.releasing.standing import end_release, in_force
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job

Periods = dict[int, set[int]]


@dataclass(frozen=True, slots=True)
class Along:
    """What else changes for readers when figures are taken back.

    ``goes`` holds releases that go out of force as well, the levels of the figures themselves included; ``changes``
    those that are released anew without their change, or go along where that is refused.
    """

    goes: tuple[Release, ...]
    changes: tuple[Release, ...]


def what_goes_along(*, release: Release) -> Along:
    """Say what taking a release back would change; nothing is locked or written."""
    gone = graph.reached_periods(
        organisation_id=release.organisation_id, indicator_id=release.indicator_id, period_id=release.period_id
    )
    rows = Release.objects.filter(
        state=ReleaseState.PUBLISHED, audience__in=reading(release.audience), indicator_id__in=gone
    )
    ordered = rows.order_by("indicator__slug", "period__start", "boundary_version", "audience").defer("gzipped")
    standing = list(ordered.select_related("indicator", "period", "boundary_version__level", "vintage"))
    goes = tuple(each for each in standing if each.period_id in gone[each.indicator_id])
    stays = (each for each in standing if each.period_id not in gone[each.indicator_id])
    return Along(goes, tuple(each for each in stays if counts_from(each, gone)))


def request_withdrawal(*, organisation: Organisation, release_id: int, by: User, reason: str) -> Job:
    """Let a job take figures back; one that is on its way already for the same release is returned."""
    return jobs.enqueue(
        kind=WITHDRAW,
        payload={"organisation": organisation.pk, "release": release_id, "reason": reason},
        by=by,
        organisation=organisation,
        idempotency_key=f"withdraw:{release_id}",
    )


@transaction.atomic
def withdraw_release(*, release_id: int, organisation_id: int, by: User, reason: str) -> None:
    """Take the figures of an indicator and period out of force; readers see them no more, from the next request on.

    Other levels go with it, for their sums and headers tell the same; so does what is computed from it, at later
    periods as well where a formula looks back, and what its number of inhabitants hides. Other later periods are
    released anew without the change that counted from here. Where that cannot be done at once (the gate refuses what
    is to come, a rule cannot be judged, new texts wait for a second person) they go along, and come back by themselves
    when it can. Audiences that read more lose all of it too: what is wrong for everybody is wrong for the council. The
    same figures do not come back by themselves. A refusal is kept: to take something back is never refused.

    Raises
    ------
    NotReleasedError
        When there is no such release in force.
    """
    # Before any row, as whoever compiles does.
    alone_in(organisation_id=organisation_id)
    release = in_force(organisation_id=organisation_id, pk=release_id).first()
    if release is None:
        raise NotReleasedError("indicators.not_released", "There is no such release in force.")
    act = _Act(organisation_id, reading(release.audience), by, reason)
    gone = graph.reached_periods(
        organisation_id=organisation_id, indicator_id=release.indicator_id, period_id=release.period_id
    )
    act.end(gone)
    touched = gone
    while True:
        before = act.standing(touched)
        act.release_anew(touched)
        left = [each for each in act.counting_from(gone) if each.pk in before]
        if not left:
            return
        more = _joined({each.indicator_id: {each.period_id}} for each in left)
        act.end(more, goes_along=True)
        gone, touched = _joined([gone, more]), _joined([touched, *map(act.reached, left)])


@dataclass(frozen=True, slots=True)
class _Act:
    """One time that figures are taken back: whose, from whom, by whom and why."""

    organisation_id: int
    audiences: tuple[str, ...]
    by: User
    reason: str
    at: datetime = field(default_factory=timezone.now)

    def end(self, periods: Periods, *, goes_along: bool = False) -> None:
        """Take out of force what is told of some indicators at some periods."""
        for each in in_force(audience__in=self.audiences, indicator_id__in=periods):
            if each.period_id in periods[each.indicator_id]:
                each.is_taken_along = goes_along
                end_release(
                    each,
                    state=ReleaseState.WITHDRAWN,
                    action="indicators.withdrawn",
                    by=self.by,
                    reason=self.reason,
                    at=self.at,
                )

    def release_anew(self, periods: Periods) -> None:
        """Release all periods of some indicators again, as far as that is possible now."""
        for indicator in Indicator.objects.filter(pk__in=periods).select_related("organisation").order_by("pk"):
            for audience in self.audiences:
                with suppress(DisclosureBreachError, UnjudgedRuleError, CatalogueError):
                    publish_indicator(subject=subject_of(indicator), by=self.by, audience=Audience(audience))

    def standing(self, periods: Periods) -> set[int]:
        """Return the ids of what is in force of some indicators, at any period."""
        return {each.pk for each in in_force(audience__in=self.audiences, indicator_id__in=periods)}

    def counting_from(self, periods: Periods) -> list[Release]:
        """Return what is in force and says by how much a figure changed since one that is gone."""
        rows = in_force(audience__in=self.audiences, indicator_id__in=periods).select_related("vintage")
        return [each for each in rows if counts_from(each, periods)]

    def reached(self, release: Release) -> Periods:
        """Return what tells something of a release, itself included."""
        return graph.reached_periods(
            organisation_id=self.organisation_id, indicator_id=release.indicator_id, period_id=release.period_id
        )


def _joined(several: Iterable[Periods]) -> Periods:
    found: Periods = {}
    for each in several:
        for indicator, periods in each.items():
            found[indicator] = found.get(indicator, set()) | periods
    return found
