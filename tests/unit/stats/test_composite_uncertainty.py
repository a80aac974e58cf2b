# SPDX-License-Identifier: EUPL-1.2
"""How far choices and chance move areas; Sobol indices; audit and verdict."""

import math
from dataclasses import replace

import numpy as np
import pytest

from indicators.stats.composite.audit import (
    audit_domain,
    correlations,
    cronbach_alpha,
    reference_sensitivity,
    waterfall,
)
from indicators.stats.composite.cuts import ClassCut, IndexClass
from indicators.stats.composite.nodes import Combine, CombineKind, Domain, Part, Quantiles
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, run
from indicators.stats.composite.sampling import Interval
from indicators.stats.composite.sobol import Sensitivity, choice_sensitivity, sobol_indices
from indicators.stats.composite.steps import (
    MinMaxScale,
    PercentileScale,
    RankExponential,
    SdScale,
    TargetScale,
    Unscaled,
    ZScale,
)
from indicators.stats.composite.uncertainty import choice_spread, sampling_spread
from indicators.stats.composite.variants import Choices, beside
from indicators.stats.composite.verdict import verdict
from tests.unit.stats.composites import AS_IS, GOLDEN, MEAN, Floats, areas, flat, kept, two

THREE = tuple(IndexClass(str(number), str(number), str(number)) for number in range(1, 4))
CUTS = (ClassCut(-1.0, "upper"), ClassCut(1.0, "lower"))
FEW = Choices(variants=200)


def correlated(n: int = 60, k: int = 4, seed: int = 0) -> Areas:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=n)
    return areas(*(20.0 + 3.0 * (0.7 * common + 0.7 * rng.normal(size=n)) for _ in range(k)))


def berlin_like(k: int = 4, **changes: object) -> Recipe:
    parts = tuple(Part(f"i{place}") for place in range(k))
    recipe = flat(*parts, scale=SdScale())
    return replace(recipe, cuts=CUTS, classes=THREE, **changes)  # type: ignore[arg-type]


def nested() -> Recipe:
    left = Domain("left", (Part("i0"), Part("i1")), Combine("mean", "weights"), scale=MinMaxScale())
    right = Domain("right", (Part("i2"), Part("i3")), Combine("sum"), scale=MinMaxScale(), weight=2.0)
    index = Domain("x", (left, right), Combine("mean", 3.0), scale=AS_IS)
    return Recipe("x", 1, index, quantiles=Quantiles(3), classes=THREE)


@pytest.mark.parametrize("recipe", [berlin_like(), nested()])
def test_choices_that_change_nothing_move_nothing(recipe: Recipe) -> None:
    still = Choices(variants=20, weight_spread=0.0, scales=(), combines=(), leaves_out=False)

    made = choice_spread(recipe, correlated(), still).spread

    for ranks in (made.lower, made.middle, made.upper):
        np.testing.assert_array_equal(ranks, made.stated)
    np.testing.assert_array_equal(made.stated, run(recipe, correlated()).ranks)
    assert (made.same_class == 1.0).all()


@pytest.mark.parametrize("recipe", [berlin_like(), nested(), berlin_like(higher_means="less_need")])
def test_choices_spread_ranks_around_the_stated_ones_and_equal_seeds_agree(recipe: Recipe) -> None:
    first, again = choice_spread(recipe, correlated(), FEW), choice_spread(recipe, correlated(), FEW)
    other = choice_spread(recipe, correlated(), replace(FEW, seed=2))

    for name in ("lower", "middle", "upper", "same_class"):
        np.testing.assert_array_equal(getattr(first.spread, name), getattr(again.spread, name))
    assert (first.spread.upper != other.spread.upper).any()
    assert (first.spread.lower <= first.spread.middle).all()
    assert (first.spread.middle <= first.spread.upper).all()
    assert (first.spread.upper - first.spread.lower).mean() > 1
    assert np.abs(first.spread.middle - first.spread.stated).mean() < 5
    assert ((first.spread.same_class >= 0) & (first.spread.same_class <= 1)).all()


def test_variants_are_counted_by_kind() -> None:
    made = choice_spread(berlin_like(), correlated(), FEW).counted

    assert made is not None
    assert made.variants == 200
    assert [name for name, _ in made.scales] == ["as_stated", "percentile", "minmax"]
    assert [name for name, _ in made.combines] == ["as_stated", "geometric"]
    assert [name for name, _ in made.left_out] == ["as_stated", "i0", "i1", "i2", "i3"]
    for counts in (made.scales, made.combines, made.left_out):
        assert sum(count for _, count in counts) == 200
        assert all(count > 0 for _, count in counts)


def test_options_that_the_recipe_states_anyway_do_not_count_twice() -> None:
    ranked = flat(Part("a", transforms=(RankExponential(),), scale=ZScale()), combine=Combine("geometric", "weights"))

    assert beside(two().index, Choices()).combines == ("geometric",)
    assert ZScale() not in beside(two().index, Choices()).scales
    assert beside(ranked.index, Choices()).scales == Choices().scales
    assert beside(ranked.index, Choices()).combines == ("mean", "geometric")


@pytest.mark.parametrize(
    "changes",
    [{"variants": 0}, {"weight_spread": 1.0}, {"weight_spread": -0.1}, {"combines": ("median",)}],
)
def test_choices_that_cannot_be_drawn_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Choices(**changes)  # type: ignore[arg-type]


def test_one_variant_is_what_a_run_of_that_recipe_gives() -> None:
    choices = Choices(variants=1, weight_spread=0.0, scales=(), combines=(), leaves_out=True, seed=1)
    given = correlated()

    made = choice_spread(berlin_like(), given, choices)

    assert made.counted is not None
    left_out = next(name for name, count in made.counted.left_out if count)
    kept_places = [place for place in range(4) if f"i{place}" != left_out]
    recipe = flat(*(Part(f"i{place}") for place in kept_places), scale=SdScale())
    alone = run(recipe, areas(*(given.columns[place] for place in kept_places)))
    assert left_out != "as_stated"
    np.testing.assert_array_equal(made.spread.middle, alone.ranks)


KINDS: list[tuple[CombineKind, int]] = [
    ("sum", 0),
    ("mean", 0),
    ("geometric", 0),
    ("harmonic", 0),
    ("mazziotta_pareto", 1),
    ("median", 0),
]


@pytest.mark.parametrize(("kind", "penalty"), KINDS)
@pytest.mark.parametrize("needed", [1.0, 0.5])
def test_every_aggregation_is_evaluated_as_a_run_does(kind: CombineKind, penalty: int, needed: float) -> None:
    given = correlated()
    if needed < 1:
        given.columns[0][:5] = math.nan
    divisor = None if kind in {"sum", "median"} else 3.5
    scale = MinMaxScale(1.0, 100.0)
    recipe = flat(
        *(Part(f"i{place}", scale=scale) for place in range(4)),
        combine=Combine(kind, divisor, penalty),  # type: ignore[arg-type]
        needed=needed,
    )

    made = choice_spread(
        recipe, given, Choices(variants=1, weight_spread=0.0, scales=(), combines=(), leaves_out=False)
    )

    np.testing.assert_array_equal(made.spread.middle, run(recipe, given).ranks)
    assert np.isnan(made.spread.same_class).all()


@pytest.mark.parametrize("kind", ["median", "mean"])
def test_domain_that_loses_its_only_part_says_nothing_above(kind: CombineKind) -> None:
    lone = Domain("lone", (Part("i0"),), Combine(kind, None if kind == "median" else "weights"), scale=AS_IS)
    rest = Domain("rest", (Part("i1"), Part("i2")), MEAN, scale=ZScale())
    recipe = flat(lone, rest, combine=Combine(kind, None if kind == "median" else "weights"))
    only = Choices(variants=60, weight_spread=0.0, scales=(), combines=(), seed=1)

    made = choice_spread(recipe, correlated(k=3), only)

    assert made.spread.reason == ""
    assert not np.isnan(made.spread.upper).any()


def test_area_left_with_nothing_counts_as_average() -> None:
    given = correlated(k=2)
    given.columns[0][0] = math.nan
    choices = Choices(variants=50, weight_spread=0.0, scales=(), combines=())

    made = choice_spread(two(needed=0.5), given, choices).spread

    assert not np.isnan(made.upper).any()


def test_cuts_that_do_not_fit_the_standardised_score_keep_the_sizes_of_classes() -> None:
    kept_scale = flat(*(Part(f"i{place}", scale=AS_IS) for place in range(4)), scale=SdScale())
    recipe = replace(kept_scale, cuts=(ClassCut(12.0, "upper"), ClassCut(14.0, "lower")), classes=THREE)
    given = correlated()
    sizes = np.bincount(run(recipe, given).classes)

    made = choice_spread(recipe, given, replace(FEW, weight_spread=0.01, scales=(), combines=(), leaves_out=False))

    assert (sizes[1:] > 0).all()
    assert made.spread.same_class.mean() > 0.9


def test_scale_that_a_component_cannot_take_tells_no_areas_apart() -> None:
    choices = Choices(variants=40, weight_spread=0.0, scales=(TargetScale(1000.0),), combines=(), leaves_out=False)

    made = choice_spread(two(), correlated(k=2), choices).spread

    assert made.lower.min() == 1.0


@pytest.mark.parametrize(
    ("given", "reason"),
    [(areas([1.0, 1.0], [1.0, 2.0]), "constant"), (areas([1.0, math.nan], [1.0, 2.0]), "constant")],
)
def test_no_index_gives_no_statement(given: Areas, reason: str) -> None:
    choice = choice_spread(two(), given, FEW)
    chance = sampling_spread(two(), given, {"a": Interval(np.zeros(2), np.ones(2))})
    sensitivity = choice_sensitivity(two(), given, FEW)

    assert choice.spread.reason == chance.spread.reason == sensitivity.reason == reason
    assert choice.counted is None
    assert np.isnan(choice.spread.upper).all()
    summed = verdict(two(), choice, chance, sensitivity)
    assert (summed.by_choices.firmness, summed.by_chance.reason, summed.leading) == ("unknown", reason, "")


def test_single_area_gives_no_statement() -> None:
    recipe = flat(kept("a"), kept("b"))

    assert choice_spread(recipe, areas([1.0], [2.0]), FEW).spread.reason == "too_few"
    assert choice_sensitivity(recipe, areas([1.0], [2.0]), FEW).reason == "too_few"
    assert sampling_spread(recipe, areas([1.0], [2.0]), {}).spread.reason == "no_intervals"


def intervals(given: Areas, width: float) -> dict[str, Interval]:
    return {f"i{place}": Interval(column - width, column + width) for place, column in enumerate(given.columns)}


def test_chance_moves_areas_the_more_the_wider_intervals_are() -> None:
    given = correlated()

    narrow = sampling_spread(berlin_like(), given, intervals(given, 0.1), variants=60)
    wide = sampling_spread(berlin_like(), given, intervals(given, 3.0), variants=60)
    again = sampling_spread(berlin_like(), given, intervals(given, 3.0), variants=60)

    widths = [(each.spread.upper - each.spread.lower).mean() for each in (narrow, wide)]
    assert widths[0] < widths[1] / 3
    assert narrow.spread.same_class.mean() > wide.spread.same_class.mean()
    np.testing.assert_array_equal(wide.spread.upper, again.spread.upper)
    assert (wide.without_interval, wide.failed, wide.spread.variants) == ((), 0, 60)


def test_part_without_interval_stands_still_and_is_named() -> None:
    given = correlated()
    known = {"i0": intervals(given, 2.0)["i0"]}

    made = sampling_spread(berlin_like(), given, known, variants=30)

    assert made.without_interval == ("i1", "i2", "i3")
    assert sampling_spread(berlin_like(), given, {}).spread.reason == "no_intervals"


def test_area_without_limits_stands_still_and_nothing_falls_below_0() -> None:
    given = areas([0.0, 1.0, 5.0, 9.0], [0.0, 1.0, 5.0, 9.0])
    limits = Interval(np.array([0.0, 0.0, 4.0, math.nan]), np.array([30.0, 30.0, 6.0, math.nan]))

    made = sampling_spread(flat(kept("a"), kept("b")), given, {"a": limits, "b": limits}, variants=50)

    assert made.spread.reason == ""
    assert made.spread.lower[0] == 1.0


def test_draws_of_which_no_index_can_be_made_are_counted() -> None:
    recipe = flat(Part("a", scale=AS_IS), Part("b", scale=AS_IS), combine=Combine("geometric", "weights"))
    given = areas([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    wide = {"a": Interval(np.full(3, -30.0), np.full(3, 30.0))}

    made = sampling_spread(recipe, given, wide, variants=40)

    assert 0 < made.failed < 40
    assert made.spread.variants == 40 - made.failed


def test_no_statement_where_every_draw_fails() -> None:
    recipe = flat(Part("a", scale=AS_IS), combine=Combine("geometric", "weights"))
    given = areas([1.0, 2.0])
    low = {"a": Interval(np.full(2, -1e9), np.full(2, -1e9))}

    made = sampling_spread(recipe, given, low, variants=1, seed=2)

    assert (made.spread.reason, made.failed) in {("no_draw_worked", 1), ("", 0)}


def ishigami(unit: Floats) -> Floats:
    x = math.pi * (2.0 * unit - 1.0)
    golden = GOLDEN["ishigami"]
    return np.asarray(
        np.sin(x[:, 0]) + golden["a"] * np.sin(x[:, 1]) ** 2 + golden["b"] * x[:, 2] ** 4 * np.sin(x[:, 0])
    )


def test_sobol_indices_of_the_ishigami_function_are_the_analytic_ones() -> None:
    made = sobol_indices(ishigami, ("a", "b", "c"), base=8192)

    np.testing.assert_allclose(made.first, GOLDEN["ishigami"]["first"], atol=0.02)
    np.testing.assert_allclose(made.total, GOLDEN["ishigami"]["total"], atol=0.01)
    assert made.evaluations == 5 * 8192


def test_result_that_does_not_vary_has_no_sobol_indices() -> None:
    made = sobol_indices(lambda unit: np.full(len(unit), 3.0), ("a",), base=4)

    assert made.reason == "constant"
    assert np.isnan(made.total).all()
    with pytest.raises(ValueError, match="power of 2"):
        sobol_indices(ishigami, ("a", "b", "c"), base=100)


def test_component_that_counts_for_nothing_has_sobol_index_0_and_moves_no_rank() -> None:
    parts = (Part("i0"), Part("i1"), Part("i2"), Part("i3", weight=0.0))
    recipe, given = flat(*parts), correlated()
    without = flat(*parts[:3])
    weights_only = Choices(variants=100, scales=(), combines=(), leaves_out=False)

    made = choice_sensitivity(recipe, given, weights_only, base=64)

    place = made.names.index("weight:i3")
    assert (made.first[place], made.total[place]) == (0.0, 0.0)
    assert (np.delete(made.total, place) > 0.05).all()
    np.testing.assert_array_equal(
        run(recipe, given).ranks, run(without, replace(given, columns=given.columns[:3])).ranks
    )
    stirred = replace(given, columns=(*given.columns[:3], given.columns[3][::-1].copy()))
    one, other = (choice_spread(recipe, each, weights_only).spread for each in (given, stirred))
    np.testing.assert_array_equal(one.upper, other.upper)


def test_the_choice_that_moves_most_leads() -> None:
    made = choice_sensitivity(berlin_like(), correlated(), Choices(weight_spread=0.01, scales=(), combines=()), base=64)

    assert made.names[int(np.argmax(made.total))] == "left_out"


def test_audit_finds_what_is_redundant_opposed_and_weak() -> None:
    rng = np.random.default_rng(5)
    base = rng.normal(size=200)
    columns = (base, base + 0.1 * rng.normal(size=200), -base + rng.normal(size=200), rng.normal(size=200))
    recipe = flat(*(Part(name) for name in "abcd"), combine=MEAN)

    made = audit_domain(recipe.index, run(recipe, areas(*columns)).domains[-1])

    assert ("a", "b", "redundant") in {(pair.one, pair.other, pair.flag) for pair in made.pairs}
    assert ("a", "c", "opposed") in {(pair.one, pair.other, pair.flag) for pair in made.pairs}
    assert "c" in made.weak
    np.testing.assert_allclose(made.pearson, np.corrcoef(np.stack(columns)), atol=1e-12)
    assert made.effective.sum() == pytest.approx(1.0)
    assert made.stated.tolist() == [0.25] * 4
    assert made.spearman[0, 1] == pytest.approx(
        np.corrcoef(np.argsort(np.argsort(columns[0])), np.argsort(np.argsort(columns[1])))[0, 1]
    )


def test_alpha_equals_the_golden_value() -> None:
    assert cronbach_alpha(np.array(GOLDEN["cronbach"]["X"], dtype=float)) == pytest.approx(GOLDEN["cronbach"]["alpha"])
    assert math.isnan(cronbach_alpha(np.ones((4, 3))))
    assert math.isnan(cronbach_alpha(np.arange(4.0)[:, np.newaxis]))


def test_audit_of_few_areas_and_of_constant_columns_says_so() -> None:
    recipe = flat(kept("a"), kept("b"))
    few = audit_domain(recipe.index, run(recipe, areas([1.0, 2.0], [1.0, 3.0])).domains[-1])

    assert few.reason == "too_few"
    assert np.isnan(few.pearson).all()
    assert np.isnan(correlations(np.array([[1.0, 5.0], [2.0, 5.0]]))[0, 1])
    geometric = flat(kept("a"), kept("b"), combine=Combine("geometric", "weights"))
    made = audit_domain(geometric.index, run(geometric, areas([1.0, 2.0, 4.0], [1.0, 3.0, 2.0])).domains[-1])
    assert np.isnan(made.effective).all()


@pytest.mark.parametrize(("kind", "penalty"), KINDS)
def test_waterfall_adds_up_to_the_score_of_every_area(kind: CombineKind, penalty: int) -> None:
    divisor = None if kind in {"sum", "median"} else 3.5
    parts = tuple(Part(f"i{place}", scale=MinMaxScale(1.0, 100.0)) for place in range(4))
    recipe = flat(*parts, combine=Combine(kind, divisor, penalty))  # type: ignore[arg-type]
    given = correlated()
    given.columns[1][3] = math.nan
    done = run(recipe, given).domains[-1]

    made = waterfall(recipe.index, done)

    np.testing.assert_allclose(made.baseline + made.steps.sum(axis=1), done.score)
    assert np.isnan(made.steps[3]).all()


def test_waterfall_of_a_missing_column_is_empty_and_too_many_parts_are_told() -> None:
    recipe = two()
    empty = waterfall(recipe.index, run(recipe, areas([math.nan, math.nan], [1.0, 2.0])).domains[-1])
    many = flat(*(Part(f"i{place}") for place in range(13)), combine=Combine("median"))
    told = waterfall(many.index, run(many, correlated(k=13)).domains[-1])

    assert np.isnan(empty.steps).all()
    assert told.reason == "too_many"


def test_other_reference_sets_are_compared() -> None:
    given = correlated()
    given.columns[0][:20] *= 3.0
    first = np.arange(60) < 20

    made = reference_sensitivity(
        berlin_like(), given, {"all": np.ones(60, dtype=bool), "first": first, "none": np.zeros(60, dtype=bool)}
    )

    assert (made[0].class_changes, made[0].largest_rank_shift) == (0, 0.0)
    assert made[1].n_reference == 20
    assert made[1].class_changes > 0
    assert (made[2].reason, math.isnan(made[2].mean_rank_shift)) == ("too_few", True)


def test_verdict_keeps_choice_and_chance_apart_and_names_what_was_counted() -> None:
    given = correlated()
    choices = choice_spread(berlin_like(), given, FEW)
    chance = sampling_spread(berlin_like(), given, intervals(given, 0.001), variants=20)
    sensitivity = Sensitivity(("weight:i0", "combine"), np.array([0.1, 0.5]), np.array([0.2, 0.7]), 100, 1.0)

    made = verdict(berlin_like(authority="Senat"), choices, chance, sensitivity)

    assert made.is_fixed
    assert (made.by_choices.variants, made.by_chance.variants) == (200, 20)
    assert made.by_chance.firmness == "firm"
    assert made.by_chance.steady_areas == 60
    assert made.counted == choices.counted
    assert (made.leading, made.leading_share) == ("combine", 0.7)


def test_verdict_without_classes_looks_at_ranks() -> None:
    given = correlated(k=2)
    recipe = two()
    choices = choice_spread(recipe, given, Choices(variants=100, leaves_out=False))
    shaky = sampling_spread(recipe, given, {"a": Interval(given.columns[0] - 30, given.columns[0] + 30)}, variants=20)

    made = verdict(recipe, choices, shaky, choice_sensitivity(recipe, given, FEW, base=8))

    assert not made.is_fixed
    assert made.by_choices.steady_areas is None
    assert made.by_chance.firmness == "shaky"
    assert made.leading
    assert made.without_interval == ("b",)


def test_percentile_recipe_varies_by_what_it_does_not_state() -> None:
    recipe = two(PercentileScale("average"))

    assert [name for name, _ in choice_spread(recipe, correlated(k=2), FEW).counted.scales] == [  # type: ignore[union-attr]
        "as_stated",
        "z",
        "minmax",
    ]
    assert isinstance(recipe.index.scale, Unscaled)
