# SPDX-License-Identifier: EUPL-1.2
"""Finds areas that lie on others as a whole: sums of others, the same outline twice, areas inside others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import coordinates, valid_ground
from spatial.geometry.overlay import common_ground
from spatial.geometry.projections import from_metric, metric_crs, to_metric
from spatial.geometry.validation import suspicious_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spatial.geometry.arrays import Floats, Geometries, Integers

INSIDE = 0.95
FEWEST_PARTS = 2


class StackKind(StrEnum):
    """How an area lies on others."""

    TOTAL = "total"
    SUBTOTAL = "subtotal"
    SAME_OUTLINE = "same_outline"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class Stack:
    """An area that lies on others as a whole.

    ``position`` is the row of totals, or the area inside another; ``others`` are the areas that it is
    the sum of, or the one that it lies on. ``area_m2`` is the common ground, ``place`` (longitude,
    latitude) lies in it.
    """

    kind: StackKind
    position: int
    others: tuple[int, ...]
    area_m2: float
    place: tuple[float, float]


def find_stacks(geometries: Geometries) -> tuple[Stack, ...]:
    """Find areas that lie on others as a whole.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons of one level in EPSG:4326; invalid ones count as `valid_ground` reads them, None
        and empty ones lie on nobody.

    Returns
    -------
    tuple of Stack
        By kind, then by size, the largest first. One area lies in another if at least 95 % of its ground
        does. A *row of totals* is at least 95 % the ground of all other areas, which all lie in it; a
        *subtotal* that of two or more others. The *same outline* is two areas that lie in each other
        (told once, for the later of them). *Nested* is any other area that lies in one that is no sum.

    Notes
    -----
    Nothing is said about areas that merely overlap: see `check_coverage`. Told apart from it so that rows
    of totals can be left out before gaps and overlaps are sought, which they would hide or multiply.
    """
    crs = metric_crs(geometries)
    grounds = valid_ground(to_metric(geometries, crs))
    first, second, _ = suspicious_pairs(grounds)
    shared = common_ground(grounds, grounds, first, second)
    pairs = _Pairs.of(first, second, shapely.area(shared), shapely.area(grounds))
    sums = _sum_positions(pairs, grounds)
    told = [*_sums(pairs, grounds, sums), *_twins(pairs), *_nested(pairs, grounds, sums)]
    order = {kind: place for place, kind in enumerate(StackKind)}
    told.sort(key=lambda one: (order[one[0]], -one[3]))
    points = coordinates(from_metric(shapely.point_on_surface(grounds[[one[1] for one in told]]), crs))
    return tuple(Stack(*one, (east, north)) for one, (east, north) in zip(told, points.tolist(), strict=True))


_Told = tuple[StackKind, int, tuple[int, ...], float]


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Areas that lie in others: ``inner`` and ``outer`` are positions, ``area_m2`` their common ground.

    Areas with the same outline stand apart in ``twins``, the earlier first, with their common ground.
    ``first``, ``second`` and ``common_m2`` are all pairs that were looked at.
    """

    count: int
    inner: Integers
    outer: Integers
    area_m2: Floats
    twins: tuple[tuple[int, int, float], ...]
    first: Integers
    second: Integers
    common_m2: Floats

    @classmethod
    def of(cls, first: Integers, second: Integers, common: Floats, sizes: Floats) -> _Pairs:
        """Sort pairs by which of the two lies in the other."""
        first_in = (common > 0) & (common >= INSIDE * sizes[first])
        second_in = (common > 0) & (common >= INSIDE * sizes[second])
        both = first_in & second_in
        one, other = first_in & ~both, second_in & ~both
        twins = zip(first[both].tolist(), second[both].tolist(), common[both].tolist(), strict=True)
        return cls(
            int((sizes > 0).sum()),
            np.concatenate([first[one], second[other]]),
            np.concatenate([second[one], first[other]]),
            np.concatenate([common[one], common[other]]),
            tuple(twins),
            first,
            second,
            common,
        )

    def common_among(self, positions: Integers) -> float:
        """Return the sum of the ground that each two of some areas share."""
        is_among = np.isin(self.first, positions) & np.isin(self.second, positions)
        return float(self.common_m2[is_among].sum())

    def inside(self, position: int) -> Integers:
        """Return the areas that lie in one, ascending."""
        return np.sort(self.inner[self.outer == position])


def _sums(pairs: _Pairs, grounds: Geometries, sums: set[int]) -> Iterator[_Told]:
    for place in sorted(sums):
        parts = pairs.inside(place)
        equals = sum(place in twin[:2] for twin in pairs.twins)
        is_total = len(parts) + equals >= INSIDE * (pairs.count - 1)
        kind = StackKind.TOTAL if is_total else StackKind.SUBTOTAL
        yield kind, place, tuple(parts.tolist()), float(shapely.area(grounds[place]))


def _sum_positions(pairs: _Pairs, grounds: Geometries) -> set[int]:
    """Return the areas of which nearly all is the ground of several that lie in them."""
    outer, counts = np.unique(pairs.outer, return_counts=True)
    found = set()
    for place in outer[counts >= FEWEST_PARTS].tolist():
        needed = INSIDE * float(shapely.area(grounds[place]))
        most = float(pairs.area_m2[pairs.outer == place].sum())
        parts = pairs.inside(place)
        # parts that hardly lie on each other fill what they sum up to: most are spared the union
        least = most - pairs.common_among(parts)
        if least >= needed or (most >= needed and _filled(grounds[place], grounds[parts]) >= needed):
            found.add(place)
    return found


def _filled(whole: shapely.Geometry, parts: Geometries) -> float:
    return float(shapely.area(shapely.intersection(whole, shapely.union_all(parts))))


def _twins(pairs: _Pairs) -> Iterator[_Told]:
    for earlier, later, area in pairs.twins:
        yield StackKind.SAME_OUTLINE, later, (earlier,), area


def _nested(pairs: _Pairs, grounds: Geometries, sums: set[int]) -> Iterator[_Told]:
    """Yield areas in one that is no sum, each once: in the smallest of several."""
    sizes = shapely.area(grounds)
    smallest: dict[int, tuple[int, float]] = {}
    for inner, outer, area in zip(pairs.inner.tolist(), pairs.outer.tolist(), pairs.area_m2.tolist(), strict=True):
        known = smallest.get(inner)
        if outer not in sums and (known is None or sizes[outer] < sizes[known[0]]):
            smallest[inner] = (outer, area)
    for inner, (outer, area) in smallest.items():
        yield StackKind.NESTED, inner, (outer,), area
