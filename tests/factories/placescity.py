# SPDX-License-Identifier: EUPL-1.2
"""The city of the planner's morning with layers: day-care centres in two states, schools, ways and parks."""

from datetime import date

from tests.factories.addressedcity import put_addresses
from tests.factories.areas import SIDE, SOUTH, WEST
from tests.factories.layers import Place, layer, put
from tests.factories.planningcity import COLUMNS, ROWS, build_planning_city
from tests.factories.world import World


def build_places_city(world: World) -> World:
    """Store the city, its figures and its layers."""
    build_planning_city(world)
    kitas = layer(world.city, "kitas", "Kindertagesstätten", "point", topic="Bildung/Kita")
    put(kitas, day_care(12), valid_from=date(2019, 1, 1), valid_until=date(2022, 1, 1), capacity_label="Plätze")
    put(kitas, day_care(60), valid_from=date(2022, 1, 1), capacity_label="Plätze")
    put(layer(world.city, "schulen", "Grundschulen", "point", topic="Bildung/Schule"), schools())
    put(layer(world.city, "radwege", "Radwege", "line", topic="Verkehr"), ways())
    put(layer(world.city, "parks", "Parks", "area", topic="Freizeit"), parks())
    put_addresses(world.anna, world)
    return world


def day_care(count: int) -> list[Place]:
    """Return so many day-care centres, five of them at one crossing; every tenth tells no capacity."""
    found: list[Place] = []
    for number in range(1, count + 1):
        east, north = (
            (2.5, 4.5) if number > count - 5 else (0.1 + (number * 0.37) % COLUMNS, 0.2 + number * 0.71 % ROWS)
        )
        east, north = min(east, COLUMNS - 0.1), min(north, ROWS - 0.1)
        capacity = None if number % 10 == 0 else 20.0 + number
        found.append((str(number), f"Kita {number}", f"Hauptstraße {number}", _point(east, north), capacity))
    return found


def schools() -> list[Place]:
    """Return four primary schools."""
    places = ((0.5, 0.5), (2.2, 3.3), (3.7, 6.4), (4.5, 1.5))
    return [(str(at), f"Grundschule {at}", "", _point(*place), None) for at, place in enumerate(places, start=1)]


def ways() -> list[Place]:
    """Return two ways that cross the city."""
    first = f"LINESTRING({_pair(0.2, 0.2)},{_pair(2.5, 4.1)},{_pair(4.8, 7.7)})"
    second = f"MULTILINESTRING(({_pair(0.3, 7.5)},{_pair(2.4, 4.4)}),({_pair(2.6, 4.0)},{_pair(4.7, 0.4)}))"
    return [("1", "Nord-Süd-Weg", "", first, None), ("2", "Querweg", "", second, None)]


def parks() -> list[Place]:
    """Return a park."""
    corners = ((1.2, 1.2), (2.1, 1.3), (2.0, 2.4), (1.1, 2.2), (1.2, 1.2))
    ring = ",".join(_pair(*corner) for corner in corners)
    return [("1", "Stadtpark", "Am Park 1", f"POLYGON(({ring}))", None)]


def _point(east: float, north: float) -> str:
    return f"POINT({_pair(east, north)})"


def _pair(east: float, north: float) -> str:
    return f"{WEST + east * SIDE:.6f} {SOUTH + north * SIDE:.6f}"
