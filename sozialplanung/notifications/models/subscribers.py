# SPDX-License-Identifier: EUPL-1.2
"""Readers without an account who want to be told by mail (docs/adr/0013-subscriptions.md)."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sozialplanung.notifications.models.outgoing import MailState, Outgoing


class Subscriber(models.Model):
    """One address that wants to hear of one thing; unique by thing and address among those that are confirmed.

    `subject` names the thing for good (a publication, an area), `kind` says what it is. An address is read where mails
    are written and nowhere else: the login that answers pages has no right to it (`HIDDEN_COLUMNS`). `told_until` is
    kept where news are bundled: what came later is told next.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=40)
    email = models.EmailField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("subscription by e-mail")
        verbose_name_plural = _("subscriptions by e-mail")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject", "email"],
                condition=models.Q(confirmed_at__isnull=False),
                name="subscriber_confirmed_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["requested_at"], condition=models.Q(confirmed_at=None), name="subscriber_unconfirmed"),
        ]

    def __str__(self) -> str:
        """Name the thing, never the address."""
        return f"{self.kind} {self.subject}"


class SubscriberToken(models.Model):
    """The secret of one mail, as a hash alone: whoever shows it confirms the subscription or ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="tokens")
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        """Name the token; its secret is nowhere."""
        return f"{self.pk}"


class SubscriberMail(Outgoing):
    """One mail about one event; unique by subscription and `key`, so that nothing is told twice.

    Where news are bundled it tells what came after `since` and before it was made.
    """

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="mails")
    key = models.CharField(max_length=120)
    since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mail to a subscriber")
        verbose_name_plural = _("mails to subscribers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "key"], name="subscribermail_once"),
            models.CheckConstraint(condition=models.Q(state__in=MailState.values), name="subscribermail_state"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="subscribermail_waiting"),
            models.Index(fields=["taken_at"], condition=models.Q(state="sending"), name="subscribermail_sending"),
        ]
