# SPDX-License-Identifier: EUPL-1.2
"""Which terms of the glossary a recipe needs for somebody to understand how it computes."""

from collections.abc import Iterator
from typing import Final

from indicators.stats.composite.nodes import Domain, Part
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.steps import (
    BordaScale,
    Log,
    MinMaxScale,
    NormalScores,
    PercentileScale,
    RankExponential,
    Scale,
    SdScale,
    TargetScale,
    Transform,
    Winsorise,
    ZScale,
)

_STEPS: Final[dict[type, tuple[str, ...]]] = {
    Log: ("logarithmus",),
    Winsorise: ("winsorisieren",),
    RankExponential: ("exponentielle-spreizung",),
    NormalScores: ("rang-normalverteilung",),
    ZScale: ("z-wert", "standardabweichung"),
    SdScale: ("standardabweichung",),
    PercentileScale: ("prozentrang",),
    BordaScale: ("borda",),
    MinMaxScale: ("zwischen-extremen",),
    TargetScale: ("zielabstand",),
}
_COMBINES: Final = {
    "geometric": "geometrisches-mittel",
    "harmonic": "harmonisches-mittel",
    "mazziotta_pareto": "mazziotta-pareto",
    "median": "median",
}
_WEIGHTINGS: Final = {
    "pca": "hauptkomponente",
    "pca_score": "hauptkomponente",
    "factor": "faktorenanalyse",
    "entropy": "entropie",
}
# What the choices of the editor speak of, in the order in which they come.
OF_STEPS: Final = tuple(dict.fromkeys(anchor for anchors in _STEPS.values() for anchor in anchors))
OF_GROUPS: Final = tuple(dict.fromkeys((*_COMBINES.values(), *_WEIGHTINGS.values())))
OF_CLASSES: Final = ("quantile-typen", "festgeschriebene-skala")
# What a table of components says of how they go together.
OF_CHECKS: Final = ("cronbachs-alpha", "wirksames-gewicht", "korrelation")


def recipe_terms(recipe: Recipe) -> tuple[str, ...]:
    """Return the anchors of the terms that a recipe told in words uses, each once.

    Parameters
    ----------
    recipe : Recipe
        Any recipe.

    Returns
    -------
    tuple of str
        Anchors of the glossary, in the order in which the recipe comes to them.
    """
    return tuple(dict.fromkeys(_terms(recipe)))


def _terms(recipe: Recipe) -> Iterator[str]:
    for domain in reversed(list(recipe.index.domains())):
        yield from (each for each in (_WEIGHTINGS.get(domain.weighting), _COMBINES.get(domain.combine.kind)) if each)
        for node in (domain, *domain.parts):
            yield from _of_node(node)
    if recipe.reference == "frozen":
        yield "festgeschriebene-skala"
    if recipe.quantiles is not None and recipe.quantiles.rule in {"type_7", "type_9"}:
        yield "quantile-typen"


def _of_node(node: Part | Domain) -> Iterator[str]:
    if isinstance(node, Part) and node.shrink:
        yield "schrumpfung"
    steps: tuple[Transform | Scale, ...] = (*node.transforms, node.scale)
    for step in steps:
        yield from _STEPS.get(type(step), ())
