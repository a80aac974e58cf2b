# SPDX-License-Identifier: EUPL-1.2
"""Trends without a model: Mann-Kendall's test and Sen's slope, for figures whose uncertainty is not known."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.intervals import Z_95
from indicators.stats.normal import two_sided_p
from indicators.stats.reasons import Reason

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

# With four points even a steady rise has p = 0.083.
FEWEST: Final = 5
# Below this the normal approximation is poor: the exact distribution is used, where no values are equal.
NORMAL_FROM: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class RankTrends:
    """Monotone trends of n areas; arrays of shape (n,), NaN where ``reason`` is not ``Reason.OK``.

    Attributes
    ----------
    s, variance, tau : ndarray
        Rises minus falls over all pairs of periods, its variance without a trend (ties allowed for), and s over the
        number of pairs.
    p : ndarray
        Two-sided; exact where ``is_exact``, else by the normal distribution with continuity correction.
    slope, lower, upper : ndarray
        Sen's slope per unit of time and its 95 % interval.
    points : ndarray of int
        Periods with a value.
    """

    s: Floats
    variance: Floats
    tau: Floats
    p: Floats
    is_exact: Mask
    slope: Floats
    lower: Floats
    upper: Floats
    points: npt.NDArray[np.int64]
    reason: Codes


def rank_trends(values: Floats, times: Floats) -> RankTrends:
    """Test series for a monotone trend, and estimate its slope.

    Parameters
    ----------
    values : ndarray, shape (areas, periods), float
        In any unit; NaN where a period is missing. Missing periods are left out: ranks need no equal distances.
    times : ndarray, shape (periods,), float
        Rising; years, for instance. Only periods without a break of the series between them.

    Returns
    -------
    RankTrends
        ``TOO_FEW_POINTS`` with fewer than five values, ``CONSTANT`` where all are equal.

    Raises
    ------
    ValueError
        When times do not rise or do not fit the values.

    References
    ----------
    Mann (1945), Econometrica 13, 245-259. Kendall (1975), Rank Correlation Methods, chapters 4 and 5. Sen (1968),
    Journal of the American Statistical Association 63, 1379-1389.

    Examples
    --------
    12.1, 12.4, 12.3, 12.9, 13.4, 13.2, 13.9, 14.1: S 24, p 0.0044, 0.3 a year (tests/golden/trend).
    """
    if values.shape[1:] != times.shape or (np.diff(times) <= 0).any() or np.isnan(times).any():
        raise ValueError("Times rise, and there is one for each column of values.")
    there = ~np.isnan(values)
    points = there.sum(axis=1)
    codes = np.full(points.shape, int(Reason.OK), dtype=np.uint8)
    codes[_is_constant(values, there)] = Reason.CONSTANT
    codes[points < FEWEST] = Reason.TOO_FEW_POINTS
    is_there = codes == Reason.OK
    y, t = np.where(is_there[:, None], values, np.nan), times
    s, variance, has_ties = _kendall(y)
    pairs = np.where(is_there, points * (points - 1) / 2, np.nan)
    is_exact = is_there & (points < NORMAL_FROM) & ~has_ties
    slope, lower, upper = _sen(y, t, variance)
    blank = np.where(is_there, 0.0, np.nan)
    return RankTrends(
        s=s + blank,
        variance=variance + blank,
        tau=s / pairs,
        p=_p(s, variance, points, is_exact) + blank,
        is_exact=is_exact,
        slope=slope,
        lower=lower,
        upper=upper,
        points=points,
        reason=codes,
    )


def _is_constant(values: Floats, there: Mask) -> Mask:
    low: Floats = np.where(there, values, np.inf).min(axis=1, initial=np.inf)
    high: Floats = np.where(there, values, -np.inf).max(axis=1, initial=-np.inf)
    return np.asarray(low >= high)


def _kendall(y: Floats) -> tuple[Floats, Floats, Mask]:
    """Return S, its variance and whether values are equal; pairs with a missing period do not count."""
    differences = y[:, None, :] - y[:, :, None]
    later = np.triu(np.ones(y.shape[1:] * 2, dtype=bool), k=1)
    s = np.where(later & ~np.isnan(differences), np.sign(np.nan_to_num(differences)), 0.0).sum(axis=(1, 2))
    # Each value counts those equal to it, itself included: summed over values, groups of t give t(t − 1)(2t + 5).
    equal = (differences == 0).sum(axis=2)
    n = (~np.isnan(y)).sum(axis=1)
    ties = np.where(equal > 0, (equal - 1) * (2 * equal + 5), 0).sum(axis=1)
    return s, (n * (n - 1) * (2 * n + 5) - ties) / 18.0, ties > 0


def _p(s: Floats, variance: Floats, points: npt.NDArray[np.int64], is_exact: Mask) -> Floats:
    z = np.maximum(np.abs(s) - 1, 0.0) / np.sqrt(np.where(variance > 0, variance, 1.0))
    p = two_sided_p(z)
    for n in np.unique(points[is_exact]):
        chosen = is_exact & (points == n)
        p[chosen] = _exact(int(n))[np.abs(s[chosen]).astype(np.int64)]
    return np.minimum(p, 1.0)


def _exact(n: int) -> Floats:
    """Return the two-sided p-value for each |S| from 0 to n(n − 1)/2, all orders of n values being equally likely.

    S is n(n − 1)/2 minus twice the number of inversions, and those are a sum of independent uniform numbers.
    """
    ways = np.ones(1)
    for size in range(2, n + 1):
        ways = np.convolve(ways, np.ones(size))
    most = ways.size - 1
    scores = np.abs(most - 2 * np.arange(most + 1))
    return np.array([ways[scores >= s].sum() for s in range(most + 1)], dtype=np.float64) / float(ways.sum())


def _sen(y: Floats, t: Floats, variance: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the median of the slopes between all pairs, and the slopes whose ranks bound it."""
    early, late = np.triu_indices(t.size, k=1)
    slopes = np.sort((y[:, late] - y[:, early]) / (t[late] - t[early]), axis=1)  # NaN comes last
    pairs = (~np.isnan(slopes)).sum(axis=1)
    half = Z_95 * np.sqrt(variance)
    last = np.maximum(pairs - 1, 0)
    low = (np.round((pairs - half) / 2).astype(np.int64) - 1).clip(0, last)
    high = np.round((pairs + half) / 2).astype(np.int64).clip(0, last)
    middle = (_at(slopes, last // 2) + _at(slopes, pairs // 2)) / 2
    return middle, _at(slopes, low), _at(slopes, high)


def _at(sorted_rows: Floats, positions: npt.NDArray[np.int64]) -> Floats:
    if sorted_rows.shape[1] == 0:
        return np.full(positions.shape, np.nan)
    return np.take_along_axis(sorted_rows, positions[:, None], axis=1)[:, 0]
