# SPDX-License-Identifier: EUPL-1.2
"""Put pseudonyms in the place of people whose time in the audit log is over."""

from django.core.management.base import BaseCommand

from sozialplanung.audit.pseudonymising import pseudonymise_old_events
from sozialplanung.audit.retention import FOR_GOOD, retentions


class Command(BaseCommand):
    """The daily job does the same; this is for those who do not want to wait for it."""

    help = "Put pseudonyms in the place of people whose time in the audit log is over (SOZIALPLANUNG_AUDIT_MONTHS)."

    def handle(self, *_args: object, **options: object) -> None:
        """Say what holds, and what was done."""
        count = pseudonymise_old_events()
        if options["verbosity"]:
            for each in retentions():
                held = "for good" if each.months == FOR_GOOD else f"{each.months} months"
                self.stdout.write(f"{each.topic.key}: {held}")
            self.stdout.write(f"Pseudonyms put into {count} events.")
