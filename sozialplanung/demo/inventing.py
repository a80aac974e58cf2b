# SPDX-License-Identifier: EUPL-1.2
"""Invented streets and meeting places over the ground of a city: always the same ones, and none that is there."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from spatial.geometry.arrays import Floats
from spatial.geometry.projections import from_metric, metric_crs, to_metric

_STEP_M: Final = 350.0
# How far a crossing is moved off the grid, as a part of the step: enough to look grown, too little to cross a street.
_SWAY: Final = 0.22
# Of so many streets one is left out, and of so many crossings one has a footpath over the block beside it.
_GAP, _PATH = 8, 5
_MAIN: Final = 5
# Where the steps of streets and of footpaths lead to.
_STREETS: Final = ((1, 0), (0, 1))
_ACROSS: Final = (1, 1)
_DIGITS: Final = 7
_PLACES: Final = (60, 40, 80, 30, 120, 50, 40, 90, 30, 70, 50, 60)

Cell = tuple[int, int]
Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Invented:
    """Files as somebody would bring them, and crossings in degrees where nothing stands yet."""

    streets: bytes
    places: bytes
    free: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """Crossings in metres, and ways between them: from, to, kind as OpenStreetMap calls it."""

    spots: Floats
    ways: tuple[tuple[int, int, str], ...]


def invent(outline: shapely.Geometry, middles: Sequence[Spot]) -> Invented:
    """Return streets that lead to the middle of every area, and places beside them.

    Parameters
    ----------
    outline : shapely.Geometry
        Ground of the city in degrees (EPSG:4326).
    middles : sequence of (float, float)
        Longitude and latitude of one point of each area, in degrees.

    Returns
    -------
    Invented
        The same for the same ground. A middle that no street reaches within the ground has none.
    """
    shapes = np.array([outline, *(shapely.Point(each) for each in middles)], dtype=object)
    crs = metric_crs(shapes[:1])
    ground, *points = to_metric(shapes, crs)
    grid = _joined(_with_middles(_crossings(ground), shapely.get_coordinates(np.array(points, dtype=object)), ground))
    spots = _degrees(grid.spots, crs)
    chosen = _spread(grid.spots, 2 * len(_PLACES))
    taken, free = chosen[: len(_PLACES)], chosen[len(_PLACES) :]
    return Invented(_file(_ways(grid, spots)), _file(_places(spots, taken)), tuple(spots[at] for at in free))


def _crossings(ground: shapely.Geometry) -> _Grid:
    west, south, east, north = shapely.bounds(ground).tolist()
    shapely.prepare(ground)
    cells = list(product(range(int((east - west) / _STEP_M) + 1), range(int((north - south) / _STEP_M) + 1)))
    at = {cell: (west + _swayed(cell, 0), south + _swayed(cell, 1)) for cell in cells}
    inside = [cell for cell in cells if shapely.covers(ground, shapely.Point(at[cell]))]
    number = {cell: place for place, cell in enumerate(inside)}
    ways = [
        (number[start], number[end], kind)
        for start, end, kind in _steps(inside)
        if end in number and shapely.covers(ground, shapely.LineString([at[start], at[end]]))
    ]
    return _Grid(np.array([at[cell] for cell in inside]), tuple(ways))


def _steps(cells: Sequence[Cell]) -> Iterator[tuple[Cell, Cell, str]]:
    """Walk from each crossing to the next ones; main streets are never left out."""
    for cell in cells:
        for axis, (right, up) in enumerate(_STREETS):
            is_main = cell[1 - axis] % _MAIN == 0
            if is_main or _drawn(cell, axis) % _GAP:
                yield cell, (cell[0] + right, cell[1] + up), "secondary" if is_main else "residential"
        if _drawn(cell, 2) % _PATH == 0:
            yield cell, (cell[0] + _ACROSS[0], cell[1] + _ACROSS[1]), "footway"


def _drawn(cell: Cell, axis: int) -> int:
    """Return a number that looks drawn, and is the same at every time."""
    mixed = (cell[0] * 73856093) ^ (cell[1] * 19349663) ^ (axis * 83492791)
    return (mixed * 2654435761 >> 7) % 1000


def _swayed(cell: Cell, axis: int) -> float:
    return (cell[axis] + _SWAY * (_drawn(cell, 3 + axis) / 500 - 1)) * _STEP_M


def _with_middles(grid: _Grid, middles: Floats, ground: shapely.Geometry) -> _Grid:
    """Lead a street from the nearest crossing to the middle of each area."""
    ways, spots = list(grid.ways), [*grid.spots]
    for middle in middles:
        nearest = int(np.argmin(np.hypot(*(grid.spots - middle).T)))
        if shapely.covers(ground, shapely.LineString([grid.spots[nearest], middle])):
            ways.append((nearest, len(spots), "residential"))
            spots.append(middle)
    return _Grid(np.array(spots), tuple(ways))


def _joined(grid: _Grid) -> _Grid:
    """Keep the largest part that holds together."""
    size = len(grid.spots)
    starts, ends = (np.array([way[end] for way in grid.ways]) for end in (0, 1))
    _, part = connected_components(
        coo_array((np.ones(starts.size), (starts, ends)), shape=(size, size)), directed=False
    )
    kept = np.flatnonzero(part == np.bincount(part).argmax())
    number = {int(old): new for new, old in enumerate(kept)}
    ways = tuple((number[start], number[end], kind) for start, end, kind in grid.ways if start in number)
    return _Grid(grid.spots[kept], ways)


def _spread(spots: Floats, count: int) -> list[int]:
    """Choose crossings one after the other, each as far as can be from those before it; the first is in the middle."""
    chosen = [int(np.argmin(np.hypot(*(spots - spots.mean(axis=0)).T)))]
    far = np.hypot(*(spots - spots[chosen[0]]).T)
    while len(chosen) < count:
        chosen.append(int(np.argmax(far)))
        far = np.minimum(far, np.hypot(*(spots - spots[chosen[-1]]).T))
    return chosen


def _degrees(spots: Floats, crs: str) -> list[Spot]:
    shapes = from_metric(np.asarray(shapely.points(spots), dtype=object), crs)
    return [(round(each.x, _DIGITS), round(each.y, _DIGITS)) for each in shapes]


def _ways(grid: _Grid, spots: Sequence[Spot]) -> Iterator[dict[str, Any]]:
    for number, (start, end, kind) in enumerate(grid.ways, start=1):
        said = {"name": f"Erdachter Weg {number}", "highway": kind}
        yield _feature(said, "LineString", [spots[start], spots[end]])


def _places(spots: Sequence[Spot], taken: Sequence[int]) -> Iterator[dict[str, Any]]:
    for number, (at, room) in enumerate(zip(taken, _PLACES, strict=True), start=1):
        said = {"Nummer": f"T{number:02}", "Name": f"Erdachter Treffpunkt {number}", "Plätze": room}
        yield _feature(said, "Point", spots[at])


def _feature(said: dict[str, Any], kind: str, coordinates: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": said, "geometry": {"type": kind, "coordinates": coordinates}}


def _file(features: Iterator[dict[str, Any]]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False).encode()
