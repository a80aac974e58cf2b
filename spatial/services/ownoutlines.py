# SPDX-License-Identifier: EUPL-1.2
"""Outlines of own areas from a file that somebody brings along: read within narrow bounds, kept by nobody here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from sozialplanung.accounts.models import Organisation
from spatial.geometry.arrays import Geometries, as_geometries
from spatial.geometry.ownareas import ground_of
from spatial.geometry.placing import place
from spatial.readers.limits import MEBIBYTE, Limits
from spatial.readers.packing import packed
from spatial.readers.places.reading import TABLE, PlaceSelection, format_of, read_places
from spatial.readers.text import cleaned
from spatial.readers.texts import BoundaryFileError, refusal
from spatial.services.storing import known_outline

# Somebody waits for the answer: a catchment of a school is some kilobytes.
LIMITS: Final = Limits(
    max_bytes=4 * MEBIBYTE,
    max_features=2_000,
    max_vertices=100_000,
    max_unpacked_bytes=32 * MEBIBYTE,
    max_cpu_seconds=5,
    max_wall_seconds=10,
)


@dataclass(frozen=True, slots=True, eq=False)
class Outlined:
    """Areas of a file: the ground of each in EPSG:4326, and what each is called (empty: nothing)."""

    grounds: Geometries
    names: tuple[str, ...]


def outlines_of(
    *, organisation: Organisation, files: Sequence[tuple[str, bytes]], crs: str = "", name_column: str = ""
) -> Outlined:
    """Read the areas of one file.

    Raises
    ------
    SpatialError
        With everything that is wrong: no file or several, no areas, a system that is missing or wrong.
    """
    content = _one(packed(files))
    if format_of(content) == TABLE:
        raise refusal("own_table")
    table = read_places(content, PlaceSelection(crs=crs), LIMITS)
    if table.problems:
        raise BoundaryFileError(table.problems)
    _check_kinds(table.geometries)
    placed = place(table.geometries, table.crs, known_outline(organisation)).geometries
    grounds = as_geometries(ground_of(as_geometries([each])) for each in placed)
    has_ground = ~shapely.is_empty(grounds)
    if not has_ground.any():
        raise refusal("own_no_areas")
    names = [cleaned(str(row.get(name_column) or "")).strip() for row in table.rows]
    kept = np.flatnonzero(has_ground).tolist()
    return Outlined(grounds[has_ground], tuple(names[at] for at in kept))


def _one(files: Sequence[tuple[str, bytes]]) -> bytes:
    if len(files) != 1:
        raise refusal("own_one_file", count=len(files))
    return files[0][1]


def _check_kinds(shapes: Geometries) -> None:
    kinds = set(shapely.get_type_id(shapes[~shapely.is_missing(shapes)]).tolist())
    if not kinds <= {int(shapely.GeometryType.POLYGON), int(shapely.GeometryType.MULTIPOLYGON)}:
        raise refusal("own_no_areas")
