# SPDX-License-Identifier: EUPL-1.2
"""A city of forty quarters in which child poverty truly rose in five of them against the trend of the city.

All others move with the city, and one with a hundred children only seems to: 31 points more.
"""

from collections.abc import Mapping
from typing import Final

from indicators.models import IndicatorDefinition
from indicators.services import catalogue, sources
from indicators.services.catalogue import SeriesName
from indicators.services.sources import SourceSpec
from tests.factories.areas import SIDE, SOUTH, WEST, Ring, city_files, edition, import_city, square
from tests.factories.checkedcity import Column, add_indicator, add_series, taken_over
from tests.factories.world import World
from tests.factories.yearlycity import refresh

COLUMNS, ROWS = 5, 8
QUARTERS: Final = tuple(f"{column + 1}{row + 1:02d}" for column in range(COLUMNS) for row in range(ROWS))
FIRST, BEFORE, NOW = "2019-12-31", "2021-12-31", "2023-12-31"
# Those that rose by ten points more than the city, and the one with a hundred children.
RISING: Final = ("103", "207", "301", "406", "504")
SMALL: Final = "208"
THRESHOLD: Final = 3.0
SLUG: Final = "kinderarmut"
# Points by which the city as a whole goes up until each period, and those five beside it.
TREND: Final[Mapping[str, float]] = {FIRST: 0.0, BEFORE: 0.4, NOW: 1.6}
BESIDE: Final[Mapping[str, float]] = {FIRST: 0.0, BEFORE: 0.2, NOW: 10.0}
PERSONS_OF_SMALL: Final = 100
CASES_OF_SMALL: Final[Mapping[str, int]] = {FIRST: 20, BEFORE: 24, NOW: 51}


def name_of(key: str) -> str:
    """Return what a quarter is called."""
    return f"Viertel {key}"


def children(key: str) -> int:
    """Return how many children live in a quarter: the same in all periods."""
    place = QUARTERS.index(key)
    if key == SMALL:
        return PERSONS_OF_SMALL
    return 1_500 if key in RISING else 600 + 97 * place % 1_400


def poor(key: str, period: str) -> int:
    """Return how many of them are poor in a period."""
    if key == SMALL:
        return CASES_OF_SMALL[period]
    place = QUARTERS.index(key)
    # Little ups and downs, far within chance.
    wave = 0.0 if period == FIRST else (5 * place % 7 - 3) / 5
    points = 18 + 7 * place % 17 + TREND[period] + wave + (BESIDE[period] if key in RISING else 0.0)
    return round(children(key) * points / 100)


def build_planning_city(world: World) -> World:
    """Store the city and release three periods through the ordinary services."""
    districts = {str(column + 1): (f"Bezirk {column + 1}", _strip(column)) for column in range(COLUMNS)}
    quarters = {key: (name_of(key), square(int(key[0]) - 1, int(key[1:]) - 1)) for key in QUARTERS}
    import_city(world.city, edition(), city_files(districts, quarters))
    spec = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "Satzung", minimum_count=3)
    sources.ensure_source(organisation=world.city, spec=spec)
    sources.set_rule(organisation=world.city, spec=spec)
    catalogue.ensure_topic(organisation=world.city, slug="bevoelkerung", name="Bevölkerung", position=0)
    for slug, name in (("kinder", "Kinder"), ("arme", "Kinder in Bedarfsgemeinschaften")):
        add_series(world, slug)
        series = SeriesName(slug)
        add_indicator(world, slug, name=name, short_name=name, series=series, unit_of_measure="Kinder", decimals=0)
    add_indicator(
        world,
        SLUG,
        name="Kinderarmut",
        short_name="Kinderarmut",
        subtitle="Kinder in Bedarfsgemeinschaften an allen Kindern unter 15 Jahren",
        formula="share(arme, kinder)",
        unit_of_measure="%",
        decimals=1,
        direction="lower_is_better",
        relevance_threshold=THRESHOLD,
        numerator_text="Kinder in Bedarfsgemeinschaften",
        denominator_text="Kinder",
    )
    for period in (FIRST, BEFORE, NOW):
        columns = {
            "kinder": Column("kinder", [children(key) for key in QUARTERS]),
            "arme": Column("arme", [poor(key, period) for key in QUARTERS]),
        }
        taken_over(world, period, columns, keys=QUARTERS)
    refresh(world)
    return world


def declare(**fields: object) -> None:
    """Let the definition of child poverty say something else from now on."""
    IndicatorDefinition.objects.filter(indicator__slug=SLUG).update(**fields)


def _strip(column: int) -> Ring:
    west, east = round(WEST + column * SIDE, 6), round(WEST + (column + 1) * SIDE, 6)
    heights = [round(SOUTH + row * SIDE, 6) for row in range(ROWS + 1)]
    up = [[east, height] for height in heights]
    down = [[west, height] for height in reversed(heights)]
    return [*up, *down, up[0]]
