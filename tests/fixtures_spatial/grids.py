# SPDX-License-Identifier: EUPL-1.2
"""Made-up areas whose sizes and borders are known beforehand: squares of a grid near Flensburg, in metres."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.projections import from_metric

if TYPE_CHECKING:
    from spatial.geometry.arrays import Geometries

METRIC = "EPSG:25832"
EAST, NORTH = 525_000.0, 6_070_000.0


def square(column: float, row: float, width: float = 1.0, height: float = 1.0, side: float = 100.0) -> shapely.Polygon:
    """Return a rectangle in metres; arguments are multiples of ``side``."""
    west, south = EAST + column * side, NORTH + row * side
    return shapely.box(west, south, west + width * side, south + height * side)


def grid(columns: int, rows: int, side: float = 100.0) -> Geometries:
    """Return squares row by row, in metres."""
    return as_geometries(square(x, y, side=side) for y in range(rows) for x in range(columns))


def degrees(*shapes: shapely.Geometry) -> Geometries:
    """Return shapes given in metres as areas in EPSG:4326."""
    return from_metric(as_geometries(shapes), METRIC)


def wavy_grid(columns: int, rows: int, seed: int, points: int = 12) -> Geometries:
    """Return a clean coverage in metres whose inner borders wander: cells share every point of their borders."""
    rng = np.random.default_rng(seed)
    lines: dict[tuple[tuple[int, int], tuple[int, int]], list[tuple[float, float]]] = {}

    def line(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[float, float]]:
        if (end, start) in lines:
            return lines[end, start][::-1]
        if (start, end) not in lines:
            shares = np.linspace(0, 1, points)
            offsets = np.concatenate([[0], rng.uniform(-8, 8, points - 2), [0]])
            across = (end[1] - start[1], start[0] - end[0])
            lines[start, end] = [
                (
                    EAST + 100 * (start[0] + share * (end[0] - start[0])) + off * across[0],
                    NORTH + 100 * (start[1] + share * (end[1] - start[1])) + off * across[1],
                )
                for share, off in zip(shares, offsets, strict=True)
            ]
        return lines[start, end]

    def cell(x: int, y: int) -> shapely.Polygon:
        corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        ring = [point for start, end in pairwise(corners) for point in line(start, end)[:-1]]
        return shapely.Polygon(ring)

    return as_geometries(cell(x, y) for y in range(rows) for x in range(columns))
