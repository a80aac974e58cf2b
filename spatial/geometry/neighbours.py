# SPDX-License-Identifier: EUPL-1.2
"""Finds which areas lie side by side, and how long their common border is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import valid_ground
from spatial.geometry.projections import to_metric

if TYPE_CHECKING:
    from spatial.geometry.arrays import Floats, Geometries, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Contiguity:
    """Pairs of areas that touch.

    ``first`` < ``second`` are positions, shape (m,), sorted; ``border_m`` is the length of the common
    border in metres, shape (m,), 0 where areas meet in a point only.
    """

    first: Integers
    second: Integers
    border_m: Floats

    def of(self, position: int, least_border_m: float = 1.0) -> Integers:
        """Return the neighbours of one area, longest common border first.

        Parameters
        ----------
        position : int
            Place of the area in the order.
        least_border_m : float
            1 m by default (rook contiguity); 0 counts contact in a point as well (queen).

        Returns
        -------
        ndarray of intp
            Positions; empty for an island.
        """
        is_wanted = self.border_m >= least_border_m
        is_first = (self.first == position) & is_wanted
        is_second = (self.second == position) & is_wanted
        others = np.concatenate([self.second[is_first], self.first[is_second]])
        lengths = np.concatenate([self.border_m[is_first], self.border_m[is_second]])
        return others[np.argsort(-lengths, kind="stable")]


def contiguity(geometries: Geometries, gap_m: float = 1.0) -> Contiguity:
    """Find all pairs of areas that touch or nearly touch.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326; invalid ones count as `valid_ground` reads them, None and
        empty ones have no neighbours.
    gap_m : float
        Borders at most so far apart (or overlapping) count as common. 0 asks for the very same line.

    Returns
    -------
    Contiguity
        Where the lines are the same their length counts; where they are not, the mean of what of
        either border lies within ``gap_m`` of the other area.
    """
    grounds = valid_ground(to_metric(geometries))
    first, second = shapely.STRtree(grounds).query(grounds, predicate="dwithin", distance=gap_m)
    once = first < second
    order = np.lexsort((second[once], first[once]))
    first, second = first[once][order], second[once][order]
    borders = np.asarray(shapely.boundary(grounds), dtype=object)
    same = shapely.length(shapely.intersection(borders[first], borders[second]))
    is_loose = _has_loose_border(grounds, gap_m)
    asked = is_loose[first] & is_loose[second] if gap_m > 0 else np.zeros(len(first), np.bool_)
    near = np.zeros(len(first))
    near[asked] = _near(grounds, first[asked], second[asked], gap_m)
    return Contiguity(first, second, np.maximum(same, near))


def _has_loose_border(grounds: Geometries, gap_m: float) -> np.ndarray:
    edges = shapely.coverage_invalid_edges(grounds, gap_m)
    return np.asarray(~shapely.is_empty(edges))


def _near(grounds: Geometries, first: Integers, second: Integers, gap_m: float) -> Floats:
    """Return the mean length of either border within ``gap_m`` of the other area."""
    borders = np.asarray(shapely.boundary(grounds), dtype=object)
    bands = np.asarray(shapely.buffer(grounds, gap_m, quad_segs=2), dtype=object)
    there = shapely.length(shapely.intersection(borders[first], bands[second]))
    back = shapely.length(shapely.intersection(borders[second], bands[first]))
    lengths: Floats = (there + back) / 2
    return lengths
