# SPDX-License-Identifier: EUPL-1.2
"""Rounds coordinates for display without breaking or losing an area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spatial.geometry.arrays import Booleans, Geometries

FINEST_DECIMALS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Quantised:
    """Areas on a grid of 10^-decimals degrees; ``decimals`` has shape (n,), dtype int8."""

    geometries: Geometries
    decimals: NDArray[np.int8]


def quantise(geometries: Geometries, decimals: int = 5) -> Quantised:
    """Round all coordinates to ``decimals`` places.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326; None stays None.
    decimals : int
        0 to 8; 5 decimals are 1.1 m north and about 0.7 m east in Germany.

    Returns
    -------
    Quantised
        Equal points stay equal, so shared borders stay shared. A valid area that the grid would make
        invalid or collapse keeps as many more decimals as it needs (up to 8): it moves less than its
        neighbours, by at most half a grid cell. An area that was invalid before is rounded only.
        Areas that lie on the grid already stay as they are.

    Raises
    ------
    ValueError
        If a coordinate is not finite.
    """
    if not np.isfinite(shapely.get_coordinates(geometries)).all():
        raise ValueError("Coordinates must be finite.")
    was_valid = shapely.is_valid(geometries)
    rounded = _rounded(geometries, decimals)
    digits = np.full(len(geometries), decimals, dtype=np.int8)
    for finer in range(decimals + 1, FINEST_DECIMALS + 1):
        is_broken = was_valid & ~_is_sound(rounded)
        if not is_broken.any():
            break
        rounded[is_broken] = _rounded(geometries[is_broken], finer)
        digits[is_broken] = finer
    sound = _is_sound(rounded)
    # GEOS refuses to thin rings that have collapsed, as those of invalid areas may
    rounded[sound] = shapely.remove_repeated_points(rounded[sound], 0.0)
    return Quantised(rounded, digits)


def _rounded(geometries: Geometries, decimals: int) -> Geometries:
    moved = shapely.transform(geometries, lambda points: np.round(points, decimals))
    return np.asarray(moved, dtype=object)


def _is_sound(geometries: Geometries) -> Booleans:
    is_sound: Booleans = shapely.is_valid(geometries) & (shapely.area(geometries) > 0)
    return is_sound
