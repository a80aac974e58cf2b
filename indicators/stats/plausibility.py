# SPDX-License-Identifier: EUPL-1.2
"""Whether a figure lies far from its own history, or moved unlike its peers: modified z-scores."""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Scale = Literal["raw", "log", "logit"]

# Iglewicz and Hoaglin (1993): factor and threshold; sqrt(pi / 2) does for the mean deviation what 0.6745 does for MAD.
MAD_FACTOR: Final = 0.6745
MEAN_FACTOR: Final = 1.253314
THRESHOLD: Final = 3.5
# Counts of zero have no logarithm, shares of 0 and 1 no logit: half a case, and half of a tenth of a percent.
_HALF_CASE: Final = 0.5
_HALF_STEP: Final = 0.0005


@dataclass(frozen=True, slots=True)
class Limits:
    """When a distance is told: beyond ``threshold`` spreads, and by at least ``least`` on the scale used.

    ``points`` is how many earlier values (or peers) have to be there. ``least`` keeps a tiny change of a very steady
    series from being told: 0.25 on the log scale is a change by a quarter.
    """

    threshold: float = THRESHOLD
    least: float = 0.0
    points: int = 3


IN_HISTORY: Final = {"raw": Limits(), "log": Limits(least=0.25), "logit": Limits(least=0.4)}
AMONG_PEERS: Final = {
    # Changes of changes have long tails.
    "raw": Limits(threshold=7.0, points=8),
    "log": Limits(least=0.25, points=8),
    "logit": Limits(least=0.4, points=8),
}
# Areas differ from one another for good reasons: without a history only another order of magnitude is told.
FIRST_TIME: Final = {
    "raw": Limits(threshold=10.0, points=8),
    "log": Limits(least=math.log(10), points=8),
    "logit": Limits(threshold=5.0, least=math.log(10), points=8),
}


@dataclass(frozen=True, slots=True, eq=False)
class Outliers:
    """Values that lie far off: positions, the values, what would have been usual, and the modified z-scores.

    All arrays have shape (k,), k being the number of outliers, in the order of positions.
    """

    positions: Ints
    value: Floats
    usual: Floats
    score: Floats


def on_scale(values: Floats, scale: Scale) -> Floats:
    """Bring values to the scale on which equal distances mean equally much.

    Parameters
    ----------
    values : ndarray, any shape, float
        For ``log`` at least 0, for ``logit`` proportions between 0 and 1.
    scale : {"raw", "log", "logit"}
        ``log`` is ln(x + 1/2), ``logit`` ln(p / (1 - p)) with p kept 0.0005 away from 0 and 1.

    Returns
    -------
    ndarray, same shape, float
        NaN for NaN and for values outside what the scale allows.

    References
    ----------
    Tukey (1977), Exploratory Data Analysis, chapter 15 (started logs and counts).

    Examples
    --------
    >>> on_scale(np.array([0.5, 1.5]), "logit").round(3).tolist()
    [0.0, nan]
    """
    if scale == "raw":
        return values
    with np.errstate(invalid="ignore"):  # NaN compares as false and stays NaN
        is_inside = values >= 0 if scale == "log" else (values >= 0) & (values <= 1)
    allowed = np.where(is_inside, values, np.nan)
    if scale == "log":
        return np.asarray(np.log(allowed + _HALF_CASE))
    kept = np.clip(allowed, _HALF_STEP, 1 - _HALF_STEP)
    return np.asarray(np.log(kept / (1 - kept)))


def from_scale(values: Floats, scale: Scale) -> Floats:
    """Bring values back from a scale; the inverse of `on_scale` where nothing was kept away from an edge.

    Parameters
    ----------
    values : ndarray, any shape, float
        On the scale.
    scale : {"raw", "log", "logit"}
        As in `on_scale`.

    Returns
    -------
    ndarray, same shape, float
        NaN stays NaN; a value below zero on the log scale's start becomes 0.

    References
    ----------
    See `on_scale`.

    Examples
    --------
    >>> from_scale(on_scale(np.array([12.0]), "log"), "log").round(9).tolist()
    [12.0]
    """
    if scale == "raw":
        return values
    if scale == "log":
        return np.asarray(np.maximum(np.exp(values) - _HALF_CASE, 0.0))
    return np.asarray(1 / (1 + np.exp(-values)))


def medians(sample: Floats) -> Floats:
    """Return the median of each row, NaN left out.

    Parameters
    ----------
    sample : ndarray, shape (m, k), float
        NaN is missing.

    Returns
    -------
    ndarray, shape (m,), float
        NaN for a row without a value.

    References
    ----------
    None.

    Examples
    --------
    >>> medians(np.array([[3.0, np.nan, 1.0], [np.nan, np.nan, np.nan]])).tolist()
    [2.0, nan]
    """
    if sample.shape[1] == 0:
        return np.full(sample.shape[0], np.nan)
    ordered = np.sort(sample, axis=1)  # NaN come last
    count = (~np.isnan(sample)).sum(axis=1)
    low, high = np.maximum(count - 1, 0) // 2, count // 2
    rows = np.arange(sample.shape[0])
    high = np.minimum(high, sample.shape[1] - 1)
    return np.asarray((ordered[rows, low] + ordered[rows, high]) / 2)


def modified_z(sample: Floats, *, floor: Floats | float = 0.0) -> Floats:
    """Return the modified z-score of every value within its row.

    Parameters
    ----------
    sample : ndarray, shape (m, k), float
        One sample per row; NaN is missing.
    floor : float or ndarray, shape (m,), float
        The smallest spread (standard deviation) to count with, in the unit of the sample: what chance alone makes.

    Returns
    -------
    ndarray, shape (m, k), float
        0.6745 (x - median) / MAD. Where more than half of a row is one value, so that MAD is 0, the mean absolute
        deviation takes its place: (x - median) / (1.253314 MeanAD). A row of equal values has zeros; NaN stays NaN,
        and a row with one value has 0.

    References
    ----------
    Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers, ASQC Basic References in Quality Control 16,
    pages 11-13. Of a normal distribution the mean absolute deviation is sqrt(2 / pi) standard deviations, so that
    1.253314 = sqrt(pi / 2) makes the fallback comparable.

    Examples
    --------
    The last of 12, 13, 12, 14, 13, 12, 45 has 21.584 (tests/golden/modified_z).
    """
    distance = sample - medians(sample)[:, None]
    spread = np.maximum(spreads(sample), floor)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):  # equal values: 0 / 0, set to 0
        return np.asarray(np.where(distance == 0, 0.0, distance / spread))


def spreads(sample: Floats) -> Floats:
    """Return the spread of each row that `modified_z` counts in, comparable to a standard deviation.

    Parameters
    ----------
    sample : ndarray, shape (m, k), float
        NaN is missing.

    Returns
    -------
    ndarray, shape (m,), float
        MAD / 0.6745, or 1.253314 times the mean absolute deviation where MAD is 0. 0 for equal values and for one
        value; for a row without a value 0, too.

    References
    ----------
    Iglewicz and Hoaglin (1993); see `modified_z`.

    Examples
    --------
    >>> spreads(np.array([[1.0, 2.0, 3.0]])).round(4).tolist()
    [1.4826]
    """
    size = np.abs(sample - medians(sample)[:, None])
    there = ~np.isnan(sample)
    count = np.maximum(there.sum(axis=1), 1)
    mean = MEAN_FACTOR * np.where(there, size, 0.0).sum(axis=1) / count
    middle = medians(size) / MAD_FACTOR
    return np.asarray(np.where(middle > 0, middle, mean))


def far_from_history(
    values: Floats, history: Floats, *, scale: Scale, limits: Limits, floor: Floats | float = 0.0
) -> Outliers:
    """Find the values that lie far from the other values of the same area.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        The delivered values; NaN is never found.
    history : ndarray, shape (n, k), float
        The values of the same areas in other periods that may be compared; NaN is missing.
    scale : {"raw", "log", "logit"}
        Counts: ``log``; proportions: ``logit``; what may be negative: ``raw``.
    limits : Limits
        When a distance is told. On the raw scale ``least`` counts in the unit of the values.
    floor : float or ndarray, shape (n,), float
        As in `modified_z`, on the scale; for counts see `chance_of_counts`.

    Returns
    -------
    Outliers
        The score counts the delivered value in; ``usual`` is the median of the history alone.

    References
    ----------
    Iglewicz and Hoaglin (1993); see `modified_z`.

    Examples
    --------
    See docs/methods/plausibility.md.
    """
    new, old = on_scale(values, scale), on_scale(history, scale)
    usual = medians(old)
    score = modified_z(np.column_stack([old, new]), floor=floor)[:, -1]
    enough = (~np.isnan(old)).sum(axis=1) >= limits.points
    return _told(values, from_scale(usual, scale), score, enough & _is_far(new - usual, score, limits))


def unlike_peers(
    values: Floats, before: Floats, *, scale: Scale, limits: Limits, chance: Floats | None = None
) -> Outliers:
    """Find the areas whose change is unlike that of the other areas in the same period.

    Parameters
    ----------
    values, before : ndarray, shape (n,), float
        The delivered values and those of the period before, area by area; NaN is missing.
    scale : {"raw", "log", "logit"}
        As in `far_from_history`.
    limits : Limits
        When a distance from the median change is told; ``points`` counts areas with both values.
    chance : ndarray, shape (n,), float, optional
        The standard deviation that chance alone gives the change of each area, on the scale: a small area moves
        further. None where nothing is known of it.

    Returns
    -------
    Outliers
        ``usual`` is the value before, moved by the median change.

    References
    ----------
    Iglewicz and Hoaglin (1993); see `modified_z`.

    Examples
    --------
    See docs/methods/plausibility.md.
    """
    old = on_scale(before, scale)
    change = on_scale(values, scale) - old
    shift = medians(change[None, :])[0]
    score = modified_z(change[None, :])[0]
    if chance is not None:
        with np.errstate(invalid="ignore"):  # NaN stays NaN
            score = np.copysign(np.minimum(np.abs(score), np.abs(change - shift) / chance), change - shift)
    enough = np.full(values.shape, (~np.isnan(change)).sum() >= limits.points)
    usual = from_scale(old + shift, scale)
    return _told(values, usual, score, enough & _is_far(change - shift, score, limits))


def far_from_peers(values: Floats, *, scale: Scale, limits: Limits) -> Outliers:
    """Find the values that lie far from those of the other areas, where no history is known.

    Parameters
    ----------
    values : ndarray, shape (n,), float
        The delivered values of all areas; NaN is missing.
    scale : {"raw", "log", "logit"}
        As in `far_from_history`.
    limits : Limits
        When a distance is told; see `FIRST_TIME`.

    Returns
    -------
    Outliers
        ``usual`` is the median of the areas.

    References
    ----------
    Iglewicz and Hoaglin (1993); see `modified_z`.

    Examples
    --------
    See docs/methods/plausibility.md.
    """
    new = on_scale(values, scale)
    middle = medians(new[None, :])[0]
    score = modified_z(new[None, :])[0]
    enough = np.full(values.shape, (~np.isnan(new)).sum() >= limits.points)
    usual = np.full(values.shape, from_scale(np.array([middle]), scale)[0])
    return _told(values, usual, score, enough & _is_far(new - middle, score, limits))


def chance_of_counts(counts: Floats) -> Floats:
    """Return the standard deviation that chance alone gives the logarithm of counts.

    Parameters
    ----------
    counts : ndarray, any shape, float
        Expected cases, at least 0.

    Returns
    -------
    ndarray, same shape, float
        1 / sqrt(x + 1/2); NaN for NaN and negative counts.

    References
    ----------
    Delta method for a Poisson count, with the start of `on_scale`.

    Examples
    --------
    >>> chance_of_counts(np.array([99.5])).tolist()
    [0.1]
    """
    with np.errstate(invalid="ignore"):
        return np.asarray(1 / np.sqrt(np.where(counts >= 0, counts, np.nan) + _HALF_CASE))


def _is_far(distance: Floats, score: Floats, limits: Limits) -> npt.NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):  # NaN is never far
        return np.asarray((np.abs(score) > limits.threshold) & (np.abs(distance) >= limits.least))


def _told(values: Floats, usual: Floats, score: Floats, is_told: npt.NDArray[np.bool_]) -> Outliers:
    positions = np.flatnonzero(is_told).astype(np.int64)
    return Outliers(positions, values[positions], usual[positions], score[positions])
