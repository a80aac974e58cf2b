# SPDX-License-Identifier: EUPL-1.2
"""Makes the detail levels that maps show: fewer points, the same borders on both sides, no area lost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.precision import quantise
from spatial.geometry.projections import from_metric, metric_crs, to_metric

if TYPE_CHECKING:
    from spatial.geometry.arrays import Booleans, Geometries


class Detail(StrEnum):
    """How much of the outlines is kept."""

    OVERVIEW = "overview"
    MAP = "map"
    FULL = "full"


class Method(StrEnum):
    """How the outlines were simplified.

    ``coverage``: all together, shared borders stay shared. ``mixed``: the areas are no clean coverage;
    borders that match stay shared, those listed as unmatched or alone may part by the tolerance.
    ``unchanged``: nothing was simplified.
    """

    COVERAGE = "coverage"
    MIXED = "mixed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Scale:
    """Tolerance as a share of the whole extent's diagonal, within bounds in metres; decimals kept."""

    share: float
    least_m: float
    most_m: float
    decimals: int


# An overview is drawn about 600 pixels wide and a map is zoomed tenfold into: one pixel each.
SCALES = {
    Detail.OVERVIEW: Scale(1 / 600, 10.0, 600.0, 5),
    Detail.MAP: Scale(1 / 6000, 1.0, 25.0, 5),
    Detail.FULL: Scale(0.0, 0.0, 0.0, 6),
}


@dataclass(frozen=True, slots=True, eq=False)
class DetailedCoverage:
    """Areas at one detail level, in the order given.

    ``alone`` are positions simplified by themselves (their outline is invalid, or would have become
    so), ``unmatched`` positions whose borders do not match a neighbour's; both are empty for a clean
    coverage.
    """

    geometries: Geometries
    detail: Detail
    tolerance_m: float
    method: Method
    alone: tuple[int, ...] = ()
    unmatched: tuple[int, ...] = ()


def simplify_coverage(geometries: Geometries, detail: Detail) -> DetailedCoverage:
    """Simplify areas that tile the ground.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326; None and empty ones stay as they are.
    detail : Detail
        ``full`` rounds only (6 decimals); ``map`` and ``overview`` drop corners whose triangle is
        smaller than the square of `tolerance_m`.

    Returns
    -------
    DetailedCoverage
        Every area that had ground has ground. Valid areas are valid, rounded by
        `spatial.geometry.precision.quantise`.

    References
    ----------
    M. Visvalingam, J. D. Whyatt (1993), Line generalisation by repeated elimination of points,
    The Cartographic Journal 30(1), 46-51 (corner triangles); GEOS ``CoverageSimplifier`` applies it
    to the borders of a coverage.
    """
    scale = SCALES[detail]
    crs = metric_crs(geometries)
    metric = to_metric(geometries, crs)
    tolerance = tolerance_m(metric, detail)
    if tolerance == 0:
        rounded = quantise(geometries, scale.decimals).geometries
        return DetailedCoverage(rounded, detail, 0.0, Method.UNCHANGED)
    simplified, alone, unmatched = _simplified(metric, tolerance)
    is_clean = not alone.any() and not unmatched.any()
    return DetailedCoverage(
        quantise(from_metric(simplified, crs), scale.decimals).geometries,
        detail,
        tolerance,
        Method.COVERAGE if is_clean else Method.MIXED,
        tuple(np.flatnonzero(alone).tolist()),
        tuple(np.flatnonzero(unmatched).tolist()),
    )


def tolerance_m(metric: Geometries, detail: Detail) -> float:
    """Return the tolerance that fits the extent of the areas.

    Parameters
    ----------
    metric : ndarray of object, shape (n,)
        Areas in metres.
    detail : Detail
        Its `Scale` gives share and bounds.

    Returns
    -------
    float
        Metres; 0 for ``full`` and where there is no area at all.
    """
    scale = SCALES[detail]
    west, south, east, north = shapely.total_bounds(metric)
    diagonal = float(np.hypot(east - west, north - south))
    if np.isnan(diagonal):
        return 0.0
    return float(np.clip(diagonal * scale.share, scale.least_m, scale.most_m))


def simplify_metric(metric: Geometries, tolerance: float) -> Geometries:
    """Simplify areas that tile the ground, in whatever projection they are.

    Parameters
    ----------
    metric : ndarray of object, shape (n,)
        Areas in metres; None and empty ones stay as they are.
    tolerance : float
        Metres, above 0: corners whose triangle is smaller than its square are dropped.

    Returns
    -------
    ndarray of object, shape (n,)
        As `simplify_coverage` makes them, not rounded.
    """
    return _simplified(metric, tolerance)[0]


def _simplified(metric: Geometries, tolerance: float) -> tuple[Geometries, Booleans, Booleans]:
    """Return the simplified areas, which were simplified alone, and which borders do not match."""
    has_ground = ~(shapely.is_missing(metric) | shapely.is_empty(metric))
    is_valid = has_ground & shapely.is_valid(metric)
    result = metric.copy()
    result[is_valid] = shapely.coverage_simplify(metric[is_valid], tolerance)
    alone = has_ground & ~(shapely.is_valid(result) & (shapely.area(result) > 0))
    result[alone] = shapely.simplify(metric[alone], tolerance, preserve_topology=True)
    unmatched = np.zeros(len(metric), dtype=np.bool_)
    unmatched[is_valid] = ~shapely.is_empty(shapely.coverage_invalid_edges(metric[is_valid]))
    return result, alone, unmatched
