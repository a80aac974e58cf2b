# SPDX-License-Identifier: EUPL-1.2
"""Why an index is hidden whose scales are measured in areas of which a part is hidden."""

import numpy as np
import pytest

from indicators.stats.composite.freezing import freeze_scales
from indicators.stats.composite.frozen import is_moving
from indicators.stats.composite.nodes import Combine, Domain, Part
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, run
from indicators.stats.composite.steps import RankScale, Unscaled, ZScale

KNOWN = np.array([31.0, 18.0, 44.0, 25.0, 12.0, 37.0, 29.0, 51.0, 22.0, 16.0])
BESIDE = np.array([4.0, 7.5, 3.1, 6.2, 8.8, 2.9, 5.5, 3.7, 6.9, 7.2, 5.1, 4.4])
# Two areas are hidden; whoever subtracts the others from the total knows what both are together.
TRUE, TOGETHER = (2.0, 11.0), 13
MEASURED = Recipe(
    "need", 1, Domain("need", (Part("children", scale=ZScale()), Part("rate", scale=ZScale())), Combine("sum"))
)


def told(recipe: Recipe, pair: tuple[float, float]) -> list[float]:
    """Give the index of the areas that are shown, as it is published."""
    areas = Areas((np.append(KNOWN, pair), BESIDE))
    return [float(each) for each in run(recipe, areas).index[: KNOWN.size].round(2)]


def left_over(recipe: Recipe) -> list[tuple[int, int]]:
    """Give what the hidden pair may be for somebody who tries everything."""
    heard = told(recipe, TRUE)
    return [(one, TOGETHER - one) for one in range(TOGETHER + 1) if told(recipe, (one, TOGETHER - one)) == heard]


@pytest.mark.check("C076")
def test_scales_that_are_measured_anew_tell_two_hidden_counts() -> None:
    assert left_over(MEASURED) == [(2, 11)]


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
