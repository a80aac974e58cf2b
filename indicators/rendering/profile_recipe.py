# SPDX-License-Identifier: EUPL-1.2
"""The recipe of an index in words: what goes in, with which weight, how it is put together, where classes begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.rendering.profile_numbers import Language, number
from indicators.stats.recipes import ClassCut, Component, IndexRecipe

_MOST_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class ComponentWords:
    """One part of an index; `slug` names its indicator."""

    slug: str
    name: str
    measure: str
    direction: str
    weight: str


@dataclass(frozen=True, slots=True)
class ClassWords:
    """One class: the official name, the label that readers see (to be translated) and its bounds."""

    code: str
    official: str
    label: str
    bounds: str


@dataclass(frozen=True, slots=True)
class RecipeWords:
    """A recipe as it is told: parts, steps in the order of computing, classes."""

    version: int
    components: tuple[ComponentWords, ...]
    steps: tuple[str, ...]
    classes: tuple[ClassWords, ...]
    has_equal_weights: bool


def recipe_words(recipe: IndexRecipe, names: Mapping[str, str], language: Language) -> RecipeWords:
    """Tell a recipe; `names` holds names of indicators by slug."""
    return RecipeWords(
        version=recipe.version,
        components=tuple(_component(each, names, language) for each in recipe.components),
        steps=_steps(recipe, language),
        classes=tuple(
            ClassWords(each.code, each.official, each.label, _bounds(recipe.cuts, place, language))
            for place, each in enumerate(recipe.classes)
        ),
        has_equal_weights=len({each.weight for each in recipe.components}) == 1,
    )


def _component(component: Component, names: Mapping[str, str], language: Language) -> ComponentWords:
    german = language == "de"
    measures = {
        "value": "Wert" if german else "value",
        "change": "veröffentlichte Veränderung" if german else "published change",
    }
    more = "mehr erhöht den Index" if german else "more raises the index"
    less = "mehr senkt den Index" if german else "more lowers the index"
    return ComponentWords(
        slug=component.indicator,
        name=names.get(component.indicator, component.indicator),
        measure=measures[component.measure],
        direction=more if component.direction > 0 else less,
        weight=_plain(component.weight, language),
    )


def _steps(recipe: IndexRecipe, language: Language) -> tuple[str, ...]:
    steps = (_standardising(recipe, language), _combining(recipe, language), _rescaling(recipe, language))
    return tuple(step for step in steps if step)


def _standardising(recipe: IndexRecipe, language: Language) -> str:
    if language == "de":
        spread = "aller bewerteten Gebiete" if recipe.ddof == 0 else "der Gebiete als Stichprobe (n − 1)"
        return (
            "Jeder Wert wird am ungewichteten Mittel aller bewerteten Gebiete gemessen und durch die "
            f"Standardabweichung {spread} geteilt (z-Wert)."
        )
    spread = "of all rated areas" if recipe.ddof == 0 else "of the areas as a sample (n − 1)"
    return (
        "Each value is measured against the unweighted mean of all rated areas and divided by the standard "
        f"deviation {spread} (z-score)."
    )


def _combining(recipe: IndexRecipe, language: Language) -> str:
    if recipe.aggregate == "sum":
        return "Die z-Werte werden addiert." if language == "de" else "The z-scores are added up."
    divisor = _plain(recipe.divisor or 1.0, language)
    if language == "de":
        return f"Die gewichteten z-Werte werden addiert und durch {divisor} geteilt."
    return f"The weighted z-scores are added up and divided by {divisor}."


def _rescaling(recipe: IndexRecipe, language: Language) -> str:
    german = {
        "divide_by_sd": "Das Ergebnis wird durch seine eigene Standardabweichung geteilt.",
        "zscore": "Das Ergebnis wird noch einmal als z-Wert ausgedrückt.",
    }
    english = {
        "divide_by_sd": "The result is divided by its own standard deviation.",
        "zscore": "The result is expressed as a z-score once more.",
    }
    return (german if language == "de" else english).get(recipe.restandardise, "")


def _bounds(cuts: Sequence[ClassCut], place: int, language: Language) -> str:
    """Say between which cuts a class lies, and to which side a value exactly at a cut belongs."""
    lower = cuts[place - 1] if place else None
    upper = cuts[place] if place < len(cuts) else None
    german = language == "de"
    parts: list[str] = []
    if lower is not None:
        includes = lower.equal_goes == "upper"
        words = ("ab" if german else "from") if includes else ("mehr als" if german else "more than")
        parts.append(f"{words} {_plain(lower.at, language)}")
    if upper is not None:
        includes = upper.equal_goes == "lower"
        words = ("bis" if german else "up to") if includes else ("weniger als" if german else "less than")
        parts.append(f"{words} {_plain(upper.at, language)}")
    separator = " und " if german else " and "
    # „ab −1 bis 1“ reads as one stretch; „mehr als 1 und weniger als 2“ needs the word between.
    joins = parts[-1].startswith(("bis", "up to")) if parts else False
    return (" " if joins else separator).join(parts)


def _plain(value: float, language: Language) -> str:
    """Write a number with no more decimals than it needs."""
    places = next((few for few in range(_MOST_DECIMALS) if round(value, few) == value), _MOST_DECIMALS)
    return number(value, places, language)
