# SPDX-License-Identifier: EUPL-1.2
"""Freeze the scales of a recipe in the making at a base period, from released figures alone."""

from indicators.errors import RecipeDraftError
from indicators.rendering.recipe_drafts import Json, unfrozen
from indicators.selectors.workshop import recipe_of
from indicators.selectors.workshop_ground import NoGround, ground_of
from indicators.stats.composite.cuts import RecipeError
from indicators.stats.composite.freezing import freeze_scales
from indicators.stats.composite.reading import recipe_to_content
from sozialplanung.accounts.models import Organisation


def with_frozen_scales(*, organisation: Organisation, content: Json, level: str) -> Json:
    """Return a content whose scales are measured at the base period that it names; without one they are not frozen.

    A content that is no recipe yet keeps the name of its base period, and is frozen when it is complete.

    Raises
    ------
    RecipeDraftError
        ``workshop.frozen_stand`` when nothing is released of the base period, ``recipe.frozen_ranks`` and
        ``recipe.frozen_base`` when the recipe cannot be frozen there.
    """
    at, plain = str(content.get("frozen_at", "")), unfrozen(content)
    if not at:
        return plain
    try:
        recipe = recipe_of(plain)
    except RecipeDraftError:
        return plain | {"frozen_at": at}
    ground = ground_of(organisation, recipe, level, at)
    if isinstance(ground, NoGround) or ground.stand.code != at:
        raise RecipeDraftError("workshop.frozen_stand", "Nothing is released of the base period.", stand=at)
    try:
        return recipe_to_content(freeze_scales(recipe, ground.areas, at=at))
    except RecipeError as error:
        raise RecipeDraftError(f"recipe.{error.code}", str(error)) from error
