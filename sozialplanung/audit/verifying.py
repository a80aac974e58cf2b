# SPDX-License-Identifier: EUPL-1.2
"""Walk the whole chain once a day, keep what came of it, and raise the alarm where it does not hold."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from sozialplanung.audit.chain import FIRST_HASH, chained, line_of, names_who_it_says
from sozialplanung.audit.models import Event, Seal, Verification
from sozialplanung.audit.services import seal_events

logger = logging.getLogger(__name__)

AT_ONCE: Final = 2_000
# A little less than a day: the hour of the check does not wander through the day.
PAUSE: Final = timedelta(hours=23)
MOST_NAMED: Final = 100

Alarm = Callable[[Verification], object]
_ALARMS: list[Alarm] = []


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk along the chain found: events that do not fit, and whether its end was cut off."""

    seals: int
    broken: tuple[int, ...]
    is_cut: bool
    last_seal_id: int | None
    last_hash: str


@dataclass(slots=True)
class _Runs:
    """The events in which pseudonyms stand for people, by the event that tells of it."""

    hashes: dict[int, Any] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        if event.erased_in is not None:
            self.hashes.setdefault(event.erased_in, hashlib.sha256()).update(line_of(event))

    def broken(self) -> Iterator[int]:
        """Give the events of the runs that nobody told, or told otherwise."""
        told = Event.objects.filter(action="audit.pseudonymised").in_bulk(list(self.hashes))
        for number, digest in self.hashes.items():
            said = told[number].details.get("digest") if number in told else None
            # A run that ended while the chain was walked was seen in part: what it left is looked at once more.
            if said != digest.hexdigest() and said != _digest_of_run(number):
                yield from Event.objects.filter(erased_in=number).order_by("pk").values_list("pk", flat=True)


def _digest_of_run(number: int) -> str:
    digest = hashlib.sha256()
    for event in Event.objects.filter(erased_in=number).order_by("pk").iterator(chunk_size=AT_ONCE):
        digest.update(line_of(event))
    return digest.hexdigest()


def register_alarm(alarm: Alarm) -> None:
    """Let somebody be told when the chain does not hold."""
    if alarm not in _ALARMS:
        _ALARMS.append(alarm)


def walk() -> Walk:
    """Follow the chain from its start, a few thousand seals at a time."""
    anchors = _last_seal_of_the_last_walk()
    count, last, previous, runs, broken = 0, None, FIRST_HASH, _Runs(), []
    for seal, event in _pairs():
        count, last = count + 1, seal.pk
        fits = event is not None and seal.previous_hash == previous and chained(previous, event) == seal.chain_hash
        if event is None or not fits or not names_who_it_says(event):
            broken.append(seal.event_id)
        else:
            runs.add(event)
        previous = seal.chain_hash
        if anchors.get(seal.pk) == seal.chain_hash:
            del anchors[seal.pk]
    broken.extend(runs.broken())
    return Walk(count, tuple(broken), bool(anchors), last, previous if count else "")


def _last_seal_of_the_last_walk() -> dict[int | None, str]:
    walks = Verification.objects.exclude(last_seal_id=None).order_by("-pk")
    return dict(walks.values_list("last_seal_id", "last_hash")[:1])


def _pairs() -> Iterator[tuple[Seal, Event | None]]:
    after = 0
    while rows := list(Seal.objects.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        events = Event.objects.in_bulk([row.event_id for row in rows])
        yield from ((row, events.get(row.event_id)) for row in rows)
        after = rows[-1].pk


def verify() -> Verification:
    """Seal what is new, walk the chain, keep what came of it and tell those who have to know."""
    begun = time.monotonic()
    seal_events(is_thorough=True)
    found = walk()
    verification = Verification.objects.create(
        at=timezone.now(),
        seals=found.seals,
        last_seal_id=found.last_seal_id,
        last_hash=found.last_hash,
        broken=list(found.broken[:MOST_NAMED]),
        is_cut=found.is_cut,
        milliseconds=round((time.monotonic() - begun) * 1000),
    )
    if not verification.is_whole:
        _raise_alarm(verification)
    return verification


def _raise_alarm(verification: Verification) -> None:
    logger.error(
        "The audit log was changed: %s events do not fit, cut off: %s", len(verification.broken), verification.is_cut
    )
    for alarm in _ALARMS:
        with transaction.atomic():
            alarm(verification)


def is_due() -> bool:
    """Say whether a day is over since the last walk."""
    return not Verification.objects.filter(at__gt=timezone.now() - PAUSE).exists()
