# SPDX-License-Identifier: EUPL-1.2
"""Recent trend: whether the last five periods of an area rise or fall beyond chance."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.stats.intervals import Z_95
from indicators.stats.normal import two_sided_p
from indicators.stats.reasons import Reason

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]

# Trend markers look at five periods: fewer cannot tell a trend from a jump.
POINTS: Final = 5
# Periods whose distance exceeds the usual one by this factor have one missing between them.
_GAP_FACTOR: Final = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class Trends:
    """Straight trends of n areas over their last periods.

    Attributes
    ----------
    slope, lower, upper : ndarray, shape (n,), float
        Change per unit of time with its 95 % interval, in the unit of the values (shares: proportions).
    p : ndarray, shape (n,), float
        Two-sided p-value of no trend.
    reason : ndarray, shape (n,), uint8
        Codes of ``Reason``; all numbers are NaN where it is not ``OK``.
    """

    slope: Floats
    lower: Floats
    upper: Floats
    p: Floats
    reason: Codes

    def direction(self, level: float = 0.05) -> npt.NDArray[np.int8]:
        """Return 1 for rising, −1 for falling, 0 for no trend beyond chance or none that could be computed."""
        is_beyond = np.where(np.isnan(self.p), 1.0, self.p) < level
        return np.where(is_beyond, np.sign(np.where(is_beyond, self.slope, 0.0)), 0).astype(np.int8)


def window(
    times: Floats, segments: npt.NDArray[np.int64] | None = None, *, points: int = POINTS
) -> tuple[slice, Reason]:
    """Choose the last periods that may be compared.

    Parameters
    ----------
    times : ndarray, shape (periods,), float
        Rising; years, for instance.
    segments : ndarray, shape (periods,), int, optional
        Periods with the same number have no break of the series between them; by default there is none.
    points : int
        How many periods are wanted, at least 3.

    Returns
    -------
    slice, Reason
        ``TOO_FEW_POINTS`` when fewer follow the last break, ``GAP`` when a period is missing among them.

    Raises
    ------
    ValueError
        When times do not rise or fewer than three periods are wanted.
    """
    if (np.diff(times) <= 0).any() or np.isnan(times).any() or points < 3:  # noqa: PLR2004 - two points are a line
        raise ValueError("Times rise, and a trend needs at least three of them.")
    first = times.size - points
    if first < 0 or (segments is not None and (segments[first:] != segments[-1]).any()):
        return slice(0, 0), Reason.TOO_FEW_POINTS
    steps = np.diff(times[first:])
    # The usual distance is the shortest one: in 2015, 2017, 2019, 2021, 2023 nothing is missing.
    return slice(first, times.size), Reason.GAP if (steps > _GAP_FACTOR * steps.min()).any() else Reason.OK


def trend_of_shares(
    x: Floats, n: Floats, times: Floats, segments: npt.NDArray[np.int64] | None = None, *, points: int = POINTS
) -> Trends:
    """Test the last periods of shares for a trend (chi-squared for trend, one degree of freedom).

    Parameters
    ----------
    x, n : ndarray, shape (areas, periods), float
        Cases and persons.
    times, segments, points
        As in :func:`window`.

    Returns
    -------
    Trends
        Proportion per unit of time. ``TOO_FEW_POINTS`` and ``GAP`` as in :func:`window` (also when a number is missing
        in one of the last periods), ``NO_PERSONS`` where a period has nobody, ``CONSTANT`` where nobody or everybody is
        a case throughout.

    Raises
    ------
    ValueError
        For negative numbers, more cases than persons, or times that do not rise.

    References
    ----------
    Armitage (1955), Biometrics 11, 375-386. Fingertips, Trend markers: at least five points, no break.

    Examples
    --------
    100, 110, 118, 131, 140 of 1000 each: 0.0101 a year, chi-squared 9.674, p 0.0019 (tests/golden/trend).
    """
    if (x < 0).any() or (n < 0).any() or (x > n).any():
        raise ValueError("Cases of a share are among its persons, and neither is negative.")
    chosen, general = window(times, segments, points=points)
    if general != Reason.OK:
        return _none(x.shape[0], general)
    x, n, t = x[:, chosen], n[:, chosen], times[chosen]
    gone, empty = np.any(np.isnan(x) | np.isnan(n), axis=1), np.any(n == 0, axis=1)
    n, x = np.where((gone | empty)[:, None], 1.0, n), np.where((gone | empty)[:, None], 0.0, x)
    share = x.sum(axis=1) / n.sum(axis=1)
    centred = t - ((n * t).sum(axis=1) / n.sum(axis=1))[:, None]
    squares = (n * centred**2).sum(axis=1)
    slope = (x * centred).sum(axis=1) / squares
    error = np.sqrt(share * (1 - share) / squares)
    return _trends(slope, error, ((gone, Reason.GAP), (empty, Reason.NO_PERSONS), (error == 0, Reason.CONSTANT)))


def trend_of_values(
    values: Floats,
    errors: Floats,
    times: Floats,
    segments: npt.NDArray[np.int64] | None = None,
    *,
    points: int = POINTS,
) -> Trends:
    """Test the last periods of rates, means or index values for a trend (weighted least squares).

    Parameters
    ----------
    values : ndarray, shape (areas, periods), float
        In any unit.
    errors : ndarray, shape (areas, periods), float
        Standard errors in the same unit, above 0; see :func:`error_from_interval`.
    times, segments, points
        As in :func:`window`.

    Returns
    -------
    Trends
        In the unit of the values per unit of time. ``NO_SPREAD`` where a standard error is 0 or missing: without it
        nothing can be said about chance.

    Raises
    ------
    ValueError
        When times do not rise.

    References
    ----------
    Weights are 1 / error²; the slope is tested against the normal distribution because the errors are known: Draper and
    Smith (1998), Applied Regression Analysis, section 9.2.

    Examples
    --------
    See docs/methods/trend.md.
    """
    chosen, general = window(times, segments, points=points)
    if general != Reason.OK:
        return _none(values.shape[0], general)
    y, se, t = values[:, chosen], errors[:, chosen], times[chosen]
    gone, blind = np.any(np.isnan(y), axis=1), ~np.all(se > 0, axis=1)
    weights = 1 / np.where(blind[:, None], 1.0, se) ** 2
    centred = t - ((weights * t).sum(axis=1) / weights.sum(axis=1))[:, None]
    squares = (weights * centred**2).sum(axis=1)
    slope = (weights * centred * y).sum(axis=1) / squares
    return _trends(slope, 1 / np.sqrt(squares), ((gone, Reason.GAP), (blind, Reason.NO_SPREAD)))


def error_from_interval(lower: Floats, upper: Floats) -> Floats:
    """Return the standard error that a 95 % interval stands for.

    Parameters
    ----------
    lower, upper : ndarray, any shape, float
        Limits; NaN where there are none.

    Returns
    -------
    ndarray, same shape, float
        Its width over 2 · 1.96; also where no case was seen, whose own standard error would be 0.
    """
    return (upper - lower) / (2 * Z_95)


def _none(size: int, reason: Reason) -> Trends:
    nothing = np.full(size, np.nan)
    return Trends(nothing, nothing, nothing, nothing, np.full(size, int(reason), dtype=np.uint8))


def _trends(slope: Floats, error: Floats, tests: tuple[tuple[npt.NDArray[np.bool_], Reason], ...]) -> Trends:
    codes = np.select([test for test, _ in tests], [int(reason) for _, reason in tests], int(Reason.OK))
    is_there = codes == Reason.OK
    error = np.where(is_there, error, np.nan)
    p = two_sided_p(slope / error)
    slope = np.where(is_there, slope, np.nan)
    return Trends(slope, slope - Z_95 * error, slope + Z_95 * error, p, codes.astype(np.uint8))
