# SPDX-License-Identifier: EUPL-1.2
"""Numbers, moments and nouns as they stand inside a sentence."""

from datetime import date
from types import MappingProxyType
from typing import Final

from indicators.rendering.profile_numbers import Language, is_points, number, period_words, when_words, with_unit
from reports.rendering.sentences.facts import Measure
from sozialplanung.common.numbers import round_half_up
from sozialplanung.common.periods import Period, PeriodKind

HUNDRED: Final = 100
_NAMED_DAYS: Final = frozenset({(12, 31), (6, 30)})
_DATIVES: Final = MappingProxyType(
    {
        "Prozentpunkte": "Prozentpunkten",
        "Jahre": "Jahren",
        "Monate": "Monaten",
        "Tage": "Tagen",
        "Quadratmeter": "Quadratmetern",
    }
)
_NEUTER: Final = frozenset({PeriodKind.HALF_YEAR, PeriodKind.QUARTER, PeriodKind.SCHOOL_YEAR})


def quoted(name: str, language: Language) -> str:
    """Put a name between quotation marks, so that its grammar does not matter."""
    return f"„{name}“" if language == "de" else f"“{name}”"


def told(value: float, measure: Measure, language: Language) -> str:
    """Write a value with its unit; numbers of persons have none."""
    return with_unit(value, measure.decimals, unit_of(measure, language), language)


def unit_of(measure: Measure, language: Language) -> str:
    """Return the unit of a figure as it stands behind it; numbers of persons have none."""
    if measure.is_count:
        return ""
    return "percentage points" if language == "en" and is_points(measure.unit) else measure.unit


def ends(first: float, last: float, measure: Measure, language: Language, *, is_dative: bool = True) -> tuple[str, str]:
    """Write both ends of a span: 40,6 % and 41,8 %, but −0,4 and 0,2 Prozentpunkten, a dative after “von … bis”."""
    if measure.is_share:
        return told(first, measure, language), told(last, measure, language)
    unit = unit_of(measure, language)
    if language == "de" and is_dative:
        unit = _DATIVES.get(unit, unit)
    return number(first, measure.decimals, language), with_unit(last, measure.decimals, unit, language)


def count(value: float, language: Language) -> str:
    """Write a whole number."""
    return number(value, 0, language)


def of_hundred(percent: float, language: Language) -> str:
    """Return how many of a hundred a share is, without false precision at the ends of the scale."""
    if percent < 1:
        return "weniger als 1" if language == "de" else "fewer than 1"
    if HUNDRED - 1 < percent < HUNDRED:
        return "mehr als 99" if language == "de" else "more than 99"
    return number(round_half_up(percent), 0, language)


def is_singular(percent: float) -> bool:
    """Say whether a share of a hundred is told in the singular: 1, or less than 1."""
    return percent < 1 or round_half_up(percent) == 1


def when(period: Period, language: Language) -> str:
    """Write in brackets when a figure was true: (Ende 2018)."""
    return f"({when_words(period, language)})"


def against(period: Period, language: Language) -> str:
    """Write a period after “gegenüber” or “and”, after “since” or “to”: Ende 2016, dem 15.03.2016, 2016."""
    if period.kind is PeriodKind.REFERENCE_DATE:
        return _day(period.start, period, language)
    words = period_words(period, language)
    if language == "de":
        return f"dem {words}" if period.kind in _NEUTER else words
    return f"the {words}" if period.kind is PeriodKind.SCHOOL_YEAR else words


def _day(day: date, period: Period, language: Language) -> str:
    if (day.month, day.day) in _NAMED_DAYS:
        return when_words(period, language).removeprefix("at ").removeprefix("in ")
    return f"dem {period_words(period, language)}" if language == "de" else period_words(period, language)


def subject(measure: Measure, language: Language) -> str:
    """Name a figure again after it was told: der Anteil, die Zahl, der Wert."""
    if language == "de":
        return "Der Anteil" if measure.is_share else "Die Zahl" if measure.is_count else "Der Wert"
    return "The share" if measure.is_share else "The number" if measure.is_count else "The figure"


def inner_subject(measure: Measure, language: Language) -> str:
    """Return the same behind the verb."""
    words = subject(measure, language)
    return f"{words[:1].lower()}{words[1:]}"


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?', '.“', '.”')) else '.'}"


def joined(words: tuple[str, ...], language: Language) -> str:
    """Join words: vorläufig, geschätzt und geglättet."""
    *first, last = words
    return f"{', '.join(first)} {'und' if language == 'de' else 'and'} {last}" if first else last
