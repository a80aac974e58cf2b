# SPDX-License-Identifier: EUPL-1.2
"""What is in force: put there, replaced, ended; each time with what that changed for readers, and one event."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from indicators.models import Audience, Indicator, Release, ReleaseState
from indicators.models.patterns import DisclosurePattern
from indicators.rendering.compiling import Draft, compile_slice
from indicators.rendering.slices import SliceKey, encode, slice_hash
from indicators.selectors import graph
from indicators.services import observing
from indicators.services.disclosure.gate import gate
from indicators.services.releasing.changes import record_changes
from indicators.services.releasing.freezing import Frozen, cells_of
from indicators.stats.vintages import RawSlice, raw_slice_from_bytes
from sozialplanung.accounts.models import User
from sozialplanung.audit.services import Subject, record, record_each


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


def end_release(  # noqa: PLR0913 - an end is told by six facts
    release: Release,
    *,
    state: ReleaseState,
    action: str,
    by: User,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Take a release out of force and say so in the log, and whether it only goes along with another one.

    ``at`` is the moment that several of one act share; now, where it is not given.
    """
    release.state, release.ended_at = state, at or timezone.now()
    release.save(update_fields=["state", "ended_at", "is_taken_along"])
    along = {"goes_along": True} if release.is_taken_along else {}
    record(
        action=action,
        by=by,
        organisation=release.organisation,
        subject=_told(release, *_where(release)),
        details={
            "indicator": release.indicator.slug,
            "audience": release.audience,
            "content_hash": release.content_hash,
            **along,
        },
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


@dataclass(frozen=True, slots=True)
class _Slice:
    """What is to come into force at one cell, and the newest release that was there before."""

    key: SliceKey
    frozen: Frozen
    payload: bytes
    content_hash: str
    before: Release | None
    pattern: DisclosurePattern


def put_in_force(
    publication: Publication,
    period_id: int,
    drafts: Sequence[tuple[Frozen, Draft]],
    patterns: Mapping[int, DisclosurePattern],
) -> int:
    """Put slices of one period in force unless they are already, or were withdrawn; returns how many are new.

    The database is asked and told once for all of them. Nothing passes without the audit of exactly these patterns.

    Raises
    ------
    DisclosureBreachError
        ``indicators.disclosure_breach`` when there is no such audit, or it did not hold.
    """
    gate(patterns.values())
    newest = _newest(publication, period_id, [frozen.cell.boundary_version_id for frozen, _ in drafts])
    new: list[_Slice] = []
    for frozen, draft in drafts:
        payload = encode(compile_slice(draft))
        place_id = frozen.cell.boundary_version_id
        each = _Slice(draft.key, frozen, payload, slice_hash(payload), newest.get(place_id), patterns[place_id])
        if each.before is None or not _stays(publication, each, each.before):
            new.append(each)
    if new:
        _publish(publication, period_id, new)
    return len(new)


def _newest(publication: Publication, period_id: int, place_ids: Sequence[int]) -> dict[int, Release]:
    """Return the newest releases of a period by boundary version, locked."""
    rows = _releases(publication, period_id, place_ids).order_by("boundary_version_id", "-number")
    newest = rows.distinct("boundary_version_id").values("pk")
    locked = Release.objects.select_for_update().filter(pk__in=newest).defer("gzipped").order_by("pk")
    return {release.boundary_version_id: release for release in locked}


def _releases(publication: Publication, period_id: int, place_ids: Sequence[int]) -> QuerySet[Release]:
    return Release.objects.filter(
        indicator=publication.indicator,
        audience=publication.audience,
        period_id=period_id,
        boundary_version_id__in=place_ids,
    )


def _stays(publication: Publication, each: _Slice, newest: Release) -> bool:
    """Say whether nothing new comes into force at a cell: the same is, or it was withdrawn and stays so."""
    if newest.state == ReleaseState.PUBLISHED and newest.content_hash == each.content_hash:
        return True
    cell = each.frozen.cell
    rows = _releases(publication, cell.period_id, [cell.boundary_version_id])
    if not _stays_withdrawn(publication, newest, rows, each.frozen):
        return False
    for release in in_force(pk__in=rows.values("pk")):
        end_release(release, state=ReleaseState.SUPERSEDED, action="indicators.release_ended", by=publication.by)
    return True


def _publish(publication: Publication, period_id: int, new: Sequence[_Slice]) -> None:
    replaced = [each.frozen.cell.boundary_version_id for each in new if each.before is not None]
    if replaced:
        former = _releases(publication, period_id, replaced).filter(state=ReleaseState.PUBLISHED)
        former.update(state=ReleaseState.SUPERSEDED, ended_at=publication.at)
    releases = Release.objects.bulk_create([_release(publication, each) for each in new])
    record_changes([(release, each.before) for release, each in zip(releases, new, strict=True)])
    record_each(
        action="indicators.published",
        by=publication.by,
        organisation=publication.indicator.organisation,
        acts=[_act(publication, release, each) for release, each in zip(releases, new, strict=True)],
    )


def _act(publication: Publication, release: Release, each: _Slice) -> tuple[Subject, dict[str, object]]:
    subject = _told(release, each.key.period, each.key.level, each.key.boundary_version)
    return subject, {
        "indicator": publication.indicator.slug,
        "audience": publication.audience.value,
        "content_hash": release.content_hash,
        "number": release.number,
    }


def _release(publication: Publication, each: _Slice) -> Release:
    cell = each.frozen.cell
    return Release(
        organisation_id=publication.indicator.organisation_id,
        indicator=publication.indicator,
        period_id=cell.period_id,
        boundary_version_id=cell.boundary_version_id,
        audience=publication.audience,
        definition_id=each.frozen.definition_id,
        state=ReleaseState.PUBLISHED,
        number=each.before.number + 1 if each.before else 1,
        vintage_id=each.frozen.id,
        pattern=each.pattern,
        payload=each.payload,
        gzipped=gzip.compress(each.payload, 9, mtime=0),
        content_hash=each.content_hash,
        published_at=publication.at,
        published_by=publication.by,
    )


def _stays_withdrawn(publication: Publication, newest: Release, rows: QuerySet[Release], frozen: Frozen) -> bool:
    """Say whether these very figures were withdrawn: they come back neither by themselves nor by taking others back.

    A new delivery that says them again is another matter: two people answer for it. What only went along with others
    was not wrong itself.
    """
    withdrawn = rows.filter(state=ReleaseState.WITHDRAWN, is_taken_along=False)
    withdrawn = withdrawn.select_related(None).select_related("vintage")
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
