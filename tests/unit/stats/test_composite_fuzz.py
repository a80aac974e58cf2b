# SPDX-License-Identifier: EUPL-1.2
"""Any recipe over any figures: an index or a reason, never a warning, never a silent gap."""

import math
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.index_verdict import verdict_words
from indicators.rendering.recipe_sheet import sheet_words
from indicators.stats.composite.audit import audit_domain, waterfall
from indicators.stats.composite.cuts import ClassCut, IndexClass, RecipeError
from indicators.stats.composite.nodes import Combine, Domain, Part, Quantiles, Weighting
from indicators.stats.composite.reading import read_recipe, recipe_to_json
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, run
from indicators.stats.composite.sampling import Interval
from indicators.stats.composite.sobol import choice_sensitivity
from indicators.stats.composite.steps import (
    BordaScale,
    Log,
    MinMaxScale,
    NormalScores,
    PercentileScale,
    RankExponential,
    RankScale,
    SdScale,
    TargetScale,
    Ties,
    Transform,
    Unscaled,
    Winsorise,
    ZScale,
)
from indicators.stats.composite.uncertainty import choice_spread, sampling_spread
from indicators.stats.composite.variants import Choices
from indicators.stats.composite.verdict import verdict

TIES: st.SearchStrategy[Ties] = st.sampled_from(["average", "min", "max", "dense"])
SCALES = st.one_of(
    st.builds(ZScale, st.sampled_from([0, 1])),
    st.just(ZScale(0, 100.0, 10.0)),
    st.builds(SdScale, st.sampled_from([0, 1])),
    st.builds(RankScale, TIES),
    st.builds(PercentileScale, TIES),
    st.builds(BordaScale, TIES),
    st.sampled_from(
        [Unscaled(), MinMaxScale(), MinMaxScale(1.0, 100.0), MinMaxScale(bounds=(0.0, 3.0)), TargetScale(2.0)]
    ),
)
TRANSFORMS: st.SearchStrategy[tuple[Transform, ...]] = st.sampled_from(
    [
        (),
        (),
        (Log(5.0),),
        (Log(),),
        (Winsorise(1, 1),),
        (RankExponential(),),
        (RankExponential(23.0, "last_is_zero", "min"),),
        (Winsorise(0, 1), NormalScores()),
    ]
)
COMBINES = st.sampled_from(
    [
        Combine("sum"),
        Combine("mean", "weights"),
        Combine("mean", 7.5),
        Combine("geometric", "weights"),
        Combine("harmonic", "weights"),
        Combine("mazziotta_pareto", "weights", -1),
        Combine("median"),
    ]
)
WEIGHTS = st.sampled_from([1.0, 1.0, 0.5, 0.0])
WEIGHTINGS: st.SearchStrategy[Weighting] = st.sampled_from(
    ["given", "given", "equal", "pca", "pca_score", "factor", "entropy"]
)
CLASSES = tuple(IndexClass(str(number), str(number), str(number)) for number in range(2))


@st.composite
def recipes(draw: st.DrawFn) -> Recipe | None:
    """Draw a tree of up to two levels; None where the rules refuse it."""
    names = iter(f"i{place}" for place in range(100))

    def part() -> Part:
        return Part(
            next(names),
            direction=draw(st.sampled_from([1, -1])),
            weight=draw(WEIGHTS),
            transforms=draw(TRANSFORMS),
            scale=draw(SCALES),
        )

    def domain(slug: str, parts: tuple[Part | Domain, ...]) -> Domain:
        weighting: Weighting = draw(WEIGHTINGS) if len(parts) > 1 else "given"
        weighting = "pca" if weighting == "factor" and len(parts) < 3 else weighting
        is_computed = weighting not in {"given", "equal"}
        made = Domain(
            slug,
            parts if weighting == "given" else tuple(replace(each, weight=1.0) for each in parts),
            Combine("sum") if weighting == "pca_score" else draw(COMBINES),
            weighting,
            needed=1.0 if is_computed else draw(st.sampled_from([1.0, 1.0, 0.5])),
            direction=draw(st.sampled_from([1, -1])),
            weight=draw(WEIGHTS),
            transforms=draw(TRANSFORMS),
            scale=draw(SCALES),
        )
        return replace(made, combine=Combine("sum")) if made.combine.kind == "median" and is_computed else made

    inner = [
        domain(f"d{place}", tuple(part() for _ in range(draw(st.integers(1, 3)))))
        for place in range(draw(st.integers(0, 2)))
    ]
    parts: tuple[Part | Domain, ...] = (*inner, *(part() for _ in range(draw(st.integers(0 if inner else 1, 2)))))
    cuts = draw(st.sampled_from([(), (ClassCut(0.0, "upper"),)]))
    quantiles = None if cuts else draw(st.sampled_from([None, Quantiles(2), Quantiles(2, "rank")]))
    try:
        return Recipe(
            "x",
            1,
            domain("x", parts),
            cuts=cuts,
            quantiles=quantiles,
            classes=CLASSES if cuts or quantiles else (),
            higher_means=draw(st.sampled_from(["more_need", "less_need"])),
            ties=draw(TIES),
        )
    except RecipeError:
        return None


FIGURES = st.sampled_from([0.0, 1.0, 2.0, 2.5, 3.0, 7.0, 40.0, -1.0, math.nan])
LIVELY = st.floats(0.5, 90.0)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Recipe, Areas] | None:
    recipe = draw(recipes())
    if recipe is None:
        return None
    n = draw(st.integers(0, 9))
    figures = draw(st.sampled_from([FIGURES, LIVELY]))
    columns = tuple(
        np.array(draw(st.lists(figures, min_size=n, max_size=n)), dtype=float) for _ in recipe.index.leaves()
    )
    return recipe, Areas(columns)


@given(cases())
def test_every_area_has_an_index_or_a_reason(case: tuple[Recipe, Areas] | None) -> None:
    if case is None:
        return
    recipe, areas = case

    made = run(recipe, areas)

    rated = ~np.isnan(made.index)
    assert np.isfinite(made.index[rated]).all()
    assert (~np.isnan(made.ranks) == rated).all()
    assert (made.codes[rated] == 0).all()
    assert made.reason or (made.codes[~rated] > 0).all()
    assert not (made.reason and rated.any())
    assert ((made.classes > 0) == (rated & bool(recipe.classes))).all()
    assert read_recipe(recipe_to_json(recipe)) == recipe
    assert all(part.steps for part in sheet_words(recipe, {}, "de").parts)


@given(cases())
def test_every_index_can_be_audited_and_shaken(case: tuple[Recipe, Areas] | None) -> None:
    if case is None:
        return
    recipe, areas = case
    few = Choices(variants=12, combines=("mean", "geometric", "harmonic"))
    limits = {"i0": Interval(areas.columns[0] - 1.0, areas.columns[0] + 2.0)}

    choices = choice_spread(recipe, areas, few)
    chance = sampling_spread(recipe, areas, limits, variants=3)
    sensitivity = choice_sensitivity(recipe, areas, few, base=2)

    made = run(recipe, areas)
    for spread in (choices.spread, chance.spread):
        there = ~np.isnan(spread.stated)
        assert spread.reason or (there == made.rated).all()
        for column in (spread.lower, spread.middle, spread.upper):
            assert (~np.isnan(column) == there).all()
        assert (spread.lower[there] <= spread.upper[there]).all()
    for domain, done in zip(recipe.index.domains(), made.domains, strict=True):
        assert audit_domain(domain, done).n <= made.index.size
        assert waterfall(domain, done).steps.shape == (made.index.size, len(domain.parts))
    assert verdict_words(verdict(recipe, choices, chance, sensitivity), "en")
