# SPDX-License-Identifier: EUPL-1.2
"""Local patterns: areas among neighbours like themselves (LISA), and hot and cold spots (Gi*)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.autocorrelation import PERMUTATIONS, member_values
from indicators.stats.discoveries import adjusted_for_many
from indicators.stats.neighbourhood import NOISE, Floats, Integers, Neighbourhood, SpaceReason, contrast_problem

ALPHA: Final = 0.05


class Quadrant(IntEnum):
    """An area and its surroundings against the mean; NONE where either lies exactly at it, or nothing is known."""

    NONE = 0
    HIGH_AMONG_HIGH = 1
    LOW_AMONG_HIGH = 2
    LOW_AMONG_LOW = 3
    HIGH_AMONG_LOW = 4


@dataclass(frozen=True, slots=True, eq=False)
class LocalMoran:
    """Local Moran's I of n areas; NaN and quadrant 0 for islands and areas without a value.

    ``p`` is two-sided from conditional permutations, ``p_adjusted`` the same with all areas in view, ``z`` the
    standardised value by the exact moments of these permutations (NaN where they cannot vary).
    """

    value: Floats
    z: Floats
    quadrants: Integers
    p: Floats
    p_adjusted: Floats
    n: int
    islands: int
    permutations: int
    seed: int
    is_exploratory: bool
    reason: SpaceReason

    def clusters(self, alpha: float = ALPHA) -> Integers:
        """Return the quadrants of the areas that stand out, 0 elsewhere.

        Parameters
        ----------
        alpha : float
            Expected share of chance among what stands out, 0.05 by default.

        Returns
        -------
        ndarray, shape (n,), int
            0 for NaN.
        """
        return np.where(np.nan_to_num(self.p_adjusted, nan=1.0) <= alpha, self.quadrants, 0)


@dataclass(frozen=True, slots=True, eq=False)
class HotSpots:
    """Getis and Ord's Gi* of n areas as z-scores; NaN for islands and areas without a value."""

    z: Floats
    p: Floats
    p_adjusted: Floats
    n: int
    islands: int
    is_exploratory: bool
    reason: SpaceReason


def local_moran(values: Floats, around: Neighbourhood, *, seed: int, permutations: int = PERMUTATIONS) -> LocalMoran:
    """Compute local Moran's I with conditional permutations.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        In the order of the neighbourhood; only its members are read.
    around : Neighbourhood
        Made with the areas that have a value.
    seed : int
        The same seed gives the same result.
    permutations : int
        At least 1. The value of an area stays, those of its neighbours are drawn from all others without
        replacement. All areas share the draws: each p-value is valid, and 33,000 areas take seconds.

    Returns
    -------
    LocalMoran
        The smallest p-value possible is 2 / (permutations + 1). Below 4 areas, or with equal values, everything is
        NaN and `reason` says why.

    Raises
    ------
    ValueError
        Without permutations, or when a member has no value.

    References
    ----------
    Anselin (1995), Geographical Analysis 27, 93-115. Sokal, Oden and Thomson (1998), Geographical Analysis 30,
    331-354, for the moments.

    Examples
    --------
    A 3 x 3 grid: docs/methods/autocorrelation.md.
    """
    if permutations < 1:
        raise ValueError("Local Moran needs permutations.")
    known = member_values(values, around)
    reason: SpaceReason = contrast_problem(known)
    if reason:
        return _no_local(around, reason, permutations, seed)
    z = known - known.mean()
    z[np.abs(z) <= NOISE * np.abs(known).max()] = 0.0
    means = around.means(z)
    means[np.abs(means) <= NOISE * np.abs(z).max()] = 0.0
    p = around.spread(_conditional_p(z, means, around, permutations, np.random.default_rng(seed)))
    scale = (z.size - 1) / (z * z).sum()
    quadrants = np.zeros(around.size, dtype=np.int64)
    quadrants[around.members] = _quadrants(z, means)
    return LocalMoran(
        value=around.spread(scale * z * means),
        z=around.spread(_conditional_z(z, means, around.degrees)),
        quadrants=quadrants,
        p=p,
        p_adjusted=adjusted_for_many(p),
        n=z.size,
        islands=around.islands.size,
        permutations=permutations,
        seed=seed,
        is_exploratory=around.is_exploratory,
        reason="",
    )


def hot_spots(values: Floats, around: Neighbourhood) -> HotSpots:
    """Compute Gi* with binary weights, the area itself among its surroundings.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        In the order of the neighbourhood; only its members are read.
    around : Neighbourhood
        Made with the areas that have a value.

    Returns
    -------
    HotSpots
        z-scores: high for surroundings above the mean, low for those below. NaN also for an area that touches all
        others: its surroundings are everything. Below 4 areas, or with equal values, everything is NaN and `reason`
        says why.

    Raises
    ------
    ValueError
        When a member has no value.

    References
    ----------
    Ord and Getis (1995), Geographical Analysis 27, 286-306, equation 14.

    Examples
    --------
    A 3 x 3 grid: docs/methods/autocorrelation.md.
    """
    from scipy.special import ndtr

    known = member_values(values, around)
    reason: SpaceReason = contrast_problem(known)
    n = known.size
    scores = np.full(n, np.nan)
    if not reason:
        z = known - known.mean()
        count = around.degrees + 1.0
        room = count * (n - count) / (n - 1) * (z * z).mean()
        # Who touches all others has no room to differ.
        scores = (around.means(z) * around.degrees + z) / np.sqrt(np.where(room > 0, room, np.nan))
    p = around.spread(2 * ndtr(-np.abs(scores)))
    return HotSpots(
        z=around.spread(scores),
        p=p,
        p_adjusted=adjusted_for_many(p),
        n=n,
        islands=around.islands.size,
        is_exploratory=around.is_exploratory,
        reason=reason,
    )


def _quadrants(z: Floats, means: Floats) -> Integers:
    result = np.zeros(z.size, dtype=np.int64)
    result[(z > 0) & (means > 0)] = Quadrant.HIGH_AMONG_HIGH
    result[(z < 0) & (means > 0)] = Quadrant.LOW_AMONG_HIGH
    result[(z < 0) & (means < 0)] = Quadrant.LOW_AMONG_LOW
    result[(z > 0) & (means < 0)] = Quadrant.HIGH_AMONG_LOW
    return result


def _conditional_z(z: Floats, means: Floats, degrees: npt.NDArray[np.int64]) -> Floats:
    """Standardise by mean and variance of draws of k from the n - 1 other values without replacement."""
    n = z.size
    expected = -z / (n - 1)
    spread = ((z * z).sum() - z * z) / (n - 1) - expected * expected
    variance = spread / degrees * (n - 1 - degrees) / (n - 2)
    is_open = (variance > NOISE * (z * z).mean()) & (z != 0)
    deviation = np.sqrt(np.where(is_open, variance, np.nan))
    return np.asarray(np.sign(z) * (means - expected) / deviation, dtype=np.float64)


def _conditional_p(
    z: Floats, means: Floats, around: Neighbourhood, permutations: int, rng: np.random.Generator
) -> Floats:
    """Compare the mean of the neighbours of each area with those of drawn ones."""
    most = int(around.degrees.max())
    draws = np.stack([rng.choice(z.size - 1, size=most, replace=False) for _ in range(permutations)], axis=1)
    # All values but that of the area: from one area to the next a single one changes, and few draws hold it.
    others = z[1:].copy()
    drawn, holding = _means_of_first(others[draws]), _holding(draws, others.size)
    noise = NOISE * np.abs(z).max()
    result = np.empty(z.size)
    for place, (mean, count) in enumerate(zip(means.tolist(), around.degrees.tolist(), strict=True)):
        those = drawn[count - 1]
        above, below = np.count_nonzero(those >= mean - noise), np.count_nonzero(those <= mean + noise)
        result[place] = min(1.0, 2 * (min(above, below) + 1) / (permutations + 1))
        if place < others.size:
            others[place] = z[place]
            if holding[place].size:
                drawn[:, holding[place]] = _means_of_first(others[draws[:, holding[place]]])
    # An area at the mean has no pattern, whatever its neighbours are.
    return np.where(z == 0, 1.0, result)


def _means_of_first(values: Floats) -> Floats:
    """Return the mean of the first value of each column, of the first two, and so on."""
    return np.asarray(np.cumsum(values, axis=0) / np.arange(1, values.shape[0] + 1)[:, np.newaxis], dtype=np.float64)


def _holding(draws: Integers, size: int) -> list[Integers]:
    """Return for each place the columns of the draws that hold it."""
    places = draws.ravel()
    columns = np.argsort(places, kind="stable") % draws.shape[1]
    return np.split(columns, np.cumsum(np.bincount(places, minlength=size))[:-1])


def _no_local(around: Neighbourhood, reason: SpaceReason, permutations: int, seed: int) -> LocalMoran:
    nothing = np.full(around.size, np.nan)
    return LocalMoran(
        value=nothing,
        z=nothing,
        quadrants=np.zeros(around.size, dtype=np.int64),
        p=nothing,
        p_adjusted=nothing,
        n=int(around.members.size),
        islands=int(around.islands.size),
        permutations=permutations,
        seed=seed,
        is_exploratory=around.is_exploratory,
        reason=reason,
    )
