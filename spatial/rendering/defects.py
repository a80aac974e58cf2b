# SPDX-License-Identifier: EUPL-1.2
"""The ground of a finding: what two areas share, the hole between areas, the area itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries, polygonal, valid_ground
from spatial.geometry.projections import metric_crs, to_metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.arrays import Geometries
    from spatial.geometry.hierarchy import Areas

OVERLAPS = frozenset({"overlap", "sliver_overlap"})
GAPS = frozenset({"gap", "sliver_gap"})


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding to be drawn: its number in the list, its kind, keys, and place (longitude, latitude).

    ``kind`` is a value of `spatial.geometry.validation.IssueKind`, ``total`` for a row of totals, or any
    other word, which is drawn without a pattern. ``label`` says it in the reader's language.
    """

    number: int
    kind: str
    keys: tuple[str, ...]
    place: tuple[float, float]
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Areas in metres: as drawn, and valid; with the positions of each key."""

    crs: str
    drawn: Geometries
    valid: Geometries
    positions: dict[str, list[int]]

    @classmethod
    def of(cls, areas: Areas) -> Ground:
        """Return the areas in the CRS in which `check_coverage` measures them."""
        crs = metric_crs(areas.geometries)
        drawn = to_metric(areas.geometries, crs)
        positions: dict[str, list[int]] = {}
        for place, key in enumerate(areas.keys):
            positions.setdefault(key, []).append(place)
        return cls(crs, drawn, valid_ground(drawn), positions)

    def point(self, place: tuple[float, float]) -> shapely.Geometry | None:
        """Return a place in metres, None where a finding has none."""
        if not np.isfinite(place).all():
            return None
        (there,) = to_metric(as_geometries([shapely.Point(place)]), self.crs)
        return there if np.isfinite(shapely.get_coordinates(there)).all() else None

    def shape(self, mark: Mark, point: shapely.Geometry) -> shapely.Geometry:
        """Return the ground of a finding as valid polygons; the point where it has none that can be told."""
        own = [place for key in mark.keys for place in self.positions.get(key, [])]
        found: shapely.Geometry | None = None
        if mark.kind in OVERLAPS:
            found = self._shared(own, point)
        elif mark.kind in GAPS:
            found = self._hole(own, point)
        elif own:
            found = _nearest(self.valid[own], point)
        return point if found is None or shapely.is_empty(found) else found

    def _shared(self, own: Sequence[int], point: shapely.Geometry) -> shapely.Geometry | None:
        near = [place for place in own if shapely.dwithin(self.valid[place], point, NEAR_M)]
        if len(near) < PAIR:
            return None
        shared: shapely.Geometry = polygonal(as_geometries([shapely.intersection(*self.valid[near[:PAIR]])]))[0]
        return shared

    def _hole(self, own: Sequence[int], point: shapely.Geometry) -> shapely.Geometry | None:
        parts = shapely.get_parts(shapely.union_all(self.valid[own]))
        holes = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
        return _nearest(as_geometries(holes), point)


NEAR_M = 1.0
PAIR = 2


def _nearest(shapes: Geometries, point: shapely.Geometry) -> shapely.Geometry | None:
    """Return the shape at a point, the first of several; none that is farther off than rounding."""
    distances = shapely.distance(shapes, point)
    if not len(shapes) or not np.isfinite(distances).any():
        return None
    place = int(np.nanargmin(distances))
    nearest: shapely.Geometry = shapes[place]
    return nearest if distances[place] <= NEAR_M else None
