# SPDX-License-Identifier: EUPL-1.2
"""The city of the register whose indicators look back, and what is released of them."""

from indicators.rendering.slice_content import SliceContent
from indicators.selectors import published
from indicators.services.catalogue import IndicatorSpec
from sozialplanung.common.statuses import Status
from tests.factories.register import build_city, create, definition
from tests.factories.world import World
from tests.factories.yearlycity import deliver, refresh


def build_looking_city(world: World) -> World:
    """Store a city whose indicators look back: a change, a mean of two years, the year before."""
    build_city(world)
    for slug, name, formula, fields in (
        ("wandel", "Veränderung der Kinder", "change(kinder, 1)", {}),
        ("mittel", "Kinder im Mittel", "rolling(kinder, 2)", {"decimals": 1}),
        ("vorjahr", "Kinder im Vorjahr", "lag(kinder, 1)", {}),
        ("punkte", "Veränderung des Anteils", "change(anteil, 1)", {"unit_of_measure": "Prozentpunkte", "decimals": 1}),
        ("pool", "Anteil zweier Jahre", "share(rolling(kinder, 2), rolling(einwohner, 2))", {"unit_of_measure": "%"}),
    ):
        create(world, IndicatorSpec(slug, "bevoelkerung", "derived", definition(name, formula=formula, **fields)))
    return world


def released(world: World, **texts: str) -> None:
    """Release one year after the other; names are the years."""
    for year, text in texts.items():
        deliver(world, f"{year.removeprefix('y')}-12-31", text)
    refresh(world)


def content(world: World, slug: str, period: str, level: str = "viertel") -> SliceContent | None:
    ref = published.release_ref(world.city, indicator=slug, period=period, level=level)
    return published.slice_content(ref) if ref else None


def values(world: World, slug: str, period: str, level: str = "viertel") -> list[float]:
    found = content(world, slug, period, level)
    assert found is not None
    return [float(each) for each in found.numbers["value"].values]


def statuses(world: World, slug: str, period: str, level: str = "viertel") -> set[Status]:
    found = content(world, slug, period, level)
    assert found is not None
    return {Status(code) for code in found.status.tolist()}
