# SPDX-License-Identifier: EUPL-1.2
"""How well groups of areas are told apart, and how far two groupings agree."""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
# Distances of so many areas to all others are held at once.
_AT_ONCE: Final = 512


def adjusted_rand(left: Integers, right: Integers) -> float:
    """Return how far two groupings of the same areas agree beyond chance.

    Parameters
    ----------
    left, right : ndarray, shape (n,), int
        The group of each area; only which areas share one counts, not its number.

    Returns
    -------
    float
        1 for the same grouping, about 0 for unrelated ones, below 0 for less than chance. Two groupings that
        cannot differ (all areas in one group, or each in its own, on both sides) agree: 1. NaN without areas.

    Raises
    ------
    ValueError
        When the groupings have different lengths.

    References
    ----------
    Hubert and Arabie (1985), Journal of Classification 2, 193-218.

    Examples
    --------
    >>> adjusted_rand(np.array([1, 1, 2, 2]), np.array([7, 7, 3, 3]))
    1.0
    """
    if left.shape != right.shape:
        raise ValueError("Two groupings of the same areas have the same length.")
    if not left.size:
        return float(np.nan)
    _, rows = np.unique(left, return_inverse=True)
    _, columns = np.unique(right, return_inverse=True)
    width = int(columns.max()) + 1
    table = np.bincount(rows * width + columns).astype(np.float64)
    both = _pairs(table)
    of_left, of_right = _pairs(np.bincount(rows)), _pairs(np.bincount(columns))
    everything = left.size * (left.size - 1) / 2
    expected = of_left * of_right / everything if everything else 0.0
    most = (of_left + of_right) / 2
    return 1.0 if most == expected else float((both - expected) / (most - expected))


def silhouettes(points: Floats, groups: Integers) -> Floats:
    """Return for each area whether it lies nearer to its own group than to the next one.

    Parameters
    ----------
    points : ndarray, shape (n, p), float
        Standardised, without NaN.
    groups : ndarray, shape (n,), int
        0 to k - 1, each with at least one area.

    Returns
    -------
    ndarray, shape (n,), float
        From -1 (in the wrong group) to 1 (far from all others); 0 for an area alone in its group, and where own and
        next group are equally far. With one group NaN: there is no other.

    References
    ----------
    Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53-65.

    Examples
    --------
    >>> silhouettes(np.array([[0.0], [1.0], [9.0], [10.0]]), np.array([0, 0, 1, 1])).round(4).tolist()
    [0.8947, 0.8824, 0.8824, 0.8947]
    """
    return silhouettes_and_next(points, groups)[0]


def silhouettes_and_next(points: Floats, groups: Integers) -> tuple[Floats, Integers]:
    """Return the silhouettes, and for each area the group that is the next one to it.

    Parameters
    ----------
    points, groups
        As for ``silhouettes``.

    Returns
    -------
    widths : ndarray, shape (n,), float
        As from ``silhouettes``.
    nexts : ndarray, shape (n,), int
        The group other than its own with the least mean distance, the first of equal ones; -1 where there is no
        other group.

    References
    ----------
    Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53-65: the neighbour of an object.

    Examples
    --------
    >>> silhouettes_and_next(np.array([[0.0], [4.0], [9.0]]), np.array([0, 1, 2]))[1].tolist()
    [1, 0, 1]
    """
    sizes = np.bincount(groups)
    if sizes.size < 2:  # noqa: PLR2004 - own and next group
        return np.full(groups.size, np.nan), np.full(groups.size, -1, dtype=np.int64)
    belongs = np.equal.outer(groups, np.arange(sizes.size)).astype(np.float64)
    widths, nexts = np.zeros(groups.size), np.zeros(groups.size, dtype=np.int64)
    for start in range(0, groups.size, _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        found = _silhouettes(distances(points[rows], points) @ belongs, groups[rows], sizes)
        widths[rows], nexts[rows] = found
    return widths, nexts


def kept_together(groups: Integers, others: Integers) -> Floats:
    """Return for each group how much of it is found again in another grouping of the same areas.

    Parameters
    ----------
    groups : ndarray, shape (n,), int
        0 to k - 1, each with at least one area.
    others : ndarray, shape (n,), int
        Any numbers of 0 or more.

    Returns
    -------
    ndarray, shape (k,), float
        The largest Jaccard similarity with a group of the other grouping: areas in both over areas in either, above
        0 to 1. No group is empty, hence no division by zero.

    Raises
    ------
    ValueError
        When the groupings have different lengths.

    References
    ----------
    Hennig (2007), Computational Statistics and Data Analysis 52, 258-271.

    Examples
    --------
    >>> kept_together(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])).round(4).tolist()
    [0.5, 0.6667]
    """
    if groups.shape != others.shape:
        raise ValueError("Two groupings of the same areas have the same length.")
    k, width = int(groups.max()) + 1, int(others.max()) + 1
    both = np.bincount(groups * width + others, minlength=k * width).reshape(k, width).astype(np.float64)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
    return np.asarray((both / either).max(axis=1), dtype=np.float64)


def distances(left: Floats, right: Floats) -> Floats:
    """Return the Euclidean distances between two sets of points.

    Parameters
    ----------
    left, right : ndarray, shapes (n, p) and (m, p), float
        Without NaN.

    Returns
    -------
    ndarray, shape (n, m), float
        0 or more, and exactly 0 between equal points.

    References
    ----------
    None: the definition.

    Examples
    --------
    >>> distances(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]])).tolist()
    [[5.0]]
    """
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(left, right), dtype=np.float64)


def _silhouettes(sums: Floats, groups: Integers, sizes: Integers) -> tuple[Floats, Integers]:
    """Return silhouettes and next groups of some areas from the sums of their distances to each group."""
    rows = np.arange(groups.size)
    own = sums[rows, groups] / np.maximum(sizes[groups] - 1, 1)
    to_others = sums / sizes
    to_others[rows, groups] = np.inf
    nexts = to_others.argmin(axis=1)
    nearest = to_others[rows, nexts]
    larger = np.maximum(own, nearest)
    is_told = (sizes[groups] > 1) & (larger > 0)
    return np.where(is_told, (nearest - own) / np.where(is_told, larger, 1.0), 0.0), nexts


def _pairs(counts: npt.NDArray[np.generic]) -> float:
    whole = counts.astype(np.float64)
    return float((whole * (whole - 1) / 2).sum())
