# SPDX-License-Identifier: EUPL-1.2
"""Scales frozen at a base period: the same yardstick for every period after it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.recipe_sheet import sheet_words
from indicators.stats.composite.audit import reference_sensitivity
from indicators.stats.composite.cuts import ClassCut, IndexClass, RecipeError
from indicators.stats.composite.freezing import freeze_scales
from indicators.stats.composite.frozen import FrozenScale
from indicators.stats.composite.nodes import Combine, Domain, Part, Quantiles
from indicators.stats.composite.reading import read_recipe, recipe_to_content, recipe_to_json
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import run
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
    Unscaled,
    Winsorise,
    ZScale,
)
from indicators.stats.composite.uncertainty import choice_spread, sampling_spread
from indicators.stats.composite.variants import Choices
from tests.unit.stats.composites import MEAN, areas, flat, two

BASE = areas([4.0, 6.0, 8.0, 10.0, 22.0], [30.0, 28.0, 24.0, 26.0, 18.0])
SCALES = [ZScale(), ZScale(1, 100.0, 10.0), SdScale(), MinMaxScale(1.0, 100.0), TargetScale(5.0), Unscaled()]
CLASSES = (IndexClass("1", "niedrig", "Low"), IndexClass("2", "hoch", "High"))
AT = "2018-12-31@stand-2020"


def nested() -> Recipe:
    """Return two domains, one of them turned round, put together and standardised again."""
    first = Domain("lage", (Part("a"), Part("b", direction=-1, scale=SdScale())), MEAN, scale=ZScale(1))
    inner = Domain("c-teil", (Part("c", transforms=(Log(1.0),)),), Combine("sum"), direction=-1, scale=MinMaxScale())
    return Recipe("x", 1, Domain("x", (first, inner), Combine("sum"), scale=SdScale()))


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("direction", [1, -1])
def test_frozen_recipe_gives_the_base_period_to_the_last_bit(scale: ZScale, direction: int) -> None:
    made = flat(Part("a", scale=scale, direction=direction), Part("b"), scale=SdScale())  # type: ignore[arg-type]

    frozen = freeze_scales(made, BASE, at=AT)

    assert run(frozen, BASE).index.tobytes() == run(made, BASE).index.tobytes()
    assert (frozen.reference, frozen.frozen_at) == ("frozen", AT)


def test_nested_domains_are_frozen_with_their_own_scales() -> None:
    figures = areas([4.0, 6.0, 8.0, 10.0, 22.0], [3.0, 2.0, 9.0, 4.0, 1.0], [1.0, 5.0, 2.0, 0.0, 7.0])

    frozen = freeze_scales(nested(), figures, at=AT)

    assert run(frozen, figures).index.tobytes() == run(nested(), figures).index.tobytes()
    assert [each.node for each in frozen.scales] == [
        "part:a", "part:b", "domain:lage", "part:c", "domain:c-teil", "domain:x"
    ]  # fmt: skip


def test_example_of_the_method_page() -> None:
    frozen = freeze_scales(
        flat(
            Part("unemployment"),
            Part("income", transforms=(Log(),), direction=-1),
            combine=MEAN,
        ),
        areas([4.0, 6.0, 8.0, 10.0, 22.0], [30000.0, 28000.0, 24000.0, 26000.0, 18000.0]),
        at=AT,
    )
    later = areas([5.0, 6.0, 8.0, 12.0, 26.0], [30000.0, 28000.0, 24000.0, 26000.0, 18000.0])

    done, moving = run(frozen, later), run(replace(frozen, reference="rated", scales=(), frozen_at=""), later)

    np.testing.assert_allclose(done.domains[0].parts[0].values, [-0.7906, -0.6325, -0.3162, 0.3162, 2.5298], atol=5e-5)
    np.testing.assert_allclose(done.index, [-0.9292, -0.6555, -0.0624, 0.0280, 2.1725], atol=5e-5)
    np.testing.assert_allclose(moving.index, [-0.9504, -0.6906, -0.1255, -0.0911, 1.8576], atol=5e-5)


@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=12), st.data())
def test_area_that_stays_the_same_keeps_its_index_whatever_the_others_do(
    column: list[float], data: st.DataObject
) -> None:
    frozen = freeze_scales(two(), BASE, at=AT)
    others = data.draw(st.lists(st.floats(-1e3, 1e3), min_size=len(column), max_size=len(column)))

    alone = run(frozen, areas([7.0], [25.0])).index[0]
    among = run(frozen, areas([7.0, *column], [25.0, *others])).index[0]

    assert among == alone


@given(st.floats(0.01, 1e4), st.floats(-1e4, 1e4))
def test_unit_of_the_indicator_does_not_matter(factor: float, shift: float) -> None:
    made, later = two(), areas([5.0, 9.0, 7.0], [20.0, 21.0, 29.0])
    turned = [areas(factor * each.columns[0] + shift, each.columns[1]) for each in (BASE, later)]

    plain = run(freeze_scales(made, BASE, at=AT), later).index
    other = run(freeze_scales(made, turned[0], at=AT), turned[1]).index

    np.testing.assert_allclose(other, plain, rtol=1e-6, atol=1e-6)


def test_one_area_and_equal_areas_have_an_index_by_a_frozen_scale() -> None:
    frozen = freeze_scales(two(), BASE, at=AT)

    assert np.isfinite(run(frozen, areas([5.0], [20.0])).index).all()
    assert run(frozen, areas([5.0, 5.0], [20.0, 20.0])).reason == ""
    assert np.isnan(run(frozen, areas([np.nan, 5.0], [20.0, 20.0])).index).tolist() == [True, False]


@pytest.mark.parametrize(
    "part",
    [
        Part("a", scale=RankScale()),
        Part("a", scale=PercentileScale()),
        Part("a", scale=BordaScale()),
        Part("a", transforms=(RankExponential(),), scale=Unscaled()),
        Part("a", transforms=(NormalScores(),)),
        Part("a", transforms=(Winsorise(1, 0),)),
    ],
)
def test_what_is_found_anew_in_each_period_is_not_frozen(part: Part) -> None:
    with pytest.raises(RecipeError) as refused:
        freeze_scales(flat(part, Part("b")), BASE, at=AT)

    assert refused.value.code == "frozen_ranks"


def test_computed_weights_and_quantile_classes_are_not_frozen() -> None:
    by_component = flat(Part("a"), Part("b"), weighting="pca", combine=MEAN)
    in_halves = replace(two(), quantiles=Quantiles(2), classes=CLASSES)

    for made in (by_component, in_halves):
        with pytest.raises(RecipeError) as refused:
            freeze_scales(made, BASE, at=AT)
        assert refused.value.code == "frozen_ranks"


def test_base_period_without_an_index_is_refused() -> None:
    with pytest.raises(RecipeError) as refused:
        freeze_scales(two(), areas([1.0, 1.0], [2.0, 3.0]), at=AT)

    assert refused.value.code == "frozen_base"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("frozen_at", {"frozen_at": " "}),
        ("frozen_scales", {"scales": ()}),
        ("frozen_scales", {"scales": (FrozenScale("part:a", 1.0, 1.0), FrozenScale("part:c", 1.0, 1.0))}),
        ("frozen_scales", {"scales": (FrozenScale("part:a", 1.0, 0.0), FrozenScale("part:b", 1.0, 1.0))}),
        ("frozen_scales", {"scales": (FrozenScale("part:a", np.nan, 1.0), FrozenScale("part:b", 1.0, 1.0))}),
        ("frozen_scales", {"scales": (FrozenScale("part:a", 1.0, True), FrozenScale("part:b", 1.0, 1.0))}),
        ("frozen_scales", {"reference": "rated"}),
        ("frozen_scales", {"reference": "given", "scales": ()}),
    ],
)
def test_scales_that_do_not_fit_are_refused(code: str, changes: dict[str, object]) -> None:
    frozen = freeze_scales(two(), BASE, at=AT)

    with pytest.raises(RecipeError) as refused:
        replace(frozen, **changes)  # type: ignore[arg-type]

    assert refused.value.code == code


def test_json_keeps_a_frozen_recipe_and_adds_nothing_to_the_others() -> None:
    frozen = freeze_scales(nested(), areas([1.0, 2.0, 4.0], [3.0, 2.0, 5.0], [1.0, 0.0, 3.0]), at=AT)

    assert read_recipe(recipe_to_json(frozen)) == frozen
    assert not {"scales", "frozen_at"} & recipe_to_content(nested()).keys()


def test_classes_of_an_authority_like_cut_move_with_the_areas() -> None:
    made = replace(two(scale=ZScale()), cuts=(ClassCut(0.5, "upper"),), classes=CLASSES)
    frozen = freeze_scales(made, BASE, at=AT)

    worse = run(frozen, areas(BASE.columns[0] + 10.0, BASE.columns[1] + 10.0))

    assert run(frozen, BASE).classes.tolist() != worse.classes.tolist()
    assert worse.classes.tolist() == [2, 2, 2, 2, 2]


def test_firmness_and_audit_of_a_frozen_index_start_from_its_own_ranks() -> None:
    frozen = freeze_scales(two(), BASE, at=AT)
    later = areas([5.0, 6.0, 8.0, 12.0, 26.0], [31.0, 27.0, 24.0, 26.0, 18.0])

    by_choices = choice_spread(frozen, later, Choices(variants=50, seed=1))
    by_chance = sampling_spread(frozen, later, {}, variants=5)
    (shift,) = reference_sensitivity(frozen, later, {"half": np.array([True, True, True, False, False])})

    ranks = run(frozen, later).ranks
    assert by_choices.spread.stated.tolist() == ranks.tolist()
    assert ((by_choices.spread.lower <= ranks) & (ranks <= by_choices.spread.upper)).all()
    assert by_chance.spread.reason == "no_intervals"
    assert shift.n_reference == 3


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "de",
            ["Mittel und Streuung sind festgeschrieben", "31.12.2018", "Festgeschrieben: Mittel 10, Streuung 6,3246."],
        ),
        ("en", ["Means and spreads are frozen", "Frozen: mean 10, spread 6.3246."]),
    ],
)
def test_sheet_tells_base_period_and_numbers(language: str, expected: list[str]) -> None:
    frozen = freeze_scales(two(), BASE, at=AT)

    words = sheet_words(frozen, {}, language)  # type: ignore[arg-type]

    told = " ".join([*words.rules, *(step for part in words.parts for step in part.steps)])
    assert all(each in told for each in expected)
