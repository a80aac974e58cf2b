# SPDX-License-Identifier: EUPL-1.2
"""Why the scales of an index are measured without areas of which a part is hidden, and that they then tell nothing."""

from dataclasses import replace

import numpy as np
import pytest

from indicators.stats.composite.cuts import IndexClass
from indicators.stats.composite.freezing import freeze_scales
from indicators.stats.composite.frozen import is_moving
from indicators.stats.composite.nodes import Combine, Domain, Part, Quantiles
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, Counts, run
from indicators.stats.composite.steps import (
    BordaScale,
    Log,
    MinMaxScale,
    NormalScores,
    PercentileScale,
    RankExponential,
    RankScale,
    Scale,
    SdScale,
    TargetScale,
    Unscaled,
    Winsorise,
    ZScale,
)

KNOWN = np.array([31.0, 18.0, 44.0, 25.0, 12.0, 37.0, 29.0, 51.0, 22.0, 16.0])
BESIDE = np.array([4.0, 7.5, 3.1, 6.2, 8.8, 2.9, 5.5, 3.7, 6.9, 7.2, 5.1, 4.4])
THIRD = np.sqrt(BESIDE) + np.arange(BESIDE.size) % 3 / 4.0
# Two areas are hidden; whoever subtracts the others from the total knows what both are together.
TRUE, TOGETHER = (2.0, 11.0), 13
MEASURED = Recipe(
    "need", 1, Domain("need", (Part("children", scale=ZScale()), Part("rate", scale=ZScale())), Combine("sum"))
)


HIDDEN = np.arange(BESIDE.size) >= KNOWN.size


def told(recipe: Recipe, pair: tuple[float, float], unmeasured: np.ndarray | None = None) -> list[float]:
    """Give the index of the areas that are shown, as it is published."""
    areas = Areas((np.append(KNOWN, pair), BESIDE), unmeasured=unmeasured)
    return [float(each) for each in run(recipe, areas).index[: KNOWN.size].round(2)]


def left_over(recipe: Recipe, unmeasured: np.ndarray | None = None) -> list[tuple[int, int]]:
    """Give what the hidden pair may be for somebody who tries everything."""
    heard = told(recipe, TRUE, unmeasured)
    pairs = [(one, TOGETHER - one) for one in range(TOGETHER + 1)]
    return [pair for pair in pairs if told(recipe, pair, unmeasured) == heard]


@pytest.mark.check("C076")
def test_scales_that_are_measured_anew_tell_two_hidden_counts() -> None:
    assert left_over(MEASURED) == [(2, 11)]


@pytest.mark.check("C076")
def test_scales_that_are_measured_without_the_hidden_areas_tell_nothing() -> None:
    assert len(left_over(MEASURED, HIDDEN)) == TOGETHER + 1


@pytest.mark.check("C076")
def test_scales_that_stand_still_tell_nothing() -> None:
    base = Areas((np.append(KNOWN, (5.0, 9.0)) + 3.0, BESIDE))

    assert len(left_over(freeze_scales(MEASURED, base, at="2019-12-31"))) == TOGETHER + 1


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Part("children", scale=ZScale()), True),
        (Part("children", scale=RankScale()), True),
        (Part("children", scale=Unscaled(), shrink=True), True),
        (Part("children", scale=Unscaled()), False),
    ],
    ids=["z", "ranks", "shrunk", "kept"],
)
def test_what_is_measured_in_the_areas_moves(part: Part, expected: bool) -> None:
    parts = (part, Part("rate", scale=Unscaled()))

    assert is_moving(Recipe("need", 1, Domain("need", parts, Combine("sum"), scale=Unscaled()))) is expected


def recipe_of(
    part: Part,
    *more: Part,
    combine: str = "sum",
    weighting: str = "given",
    scale: Scale | None = None,
    **changes: object,
) -> Recipe:
    """Give an index of this part and of others that are always the same."""
    beside = Part("rate", scale=MinMaxScale(1.0, 100.0))
    divisor, penalty = None if combine in {"sum", "median"} else "weights", int(combine == "mazziotta_pareto")
    together = Combine(combine, divisor, penalty)  # type: ignore[arg-type]
    domain = Domain("need", (part, beside, *more), together, weighting=weighting, scale=scale or Unscaled())  # type: ignore[arg-type]
    return replace(Recipe("need", 1, domain), **changes)  # type: ignore[arg-type]


POSITIVE = MinMaxScale(1.0, 100.0)
QUANTILES = tuple(IndexClass(str(number), str(number), str(number)) for number in range(1, 4))
RECIPES = {
    "z": recipe_of(Part("children", scale=ZScale())),
    "z of a sample": recipe_of(Part("children", scale=ZScale(ddof=1))),
    "sd": recipe_of(Part("children", scale=SdScale())),
    "minmax": recipe_of(Part("children", scale=POSITIVE)),
    "target": recipe_of(Part("children", scale=TargetScale(20.0))),
    "rank": recipe_of(Part("children", scale=RankScale())),
    "percentile": recipe_of(Part("children", scale=PercentileScale())),
    "borda": recipe_of(Part("children", scale=BordaScale())),
    "exponential": recipe_of(Part("children", transforms=(RankExponential(),), scale=Unscaled())),
    "normal scores": recipe_of(Part("children", transforms=(NormalScores(),), scale=Unscaled())),
    "winsorised": recipe_of(Part("children", transforms=(Winsorise(1, 1),), scale=ZScale())),
    "logarithm": recipe_of(Part("children", transforms=(Log(),), scale=ZScale())),
    "downwards": recipe_of(Part("children", direction=-1, scale=ZScale())),
    "standardised twice": recipe_of(Part("children", scale=ZScale()), scale=SdScale()),
    "factor": recipe_of(Part("children", direction=-1, scale=ZScale()), Part("third"), weighting="factor"),
    "weighted": recipe_of(Part("children", scale=ZScale(), weight=3.0)),
    "shrunk": recipe_of(Part("children", shrink=True, scale=ZScale())),
    "shrunk and kept": recipe_of(Part("children", shrink=True, scale=Unscaled())),
    **{kind: recipe_of(Part("children", scale=POSITIVE), combine=kind) for kind in ("mean", "median", "geometric")},
    **{kind: recipe_of(Part("children", scale=POSITIVE), combine=kind) for kind in ("harmonic", "mazziotta_pareto")},
    **{way: recipe_of(Part("children", scale=POSITIVE), weighting=way) for way in ("equal", "pca", "pca_score")},
    **{way: recipe_of(Part("children", scale=POSITIVE), weighting=way) for way in ("entropy",)},
    **{
        rule: recipe_of(Part("children", scale=ZScale()), quantiles=Quantiles(3, rule), classes=QUANTILES)
        for rule in ("type_9", "type_7", "rank", "rank_up")
    },
}


@pytest.mark.check("C076")
@pytest.mark.parametrize("name", RECIPES)
def test_what_is_hidden_moves_no_other_area(name: str) -> None:
    recipe, runs = RECIPES[name], []
    for pair in ((2.0, 11.0), (9.0, 4.0), (0.5, 95.0)):
        children = np.append(KNOWN, pair)
        areas = Areas(
            (children, BESIDE, np.sqrt(BESIDE) + np.arange(children.size) % 3 / 4.0)[
                : len(list(recipe.index.leaves()))
            ],
            counts={"children": Counts(children, np.full(children.size, 100.0))},
            groups=np.arange(children.size) % 2,
        )
        without = replace(areas, withheld=HIDDEN)
        runs.append([run(recipe, replace(areas, unmeasured=HIDDEN)), run(recipe, areas), run(recipe, without)])

    spared, anew, _ = zip(*runs, strict=True)

    assert all(each.reason == "" and each.rated[~HIDDEN].all() for each in spared)
    assert {each.index[~HIDDEN].tobytes() for each in spared} == {spared[0].index[~HIDDEN].tobytes()}
    assert {each.classes[~HIDDEN].tobytes() for each in spared} == {spared[0].classes[~HIDDEN].tobytes()}
    # A hidden area is placed by its own figures all the same, and whoever measures it would tell it.
    assert len({each.index[HIDDEN].tobytes() for each in spared}) > 1
    if recipe.quantiles is None or name == "type_9":
        assert len({each.index[~HIDDEN].tobytes() + each.classes[~HIDDEN].tobytes() for each in anew}) > 1
    for one, _, left in runs:
        np.testing.assert_array_equal(one.index[~HIDDEN], left.index[~HIDDEN])
        np.testing.assert_array_equal(one.classes[~HIDDEN], left.classes[~HIDDEN])
        assert set(np.array(left.reasons)[HIDDEN]) == {"kept_secret"}
        assert not left.rated[HIDDEN].any()
