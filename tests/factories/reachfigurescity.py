# SPDX-License-Identifier: EUPL-1.2
"""The city with layers, streets between three of its quarters, and released figures of who reaches what."""

from typing import Final

from indicators.services.catalogue import IndicatorSpec
from tests.factories.layeredcity import build_layered_city, kitas, lay
from tests.factories.lookingcity import released
from tests.factories.register import create, definition
from tests.factories.streets import streets
from tests.factories.world import World

# Keys 11, 12, 21, 22; no street leads to 22.
YEAR: Final = "schluessel;einwohner;kinder\n11;500;60\n12;1.000;90\n21;800;120\n22;700;50\n"
FIGURES: Final = (
    ("kitaplaetze-in-reichweite", "Kitaplätze in Reichweite", "access(krippen, kinder, 15)", "Plätze je Kind", 2),
    ("kinder-in-reichweite", "Kinder in Reichweite", "reached(krippen, kinder, 5)", "%", 1),
)


def build_reach_figures_city(world: World) -> World:
    """Store the city, and release one figure of either kind."""
    build_layered_city(world)
    lay(world, "krippen", kitas([(0, 1, 25.0), (1, 0, None)]))
    streets(world)
    for slug, name, formula, unit, decimals in FIGURES:
        told = definition(name, formula=formula, unit_of_measure=unit, decimals=decimals)
        create(world, IndicatorSpec(slug, "bevoelkerung", "derived", told))
    released(world, y2020=YEAR)
    return world
