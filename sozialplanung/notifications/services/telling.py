# SPDX-License-Identifier: EUPL-1.2
"""Tell people of an event, in the transaction of the event itself; the mails go out later, by jobs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sozialplanung.accounts.models import User
from sozialplanung.notifications import registry
from sozialplanung.notifications.models import Mail, MailMode, Notification, Preferences
from sozialplanung.notifications.registry import About
from sozialplanung.notifications.selectors import may_see, notifications_of, preferences_of_all
from sozialplanung.notifications.services.mailing import request_mail


@transaction.atomic
def tell(*, kind: str, recipients: Iterable[User], about: About, by: User | None = None) -> int:
    """Tell everybody but the one who acted, each once for the same key; returns how many were told."""
    topic = registry.kinds()[kind].topic
    people = {person.pk: person for person in recipients if by is None or person.pk != by.pk}
    allowed = [person for person in people.values() if may_see(person, kind, about.organisation, about.matter)]
    wishes = preferences_of_all(allowed)
    rows = [_row(person, kind, about, topic, wishes[person.pk]) for person in allowed]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    stored = Notification.objects.filter(pk__in=[row.pk for row in rows]).select_related("recipient")
    for notification in stored:
        if notification.mail_mode == MailMode.ONCE:
            _mail(notification)
    return len(stored)


def _row(person: User, kind: str, about: About, topic: str, wish: Preferences) -> Notification:
    return Notification(
        recipient=person,
        kind=kind,
        organisation_id=about.organisation.pk,
        subject=about.subject[:300],
        path=about.path,
        matter=about.matter,
        key=about.key,
        is_shown=wish.is_shown(topic),
        mail_mode=wish.mail_mode(topic) if settings.MAIL_IS_ON else MailMode.NONE,
    )


def _mail(notification: Notification) -> None:
    mail = Mail.objects.create(recipient=notification.recipient)
    notification.mail = mail
    notification.save(update_fields=["mail"])
    request_mail(mail.pk)


def settle(*, matter: str, kinds: Iterable[str], key: str = "") -> None:
    """Mark as read, for everybody, what asked for something that has been done since; with a key one event alone."""
    unread = Notification.objects.filter(matter=matter, kind__in=list(kinds), read_at=None)
    one = unread.filter(key=key) if key else unread
    one.update(read_at=timezone.now())


def mark_read(*, person: User, notification: Notification | None = None) -> int:
    """Mark one notification of somebody, or all of them, as read."""
    unread = notifications_of(person).filter(read_at=None)
    if notification is not None:
        unread = unread.filter(pk=notification.pk)
    return Notification.objects.filter(pk__in=unread.values("pk")).update(read_at=timezone.now())


def choose(*, person: User, wishes: Mapping[str, Any]) -> Preferences:
    """Keep what somebody wants to be told; it counts for what happens from now on."""
    said, _ = Preferences.objects.update_or_create(person=person, defaults=dict(wishes))
    return said
