# SPDX-License-Identifier: EUPL-1.2
"""How the areas of one period spread: a box over all, one for each larger area, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indicators.rendering.headlines import dative_plural
from indicators.rendering.maplegend import SpecialCase
from indicators.rendering.workbench.words import Measure
from indicators.stats.boxes import FEWEST, Box

# More names than these make no sentence; the others are counted and stand in the table.
MOST_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class GroupBox:
    """The box of the areas in one larger area."""

    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Distribution:
    """One period: the box over all areas, those of larger areas by name, and what they say.

    `sentence` says what the picture shows, `left_out` what is not in it and why, `without_box` which larger areas have
    too few areas with a value.
    """

    box: Box
    groups: tuple[GroupBox, ...] = ()
    sentence: str = ""
    left_out: str = ""
    without_box: str = ""


@dataclass(frozen=True, slots=True)
class Outlier:
    """An area beyond the whiskers, as a sentence names it."""

    name: str
    figure: str


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole and its figure by its own denominator; both empty where areas cannot be held against it."""

    name: str = ""
    figure: str = ""


def distribution_sentence(box: Box, outliers: Sequence[Outlier], whole: Whole, measure: Measure) -> str:
    """Tell the middle half, what lies beyond the whiskers by name, and the whole by its own denominator."""
    told = [_middle(box, measure), _beyond(outliers, measure) if box.ends else "", _whole(whole, measure)]
    return " ".join(filter(None, told))


def _middle(box: Box, measure: Measure) -> str:
    german, count = measure.language == "de", measure.count(box.n)
    areas = dative_plural(measure.areas) if german else measure.areas
    if box.ends is None:
        fewest = measure.count(FEWEST)
        if german:
            return f"{measure.areas} mit Wert: {count}. Ein Kasten braucht mindestens {fewest}."
        return f"{measure.areas} with a value: {count}. A box needs at least {fewest}."
    _lower, q1, median, q3, _upper = (measure.figure(end) for end in box.ends)
    if german:
        return (
            f"Von {count} {areas} mit Wert liegt die mittlere Hälfte zwischen {q1} und {q3}, der Median bei {median}."
        )
    return f"Of {count} {areas} with a value the middle half lies between {q1} and {q3}, the median at {median}."


def _beyond(outliers: Sequence[Outlier], measure: Measure) -> str:
    german = measure.language == "de"
    if not outliers:
        return "Kein Gebiet liegt weit außerhalb." if german else "No area lies far outside."
    named = "; ".join(f"{each.name} ({each.figure})" for each in outliers[:MOST_NAMED])
    count, rest = measure.count(len(outliers)), len(outliers) - MOST_NAMED
    if rest > 0:
        others = measure.count(rest)
        named += f"; und {others} weitere" if german else f"; and {others} more"
    if german:
        return f"Weit außerhalb (mehr als das Anderthalbfache dieser Spanne von ihr entfernt): {count} – {named}."
    return f"Far outside (more than one and a half times that range away from it): {count} – {named}."


def _whole(whole: Whole, measure: Measure) -> str:
    if not whole.figure:
        return ""
    if measure.language == "de":
        return f"{whole.name}: {whole.figure}, mit dem eigenen Nenner gerechnet, kein Mittel der Gebiete."
    return f"{whole.name}: {whole.figure}, by its own denominator, no mean of the areas."


def left_out_words(cases: Sequence[SpecialCase], measure: Measure) -> str:
    """Say how many areas are not in the picture, and why."""
    count = sum(case.count for case in cases)
    if not count:
        return ""
    reasons = ", ".join(f"{measure.count(case.count)} {case.label}" for case in cases if case.count)
    if measure.language == "de":
        return f"{measure.count(count)} ohne Wert {'ist' if count == 1 else 'sind'} nicht im Bild: {reasons}."
    return f"{measure.count(count)} without a value {'is' if count == 1 else 'are'} not in the picture: {reasons}."


def without_box_words(names: Sequence[str], measure: Measure) -> str:
    """Name the larger areas that hold too few areas with a value for a box of their own."""
    if not names:
        return ""
    german, fewest = measure.language == "de", measure.count(FEWEST)
    named = ", ".join(names[:MOST_NAMED])
    rest = len(names) - MOST_NAMED
    if rest > 0:
        named += f" und {measure.count(rest)} weitere" if german else f" and {measure.count(rest)} more"
    if german:
        return f"Ohne eigenen Kasten, weil dort weniger als {fewest} Gebiete einen Wert haben: {named}."
    return f"Without a box of their own, as fewer than {fewest} areas there have a value: {named}."
