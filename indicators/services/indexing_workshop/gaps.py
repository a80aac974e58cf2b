# SPDX-License-Identifier: EUPL-1.2
"""What a recipe in the making lacks before it can be handed in: everything at once, in the order of the editor."""

from collections.abc import Iterator
from typing import Final

from indicators.errors import RecipeDraftError, RecipeGapsError
from indicators.models import IndicatorDefinition, Recipe, RecipeDraft
from indicators.selectors.workshop import recipe_of
from indicators.stats.composite.recipe import Recipe as RecipeValue
from indicators.stats.composite.rules import SHORTEST_JUSTIFICATION
from sozialplanung.common.errors import DomainError

TEXTS: Final = ("name", "short_name", "subtitle", "topic", "source", "what_it_shows", "how_to_read", "limits")


def gaps_of(*, draft: RecipeDraft) -> list[DomainError]:
    """Return everything that a draft lacks by itself; each says by its parameters which field it is about."""
    return [*_of_recipe(draft), *_of_texts(draft), *_of_day(draft)]


def refuse_gaps(found: list[DomainError]) -> None:
    """Refuse a draft that lacks something.

    Raises
    ------
    DomainError
        The gap itself where there is one alone, else `RecipeGapsError` with all of them.
    """
    if len(found) == 1:
        raise found[0]
    if found:
        raise RecipeGapsError(found)


def _of_recipe(draft: RecipeDraft) -> Iterator[DomainError]:
    try:
        recipe = recipe_of(draft.content)
    except RecipeDraftError as error:
        yield error
    else:
        yield from _unreasoned(draft, recipe)
    chosen = draft.content.get("reference_set")
    if draft.content["reference"] == "given" and not chosen:
        yield RecipeDraftError("recipe.reference_set", "A given reference set names its areas.")
    is_counting = draft.content["minimum_inhabitants"] is not None or bool(chosen and chosen["minimum_inhabitants"])
    if is_counting and not draft.content["inhabitants"]:
        yield RecipeDraftError("workshop.inhabitants_missing", "It is not said what counts the inhabitants.")


def _unreasoned(draft: RecipeDraft, recipe: RecipeValue) -> Iterator[DomainError]:
    """Yield the components that were marked as demographic after they were put in, without a reason."""
    wanting = [
        part.indicator for part in recipe.index.leaves() if len(part.justification.strip()) < SHORTEST_JUSTIFICATION
    ]
    rows = IndicatorDefinition.objects.filter(organisation_id=draft.organisation_id, indicator__slug__in=wanting)
    marked = dict(rows.order_by("valid_from").values_list("indicator__slug", "is_demographic"))
    for slug in wanting:
        if marked.get(slug):
            message = "A demographic share needs a reason."
            yield RecipeDraftError("workshop.reason_missing", message, indicator=slug)


def _of_texts(draft: RecipeDraft) -> Iterator[DomainError]:
    if draft.indicator_id is not None:
        return
    for name in TEXTS:
        if not str(draft.texts.get(name, "")).strip():
            yield RecipeDraftError("workshop.text_missing", "A new index needs all its texts.", text=name)


def _of_day(draft: RecipeDraft) -> Iterator[DomainError]:
    if draft.valid_from is None:
        yield RecipeDraftError("workshop.first_day_missing", "It is not said from which day the recipe holds.")
        return
    newest = Recipe.objects.filter(indicator_id=draft.indicator_id or 0).order_by("-valid_from").first()
    if newest is not None and draft.valid_from <= newest.valid_from:
        message = "A version begins after the one before."
        yield RecipeDraftError("workshop.first_day_early", message, day=newest.valid_from.isoformat())
