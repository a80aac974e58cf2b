# SPDX-License-Identifier: EUPL-1.2
"""Figures with their units and periods, as readers of German and of English write them."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import copysign, isnan
from typing import Final, Literal

from sozialplanung.common.numbers import NBSP, format_number
from sozialplanung.common.periods import Period, PeriodKind

Language = Literal["de", "en"]

# What floating point leaves of a correlation of 1; one rank out of place among 30,000 is still told.
_COMPLETE: Final = 1e-13
_SWAPPED: Final = str.maketrans(".,", ",.")
_LAST_DAY_OF_YEAR: Final = (12, 31)
_LAST_DAY_OF_HALF: Final = (6, 30)
_ENGLISH_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_BEYOND: Final[dict[Language, tuple[str, str]]] = {"de": ("über", "unter"), "en": ("above", "below")}


def language_of(code: str | None) -> Language:
    """Return the language to write in; whoever asks for neither German nor English reads German."""
    return "en" if (code or "").lower().startswith("en") else "de"


def number(value: float, decimals: int, language: Language, *, is_signed: bool = False) -> str:
    """Write a number with grouped thousands and a true minus; `is_signed` marks a rise as well."""
    return _written(float(value), decimals, language, is_signed)


def share_of_runs(share: float, language: Language) -> str:
    """Write how many of many runs agree (0 to 1): 100 % for all of them alone, 0 % for none alone."""
    text, (above, below) = number(100 * share, 0, language), _BEYOND[language]
    if text == "100" and share < 1:
        text = f"{above}{NBSP}99"
    elif text == "0" and share > 0:
        text = f"{below}{NBSP}1"
    return f"{text}%" if language == "en" else f"{text}{NBSP}%"


# Rounded shares are few: most numbers of a page were written for another area before.
@lru_cache(maxsize=16_384)
def _written(value: float, decimals: int, language: Language, is_signed: bool) -> str:  # noqa: FBT001 - a key of what is kept
    # A figure of a release is the decimal number that its shortest form shows; Decimal is also the faster way.
    text = format_number(Decimal(repr(value)), decimals, is_signed=is_signed)
    return text if language == "de" else text.translate(_SWAPPED)


def agreement(value: float, decimals: int, language: Language) -> str:
    """Write a correlation: what is not complete is never rounded to 1 or −1; a dash where there is none."""
    if isnan(value):
        return "–"
    text = number(value, decimals, language)
    if text != number(copysign(1.0, value), decimals, language) or 1.0 - abs(value) < _COMPLETE:
        return text
    last = number(copysign(1.0 - 10.0**-decimals, value), decimals, language)
    return f"{_BEYOND[language][value < 0]}{NBSP}{last}"


def with_unit(value: float, decimals: int, unit: str, language: Language) -> str:
    """Write a number and its unit of measure, which may be empty."""
    return measured(number(value, decimals, language), unit, language)


def measured(text: str, unit: str, language: Language) -> str:
    """Put a unit of measure, which may be empty, behind a number that is written already."""
    if not unit:
        return text
    # English writes the percent sign close up.
    return f"{text}%" if language == "en" and unit == "%" else f"{text}{NBSP}{unit}"


def is_share(unit: str) -> bool:
    """Say whether a unit of measure is a share of a hundred, whose differences are percentage points."""
    return unit.strip() in {"%", "Prozent"}


def is_relative_unit(unit: str) -> bool:
    """Say whether a unit of measure is a share or the difference of two: such figures are no numbers of anything."""
    return is_share(unit) or is_points(unit)


def is_points(unit: str) -> bool:
    """Say whether a unit of measure is that of the difference of two shares."""
    return unit.strip() == "Prozentpunkte"


def span_words(lower: str, upper: str, language: Language, *, dash: str = "–") -> str:
    """Join both ends of a span; a dash beside a minus would be read as another one."""
    if "−" in lower + upper:
        return f"{lower} bis {upper}" if language == "de" else f"{lower} to {upper}"
    return f"{lower}{dash}{upper}"


def date_words(day: date, language: Language) -> str:
    """Write a day: 31.12.2018 in German, 31 December 2018 in English."""
    if language == "de":
        return f"{day:%d.%m.}{day.year}"
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


def period_words(period: Period, language: Language) -> str:
    """Write a period as it stands beside a figure."""
    if language == "de":
        return period.label()
    match period.kind:
        case PeriodKind.REFERENCE_DATE:
            return date_words(period.start, language)
        case PeriodKind.MONTH:
            return f"{_ENGLISH_MONTHS[period.start.month - 1]} {period.year}"
        case PeriodKind.HALF_YEAR | PeriodKind.QUARTER:
            return f"{period.code.rpartition('-')[2]} {period.year}"
        case PeriodKind.SCHOOL_YEAR:
            return f"school year {period.year}/{(period.year + 1) % 100:02d}"
        case _:
            return str(period.year)


def when_words(period: Period, language: Language) -> str:
    """Write when a figure was true, inside a sentence: Ende 2018, am 15.03.2018, im Jahr 2018."""
    if period.kind is PeriodKind.REFERENCE_DATE:
        return _on_the_day(period.start, language)
    if period.kind is PeriodKind.YEAR:
        return f"im Jahr {period.year}" if language == "de" else f"in {period.year}"
    return f"im Zeitraum {period.label()}" if language == "de" else f"in {period_words(period, language)}"


def _on_the_day(day: date, language: Language) -> str:
    if (day.month, day.day) == _LAST_DAY_OF_YEAR:
        return f"Ende {day.year}" if language == "de" else f"at the end of {day.year}"
    if (day.month, day.day) == _LAST_DAY_OF_HALF:
        return f"Mitte {day.year}" if language == "de" else f"in the middle of {day.year}"
    return f"am {date_words(day, language)}" if language == "de" else f"on {date_words(day, language)}"
