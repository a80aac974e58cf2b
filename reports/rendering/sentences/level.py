# SPDX-License-Identifier: EUPL-1.2
"""How much there is: as so many of a hundred where enough persons stand behind it, the number beside the share."""

import re
from typing import Final

from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import FEWEST_PERSONS, PLACEHOLDER
from reports.rendering.sentences.amounts import (
    HUNDRED,
    count,
    is_singular,
    of_hundred,
    quoted,
    sentence,
    subject,
    told,
    when,
)
from reports.rendering.sentences.facts import SINGULARS, FigureFacts, GroupOf
from reports.rendering.sentences.grammar import declined, english_name, in_area
from reports.rendering.sentences.labels import class_words
from sozialplanung.common.statuses import Status

_CLAUSE: Final = re.compile(r"Von 100 (?P<whole>.+) (?P<verb>\S+) \{n\} (?P<rest>.+)")


def level_sentences(facts: FigureFacts, language: Language) -> tuple[str, ...]:
    """Tell a figure that is there; nothing where there is none."""
    if facts.value is None:
        return ()
    if facts.group is not None:
        return tuple(filter(None, [_group(facts, facts.group, language)]))
    if facts.status is Status.TRUE_ZERO:
        return (_zero(facts, language),)
    if facts.status is Status.ROUNDED_ZERO:
        return _almost_zero(facts, language)
    if facts.measure.is_share:
        return _share(facts, language)
    return (_counted(facts, language) if facts.measure.is_count else _figure(facts, language),)


def is_per_hundred(facts: FigureFacts) -> bool:
    """Say whether a share may be told as so many of a hundred: from a hundred persons on."""
    value = facts.value
    return (
        facts.measure.is_share
        and facts.status is Status.OK
        and value is not None
        and 0 < value <= HUNDRED
        and facts.people >= FEWEST_PERSONS
    )


def _share(facts: FigureFacts, language: Language) -> tuple[str, ...]:
    """Tell a share: first of a hundred by the definition's clause, then in percent with the numbers behind it."""
    value = facts.value or 0.0
    clause = _CLAUSE.fullmatch(facts.measure.noun) if language == "de" else None
    if not is_per_hundred(facts):
        return tuple(filter(None, [_figure(facts, language), _numbers(facts, language)]))
    if clause is None or is_singular(value):
        # The clause has a plural: one of a hundred is told without it.
        whole = f" {clause['whole']}" if clause else ""
        return tuple(
            filter(None, [_figure(facts, language), _that_is(value, whole, language), _numbers(facts, language)])
        )
    lead = _of_hundred(facts, clause, language)
    share = f"Der Anteil {quoted(facts.measure.name, language)} beträgt {told(value, facts.measure, language)}"
    if facts.numerator is None:
        return lead, sentence(share)
    if facts.denominator is None:
        return lead, sentence(f"{share}, in Zahlen {_counts(facts, language)}")
    return lead, sentence(f"{share}, das {'ist' if facts.numerator == 1 else 'sind'} {_counts(facts, language)}")


def _of_hundred(facts: FigureFacts, clause: re.Match[str], language: Language) -> str:
    """Tell a share by the clause of its definition; two nouns in a row are kept apart by the place."""
    few, at = of_hundred(facts.value or 0.0, language), in_area(facts.area, language)
    as_of = when(facts.period, language)
    if clause["rest"][:1].isupper() and clause["verb"] == "sind":
        return sentence(f"Von 100 {clause['whole']} sind {at} {few} {clause['rest']} {as_of}")
    return sentence(f"{at} {clause['verb']} {few} von 100 {clause['whole']} {clause['rest']} {as_of}")


def _figure(facts: FigureFacts, language: Language) -> str:
    """Tell a figure by the name of its indicator."""
    value = told(facts.value or 0.0, facts.measure, language)
    name, at, as_of = _named(facts, language)
    if language == "de":
        return sentence(f"{subject(facts.measure, language)} {name} beträgt {at} {value} {as_of}")
    return sentence(f"{subject(facts.measure, language)} {name} {at} is {value} {as_of}")


def _named(facts: FigureFacts, language: Language) -> tuple[str, str, str]:
    return quoted(facts.measure.name, language), in_area(facts.area, language), when(facts.period, language)


def _that_is(value: float, whole: str, language: Language) -> str:
    if language == "de":
        return sentence(f"Das {'ist' if is_singular(value) else 'sind'} {of_hundred(value, language)} von 100{whole}")
    return sentence(f"That is {of_hundred(value, language)} of 100")


def _numbers(facts: FigureFacts, language: Language) -> str:
    counts = _counts(facts, language)
    return sentence(f"{'In Zahlen' if language == 'de' else 'In numbers'}: {counts}") if counts else ""


def _counts(facts: FigureFacts, language: Language) -> str:
    """Tell the cases and of how many they are; what is rounded is told as “rund”."""
    if facts.numerator is None:
        return ""
    cases = count(facts.numerator, language)
    rounded = f"{'rund' if language == 'de' else 'about'} " if facts.is_rounded else ""
    if facts.denominator is None:
        return f"{rounded}{cases}"
    clause = _CLAUSE.fullmatch(facts.measure.noun) if language == "de" else None
    whole = f" {clause['whole']}" if clause and facts.denominator != 1 else ""
    return f"{rounded}{cases} {'von' if language == 'de' else 'of'} {count(facts.denominator, language)}{whole}"


def _counted(facts: FigureFacts, language: Language) -> str:
    """Tell a number of persons or things by their noun, else by the name of the indicator."""
    noun, value = facts.measure.noun, facts.value or 0.0
    if language == "en" or not noun or PLACEHOLDER in noun:
        return _figure(facts, language)
    if value == 1 and noun not in SINGULARS:
        return _figure(facts, language)
    what = SINGULARS[noun] if value == 1 else noun
    verb = "ist" if value == 1 else "sind"
    number = count(value, language)
    return sentence(f"{in_area(facts.area, language)} {verb} {number} {what} gezählt {when(facts.period, language)}")


def _zero(facts: FigureFacts, language: Language) -> str:
    name, at, as_of = _named(facts, language)
    measure = facts.measure
    if language == "de":
        if measure.is_count and measure.noun and PLACEHOLDER not in measure.noun:
            return sentence(f"{at} sind keine {measure.noun} gezählt {as_of}")
        return sentence(f"{subject(measure, language)} {name} beträgt {at} genau null {as_of}")
    return sentence(f"{subject(measure, language)} {name} {at} is exactly zero {as_of}")


def _almost_zero(facts: FigureFacts, language: Language) -> tuple[str, str]:
    name, at, as_of = _named(facts, language)
    who = subject(facts.measure, language)
    if language == "de":
        half = f"{who} liegt unter der Hälfte der kleinsten gezeigten Einheit"
        return sentence(f"{who} {name} liegt {at} nahe null {as_of}"), sentence(half)
    half = f"{who} lies below half of the smallest unit shown"
    return sentence(f"{who} {name} {at} is close to zero {as_of}"), sentence(half)


def _group(facts: FigureFacts, group_of: GroupOf, language: Language) -> str:
    """Tell the class of an index by respectful words; its number and its official name are told nowhere."""
    words = class_words(group_of.pack, group_of.code, group_of.label, language)
    if not words:
        return ""
    name, group, as_of = quoted(facts.measure.name, language), quoted(words, language), when(facts.period, language)
    if language == "de":
        verb = "gehören" if facts.area.is_plural else "gehört"
        who = declined(facts.area, "nominative")
        return sentence(f"Bei {name} {verb} {who} zur Gruppe {group} {as_of}")
    return sentence(f"For {name}, {english_name(facts.area)} belongs to the group {group} {as_of}")
