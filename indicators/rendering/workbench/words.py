# SPDX-License-Identifier: EUPL-1.2
"""The sentences of the workbench, in German and in English: what all areas come to, and what is left out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from indicators.rendering.carried_words import left_out_estimates
from indicators.rendering.headlines import dative_plural
from indicators.rendering.maplegend import SpecialCase
from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.stats.overall import Overall
from sozialplanung.common.numbers import round_half_up


@dataclass(frozen=True, slots=True)
class Measure:
    """How figures are written: decimals, unit of measure, what areas are called in the plural, the language."""

    decimals: int
    unit: str
    areas: str
    language: Language

    def figure(self, value: float) -> str:
        """Write a figure with its unit."""
        return with_unit(round_half_up(value, self.decimals), self.decimals, self.unit, self.language)

    def count(self, value: int) -> str:
        """Write a number of areas."""
        return number(value, 0, self.language)


def overall_sentence(
    found: Overall, left_out: Sequence[SpecialCase], measure: Measure, *, has_mean: bool, guessed: int = 0
) -> str:
    """Tell the statistics over all areas with a value, and how many have none for which reason.

    `has_mean` is false where figures are positions: their mean says nothing. So many `guessed` areas show an estimate,
    which is in no statistic and not among those without a value.
    """
    told = [
        "" if guessed and not found.n else _statistics(found, measure, has_mean=has_mean),
        _left_out(found, left_out, measure),
        left_out_estimates(guessed, measure.language),
    ]
    return " ".join(filter(None, told))


def _statistics(found: Overall, measure: Measure, *, has_mean: bool) -> str:
    five, german = found.five, measure.language == "de"
    areas = dative_plural(measure.areas) if german else measure.areas
    if five.minimum is None or five.maximum is None or five.median is None or found.mean is None:
        return f"In den {areas} ist kein Wert veröffentlicht." if german else f"No value of the {areas} is published."
    if found.n == 1:
        value = measure.figure(five.median)
        return f"Ein einziges Gebiet hat einen Wert: {value}." if german else f"A single area has a value: {value}."
    low, high, median = (measure.figure(value) for value in (five.minimum, five.maximum, five.median))
    mean = _mean(found.mean, measure) if has_mean else ""
    count = measure.count(found.n)
    if german:
        return f"{count} {measure.areas} mit Wert: {low} bis {high}, in der Mitte (Median) {median}{mean}."
    return f"{count} {measure.areas} with a value: {low} to {high}, in the middle (median) {median}{mean}."


def _mean(mean: float, measure: Measure) -> str:
    value = measure.figure(mean)
    if measure.language == "de":
        return f", im Mittel aller Gebiete, jedes gleich gezählt, {value}"
    return f", on average over the areas, each counted alike, {value}"


def _left_out(found: Overall, cases: Sequence[SpecialCase], measure: Measure) -> str:
    if not found.missing:
        return ""
    german, count = measure.language == "de", measure.count(found.missing)
    reasons = ", ".join(f"{measure.count(case.count)} {case.label}" for case in cases)
    if german:
        return f"{count} ohne Wert {'zählt' if found.missing == 1 else 'zählen'} nirgends mit: {reasons}."
    return f"{count} without a value {'counts' if found.missing == 1 else 'count'} nowhere: {reasons}."


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """One period of a course: its name, the value of the whole (None without one), whether a line leads to it."""

    label: str
    city: float | None
    joins: bool


_ENOUGH: Final = 2


def course_sentence(points: Sequence[CoursePoint], whole: str, measure: Measure) -> str:
    """Tell the series of the whole, and between which periods nothing may be compared."""
    if len(points) < _ENOUGH:
        return ""
    german = measure.language == "de"
    told = [f"{point.label}: {measure.figure(point.city)}" for point in points if point.city is not None]
    broken = [
        f"{before.label} {'und' if german else 'and'} {after.label}"
        for before, after in pairwise(points)
        if not after.joins
    ]
    first = f"{whole} – {'; '.join(told)}." if told else ""
    if not broken:
        return first
    pairs = "; ".join(broken)
    gap = (
        f"Nicht vergleichbar sind {pairs}: dort endet die Linie."
        if german
        else f"Not comparable are {pairs}: the line ends there."
    )
    return f"{first} {gap}".strip()
