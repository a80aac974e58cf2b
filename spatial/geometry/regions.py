# SPDX-License-Identifier: EUPL-1.2
"""Unites areas as browsers fetch them to the outlines of regions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spatial.geometry.arrays import Geometries

# Outlines of maps keep five decimals: on that grid shared borders are the same on both sides.
GRID = 1e-5


def unite_features(body: bytes, groups: Sequence[int]) -> tuple[dict[str, Any] | None, ...]:
    """Unite the areas of each group.

    Parameters
    ----------
    body : bytes
        A FeatureCollection as `spatial.geometry.encode` writes it, n areas in their frozen order.
    groups : sequence of int, length n
        The group of each area, 1 to k; 0 for an area that belongs to none.

    Returns
    -------
    tuple of dict or None, length k
        A GeoJSON geometry (Polygon or MultiPolygon) for each group, outer rings anticlockwise; None for a group whose
        areas have no outline.

    Raises
    ------
    ValueError
        If there are not as many groups as areas.

    References
    ----------
    RFC 7946 (2016), The GeoJSON Format, section 3.1.6.
    """
    labels = np.asarray(groups, dtype=np.int64)
    shapes = _shapes(body, len(groups))
    return tuple(_united(shapes[labels == label]) for label in range(1, int(labels.max(initial=0)) + 1))


def border_features(
    body: bytes, groups: Sequence[int], kinds: Sequence[Sequence[tuple[int, int]]]
) -> tuple[dict[str, Any] | None, ...]:
    """Return lines where areas touch, and the outer line of all groups.

    Parameters
    ----------
    body : bytes
        As for `unite_features`, n areas.
    groups : sequence of int, length n
        As for `unite_features`.
    kinds : sequence of sequences of pairs of int
        For each kind of border the positions of the areas on both of its sides, which touch.

    Returns
    -------
    tuple of dict or None
        A GeoJSON MultiLineString for each kind, and at last one around all groups; None where there is no line, as
        between areas that touch in a point.

    Raises
    ------
    ValueError
        If there are not as many groups as areas.

    References
    ----------
    RFC 7946 (2016), The GeoJSON Format, section 3.1.5.
    """
    shapes = _shapes(body, len(groups))
    between = tuple(_lines(_shared(shapes, pairs)) for pairs in kinds)
    whole = shapely.union_all(shapes[np.asarray(groups, dtype=np.int64) > 0], grid_size=GRID)
    return (*between, _lines(shapely.boundary(whole)))


def _shapes(body: bytes, count: int) -> Geometries:
    features = json.loads(body)["features"]
    if len(features) != count:
        raise ValueError(f"{len(features)} areas have {count} groups.")
    return np.array([_shape(feature["geometry"]) for feature in features], dtype=object)


def _shared(shapes: Geometries, pairs: Sequence[tuple[int, int]]) -> shapely.Geometry:
    if not pairs:
        return shapely.GeometryCollection()
    first, second = (shapes[np.array(side)] for side in zip(*pairs, strict=True))
    return shapely.union_all(shapely.intersection(first, second, grid_size=GRID), grid_size=GRID)


def _lines(geometry: shapely.Geometry | None) -> dict[str, Any] | None:
    """Keep what is a line of a geometry, in as few pieces as it has."""
    merged = shapely.line_merge(_only_lines(geometry))
    lines = [part for part in shapely.get_parts(merged) if part.geom_type in {"LineString", "LinearRing"}]
    return dict(mapping(shapely.MultiLineString(lines))) if lines else None


def _only_lines(geometry: shapely.Geometry | None) -> shapely.Geometry:
    parts = [part for part in shapely.get_parts(geometry) if not shapely.is_empty(part)] if geometry else []
    flat = [inner for part in parts for inner in shapely.get_parts(part) if inner.geom_type == "LineString"]
    return shapely.MultiLineString(flat)


def _shape(geometry: dict[str, Any] | None) -> shapely.Geometry | None:
    if geometry is None:
        return None
    found: shapely.Geometry = shapely.make_valid(shapely.from_geojson(json.dumps(geometry)))
    return found


def _united(shapes: Geometries) -> dict[str, Any] | None:
    union = shapely.union_all(shapes, grid_size=GRID)
    parts = [part for part in shapely.get_parts(union) if part.geom_type == "Polygon"]
    if not parts:
        return None
    return dict(mapping(shapely.orient_polygons(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))))
