# SPDX-License-Identifier: EUPL-1.2
"""The classes of an index in words: what they mean, and between which values of the index they lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from indicators.rendering.profile_numbers import Language, number
from indicators.stats.composite.cuts import ClassCut
from indicators.stats.composite.recipe import Recipe

_MOST_DECIMALS: Final = 3


@dataclass(frozen=True, slots=True)
class ClassWords:
    """One class: the official name, the label that readers see (to be translated) and its bounds.

    `bounds` is empty where classes hold equally many areas: their bounds follow from the figures.
    """

    code: str
    official: str
    label: str
    bounds: str


def class_words(recipe: Recipe, language: Language) -> tuple[ClassWords, ...]:
    """Tell the classes of a recipe, the lowest index first."""
    return tuple(
        ClassWords(each.code, each.official, each.label, _bounds(recipe.cuts, place, language))
        for place, each in enumerate(recipe.classes)
    )


def plain_number(value: float, language: Language, most: int = _MOST_DECIMALS) -> str:
    """Write a number with no more decimals than it needs, and at most so many."""
    places = next((few for few in range(most) if round(value, few) == value), most)
    return number(value, places, language)


def _bounds(cuts: Sequence[ClassCut], place: int, language: Language) -> str:
    """Say between which cuts a class lies, and to which side a value exactly at a cut belongs."""
    if not cuts:
        return ""
    german = language == "de"
    parts: list[str] = []
    if place:
        lower = cuts[place - 1]
        includes = lower.equal_goes == "upper"
        words = ("ab" if german else "from") if includes else ("mehr als" if german else "more than")
        parts.append(f"{words} {plain_number(lower.at, language)}")
    if place < len(cuts):
        upper = cuts[place]
        includes = upper.equal_goes == "lower"
        words = ("bis" if german else "up to") if includes else ("weniger als" if german else "less than")
        parts.append(f"{words} {plain_number(upper.at, language)}")
    # „ab −1 bis 1“ reads as one stretch; „mehr als 1 und weniger als 2“ needs the word between.
    joins = parts[-1].startswith(("bis", "up to"))
    return (" " if joins else " und " if german else " and ").join(parts)
