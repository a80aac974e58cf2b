# SPDX-License-Identifier: EUPL-1.2
"""Delete an address that wants to be forgotten, with all its subscriptions by e-mail."""

from django.core.management.base import BaseCommand, CommandParser

from sozialplanung.notifications.services.subscribing import forget_address


class Command(BaseCommand):
    """Run by the operator when somebody asks for it who lost the mails with their links."""

    help = "Delete an e-mail address with all its subscriptions and requests; accounts are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("email")

    def handle(self, *_args: object, **options: object) -> None:
        """Delete, and say how much there was, never whose."""
        count = forget_address(email=str(options["email"]))
        self.stdout.write(f"{count} subscriptions and requests are deleted.")
