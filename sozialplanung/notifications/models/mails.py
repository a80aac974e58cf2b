# SPDX-License-Identifier: EUPL-1.2
"""The mails to be sent, as rows: nothing that a mail server does can lose or double one."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a mail stands. `unclear`: handed over, but nobody said whether it was taken; it is never sent again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"
    UNCLEAR = "unclear"


class Mail(models.Model):
    """One mail to one person, with the notifications that it carries; at most one digest a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipient", "day"], condition=models.Q(day__isnull=False), name="mail_one_digest_a_day"
            ),
            models.CheckConstraint(condition=models.Q(state__in=MailState.values), name="mail_state"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="mail_waiting"),
            models.Index(fields=["taken_at"], condition=models.Q(state="sending"), name="mail_sending"),
        ]

    def __str__(self) -> str:
        """Name the mail for the log."""
        return f"{self.pk} ({self.state})"
