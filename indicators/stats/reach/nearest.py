# SPDX-License-Identifier: EUPL-1.2
"""What lies within reach without asking who else wants it: sites, places, and the nearest site."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.stats.reach.demand import Floats, checked_table

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """What n areas have within reach.

    ``sites`` and ``places`` count what lies within the bound, places NaN where one of them is not known. ``cost`` is
    the way to the nearest site, beyond the bound too, infinite where there is none; ``nearest`` its position, or -1.
    """

    sites: Integers
    places: Floats
    cost: Floats
    nearest: Integers


def nearest(supply: Floats, costs: Floats, furthest: float) -> Nearest:
    """Count the sites and places within a bound, and find the nearest open site.

    Parameters
    ----------
    supply : ndarray, shape (m,), float
        Places per site, 0 or more; 0 for a closed site, which counts for nothing; NaN for an open site whose number of
        places is not known.
    costs : ndarray, shape (n, m), float
        Minutes or metres, 0 or more; NaN or infinity where there is no way.
    furthest : float
        Costs up to it lie within reach.

    Returns
    -------
    Nearest
        The same place counts for every area that reaches it, so places must not be added up over areas nor divided by
        their persons; :func:`indicators.stats.reach.catchment.catchments` divides them fairly. Of two sites equally
        near the first in order is named.

    Raises
    ------
    ValueError
        For negative places or costs, or shapes that do not fit.

    Examples
    --------
    >>> found = nearest(np.array([5.0, 4.0]), np.array([[0.0, 20.0], [10.0, 12.0], [20.0, 0.0]]), 15)
    >>> found.places.tolist(), found.nearest.tolist()
    ([5.0, 9.0, 4.0], [0, 0, 1])
    """
    if supply.ndim != 1 or (supply < 0).any():
        raise ValueError("Places are not negative, one number for each site.")
    table = checked_table(costs, costs.shape[0], supply.size)
    table = np.where(supply == 0, np.inf, table)
    near = np.isfinite(table) & (table <= furthest)
    places: Floats = near.astype(np.float64) @ np.where(np.isnan(supply), 0.0, supply)
    places[near[:, np.isnan(supply)].any(axis=1)] = np.nan
    if not supply.size:
        return Nearest(near.sum(axis=1), places, np.full(len(table), np.inf), np.full(len(table), -1))
    cost: Floats = table.min(axis=1)
    return Nearest(near.sum(axis=1), places, cost, np.where(np.isfinite(cost), table.argmin(axis=1), -1))
