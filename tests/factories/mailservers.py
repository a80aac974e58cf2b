# SPDX-License-Identifier: EUPL-1.2
"""Mail servers that misbehave, as backends of Django, for tests."""

import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as LocalBackend

PLACE = "tests.factories.mailservers"


class Away(BaseEmailBackend):
    """Cannot be reached."""

    def open(self) -> bool:
        """Refuse the connection."""
        raise ConnectionRefusedError("anna@example.org")


class Sulking(LocalBackend):
    """Takes the connection, then refuses the message for the moment."""

    code = 451

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Refuse."""
        del messages
        raise smtplib.SMTPDataError(self.code, b"anna@example.org")


class Refusing(Sulking):
    """Refuses the message for good."""

    code = 550


class Unknown(LocalBackend):
    """Does not know the recipient."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Refuse the recipient."""
        del messages
        raise smtplib.SMTPRecipientsRefused({"anna@example.org": (550, b"no such user")})


class Silent(LocalBackend):
    """Takes the message and breaks off before it says so."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Deliver, then vanish."""
        super().send_messages(messages)
        raise smtplib.SMTPServerDisconnected("gone")
