# SPDX-License-Identifier: EUPL-1.2
"""Finds rows of a boundary file that are no areas but the sum of all others, as exports of tables leave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from spatial.geometry.arrays import valid_ground
from spatial.geometry.projections import to_metric

if TYPE_CHECKING:
    from spatial.geometry.arrays import Geometries

FEWEST_OTHERS = 2
ALMOST_ALL = 0.95


def total_rows(geometries: Geometries) -> tuple[int, ...]:
    """Find areas that cover all others.

    Parameters
    ----------
    geometries : ndarray of object, shape (n,)
        (Multi)Polygons in EPSG:4326; invalid ones count as `valid_ground` reads them, None and empty
        ones are never found.

    Returns
    -------
    tuple of int
        Positions, ascending, of areas of which at least 95 % is the ground of others and in which at
        least 95 % of the ground of the others lies. With fewer than two others nothing is found:
        an area that lies on its only twin is an overlap.

    Notes
    -----
    Two rows of totals hide each other behind the second condition only, which both meet: both are found.

    Examples
    --------
    Of the squares [0, 1] x [0, 1], [1, 2] x [0, 1] and the rectangle [0, 2] x [0, 1] the last is found.
    """
    ground = valid_ground(to_metric(geometries))
    sizes = shapely.area(ground)
    whole = float(shapely.area(shapely.union_all(ground)))
    candidates = np.flatnonzero(sizes >= ALMOST_ALL * whole) if whole > 0 else np.empty(0, dtype=np.intp)
    others = np.setdiff1d(np.flatnonzero(sizes > 0), candidates)
    if len(others) < FEWEST_OTHERS or not len(candidates):
        return ()
    rest = shapely.union_all(ground[others])
    covered = shapely.area(shapely.intersection(ground[candidates], rest))
    is_total = (covered >= ALMOST_ALL * sizes[candidates]) & (covered >= ALMOST_ALL * shapely.area(rest))
    return tuple(int(place) for place in candidates[is_total])
