# SPDX-License-Identifier: EUPL-1.2
"""Tell subscribers of events: rows first, mailed by jobs at a pace that mail servers bear."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from email.utils import formataddr, parseaddr
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sozialplanung.notifications.models import MailState, Subscriber, SubscriberMail
from sozialplanung.notifications.services import handing
from sozialplanung.notifications.services.subscribing import CONFIRM, SEND, new_token
from sozialplanung.notifications.subscribable import Event, News, Thing, source_of

_LONGEST_HEAD: Final = 150


@transaction.atomic
def announce(*, kind: str, subject: str, key: str, happened_at: datetime) -> int:
    """Let a mail wait for everybody who had confirmed before it happened, once for the same key; returns how many.

    Nothing is sent here: the sweeper rings for some mails at a time.
    """
    if not settings.MAIL_IS_ON:
        return 0
    rows = Subscriber.objects.filter(kind=kind, subject=subject, confirmed_at__lt=happened_at)
    wanted = rows.exclude(mails__key=key).values_list("pk", flat=True)
    mails = [SubscriberMail(subscriber_id=pk, key=key) for pk in wanted]
    # Two sweepers at once: the second one finds it told.
    SubscriberMail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def announce_bundled(*, kind: str, newest: Callable[[Collection[str]], Mapping[str, datetime]], day: date) -> int:
    """Let one mail a day wait for each subscriber to a thing of which something came since the last one.

    `newest` says of some things when something last came; returns how many mails wait.
    """
    if not settings.MAIL_IS_ON:
        return 0
    rows = Subscriber.objects.filter(kind=kind, confirmed_at__isnull=False).exclude(mails__key=_day_key(day))
    waiting: dict[str, list[tuple[UUID, datetime | None]]] = {}
    for pk, subject, told_until in rows.values_list("pk", "subject", "told_until"):
        waiting.setdefault(subject, []).append((pk, told_until))
    came = newest(waiting)
    return sum(
        _bundle(pk, day)
        for subject, subscribers in waiting.items()
        for pk, told_until in subscribers
        if (at := came.get(subject)) and told_until and at > told_until
    )


@transaction.atomic
def _bundle(pk: UUID, day: date) -> bool:
    # Two sweepers at once: the second one finds it told.
    row = Subscriber.objects.select_for_update().filter(pk=pk).first()
    if row is None or row.mails.filter(key=_day_key(day)).exists():
        return False
    now = timezone.now()
    SubscriberMail.objects.create(subscriber=row, key=_day_key(day), since=row.told_until, created_at=now)
    row.told_until = now
    row.save(update_fields=["told_until"])
    return True


def _day_key(day: date) -> str:
    return f"day:{day.isoformat()}"


def send_subscriber_mail(mail_id: UUID) -> MailState | None:
    """Send one mail unless somebody else does or did; what is not so any more is not sent."""
    return handing.send(SubscriberMail, mail_id, _message)


def ring_for_subscribers() -> int:
    """Ask for mails that wait, some at a time."""
    return handing.ring_for_waiting(SubscriberMail, SEND)


def forget_mails(before: datetime) -> None:
    """Delete mails that ended before a moment."""
    ended = SubscriberMail.objects.exclude(state__in=(MailState.WAITING, MailState.SENDING))
    ended.filter(created_at__lt=before).exclude(key=CONFIRM, subscriber__confirmed_at=None).delete()


def _message(mail: SubscriberMail) -> EmailMessage | None:
    """Write a mail; None when what it tells is not so any more."""
    subscriber = mail.subscriber
    write = _question if mail.key == CONFIRM else _news
    with override(subscriber.language):
        thing = source_of(subscriber.kind).thing(subscriber.subject)
        told = write(mail, subscriber, thing) if thing else None
        if thing is None or told is None:
            return None
        return _written(mail, subscriber, thing, told)


def _question(mail: SubscriberMail, subscriber: Subscriber, thing: Thing) -> News | None:
    del mail
    if subscriber.confirmed_at is not None:
        return None
    return News(_("Please confirm: mails on %(name)s") % {"name": thing.name}, (), thing.path)


def _news(mail: SubscriberMail, subscriber: Subscriber, thing: Thing) -> News | None:
    del thing
    if subscriber.confirmed_at is None:
        return None
    event = Event(mail.key, mail.since, mail.created_at)
    return source_of(subscriber.kind).news(subscriber.subject, event)


def _written(mail: SubscriberMail, subscriber: Subscriber, thing: Thing, told: News) -> EmailMessage:
    number, secret = new_token(subscriber)
    address = settings.PUBLIC_URL
    end = f"{address}{reverse('notifications:end_subscription', args=[number, secret])}"
    context = {
        "thing": thing,
        "told": told,
        "page": f"{address}{told.path}",
        "confirm": f"{address}{reverse('notifications:confirm_subscription', args=[number, secret])}",
        "is_question": mail.key == CONFIRM,
        "end": end,
        "operator": _operator(),
        "imprint": f"{address}{reverse('portal:imprint')}",
    }
    body = render_to_string("emails/subscription.txt", context)
    # RFC 8058: programs end it by one click, without opening a page.
    headers = {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(
        subject=_one_line(f"{thing.organisation.name}: {told.head}")[:_LONGEST_HEAD],
        body=body,
        from_email=_sender(thing.organisation.name),
        to=[subscriber.email],
        headers=handing.headers_of(mail) | headers,
    )


def _operator() -> str:
    """Return who sends it, in one line; empty where the settings do not say."""
    given: Mapping[str, str] = settings.OPERATOR
    return ", ".join(_one_line(given[part]) for part in ("name", "address", "email") if given[part])


def _sender(organisation: str) -> str:
    """Return whose mail it is, with the address of the site."""
    return formataddr((_one_line(organisation), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _one_line(text: str) -> str:
    return " ".join(text.split())
