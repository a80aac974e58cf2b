# SPDX-License-Identifier: EUPL-1.2
"""A city with an address file in use: streets within one area, through several, twice of one name, and outside."""

from collections.abc import Sequence

from sozialplanung.accounts.models import User
from spatial.models import AddressRegister, BoundaryVersion, RegisterState
from spatial.readers.addresses.numbers import parsed_numbers
from spatial.readers.addresses.register import Entry
from spatial.services.layers.geocoding import address_row
from spatial.services.layers.streets import link_streets
from tests.factories.areas import SIDE, SOUTH, WEST, import_city
from tests.factories.layers import layer, put
from tests.factories.releases import Figures, indicator, release
from tests.factories.world import World

Row = tuple[str, str, float, float, str]
# Street, number, east and north in sides of a square of the grid, postcode. Quarters: 11 and 12 above one another in
# district 1, 21 and 22 in district 2.
ROWS: Sequence[Row] = (
    ("Marktstraße", "1", 0.20, 0.50, "12345"),
    ("Marktstraße", "3", 0.21, 0.50, "12345"),
    ("Marktstraße", "3a", 0.22, 0.50, "12345"),
    ("Marktstraße", "9", 0.23, 0.50, "12345"),
    # Along the border of both districts, and on.
    ("Große Hamburger Straße", "1", 0.80, 0.50, "12345"),
    ("Große Hamburger Straße", "2", 1.20, 0.50, "12346"),
    ("Große Hamburger Straße", "4", 1.20, 1.20, "12346"),
    # Two streets of one name, more than a kilometre apart.
    ("Lindenweg", "5", 0.10, 0.10, "12345"),
    ("Lindenweg", "5", 1.90, 1.90, "12346"),
    ("Straße des 17. Juni", "100", 0.50, 1.50, "12345"),
    ("Außenweg", "7", 5.50, 5.50, "12399"),
)


def build_addressed_city(world: World) -> World:
    """Store the areas of the city with figures of its quarters, its address file, and places of two layers."""
    import_city(world.city)
    quarters = BoundaryVersion.objects.get(organisation=world.city, level__slug="viertel")
    release(indicator(world.city), quarters, Figures((10.0, 11.0, 12.0, 13.0)), world.frida)
    put_addresses(world.anna, world)
    kitas = layer(world.city, "kitas", "Kindertagesstätten", "point")
    put(
        kitas,
        [
            ("1", "Kita Sonnenschein", "Marktstraße 3", _point(0.5, 0.5), 40.0),
            ("2", "Kita Müllers Mühle", "", _point(1.5, 1.5), None),
        ],
    )
    park = f"POLYGON(({','.join(_pair(*corner) for corner in ((0.1, 0.1), (0.4, 0.1), (0.4, 0.4), (0.1, 0.1)))}))"
    put(layer(world.city, "parks", "Parks", "area"), [("1", "Sonnenpark", "", park, None)])
    return world


def put_addresses(person: User, world: World, rows: Sequence[Row] = ROWS) -> AddressRegister:
    """Put an address file in use without its file, and make its streets."""
    AddressRegister.objects.filter(organisation=world.city).update(state=RegisterState.SUPERSEDED)
    register = AddressRegister.objects.create(
        organisation=world.city,
        state=RegisterState.CURRENT,
        name="adressen.csv",
        publisher="Stadt",
        licence="cc0",
        sha256="0" * 64,
        address_count=len(rows),
        created_by=person,
    )
    for row in rows:
        address_row(register, _entry(row)).save()
    link_streets(register_id=register.pk)
    return register


def _point(east: float, north: float) -> str:
    return f"POINT({_pair(east, north)})"


def _pair(east: float, north: float) -> str:
    return f"{WEST + east * SIDE:.6f} {SOUTH + north * SIDE:.6f}"


def _entry(row: Row) -> Entry:
    street, number, column, line, postcode = row
    numbers = parsed_numbers(number)
    assert numbers
    return Entry(street, numbers, WEST + column * SIDE, SOUTH + line * SIDE, postcode)
