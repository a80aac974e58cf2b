# SPDX-License-Identifier: EUPL-1.2
"""Short plain sentences about figures, in German and in English, by fixed rules: nothing is guessed or judged.

The profile opens with them, the panel of the map shows them. What a definition brings along (names, its
`sentence_noun`) is written by the municipality and stays as it is, in whatever language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from indicators.rendering.headlines import dative_plural
from indicators.rendering.profile_numbers import Language, is_share, number, period_words, when_words
from sozialplanung.common.numbers import NBSP, round_half_up
from sozialplanung.common.periods import Period
from sozialplanung.common.statuses import Flag, Status

FEWEST_PERSONS: Final = 100
PLACEHOLDER: Final = "{n}"
LOWER, SIMILAR, HIGHER = 1, 2, 3
MIDDLE_THIRD: Final = 1
_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Frequency:
    """A share to be told as “of 100 …”: percent here and in the city, and how many persons stand behind it.

    `noun` is the definition's `sentence_noun`: a clause with the place of the number, such as
    “Von 100 Kindern unter 15 Jahren leben {n} in Familien mit SGB-II-Bezug”; anything else is not used.
    """

    name: str
    noun: str
    unit: str
    percent: float | None
    persons: float | None
    city_percent: float | None
    city_name: str
    as_of: Period


def population_sentence(people: float | None, as_of: Period, language: Language) -> str:
    """Say how many people lived here and when; empty when nothing is published."""
    if people is None:
        return ""
    count = number(people, 0, language)
    when = when_words(as_of, language)
    if people == 0:
        return f"Hier lebte {when} niemand." if language == "de" else f"Nobody lived here {when}."
    if language == "de":
        # The number comes first: beside a year it would read as one long number.
        return f"{count} {'Mensch lebte' if people == 1 else 'Menschen lebten'} hier {when}."
    return f"{count} {'person' if people == 1 else 'people'} lived here {when}."


def persons_behind(counted: float | None, cases: float | None, percent: float | None) -> float | None:
    """Return how many persons stand behind a share: counted, else about as many as cases and share tell."""
    if counted is not None or not cases or not percent:
        return counted
    return _HUNDRED * cases / percent


def frequency_sentence(facts: Frequency, language: Language) -> str:
    """Tell a share as a natural frequency; empty where fewer than a hundred persons stand behind it."""
    if not is_share(facts.unit) or facts.percent is None or (facts.persons or 0) < FEWEST_PERSONS:
        return ""
    here = _of_hundred(facts.percent, language)
    when = period_words(facts.as_of, language)
    clause = _clause(facts, here, language)
    city = ""
    if facts.city_percent is not None:
        city = f", in {facts.city_name} {_of_hundred(facts.city_percent, language)}"
    as_of = f"Stand {when}" if language == "de" else f"as of {when}"
    return f"{clause}{city} ({as_of})."


def _clause(facts: Frequency, here: str, language: Language) -> str:
    # The clause is German and its verb is a plural: English pages and the number one need another form.
    if language == "de" and PLACEHOLDER in facts.noun and here not in {"1", "keine"}:
        return facts.noun.replace(PLACEHOLDER, here)
    return f"{facts.name}: {here} von 100" if language == "de" else f"{facts.name}: {here} of 100"


def _of_hundred(percent: float, language: Language) -> str:
    if percent == 0:
        return "keine" if language == "de" else "none"
    if percent < 1:
        return "weniger als 1" if language == "de" else "fewer than 1"
    if _HUNDRED - 1 < percent < _HUNDRED:
        return "mehr als 99" if language == "de" else "more than 99"
    return number(round_half_up(percent), 0, language)


def comparison_words(code: int, city_name: str, language: Language) -> str:
    """Say in words how an area stands to its city; codes as in the band `comparison` of a release."""
    german = {
        LOWER: f"niedriger als {city_name}",
        SIMILAR: f"ähnlich wie {city_name}",
        HIGHER: f"höher als {city_name}",
    }
    english = {
        LOWER: f"lower than {city_name}",
        SIMILAR: f"similar to {city_name}",
        HIGHER: f"higher than {city_name}",
    }
    return german.get(code, "nicht vergleichbar") if language == "de" else english.get(code, "not comparable")


@dataclass(frozen=True, slots=True)
class Change:
    """A change that a release states: in the indicator's unit, since a period, published or computed."""

    value: float
    decimals: int
    unit: str
    since: Period
    is_published: bool


def change_amount(change: Change, language: Language) -> str:
    """Write the bare change with its sign; its unit is told by `change_unit`."""
    return number(change.value, change.decimals, language, is_signed=True)


def change_unit(unit: str, language: Language) -> str:
    """Return the unit of a difference: shares differ by percentage points."""
    if is_share(unit):
        return "Prozentpunkte" if language == "de" else "percentage points"
    return unit


def change_origin_words(language: Language, *, is_published: bool, is_broken: bool) -> str:
    """Say who made a change: this platform, or the publisher, who across a break made both figures comparable.

    What is computed here is no publication, and a publisher's change across a break is not the difference of the two
    figures that were published.
    """
    german = language == "de"
    if not is_published:
        return "berechnet" if german else "computed"
    if is_broken:
        return "vom Herausgeber vergleichbar gerechnet" if german else "made comparable by the publisher"
    return "wie veröffentlicht" if german else "as published"


def change_sentence(change: Change, language: Language) -> str:
    """State a change with its unit, its base and where it comes from."""
    amount = change_amount(change, language)
    unit = change_unit(change.unit, language)
    told = f"{amount}{NBSP}{unit}" if unit else amount
    since = period_words(change.since, language)
    origin = change_origin_words(language, is_published=change.is_published, is_broken=False)
    return f"Gegenüber {since}: {told} ({origin})." if language == "de" else f"Since {since}: {told} ({origin})."


def position_words(share_below: float, language: Language) -> str:
    """Say in which third an area stands; `share_below` is the share of areas with a smaller value (0 to 1)."""
    words = {
        "de": ("im unteren Drittel", "im mittleren Drittel", "im oberen Drittel"),
        "en": ("in the lower third", "in the middle third", "in the upper third"),
    }
    return words[language][_third(share_below)]


def position_sentence(told: tuple[str, str], share_below: float, areas: str, language: Language) -> str:
    """Tell a figure (name and value) by its place among all areas, where nothing can be told per hundred.

    `areas` is a plural. The outer thirds are told by a comparison: “in the upper third” sounds like praise where more
    is worse.
    """
    name, value = told
    third = _third(share_below)
    if third == MIDDLE_THIRD:
        among = f"im mittleren Drittel aller {areas}" if language == "de" else f"in the middle third of all {areas}"
    elif language == "de":
        among = f"{'höher' if third else 'niedriger'} als in den meisten {dative_plural(areas)}"
    else:
        among = f"{'higher' if third else 'lower'} than in most {areas}"
    return f"{name}: {value}, {among}."


def _third(share_below: float) -> int:
    return min(int(share_below * 3), 2)


_STATUSES_DE: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.TRUE_ZERO: "genau null",
        Status.ROUNDED_ZERO: "weniger als die Hälfte der kleinsten Einheit",
        Status.MISSING: "keine Angabe",
        Status.UNKNOWN: "unbekannt",
        Status.CONFIDENTIAL: "von der Quelle geheim gehalten",
        Status.SUPPRESSED: "gesperrt: geheim gehalten",
        Status.EXCLUDED: "nicht bewertet",
        Status.UNRELIABLE: "nicht zuverlässig genug",
        Status.PENDING: "liegt noch nicht vor",
        Status.NOT_APPLICABLE: "trifft nicht zu",
        Status.NOT_COMPARABLE: "über einen Bruch hinweg nicht berechenbar",
    }
)
_STATUSES_EN: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.TRUE_ZERO: "exactly zero",
        Status.ROUNDED_ZERO: "less than half of the smallest unit",
        Status.MISSING: "no figure",
        Status.UNKNOWN: "unknown",
        Status.CONFIDENTIAL: "kept secret by the source",
        Status.SUPPRESSED: "suppressed: kept secret",
        Status.EXCLUDED: "not rated",
        Status.UNRELIABLE: "not reliable enough",
        Status.PENDING: "not yet available",
        Status.NOT_APPLICABLE: "not applicable",
        Status.NOT_COMPARABLE: "cannot be computed across a break",
    }
)
_HIDDEN: Final[Mapping[Language, str]] = MappingProxyType(
    {
        "de": (
            "„Gesperrt“ heißt: Der Wert ist bekannt, wird aber nicht gezeigt. Aus ihm wäre auf einzelne Menschen zu"
            " schließen, oder ein solcher Wert ließe sich mit ihm errechnen."
        ),
        "en": (
            "“Suppressed” means: the figure is known but not shown. It would tell of single persons, or such a figure"
            " could be worked out with it."
        ),
    }
)
_FLAGS_DE: Final[Mapping[Flag, str]] = MappingProxyType(
    {
        Flag.LIMITED: "eingeschränkt aussagekräftig",
        Flag.PROVISIONAL: "vorläufig",
        Flag.ESTIMATED: "geschätzt",
        Flag.REAGGREGATED: "aus kleineren Gebieten zusammengefasst",
        Flag.SMOOTHED: "geglättet",
        Flag.REVISED: "berichtigt",
        Flag.RECOMPUTED: "neu berechnet",
    }
)
_FLAGS_EN: Final[Mapping[Flag, str]] = MappingProxyType(
    {
        Flag.LIMITED: "of limited informative value",
        Flag.PROVISIONAL: "provisional",
        Flag.ESTIMATED: "estimated",
        Flag.REAGGREGATED: "summed up from smaller areas",
        Flag.SMOOTHED: "smoothed",
        Flag.REVISED: "revised",
        Flag.RECOMPUTED: "computed anew",
    }
)


def hidden_sentence(statuses: Iterable[int], language: Language) -> str:
    """Say what a suppressed figure is where there is one among those shown; empty without any."""
    return _HIDDEN[language] if Status.SUPPRESSED in statuses else ""


def status_words(status: Status, language: Language, reason: str = "") -> str:
    """Say why there is no figure, with the named reason of an exclusion or of a break; empty for an ordinary value.

    A reason belongs to these alone: an area may be excluded for one indicator and suppressed for another.
    """
    words = (_STATUSES_DE if language == "de" else _STATUSES_EN).get(status, "")
    if status is Status.NOT_COMPARABLE and reason:
        return reason
    if status is not Status.EXCLUDED or not reason:
        return words
    # A reason that says the same in its own words is not introduced by them once more; reasons are in German.
    reason = reason if language == "de" else reason.removeprefix(f"{_STATUSES_DE[status]}: ")
    return reason if words in reason else f"{words}: {reason}"


def flag_words(flags: Flag, language: Language) -> tuple[str, ...]:
    """Say what has to be known about a figure that is there."""
    words = _FLAGS_DE if language == "de" else _FLAGS_EN
    return tuple(words[flag] for flag in words if flag in flags)


def unavailable_words(language: Language) -> str:
    """Say that an interval cannot be computed."""
    return "nicht berechenbar" if language == "de" else "cannot be calculated"


def unsure_word(language: Language) -> str:
    """Say that chance decides the class of an area."""
    return "unsicher" if language == "de" else "unsure"


def city_value_words(kind: str, language: Language) -> str:
    """Say how the value of the whole city came about."""
    german = {"delivered": "von der Quelle geliefert", "computed": "mit dem Nenner des Indikators berechnet"}
    english = {"delivered": "delivered by the source", "computed": "computed with the indicator's denominator"}
    words = german if language == "de" else english
    return words.get(kind, "kein Wert" if language == "de" else "no value")
