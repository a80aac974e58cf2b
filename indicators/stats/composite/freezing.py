# SPDX-License-Identifier: EUPL-1.2
"""Freeze the scales of a recipe at a base period."""

from dataclasses import replace

from indicators.stats.composite.cuts import RecipeError
from indicators.stats.composite.frozen import FrozenScale, is_measured, node_name
from indicators.stats.composite.nodes import Part
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, run


def freeze_scales(recipe: Recipe, areas: Areas, *, at: str) -> Recipe:
    """Return a recipe whose scales are those of a base period, whatever it is run over.

    Parameters
    ----------
    recipe : Recipe
        Any recipe; scales that were frozen before are measured anew.
    areas : Areas
        The figures of the base period, as for `run`.
    at : str
        How the base period is called.

    Returns
    -------
    Recipe
        Run over the same areas it gives the same index to the last bit.

    Raises
    ------
    RecipeError
        `frozen_base` when the recipe gives no index of the base period; `frozen_ranks` when it holds what is found
        anew in each period.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 5 (standardisation over time). The method
    page: docs/methods/index-recipes.md

    Examples
    --------
    See `docs/methods/index-recipes.md`.
    """
    done = run(replace(recipe, reference="rated", scales=(), frozen_at="", reference_set=None), areas)
    if done.reason or not done.rated.any():
        raise RecipeError("frozen_base", "Of the base period no index can be made.")
    scales: list[FrozenScale] = []
    for domain in recipe.index.domains():
        found = done.domain(domain.slug)
        for node, column in zip(domain.parts, found.parts, strict=True):
            if isinstance(node, Part) and is_measured(node.scale):
                scales.append(FrozenScale(node_name(node), column.centre, column.spread))
        if is_measured(domain.scale):
            scales.append(FrozenScale(node_name(domain), found.column.centre, found.column.spread))
    return replace(recipe, reference="frozen", scales=tuple(scales), frozen_at=at, reference_set=None)
