# SPDX-License-Identifier: EUPL-1.2
"""Destroy the way back from the pseudonyms of a person in the audit log."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sozialplanung.accounts.models import User
from sozialplanung.accounts.throttling import account_key
from sozialplanung.audit.pseudonymising import destroy_key


class Command(BaseCommand):
    """Run by the owner of the database alone: the application has no right to the key."""

    help = "Destroy the key to the pseudonyms of a person (as the owner); what is not pseudonymised yet stays."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address under which the person signs in."""
        parser.add_argument("email")

    def handle(self, *_args: object, **options: object) -> None:
        """Destroy the key, and say of how many pseudonyms."""
        email = str(options["email"]).strip().lower()
        person = User.objects.filter(email=email).first()
        if person is None:
            raise CommandError("There is no user with this e-mail address.")
        count = destroy_key(references={"accounts.user": str(person.pk), "accounts.login": account_key(email)[:16]})
        self.stdout.write(f"The way back from {count} pseudonyms is destroyed.")
