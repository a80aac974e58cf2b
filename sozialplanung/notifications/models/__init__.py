# SPDX-License-Identifier: EUPL-1.2
"""Notifications, the mails that carry them, and what people want of both."""

from sozialplanung.notifications.models.mails import Mail, MailState
from sozialplanung.notifications.models.notifications import MailMode, Notification
from sozialplanung.notifications.models.preferences import Preferences
from sozialplanung.notifications.models.rounds import DailyRound

__all__ = ["DailyRound", "Mail", "MailMode", "MailState", "Notification", "Preferences"]
