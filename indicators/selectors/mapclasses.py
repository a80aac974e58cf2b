# SPDX-License-Identifier: EUPL-1.2
"""The classes of each period of a map: those of an index, given bounds, or computed ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from indicators.rendering.maplegend import ClassScheme
from indicators.rendering.mapstate import ALL_PERIODS, OWN, STANDARD, MapState
from indicators.rendering.ownbounds import read_bounds
from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.classification import CENTRED, USUAL_NUMBER, classes_over
from indicators.selectors.mapchoice import MapChoice
from indicators.selectors.sheets import DefinitionSheet, OrganisationRef, RecipeSheet, ReleaseRef
from indicators.stats.classes import Method

INDEX: Final = "index"
_METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        STANDARD: "quantiles",
        "quantile": "quantiles",
        "fisher-jenks": "fisher_jenks",
        "gleich": "equal_intervals",
        "rund": "pretty",
        "standardabweichung": "standard_deviations",
        "kopf-schwanz": "head_tail",
    }
)


@dataclass(frozen=True, slots=True)
class ClassNames:
    """The names of the classes of an index: respectful words in front, the official names behind."""

    words: tuple[str, ...]
    official: tuple[str, ...]


def recipes_for(organisation: OrganisationRef, choice: MapChoice) -> tuple[RecipeSheet, ...]:
    """Return the recipes of an index, newest first; none for any other indicator."""
    return published.recipes_of(organisation, choice.sheet.slug) if choice.sheet.kind == INDEX else ()


def class_names(recipes: Iterable[RecipeSheet], ref: ReleaseRef, content: SliceContent) -> ClassNames:
    """Return the names of an index's classes in one release; without a recipe those that the release carries."""
    recipe = next((each for each in recipes if each.valid_from < ref.period_end), None)
    classes = recipe.content.get("classes", []) if recipe else []
    if len(classes) != len(content.class_labels):
        return ClassNames(content.class_labels, content.class_labels)
    official = tuple(str(each["official"]) for each in classes)
    # An index of the city's own has no official names.
    return ClassNames(tuple(_(each["label"]) for each in classes), official if any(official) else ())


def schemes_of(
    choice: MapChoice,
    contents: Mapping[int, SliceContent],
    state: MapState,
    recipes: Sequence[RecipeSheet] = (),
) -> dict[int, ClassScheme]:
    """Return the classes of each release of the series.

    Bounds are the same for all periods, whatever their boundary version, unless the address asks otherwise.
    """
    if state.methode == STANDARD and all(contents[ref.id].class_labels for ref in choice.series):
        return {ref.id: _index_scheme(choice, ref, contents[ref.id], recipes) for ref in choice.series}
    if state.grenzen == ALL_PERIODS:
        common = _scheme(choice.sheet.definition, [contents[ref.id] for ref in choice.series], state)
        return {ref.id: common for ref in choice.series}
    return {ref.id: _scheme(definition_of(choice, ref), [contents[ref.id]], state) for ref in choice.series}


def definition_of(choice: MapChoice, ref: ReleaseRef) -> DefinitionSheet:
    """Return what the indicator meant in a release."""
    found = (each for each in choice.sheet.definitions if each.id == ref.definition_id)
    return next(found, choice.sheet.definition)


def _index_scheme(
    choice: MapChoice, ref: ReleaseRef, content: SliceContent, recipes: Sequence[RecipeSheet]
) -> ClassScheme:
    names = class_names(recipes, ref, content)
    return ClassScheme(palette=definition_of(choice, ref).palette, labels=names.words, official=names.official)


def _stated(definition: DefinitionSheet, state: MapState) -> tuple[float, ...]:
    """Return the bounds that a reader or the definition states; none where a method finds them."""
    if state.methode == OWN:
        return read_bounds(state.schwellen) or ()
    return definition.default_breaks if state.methode == STANDARD else ()


def _scheme(definition: DefinitionSheet, contents: Sequence[SliceContent], state: MapState) -> ClassScheme:
    found = classes_over(
        contents,
        stated=_stated(definition, state),
        # Stated bounds need no method.
        method=_METHODS.get(state.methode, "quantiles"),
        k=state.klassen or USUAL_NUMBER,
        centre=0.0 if definition.palette in CENTRED else None,
    )
    # Bounds that were given need not have values on both sides: that end of the scale is open then.
    low = None if found.bounds and found.low is not None and found.low >= found.bounds[0] else found.low
    high = None if found.bounds and found.high is not None and found.high < found.bounds[-1] else found.high
    return ClassScheme(palette=definition.palette, bounds=found.bounds, low=low, high=high)
