# SPDX-License-Identifier: EUPL-1.2
"""Send the mails that wait: each at most once, later when the server is away, never inside a decision."""

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import ngettext, override

from sozialplanung.jobs import services as jobs
from sozialplanung.notifications import registry
from sozialplanung.notifications.models import Mail, MailState, Notification
from sozialplanung.notifications.selectors import may_see, preferences_of

logger = logging.getLogger(__name__)

SEND: Final = "notifications.send_mail"
# After so long nobody waits for the mail any more; it is in the application all the same.
GIVE_UP_AFTER: Final = timedelta(days=2)
# Longer than any attempt may take: whoever took the mail is gone.
LONGEST_SENDING: Final = timedelta(minutes=20)
MOST_AT_ONCE: Final = 200
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=6)
_TEMPORARY: Final = range(400, 500)


def request_mail(mail_id: UUID) -> None:
    """Let a job send a mail after the commit."""
    jobs.enqueue(kind=SEND, payload={"mail": str(mail_id)}, by=None, organisation=None)


def send_mail(mail_id: UUID) -> MailState | None:
    """Send one mail unless somebody else does or did; returns how it ended, None when there was nothing to do.

    It is marked as taken before the server sees it. What breaks before the server has the message is tried again;
    what breaks while it has it is not, because it may have arrived.
    """
    if not _take(mail_id):
        return None
    mail = Mail.objects.select_related("recipient").get(pk=mail_id)
    message = _message(mail)
    if message is None:
        return _end(mail, MailState.DROPPED)
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return _later(mail, error)
    try:
        return _hand_over(mail, message, connection)
    finally:
        _close(connection)


def _hand_over(mail: Mail, message: EmailMessage, connection: Any) -> MailState:  # noqa: ANN401 - whatever sends
    try:
        connection.send_messages([message])
    except smtplib.SMTPResponseException as error:
        return _refused(mail, error, error.smtp_code)
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(mail, error, max(code for code, _ in error.recipients.values()))
    except (OSError, smtplib.SMTPException) as error:
        return _end(mail, MailState.UNCLEAR, error)
    return _end(mail, MailState.SENT)


def ring_for_waiting_mails() -> int:
    """Ask again for mails whose pause is over, and give up those that somebody took and never ended."""
    now = timezone.now()
    lost = Mail.objects.filter(state=MailState.SENDING, taken_at__lt=now - LONGEST_SENDING)
    if count := lost.update(state=MailState.UNCLEAR, ended_at=now, error="WorkerLost"):
        logger.warning("Mails that nobody knows whether they were sent: %s", count)
    due = Mail.objects.filter(state=MailState.WAITING, due_at__lte=now).values_list("pk", flat=True)
    for mail_id in due[:MOST_AT_ONCE]:
        request_mail(mail_id)
    return len(due[:MOST_AT_ONCE])


def _take(mail_id: UUID) -> bool:
    waiting = Mail.objects.filter(pk=mail_id, state=MailState.WAITING, due_at__lte=timezone.now())
    return bool(waiting.update(state=MailState.SENDING, taken_at=timezone.now(), attempts=F("attempts") + 1))


def _message(mail: Mail) -> EmailMessage | None:
    """Write the mail in the language of its reader; None when there is nothing left to say."""
    wanted = mail.notifications.select_related("organisation").order_by("created_at")
    told = [each for each in wanted if may_see(mail.recipient, each.kind, each.organisation, each.matter)]
    if mail.day is not None:
        told = [each for each in told if each.read_at is None]
    if not told:
        return None
    with override(preferences_of(mail.recipient).language):
        lines = [{"text": sentence_of(each), "url": f"{settings.PUBLIC_URL}{each.path}"} for each in told]
        subject = _subject(lines)
        body = render_to_string("emails/notifications.txt", {"lines": lines, "public_url": settings.PUBLIC_URL})
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    # The same number at every attempt: a server that took the first one can tell.
    headers = {"Message-ID": f"<{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject=subject, body=body, to=[mail.recipient.email], headers=headers)


def sentence_of(notification: Notification) -> str:
    """Return what happened, in the language of the moment, without figures and names."""
    name = notification.organisation.name if notification.organisation else ""
    return str(registry.kinds()[notification.kind].sentence) % {"organisation": name}


def _subject(lines: list[dict[str, str]]) -> str:
    if len(lines) == 1:
        return " ".join(f"Sozialplanung: {lines[0]['text']}".split())[:200]
    text = ngettext("%(count)s notification", "%(count)s notifications", len(lines)) % {"count": len(lines)}
    return f"Sozialplanung: {text}"


def _later(mail: Mail, error: Exception) -> MailState:
    now = timezone.now()
    if now - mail.created_at > GIVE_UP_AFTER:
        return _end(mail, MailState.FAILED, error)
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.WAITING, due_at=now + pause_after(mail.attempts), error=type(error).__name__
    )
    # Neither the address nor what the server said, which may quote it.
    logger.warning("A mail waits for its server: %s", type(error).__name__)
    return MailState.WAITING


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 1, 4, 16 minutes and so on, at most six hours."""
    return min(_FIRST_PAUSE * int(4 ** min(attempts - 1, 6)), _LONGEST_PAUSE)


def _refused(mail: Mail, error: Exception, code: int) -> MailState:
    return _later(mail, error) if code in _TEMPORARY else _end(mail, MailState.FAILED, error)


def _end(mail: Mail, state: MailState, error: Exception | None = None) -> MailState:
    ended: datetime = timezone.now()
    Mail.objects.filter(pk=mail.pk).update(state=state, ended_at=ended, error=type(error).__name__ if error else "")
    if error:
        logger.warning("A mail ended as %s: %s", state, type(error).__name__)
    return state


def _close(connection: Any) -> None:  # noqa: ANN401 - whatever sends
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        logger.info("The mail server left before the goodbye: %s", type(error).__name__)
