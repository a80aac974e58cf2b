# SPDX-License-Identifier: EUPL-1.2
"""Typology: areas with similar figures make a type; how sure a type is stands beside it."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.agreement import adjusted_rand, kept_together, silhouettes_and_next
from indicators.stats.kmeans import STARTS, kmeans, means_of, nearest_centres
from indicators.stats.normalise import zscores

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
TypologyMethod = Literal["ward", "kmeans"]
TypologyReason = Literal["", "too_few", "too_few_different", "constant", "too_many"]

RESAMPLES: Final = 50
# A resample is one of many: fewer starts do.
_RESAMPLE_STARTS: Final = 5
# Ward holds the distances of all pairs: 5,000 areas need 100 MB.
MOST_FOR_WARD: Final = 5_000
# Below this mean agreement with resampled areas the types are not to be relied on.
STABLE_FROM: Final = 0.8
# A type that is found again to this part holds; below the second bound it dissolves (Hennig 2007).
HOLDS_FROM: Final = 0.75
DISSOLVES_BELOW: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Typology:
    """Types 1 to k of n areas, the largest first; 0 for an area without all indicators.

    ``centres`` are the mean z-scores of the types, ``silhouettes`` say for each area whether it lies nearer to its
    own type than to the next, ``nexts`` which type that is (0 for an area without a type). ``stability`` is the mean
    adjusted Rand index with typologies of resampled areas: 1 is always the same; ``holds`` says for each type how much
    of it is found again there, in the mean. With a ``reason`` there is no type, and every number is NaN.
    """

    method: TypologyMethod
    k: int
    types: Integers
    centres: Floats
    sizes: tuple[int, ...]
    silhouettes: Floats
    nexts: Integers
    silhouette: float
    stability: float
    holds: Floats
    n: int
    resamples: int
    seed: int
    reason: TypologyReason = ""

    @property
    def is_stable(self) -> bool:
        """Whether resampled areas give about the same types."""
        return self.stability >= STABLE_FROM

    @property
    def at_edge(self) -> npt.NDArray[np.bool_]:
        """Which areas are, in the mean, no nearer to their own type than to the next one; alone in a type: never."""
        alone = np.flatnonzero(np.array(self.sizes) == 1) + 1
        return (self.types > 0) & (self.silhouettes <= 0) & ~np.isin(self.types, alone)


def typology(
    matrix: Floats, *, k: int, seed: int, method: TypologyMethod = "ward", resamples: int = RESAMPLES
) -> Typology:
    """Find types of areas by their figures.

    Parameters
    ----------
    matrix : ndarray, shape (n, p), float
        One column for each indicator, in its own unit: columns are made z-scores (ddof 0) first, so that none counts
        more by its unit. An area with a NaN gets no type and has no influence.
    k : int
        Number of types, 2 or more.
    seed : int
        Of the starts and resamples; the same seed gives the same result, whatever the order of the areas.
    method : {'ward', 'kmeans'}
        `ward` joins step by step what makes the least squared distance; `kmeans` moves areas between types.
    resamples : int
        How often areas are drawn with replacement for the stability, at least 1.

    Returns
    -------
    Typology
        `reason` says why there is none: not more than k areas (`too_few`), fewer than k different areas
        (`too_few_different`), an indicator that does not vary (`constant`), or more than 5,000 areas for Ward
        (`too_many`: use k-means).

    Raises
    ------
    ValueError
        For fewer than two types, no resample, or a matrix that is none.

    References
    ----------
    Ward (1963), Journal of the American Statistical Association 58, 236-244. Hennig (2007), Computational Statistics
    and Data Analysis 52, 258-271, for the stability.

    Examples
    --------
    docs/methods/typology.md
    """
    if k < 2 or resamples < 1 or matrix.ndim != 2 or not matrix.shape[1]:  # noqa: PLR2004 - two types, a matrix
        raise ValueError("A typology needs a matrix, at least two types and at least one resample.")
    rated = np.flatnonzero(~np.isnan(matrix).any(axis=1))
    scaled = [zscores(column, ddof=0) for column in matrix[rated].T]
    reason = _problem(rated.size, k, method)
    if not reason and any(each.reason for each in scaled):
        reason = "constant"
    points = np.column_stack([each.scores for each in scaled])
    if not reason and np.unique(points, axis=0).shape[0] < k:
        reason = "too_few_different"
    if reason:
        return _nothing(matrix.shape, k, method, seed, reason)
    # In an order of their own, so that the order of the areas decides nothing.
    order = np.lexsort(points.T[::-1])
    rated, points = rated[order], points[order]
    rng = np.random.default_rng(seed)
    groups = _largest_first(_grouped(points, k, method, rng), points)
    widths, neighbours = silhouettes_and_next(points, groups)
    stability, holds = _stability(points, groups, method, (resamples, rng))
    return Typology(
        method=method,
        k=k,
        types=_spread(groups + 1, rated, matrix.shape[0]),
        centres=means_of(points, groups, k),
        sizes=tuple(np.bincount(groups).tolist()),
        silhouettes=_shown(widths, rated, matrix.shape[0]),
        nexts=_spread(neighbours + 1, rated, matrix.shape[0]),
        silhouette=float(widths.mean()),
        stability=stability,
        holds=holds,
        n=rated.size,
        resamples=resamples,
        seed=seed,
    )


def _spread(numbers: Integers, rated: Integers, n: int) -> Integers:
    result = np.zeros(n, dtype=np.int64)
    result[rated] = numbers
    return result


def _shown(widths: Floats, rated: Integers, n: int) -> Floats:
    result = np.full(n, np.nan)
    result[rated] = widths
    return result


def _problem(n: int, k: int, method: TypologyMethod) -> TypologyReason:
    if n <= k:
        return "too_few"
    return "too_many" if method == "ward" and n > MOST_FOR_WARD else ""


def _grouped(
    points: Floats, k: int, method: TypologyMethod, rng: np.random.Generator, starts: int = STARTS
) -> Integers:
    if method == "kmeans":
        return kmeans(points, k, rng, starts=starts)
    from scipy.cluster.hierarchy import fcluster, linkage

    tree = linkage(points, method="ward")
    found = np.asarray(fcluster(tree, k, criterion="maxclust"), dtype=np.int64)
    if int(found.max()) == k:
        return found - 1
    # Steps of the same height are taken together by the library: cut the tree by its order instead.
    return _cut(tree, points.shape[0], k)


def _cut(tree: Floats, n: int, k: int) -> Integers:
    """Undo the last k - 1 steps of a tree, so that equal heights cannot leave fewer groups."""
    label = np.arange(2 * n - 1)
    for step in range(n - k):
        left, right = int(tree[step, 0]), int(tree[step, 1])
        label[(label == label[left]) | (label == label[right])] = n + step
    _, groups = np.unique(label[:n], return_inverse=True)
    return groups.astype(np.int64)


def _largest_first(groups: Integers, points: Floats) -> Integers:
    """Give groups numbers by size; of equal ones that comes first whose mean is the lowest."""
    sizes = np.bincount(groups)
    means = means_of(points, groups, sizes.size)
    order = np.lexsort((*means.T[::-1], -sizes))
    number = np.empty(sizes.size, dtype=np.int64)
    number[order] = np.arange(sizes.size)
    return number[groups]


def _stability(
    points: Floats, groups: Integers, method: TypologyMethod, drawing: tuple[int, np.random.Generator]
) -> tuple[float, Floats]:
    """Return how far resampled areas give the same types, and how much of each type they give again."""
    resamples, rng = drawing
    k = int(groups.max()) + 1
    agreements, again = [], []
    for _ in range(resamples):
        drawn = points[np.sort(rng.integers(points.shape[0], size=points.shape[0]))]
        # A draw may hold fewer different areas than there are types.
        count = min(k, np.unique(drawn, axis=0).shape[0])
        found = _grouped(drawn, count, method, rng, _RESAMPLE_STARTS)
        nearest, _ = nearest_centres(points, means_of(drawn, found, count))
        agreements.append(adjusted_rand(groups, nearest))
        again.append(kept_together(groups, nearest))
    return float(np.mean(agreements)), np.mean(again, axis=0)


def _nothing(shape: tuple[int, ...], k: int, method: TypologyMethod, seed: int, reason: TypologyReason) -> Typology:
    return Typology(
        method=method,
        k=k,
        types=np.zeros(shape[0], dtype=np.int64),
        centres=np.full((k, shape[1]), np.nan),
        sizes=(),
        silhouettes=np.full(shape[0], np.nan),
        nexts=np.zeros(shape[0], dtype=np.int64),
        silhouette=float(np.nan),
        stability=float(np.nan),
        holds=np.full(k, np.nan),
        n=0,
        resamples=0,
        seed=seed,
        reason=reason,
    )
