# SPDX-License-Identifier: EUPL-1.2
"""A house over a city of twelve quarters whose own areas are shown in dashboards."""

from dataclasses import dataclass
from typing import Final

import shapely

from indicators.models import Audience, DisclosureRule, Indicator, IndicatorDefinition, OwnArea, OwnAreaKind, Sharing
from indicators.services.ownareas import OwnShape, save_own_area
from reports.models import Publication, Readers
from reports.rendering.composition import OWN, Composition, Panel, Part
from reports.rendering.ownshown import own_query
from spatial.models import BoundaryVersion
from tests.factories.areas import SIDE, SOUTH, WEST, city_files, import_city, square
from tests.factories.editions import begun
from tests.factories.groupedcity import COLUMNS, KEYS, GroupedCity, district_ring
from tests.factories.pickedcity import PERSONS, SHARES, declare_additive
from tests.factories.world import World, build_world

INDICATORS: Final = ("kinder", "quote", "geheim")
PERIOD: Final = "2021-12-31"


@dataclass(frozen=True)
class OwnHouse:
    """The people, and the city with its figures."""

    world: World
    city: GroupedCity

    def keep(self, name: str, *grounds: shapely.Geometry, sharing: Sharing = Sharing.HOUSE) -> OwnArea:
        """Keep an own area of the planner; the house finds it."""
        return save_own_area(
            organisation=self.world.city,
            shape=shape_of(*grounds),
            name=name,
            by=self.world.bert,
            sharing=sharing,
        )

    def begin(self, *shown: OwnArea, title: str = "Schulwege", readers: Readers = Readers.PUBLIC) -> Publication:
        """Begin a dashboard that shows own areas, each in a panel."""
        panels = tuple(panel_of(row, f"panel{number}") for number, row in enumerate(shown, start=1))
        return begun(self.world, Composition(parts=(Part("part1", "Gebiete", panels),)), title=title, readers=readers)


def build_own_house() -> OwnHouse:
    """Store the city: people, children, a share of counts, and one of which the second quarter is hidden."""
    world = build_world()
    districts = {str(column + 1): (f"Bezirk {column + 1}", district_ring(column)) for column in range(COLUMNS)}
    quarters = {key: (f"Viertel {key}", square(int(key[0]) - 1, int(key[1:]) - 1)) for key in KEYS}
    import_city(world.city, files=city_files(districts, quarters))
    version = BoundaryVersion.objects.get(organisation=world.city, level__slug="viertel")
    city = GroupedCity(world.city, world.anna, version)
    people = city.add(
        "einwohner", tuple(1000.0 + 10 * place for place in range(12)), PERIOD, unit_of_measure="Personen"
    )
    counted = city.add("kinder", tuple(10.0 * (place + 1) for place in range(12)), PERIOD, unit_of_measure="Personen")
    share, secret = city.add("quote", SHARES), city.add("geheim", SHARES)
    city.publish(share, SHARES, PERIOD, persons=PERSONS, city=6.5)
    city.publish(secret, (*SHARES[:1], None, *SHARES[2:]), PERIOD, persons=PERSONS)
    for stored in (counted, share, secret):
        declare_additive(stored)
    IndicatorDefinition.objects.filter(indicator__slug__in=("kinder", "einwohner")).update(decimals=0)
    count_people_by(people)
    return OwnHouse(world, city)


def count_people_by(people: Indicator) -> None:
    """Say which indicator counts the people."""
    DisclosureRule.objects.create(
        organisation=people.organisation,
        source=people.definitions.get().source,
        audience=Audience.PUBLIC,
        inhabitants_indicator=people,
    )


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Return a rectangle of the grid: columns and rows of its squares."""
    return shapely.box(WEST + west * SIDE, SOUTH + south * SIDE, WEST + east * SIDE, SOUTH + north * SIDE)


def shape_of(*grounds: shapely.Geometry) -> OwnShape:
    """Return what is kept of some ground together."""
    joined = shapely.union_all(grounds)
    return OwnShape(OwnAreaKind.UPLOADED, shapely.MultiPolygon(shapely.get_parts(joined).tolist()))


def panel_of(row: OwnArea, name: str = "panel1", indicators: tuple[str, ...] = INDICATORS) -> Panel:
    """Return the panel that shows an own area as it is now."""
    return Panel(name, OWN, query=own_query(str(row.uuid), row.current.number), indicators=indicators)
