# SPDX-License-Identifier: EUPL-1.2
"""What is in force: put there, replaced, ended; each time with what that changed for readers, and one event."""

import gzip
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from indicators.models import Audience, Indicator, Release, ReleaseState
from indicators.rendering.compiling import Draft, compile_slice
from indicators.rendering.slices import encode, slice_hash
from indicators.selectors import graph
from indicators.services import observing
from indicators.services.releasing.changes import record_change
from indicators.services.releasing.freezing import Frozen, cells_of
from indicators.stats.vintages import RawSlice, raw_slice_from_bytes
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import Subject, record


@dataclass(frozen=True, slots=True)
class Publication:
    """One time that the slices of an indicator are put in force: for whom, by whom, when, and from which series."""

    indicator: Indicator
    audience: Audience
    by: User
    at: datetime
    series_ids: frozenset[int]


def in_force(**where: object) -> QuerySet[Release]:
    """Return the releases in force of a place, locked, with what an event says of them."""
    rows = Release.objects.select_for_update(of=("self",)).filter(state=ReleaseState.PUBLISHED, **where)
    return rows.select_related("organisation", "indicator").order_by("pk")


def end_release(release: Release, *, state: ReleaseState, action: str, by: User, reason: str = "") -> None:
    """Take a release out of force and say so in the log."""
    release.state, release.ended_at = state, timezone.now()
    release.save(update_fields=["state", "ended_at"])
    record(
        action=action,
        by=by,
        organisation=release.organisation,
        subject=_told(release, *_where(release)),
        details={"indicator": release.indicator.slug, "content_hash": release.content_hash},
        reason=reason,
    )


def _where(release: Release) -> tuple[str, str, str]:
    places = Release.objects.filter(pk=release.pk)
    return places.values_list("period__code", "boundary_version__level__slug", "boundary_version__edition").get()


def _told(release: Release, period: str, level: str, edition: str) -> Subject:
    """Name a release so that readers of the log know which figures it holds."""
    label = f"{release.indicator.slug} · {period} · {level} · {edition}"
    return Subject(type=Release._meta.label_lower, id=str(release.pk), label=label)  # noqa: SLF001 - Django's public API


@transaction.atomic
def end_absent(publication: Publication) -> None:
    """Take out of force what has no figures any more, because they were taken back."""
    there = cells_of(indicator_id=publication.indicator.pk)
    for release in in_force(indicator=publication.indicator, audience=publication.audience):
        if (release.period_id, release.boundary_version_id) not in there:
            end_release(release, state=ReleaseState.SUPERSEDED, action="indicators.release_ended", by=publication.by)


def put_in_force(publication: Publication, frozen: Frozen, draft: Draft) -> int:
    """Put a slice in force unless it is already, or was withdrawn; returns whether the release is new."""
    payload = encode(compile_slice(draft))
    digest = slice_hash(payload)
    where = {
        "indicator": publication.indicator,
        "period_id": frozen.cell.period_id,
        "boundary_version_id": frozen.cell.boundary_version_id,
        "audience": publication.audience,
    }
    rows = Release.objects.select_for_update().filter(**where)
    newest = rows.order_by("-number").first()
    if newest is not None and newest.state == ReleaseState.PUBLISHED and newest.content_hash == digest:
        return 0
    if newest is not None and _stays_withdrawn(publication, newest, rows, frozen):
        for release in in_force(**where):
            end_release(release, state=ReleaseState.SUPERSEDED, action="indicators.release_ended", by=publication.by)
        return 0
    rows.filter(state=ReleaseState.PUBLISHED).update(state=ReleaseState.SUPERSEDED, ended_at=publication.at)
    release = Release.objects.create(
        organisation_id=publication.indicator.organisation_id,
        definition_id=frozen.definition_id,
        state=ReleaseState.PUBLISHED,
        number=newest.number + 1 if newest else 1,
        vintage_id=frozen.id,
        payload=payload,
        gzipped=gzip.compress(payload, 9, mtime=0),
        content_hash=digest,
        published_at=publication.at,
        published_by=publication.by,
        **where,
    )
    record_change(release=release, before=newest)
    record(
        action="indicators.published",
        by=publication.by,
        organisation=publication.indicator.organisation,
        subject=_told(release, draft.key.period, draft.key.level, draft.key.boundary_version),
        details={"indicator": publication.indicator.slug, "content_hash": digest, "number": release.number},
    )
    return 1


def _stays_withdrawn(publication: Publication, newest: Release, rows: QuerySet[Release], frozen: Frozen) -> bool:
    """Say whether these very figures were withdrawn: they come back neither by themselves nor by taking others back.

    A new delivery that says them again is another matter: two people answer for it.
    """
    withdrawn = rows.filter(state=ReleaseState.WITHDRAWN).select_related(None).select_related("vintage")
    same = [each for each in withdrawn if _says_the_same(each, frozen)]
    if newest.state == ReleaseState.WITHDRAWN:
        return newest in same
    if not same:
        return False
    indicator = publication.indicator
    behind = graph.periods_behind(
        organisation_id=indicator.organisation_id, indicator_id=indicator.pk, period_id=frozen.cell.period_id
    )
    return observing.was_restored(series_ids=publication.series_ids, period_ids=behind, since=newest.published_at)


def _says_the_same(withdrawn: Release, frozen: Frozen) -> bool:
    """Say whether a vintage holds the very figures that were withdrawn.

    The change since an earlier period is no figure of its own: it goes and comes with a break of the series. Nor are
    the counts behind a difference of shares.
    """
    told = raw_slice_from_bytes(bytes(withdrawn.vintage.payload))
    return _bare(told) == _bare(frozen.raw)


def _bare(raw: RawSlice) -> bytes:
    return replace(raw, change=np.full(raw.size, np.nan), pair=None).to_bytes()
