# SPDX-License-Identifier: EUPL-1.2
"""Check the chain of the audit log."""

from django.core.management.base import BaseCommand, CommandError

from sozialplanung.audit.verifying import verify


class Command(BaseCommand):
    """Seal what is new, then follow the chain from its start."""

    help = "Check that no event of the audit log was changed or removed; prints the last seal, to be kept elsewhere."

    def handle(self, *_args: object, **options: object) -> None:
        """Report the events that do not fit the chain."""
        found = verify()
        if found.broken:
            listed = ", ".join(map(str, found.broken[:20]))
            raise CommandError(f"The audit log was changed at {len(found.broken)} events, for instance: {listed}.")
        if found.is_cut:
            raise CommandError("The end of the audit log that was there at the last check is gone.")
        if options["verbosity"]:
            self.stdout.write(f"The audit log is whole: {found.seals} seals in {found.milliseconds / 1000:.1f} s.")
            self.stdout.write(f"Last seal: {found.last_seal_id} {found.last_hash}")
