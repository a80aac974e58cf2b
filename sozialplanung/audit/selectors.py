# SPDX-License-Identifier: EUPL-1.2
"""Read and check the audit log."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from sozialplanung.audit.chain import FIRST_HASH, chained, names_who_it_says
from sozialplanung.audit.models import Event, Seal, Verification
from sozialplanung.audit.verifying import walk

ACCOUNT, SIGN_IN, ADDRESS, LOG = "accounts.user", "accounts.login", "accounts.address", "audit.log"


class SealState(StrEnum):
    """What the chain of hashes says of one event."""

    SEALED = "sealed"
    WAITING = "waiting"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class LogScope:
    """Which events a reader sees: those of an organisation, of the accounts of its people, and attempts to sign in.

    Attempts to sign in belong to no organisation and name nobody, only a keyed hash; addresses that were refused to its
    people are shown to those who see attempts to sign in.
    """

    organisation_id: int
    people: Collection[int] = ()
    with_sign_ins: bool = False


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What a reader looks for; days are those of the time zone in force, both included; acts by their beginnings.

    `saying` are the acts whose sentences hold the words.
    """

    since: date | None = None
    until: date | None = None
    actor: str = ""
    actions: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    words: str = ""
    saying: frozenset[str] = frozenset()


def found_events(scope: LogScope, query: LogQuery) -> QuerySet[Event]:
    """Return the events that a reader may see and looks for, the newest first."""
    found = Event.objects.filter(_within(scope)).order_by("-pk")
    if query.since:
        found = found.filter(at__gte=_midnight(query.since))
    if query.until:
        found = found.filter(at__lt=_midnight(query.until + timedelta(days=1)))
    if query.actor:
        found = found.filter(actor_label__icontains=query.actor)
    if query.actions:
        found = found.filter(reduce(or_, (Q(action__startswith=each) for each in query.actions)))
    for each in query.but:
        found = found.exclude(action__startswith=each)
    if query.words:
        named = Q(subject_label__icontains=query.words) | Q(reason__icontains=query.words)
        found = found.filter(named | Q(action__in=sorted(query.saying)))
    return found


def seal_states(events: Iterable[Event]) -> dict[int, SealState]:
    """Return by event what its seal says; whether events are missing is for `broken_seals` to tell."""
    listed = list(events)
    before = Seal.objects.filter(pk__lt=OuterRef("pk")).order_by("-pk").values("chain_hash")[:1]
    rows = Seal.objects.filter(event_id__in=[event.pk for event in listed]).annotate(before=Subquery(before))
    seals = {seal.event_id: seal for seal in rows}
    return {event.pk: _state(event, seals.get(event.pk)) for event in listed}


def _state(event: Event, seal: Seal | None) -> SealState:
    if seal is None:
        return SealState.WAITING
    before = getattr(seal, "before", None) or FIRST_HASH
    return SealState.SEALED if _fits(seal, before, event) else SealState.BROKEN


def _fits(seal: Seal, before: str, event: Event | None) -> bool:
    """Say whether a seal is that of an event after the seal before it."""
    fits = event is not None and seal.previous_hash == before and chained(before, event) == seal.chain_hash
    return fits and event is not None and names_who_it_says(event)


def _within(scope: LogScope) -> Q:
    own = Q(organisation_id=scope.organisation_id)
    accounts = Q(organisation_id=None, subject_type=ACCOUNT, subject_id__in=[str(pk) for pk in scope.people])
    of_the_log = Q(organisation_id=None, subject_type=LOG)
    shown = own | accounts | of_the_log
    if not scope.with_sign_ins:
        return shown
    refused = Q(organisation_id=None, subject_type=ADDRESS, actor_id__in=scope.people)
    return shown | refused | Q(organisation_id=None, subject_type=SIGN_IN)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def events_of_organisation(*, organisation_id: int) -> QuerySet[Event]:
    """Return the events of an organisation, the newest first."""
    return Event.objects.filter(organisation_id=organisation_id).order_by("-pk")


def events_about(*, subject_type: str, subject_id: str) -> QuerySet[Event]:
    """Return what happened to one thing, the newest first."""
    return Event.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-pk")


def broken_seals() -> list[int]:
    """Return the ids of events that were changed, removed or sealed out of order; empty when all is well."""
    return list(walk().broken)


def last_verification() -> Verification | None:
    """Return what became of the last walk along the whole chain."""
    return Verification.objects.order_by("-pk").first()
