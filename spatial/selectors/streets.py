# SPDX-License-Identifier: EUPL-1.2
"""Streets and addresses of an address file, as somebody looks for them, and the areas in which they lie."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.db import connections

from spatial.readers.addresses.parsing import ParsedAddress
from spatial.readers.addresses.similar import Spellings
from spatial.readers.addresses.typed import Beginnings, beginnings
from spatial.selectors.addressbook import AddressBook
from spatial.selectors.kept import Kept
from spatial.selectors.levels import boundary_versions_of, present_version
from spatial.selectors.rows import PUBLIC, BoundaryVersionRow, OrganisationKey, UnitRow
from spatial.selectors.units import unit_rows

MOST_STREETS: Final = 8
# A process answers for few organisations with an address file; a city has some ten thousand streets.
_KEPT_SPELLINGS: Final = 8
_STREETS: Final = """
    SELECT id, name, city, postcodes, address_count FROM spatial_published_street WHERE register_id = %s AND """
_ORDER: Final = " ORDER BY street_key = ANY(%s) DESC, street_key, city, part LIMIT %s"
_KEYS: Final = "SELECT DISTINCT street_key FROM spatial_published_street WHERE register_id = %s"
_KEYS_OF_ADDRESSES: Final = "SELECT DISTINCT street_key FROM spatial_published_address WHERE register_id = %s"
_AREAS_OF: Final = """
    SELECT street_id, boundary_version_id, position FROM spatial_published_streetarea
     WHERE street_id = ANY(%s) AND boundary_version_id = ANY(%s) ORDER BY position
"""
_AREAS_AT: Final = """
    SELECT asked.place, member.boundary_version_id, min(member.position)
      FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS asked(east, north, place)
      JOIN spatial_unitversion area
        ON ST_Intersects(area.geometry, ST_SetSRID(ST_MakePoint(asked.east, asked.north), 4326))
      JOIN spatial_boundarymember member ON member.unit_version_id = area.id
     WHERE member.boundary_version_id = ANY(%s)
     GROUP BY 1, 2
"""
Point = tuple[float, float]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class LevelAreas:
    """Areas of the boundary version of a level that holds today, in its frozen order."""

    version: BoundaryVersionRow
    areas: tuple[UnitRow, ...]


@dataclass(frozen=True, slots=True)
class StreetRow:
    """A street with the areas that its addresses lie in, level by level; `is_near` where it is spelled otherwise."""

    name: str
    city: str
    postcodes: tuple[str, ...]
    address_count: int
    is_near: bool
    levels: tuple[LevelAreas, ...]


def streets_named(organisation: OrganisationKey, book: AddressBook, address: ParsedAddress) -> tuple[StreetRow, ...]:
    """Return at most 8 streets that begin as typed, else hold a word that does, else are spelled nearly so."""
    wanted = beginnings(address)
    if not wanted:
        return ()
    found = _begun(book, address, wanted) or _with_word(book, address, wanted)
    near = () if found else _nearly(book, address, wanted)
    levels = _levels_of(organisation, book, [row[0] for row in (*found, *near)])
    return tuple(
        StreetRow(name, city, tuple(postcodes), count, is_near=not found, levels=levels.get(pk, ()))
        for pk, name, city, postcodes, count in (*found, *near)
    )


def _begun(book: AddressBook, address: ParsedAddress, wanted: Beginnings) -> Sequence[Row]:
    """Return the streets whose name begins so, those of just this name first."""
    begins = ["street_key LIKE %s"] * len(wanted.keys) + ["plain_key LIKE %s"] * len(wanted.plain)
    return _streets(
        book, address, (" OR ".join(begins), [f"{each}%" for each in (*wanted.keys, *wanted.plain)]), wanted
    )


def _with_word(book: AddressBook, address: ParsedAddress, wanted: Beginnings) -> Sequence[Row]:
    if not wanted.words:
        return ()
    holds = " OR ".join(["words LIKE %s"] * len(wanted.words))
    return _streets(book, address, (holds, [f"% {each}%" for each in wanted.words]), wanted)


def _nearly(book: AddressBook, address: ParsedAddress, wanted: Beginnings) -> Sequence[Row]:
    """Return the streets with the fewest slips."""
    spellings = known_spellings(book) if wanted.keys else None
    near = spellings.near(wanted.keys[0]) if spellings else ()
    keys = [key for slips, key in near if slips == near[0][0]]
    return _streets(book, address, ("street_key = ANY(%s)", [keys]), wanted) if keys else ()


def _streets(
    book: AddressBook, address: ParsedAddress, condition: tuple[str, list[Any]], wanted: Beginnings
) -> Sequence[Row]:
    """Return streets by a condition, those of just this name first; a postcode keeps those that have it or none."""
    written, parameters = condition
    place = " AND (%s = ANY(postcodes) OR cardinality(postcodes) = 0)" if address.postcode else ""
    statement = f"{_STREETS}({written}){place}{_ORDER}"
    told = [address.postcode] if address.postcode else []
    return book.rows(statement, [book.register_id, *parameters, *told, list(wanted.keys), MOST_STREETS])


def known_spellings(book: AddressBook) -> Spellings | None:
    """Return how the streets of an address file are compared; None where they are not made yet."""
    return _SPELLINGS[book.is_public](book.register_id)


def _spellings(book: AddressBook) -> Spellings | None:
    # A file that has just come has its addresses before a job has made its streets.
    rows = book.rows(_KEYS, [book.register_id]) or book.rows(_KEYS_OF_ADDRESSES, [book.register_id])
    keys = [key for (key,) in rows]
    # These stay in the memory of the process; what somebody typed does not.
    return Spellings(keys, is_remembering=False) if keys else None


# Each is read with the rights of who asked: what the house read is not handed to everybody.
_SPELLINGS: Final = {
    False: Kept(lambda register: _spellings(AddressBook(register)), _KEPT_SPELLINGS),
    True: Kept(lambda register: _spellings(AddressBook(register, is_public=True)), _KEPT_SPELLINGS),
}


def present_versions(organisation: OrganisationKey) -> tuple[BoundaryVersionRow, ...]:
    """Return the boundary version of each level that holds today, the coarsest first; none of the whole alone."""
    versions = boundary_versions_of(organisation)
    levels = groupby(versions, key=lambda row: (row.hierarchy, row.level_position))
    present = tuple(present_version(tuple(rows)) for _, rows in levels)
    return tuple(row for row in present if row.unit_count > 1) or present


def areas_at(organisation: OrganisationKey, points: Sequence[Point]) -> tuple[tuple[LevelAreas, ...], ...]:
    """Return for each point (longitude, latitude) the area of each level in which it lies today, the coarsest first.

    A point on a border lies in the first area of the frozen order.
    """
    if not points:
        return ()
    versions = present_versions(organisation)
    east, north = [point[0] for point in points], [point[1] for point in points]
    with connections[PUBLIC].cursor() as cursor:
        cursor.execute(_AREAS_AT, [east, north, [row.id for row in versions]])
        found = {(place - 1, version): position for place, version, position in cursor.fetchall()}
    return tuple(
        tuple(
            LevelAreas(row, (unit_rows(row.id)[found[place, row.id]],)) for row in versions if (place, row.id) in found
        )
        for place in range(len(points))
    )


def _levels_of(
    organisation: OrganisationKey, book: AddressBook, streets: Sequence[int]
) -> dict[int, tuple[LevelAreas, ...]]:
    """Return for each street its areas, level by level, as far as the job has linked them."""
    if not streets:
        return {}
    versions = present_versions(organisation)
    positions: dict[tuple[int, int], list[int]] = defaultdict(list)
    for street, version, position in book.rows(_AREAS_OF, [list(streets), [row.id for row in versions]]):
        positions[street, version].append(position)
    return {
        street: tuple(
            LevelAreas(row, tuple(unit_rows(row.id)[position] for position in positions[street, row.id]))
            for row in versions
            if (street, row.id) in positions
        )
        for street in streets
    }
