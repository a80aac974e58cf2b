# SPDX-License-Identifier: EUPL-1.2
"""Areas of one's own: circles and shapes as ground, and which areas they hold, whole or in part."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from spatial.geometry.arrays import as_geometries, polygonal, valid_ground
from spatial.geometry.projections import from_metric, metric_crs, to_metric
from spatial.geometry.succession import Noise, is_wider
from spatial.geometry.tangles import refuse_tangled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spatial.geometry.arrays import Booleans, Floats, Geometries, Integers

# A quarter of a circle in so many straight pieces: at 1,000 m it is off by 0.3 m.
_PIECES: Final = 32
_MAJORITY: Final = 0.5
# Somebody waits for a count: nobody needs a number above the first. The second lets 1,000 areas lie side by side, where
# each has fewer than three neighbours of its own beside some that it meets in a corner.
MOST_OVERLAPS: Final = 200
MOST_NEIGHBOURS: Final = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The areas of which a shape holds more than noise, rising by position.

    ``places`` (shape (p,)) are positions; ``ground`` (shape (p,)) is the share of the ground of each that lies inside,
    above 0 and at most 1, exactly 1 for whole ones; ``outside`` is the share of the shape that lies in no area, 0 to 1.
    """

    places: Integers
    ground: Floats
    outside: float

    @property
    def is_whole(self) -> Booleans:
        """Tell which areas lie inside as a whole, shape (p,)."""
        whole: Booleans = self.ground == 1
        return whole


def circle(centre: tuple[float, float], metres: float) -> shapely.Geometry:
    """Return the ground within a distance of a place.

    Parameters
    ----------
    centre : tuple of float
        Longitude and latitude in degrees.
    metres : float
        The radius along the ground, above 0.

    Returns
    -------
    shapely.Geometry
        A polygon of 128 corners in EPSG:4326.
    """
    points = as_geometries([shapely.Point(centre)])
    crs = metric_crs(points)
    ground = shapely.buffer(to_metric(points, crs), metres, quad_segs=_PIECES)
    found: shapely.Geometry = from_metric(ground, crs)[0]
    return found


def ground_of(shapes: Geometries) -> shapely.Geometry:
    """Join shapes to one ground.

    Parameters
    ----------
    shapes : ndarray of object, shape (n,)
        Any geometries in EPSG:4326, valid or not; None, points and lines hold no ground.

    Returns
    -------
    shapely.Geometry
        A valid MultiPolygon in EPSG:4326, empty where nothing holds ground. What two shapes share counts once.

    Raises
    ------
    TangleError
        Where a shape crosses itself so often that mending it would take too long.
    """
    refuse_tangled(shapes)
    joined = polygonal(as_geometries([shapely.union_all(valid_ground(shapes))]))[0]
    return shapely.MultiPolygon([part for part in shapely.get_parts(joined) if not shapely.is_empty(part)])


def parts_of(areas: Geometries, shape: shapely.Geometry, noise: Noise | None = None) -> Parts:
    """Tell which areas a shape holds, and how much of the ground of each.

    Parameters
    ----------
    areas : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326 that do not overlap; None and empty ones are in no shape.
    shape : shapely.Geometry
        Ground in EPSG:4326 with an area above 0.
    noise : Noise, optional
        What is drawn anew instead of cut off: a piece in which no circle of its width fits, or less than its share of
        both the area and the shape. Half of an area or of the shape and more is never noise.

    Returns
    -------
    Parts
        A piece that is noise is left out; where what lies outside of an area is noise, the area is whole.
    """
    limits = noise or Noise()
    crs = metric_crs(as_geometries([shape]))
    own = valid_ground(to_metric(as_geometries([shape]), crs))
    touched = np.flatnonzero(shapely.intersects(areas, shape) & ~shapely.is_missing(areas))
    grounds = valid_ground(to_metric(areas[touched], crs))
    inside = polygonal(shapely.intersection(grounds, own[0]))
    rest = polygonal(shapely.difference(grounds, own[0]))
    is_part = ~_is_noise(inside, grounds, own[0], limits)
    is_cut = ~_is_noise(rest, grounds, own[0], limits)
    total = shapely.area(grounds)
    share = np.where(is_cut, shapely.area(inside) / np.where(total > 0, total, 1.0), 1.0)
    return Parts(touched[is_part], share[is_part], _outside(inside, own[0]))


def _is_noise(pieces: Geometries, areas: Geometries, own: shapely.Geometry, limits: Noise) -> Booleans:
    size = shapely.area(pieces)
    totals = np.maximum(shapely.area(areas), np.finfo(float).tiny), shapely.area(own)
    largest = np.maximum(size / totals[0], size / totals[1])
    noise: Booleans = (~is_wider(pieces, limits.width_m) | (largest < limits.share)) & (largest < _MAJORITY)
    return noise


def _outside(inside: Geometries, own: shapely.Geometry) -> float:
    return float(np.clip(1 - shapely.area(inside).sum() / shapely.area(own), 0.0, 1.0))


def overlaps(shapes: Sequence[shapely.Geometry], noise: Noise | None = None) -> tuple[tuple[int, int, float], ...]:
    """Tell which shapes of a set share ground.

    Parameters
    ----------
    shapes : sequence of shapely.Geometry
        Valid ground in EPSG:4326, not empty.
    noise : Noise, optional
        What counts as drawn anew, as for `parts_of`.

    Returns
    -------
    tuple of (int, int, float)
        The places of each pair, the lower first, and the share of the smaller one that both hold, above 0 to 1.
    """
    metric, limits = _in_metres(shapes), noise or Noise()
    found = ((one, other, _shared(metric[one], metric[other], limits)) for one, other in _neighbours(metric))
    return tuple((one, other, share) for one, other, share in found if share)


def overlaps_of(
    shape: shapely.Geometry, others: Sequence[shapely.Geometry], noise: Noise | None = None
) -> tuple[tuple[int, float], ...]:
    """Tell which other shapes share ground with one; what the others share among each other is not asked.

    Parameters
    ----------
    shape : shapely.Geometry
        Valid ground in EPSG:4326, not empty.
    others : sequence of shapely.Geometry
        As `shape`.
    noise : Noise, optional
        What counts as drawn anew, as for `overlaps`.

    Returns
    -------
    tuple of (int, float)
        The places of those that do, rising, and the share of the smaller one that both hold, as in `overlaps`.
    """
    metric, limits = _in_metres([shape, *others]), noise or Noise()
    touched = np.sort(shapely.STRtree(metric[1:]).query(metric[0], predicate="intersects")).tolist()
    found = ((place, _shared(metric[0], metric[place + 1], limits)) for place in touched)
    return tuple((place, share) for place, share in found if share)


@dataclass(frozen=True, slots=True)
class OverlapCount:
    """How many pairs of a set were found to share ground, and whether all pairs were looked at."""

    pairs: int
    is_whole: bool


def count_overlaps(shapes: Sequence[shapely.Geometry], noise: Noise | None = None) -> OverlapCount:
    """Count the pairs of a set that share ground, within bounds.

    Parameters
    ----------
    shapes : sequence of shapely.Geometry
        Valid ground in EPSG:4326, not empty.
    noise : Noise, optional
        What counts as drawn anew, as for `overlaps`.

    Returns
    -------
    OverlapCount
        As many pairs as `overlaps` finds where the count is whole. It is not where there are pairs left after
        `MOST_OVERLAPS` that share ground, or after `MOST_NEIGHBOURS` that touch.
    """
    metric, limits = _in_metres(shapes), noise or Noise()
    count = 0
    for looked, (one, other) in enumerate(islice(_neighbours(metric), MOST_NEIGHBOURS + 1)):
        if looked == MOST_NEIGHBOURS or count == MOST_OVERLAPS:
            return OverlapCount(count, is_whole=False)
        count += bool(_shared(metric[one], metric[other], limits))
    return OverlapCount(count, is_whole=True)


def _in_metres(shapes: Sequence[shapely.Geometry]) -> Geometries:
    grounds = as_geometries(shapes)
    return to_metric(grounds, metric_crs(grounds))


def _neighbours(metric: Geometries) -> Iterator[tuple[int, int]]:
    """Yield the places of all pairs that touch, rising, the lower first; each shape is asked for when its turn is."""
    tree = shapely.STRtree(metric)
    for one, ground in enumerate(metric):
        touched = tree.query(ground, predicate="intersects")
        yield from ((one, other) for other in np.sort(touched[touched > one]).tolist())


def _shared(one: shapely.Geometry, other: shapely.Geometry, limits: Noise) -> float:
    """Return the share of the smaller of two shapes that both hold, 0 where that is noise."""
    shared = polygonal(as_geometries([shapely.intersection(one, other)]))
    ground, smaller = shapely.area(shared[0]), min(shapely.area(one), shapely.area(other))
    is_noise = not is_wider(shared, limits.width_m)[0] or ground < limits.share * smaller
    return 0.0 if is_noise else float(ground / smaller)


def sides(one: shapely.Geometry, other: shapely.Geometry, noise: Noise | None = None) -> tuple[shapely.Geometry, ...]:
    """Tell in what two shapes that share ground differ: what one holds and the other does not, each side by itself.

    Parameters
    ----------
    one, other : shapely.Geometry
        Valid ground in EPSG:4326, not empty.
    noise : Noise, optional
        What counts as drawn anew, as for `overlaps`; its width alone is asked of a side.

    Returns
    -------
    tuple of shapely.Geometry
        MultiPolygons in EPSG:4326: none where they share no ground or where all that differs is noise, two where each
        holds ground of its own. Pieces in which no circle of the width fits are left out.
    """
    limits = noise or Noise()
    if not overlaps((one, other), limits):
        return ()
    grounds = as_geometries((one, other))
    crs = metric_crs(grounds)
    metric = to_metric(grounds, crs)
    found = []
    for left, right in (metric, metric[::-1]):
        rest = polygonal(as_geometries([shapely.difference(left, right)]))
        pieces = as_geometries(shapely.get_parts(rest).tolist())
        wide = pieces[is_wider(pieces, limits.width_m)]
        if wide.size:
            found.append(from_metric(as_geometries([shapely.MultiPolygon(wide.tolist())]), crs)[0])
    return tuple(found)
