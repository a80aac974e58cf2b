# SPDX-License-Identifier: EUPL-1.2
"""Notifications, the mails that carry them, what people want of both, and readers who subscribed by e-mail."""

from sozialplanung.notifications.models.mails import Mail
from sozialplanung.notifications.models.notifications import MailMode, Notification
from sozialplanung.notifications.models.outgoing import MailState, Outgoing
from sozialplanung.notifications.models.preferences import Preferences
from sozialplanung.notifications.models.rounds import DailyRound
from sozialplanung.notifications.models.subscribers import Subscriber, SubscriberMail, SubscriberToken

# Pages write and delete these rows without being able to read these columns.
HIDDEN_COLUMNS = {"notifications_subscriber": ("email",)}

__all__ = [
    "HIDDEN_COLUMNS",
    "DailyRound",
    "Mail",
    "MailMode",
    "MailState",
    "Notification",
    "Outgoing",
    "Preferences",
    "Subscriber",
    "SubscriberMail",
    "SubscriberToken",
]
