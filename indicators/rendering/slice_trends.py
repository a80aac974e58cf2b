# SPDX-License-Identifier: EUPL-1.2
"""Which way the figures of all areas have been going lately, from released slices alone; or why that cannot be said."""

from calendar import isleap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from indicators.rendering.profile_charts import Break, is_crossed
from indicators.rendering.profile_numbers import is_share
from indicators.rendering.slice_content import SliceContent
from indicators.stats.ranktrend import rank_trends
from indicators.stats.reasons import Reason
from indicators.stats.trend import POINTS, trend_of_shares, window
from sozialplanung.common.periods import Period, parse
from sozialplanung.common.statuses import Flag, Status

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Method = Literal["none", "shares", "ranks"]
Dated = tuple[Period, SliceContent]

# Ranks need no equal distances, so more periods help; what lies longer back is not recent.
MOST_RANKED: Final = 10
LEVEL: Final = 0.05
_HUNDRED: Final = 100.0
_LIMITED: Final = "limited"
_SECRET: Final = [int(Status.SUPPRESSED), int(Status.CONFIDENTIAL)]
_GUESSED: Final = int(Flag.ESTIMATED | Flag.SMOOTHED)


class TrendReason(IntEnum):
    """Zero is a result; every other code is why no direction can be named."""

    OK = 0
    RELATIVE = 1
    TOO_FEW_PERIODS = 2
    BREAK = 3
    GAP = 4
    HIDDEN = 5
    NO_VALUE = 6
    ESTIMATED = 7
    NO_PERSONS = 8
    CONSTANT = 9
    OVERLAPPING = 10

    @property
    def code(self) -> str:
        """The word in files."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class TrendForm:
    """What of a definition decides on the method: unit of measure, basis and whether periods can be compared.

    `looks_back` says that each figure is computed from those of several periods: neighbouring ones share some.
    """

    unit: str
    basis: str
    comparability: str
    looks_back: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SliceTrends:
    """Recent trends of n areas of one indicator; arrays of shape (n,), NaN where ``reason`` is not ``OK``.

    Attributes
    ----------
    slope, lower, upper : ndarray
        Change per year with its 95 % interval in the unit of the indicator (shares: percentage points).
    p : ndarray
        Two-sided p-value of no trend.
    reason : ndarray of uint8
        Codes of ``TrendReason``.
    periods : tuple of Period
        What was looked at; empty where nothing could be.
    there : int
        How many periods may be compared with the newest one, and with each other.
    is_limited : bool
        Whether a break among them makes them comparable to a limited extent.
    """

    method: Method
    slope: Floats
    lower: Floats
    upper: Floats
    p: Floats
    reason: Codes
    periods: tuple[Period, ...]
    there: int
    is_limited: bool = False

    def direction(self, position: int) -> int:
        """Return 1 for rising, -1 for falling, 0 for no clear direction or none that could be computed."""
        p = float(self.p[position])
        return 0 if np.isnan(p) or p >= LEVEL else int(np.sign(self.slope[position]))


def slice_trends(contents: Sequence[SliceContent], breaks: Sequence[Break], form: TrendForm) -> SliceTrends:
    """Judge the last periods of all areas of a series.

    Parameters
    ----------
    contents
        Slices of one indicator at one boundary version in the order of time, at least one, each of n areas.
    breaks
        Of the series; nothing is computed across one that says no.
    form
        Of the newest definition.

    Returns
    -------
    SliceTrends
        By the chi-squared test for trend over the last five periods where cases and persons are released, else by
        Mann-Kendall and Sen over the last ten at most. Periods are a year apart: of quarters the same one each year.
        An area with a hidden or guessed value among the last five has no chi-squared trend.

    References
    ----------
    docs/methods/trend.md.
    """
    size = contents[-1].size
    if form.comparability == "relative":
        return _nothing(size, TrendReason.RELATIVE, 1)
    if form.looks_back:
        return _nothing(size, TrendReason.OVERLAPPING, 1)
    yearly = _same_day_of_year(contents)
    comparable = yearly[_after_last_break([period for period, _ in yearly], breaks) :]
    if len(comparable) < POINTS:
        lacking = TrendReason.BREAK if len(comparable) < len(yearly) else TrendReason.TOO_FEW_PERIODS
        return _nothing(size, lacking, len(comparable))
    if _has_counts(comparable[-POINTS:], form):
        return _of_shares(comparable[-POINTS:], breaks, len(comparable))
    return _of_ranks(comparable[-MOST_RANKED:], breaks, len(comparable))


def _same_day_of_year(contents: Sequence[SliceContent]) -> list[Dated]:
    """Return the slices that are whole years before the newest one: seasons are no trend."""
    dated = [(parse(content.key.period), content) for content in contents]
    newest = dated[-1][0]
    wanted = (newest.kind, newest.start.month, newest.start.day)
    return [each for each in dated if (each[0].kind, each[0].start.month, each[0].start.day) == wanted]


def _after_last_break(periods: Sequence[Period], breaks: Sequence[Break]) -> int:
    crossed = (place for place, pair in enumerate(pairwise(periods), start=1) if is_crossed(breaks, *pair))
    return max(crossed, default=0)


def _has_counts(dated: Sequence[Dated], form: TrendForm) -> bool:
    if form.basis != "counts" or not is_share(form.unit):
        return False
    return all({"numerator", "denominator"} <= content.numbers.keys() for _, content in dated)


def _of_shares(dated: Sequence[Dated], breaks: Sequence[Break], there: int) -> SliceTrends:
    times = years_of([period for period, _ in dated])
    if window(times)[1] != Reason.OK:
        return _nothing(dated[-1][1].size, TrendReason.GAP, there)
    x, n = _bands(dated, "numerator"), _bands(dated, "denominator")
    guessed: Mask = np.any(_masks(dated, _is_guessed), axis=1)
    # What has more cases than persons is no share, whatever its unit says: no test is made of it.
    unusable: Mask = np.any(np.column_stack((guessed, x > n)), axis=1)[:, None]
    found = trend_of_shares(np.where(unusable, np.nan, x), np.where(unusable, np.nan, n), times)
    numbers = (_HUNDRED * found.slope, _HUNDRED * found.lower, _HUNDRED * found.upper, found.p)
    return _found("shares", numbers, _reasons(found.reason, guessed, dated), (dated, breaks, there))


def _of_ranks(dated: Sequence[Dated], breaks: Sequence[Break], there: int) -> SliceTrends:
    guessed = _masks(dated, _is_guessed)
    values = np.where(guessed, np.nan, _bands(dated, "value"))
    found = rank_trends(values, years_of([period for period, _ in dated]))
    numbers = (found.slope, found.lower, found.upper, found.p)
    reason = _reasons(found.reason, np.any(guessed, axis=1), dated)
    return _found("ranks", numbers, reason, (dated, breaks, there))


def _reasons(found: Codes, guessed: Mask, dated: Sequence[Dated]) -> Codes:
    """Translate the reasons of the test; where values lack, say why: guessed, kept secret, or not there."""
    secret: Mask = np.any(_masks(dated, _is_secret), axis=1)
    codes = {
        Reason.OK: TrendReason.OK,
        Reason.CONSTANT: TrendReason.CONSTANT,
        Reason.NO_PERSONS: TrendReason.NO_PERSONS,
    }
    tests = [*(found == code for code in codes), guessed, secret]
    meanings = [*codes.values(), TrendReason.ESTIMATED, TrendReason.HIDDEN]
    return np.select(tests, [int(each) for each in meanings], int(TrendReason.NO_VALUE)).astype(np.uint8)


def _is_secret(content: SliceContent) -> Mask:
    return np.isin(content.status, _SECRET)


def _is_guessed(content: SliceContent) -> Mask:
    guessed: Mask = (content.flags & _GUESSED) != 0
    return guessed


def _masks(dated: Sequence[Dated], of: Callable[[SliceContent], Mask]) -> Mask:
    return np.column_stack([of(content) for _, content in dated])


def _bands(dated: Sequence[Dated], band: str) -> Floats:
    return np.column_stack([content.numbers[band].values for _, content in dated])


def years_of(periods: Sequence[Period]) -> Floats:
    """Return the last days of periods as years: the same day of two years is a whole number of years apart."""
    days = [period.last_day for period in periods]
    return np.array([day.year + (day.timetuple().tm_yday - 1) / (366 if isleap(day.year) else 365) for day in days])


def _found(
    method: Method,
    numbers: tuple[Floats, Floats, Floats, Floats],
    reason: Codes,
    of: tuple[Sequence[Dated], Sequence[Break], int],
) -> SliceTrends:
    dated, breaks, there = of
    blank = np.where(reason == TrendReason.OK, 0.0, np.nan)
    slope, lower, upper, p = (each + blank for each in numbers)
    periods = tuple(period for period, _ in dated)
    return SliceTrends(method, slope, lower, upper, p, reason, periods, there, _is_limited(periods, breaks))


def _is_limited(periods: Sequence[Period], breaks: Sequence[Break]) -> bool:
    first, last = periods[0], periods[-1]
    return any(each.comparable == _LIMITED and each.since < last and first < each.until for each in breaks)


def _nothing(size: int, reason: TrendReason, there: int) -> SliceTrends:
    nothing = np.full(size, np.nan)
    codes = np.full(size, int(reason), dtype=np.uint8)
    return SliceTrends("none", nothing, nothing, nothing, nothing, codes, (), there)
