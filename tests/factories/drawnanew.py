# SPDX-License-Identifier: EUPL-1.2
"""The city of the register, in which one quarter was split in 2021: figures of before and after, carried both ways."""

from datetime import date

from indicators.models import DisclosureRule, Indicator
from indicators.services.converting.following import convert_releases
from spatial.services.versioning import close_edition
from tests.factories.areas import SIDE, SOUTH, WEST, Ring, city_areas, city_files, edition, import_city
from tests.factories.register import EDITION, build_city
from tests.factories.world import World
from tests.factories.yearlycity import FIRST, HEAD, SECOND, deliver, refresh

NEWER = "stand-2021"
EARLY = HEAD + "11;1.000;200\n12;500;90\n21;800;120\n22;700;30\n"
# The quarter 12 became 13, in which most people live, and 14.
LATE = HEAD + "11;1.000;210\n13;400;80\n14;100;10\n21;800;120\n22;700;65\n"


def build_drawn_anew(world: World, *, early: str = EARLY, late: str = LATE, knows_people: bool = True) -> World:
    """Store both editions and their figures, released and carried."""
    build_city(world)
    districts, quarters = city_areas()
    del quarters["12"]
    quarters |= {"13": ("Müllerstraße West", _half(0)), "14": ("Müllerstraße Ost", _half(1))}
    close_edition(organisation=world.city, edition=EDITION, valid_until=date(2021, 1, 1), by=None)
    import_city(world.city, edition("2021", date(2021, 1, 1)), city_files(districts, quarters))
    if knows_people:
        people = Indicator.objects.get(organisation=world.city, slug="einwohner")
        DisclosureRule.objects.filter(organisation=world.city).update(inhabitants_indicator=people)
    deliver(world, FIRST, early, EDITION)
    deliver(world, SECOND, late, NEWER)
    refresh(world)
    convert(world)
    return world


def convert(world: World) -> int:
    """Bring the conversions up to date; returns how many are new."""
    return convert_releases(organisation_id=world.city.pk, report=lambda *_: None)


def _half(side: int) -> Ring:
    west, east = round(WEST + side * SIDE / 2, 6), round(WEST + (side + 1) * SIDE / 2, 6)
    south, north = round(SOUTH + SIDE, 6), round(SOUTH + 2 * SIDE, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]
