# SPDX-License-Identifier: EUPL-1.2
"""Trend and change of one line of a profile in words: what is beyond chance, what is not, and what cannot be said."""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.rendering.profile_rows import ChangeCell, IndicatorFacts, ProfileRow, TrendCell
from indicators.rendering.sentences import change_unit
from indicators.rendering.slice_changes import SliceChanges
from indicators.rendering.slice_trends import SliceTrends, TrendReason
from indicators.stats.smoothing import Smoothed
from indicators.stats.trend import POINTS

_WORDS: Final = MappingProxyType(
    {
        "rising": ("steigt", "rising"),
        "falling": ("fällt", "falling"),
        "unclear": ("keine klare Richtung", "no clear direction"),
        "none": ("nicht berechenbar", "cannot be computed"),
    }
)
_KINDS: Final = MappingProxyType({1: "rising", -1: "falling", 0: "unclear"})
_METHODS: Final = MappingProxyType(
    {
        "shares": ("χ²-Test auf Trend", "chi-squared test for trend"),
        "ranks": ("Mann-Kendall-Test und Sen-Steigung", "Mann-Kendall test and Sen's slope"),
        "none": ("", ""),
    }
)

_MOST_DECIMALS: Final = 2
_HUNDRED: Final = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class SeriesChance:
    """What chance does to the newest figures of a series: their course, and their change or None.

    `carried` are the trends over delivered and carried figures, None where nothing was carried: an estimate is no count
    and takes its area out of them.
    """

    trends: SliceTrends
    changes: SliceChanges | None
    carried: SliceTrends | None = None

    def trends_at(self, position: int) -> tuple[SliceTrends, bool]:
        """Return by which trends one area is judged, and whether carried figures are among them."""
        if self.carried is None or self.carried.reason[position] != TrendReason.OK == self.trends.reason[position]:
            return self.trends, False
        return self.carried, True


def row_with_chance(row: ProfileRow, chance: SeriesChance, position: int, language: Language) -> ProfileRow:
    """Return the line with its trend and the interval of its change; without a value nothing is added."""
    if row.reading.value is None:
        return row
    trends, has_carried = chance.trends_at(position)
    trend = trend_cell(trends, position, row, language)
    if has_carried and trend.method:
        partly = "teils umgerechnet" if language == "de" else "partly carried"
        trend = replace(trend, carried=partly, note=", ".join(filter(None, (trend.note, partly))))
    return replace(row, trend=trend, change=_change(row, chance.changes, position, language))


def row_with_smoothed(row: ProfileRow, smoothed: Smoothed | None, position: int, language: Language) -> ProfileRow:
    """Return the line with its smoothed value beside the raw one; files do not hold it."""
    if smoothed is None or row.reading.value is None or np.isnan(smoothed.rate[position]):
        return row
    share = _HUNDRED * float(smoothed.rate[position])
    return replace(row, smoothed=with_unit(share, row.reading.decimals, row.facts.unit, language))


def trend_cell(trends: SliceTrends, position: int, row: ProfileRow, language: Language) -> TrendCell:
    """Say which way one area has been going, or why that cannot be computed."""
    english = language == "en"
    reason = TrendReason(int(trends.reason[position]))
    if reason is not TrendReason.OK:
        told = reason_words(reason, trends.there, language)
        return TrendCell("none", _WORDS["none"][english], reason=told)
    direction = trends.direction(position)
    kind = _KINDS[direction]
    slope = float(trends.slope[position]) if direction else None
    limited = "comparable to a limited extent" if english else "eingeschränkt vergleichbar"
    return TrendCell(
        kind=kind,
        words=_WORDS[kind][english],
        judgement=judgement_of(direction, row.facts, language),
        years=f"{trends.periods[0].year}–{trends.periods[-1].year}",
        amount="" if slope is None else _amount(slope, row, language),
        slope=slope,
        decimals=_decimals(row),
        note=limited if trends.is_limited else "",
        method=_METHODS[trends.method][english],
    )


def judgement_of(direction: int, facts: IndicatorFacts, language: Language) -> str:
    """Call a direction favourable or unfavourable where the definition says which end is better; else nothing."""
    if not direction or not facts.is_judged:
        return ""
    is_good = (direction > 0) == (facts.direction == "higher_is_better")
    if language == "de":
        return "günstig" if is_good else "ungünstig"
    return "favourable" if is_good else "unfavourable"


def _amount(slope: float, row: ProfileRow, language: Language) -> str:
    """Tell how much a year: +0.31 percentage points a year."""
    told = number(slope, _decimals(row), language, is_signed=True)
    unit = change_unit(row.facts.unit, language)
    return f"{told} {unit}".strip() + (" im Jahr" if language == "de" else " a year")


def _decimals(row: ProfileRow) -> int:
    return min(row.reading.decimals + 1, _MOST_DECIMALS)


def reason_words(reason: TrendReason, there: int, language: Language) -> str:
    """Say why no direction can be named; `there` is the number of periods that may be compared."""
    german = {
        TrendReason.RELATIVE: "nur Position, kein Verlauf",
        TrendReason.TOO_FEW_PERIODS: f"nur {there} von {POINTS} nötigen Zeitpunkten",
        TrendReason.BREAK: f"seit dem Bruch der Zeitreihe nur {there} von {POINTS} nötigen Zeitpunkten",
        TrendReason.GAP: "zwischen den Zeitpunkten fehlt einer",
        TrendReason.HIDDEN: "mindestens ein Wert ist geheim gehalten",
        TrendReason.NO_VALUE: "mindestens ein Wert fehlt",
        TrendReason.ESTIMATED: "mindestens ein Wert ist geschätzt",
        TrendReason.NO_PERSONS: "in einem Zeitpunkt lebte hier niemand",
        TrendReason.CONSTANT: "alle Werte sind gleich",
        TrendReason.OVERLAPPING: "jeder Wert enthält schon mehrere Zeitpunkte",
    }
    english = {
        TrendReason.RELATIVE: "a position only, no course",
        TrendReason.TOO_FEW_PERIODS: f"only {there} of {POINTS} periods needed",
        TrendReason.BREAK: f"only {there} of {POINTS} periods needed since the break of the series",
        TrendReason.GAP: "a period is missing among them",
        TrendReason.HIDDEN: "at least one value is kept secret",
        TrendReason.NO_VALUE: "at least one value is missing",
        TrendReason.ESTIMATED: "at least one value is estimated",
        TrendReason.NO_PERSONS: "nobody lived here in one of the periods",
        TrendReason.CONSTANT: "all values are equal",
        TrendReason.OVERLAPPING: "each value holds several periods already",
    }
    return (german if language == "de" else english)[reason]


def _change(row: ProfileRow, changes: SliceChanges | None, position: int, language: Language) -> ChangeCell:
    """Add the interval of a computed change."""
    if changes is None or not row.change.amount:
        return row.change
    interval = changes.interval(position)
    if interval is None:
        return row.change
    lower, upper = interval
    told = interval_words(lower, upper, row.reading.change_decimals, language)
    return replace(row.change, interval=told, bounds=interval, is_beyond_chance=lower > 0 or upper < 0)


def interval_words(lower: float, upper: float, decimals: int, language: Language) -> str:
    """Write the interval of a difference with its signs."""
    low, high = (number(each, decimals, language, is_signed=True) for each in (lower, upper))
    return f"{low} {'bis' if language == 'de' else 'to'} {high}"
