# SPDX-License-Identifier: EUPL-1.2
"""The sentence above a map: one line that the map can show, because its threshold is a class break.

The rules are fixed: nothing is judged. Demographic shares and counts get a sober sentence about the middle classes.
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
    of classes that an index has instead of bounds.
    """

    name: str
    noun: str
    unit: str
    decimals: int
    areas: str
    bounds: tuple[float, ...]
    counts: tuple[int, ...]
    labels: tuple[str, ...] = ()
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
    if not facts.bounds:
        return facts.name
    if facts.is_neutral and len(facts.bounds) > 1:
        return _middle_classes(facts, language)
    return _beyond_threshold(facts, language)


def headline_of_one(name: str, area: str, value: str) -> str:
    """Return the sentence above a map of a single area: its value, or why there is none."""
    return f"{name} in {area}: {value}"


def _beyond_threshold(facts: HeadlineFacts, language: Language) -> str:
    count, threshold = _reached(facts)
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


def _reached(facts: HeadlineFacts) -> tuple[int, float]:
    """Return the outermost class break that some area reaches, with how many lie beyond it.

    Where no area reaches any of them, it is the innermost one: so it says that all areas lie in the class at the end.
    """
    if facts.speaks_of_lowest:
        beyond = [(sum(facts.counts[: place + 1]), bound) for place, bound in enumerate(facts.bounds)]
    else:
        beyond = [(sum(facts.counts[place:]), bound) for place, bound in enumerate(facts.bounds, start=1)][::-1]
    return next((each for each in beyond if each[0]), beyond[-1])


def _of_class(facts: HeadlineFacts, language: Language) -> str:
    """Tell how many areas lie in the last class that has any."""
    there = [pair for pair in zip(facts.counts, facts.labels, strict=False) if pair[0]]
    count, label = there[-1] if there else (0, facts.labels[-1])
    return f"{_where(count, facts, language)}: {label}"


def _middle_classes(facts: HeadlineFacts, language: Language) -> str:
    """Tell how many areas lie in neither end class: both thresholds are breaks that the map shows."""
    where = _where(sum(facts.counts[1:-1]), facts, language)
    where = where[:1].lower() + where[1:]
    places = max(_needed_decimals(bound, facts.decimals) for bound in facts.bounds)
    low = number(facts.bounds[0], places, language)
    high = with_unit(facts.bounds[-1], places, facts.unit, language)
    span = f"{low} bis unter {high}" if language == "de" else f"from {low} to below {high}"
    return f"{facts.name}: {where} {span}"


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
