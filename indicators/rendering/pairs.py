# SPDX-License-Identifier: EUPL-1.2
"""Two indicators on one map: three classes of each, nine colours, and what lacks one of the two figures."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.carried_words import as_estimate
from indicators.rendering.headlines import dative_plural
from indicators.rendering.maplegend import PATTERNS, Classes, Legend, SpecialCase, span_words
from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.rendering.sentences import status_words
from indicators.rendering.slices import SliceContent
from indicators.stats.classes import classify
from sozialplanung.common.statuses import WITH_VALUE, Status, have_value

Floats = npt.NDArray[np.float64]

PALETTE: Final = "bivariate"
SIDE: Final = 3
# No release of the second indicator lies beside that of the first.
_ABSENT: Final = "not-applicable"
_WORDS: Final[Mapping[Language, tuple[str, str, str]]] = {
    "de": ("niedrig", "mittel", "hoch"),
    "en": ("low", "middle", "high"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One of two indicators: its short name, its unit and decimals, and the inner bounds of its three classes."""

    name: str
    unit: str
    decimals: int
    bounds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Half:
    """Why an area with the first figure has no class of two: its pattern, and the reason in words."""

    pattern: str
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """One period: both measures, the class of each area (1 to 9, row by row; 0 without both figures), the halves.

    `values` are the figures of the second measure by area, NaN without one, `whole` that of the whole where areas may
    be held against it; its slice is for an `audience`. `guessed` are the places whose second figure is an estimate,
    since it was carried from other boundaries, and `carried` says so in a sentence.
    """

    first: Measure
    second_measure: Measure
    classes: Classes
    halves: Mapping[int, Half]
    values: Floats
    whole: float | None = None
    audience: str = "public"
    guessed: frozenset[int] = frozenset()
    carried: str = ""

    def second_text(self, place: int, language: Language) -> str:
        """Write the second figure of an area, marked where it is an estimate; empty without one."""
        value, measure = float(self.values[place]), self.second_measure
        if np.isnan(value):
            return ""
        told = with_unit(value, measure.decimals, measure.unit, language)
        return as_estimate(told, language, is_guess=place in self.guessed)

    @property
    def counted_values(self) -> Floats:
        """The second figures that were counted or carried exactly; NaN for any other area."""
        values = self.values.copy()
        values[sorted(self.guessed)] = np.nan
        return values

    @property
    def cases(self) -> tuple[SpecialCase, ...]:
        """How many areas have the first figure alone, by reason."""
        counts = Counter(self.halves.values())
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].words))
        return tuple(SpecialCase(half.pattern, half.words, count) for half, count in ordered)

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of areas in each of the nine classes."""
        found = np.bincount(self.classes, minlength=SIDE * SIDE + 1)
        return tuple(int(count) for count in found[1:])


@dataclass(frozen=True, slots=True)
class GridCell:
    """One of nine classes: its number, and how many areas it holds."""

    number: int
    count: int


@dataclass(frozen=True, slots=True)
class GridHead:
    """One class of one measure: in a word, and its bounds."""

    word: str
    span: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The legend of two measures as a table; `rest` is what stands beside it: reasons for no figure."""

    across: str
    down: str
    columns: tuple[GridHead, ...]
    rows: tuple[tuple[GridHead, tuple[GridCell, ...]], ...]
    rest: Legend


def pair_of(
    content: SliceContent, other: SliceContent | None, measures: tuple[Measure, Measure], language: Language
) -> Pair:
    """Put two slices of one ground together; `other` is None where the second has none for the period.

    Areas without the first figure keep their own reason; those without the second have that of the second.
    """
    first, second = measures
    one = classify(content.numbers["value"].values, first.bounds)
    two = np.zeros_like(one) if other is None else classify(other.numbers["value"].values, second.bounds)
    classes = np.where((one > 0) & (two > 0), SIDE * (two - 1) + one, 0).astype(np.int64)
    lacking = [place for place in np.flatnonzero(classes == 0).tolist() if _has_value(content, place)]
    return Pair(
        first=first,
        second_measure=second,
        classes=classes,
        halves={place: _half(other, place, second.name, language) for place in lacking},
        values=_values(other, content.size),
        audience="public" if other is None else other.key.audience,
    )


def _has_value(content: SliceContent, place: int) -> bool:
    return Status(int(content.status[place])) in WITH_VALUE


def _half(other: SliceContent | None, place: int, name: str, language: Language) -> Half:
    if other is None:
        words = "zu diesem Stand nicht veröffentlicht" if language == "de" else "not published for this period"
        return Half(_ABSENT, f"{name}: {words}")
    status = Status(int(other.status[place]))
    return Half(PATTERNS.get(status, "missing"), f"{name}: {status_words(status, language)}")


def _values(other: SliceContent | None, size: int) -> Floats:
    if other is None:
        return np.full(size, np.nan)
    return np.where(have_value(other.status), other.numbers["value"].values, np.nan)


def pair_labels(first: str, second: str, language: Language) -> tuple[str, ...]:
    """Name the nine classes, row by row: the first grows to the right, the second downwards."""
    words = _WORDS[language]
    return tuple(f"{first} {one}, {second} {two}" for two in words for one in words)


def own_reasons(legend: Legend, pair: Pair | None) -> tuple[SpecialCase, ...]:
    """Return why areas have no figure of the first indicator: those of the second are told for themselves."""
    return legend.special if pair is None else legend.special[: len(legend.special) - len(pair.cases)]


def grid_of(pair: Pair, legend: Legend, language: Language) -> Grid:
    """Return the legend as a table, both axes from low to high."""
    counts = pair.counts
    heads = [heads_of(measure, language) for measure in (pair.first, pair.second_measure)]
    rows = tuple(
        (
            head,
            tuple(GridCell(SIDE * row + at + 1, counts[SIDE * row + at]) for at in range(SIDE)),
        )
        for row, head in enumerate(heads[1])
    )
    rest = replace(legend, title="", classes=(), city_text="", focus_text="", range_text="")
    return Grid(pair.first.name, pair.second_measure.name, heads[0], rows, rest)


def heads_of(measure: Measure, language: Language) -> tuple[GridHead, ...]:
    """Return the three classes of a measure in a word, with their bounds."""
    ends = (None, *measure.bounds, None)
    return tuple(
        GridHead(word, _span(ends[at : at + 2], measure, language))
        if at <= len(measure.bounds)
        else GridHead(word, "–")
        for at, word in enumerate(_WORDS[language])
    )


def _span(ends: Sequence[float | None], measure: Measure, language: Language) -> str:
    low, high = ("" if end is None else number(end, measure.decimals, language) for end in ends)
    return span_words(low, high, measure.unit, language)


def pair_sentence(pair: Pair, areas: str, language: Language) -> str:
    """Tell the four corners, and that areas are no persons."""
    counts, german = pair.counts, language == "de"
    both = sum(counts)
    first, second = pair.first.name, pair.second_measure.name
    total, low, one, two, high = (
        number(count, 0, language) for count in (both, counts[0], counts[2], counts[6], counts[8])
    )
    only, is_one = number(len(pair.halves), 0, language), len(pair.halves) == 1
    if not both:
        return (
            f"In den {dative_plural(areas)} gibt es zu diesem Stand nicht beide Werte."
            if german
            else f"There are not both figures of the {areas} for this period."
        )
    if german:
        return (
            f"Von {total} {dative_plural(areas)} mit beiden Werten sind in {high} beide hoch, in {low} beide niedrig;"
            f" in {one} ist „{first}“ hoch und „{second}“ niedrig, in {two} umgekehrt. {only}"
            f" {'hat' if is_one else 'haben'} nur den ersten Wert. Das ist ein Zusammenhang von Gebieten, nicht von"
            " Personen."
        )
    return (
        f"Of {total} {areas} with both figures {high} are high in both, {low} low in both; {one} are high in “{first}”"
        f" and low in “{second}”, {two} the other way round. {only} {'has' if is_one else 'have'} the first figure"
        " alone. That is about areas, not about persons."
    )
