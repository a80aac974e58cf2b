# SPDX-License-Identifier: EUPL-1.2
"""What one person is told of one event."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sozialplanung.notifications.models.mails import Mail


class MailMode(models.TextChoices):
    """How something is told by e-mail."""

    ONCE = "once", _("at once")
    DAILY = "daily", _("once a day, all together")
    NONE = "none", _("not by e-mail")


class Notification(models.Model):
    """One row tells one person of one event; unique by person and `key`, so that nothing is told twice.

    It holds no figure. `subject` is shown in the application alone, never in a mail: people wrote it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=300)
    matter = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    is_shown = models.BooleanField(default=True)
    mail_mode = models.CharField(max_length=6, choices=MailMode, default=MailMode.NONE)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="notifications")

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering: ClassVar = ["-created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notification_once"),
            models.CheckConstraint(condition=models.Q(path__startswith="/"), name="notification_path_of_ours"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["recipient"], condition=models.Q(read_at=None, is_shown=True), name="notification_unread"
            ),
            models.Index(fields=["matter"], condition=models.Q(read_at=None), name="notification_open_matter"),
            models.Index(
                fields=["recipient", "created_at"],
                condition=models.Q(mail=None, mail_mode="daily"),
                name="notification_for_digest",
            ),
        ]

    def __str__(self) -> str:
        """Name the event for the log."""
        return f"{self.kind} {self.key}"
