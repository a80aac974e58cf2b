# SPDX-License-Identifier: EUPL-1.2
"""Have tiles made for boundary versions that were stored before there were any."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from sozialplanung.jobs.services import enqueue
from spatial.models import BoundaryVersion
from spatial.services.boundary_import import BUILD_GEOMETRY, version_payload
from spatial.services.tile_geometry import needs_tiles


class Command(BaseCommand):
    """Ask workers for the tiles that are missing; run again, it asks for what is still missing."""

    help = "Have tiles made for boundary versions with very many areas that have none yet."

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 - as Django hands them over
        """Ask, and tell for how many."""
        lacking = [
            version for version in BoundaryVersion.objects.select_related("organisation") if needs_tiles(version)
        ]
        with transaction.atomic():
            for version in lacking:
                organisation = version.organisation
                enqueue(kind=BUILD_GEOMETRY, payload=version_payload(version.pk), organisation=organisation, by=None)
        if options["verbosity"]:
            self.stdout.write(f"Tiles of {len(lacking)} boundary versions are being made.")
