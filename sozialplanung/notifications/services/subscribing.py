# SPDX-License-Identifier: EUPL-1.2
"""Readers without an account subscribe by e-mail: asked for, confirmed, ended (docs/adr/0013-subscriptions.md).

Pages do all of this without being able to read an address: what is written does not depend on whether it is known.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe
from typing import Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.throttling import is_mail_due, is_within_day, is_within_hour
from sozialplanung.notifications.models import Subscriber, SubscriberMail, SubscriberToken
from sozialplanung.notifications.services import handing

SEND: Final = "notifications.send_subscriber_mail"
# The mail that asks whether the address wants to subscribe.
CONFIRM: Final = "confirm"
UNCONFIRMED_KEPT: Final = timedelta(hours=48)
MOST_FROM_NETWORK: Final = 10
MOST_OF_ALL: Final = 200
MOST_TO_ADDRESS_A_DAY: Final = 5
_PURPOSE: Final = "notifications.subscribing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for: the kind of thing, which one, whose it is, and the language of the mails."""

    kind: str
    subject: str
    organisation: Organisation
    language: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A subscription as whoever holds one of its links sees it: without the address."""

    id: UUID
    kind: str
    subject: str
    is_confirmed: bool


def is_request_due(*, network: str) -> bool:
    """Count a request before it is taken, and say whether it may be: the same for every address.

    `network` is kept as a keyed hash for a day.
    """
    is_due = is_within_hour(f"{_PURPOSE}.network", network, most=MOST_FROM_NETWORK)
    return is_due and is_within_hour(f"{_PURPOSE}.all", "", most=MOST_OF_ALL)


@transaction.atomic
def request_subscription(*, wanted: Wanted, email: str) -> None:
    """Let an address be asked by mail whether it wants to subscribe; nobody learns whether it did already.

    An address gets three such mails an hour and five a day, whoever asks for them.
    """
    email = email.strip().lower()
    is_within = is_mail_due(_PURPOSE, email)
    if not (is_within_day(f"{_PURPOSE}.address", email, most=MOST_TO_ADDRESS_A_DAY) and is_within):
        # A job is written either way, so that the answer takes as long.
        handing.request(SEND, uuid4())
        return
    subscriber = Subscriber.objects.create(
        organisation=wanted.organisation,
        kind=wanted.kind,
        subject=wanted.subject,
        email=email,
        language=wanted.language,
    )
    mail = SubscriberMail.objects.create(subscriber=subscriber, key=CONFIRM)
    handing.request(SEND, mail.pk)


def new_token(subscriber: Subscriber) -> tuple[UUID, str]:
    """Return number and secret of a new link; the secret itself is kept nowhere."""
    secret = token_urlsafe(32)
    token = SubscriberToken.objects.create(subscriber=subscriber, secret_hash=_hash(secret))
    return token.pk, secret


def subscription_behind(number: UUID, secret: str) -> Shown | None:
    """Return the subscription that a link belongs to; None where there is none any more."""
    row = (
        SubscriberToken.objects.filter(pk=number)
        .values_list(
            "secret_hash",
            "subscriber_id",
            "subscriber__kind",
            "subscriber__subject",
            "subscriber__confirmed_at",
            "subscriber__requested_at",
        )
        .first()
    )
    known = row[0] if row else _hash("")
    if not constant_time_compare(known, _hash(secret)) or row is None:
        return None
    _secret_hash, pk, kind, subject, confirmed_at, requested_at = row
    if confirmed_at is None and requested_at <= timezone.now() - UNCONFIRMED_KEPT:
        return None
    return Shown(pk, kind, subject, is_confirmed=confirmed_at is not None)


def confirm_subscription(*, shown: Shown) -> None:
    """Confirm a subscription; where the address has it already, the second request goes."""
    now = timezone.now()
    try:
        with transaction.atomic():
            waiting = Subscriber.objects.filter(pk=shown.id, confirmed_at=None)
            waiting.update(confirmed_at=now, told_until=now)
    except IntegrityError:
        end_subscription(shown=shown)


@transaction.atomic
def end_subscription(*, shown: Shown) -> None:
    """End a subscription: its rows go, and with them what waits to be mailed."""
    _delete([shown.id])


@transaction.atomic
def forget_address(*, email: str) -> int:
    """Delete everything that is kept of an address; returns how many subscriptions and requests there were."""
    found = Subscriber.objects.filter(email=email.strip().lower()).values_list("pk", flat=True)
    return _delete(list(found))


@transaction.atomic
def forget_requests() -> int:
    """Delete requests that nobody confirmed in time; returns how many."""
    before = timezone.now() - UNCONFIRMED_KEPT
    old = Subscriber.objects.filter(confirmed_at=None, requested_at__lte=before)
    # Locked, so that none is confirmed while it goes.
    return _delete(list(old.select_for_update().values_list("pk", flat=True)))


def _delete(ids: list[UUID]) -> int:
    # Locked first, so that no mail which is being written adds a link meanwhile.
    list(Subscriber.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    SubscriberToken.objects.filter(subscriber_id__in=ids).delete()
    SubscriberMail.objects.filter(subscriber_id__in=ids).delete()
    # Without asking for the rows, which Django would do to find what hangs on them: pages may not read an address.
    rows = Subscriber.objects.filter(pk__in=ids)
    return int(rows._raw_delete(rows.db) or 0)  # noqa: SLF001 - Django has no other way to delete without reading


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
