# SPDX-License-Identifier: EUPL-1.2
"""k-means with seeded starts; the best of several runs counts."""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
STARTS: Final = 20
_STEPS: Final = 300


def kmeans(points: Floats, k: int, rng: np.random.Generator, *, starts: int = STARTS) -> Integers:
    """Divide points into k groups with little squared distance to their means.

    Parameters
    ----------
    points : ndarray, shape (n, p), float
        Standardised, without NaN; at least k different ones.
    k : int
        Number of groups, at least 1.
    rng : numpy.random.Generator
        Of the starts; the same generator and order of points give the same groups.
    starts : int
        How many runs; the one with the least squared distance counts. The optimum itself is not promised.

    Returns
    -------
    ndarray, shape (n,), int
        0 to k - 1; no group is empty.

    Raises
    ------
    ValueError
        When there are fewer than k different points.

    References
    ----------
    Lloyd (1982), IEEE Transactions on Information Theory 28, 129-137. Arthur and Vassilvitskii (2007), k-means++.

    Examples
    --------
    >>> kmeans(np.array([[0.0], [1.0], [9.0], [10.0]]), 2, np.random.default_rng(1)).tolist() in (
    ...     [0, 0, 1, 1], [1, 1, 0, 0])
    True
    """
    if np.unique(points, axis=0).shape[0] < k:
        raise ValueError(f"{k} groups need {k} different points.")
    runs = [_run(points, _spread_start(points, k, rng)) for _ in range(starts)]
    return min(runs, key=lambda run: run[1])[0]


def _spread_start(points: Floats, k: int, rng: np.random.Generator) -> Floats:
    """Draw starts that lie far from each other with a higher chance."""
    centres = [points[rng.integers(points.shape[0])]]
    nearest = np.square(points - centres[0]).sum(axis=1)
    while len(centres) < k:
        # Points that are starts have no chance, hence all starts differ.
        centres.append(points[rng.choice(points.shape[0], p=nearest / nearest.sum())])
        nearest = np.minimum(nearest, np.square(points - centres[-1]).sum(axis=1))
    return np.array(centres)


def _run(points: Floats, centres: Floats) -> tuple[Integers, float]:
    groups = np.full(points.shape[0], -1, dtype=np.int64)
    squared = np.zeros(points.shape[0])
    for _ in range(_STEPS):
        found, squared = nearest_centres(points, centres)
        found = _none_empty(found, squared, centres.shape[0])
        if (found == groups).all():
            break
        groups = found
        centres = means_of(points, groups, centres.shape[0])
    return groups, float(np.square(points - centres[groups]).sum())


def _none_empty(groups: Integers, squared: Floats, k: int) -> Integers:
    """Give an empty group the point that lies farthest from its own mean and leaves no group empty."""
    sizes = np.bincount(groups, minlength=k)
    for empty in np.flatnonzero(sizes == 0).tolist():
        far = int(np.where(sizes[groups] > 1, squared, -1.0).argmax())
        sizes[groups[far]] -= 1
        groups[far], squared[far] = empty, 0.0
        sizes[empty] = 1
    return groups


def nearest_centres(points: Floats, centres: Floats) -> tuple[Integers, Floats]:
    """Return for each point the nearest centre and the squared distance to it.

    Parameters
    ----------
    points, centres : ndarray, shapes (n, p) and (k, p), float
        Without NaN.

    Returns
    -------
    groups, squared : ndarray, shape (n,)
        Of equally near centres the first.

    References
    ----------
    Lloyd (1982), IEEE Transactions on Information Theory 28, 129-137.

    Examples
    --------
    >>> nearest_centres(np.array([[1.0]]), np.array([[0.0], [9.0]]))[0].tolist()
    [0]
    """
    from scipy.spatial.distance import cdist

    squared = np.asarray(cdist(points, centres, "sqeuclidean"), dtype=np.float64)
    groups = squared.argmin(axis=1)
    return groups, squared[np.arange(points.shape[0]), groups]


def means_of(points: Floats, groups: Integers, k: int) -> Floats:
    """Return the means of groups.

    Parameters
    ----------
    points : ndarray, shape (n, p), float
        Without NaN.
    groups : ndarray, shape (n,), int
        0 to k - 1, none empty.
    k : int
        Number of groups.

    Returns
    -------
    ndarray, shape (k, p), float
        No group is empty, hence no division by zero.

    References
    ----------
    None: the definition.

    Examples
    --------
    >>> means_of(np.array([[1.0], [3.0]]), np.array([0, 0]), 1).tolist()
    [[2.0]]
    """
    sizes = np.bincount(groups, minlength=k)
    sums = np.column_stack([np.bincount(groups, weights=column, minlength=k) for column in points.T])
    return np.asarray(sums / sizes[:, None], dtype=np.float64)
