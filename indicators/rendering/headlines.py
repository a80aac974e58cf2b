# SPDX-License-Identifier: EUPL-1.2
"""The sentence above a map: one line that the map can show, because its threshold is a class break.

The rules are fixed: nothing is judged. Demographic shares and counts get a sober sentence about the middle half.
"""

import re
from dataclasses import dataclass
from typing import Final

from indicators.rendering.profile_numbers import Language, is_share, number, with_unit

_CLAUSE: Final = re.compile(r"Von 100 (?P<whole>.+) (?P<verb>\S+) \{n\} (?P<rest>.+)")


@dataclass(frozen=True, slots=True)
class HeadlineFacts:
    """What a headline may speak of.

    `bounds` are the lower bounds of the classes from the second on, `counts` the areas per class, `labels` the names
    of classes that an index has instead of bounds; `middle` are the quartiles of the areas.
    """

    name: str
    noun: str
    unit: str
    decimals: int
    areas: str
    bounds: tuple[float, ...]
    counts: tuple[int, ...]
    labels: tuple[str, ...] = ()
    middle: tuple[float, float] | None = None
    is_neutral: bool = False
    speaks_of_lowest: bool = False


def dative_plural(plural: str) -> str:
    """Return the dative of a German plural: Bezirke, in den Bezirken."""
    return plural if plural.endswith(("n", "s")) else f"{plural}n"


def headline(facts: HeadlineFacts, language: Language) -> str:
    """Return the one sentence above the map."""
    if not sum(facts.counts):
        return f"{facts.name}: kein Wert veröffentlicht" if language == "de" else f"{facts.name}: no value published"
    if facts.labels:
        return _of_class(facts, language)
    if facts.is_neutral or not facts.bounds:
        return _middle_half(facts, language)
    return _beyond_threshold(facts, language)


def _beyond_threshold(facts: HeadlineFacts, language: Language) -> str:
    count = facts.counts[0] if facts.speaks_of_lowest else facts.counts[-1]
    threshold = facts.bounds[0] if facts.speaks_of_lowest else facts.bounds[-1]
    where = _where(count, facts, language)
    clause = _CLAUSE.fullmatch(facts.noun)
    if language == "de" and clause and is_share(facts.unit) and threshold.is_integer() and threshold > 1:
        extent = "weniger als" if facts.speaks_of_lowest else "mindestens"
        return f"{where} {clause['verb']} {extent} {threshold:.0f} von 100 {clause['whole']} {clause['rest']}"
    amount = with_unit(threshold, _needed_decimals(threshold, facts.decimals), facts.unit, language)
    where = where[:1].lower() + where[1:]
    if language == "de":
        relation = f"unter {amount}" if facts.speaks_of_lowest else f"{amount} oder mehr"
    else:
        relation = f"below {amount}" if facts.speaks_of_lowest else f"{amount} or more"
    return f"{facts.name}: {where} {relation}"


def _of_class(facts: HeadlineFacts, language: Language) -> str:
    where = _where(facts.counts[-1], facts, language)
    return f"{where}: {facts.labels[-1]}"


def _middle_half(facts: HeadlineFacts, language: Language) -> str:
    if facts.middle is None:
        return facts.name
    low = number(facts.middle[0], facts.decimals, language)
    high = with_unit(facts.middle[1], facts.decimals, facts.unit, language)
    if language == "de":
        return f"{facts.name}: in der mittleren Hälfte der {facts.areas} zwischen {low} und {high}"
    return f"{facts.name}: between {low} and {high} in the middle half of the {facts.areas}"


def _where(count: int, facts: HeadlineFacts, language: Language) -> str:
    total = number(sum(facts.counts), 0, language)
    if language == "de":
        areas = dative_plural(facts.areas)
        few = {0: "keinem", 1: "einem"}.get(count, number(count, 0, language))
        return f"In {few} von {total} {areas}"
    few = {0: "none", 1: "one"}.get(count, number(count, 0, language))
    return f"In {few} of {total} {facts.areas}"


def _needed_decimals(value: float, most: int) -> int:
    return next((places for places in range(most) if float(round(value, places)) == value), most)
