# SPDX-License-Identifier: EUPL-1.2
"""The words for a middle of two sides, and for classes of their own: zero, unusually low, unusually high."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from indicators.rendering.headlines import dative_plural
from indicators.rendering.profile_numbers import Language, number, period_words
from indicators.stats.ownclasses import Kind
from sozialplanung.common.periods import parse

Origin = Literal["number", "city", "median"]

_NAMES: Final[Mapping[Language, Mapping[Kind, str]]] = MappingProxyType(
    {
        "de": {"zero": "null", "low": "ungewöhnlich niedrig", "high": "ungewöhnlich hoch"},
        "en": {"zero": "zero", "low": "unusually low", "high": "unusually high"},
    }
)
_BETTER: Final[Mapping[Language, Mapping[str, str]]] = MappingProxyType(
    {
        "de": {
            "lower_is_better": "Bei diesem Indikator gilt ein niedrigerer Wert als günstiger.",
            "higher_is_better": "Bei diesem Indikator gilt ein höherer Wert als günstiger.",
        },
        "en": {
            "lower_is_better": "For this indicator a lower value counts as more favourable.",
            "higher_is_better": "For this indicator a higher value counts as more favourable.",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Middle:
    """Where the upper side of a scale begins: its value as it is used, and whose it is.

    `period` is the code of the period that a value of the whole belongs to, where it is not that of the map.
    """

    value: float
    origin: Origin
    is_threshold: bool = False
    period: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """What is told of a period: the middle with its unit, how many areas lie on either side, the words for all."""

    middle: Middle
    amount: str
    below: int
    above: int


@dataclass(frozen=True, slots=True)
class OwnCount:
    """One class of its own: what it is, its bounds in words, how many areas it holds."""

    kind: Kind
    span: str
    count: int


def own_name(kind: Kind, language: Language) -> str:
    """Name a class of its own; nothing is judged by that."""
    return _NAMES[language][kind]


def own_span(kind: Kind, span: str, language: Language) -> str:
    """Say what a class of its own holds: zero is zero, an unusual value has its bound beside it."""
    return own_name(kind, language) if kind == "zero" else f"{own_name(kind, language)}: {span}"


def middle_words(middle: Middle, amount: str, city: str, language: Language) -> str:
    """Say what the middle is, and whose."""
    german = language == "de"
    title = ("Schwellenwert" if german else "Threshold") if middle.is_threshold else ("Mitte" if german else "Middle")
    when = f", {period_words(parse(middle.period), language)}" if middle.period else ""
    whose = {
        "number": "",
        "city": f" ({city}{when})",
        "median": " (Median der Gebiete)" if german else " (median of the areas)",
    }[middle.origin]
    return f"{title}: {amount}{whose}"


def sides_sentence(told: Sides, city: str, areas: str, language: Language) -> str:
    """Tell how many areas lie below the middle, and how many on it or above."""
    german = language == "de"
    below, above = (number(count, 0, language) for count in (told.below, told.above))
    of_city = f" ({city})" if told.middle.origin == "city" else ""
    if german:
        noun = "dem Schwellenwert" if told.middle.is_threshold else "der Mitte"
        verb = "liegt" if told.below == 1 else "liegen"
        dative = dative_plural(areas)
        total = number(told.below + told.above, 0, language)
        return (
            f"Von {total} {dative} mit Wert {verb} {below} unter {noun} von {told.amount}{of_city}, {above} darauf oder"
            " darüber."
        )
    noun = "threshold" if told.middle.is_threshold else "middle"
    total = number(told.below + told.above, 0, language)
    return (
        f"Of {total} {areas} with a value {below} lie below the {noun} of {told.amount}{of_city}, {above} on it or"
        " above."
    )


def direction_sentence(direction: str, language: Language) -> str:
    """Say which way is better where the indicator declares it; a demographic share never does."""
    return _BETTER[language].get(direction, "")


def own_sentence(counts: Sequence[OwnCount], *, has_outliers: bool, language: Language) -> str:
    """Tell the classes of their own, and that an unusual value is neither an error nor a judgement."""
    german = language == "de"
    parts = [_zero(each, language) for each in counts if each.kind == "zero"]
    unusual = [each for each in counts if each.kind in {"low", "high"}]
    told = ", ".join(
        f"{number(each.count, 0, language)} {own_name(each.kind, language)} ({each.span})" for each in unusual
    )
    if unusual and german:
        parts.append(
            f"Eigene Klassen haben Werte, die weit außerhalb der mittleren Hälfte aller Gebiete liegen: {told}. Das ist"
            " weder ein Fehler noch eine Wertung."
        )
    elif unusual:
        parts.append(
            f"Values far outside of the middle half of all areas have classes of their own: {told}. That is neither an"
            " error nor a judgement."
        )
    elif has_outliers:
        parts.append(
            "Kein Wert liegt ungewöhnlich weit außerhalb der mittleren Hälfte aller Gebiete."
            if german
            else "No value lies unusually far outside of the middle half of all areas."
        )
    return " ".join(parts)


def _zero(told: OwnCount, language: Language) -> str:
    count = number(told.count, 0, language)
    if not told.count:
        return "Kein Gebiet hat den Wert 0." if language == "de" else "No area has the value 0."
    if language == "de":
        verb = "Gebiet hat" if told.count == 1 else "Gebiete haben"
        return f"{count} {verb} den Wert 0: gezählt oder gemessen, nicht unbekannt."
    return f"{count} {'area has' if told.count == 1 else 'areas have'} the value 0: counted or measured, not unknown."
