# SPDX-License-Identifier: EUPL-1.2
"""The terms of the glossary that a recipe needs: all of them are there, and none is left out."""

from dataclasses import replace

import pytest

from indicators.rendering import recipe_terms
from indicators.rendering.recipe_sheet import sheet_words
from indicators.rendering.recipe_terms import OF_CHECKS, OF_CLASSES, OF_GROUPS, OF_STEPS
from indicators.stats.composite.nodes import Combine, Domain, Part, Quantiles
from indicators.stats.composite.presets import PRESETS
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.steps import KINDS, RankScale, Unscaled, Winsorise
from sozialplanung.portal.glossary import all_terms, explained


def test_glossary_explains_every_term_that_a_recipe_can_name() -> None:
    known = {term.anchor for term in all_terms()}

    assert {*OF_STEPS, *OF_GROUPS, *OF_CLASSES, *OF_CHECKS, "schrumpfung"} <= known


def test_every_step_but_a_plain_rank_has_its_term() -> None:
    assert set(recipe_terms._STEPS) == set(KINDS) - {RankScale, Unscaled}


@pytest.mark.parametrize("code", sorted(PRESETS))
def test_every_preset_is_explained(code: str) -> None:
    entries = explained(recipe_terms.recipe_terms(PRESETS[code].example()), "de")

    assert entries
    assert all(entry.text for entry in entries)


def test_terms_of_a_recipe_are_those_of_its_steps_each_once() -> None:
    parts = tuple(Part(name, transforms=(Winsorise(1, 1),)) for name in "abc")
    plain = Recipe("x", 1, Domain("x", parts, Combine("mean", "weights"), scale=Unscaled()))
    more = replace(
        plain,
        index=replace(plain.index, weighting="pca", combine=Combine("mazziotta_pareto", "weights", 1)),
    )

    assert sheet_words(plain, {}, "de").terms == ("winsorisieren", "z-wert", "standardabweichung")
    assert recipe_terms.recipe_terms(more)[:2] == ("hauptkomponente", "mazziotta-pareto")
    classes = PRESETS["additive_z"].example()
    assert ("quantile-typen" in recipe_terms.recipe_terms(classes)) == (
        classes.quantiles is not None and classes.quantiles.rule == Quantiles(5).rule
    )


def test_term_that_the_glossary_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        explained(["gibt-es-nicht"], "de")
