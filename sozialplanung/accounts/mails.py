# SPDX-License-Identifier: EUPL-1.2
"""Mails about somebody's own account: sent by a job, so that no page tells by its time whether there is an account."""

import smtplib
from collections.abc import Callable
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.functional import Promise
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from sozialplanung.accounts.models import User
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.context import JobContext
from sozialplanung.jobs.errors import TransientJobError

SEND: Final = "accounts.send_mail"
# Stands for nobody: the job is written all the same.
NOBODY: Final = 0
RESET: Final = "password_reset"
_TEXTS: Final[dict[str, tuple[Promise, Promise]]] = {
    RESET: (
        _("Choose a new password"),
        _("Somebody, probably you, wants a new password for your account. For two hours you can choose one here:"),
    ),
    "password_set": (_("Your password was changed"), _("A new password was set for your account.")),
    "factor_added": (_("A second factor was set up"), _("A second factor was set up for your account.")),
    "factor_removed": (_("A second factor was removed"), _("A second factor was removed from your account.")),
    "factors_reset": (
        _("Your second factor was removed"),
        _("Your administrator removed the second factor of your account and ended your sessions."),
    ),
    "codes_renewed": (
        _("You have new recovery codes"),
        _("New recovery codes were made for your account. The earlier ones count no more."),
    ),
}


# Which language somebody chose for mails, empty where they never did: an app above this one knows.
LanguageOf = Callable[[User], str]
_chosen: list[LanguageOf] = []


def ask_for_language(language_of: LanguageOf) -> None:
    """Let mails follow the language that somebody chose for their account."""
    _chosen[:] = [language_of]


def tell(*, person: User | None, kind: str, is_own_act: bool = True) -> None:
    """Let a job write to somebody about their account after the commit; to nobody, if there is nobody.

    Whoever chose no language is written to in that of the page on which they acted themselves, else in German.
    """
    if settings.MAIL_IS_ON:
        language = (get_language() if is_own_act else None) or settings.LANGUAGE_CODE
        payload: dict[str, int | str] = {"person": person.pk if person else NOBODY, "kind": kind, "language": language}
        # A key of its own: a job that waits already is not found instead, which would take another time.
        jobs.enqueue(kind=SEND, payload=payload, by=None, organisation=None, idempotency_key=str(uuid4()))


def send(context: JobContext) -> None:
    """Send one mail; where the server is away, the job is tried again."""
    person = User.objects.filter(pk=context.payload["person"], is_active=True).first()
    if person is None:
        return
    try:
        _message(person, str(context.payload["kind"]), str(context.payload.get("language", ""))).send()
    except (OSError, smtplib.SMTPException) as error:
        # Neither the address nor what the server said, which may quote it.
        raise TransientJobError("accounts.mail_waits", "The mail server does not answer.") from error


def _message(person: User, kind: str, language: str) -> EmailMessage:
    chosen = next((found for ask in _chosen if (found := ask(person))), "")
    with override(chosen or language or settings.LANGUAGE_CODE):
        subject, text = _TEXTS[kind]
        link = _reset_link(person) if kind == RESET else ""
        body = render_to_string("emails/account.txt", {"text": text, "link": link, "public_url": settings.PUBLIC_URL})
        headers = {"Auto-Submitted": "auto-generated"}
        return EmailMessage(subject=f"Sozialplanung: {subject}", body=body, to=[person.email], headers=headers)


def _reset_link(person: User) -> str:
    key = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return f"{settings.PUBLIC_URL}{reverse('accounts:new_password', args=[key, token])}"
