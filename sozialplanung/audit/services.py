# SPDX-License-Identifier: EUPL-1.2
"""Write the audit log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sozialplanung.audit.chain import FIRST_HASH, chained, commit
from sozialplanung.audit.models import Event, Seal

SYSTEM_LABEL: Final = "System"
_LOCK: Final = 0x5052_4155
_ONCE_LOCK: Final = 0x5052_414F
_LATEST: Final = 10_000
_AT_ONCE: Final = 5_000
_LONGEST_LABEL: Final = {"actor": 150, "subject": 200}


class Actor(Protocol):
    """Who acts: a user. Its `str` is the name that readers of the log see."""

    @property
    def pk(self) -> int:
        """The key."""


class Body(Protocol):
    """The organisation for which somebody acts."""

    @property
    def pk(self) -> int:
        """The key."""

    @property
    def slug(self) -> str:
        """The part of the address."""


@dataclass(frozen=True)
class Subject:
    """What was acted on, where it is no row of a model."""

    type: str
    id: str = ""
    label: str = ""


def mark_of(content_hash: str) -> str:
    """Return what the log says of a content by its hash: the same for the same content, under the key of this site.

    More people read the log than raw figures. The plain hash of figures of which all but one or two are published
    would tell these to whoever tries the few counts that they can be.
    """
    return salted_hmac("audit.mark", content_hash, algorithm="sha256").hexdigest() if content_hash else ""


def record(  # noqa: PLR0913 - an act is six facts
    *,
    action: str,
    by: Actor | None,
    organisation: Body | None,
    subject: models.Model | Subject,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
    number: int | None = None,
) -> Event:
    """Write one event, in the transaction of the act itself; without `by` the system acted.

    `number` was taken from the sequence before, where something else has to name the event first.
    """
    event = _event(action, by, organisation, (subject, details or {}))
    event.reason = reason
    event.pk = number
    event.save(force_insert=True)
    return event


def record_once_an_hour(*, action: str, by: Actor, subject: Subject, details: Mapping[str, Any]) -> Event | None:
    """Write one event for each person, subject and hour, however often it happens; not inside an act."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    told = Event.objects.filter(
        subject_type=subject.type, subject_id=subject.id, action=action, actor_id=by.pk, at__gte=hour
    )
    if told.exists():
        return None
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_ONCE_LOCK, f"{by.pk} {subject.id}"])
        if told.exists():
            return None
        return record(action=action, by=by, organisation=None, subject=subject, details=details)


def record_each(
    *,
    action: str,
    by: Actor | None,
    organisation: Body | None,
    acts: Sequence[tuple[models.Model | Subject, Mapping[str, Any]]],
) -> None:
    """Write one event for each subject of the same act, with its details, in the transaction of the act itself."""
    Event.objects.bulk_create([_event(action, by, organisation, act) for act in acts])


def _event(
    action: str, by: Actor | None, organisation: Body | None, act: tuple[models.Model | Subject, Mapping[str, Any]]
) -> Event:
    subject, details = act
    subject_facts = _facts_of(subject)
    event = Event(
        at=timezone.now(),
        actor_id=by.pk if by else None,
        actor_label=str(by)[: _LONGEST_LABEL["actor"]] if by else SYSTEM_LABEL,
        organisation_id=organisation.pk if organisation else None,
        organisation_slug=organisation.slug if organisation else "",
        action=action,
        subject_type=subject_facts.type,
        subject_id=subject_facts.id,
        subject_label=subject_facts.label[: _LONGEST_LABEL["subject"]],
        details=dict(details),
    )
    return commit(event)


@transaction.atomic
def seal_events(*, is_thorough: bool = False) -> int:
    """Add the events that have no seal yet to the chain; return how many.

    Only the newest numbers are looked through: a transaction that ends late may leave one out for a while, though
    not by so many. Once a day all are (`is_thorough`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Seal.objects.order_by("-id").first()
    previous = last.chain_hash if last else FIRST_HASH
    since = 0 if is_thorough or last is None else last.event_id - _LATEST
    count, waiting = 0, unsealed_events().filter(pk__gt=since)
    while events := list(waiting[:_AT_ONCE]):
        seals = []
        for event in events:
            seals.append(_seal(previous, event))
            previous = seals[-1].chain_hash
        Seal.objects.bulk_create(seals)
        count += len(seals)
    return count


def _seal(previous: str, event: Event) -> Seal:
    return Seal(
        event_id=event.pk,
        sealed_at=timezone.now(),
        previous_hash=previous,
        chain_hash=chained(previous, event),
    )


def unsealed_events() -> models.QuerySet[Event]:
    """Return the events without a seal, in the order of their ids."""
    sealed = Seal.objects.filter(event_id=models.OuterRef("pk"))
    return Event.objects.filter(~models.Exists(sealed)).order_by("pk")


def _facts_of(subject: models.Model | Subject) -> Subject:
    if isinstance(subject, Subject):
        return subject
    meta = subject._meta  # noqa: SLF001 - Django's public API, whatever its name
    return Subject(type=meta.label_lower, id=str(subject.pk), label=str(subject))
