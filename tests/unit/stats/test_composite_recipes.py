# SPDX-License-Identifier: EUPL-1.2
"""Recipes of format 2: what is refused, and that JSON changes nothing."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from indicators.stats.composite.columns import exponential_scores
from indicators.stats.composite.cuts import ClassCut, IndexClass, RecipeError
from indicators.stats.composite.grouping import ClassGrid
from indicators.stats.composite.nodes import Combine, Domain, NamedExclusion, Part, Quantiles, ReferenceSet
from indicators.stats.composite.presets import MSS_GROUPS, PRESETS, Source
from indicators.stats.composite.reading import read_recipe, recipe_to_json
from indicators.stats.composite.recipe import Recipe
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
    Transform,
    Unscaled,
    Winsorise,
    ZScale,
)
from tests.unit.stats.composites import flat

WHY = "Language support at day care is planned by this share."
LOW, HIGH = IndexClass("1", "hoch", "Low"), IndexClass("2", "niedrig", "High")


def sources(code: str) -> list[Source]:
    preset = PRESETS[code]
    return [
        Source(f"i{place}", justification=WHY if place in preset.demographic else "")
        for place in range(len(preset.roles) or preset.fewest)
    ]


def everything() -> Recipe:
    """Return a recipe that uses every kind of step."""
    steps: list[tuple[tuple[Transform, ...], Scale]] = [
        ((Log(1.0),), ZScale(1, 100.0, 10.0)),
        ((Winsorise(0, 2),), RankScale("dense")),
        ((RankExponential(20.0, "last_is_zero", "max"),), Unscaled()),
        ((NormalScores("min"),), SdScale(1)),
        ((), PercentileScale()),
        ((), BordaScale("max")),
        ((), MinMaxScale(1.0, 100.0, (0.0, 50.0))),
        ((Winsorise(1, 0), Log()), TargetScale(2.0)),
    ]
    parts = tuple(Part(f"i{place}", transforms=each, scale=scale) for place, (each, scale) in enumerate(steps))
    inner = Domain("innen", parts[:4], Combine("mazziotta_pareto", "weights", 1), needed=0.5, direction=-1)
    other = Domain("außen", parts[4:], Combine("geometric", 99.9), weight=0.225, scale=MinMaxScale())
    change = Part("ä", "change", -1, 2.0, is_demographic=True, justification=WHY)
    return Recipe(
        "x",
        3,
        Domain("x", (inner, other, change), Combine("mean", "weights"), scale=ZScale()),
        reference="given",
        cuts=(ClassCut(0.0, "upper"),),
        classes=(LOW, HIGH),
        higher_means="less_need",
        ties="average",
        minimum_inhabitants=300.0,
        excluded=(NamedExclusion("01", "Gewerbegebiet"),),
        authority="Stadt",
    )


@pytest.mark.parametrize(
    "recipe",
    [
        everything(),
        replace(everything(), reference_set=ReferenceSet(("02", "03"))),
        replace(everything(), reference_set=ReferenceSet((), 1000.0)),
        *(preset.recipe(sources(code), slug="x") for code, preset in PRESETS.items()),
    ],
)
def test_recipe_survives_json(recipe: Recipe) -> None:
    again = read_recipe(recipe_to_json(recipe))

    assert again == recipe
    assert recipe_to_json(again) == recipe_to_json(recipe)


def test_equal_recipes_give_equal_texts_whether_numbers_have_decimals_or_not() -> None:
    whole = flat(Part("a", weight=2, scale=MinMaxScale(0, 1, (0, 50))), combine=Combine("mean", 100))
    decimal = flat(Part("a", weight=2.0, scale=MinMaxScale(0.0, 1.0, (0.0, 50.0))), combine=Combine("mean", 100.0))

    assert whole == decimal
    assert recipe_to_json(whole) == recipe_to_json(decimal)
    assert '"penalty": 0}' in recipe_to_json(whole)


def test_next_version_counts_on() -> None:
    made = everything().next_version(authority="")

    assert (made.version, made.authority) == (4, "")


GOOD = json.loads(recipe_to_json(everything()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "3",
        "{}",
        '{"format": 3}',
        '{"format": 2}',
        '{"format": 1}',
        json.dumps(GOOD | {"index": GOOD["index"]["parts"][2]}),
        json.dumps(GOOD | {"index": GOOD["index"] | {"kind": "tree"}}),
        json.dumps(GOOD | {"index": GOOD["index"] | {"scale": {"kind": "magic"}}}),
        json.dumps(GOOD | {"more": 1}),
        "[" * 100_000,
    ],
)
def test_text_that_is_no_recipe_is_refused(text: str) -> None:
    with pytest.raises(RecipeError) as caught:
        read_recipe(text)

    assert caught.value.code == "format"


A, B = Part("a"), Part("b")


@pytest.mark.parametrize(
    ("code", "domain"),
    [
        ("type", {"slug": " "}),
        ("type", {"parts": (Part(""),)}),
        ("type", {"parts": (Part("a", weight=True),)}),
        ("type", {"parts": (Part("a", shrink=1),)}),  # type: ignore[arg-type]
        ("type", {"transforms": (Winsorise(1.5),)}),  # type: ignore[arg-type]
        ("type", {"scale": ZScale("0")}),  # type: ignore[arg-type]
        ("no_components", {"parts": ()}),
        ("no_components", {"parts": (A, Domain("y", ()))}),
        ("component_twice", {"parts": (A, Domain("y", (replace(A, direction=-1),)))}),
        ("domain_twice", {"parts": (A, Domain("x", (B,)))}),
        ("type", {"needed": "all"}),
        ("needed", {"needed": 0.0}),
        ("needed", {"needed": 1.1}),
        ("needed", {"needed": 0.5, "weighting": "pca", "parts": (A, B)}),
        ("combine", {"combine": Combine("product")}),  # type: ignore[arg-type]
        ("penalty", {"combine": Combine("mazziotta_pareto", "weights")}),
        ("penalty", {"combine": Combine("sum", None, 1)}),
        ("divisor", {"combine": Combine("mean")}),
        ("divisor", {"combine": Combine("sum", 2.0)}),
        ("divisor", {"combine": Combine("mean", 0.0)}),
        ("divisor", {"combine": Combine("mean", math.inf)}),
        ("divisor", {"combine": Combine("mean", "hundred")}),  # type: ignore[arg-type]
        ("weight", {"parts": (replace(A, weight=-1.0), B)}),
        ("weight", {"parts": (replace(A, weight=0.0),)}),
        ("weight", {"parts": (replace(A, weight=math.nan),)}),
        ("weighting", {"weighting": "guess"}),
        ("weighting", {"weighting": "pca"}),
        ("weighting", {"weighting": "factor", "parts": (A, B)}),
        ("weight_unused", {"weighting": "equal", "parts": (replace(A, weight=2.0), B)}),
        ("median_weights", {"combine": Combine("median"), "parts": (replace(A, weight=2.0), B)}),
        ("median_weights", {"combine": Combine("median"), "parts": (A, B), "weighting": "pca"}),
        ("pca_score", {"combine": Combine("mean", "weights"), "parts": (A, B), "weighting": "pca_score"}),
        ("direction", {"direction": 0}),
        ("direction", {"parts": (replace(A, direction=2),)}),  # type: ignore[arg-type]
        ("step", {"scale": Log()}),
        ("step", {"transforms": (ZScale(),)}),
        ("transform_order", {"transforms": (NormalScores(), Log())}),
        ("target_ranked", {"transforms": (NormalScores(),), "scale": TargetScale(1.0)}),
        ("published_ranks", {"transforms": (RankExponential(is_ranked=True),)}),
        ("ties", {"scale": RankScale("first")}),  # type: ignore[arg-type]
        ("ddof", {"scale": ZScale(2)}),
        ("ddof", {"scale": SdScale(-1)}),
        ("offset", {"transforms": (Log(math.nan),)}),
        ("winsorise", {"transforms": (Winsorise(),)}),
        ("winsorise", {"transforms": (Winsorise(-1, 2),)}),
        ("winsorise", {"transforms": (Winsorise(10_001, 0),)}),
        ("size", {"transforms": (Winsorise(10**300, 0),)}),
        ("size", {"transforms": (Log(2e12),)}),
        ("size", {"parts": (replace(A, weight=10**300), B)}),
        ("size", {"combine": Combine("mean", 1e300)}),
        ("size", {"scale": MinMaxScale(bounds=(0.0, 1e300))}),
        ("size", {"scale": TargetScale(-(10**400))}),
        ("constant", {"transforms": (RankExponential(0.0),)}),
        ("constant", {"transforms": (RankExponential(2.0),)}),
        ("constant", {"transforms": (RankExponential(1001.0),)}),
        ("rank_share", {"transforms": (RankExponential(23.0, "half"),)}),  # type: ignore[arg-type]
        ("scale", {"scale": ZScale(0, 0.0, 0.0)}),
        ("bounds", {"scale": MinMaxScale(1.0, 1.0)}),
        ("bounds", {"scale": MinMaxScale(bounds=(2.0, 1.0))}),
        ("target", {"scale": TargetScale(math.inf)}),
        ("measure", {"parts": (Part("a", "rank"),)}),  # type: ignore[arg-type]
        ("shrink", {"parts": (Part("a", "change", shrink=True),)}),
        ("justification", {"parts": (Part("a", is_demographic=True),)}),
        ("justification", {"parts": (Part("a", is_demographic=True, justification="darum " + " " * 30),)}),
    ],
)
def test_tree_that_no_run_could_follow_is_refused(code: str, domain: dict[str, object]) -> None:
    with pytest.raises(RecipeError) as caught:
        Recipe("x", 1, Domain(**({"slug": "x", "parts": (A,)} | domain)))  # type: ignore[arg-type]

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("type", {"version": 1.5}),
        ("type", {"slug": 7}),
        ("type", {"quantiles": Quantiles(2.0), "classes": (LOW, HIGH)}),  # type: ignore[arg-type]
        ("version", {"version": 0}),
        ("reference", {"reference": "all"}),
        ("ties", {"ties": "first"}),
        ("higher_means", {"higher_means": "better"}),
        ("classes", {"classes": (LOW, HIGH)}),
        ("classes", {"cuts": (ClassCut(0.0, "lower"),)}),
        ("classes", {"cuts": (ClassCut(0.0, "lower"),), "classes": (LOW, LOW)}),
        ("classes", {"cuts": (ClassCut(0.0, "lower"),), "quantiles": Quantiles(2), "classes": (LOW, HIGH)}),
        ("quantiles", {"quantiles": Quantiles(1), "classes": (LOW,)}),
        ("quantiles", {"quantiles": Quantiles(2, "type_3"), "classes": (LOW, HIGH)}),  # type: ignore[arg-type]
        ("cuts", {"cuts": (ClassCut(math.nan, "lower"),), "classes": (LOW, HIGH)}),
        ("cuts", {"cuts": (ClassCut(0.0, "both"),), "classes": (LOW, HIGH)}),  # type: ignore[arg-type]
        (
            "cuts",
            {"cuts": (ClassCut(1.0, "lower"), ClassCut(1.0, "lower")), "classes": (LOW, HIGH, replace(LOW, code="3"))},
        ),
        ("size", {"cuts": (ClassCut(10**400, "lower"),), "classes": (LOW, HIGH)}),
        ("size", {"minimum_inhabitants": 10**400}),
        ("minimum_inhabitants", {"minimum_inhabitants": 0.0}),
        ("reference_set", {"reference_set": ReferenceSet(("01", "02"))}),
        ("reference_set", {"reference": "given", "reference_set": ReferenceSet()}),
        ("reference_set", {"reference": "given", "reference_set": ReferenceSet(("01",))}),
        ("reference_set", {"reference": "given", "reference_set": ReferenceSet(("01", "01"))}),
        ("reference_set", {"reference": "given", "reference_set": ReferenceSet(("01", " "))}),
        ("reference_set", {"reference": "given", "reference_set": ReferenceSet(("01", "02"), 300.0)}),
        ("reference_set", {"reference": "given", "reference_set": ReferenceSet((), 0.0)}),
        ("reference_set", {"reference": "given", "reference_set": ReferenceSet((), math.inf)}),
        (
            "reference_excluded",
            {
                "reference": "given",
                "reference_set": ReferenceSet(("01", "02")),
                "excluded": (NamedExclusion("01", "Hafen"),),
            },
        ),
        ("exclusion_reason", {"excluded": (NamedExclusion("01", " "),)}),
        ("exclusion_twice", {"excluded": (NamedExclusion("01", "x"), NamedExclusion("01", "y"))}),
    ],
)
def test_recipe_that_contradicts_itself_is_refused(code: str, changes: dict[str, object]) -> None:
    with pytest.raises(RecipeError) as caught:
        replace(flat(A), **changes)  # type: ignore[arg-type]

    assert caught.value.code == code


def test_number_of_hundreds_of_digits_in_a_text_is_refused_and_breaks_nothing() -> None:
    text = recipe_to_json(flat(Part("a", weight=7.25))).replace("7.25", "7" * 400)

    with pytest.raises(RecipeError) as caught:
        read_recipe(text)

    assert caught.value.code == "size"


@pytest.mark.parametrize("constant", [5.0, 23.0, 1000.0])
def test_exponential_spread_reaches_100_for_every_constant_that_is_allowed(constant: float) -> None:
    assert exponential_scores(np.array([0.0, 1.0]), constant).tolist() == pytest.approx([0.0, 100.0], abs=1e-6)


@pytest.mark.parametrize("code", PRESETS)
def test_preset_names_its_method_and_takes_its_number_of_components(code: str) -> None:
    preset = PRESETS[code]

    assert preset.sheet.name
    assert preset.sheet.steps
    assert preset.sheet.limits
    with pytest.raises(RecipeError) as caught:
        preset.recipe(sources(code)[1:], slug="x")
    assert caught.value.code == "components"


@pytest.mark.parametrize("code", ["rise_status", "rise_dynamics"])
def test_demographic_share_as_burden_needs_a_justification(code: str) -> None:
    given = [replace(source, justification="") for source in sources(code)]

    with pytest.raises(RecipeError) as caught:
        PRESETS[code].recipe(given, slug="x")

    assert caught.value.code == "justification"


def test_what_is_not_published_is_marked_unconfirmed() -> None:
    unconfirmed = {code for code, preset in PRESETS.items() if preset.sheet.unconfirmed}

    assert unconfirmed == {"rise_status", "rise_dynamics", "five_partial"}


def test_published_ranks_go_only_where_ranks_are_spread() -> None:
    with pytest.raises(RecipeError) as caught:
        PRESETS["additive_z"].recipe([Source("a", is_rank=True), Source("b")], slug="x")

    assert caught.value.code == "ranks"


def test_grid_crosses_every_class_into_12_groups() -> None:
    assert sorted(MSS_GROUPS.codes.values()) == sorted(
        f"{row}{column}" for row in "1234" for column in ("+", "+/-", "-")
    )
    with pytest.raises(ValueError, match="pair"):
        ClassGrid("g", ("1",), ("+", "-"), {("1", "+"): "1+"})


def test_recipe_counts_people_and_names_areas_where_its_reference_set_does() -> None:
    named = replace(flat(A), reference="given", reference_set=ReferenceSet(("01", "02")), inhabitants="einwohner")
    peopled = replace(named, reference_set=ReferenceSet((), 1000.0))

    assert (named.names_areas, named.counted_by, named.needs) == (True, "", ("a",))
    assert (peopled.names_areas, peopled.counted_by, peopled.needs) == (False, "einwohner", ("a", "einwohner"))


@pytest.mark.parametrize("keys", ["[1, 2]", '[["01"], ["02"]]', "7", "null", '["01", null]'])
def test_reference_set_of_anything_but_keys_is_refused(keys: str) -> None:
    text = recipe_to_json(replace(everything(), reference_set=ReferenceSet(("02", "03"))))

    with pytest.raises(RecipeError) as caught:
        read_recipe(text.replace('["02", "03"]', keys))

    assert caught.value.code in {"reference_set", "format"}


def test_recipe_without_a_reference_set_keeps_its_text() -> None:
    assert "reference_set" not in recipe_to_json(everything())
    assert '"reference_set": {"keys": ["02", "03"], "minimum_inhabitants": null}' in recipe_to_json(
        replace(everything(), reference_set=ReferenceSet(("02", "03")))
    )
