# SPDX-License-Identifier: EUPL-1.2
"""An organisation with a look, an earlier one, and one that its administrator tries."""

from sozialplanung.accounts.looks.pictures import logo_of
from sozialplanung.accounts.looks.services import seal_of, take_look, try_look
from sozialplanung.accounts.models import Look
from tests.factories.logos import png
from tests.factories.world import World


def plant_looks(world: World) -> tuple[int, str]:
    """Give the city looks; return the number of the first one and the digest of the logo."""
    logo = logo_of(png())
    for accent in ("#7a0019", "#1b6e3c"):
        draft = try_look(organisation=world.city, person=world.gero, accent=accent, logo=logo)
        take_look(organisation=world.city, draft=draft, seen=seal_of(draft), by=world.gero)
    try_look(organisation=world.city, person=world.gero, accent="#171a87", logo=logo)
    return Look.objects.earliest("pk").pk, world.city.logo_digest
