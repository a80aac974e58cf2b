# SPDX-License-Identifier: EUPL-1.2
"""What one person wants to be told, and how."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sozialplanung.notifications.models.notifications import MailMode

TOPICS = ("approvals", "deliveries", "reminders", "subscriptions", "comments")
ALARMS = "alarms"


def _mail(default: MailMode) -> "models.CharField[str, str]":
    return models.CharField(max_length=6, choices=MailMode, default=default)


class Preferences(models.Model):
    """One row per person; without one the defaults hold."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(_("language of the mails"), max_length=5, choices=settings.LANGUAGES, default="de")
    approvals_shown = models.BooleanField(default=True)
    approvals_mail = _mail(MailMode.ONCE)
    deliveries_shown = models.BooleanField(default=True)
    deliveries_mail = _mail(MailMode.ONCE)
    reminders_shown = models.BooleanField(default=True)
    reminders_mail = _mail(MailMode.DAILY)
    subscriptions_shown = models.BooleanField(default=True)
    subscriptions_mail = _mail(MailMode.ONCE)
    comments_shown = models.BooleanField(default=True)
    comments_mail = _mail(MailMode.DAILY)

    class Meta:
        verbose_name = _("notification preferences")
        verbose_name_plural = _("notification preferences")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(**{f"{topic}_mail__in": MailMode.values}), name=f"preferences_{topic}_mail"
            )
            for topic in TOPICS
        ]

    def __str__(self) -> str:
        """Name whose they are."""
        return f"{self.person_id}"

    def is_shown(self, topic: str) -> bool:
        """Whether a topic is shown in the application."""
        return topic == ALARMS or bool(getattr(self, f"{topic}_shown"))

    def mail_mode(self, topic: str) -> MailMode:
        """How a topic is told by e-mail."""
        return MailMode.ONCE if topic == ALARMS else MailMode(getattr(self, f"{topic}_mail"))
