# SPDX-License-Identifier: EUPL-1.2
"""Suggestion of contiguous social areas: neighbours are joined step by step as long as they differ least."""

import heapq
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from indicators.stats.neighbourhood import Neighbourhood
from indicators.stats.normalise import zscores

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
SocialAreasReason = Literal["", "too_few", "constant", "too_many_parts"]


class BrokenRegionsError(AssertionError):
    """A suggestion has another number of regions than asked for, or one that does not hang together."""


@dataclass(frozen=True, slots=True, eq=False)
class SocialAreas:
    """Regions 1 to k of n areas in the order of their first area; 0 for an area that takes no part.

    ``explained`` is the share of all differences between areas that lies between the regions, 0 to 1. ``parts`` is
    the number of separate pieces of the map, islands among them: no fewer regions are possible.
    """

    regions: Integers
    sizes: tuple[int, ...]
    explained: float
    parts: int
    reason: SocialAreasReason = ""


def social_areas(matrix: Floats, around: Neighbourhood, *, k: int) -> SocialAreas:
    """Suggest k contiguous regions of areas with similar figures.

    Parameters
    ----------
    matrix : ndarray, shape (n, p), float
        One column for each indicator, in its own unit; made z-scores (ddof 0) over the areas that take part.
    around : Neighbourhood
        Made with the areas that have every indicator. Its islands are regions of their own.
    k : int
        Number of regions, 1 or more.

    Returns
    -------
    SocialAreas
        Exactly k regions, each of which hangs together; this is checked before it is returned, also where
        neighbours are equal. Without: fewer areas than regions (`too_few`), an indicator that does not vary
        (`constant`), or a map in more than k pieces (`too_many_parts`).

    Raises
    ------
    ValueError
        For k below 1, or when an area that takes part lacks an indicator.
    BrokenRegionsError
        Never, unless the computation is at fault.

    References
    ----------
    Ward (1963), Journal of the American Statistical Association 58, 236-244; Murtagh (1985), The Computer Journal 28,
    82-88, with contiguity. Other than by cutting a spanning tree (Assunção et al. 2006), equal neighbours lose no edge.

    Examples
    --------
    docs/methods/typology.md
    """
    if k < 1:
        raise ValueError("There is at least one region.")
    rated = np.sort(np.concatenate([around.members, around.islands]))
    if matrix.shape[0] != around.size or not np.isfinite(matrix[rated]).all():
        raise ValueError("Every area that takes part needs every indicator.")
    pairs = contacts(around, rated)
    parts = _count_parts(rated.size, pairs)
    if rated.size < max(k, 2):
        return _nothing(around.size, parts, "too_few")
    scaled = [zscores(column, ddof=0) for column in matrix[rated].T]
    if any(each.reason for each in scaled):
        return _nothing(around.size, parts, "constant")
    if parts > k:
        return _nothing(around.size, parts, "too_many_parts")
    points = np.column_stack([each.scores for each in scaled])
    groups = joined_at(points, pairs, [k])[k]
    check_regions(groups, pairs, k)
    regions = np.zeros(around.size, dtype=np.int64)
    regions[rated] = groups + 1
    return SocialAreas(regions, tuple(np.bincount(groups).tolist()), _explained(points, groups), parts)


def check_regions(groups: Integers, pairs: Integers, k: int) -> None:
    """Refuse regions that are not k in number or do not hang together.

    Parameters
    ----------
    groups : ndarray, shape (n,), int
        0 to k - 1.
    pairs : ndarray, shape (m, 2), int
        Areas that touch.
    k : int
        The number asked for.

    Returns
    -------
    None
        No values, hence no NaN.

    Raises
    ------
    BrokenRegionsError
        When a region is missing or in pieces.

    References
    ----------
    None: the definition of contiguity.

    Examples
    --------
    >>> check_regions(np.array([0, 0, 1]), np.array([[0, 1], [1, 2]]), 2)
    """
    found = np.unique(groups).size
    if found != k:
        raise BrokenRegionsError(f"There are {found} regions instead of {k}.")
    inside = pairs[groups[pairs[:, 0]] == groups[pairs[:, 1]]]
    pieces = _count_parts(groups.size, inside)
    if pieces != k:
        raise BrokenRegionsError(f"{k} regions lie in {pieces} pieces.")


def contacts(around: Neighbourhood, rated: Integers) -> Integers:
    """Return each contact of two areas that take part once.

    Parameters
    ----------
    around : Neighbourhood
        Who touches whom.
    rated : ndarray, shape (r,), int
        Positions of the areas that take part, rising.

    Returns
    -------
    ndarray, shape (m, 2), int
        Places among `rated`, the lower one first. No values, hence no NaN.

    References
    ----------
    None: a change of form.
    """
    members = np.searchsorted(rated, around.members)
    first, second = np.repeat(members, around.degrees), members[around.others]
    return np.column_stack([first, second])[first < second]


def _count_parts(n: int, pairs: Integers) -> int:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    return int(connected_components(graph, directed=False)[0]) if n else 0


def joined_at(points: Floats, pairs: Integers, counts: Collection[int]) -> dict[int, Integers]:
    """Join neighbours step by step and keep the groups at several numbers on the way.

    Parameters
    ----------
    points : ndarray, shape (n, p), float
        Scores of the areas, without NaN.
    pairs : ndarray, shape (m, 2), int
        Areas that touch, each contact once.
    counts : collection of int
        Numbers of groups, from the number of pieces of the map to n.

    Returns
    -------
    dict of int to ndarray, shape (n,), int
        Groups 0 to k - 1 in the order of their first area. Equal costs are decided by the order of the areas.

    References
    ----------
    Ward (1963), Journal of the American Statistical Association 58, 236-244, with contiguity.

    Examples
    --------
    >>> joined_at(np.array([[0.0], [1.0], [9.0]]), np.array([[0, 1], [1, 2]]), [2])[2].tolist()
    [0, 0, 1]
    """
    clusters, found = _Joining(points, pairs), dict[int, Integers]()
    while True:
        if len(clusters.members) in counts:
            found[len(clusters.members)] = clusters.groups()
        if len(clusters.members) <= min(counts):
            return found
        clusters.step()


class _Joining:
    """Clusters that grow: members, sizes, sums and neighbours of each, and the costs of joining two."""

    def __init__(self, points: Floats, pairs: Integers) -> None:
        n, p = points.shape
        self.members: dict[int, list[int]] = {place: [place] for place in range(n)}
        self.sizes, self.sums = np.ones(2 * n), np.zeros((2 * n, p))
        self.sums[:n] = points
        self.near: dict[int, set[int]] = {place: set() for place in range(n)}
        for left, right in pairs.tolist():
            self.near[left].add(right)
            self.near[right].add(left)
        costs = self.costs(pairs[:, 0], pairs[:, 1]).tolist()
        self.heap = [(cost, left, right) for cost, (left, right) in zip(costs, pairs.tolist(), strict=True)]
        heapq.heapify(self.heap)
        self.next = n

    def costs(self, left: Integers, right: Integers | int) -> Floats:
        """Return by how much the squared distances inside grow when two are joined."""
        n, m = self.sizes[left], self.sizes[right]
        difference = self.sums[left] / n[:, None] - self.sums[right] / m[..., None]
        grown: Floats = n * m / (n + m) * np.einsum("ij,ij->i", difference, difference)
        return grown

    def step(self) -> None:
        """Join the two neighbours that cost the least; equal costs are decided by the order of the areas."""
        _, left, right = heapq.heappop(self.heap)
        while left not in self.members or right not in self.members:
            _, left, right = heapq.heappop(self.heap)
        new, self.next = self.next, self.next + 1
        self.members[new] = self.members.pop(left) + self.members.pop(right)
        self.sizes[new] = self.sizes[left] + self.sizes[right]
        self.sums[new] = self.sums[left] + self.sums[right]
        self.near[new] = (self.near.pop(left) | self.near.pop(right)) - {left, right}
        others = sorted(self.near[new])
        for other, cost in zip(others, self.costs(np.array(others, dtype=np.int64), new).tolist(), strict=True):
            self.near[other] -= {left, right}
            self.near[other].add(new)
            heapq.heappush(self.heap, (cost, other, new))

    def groups(self) -> Integers:
        """Return the number of the cluster of each area, in the order of their first areas."""
        found = np.empty(sum(map(len, self.members.values())), dtype=np.int64)
        for number, members in enumerate(sorted(self.members.values(), key=min)):
            found[members] = number
        return found


def _explained(points: Floats, groups: Integers) -> float:
    sizes = np.bincount(groups)
    means = np.column_stack([np.bincount(groups, weights=column) for column in points.T]) / sizes[:, None]
    return float((sizes[:, None] * means**2).sum() / (points**2).sum())


def _nothing(n: int, parts: int, reason: SocialAreasReason) -> SocialAreas:
    return SocialAreas(np.zeros(n, dtype=np.int64), (), float(np.nan), parts, reason)
