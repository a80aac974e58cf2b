# SPDX-License-Identifier: EUPL-1.2
"""Indices on other boundaries: what is estimated moves no other area, what is hidden stays so, ends by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.composite.cuts import ClassCut, IndexClass
from indicators.stats.composite.nodes import Combine, Domain, Part
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, run
from indicators.stats.composite.steps import RankScale, Unscaled
from indicators.stats.conversion.indices import CarriedIndex, Component, carried_index
from indicators.stats.conversion.links import Floats
from sozialplanung.common.statuses import Flag, Status

SIZE = 30
COUNTED = slice(2, None)
RECIPE = Recipe(
    "bedarf",
    1,
    Domain("bedarf", (Part("arm"), Part("alt", weight=2.0)), Combine("sum"), scale=Unscaled()),
    cuts=(ClassCut(0.0, "upper"),),
    classes=(IndexClass("1", "niedrig", "Low"), IndexClass("2", "hoch", "High")),
)


def columns() -> tuple[Floats, Floats]:
    rng = np.random.default_rng(3)
    return rng.normal(20, 5, SIZE), rng.normal(50, 9, SIZE)


def component(
    values: Floats, *, guessed: dict[int, tuple[float, float]] | None = None, codes: dict[int, Status] | None = None
) -> Component:
    """Return a component; `guessed` areas are estimates with their ends, `codes` are those without a figure."""
    status, flags = np.zeros(SIZE, dtype=np.uint8), np.zeros(SIZE, dtype=np.uint8)
    lower, upper, value = (np.full(SIZE, np.nan), np.full(SIZE, np.nan), values.copy())
    for place, ends in (guessed or {}).items():
        flags[place], lower[place], upper[place] = Flag.ESTIMATED, *ends
    for place, code in (codes or {}).items():
        status[place], value[place] = code, np.nan
    return Component(value, status, flags, lower, upper)


def made(arm: Component, alt: Component, recipe: Recipe = RECIPE) -> CarriedIndex:
    found = carried_index(recipe, (arm, alt), Areas(columns=()))
    assert found is not None
    return found


def test_exact_parts_give_the_index_of_the_recipe_and_are_said_to_be_added_up() -> None:
    arm, alt = columns()

    found = made(component(arm), component(alt))

    plain = run(RECIPE, Areas(columns=(arm, alt)))
    assert found.value.tolist() == plain.index.tolist()
    assert found.classes.tolist() == plain.classes.tolist()
    assert set(found.flags.tolist()) == {Flag.RECOMPUTED}
    assert np.isnan(found.lower).all()


@given(st.floats(-500, 500), st.floats(-500, 500))
def test_an_estimate_moves_no_other_area(one: float, other: float) -> None:
    arm, alt = columns()
    usual = made(component(arm, guessed={0: (1, 2)}), component(alt, guessed={1: (1, 2)}))
    arm[0], alt[1] = one, other

    moved = made(component(arm, guessed={0: (1, 2)}), component(alt, guessed={1: (1, 2)}))

    np.testing.assert_array_equal(moved.value[COUNTED], usual.value[COUNTED])
    np.testing.assert_array_equal(moved.classes[COUNTED], usual.classes[COUNTED])
    assert moved.flags[:3].tolist() == [Flag.ESTIMATED | Flag.RECOMPUTED] * 2 + [Flag.RECOMPUTED]


def test_the_ends_of_an_estimate_are_those_of_its_components_added_as_roots_of_squares() -> None:
    arm, alt = columns()
    arm[0], alt[0] = 20.0, 50.0

    found = made(component(arm, guessed={0: (17.0, 24.0)}), component(alt, guessed={0: (44.0, 58.0)}))

    spreads = arm[1:].std(), alt[1:].std()
    index = (20 - arm[1:].mean()) / spreads[0] + 2 * (50 - alt[1:].mean()) / spreads[1]
    assert found.value[0] == pytest.approx(index)
    assert found.lower[0] == pytest.approx(index - np.hypot(3 / spreads[0], 2 * 6 / spreads[1]))
    assert found.upper[0] == pytest.approx(index + np.hypot(4 / spreads[0], 2 * 8 / spreads[1]))
    assert np.isnan(found.lower[1:]).all()


def test_without_ends_of_a_component_or_with_ranks_as_scales_there_are_none() -> None:
    arm, alt = columns()
    unknown = made(component(arm, guessed={0: (np.nan, np.nan)}), component(alt))
    assert np.isnan(unknown.lower[0])
    assert not np.isnan(unknown.value[0])

    parts = tuple(replace(part, scale=RankScale()) for part in RECIPE.index.leaves())
    ranked = replace(RECIPE, index=replace(RECIPE.index, parts=parts))
    found = made(component(arm, guessed={0: (10.0, 30.0)}), component(alt), ranked)
    assert np.isnan(found.lower).all()
    assert found.flags[0] == Flag.ESTIMATED | Flag.RECOMPUTED


def test_why_an_area_has_no_index_is_told_apart_and_moves_no_other() -> None:
    arm, alt = columns()
    codes = {0: Status.SUPPRESSED, 1: Status.NOT_COMPARABLE, 2: Status.EXCLUDED, 3: Status.MISSING}

    found = made(component(arm, codes=codes), component(alt, codes={4: Status.CONFIDENTIAL}))

    assert found.status[:6].tolist() == [
        Status.SUPPRESSED,
        Status.NOT_COMPARABLE,
        Status.EXCLUDED,
        Status.MISSING,
        Status.SUPPRESSED,
        Status.OK,
    ]
    assert np.isnan(found.value[:5]).all()
    assert np.isnan(found.classes[:5]).all()
    assert found.flags[:5].tolist() == [0] * 5
    rest = run(RECIPE, Areas(columns=(arm[5:], alt[5:])))
    assert found.value[5:] == pytest.approx(rest.index)


@given(st.floats(-500, 500))
def test_what_is_hidden_in_one_component_is_told_by_nothing_of_the_other(value: float) -> None:
    arm, alt = columns()
    usual = made(component(arm, codes={0: Status.SUPPRESSED}), component(alt))
    alt[0] = value

    moved = made(component(arm, codes={0: Status.SUPPRESSED}), component(alt))

    np.testing.assert_array_equal(moved.value, usual.value)


def test_of_fewer_than_twenty_areas_without_an_estimate_there_is_no_index() -> None:
    arm, alt = columns()
    enough = dict.fromkeys(range(SIZE - 20), (1.0, 2.0))
    assert carried_index(RECIPE, (component(arm, guessed=enough), component(alt)), Areas(columns=())) is not None
    few = dict.fromkeys(range(SIZE - 19), (1.0, 2.0))
    assert carried_index(RECIPE, (component(arm, guessed=few), component(alt)), Areas(columns=())) is None


def test_a_component_that_does_not_vary_leaves_no_index() -> None:
    arm, _ = columns()

    assert carried_index(RECIPE, (component(arm), component(np.full(SIZE, 7.0))), Areas(columns=())) is None
