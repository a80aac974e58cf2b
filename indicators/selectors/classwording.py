# SPDX-License-Identifier: EUPL-1.2
"""What the classes of an index are called: as readers are told, and every decision on it for those who decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.models import ClassWording, Indicator, IndicatorKind, Recipe
from indicators.rendering.profile_numbers import language_of
from indicators.selectors.sheets import MORE_NEED, RecipeSheet, wording_of
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.fairwords import Words


@dataclass(frozen=True, slots=True)
class NamedClass:
    """A class of an index: its code, the publisher's name (may be empty), what the recipe calls it, and own words."""

    code: str
    official: str
    usual: str
    own: Words | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """The classes of an index, the lowest index first (none for one without), and what a higher index means.

    Both by its newest recipe; `higher_means` is ``more_need`` or ``less_need``.
    """

    classes: tuple[NamedClass, ...]
    higher_means: str = MORE_NEED


def label_of(recipe: RecipeSheet, each: Mapping[str, Any]) -> str:
    """Return what readers are told of a class (an entry of the recipe's content), in the language of the page."""
    own = recipe.wording.get(str(each["code"]))
    if own is None:
        return str(_(each["label"])) if each["label"] else ""
    return own.told(language_of(get_language()))


def history_of(indicator: Indicator) -> list[ClassWording]:
    """Return all decisions on the classes of an index, the newest first."""
    return list(ClassWording.objects.filter(indicator=indicator).select_related("decided_by").order_by("-revision"))


def naming_of(indicator: Indicator) -> Naming:
    """Return what the classes of an index are called."""
    recipe = Recipe.objects.filter(indicator=indicator).order_by("-version").first()
    last = ClassWording.objects.filter(indicator=indicator).order_by("-revision").first()
    meaning = str(recipe.content.get("higher_means", MORE_NEED)) if recipe else MORE_NEED
    return Naming(_named(recipe, last), meaning)


def _named(recipe: Recipe | None, last: ClassWording | None) -> tuple[NamedClass, ...]:
    if recipe is None:
        return ()
    own = wording_of(last.words if last else (), recipe.content)
    return tuple(
        NamedClass(
            str(each["code"]),
            str(each["official"]),
            str(_(each["label"])) if each["label"] else "",
            own.get(str(each["code"])),
        )
        for each in recipe.content.get("classes", [])
    )


def classed_indices(organisation: Organisation) -> list[tuple[Indicator, tuple[NamedClass, ...]]]:
    """Return the indices of an organisation that have classes, with what these are called."""
    indices = Indicator.objects.filter(organisation=organisation, kind=IndicatorKind.INDEX, is_building_block=False)
    newest = {row.indicator_id: row for row in Recipe.objects.filter(indicator__in=indices).order_by("version")}
    decided = ClassWording.objects.filter(organisation=organisation).order_by("revision")
    last = {row.indicator_id: row for row in decided}
    told = [(each, _named(newest.get(each.pk), last.get(each.pk))) for each in indices.order_by("slug")]
    return [(each, classes) for each, classes in told if classes]
