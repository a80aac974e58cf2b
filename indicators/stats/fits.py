# SPDX-License-Identifier: EUPL-1.2
"""Straight lines through the figures of areas over time: least squares, and Theil-Sen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.stats.ranktrend import FEWEST, rank_trends
from indicators.stats.reasons import Reason

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """Straight lines of n areas; arrays of shape (n,), NaN where ``reason`` is not ``Reason.OK``.

    Attributes
    ----------
    slope, intercept : ndarray
        Change per unit of time, and the value at time zero.
    points : ndarray of int
        Periods with a value.
    """

    slope: Floats
    intercept: Floats
    points: npt.NDArray[np.int64]
    reason: Codes

    def at(self, time: float) -> Floats:
        """Return the values of the lines at a time, NaN where there is no line."""
        return self.intercept + self.slope * time


def linear_fit(values: Floats, times: Floats) -> Fits:
    """Fit a line by least squares to each area.

    Parameters
    ----------
    values : ndarray, shape (areas, periods), float
        In any unit; NaN where a period is missing: it is left out, never taken for zero.
    times : ndarray, shape (periods,), float
        Rising; years, for instance. No break of the series lies between them.

    Returns
    -------
    Fits
        ``TOO_FEW_POINTS`` below five periods with a value.

    Raises
    ------
    ValueError
        When times do not rise.

    References
    ----------
    Anscombe (1973), The American Statistician 27, 17-21: his four data sets have the line y = 3 + 0.5 x.

    Examples
    --------
    See tests/golden/fits.
    """
    if np.isnan(times).any() or (np.diff(times) <= 0).any():
        raise ValueError("Times rise from one period to the next.")
    there = ~np.isnan(values)
    points = there.sum(axis=1)
    enough = points >= FEWEST
    count = np.where(enough, points, 1)
    y, t = np.where(there, values, 0.0), np.where(there, times, 0.0)
    mean_y, mean_t = y.sum(axis=1) / count, t.sum(axis=1) / count
    off = np.where(there, times - mean_t[:, None], 0.0)
    squares = np.where(enough, (off**2).sum(axis=1), 1.0)
    slope = np.where(enough, (off * y).sum(axis=1) / squares, np.nan)
    return Fits(slope, mean_y - slope * mean_t, points, _reasons(points))


def theil_sen_fit(values: Floats, times: Floats) -> Fits:
    """Fit the line whose slope is the median of the slopes between all pairs of periods.

    Parameters
    ----------
    values, times
        As in :func:`linear_fit`.

    Returns
    -------
    Fits
        The intercept is the median of what the slope leaves. ``TOO_FEW_POINTS`` below five periods with a value; an
        area that never changes has the slope zero.

    Raises
    ------
    ValueError
        When times do not rise.

    References
    ----------
    Sen (1968), Journal of the American Statistical Association 63, 1379-1389. Conover (1980), Practical Nonparametric
    Statistics, page 267, for the intercept.

    Examples
    --------
    See tests/golden/trend (slope 0.3) and docs/methods/trend.md.
    """
    found = rank_trends(values, times)
    # A series without any change has no test, but a line.
    is_flat = found.reason == Reason.CONSTANT
    slope = np.where(is_flat, 0.0, found.slope)
    points = found.points
    reasons = _reasons(points)
    intercept = np.full(points.shape, np.nan)
    enough = reasons == Reason.OK
    if enough.any():
        intercept[enough] = np.nanmedian(values[enough] - slope[enough, None] * times, axis=1)
    return Fits(np.where(enough, slope, np.nan), intercept, points, reasons)


def _reasons(points: npt.NDArray[np.int64]) -> Codes:
    return np.where(points >= FEWEST, int(Reason.OK), int(Reason.TOO_FEW_POINTS)).astype(np.uint8)
