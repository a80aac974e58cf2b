# SPDX-License-Identifier: EUPL-1.2
"""Ready words for the classes of an index of need, and what is wrong with words that people write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from sozialplanung.common.fairwords import Judging, Language, Words, judging

LONGEST: Final = 60

Fault = Literal["empty", "long", "twice", "official", "judging"]

# “Low” to “particularly high”, the lowest need first, by how many classes there are.
_GERMAN: Final = MappingProxyType(
    {
        3: ("Niedriger", "Mittlerer", "Hoher"),
        4: ("Niedriger", "Mittlerer", "Hoher", "Besonders hoher"),
        5: ("Niedriger", "Eher niedriger", "Mittlerer", "Hoher", "Besonders hoher"),
    }
)
_ENGLISH: Final = MappingProxyType(
    {
        3: ("Low", "Medium", "High"),
        4: ("Low", "Medium", "High", "Particularly high"),
        5: ("Low", "Rather low", "Medium", "High", "Particularly high"),
    }
)
_OF_NEED: Final = MappingProxyType(
    {
        "unterstuetzung": Words("Unterstützungsbedarf", "need for support"),
        "handlung": Words("Handlungsbedarf", "need for action"),
        "aufmerksamkeit": Words("Aufmerksamkeitsbedarf", "need for attention"),
    }
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with the words of a class: at which place (from 0), in which language, and what."""

    place: int
    language: Language
    fault: Fault
    found: Judging | None = None


def packs_for(codes: Sequence[str], *, more_is_more_need: bool) -> Mapping[str, tuple[Words, ...]]:
    """Return ready words by name, one for each class, the lowest index first.

    Parameters
    ----------
    codes
        Codes of the classes, the lowest index first.
    more_is_more_need
        Whether a higher index means more need.

    Returns
    -------
    mapping of str to tuple of Words
        Empty for classes that are no steps of need (“+”, “+/-”, “-”), and for fewer than three or more than five.
    """
    count = len(codes)
    if count not in _GERMAN or not all(code.isdecimal() for code in codes):
        return {}
    steps = [*zip(_GERMAN[count], _ENGLISH[count], strict=True)]
    if not more_is_more_need:
        steps.reverse()
    return {
        name: tuple(Words(f"{german} {need.de}", f"{english} {need.en}") for german, english in steps)
        for name, need in _OF_NEED.items()
    }


def faults_of(words: Sequence[Words], official: Sequence[str]) -> tuple[Wrong, ...]:
    """Say what keeps words from standing before readers, place by place.

    Parameters
    ----------
    words
        One for each class, without spaces at the ends.
    official
        The official names of the classes: they stay in the sheet of the method.

    Returns
    -------
    tuple of Wrong
        Empty where nothing is wrong: every class has words of its own in both languages, none is too long for a
        legend, none judges people or their homes.
    """
    taken = frozenset(each.casefold() for each in official if each)
    german, english = tuple(each.de for each in words), tuple(each.en for each in words)
    found = (*_of(german, "de", taken), *_of(english, "en", taken))
    return tuple(sorted(found, key=lambda each: (each.place, each.language)))


def _of(names: Sequence[str], language: Language, official: frozenset[str]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for place, name in enumerate(names):
        folded = name.casefold()
        judged = next((each for each in judging(name, language) if each.family.topic == "stigma"), None)
        fault: Fault | None = None
        if not name:
            fault = "empty"
        elif len(name) > LONGEST:
            fault = "long"
        elif folded in seen:
            fault = "twice"
        elif folded in official:
            fault = "official"
        elif judged is not None:
            fault = "judging"
        seen.add(folded)
        if fault is not None:
            yield Wrong(place, language, fault, judged if fault == "judging" else None)
