# SPDX-License-Identifier: EUPL-1.2
"""Scales that stand still: mean and spread of a base period, so that an index can be compared over time."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.stats.composite.limits import is_too_large
from indicators.stats.composite.nodes import Domain, Part
from indicators.stats.composite.steps import (
    BordaScale,
    MinMaxScale,
    NormalScores,
    PercentileScale,
    RankExponential,
    RankScale,
    Scale,
    SdScale,
    TargetScale,
    Winsorise,
    ZScale,
)

if TYPE_CHECKING:
    from indicators.stats.composite.recipe import Recipe

Problem = tuple[str, str] | None
_BY_OTHERS = (RankScale, PercentileScale, BordaScale, RankExponential, NormalScores, Winsorise)


@dataclass(frozen=True, slots=True)
class FrozenScale:
    """What one scale was measured by at the base period.

    `node` is ``part:`` with the name of a component (``x (change)`` for a change) or ``domain:`` with its name;
    `centre` and `spread` are mean and standard deviation, lower bound and width, or target and largest distance.
    """

    node: str
    centre: float
    spread: float


def node_name(node: Part | Domain) -> str:
    """Return how a frozen scale names its node.

    Parameters
    ----------
    node : Part or Domain
        Any node.

    Returns
    -------
    str
        Unique within a recipe. No arrays, hence no NaN.
    """
    if isinstance(node, Domain):
        return f"domain:{node.slug}"
    return f"part:{node.indicator}" if node.measure == "value" else f"part:{node.indicator} ({node.measure})"


def is_measured(scale: Scale) -> bool:
    """Say whether a scale is measured by the areas, so that it moves from period to period unless it is frozen.

    Parameters
    ----------
    scale : Scale
        Any scale.

    Returns
    -------
    bool
        False for values that are kept and for bounds that are stated. No arrays, hence no NaN.
    """
    return isinstance(scale, ZScale | SdScale | TargetScale) or (
        isinstance(scale, MinMaxScale) and scale.bounds is None
    )


def measured_nodes(index: Domain) -> Iterator[Part | Domain]:
    """Yield the nodes of a recipe whose scale is measured by the areas, inner ones first.

    Parameters
    ----------
    index : Domain
        The outermost domain.

    Returns
    -------
    iterator of Part or Domain
        No arrays, hence no NaN.
    """
    for domain in index.domains():
        yield from (part for part in domain.parts if isinstance(part, Part) and is_measured(part.scale))
        if is_measured(domain.scale):
            yield domain


def is_moving(recipe: "Recipe") -> bool:
    """Say whether some number of a recipe is found anew in the areas of each period.

    Parameters
    ----------
    recipe : Recipe
        Any recipe.

    Returns
    -------
    bool
        False where scales are frozen or stated, weights given, and nothing is ranked or shrunk. No arrays, hence no
        NaN.
    """
    if any(part.shrink for part in recipe.index.leaves()):
        return True
    if recipe.reference == "frozen":
        return False
    return _is_by_others(recipe.index, is_quantile=recipe.quantiles is not None) or any(measured_nodes(recipe.index))


def _is_by_others(index: Domain, *, is_quantile: bool) -> bool:
    nodes: list[Part | Domain] = [*index.domains(), *index.leaves()]
    steps = [step for node in nodes for step in (*node.transforms, node.scale)]
    is_computed = any(domain.weighting not in {"given", "equal"} for domain in index.domains())
    return is_quantile or is_computed or any(isinstance(step, _BY_OTHERS) for step in steps)


def frozen_problem(index: Domain, scales: tuple[FrozenScale, ...], *, is_quantile: bool) -> Problem:
    """Find the first rule that a recipe with frozen scales breaks.

    Parameters
    ----------
    index : Domain
        The outermost domain, of which every other rule holds.
    scales : tuple of FrozenScale
        One for each node of `measured_nodes`.
    is_quantile : bool
        Whether the classes are of equally many areas.

    Returns
    -------
    tuple of str or None
        `frozen_ranks` for what is made from the areas of each period anew, `frozen_scales` for numbers that lack or
        are none; None when every rule is kept. No arrays, hence no NaN.
    """
    if _is_by_others(index, is_quantile=is_quantile):
        return "frozen_ranks", "Ranks, limits, weights and classes that are found anew in each period are not frozen."
    expected = sorted(node_name(node) for node in measured_nodes(index))
    if sorted(each.node for each in scales) != expected or not all(map(_is_usable, scales)):
        return "frozen_scales", "Frozen scales have a centre and a spread above 0 for every scale that is measured."
    return None


def _is_usable(scale: FrozenScale) -> bool:
    numbers = (scale.centre, scale.spread)
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in numbers):
        return False
    return not any(map(is_too_large, numbers)) and all(map(math.isfinite, numbers)) and scale.spread > 0
