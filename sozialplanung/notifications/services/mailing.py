# SPDX-License-Identifier: EUPL-1.2
"""Send the mails that wait for people with an account: each at most once, never inside a decision."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import ngettext, override

from sozialplanung.notifications import registry
from sozialplanung.notifications.models import Mail, MailState, Notification
from sozialplanung.notifications.selectors import may_see, preferences_of
from sozialplanung.notifications.services import handing

SEND: Final = "notifications.send_mail"


def request_mail(mail_id: UUID) -> None:
    """Let a job send a mail after the commit."""
    handing.request(SEND, mail_id)


def send_mail(mail_id: UUID) -> MailState | None:
    """Send one mail unless somebody else does or did; returns how it ended, None when there was nothing to do."""
    return handing.send(Mail, mail_id, _message)


def ring_for_waiting_mails() -> int:
    """Ask again for mails whose pause is over, and give up those that somebody took and never ended."""
    return handing.ring_for_waiting(Mail, SEND)


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
    return EmailMessage(subject=subject, body=body, to=[mail.recipient.email], headers=handing.headers_of(mail))


def sentence_of(notification: Notification) -> str:
    """Return what happened, in the language of the moment, without figures and names."""
    name = notification.organisation.name if notification.organisation else ""
    return str(registry.kinds()[notification.kind].sentence) % {"organisation": name}


def _subject(lines: list[dict[str, str]]) -> str:
    if len(lines) == 1:
        return " ".join(f"Sozialplanung: {lines[0]['text']}".split())[:200]
    text = ngettext("%(count)s notification", "%(count)s notifications", len(lines)) % {"count": len(lines)}
    return f"Sozialplanung: {text}"
