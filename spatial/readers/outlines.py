# SPDX-License-Identifier: EUPL-1.2
"""Turns GeoJSON geometries into polygons, ring by ring, and says which area is wrong and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.problems import Place, quoted
from spatial.readers.texts import problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spatial.geometry.problems import Parameter, Problem
    from spatial.readers.limits import Limits

FARTHEST = 1e8  # metres; the largest easting of an allowed CRS is about 3.3e7
RING_POINTS = 4
FLAT, MEASURED = 2, 4
_KINDS = ("Polygon", "MultiPolygon")  # no set: the type may be anything, also what cannot be hashed


class ShapeError(ValueError):
    """A ring that makes no outline, or a line that is none."""

    def __init__(self, code: str, **parameters: Parameter) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


@dataclass(slots=True)
class Outlines:
    """Collects the outlines of all areas; an area with a problem leaves None in its place."""

    limits: Limits
    geometries: list[shapely.Geometry | None] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _vertices: int = 0
    _has_heights: bool = False

    @property
    def remarks(self) -> list[Problem]:
        """Return what was left out on the way."""
        return [problem("height_dropped")] if self._has_heights else []

    def take(self, number: int, geometry: object) -> None:
        """Add the outline of area ``number``."""
        try:
            self.geometries.append(self._shape(geometry))
        except ShapeError as error:
            self.geometries.append(None)
            self.problems.append(problem(error.code, Place(feature=number), **error.parameters))

    def _shape(self, geometry: object) -> shapely.Geometry:
        if geometry is None:
            raise ShapeError("geometry_missing")
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind == "GeometryCollection":
            raise ShapeError("geometry_nested")
        if not isinstance(geometry, dict) or kind not in _KINDS:
            raise ShapeError("geometry_type", found=quoted(kind))
        coordinates = geometry.get("coordinates")
        parts = [coordinates] if kind == "Polygon" else coordinates
        if not isinstance(parts, list):
            raise ShapeError("coordinates_malformed")
        polygons = [self._polygon(part) for part in parts]
        if not polygons:
            raise ShapeError("geometry_empty")
        return polygons[0] if kind == "Polygon" else shapely.MultiPolygon(polygons)

    def _polygon(self, rings: object) -> shapely.Polygon:
        if not isinstance(rings, list):
            raise ShapeError("coordinates_malformed")
        if not rings:
            raise ShapeError("geometry_empty")
        shell, *holes = [self._ring(ring) for ring in rings]
        return shapely.Polygon(shell, holes)

    def _ring(self, ring: object) -> NDArray[np.float64]:
        flat = self._flat(ring)
        _check_ring(flat)
        return flat

    def _flat(self, positions: object) -> NDArray[np.float64]:
        """Return positions without heights, and count them."""
        points = _points(positions)
        self._vertices += len(points)
        if self._vertices > self.limits.max_vertices:
            limit = self.limits.max_vertices
            raise ShapeError("too_many_vertices", count=self._vertices, limit=limit)
        self._has_heights |= points.shape[1] > FLAT
        return points[:, :FLAT]


def _points(ring: object) -> NDArray[np.float64]:
    """Return the positions of a ring, shape (n, 2), (n, 3) or (n, 4)."""
    if not isinstance(ring, list) or not ring:
        raise ShapeError("coordinates_malformed" if not isinstance(ring, list) else "geometry_empty")
    try:
        if not set(map(type, chain.from_iterable(ring))) <= {int, float}:
            raise ShapeError("coordinates_malformed")
        points = np.array(ring, dtype=np.float64)
    except OverflowError:
        raise ShapeError("coordinates_out_of_range", value="1e308…") from None
    except (TypeError, ValueError) as error:
        raise ShapeError("coordinates_malformed") from error
    if points.ndim != FLAT or not FLAT <= points.shape[1] <= MEASURED:
        raise ShapeError("coordinates_malformed")
    return points


def check_range(points: NDArray[np.float64]) -> None:
    """Refuse coordinates that cannot be on earth."""
    far = ~(np.abs(points) <= FARTHEST)
    if far.any():
        raise ShapeError("coordinates_out_of_range", value=f"{points[far][0]:.6g}")


def _check_ring(points: NDArray[np.float64]) -> None:
    check_range(points)
    if len(points) < RING_POINTS:
        raise ShapeError("ring_too_short", count=len(points))
    if not np.array_equal(points[0], points[-1]):
        raise ShapeError("ring_open", start=_position(points[0]), end=_position(points[-1]))


def _position(point: NDArray[np.float64]) -> str:
    return f"({point[0]:.6f}, {point[1]:.6f})"
