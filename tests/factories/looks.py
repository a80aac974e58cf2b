# SPDX-License-Identifier: EUPL-1.2
"""An organisation with a look, an earlier one, one that its administrator tries, and words of its own."""

from sozialplanung.accounts.looks.pictures import logo_of
from sozialplanung.accounts.looks.services import seal_of, take_look, try_look
from sozialplanung.accounts.models import Look
from sozialplanung.accounts.ownwords.services import Words, write_own_words
from tests.factories.logos import png
from tests.factories.world import World


def plant_own_things(world: World) -> dict[str, dict[str, object]]:
    """Give the city looks and own words; return by address what it names."""
    logo = logo_of(png())
    for accent in ("#7a0019", "#1b6e3c"):
        draft = try_look(organisation=world.city, person=world.gero, accent=accent, logo=logo)
        take_look(organisation=world.city, draft=draft, seen=seal_of(draft), by=world.gero)
    try_look(organisation=world.city, person=world.gero, accent="#171a87", logo=logo)
    words = Words(easy_text="# Das sind wir\nWir planen für alle.", sign_language_url="https://stadt.example/dgs.mp4")
    row = write_own_words(organisation=world.city, words=words, by=world.gero)
    return {
        "<organisation>/erscheinungsbild/<": {"number": Look.objects.earliest("pk").pk},
        "<organisation>/logo/<": {"digest": world.city.logo_digest},
        "<organisation>/eigene-worte/<": {"number": row.pk},
    }
