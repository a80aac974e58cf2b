# SPDX-License-Identifier: EUPL-1.2
"""Several indicators of one period side by side: figures, the fifth of all areas that each lies in, and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.carried_words import as_estimate
from indicators.rendering.maplegend import PATTERNS
from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.rendering.sentences import status_words
from indicators.rendering.slices import SliceContent
from indicators.stats.positions import fifths, shares_below
from sozialplanung.common.statuses import WITH_VALUE, Status

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# From so many indicators on there is a drawing beside the table, of at most so many areas.
FEWEST_DRAWN: Final = 3
MOST_DRAWN: Final = 6
_PERCENT: Final = 100
# No release of an indicator lies beside that of the first.
ABSENT: Final = "not-applicable"
_FIFTHS: Final[Mapping[Language, tuple[str, ...]]] = {
    "de": ("unterstes Fünftel", "zweites Fünftel", "mittleres Fünftel", "viertes Fünftel", "oberstes Fünftel"),
    "en": ("lowest fifth", "second fifth", "middle fifth", "fourth fifth", "highest fifth"),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """Why an area has no figure: its pattern, and the reason in words."""

    pattern: str
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One indicator in one period: figures of n areas and where they lie among all of them.

    `values` has shape (n,), NaN without one, `fifths` 1 to 5 (0 without), `below` the share of areas below in whole
    percent (-1 without), `lacks` by place why there is no figure. `whole` is the figure of the whole as it is written,
    empty without one. `is_there` is False where nothing is published for the period. `guessed` are the places of
    estimates: they are shown, and have neither a fifth nor a share below.
    """

    slug: str
    name: str
    unit: str
    decimals: int
    values: Floats
    fifths: Integers
    below: Integers
    lacks: Mapping[int, Lack]
    whole: str = ""
    is_there: bool = True
    guessed: frozenset[int] = frozenset()

    def text(self, place: int, language: Language) -> str:
        """Write the figure of an area, marked where it is an estimate, or why it has none."""
        value = float(self.values[place])
        if np.isnan(value):
            return self.lacks[place].words
        told = with_unit(value, self.decimals, self.unit, language)
        return as_estimate(told, language, is_guess=place in self.guessed)


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """What an indicator is called, its unit, its decimals."""

    slug: str
    name: str
    unit: str
    decimals: int


def column_of(
    head: ColumnHead, content: SliceContent | None, size: int, whole: float | None, language: Language
) -> Column:
    """Put one indicator into a column; `content` is None where nothing is published for the period."""
    if content is None:
        words = "zu diesem Stand nicht veröffentlicht" if language == "de" else "not published for this period"
        values = np.full(size, np.nan)
        lacks = dict.fromkeys(range(size), Lack(ABSENT, words))
    else:
        has = np.isin(content.status, [int(status) for status in WITH_VALUE])
        values = np.where(has, content.numbers["value"].values, np.nan)
        lacks = {place: _lack(content, place, language) for place in np.flatnonzero(np.isnan(values)).tolist()}
    return Column(
        slug=head.slug,
        name=head.name,
        unit=head.unit,
        decimals=head.decimals,
        values=values,
        fifths=fifths(values),
        below=_percent_below(values),
        lacks=lacks,
        whole="" if whole is None else with_unit(whole, head.decimals, head.unit, language),
        is_there=content is not None,
    )


def counting_alone(column: Column, guessed: npt.NDArray[np.bool_]) -> Column:
    """Return a column whose positions are those among counted figures; estimates are shown and have none."""
    values = np.where(guessed, np.nan, column.values)
    places = frozenset(np.flatnonzero(guessed).tolist())
    return replace(column, fifths=fifths(values), below=_percent_below(values), guessed=places)


def _percent_below(values: Floats) -> Integers:
    shares = shares_below(values)
    return np.where(np.isnan(shares), -1, np.floor(np.nan_to_num(shares) * _PERCENT + 0.5)).astype(np.int64)


def _lack(content: SliceContent, place: int, language: Language) -> Lack:
    status = Status(int(content.status[place]))
    return Lack(PATTERNS.get(status, "missing"), status_words(status, language))


def fifth_words(language: Language) -> tuple[str, ...]:
    """Name the fifths from the lowest values to the highest."""
    return _FIFTHS[language]


def cross_sentence(columns: Sequence[Column], areas: str, language: Language) -> str:
    """Say what the shades mean, and over how many areas of each indicator."""
    counts = ", ".join(
        f"{column.name} {number(int((column.fifths > 0).sum()), 0, language)}" for column in columns if column.is_there
    )
    guessed = _guessed_sentence(columns, language)
    if language == "de":
        return (
            f"Die Farbe sagt, in welchem Fünftel aller Gebiete mit Wert ein Wert liegt, von niedrig bis hoch, ohne"
            f" Wertung. {areas} mit Wert: {counts}. Fehlende und geheime Werte haben keine Farbe und zählen nirgends"
            f" mit.{guessed}"
        )
    return (
        f"The colour says in which fifth of all areas with a value a figure lies, from low to high, without judging it."
        f" {areas} with a value: {counts}. Missing and hidden figures have no colour and count nowhere.{guessed}"
    )


def _guessed_sentence(columns: Sequence[Column], language: Language) -> str:
    """Say that estimates have a figure and no place among the others; empty without any."""
    if not any(column.guessed for column in columns):
        return ""
    counts = ", ".join(
        f"{column.name} {number(len(column.guessed), 0, language)}" for column in columns if column.guessed
    )
    if language == "de":
        return f" Auch geschätzte Werte nicht: {counts}."
    return f" Nor do estimated ones: {counts}."


def absent_sentence(columns: Sequence[Column], language: Language) -> str:
    """Name the indicators that nothing is published of for the period."""
    names = ", ".join(
        f"„{column.name}“" if language == "de" else f"“{column.name}”" for column in columns if not column.is_there
    )
    if not names:
        return ""
    return (
        f"Zu diesem Stand auf dieser Ebene nicht veröffentlicht: {names}."
        if language == "de"
        else f"Not published for this period at this level: {names}."
    )


@dataclass(frozen=True, slots=True)
class Cross:
    """The indicators of one period side by side: its code, the first one first, what the table says."""

    code: str
    columns: tuple[Column, ...]
    sentence: str
    absent: str
