# SPDX-License-Identifier: EUPL-1.2
"""Check the chain of the audit log."""

from django.core.management.base import BaseCommand, CommandError

from sozialplanung.audit.selectors import broken_seals
from sozialplanung.audit.services import seal_events


class Command(BaseCommand):
    """Seal what is new, then follow the chain from its start."""

    help = "Check that no event of the audit log was changed or removed."

    def handle(self, *_args: object, **options: object) -> None:
        """Report the events that do not fit the chain."""
        seal_events()
        if broken := broken_seals():
            listed = ", ".join(map(str, broken[:20]))
            raise CommandError(f"The audit log was changed at {len(broken)} events, for instance: {listed}.")
        if options["verbosity"]:
            self.stdout.write("The audit log is whole.")
