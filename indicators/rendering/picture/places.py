# SPDX-License-Identifier: EUPL-1.2
"""Layers of places in a picture: signs with their number where they lie close, lines and areas as path data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from indicators.rendering.profile_inset import line_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from indicators.rendering.profile_inset import Frame

POINT: Final = "point"
AREA: Final = "area"
# In units of a drawing, of which two are a pixel: the sign of one place, of several, and how close they may come.
SIGN: Final = 40
LARGE_SIGN: Final = 56
CLOSE: Final = 56


@dataclass(frozen=True, slots=True)
class Spot:
    """The sign of one or several places: its upper left corner, its size, how many it stands for, its middle."""

    left: int
    top: int
    size: int
    count: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class PlacedLayer:
    """A layer in a drawing: signs, or lines or areas as one path; both empty where nothing lies in the drawing."""

    kind: str
    spots: tuple[Spot, ...]
    path: str


def placed_layer(shapes: npt.NDArray[np.object_], kind: str, frame: Frame) -> PlacedLayer:
    """Return a layer as it lies in a drawing.

    Parameters
    ----------
    shapes : ndarray of object, shape (n,)
        Points, lines or areas, longitude and latitude in degrees; n may be 0. Missing and empty ones, and what lies
        outside the drawing, are left out.
    kind : str
        ``point``, ``line`` or ``area``.
    frame : Frame
        Where degrees land.

    Returns
    -------
    PlacedLayer
        Places within ``CLOSE`` of the first of their group share a sign at the middle of the group.
    """
    known = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    inside = shapely.clip_by_rect(known, *_corners(frame))
    inside = inside[~shapely.is_empty(inside)]
    if kind == POINT:
        return PlacedLayer(kind, tuple(_spots(shapely.get_coordinates(inside), frame)), "")
    parts = shapely.get_parts(inside)
    if kind == AREA:
        areas = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        return PlacedLayer(kind, (), "".join(path_of(_rings(area), frame) for area in areas))
    return PlacedLayer(kind, (), "".join(line_of(shapely.get_coordinates(line), frame) for line in parts))


def _corners(frame: Frame) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a drawing in degrees."""
    _left, _top, width, height = (float(part) for part in frame.view_box.split())
    return frame.west, frame.north - height / frame.scale_y, frame.west + width / frame.scale_x, frame.north


def _rings(area: shapely.Geometry) -> list[npt.NDArray[np.float64]]:
    return [shapely.get_coordinates(ring) for ring in shapely.get_rings(area)]


def _spots(degrees: npt.NDArray[np.float64], frame: Frame) -> Iterator[Spot]:
    places = frame.places(degrees)
    for group in clusters_of(places, CLOSE):
        x, y = (round(middle) for middle in places[group].mean(axis=0).tolist())
        size = LARGE_SIGN if len(group) > 1 else SIGN
        yield Spot(x - size // 2, y - size // 2, size, len(group), x, y)


def clusters_of(points: npt.NDArray[np.float64], close: float) -> list[list[int]]:
    """Put points together that lie nearer than ``close`` to the first one of their group, as maps do.

    Parameters
    ----------
    points : ndarray of float64, shape (n, 2)
        In any unit; n may be 0.
    close : float
        In the same unit, above zero.

    Returns
    -------
    list of list of int
        Positions by group, each point in exactly one, in the order of the points.
    """
    cells: dict[tuple[int, int], list[int]] = {}
    columns = np.floor(points / close).astype(np.int64).tolist()
    for at, (column, row) in enumerate(columns):
        cells.setdefault((column, row), []).append(at)
    taken = np.zeros(len(points), dtype=np.bool_)
    groups = []
    for at, (column, row) in enumerate(columns):
        if taken[at]:
            continue
        around = [other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in cells.get((column + dx, row + dy), ())]
        free = np.array([other for other in around if not taken[other]], dtype=np.int64)
        group = np.sort(free[np.hypot(*(points[free] - points[at]).T) < close])
        taken[group] = True
        groups.append(group.tolist())
    return groups
