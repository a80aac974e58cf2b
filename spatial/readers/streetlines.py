# SPDX-License-Identifier: EUPL-1.2
"""Turns GeoJSON geometries into lines, and says which one is wrong and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from spatial.geometry.problems import quoted
from spatial.readers.outlines import Outlines, ShapeError, check_range

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LINE_POINTS = 2
_KINDS = ("LineString", "MultiLineString")  # no set: the type may be anything, also what cannot be hashed


class StreetLines(Outlines):
    """Collects the lines of all streets; a street with a problem leaves None in its place."""

    def _shape(self, geometry: object) -> shapely.Geometry:
        if geometry is None:
            raise ShapeError("geometry_missing")
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if not isinstance(geometry, dict) or kind not in _KINDS:
            raise ShapeError("geometry_no_line", found=quoted(kind))
        coordinates = geometry.get("coordinates")
        parts = [coordinates] if kind == "LineString" else coordinates
        if not isinstance(parts, list):
            raise ShapeError("coordinates_malformed")
        lines = [shapely.LineString(self._line(part)) for part in parts]
        if not lines:
            raise ShapeError("geometry_empty")
        return lines[0] if kind == "LineString" else shapely.MultiLineString(lines)

    def _line(self, positions: object) -> NDArray[np.float64]:
        points = self._flat(positions)
        check_range(points)
        if len(points) < LINE_POINTS:
            raise ShapeError("line_too_short", count=len(points))
        return points
