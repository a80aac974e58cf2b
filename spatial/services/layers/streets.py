# SPDX-License-Identifier: EUPL-1.2
"""The streets of the address file in use, and the areas that they run through: made by a job."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Final

import numpy as np
import shapely
from django.contrib.gis.geos import Point
from django.db import connection, transaction

from sozialplanung.jobs import services as jobs
from spatial.geometry.arrays import Floats, Integers
from spatial.geometry.counting import NOWHERE, areas_of_points
from spatial.models import AddressRegister, BoundaryVersion, RegisterState, Street, StreetArea
from spatial.readers.addresses.words import plain_words, street_words
from spatial.selectors.layers import areas_of

LINK: Final = "spatial.link_streets"
_BATCH: Final = 5000
# Streets of one name in one town are one street where their houses stand no farther apart, in metres.
APART: Final = 1000
# Metres that are the same everywhere in Europe (EPSG:3035).
_PARTS: Final = """
    SELECT street_key, city, street, postcode, ST_X(location), ST_Y(location), ST_ClusterDBSCAN(
             ST_Transform(location, 3035), eps := %s, minpoints := 1
           ) OVER (PARTITION BY street_key, city ORDER BY id) AS part
      FROM spatial_address WHERE register_id = %s ORDER BY street_key, city, part, id
"""


@dataclass(slots=True)
class _Part:
    """One street while its addresses are gathered."""

    key: str
    city: str
    part: int
    names: list[str] = field(default_factory=list)
    postcodes: set[str] = field(default_factory=set)
    points: list[tuple[float, float]] = field(default_factory=list)


def link_streets(*, register_id: int) -> None:
    """Make the streets of an address file in use, and link them with the areas of all boundary versions.

    What is there stays: a second time only boundary versions that are new are linked.
    """
    with transaction.atomic():
        register = AddressRegister.objects.select_for_update().get(pk=register_id)
        if register.state != RegisterState.CURRENT:
            return
        parts = list(_parts(register_id))
        if not register.streets.exists():
            Street.objects.bulk_create((_street(register, each) for each in parts), batch_size=_BATCH)
        versions = BoundaryVersion.objects.filter(organisation_id=register.organisation_id)
        for version in versions.exclude(pk__in=register.linked_versions):
            _link(register, parts, version)
            register.linked_versions.append(version.pk)
        register.save(update_fields=["linked_versions"])


def ask_to_link(register: AddressRegister) -> None:
    """Let a job make the streets of an address file."""
    jobs.enqueue(kind=LINK, payload={"register": register.pk}, by=None, organisation=register.organisation)


def link_missing() -> None:
    """Let a job link the streets of each address file in use that lacks a boundary version."""
    versions: dict[int, set[int]] = {}
    for organisation_id, pk in BoundaryVersion.objects.values_list("organisation_id", "pk"):
        versions.setdefault(organisation_id, set()).add(pk)
    current = (
        AddressRegister.objects.filter(state=RegisterState.CURRENT).defer("content").select_related("organisation")
    )
    for register in current:
        if versions.get(register.organisation_id, set()) - set(register.linked_versions):
            ask_to_link(register)


def _parts(register_id: int) -> Iterator[_Part]:
    """Yield the streets of an address file in a fixed order, each with its addresses."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, [APART, register_id])
        for (key, city, part), rows in groupby(cursor, key=itemgetter(0, 1, 6)):
            found = _Part(key, city, part)
            for _key, _city, name, postcode, east, north, _part in rows:
                found.names.append(name)
                found.points.append((east, north))
                found.postcodes |= {postcode} if postcode else set()
            yield found


def _street(register: AddressRegister, part: _Part) -> Street:
    """Return a street as it is stored: by the name that most of its addresses have, at the one next to their middle."""
    name = max(sorted(set(part.names)), key=part.names.count)
    points = np.array(part.points)
    middle = points[((points - points.mean(axis=0)) ** 2).sum(axis=1).argmin()]
    return Street(
        register=register,
        name=name,
        street_key=part.key,
        plain_key=plain_words(name).replace(" ", "")[:250],
        words=f" {street_words(name)}"[:400],
        city=part.city,
        part=part.part,
        postcodes=sorted(part.postcodes),
        address_count=len(part.points),
        location=Point(float(middle[0]), float(middle[1]), srid=4326),
    )


def _link(register: AddressRegister, parts: Sequence[_Part], version: BoundaryVersion) -> None:
    """Count for each street how many of its addresses lie in which area of a boundary version."""
    known = {
        (key, city, part): pk
        for pk, key, city, part in register.streets.values_list("pk", "street_key", "city", "part")
    }
    streets = np.repeat([known[each.key, each.city, each.part] for each in parts], [len(each.points) for each in parts])
    points: Floats = np.array([point for each in parts for point in each.points], dtype=np.float64).reshape(-1, 2)
    positions = areas_of_points(np.asarray(shapely.points(points), dtype=object), areas_of(version)[2])
    StreetArea.objects.bulk_create(_areas(streets, positions, version), batch_size=_BATCH)


def _areas(streets: Integers, positions: Integers, version: BoundaryVersion) -> Iterable[StreetArea]:
    inside = positions != NOWHERE
    pairs, counts = np.unique(np.stack((streets[inside], positions[inside]), axis=1), axis=0, return_counts=True)
    for (street, position), count in zip(pairs.tolist(), counts.tolist(), strict=True):
        yield StreetArea(street_id=street, boundary_version_id=version.pk, position=position, address_count=count)
