# SPDX-License-Identifier: EUPL-1.2
"""Levels with very many areas: made-up ones in a grid with crooked borders, and any others from a file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from django.contrib.gis.geos import GEOSGeometry

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.services import create_user
from sozialplanung.common.statuses import Status
from spatial.geometry.arrays import Floats
from spatial.models import BoundaryMember, BoundaryVersion, Level, Unit, UnitVersion
from spatial.services.geometry_assets import areas_of, build_geometry
from spatial.services.tile_geometry import store_tiles
from tests.factories.organisations import organisation
from tests.factories.releases import Figures, indicator, release

LEVEL, EDITION, SINCE = "quartier", "stand-2011", date(2011, 1, 1)
INDICATOR = "kinderarmut"
PERIODS = ("2016-12-31", "2017-12-31", "2018-12-31")
# Every area has its turn with each reason to have no figure.
WITHOUT = (
    Status.MISSING,
    Status.SUPPRESSED,
    Status.EXCLUDED,
    Status.UNRELIABLE,
    Status.NOT_APPLICABLE,
)
EVERY = 11
WEST, SOUTH, SIDE = 7.0, 51.0, 0.008
# Points of a border between two corners, and by how much of a side they are off the straight line.
BENDS, CROOKED = 4, 0.08
# A zoom at which every quarter of a town is drawn.
NEAR = 12


@dataclass(frozen=True)
class Areas:
    """Areas in their frozen order: keys, names, outlines in degrees."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    shapes: tuple[shapely.Geometry, ...]


def grid(count: int) -> Areas:
    """Return areas in rows with crooked borders that neighbours share to the last digit."""
    columns = int(np.ceil(np.sqrt(count)))
    rows = -(-count // columns)
    rng = np.random.default_rng(7)
    across = rng.uniform(-CROOKED, CROOKED, (rows + 1, columns, BENDS))
    along = rng.uniform(-CROOKED, CROOKED, (columns + 1, rows, BENDS))
    places = [divmod(place, columns) for place in range(count)]
    shapes = [_cell(row, column, across, along) for row, column in places]
    keys = [f"{place + 1:05d}" for place in range(count)]
    return Areas(tuple(keys), tuple(f"Quartier {key}" for key in keys), tuple(shapes))


def _cell(row: int, column: int, across: Floats, along: Floats) -> shapely.Geometry:
    """Return one area: along its south, up its east, back along its north, down its west."""
    south, north = _line(across[row, column]), _line(across[row + 1, column])
    west, east = _line(along[column, row])[:, ::-1], _line(along[column + 1, row])[:, ::-1]
    ring = np.vstack(
        [
            south[:-1],
            (east + np.array([1.0, 0.0]))[:-1],
            (north + np.array([0.0, 1.0]))[:0:-1],
            west[:0:-1],
        ]
    )
    corner = np.array([column, row], dtype=float)
    return shapely.Polygon(np.round((ring + corner) * SIDE + np.array([WEST, SOUTH]), 6))


def _line(offsets: Floats) -> Floats:
    """Return a border from 0 to 1 that is off the straight line by these offsets between its ends."""
    steps = np.linspace(0.0, 1.0, BENDS + 2)
    return np.column_stack([steps, np.concatenate([[0.0], offsets, [0.0]])])


def from_file(path: Path, key: str) -> Areas:
    """Return the areas of a file in degrees, in the order of their keys."""
    meta, _, outlines, fields = pyogrio.raw.read(path)
    keys = [str(value) for value in fields[list(meta["fields"]).index(key)]]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    shapes = shapely.make_valid(shapely.from_wkb(outlines))
    return Areas(
        tuple(keys[place] for place in order),
        tuple(f"Gebiet {keys[place]}" for place in order),
        tuple(shapes[place] for place in order),
    )


def build(areas: Areas) -> BoundaryVersion:
    """Store areas as a level of a new organisation, with all that readers fetch of them, and three releases."""
    country = organisation()
    by = create_user(email="anna@example.org", name="Anna", password=None, by=None)
    version = store(country, areas)
    build_geometry(boundary_version_id=version.pk)
    publish(country, version, by)
    return version


def store(country: Organisation, areas: Areas) -> BoundaryVersion:
    """Store areas as they are, unchecked, without what readers fetch of them."""
    level = Level.objects.create(
        organisation=country, slug=LEVEL, hierarchy="quartier", position=1, name="Quartier", name_plural="Quartiere"
    )
    units = Unit.objects.bulk_create(Unit(organisation=country, level=level) for _ in areas.keys)
    version = BoundaryVersion.objects.create(
        organisation=country,
        level=level,
        edition=EDITION,
        name="Stand 2011",
        valid_from=SINCE,
        unit_ids=[unit.pk for unit in units],
        order_hash="0" * 64,
        publisher="Land",
        licence="dl-de/by-2-0",
        attribution="© Land",
    )
    rows = UnitVersion.objects.bulk_create(_rows(country, level, units, areas), batch_size=5000)
    members = (
        BoundaryMember(organisation=country, boundary_version=version, position=place, unit_version=row)
        for place, row in enumerate(rows)
    )
    BoundaryMember.objects.bulk_create(members, batch_size=5000)
    return version


def _rows(country: Organisation, level: Level, units: list[Unit], areas: Areas) -> list[UnitVersion]:
    return [
        UnitVersion(
            organisation=country,
            level=level,
            unit=unit,
            key=key,
            name=name,
            valid_from=SINCE,
            geometry=_stored(_multi(shape)),
            label_point=_stored(shapely.point_on_surface(shape)),
            area_m2=1e6,
        )
        for unit, key, name, shape in zip(units, areas.keys, areas.names, areas.shapes, strict=True)
    ]


def _stored(shape: shapely.Geometry) -> Any:  # noqa: ANN401 - of the kind that the column has
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=4326)


def _multi(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON].tolist())


def publish(country: Organisation, version: BoundaryVersion, by: User) -> None:
    """Release made-up shares of three years; one area in eleven has none, each for another reason."""
    count = len(version.unit_ids)
    rng = np.random.default_rng(1)
    measure = indicator(country, INDICATOR)
    base = rng.gamma(4.0, 5.0, count)
    for period in PERIODS:
        values = np.round(np.clip(base + rng.normal(0, 2, count), 0.1, 99.9), 1)
        without = {place: WITHOUT[place // EVERY % len(WITHOUT)] for place in range(EVERY - 1, count, EVERY)}
        told = tuple(None if place in without else float(value) for place, value in enumerate(values))
        release(measure, version, Figures(told, period, statuses=without), by)


def tile_values(version: BoundaryVersion) -> tuple[tuple[str, dict[str, object]], ...]:
    """Give tiles to a version that a map holds as outlines; return what their addresses name, by their beginning.

    The tile is a near one over the first area: small areas vanish in those of a whole country.
    """
    keys, names, outlines = areas_of(version)
    made, head = store_tiles(version, keys, names, outlines), "api/v1/<organisation>/geometry/<level>/<edition>/"
    inside = shapely.point_on_surface(outlines[0])
    column = int((shapely.get_x(inside) + 180) / 360 * 2**NEAR)
    north = np.arcsinh(np.tan(np.radians(shapely.get_y(inside)))) / np.pi
    row = int((1 - north) / 2 * 2**NEAR)
    whole: dict[str, object] = {"content_hash": made.content_hash, "zoom": NEAR, "column": column, "row": row}
    return (f"{head}tiles/<", whole), (f"{head}places/<", {"content_hash": made.places_hash})
