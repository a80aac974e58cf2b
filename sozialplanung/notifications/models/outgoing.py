# SPDX-License-Identifier: EUPL-1.2
"""What all mails have in common: a state that nothing a mail server does can lose or double."""

import uuid

from django.db import models
from django.utils import timezone


class MailState(models.TextChoices):
    """Where a mail stands. `unclear`: handed over, but nobody said whether it was taken; it is never sent again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"
    UNCLEAR = "unclear"


class Outgoing(models.Model):
    """One mail to somebody; kinds of mails add to whom, and what of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=8, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Name the mail for the log."""
        return f"{self.pk} ({self.state})"
