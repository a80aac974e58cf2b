# SPDX-License-Identifier: EUPL-1.2
"""Attack everything that is in force."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from indicators.services.releasing.attacking import attack_organisation, keep_attacks
from sozialplanung.accounts.models import Organisation


class Command(BaseCommand):
    """Attack the figures that readers see or saw, organisation by organisation; writes how it ended."""

    help = "Attack everything that is in force with all that ever was published; fails where a hidden figure is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name organisations, or none for all."""
        parser.add_argument("slugs", nargs="*", metavar="organisation")

    def handle(self, *_args: object, **options: object) -> None:
        """Report each organisation, then fail if something did not hold."""
        named = options["slugs"]
        slugs = frozenset(map(str, named)) if isinstance(named, list) else frozenset()
        wanted = [each for each in Organisation.objects.order_by("slug") if not slugs or each.slug in slugs]
        broken = 0
        for organisation in wanted:
            found = attack_organisation(organisation_id=organisation.pk, report=lambda _done, _total: None)
            lost = keep_attacks(found=found)
            broken += lost
            if options["verbosity"] and found:
                cells = sum(each.report.sensitive for each in found)
                self.stdout.write(
                    f"{organisation.slug}: {len(found)} attacks on {cells} sensitive cells, {lost} broke."
                )
                for each in found:
                    for cell in sorted({breach.cell for breach in each.report.breaches}):
                        self.stdout.write(f"  {cell}")
        if broken:
            raise CommandError(f"{broken} attacks tell hidden figures.")
