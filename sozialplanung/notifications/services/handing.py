# SPDX-License-Identifier: EUPL-1.2
"""Hand one mail to the server: at most once, later when the server is away."""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone

from sozialplanung.jobs import services as jobs
from sozialplanung.notifications.models import MailState, Outgoing

logger = logging.getLogger(__name__)

M = TypeVar("M", bound=Outgoing)
# After so long nobody waits for the mail any more.
GIVE_UP_AFTER: Final = timedelta(days=2)
# Longer than any attempt may take: whoever took the mail is gone.
LONGEST_SENDING: Final = timedelta(minutes=20)
MOST_AT_ONCE: Final = 200
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=6)
_TEMPORARY: Final = range(400, 500)


def request(kind: str, mail_id: UUID) -> None:
    """Let a job of a kind send a mail after the commit."""
    jobs.enqueue(kind=kind, payload={"mail": str(mail_id)}, by=None, organisation=None)


def send(model: type[M], mail_id: UUID, write: Callable[[M], EmailMessage | None]) -> MailState | None:
    """Send one mail unless somebody else does or did; returns how it ended, None when there was nothing to do.

    It is marked as taken before the server sees it. What breaks before the server has the message is tried again;
    what breaks while it has it is not, because it may have arrived. `write` says None when nothing is left to say.
    """
    if not _take(model, mail_id):
        return None
    mail = model._default_manager.filter(pk=mail_id).first()  # noqa: SLF001 - Django's public API, whatever its name
    message = write(mail) if mail else None
    if mail is None or message is None:
        return _end(mail, MailState.DROPPED) if mail else None
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return _later(mail, error)
    try:
        return _hand_over(mail, message, connection)
    finally:
        _close(connection)


def headers_of(mail: Outgoing) -> dict[str, str]:
    """Return the headers that every mail has; the same number at every attempt, so that a server can tell."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return {"Message-ID": f"<{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"}


def ring_for_waiting(model: type[Outgoing], kind: str) -> int:
    """Ask again for mails whose pause is over, and give up those that somebody took and never ended."""
    now, rows = timezone.now(), model._default_manager  # noqa: SLF001 - as above
    lost = rows.filter(state=MailState.SENDING, taken_at__lt=now - LONGEST_SENDING)
    if count := lost.update(state=MailState.UNCLEAR, ended_at=now, error="WorkerLost"):
        logger.warning("Mails that nobody knows whether they were sent: %s", count)
    due = rows.filter(state=MailState.WAITING, due_at__lte=now).order_by("due_at").values_list("pk", flat=True)
    for mail_id in due[:MOST_AT_ONCE]:
        request(kind, mail_id)
    return len(due[:MOST_AT_ONCE])


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 1, 4, 16 minutes and so on, at most six hours."""
    return min(_FIRST_PAUSE * int(4 ** min(attempts - 1, 6)), _LONGEST_PAUSE)


def _take(model: type[Outgoing], mail_id: UUID) -> bool:
    now = timezone.now()
    waiting = model._default_manager.filter(pk=mail_id, state=MailState.WAITING, due_at__lte=now)  # noqa: SLF001
    return bool(waiting.update(state=MailState.SENDING, taken_at=now, attempts=F("attempts") + 1))


def _hand_over(mail: Outgoing, message: EmailMessage, connection: Any) -> MailState:  # noqa: ANN401 - whatever sends
    try:
        connection.send_messages([message])
    except smtplib.SMTPResponseException as error:
        return _refused(mail, error, error.smtp_code)
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(mail, error, max(code for code, _ in error.recipients.values()))
    except (OSError, smtplib.SMTPException) as error:
        return _end(mail, MailState.UNCLEAR, error)
    return _end(mail, MailState.SENT)


def _later(mail: Outgoing, error: Exception) -> MailState:
    now = timezone.now()
    if now - mail.created_at > GIVE_UP_AFTER:
        return _end(mail, MailState.FAILED, error)
    _keep(mail, state=MailState.WAITING, due_at=now + pause_after(mail.attempts), error=type(error).__name__)
    # Neither the address nor what the server said, which may quote it.
    logger.warning("A mail waits for its server: %s", type(error).__name__)
    return MailState.WAITING


def _refused(mail: Outgoing, error: Exception, code: int) -> MailState:
    return _later(mail, error) if code in _TEMPORARY else _end(mail, MailState.FAILED, error)


def _end(mail: Outgoing, state: MailState, error: Exception | None = None) -> MailState:
    _keep(mail, state=state, ended_at=timezone.now(), error=type(error).__name__ if error else "")
    if error:
        logger.warning("A mail ended as %s: %s", state, type(error).__name__)
    return state


def _keep(mail: Outgoing, **told: Any) -> None:  # noqa: ANN401 - values of columns
    type(mail)._default_manager.filter(pk=mail.pk).update(**told)  # noqa: SLF001 - as above


def _close(connection: Any) -> None:  # noqa: ANN401 - whatever sends
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        logger.info("The mail server left before the goodbye: %s", type(error).__name__)
