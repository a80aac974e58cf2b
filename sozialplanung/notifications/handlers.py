# SPDX-License-Identifier: EUPL-1.2
"""What the app does in the background."""

from datetime import date
from uuid import UUID

from sozialplanung.jobs.context import JobContext
from sozialplanung.notifications.services.announcing import send_subscriber_mail
from sozialplanung.notifications.services.daily import go_round
from sozialplanung.notifications.services.mailing import send_mail


def send(context: JobContext) -> None:
    """Send one mail; a second attempt finds it taken."""
    send_mail(UUID(str(context.payload["mail"])))


def send_to_subscriber(context: JobContext) -> None:
    """Send one mail to a reader without an account; a second attempt finds it taken."""
    send_subscriber_mail(UUID(str(context.payload["mail"])))


def daily_round(context: JobContext) -> None:
    """Remind and mail the digests of one day; every step is idempotent."""
    go_round(date.fromisoformat(str(context.payload["day"])))
