# SPDX-License-Identifier: EUPL-1.2
"""Conversions follow what is released: asked for by the sweeper, made by a job, for every change exactly once."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.utils import timezone

from indicators.models import Indicator, Release, ReleaseState
from indicators.selectors import graph
from indicators.selectors.computations import organisations_at_work
from indicators.selectors.inhabitants import inhabitants_of
from indicators.services.converting.ground import ways_of
from indicators.services.converting.indices import IndexBook
from indicators.services.converting.making import METHOD, convert_indicator
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job, JobState
from spatial.selectors.crosswalktables import table_marks
from spatial.selectors.inhabited import inhabited_mark
from spatial.selectors.levels import boundary_versions_of, organisations_with_editions

CONVERT: Final = "indicators.convert"
# What failed at a database that was away is tried again; what fails by itself is not tried without end.
_AGAIN_AFTER: Final = timedelta(minutes=15)


def follow_releases() -> int:
    """Ask for a job where something was released or drawn anew since the last one; returns how many were asked for."""
    at_work = set(organisations_at_work())
    waiting = [pk for pk in organisations_with_editions() if pk not in at_work]
    asked = 0
    for organisation in Organisation.objects.filter(pk__in=waiting):
        state = state_of(organisation)
        if _is_due(organisation, state):
            _enqueue(organisation, state, None, ())
            asked += 1
    return asked


def _is_due(organisation: Organisation, state: str) -> bool:
    """Whether the newest job was for another state, or ended without making anything some time ago.

    An older job for the same state says nothing: what was taken back since leads to a state that was there before.
    """
    told = Job.objects.filter(kind=CONVERT, organisation_id=organisation.pk).exclude(payload__state="")
    newest = told.order_by("-created_at", "-id").first()
    if newest is None or newest.payload["state"] != state:
        return True
    is_lost = newest.state in {JobState.FAILED, JobState.CANCELLED}
    return is_lost and newest.finished_at is not None and newest.finished_at < timezone.now() - _AGAIN_AFTER


def request_conversions(*, organisation: Organisation, by: User, after: Iterable[Job] = ()) -> Job | None:
    """Let a job bring the conversions of an organisation up to date; None where there are no two editions."""
    if organisation.pk not in organisations_with_editions():
        return None
    return _enqueue(organisation, "", by, after)


def _enqueue(organisation: Organisation, state: str, by: User | None, after: Iterable[Job]) -> Job:
    return jobs.enqueue(
        kind=CONVERT,
        payload={"organisation": organisation.pk, "state": state},
        by=by,
        organisation=organisation,
        after=after,
    )


def state_of(organisation: Organisation) -> str:
    """Return a mark that changes with all that conversions rest on: releases in force, boundaries, tables and rules."""
    releases = Release.objects.filter(organisation=organisation, state=ReleaseState.PUBLISHED)
    versions = [version.id for version in boundary_versions_of(organisation)]
    parts: tuple[object, ...] = (
        METHOD,
        sorted(releases.values_list("pk", flat=True)),
        versions,
        inhabitants_of(organisation),
    )
    # What was withdrawn counts as well: a release that came and went between two looks leaves the others as they were.
    if gone := Release.objects.filter(organisation=organisation, state=ReleaseState.WITHDRAWN).count():
        parts += (gone,)
    # Without a table or a layer the mark is what it was before there were any: nothing is made anew for nothing.
    more = (table_marks(organisation.pk), inhabited_mark(organisation.pk))
    parts += tuple(each for each in more if each)
    return sha256(repr(parts).encode()).hexdigest()[:40]


def convert_releases(*, organisation_id: int, report: Callable[[int, int], None]) -> int:
    """Bring crosswalks and conversions of an organisation up to date; returns how many conversions are new.

    Every indicator is whole or as it was before; a second attempt goes on where the first one ended.
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    ways, inhabitants, book = ways_of(organisation), inhabitants_of(organisation), IndexBook(organisation)
    rows = Indicator.objects.filter(organisation=organisation, is_building_block=False).in_bulk()
    # An index comes after all that it is made of.
    indicators = [rows[pk] for pk in graph.in_order(organisation_id=organisation.pk) if pk in rows]
    made = dropped = 0
    for done, indicator in enumerate(indicators):
        report(done, len(indicators))
        new, gone = convert_indicator(indicator=indicator, ways=ways, inhabitants=inhabitants, book=book)
        made, dropped = made + new, dropped + gone
    if made or dropped:
        record(
            action="indicators.converted",
            by=None,
            organisation=organisation,
            subject=organisation,
            details={"made": made, "dropped": dropped},
        )
    report(len(indicators), len(indicators))
    return made
