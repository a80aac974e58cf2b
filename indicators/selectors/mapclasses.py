# SPDX-License-Identifier: EUPL-1.2
"""The classes of each period of a map: those of an index, given bounds, or computed ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from indicators.rendering.maplegend import ClassScheme
from indicators.rendering.mapstate import ALL_PERIODS, CITY, OWN, STANDARD, THRESHOLD, MapState
from indicators.rendering.ownbounds import read_bounds
from indicators.rendering.ownwords import Middle
from indicators.rendering.profile_numbers import is_relative_unit
from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.classification import CENTRED, USUAL_NUMBER
from indicators.selectors.classmaking import Wish, scheme_over
from indicators.selectors.classwording import label_of
from indicators.selectors.conversions import counted
from indicators.selectors.mapchoice import MapChoice
from indicators.selectors.regional import RegionalDefault
from indicators.selectors.sheets import DefinitionSheet, OrganisationRef, RecipeSheet, ReleaseRef
from indicators.stats.classes import Method

INDEX: Final = "index"
COUNTS: Final = "counts"
_METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        STANDARD: "quantiles",
        "quantile": "quantiles",
        "fisher-jenks": "fisher_jenks",
        "gleich": "equal_intervals",
        "rund": "pretty",
        "standardabweichung": "standard_deviations",
        "kopf-schwanz": "head_tail",
        THRESHOLD: "quantiles",
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
    if recipe is None or len(classes) != len(content.class_labels):
        return ClassNames(content.class_labels, content.class_labels)
    official = tuple(str(each["official"]) for each in classes)
    # An index of the city's own has no official names.
    return ClassNames(tuple(label_of(recipe, each) for each in classes), official if any(official) else ())


def schemes_of(
    choice: MapChoice,
    contents: Mapping[int, SliceContent],
    state: MapState,
    recipes: Sequence[RecipeSheet] = (),
    regional: RegionalDefault | None = None,
) -> dict[int, ClassScheme]:
    """Return the classes of each release of the series; a regional default comes before those of the definition.

    Bounds are the same for all periods, whatever their boundary version, unless the address asks otherwise.
    """
    if state.methode == STANDARD and all(contents[ref.id].class_labels for ref in choice.series):
        return {ref.id: _index_scheme(choice, ref, contents[ref.id], recipes) for ref in choice.series}
    if regional is not None and is_regional(state):
        common = _regional_scheme(choice, contents, state, regional)
        return {ref.id: common for ref in choice.series}
    if state.grenzen == ALL_PERIODS:
        common = _scheme(choice, choice.series, contents, state)
        return {ref.id: common for ref in choice.series}
    return {ref.id: _scheme(choice, (ref,), contents, state) for ref in choice.series}


def definition_of(choice: MapChoice, ref: ReleaseRef) -> DefinitionSheet:
    """Return what the indicator meant in a release."""
    found = (each for each in choice.sheet.definitions if each.id == ref.definition_id)
    return next(found, choice.sheet.definition)


def _index_scheme(
    choice: MapChoice, ref: ReleaseRef, content: SliceContent, recipes: Sequence[RecipeSheet]
) -> ClassScheme:
    names = class_names(recipes, ref, content)
    return ClassScheme(palette=definition_of(choice, ref).palette, labels=names.words, official=names.official)


def is_regional(state: MapState) -> bool:
    """Whether an address leaves the classes to whoever publishes: no other method, number or middle is asked for."""
    return state.methode == STANDARD and state.klassen is None and not state.mitte


def _regional_scheme(
    choice: MapChoice, contents: Mapping[int, SliceContent], state: MapState, regional: RegionalDefault
) -> ClassScheme:
    """Return the classes that a steward decided on: the same for all periods."""
    return scheme_over(
        [contents[ref.id] for ref in choice.series],
        Wish(
            palette=regional.palette or choice.sheet.definition.palette,
            stated=regional.bounds,
            method="given",
            number=USUAL_NUMBER,
            middle=None if regional.middle is None else Middle(regional.middle, "number"),
            has_zero=bool(state.null),
            has_outliers=bool(state.ausreisser),
            counted=_counted(choice.series, contents),
        ),
    )


def method_of(state: MapState) -> Method:
    """Return the method that an address asks for; quantiles where it names bounds of its own, or leaves the choice."""
    return _METHODS.get(state.methode, "quantiles")


def is_count(definition: DefinitionSheet, content: SliceContent) -> bool:
    """Whether figures are numbers of persons or things: the whole is their sum, and no measure for an area."""
    is_relative = is_relative_unit(definition.unit_of_measure) or "denominator" in content.numbers
    return definition.basis == COUNTS and not is_relative


def _stated(definition: DefinitionSheet, state: MapState) -> tuple[float, ...]:
    """Return the bounds that a reader or the definition states; none where a method finds them."""
    if state.methode == OWN:
        return read_bounds(state.schwellen) or ()
    return definition.default_breaks if state.methode == STANDARD else ()


def _scheme(
    choice: MapChoice, refs: Sequence[ReleaseRef], contents: Mapping[int, SliceContent], state: MapState
) -> ClassScheme:
    """Return the classes that some releases share."""
    definition = choice.sheet.definition if len(refs) > 1 else definition_of(choice, refs[0])
    shared = [contents[ref.id] for ref in refs]
    middle = _middle(choice, refs, contents, state)
    return scheme_over(
        shared,
        Wish(
            palette="diverging" if middle and definition.palette not in CENTRED else definition.palette,
            stated=() if middle else _stated(definition, state),
            # Stated bounds need no method.
            method=method_of(state),
            number=state.klassen or USUAL_NUMBER,
            centre=0.0 if definition.palette in CENTRED else None,
            middle=middle,
            has_zero=bool(state.null),
            has_outliers=bool(state.ausreisser),
            counted=_counted(refs, contents),
        ),
    )


def _counted(refs: Iterable[ReleaseRef], contents: Mapping[int, SliceContent]) -> tuple[SliceContent, ...]:
    """Return the slices without estimates: none says what is usual, nor where the middle of all areas lies."""
    return tuple(counted(ref, contents[ref.id]) for ref in refs)


def _middle(
    choice: MapChoice, refs: Sequence[ReleaseRef], contents: Mapping[int, SliceContent], state: MapState
) -> Middle | None:
    """Return the middle that is asked for: a number, or the value of the whole, the newest of all that share classes.

    A threshold that names none takes the value of the whole, and where there is none the middle one of all areas.
    """
    is_threshold = state.methode == THRESHOLD
    if state.methode == OWN or not (state.mitte or is_threshold):
        return None
    if state.mitte not in {"", CITY}:
        asked = float(state.mitte)
        return Middle(asked, "number", is_threshold) if _has_two_sides(refs, contents, asked) else None
    found = next((ref for ref in reversed(refs) if city_value(choice, ref, contents[ref.id]) is not None), None)
    if found is not None:
        value = city_value(choice, found, contents[found.id]) or 0.0
        return Middle(value, "city", is_threshold, found.period if len(refs) > 1 else "")
    there = _values(refs, {ref.id: counted(ref, contents[ref.id]) for ref in refs})
    if not is_threshold or not there.size:
        return None
    return Middle(float(np.median(there)), "median", is_threshold=True)


def _values(refs: Sequence[ReleaseRef], contents: Mapping[int, SliceContent]) -> npt.NDArray[np.float64]:
    values: npt.NDArray[np.float64] = np.concatenate([contents[ref.id].numbers["value"].values for ref in refs])
    there: npt.NDArray[np.float64] = values[~np.isnan(values)]
    return there


def _has_two_sides(refs: Sequence[ReleaseRef], contents: Mapping[int, SliceContent], middle: float) -> bool:
    """Say whether values lie below a middle and from it on: bounds of a side without any would be made up."""
    there = _values(refs, contents)
    return bool((there < middle).any() and (there >= middle).any())


def city_value(choice: MapChoice, ref: ReleaseRef, content: SliceContent) -> float | None:
    """Return the value of the whole where areas can be held against it: their sum cannot."""
    return whole_value(definition_of(choice, ref), content)


def whole_value(definition: DefinitionSheet, content: SliceContent) -> float | None:
    """Return the value of the whole in one slice, None where areas cannot be held against it."""
    return None if is_count(definition, content) or content.size == 1 else content.city.value
