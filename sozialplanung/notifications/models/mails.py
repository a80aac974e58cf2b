# SPDX-License-Identifier: EUPL-1.2
"""The mails to people with an account, as rows: nothing that a mail server does can lose or double one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialplanung.notifications.models.outgoing import MailState, Outgoing


class Mail(Outgoing):
    """One mail to one person, with the notifications that it carries; at most one digest a day."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField(null=True, blank=True)

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
