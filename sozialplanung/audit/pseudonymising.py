# SPDX-License-Identifier: EUPL-1.2
"""Put pseudonyms in the place of people whose time in the log is over, and tell of it in the log."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from sozialplanung.audit.models import PERSONAL_SUBJECTS, Event, Pseudonym
from sozialplanung.audit.retention import FOR_GOOD, Retention, retentions
from sozialplanung.audit.services import Subject, record

AT_ONCE: Final = 2_000


def pseudonymise_old_events() -> int:
    """Go through all topics; return in how many events pseudonyms stand for people now."""
    return sum(_pseudonymise(each) for each in retentions() if each.months != FOR_GOOD)


def _pseudonymise(retention: Retention) -> int:
    done = 0
    while count := _some(retention, _end_of(retention.months)):
        done += count
    return done


@transaction.atomic
def _some(retention: Retention, until: datetime) -> int:
    acts = _acts(retention, until)
    if not acts:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('audit_event', 'id'))")
        number = cursor.fetchone()[0]
        cursor.execute("SELECT * FROM audit_pseudonymise(%s, %s, %s, %s)", [acts, until, number, AT_ONCE])
        count, digest = cursor.fetchone()
    record(
        action="audit.pseudonymised",
        by=None,
        organisation=None,
        subject=Subject("audit.log"),
        details={"topic": retention.topic.key, "months": retention.months, "count": count, "digest": digest},
        number=number,
    )
    return int(count)


def _acts(retention: Retention, until: datetime) -> list[str]:
    """Return the acts of a topic in which people are to be replaced; those of its sisters are none of them."""
    old = Event.objects.filter(at__lt=until).exclude(person_salt=None)
    named = old.exclude(actor_id=None) | old.filter(subject_type__in=PERSONAL_SUBJECTS)
    return sorted(
        act for act in named.order_by().values_list("action", flat=True).distinct() if retention.topic.holds(act)
    )


def _end_of(months: int) -> datetime:
    """Return the moment before which events are old enough: whole months back, on a day that every month has.

    A day more, so that the clocks of two machines may differ: the database itself keeps the last half year.
    """
    now = timezone.now() - timedelta(days=1)
    years, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=years, month=month + 1, day=min(now.day, 28))


def destroy_key(*, references: dict[str, str]) -> int:
    """Destroy the only way back from the pseudonyms of a person; only the owner of the database may."""
    found = 0
    for kind, reference in references.items():
        deleted, _ = Pseudonym.objects.filter(kind=kind, reference=reference).delete()
        found += deleted
    record(
        action="audit.key_destroyed", by=None, organisation=None, subject=Subject("audit.log"), details={"count": found}
    )
    return found
