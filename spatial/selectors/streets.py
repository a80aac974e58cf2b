# SPDX-License-Identifier: EUPL-1.2
"""Streets and addresses of an address file, as somebody looks for them, and the areas in which they lie."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.db import connections
from django.db.models import Case, Q, QuerySet, SmallIntegerField, When

from spatial.models import AddressRegister, RegisterState, Street, StreetArea
from spatial.readers.addresses.parsing import ParsedAddress
from spatial.readers.addresses.similar import Spellings
from spatial.readers.addresses.typed import Beginnings, beginnings
from spatial.selectors.kept import Kept
from spatial.selectors.levels import boundary_versions_of, present_version
from spatial.selectors.rows import PUBLIC, BoundaryVersionRow, OrganisationKey, UnitRow
from spatial.selectors.units import unit_rows

MOST_STREETS: Final = 8
# A process answers for few organisations with an address file; a city has some ten thousand streets.
_KEPT_SPELLINGS: Final = 8
_COLUMNS: Final = ("id", "name", "city", "postcodes", "address_count")
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


def register_in_use(organisation: OrganisationKey) -> int | None:
    """Return the address file in use; None where there is none."""
    rows = AddressRegister.objects.filter(organisation_id=organisation.id, state=RegisterState.CURRENT)
    found: int | None = rows.values_list("pk", flat=True).first()
    return found


def streets_named(organisation: OrganisationKey, register_id: int, address: ParsedAddress) -> tuple[StreetRow, ...]:
    """Return at most 8 streets that begin as typed, else hold a word that does, else are spelled nearly so."""
    wanted = beginnings(address)
    if not wanted:
        return ()
    rows = Street.objects.filter(register_id=register_id)
    if address.postcode:
        rows = rows.filter(Q(postcodes__contains=[address.postcode]) | Q(postcodes=[]))
    found = _begun(rows, wanted) or _with_word(rows, wanted)
    near = () if found else _nearly(rows, register_id, wanted)
    levels = _levels_of(organisation, [row[0] for row in (*found, *near)])
    return tuple(
        StreetRow(name, city, tuple(postcodes), count, is_near=not found, levels=levels.get(pk, ()))
        for pk, name, city, postcodes, count in (*found, *near)
    )


def _begun(rows: QuerySet[Street], wanted: Beginnings) -> Sequence[Any]:
    """Return the streets whose name begins so, those of just this name first."""
    begins = Q()
    for key in wanted.keys:
        begins |= Q(street_key__startswith=key)
    for plain in wanted.plain:
        begins |= Q(plain_key__startswith=plain)
    is_it = Case(When(street_key__in=wanted.keys, then=0), default=1, output_field=SmallIntegerField())
    told = rows.filter(begins).annotate(is_it=is_it).order_by("is_it", "street_key", "city", "part")
    return list(told.values_list(*_COLUMNS)[:MOST_STREETS])


def _with_word(rows: QuerySet[Street], wanted: Beginnings) -> Sequence[Any]:
    holds = Q(pk=None)
    for words in wanted.words:
        holds |= Q(words__contains=f" {words}")
    return list(rows.filter(holds).order_by("street_key", "city", "part").values_list(*_COLUMNS)[:MOST_STREETS])


def _nearly(rows: QuerySet[Street], register_id: int, wanted: Beginnings) -> Sequence[Any]:
    """Return the streets with the fewest slips."""
    spellings = known_spellings(register_id)
    near = spellings.near(wanted.keys[0]) if spellings and wanted.keys else ()
    keys = [key for slips, key in near if slips == near[0][0]]
    return list(rows.filter(street_key__in=keys).values_list(*_COLUMNS)[:MOST_STREETS]) if keys else []


def known_spellings(register_id: int) -> Spellings | None:
    """Return how the streets of an address file are compared; None where they are not made yet."""
    return _SPELLINGS(register_id)


def _spellings(register_id: int) -> Spellings | None:
    keys = list(
        Street.objects.filter(register_id=register_id).order_by().values_list("street_key", flat=True).distinct()
    )
    return Spellings(keys) if keys else None


_SPELLINGS: Final = Kept(_spellings, _KEPT_SPELLINGS)


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


def _levels_of(organisation: OrganisationKey, streets: Iterable[int]) -> dict[int, tuple[LevelAreas, ...]]:
    """Return for each street its areas, level by level, as far as the job has linked them."""
    streets = list(streets)
    if not streets:
        return {}
    versions = present_versions(organisation)
    links = StreetArea.objects.filter(street_id__in=streets, boundary_version_id__in=[row.id for row in versions])
    positions: dict[tuple[int, int], list[int]] = defaultdict(list)
    for street, version, position in links.order_by("position").values_list(
        "street_id", "boundary_version_id", "position"
    ):
        positions[street, version].append(position)
    return {
        street: tuple(
            LevelAreas(row, tuple(unit_rows(row.id)[position] for position in positions[street, row.id]))
            for row in versions
            if (street, row.id) in positions
        )
        for street in streets
    }
