# SPDX-License-Identifier: EUPL-1.2
"""Runs of recipes of format 2: exclusions, missing components, domains, degenerate inputs, invariances."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.composite.cuts import IndexClass
from indicators.stats.composite.freezing import freeze_scales
from indicators.stats.composite.nodes import Combine, CombineKind, Domain, NamedExclusion, Part, Quantiles, ReferenceSet
from indicators.stats.composite.presets import PRESETS, Source
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas, Counts, run
from indicators.stats.composite.steps import (
    BordaScale,
    Log,
    MinMaxScale,
    PercentileScale,
    RankExponential,
    RankScale,
    Scale,
    SdScale,
    Unscaled,
    ZScale,
)
from tests.unit.stats.composites import AS_IS, MEAN, SUM, Floats, Z, areas, flat, kept, two

NAN = math.nan
SCALES: list[Scale] = [ZScale(), ZScale(1), RankScale(), PercentileScale(), BordaScale(), MinMaxScale()]
FIFTHS = tuple(IndexClass(str(number), str(number), str(number)) for number in range(1, 6))


def test_areas_are_left_out_for_their_stated_reasons_and_move_no_other() -> None:
    recipe = replace(two(), minimum_inhabitants=300.0, excluded=(NamedExclusion("d", "Gewerbegebiet"),))
    columns = ([1.0, 2.0, 4.0, 99.0, 50.0, -7.0, 1.5, 3.0], [2.0, 1.0, 5.0, 99.0, -9.0, 8.0, NAN, 7.0])
    included = np.array([True, True, True, True, True, True, True, False])
    inhabitants = np.array([300.0, 900.0, 900.0, 900.0, 299.0, NAN, 900.0, 900.0])

    made = run(recipe, areas(*columns, included=included, inhabitants=inhabitants, keys=tuple("abcdefgh")))
    alone = run(two(), areas(*(column[:3] for column in columns)))

    assert made.reasons == (
        "",
        "",
        "",
        "named",
        "too_few_inhabitants",
        "inhabitants_unknown",
        "component_missing",
        "excluded",
    )
    np.testing.assert_array_equal(made.index[:3], alone.index)
    np.testing.assert_array_equal(made.ranks[:3], alone.ranks)
    assert np.isnan(made.index[3:]).all()
    assert np.isnan(made.ranks[3:]).all()
    assert made.rated.tolist() == [True] * 3 + [False] * 5


def test_missing_component_is_made_up_for_only_where_the_recipe_says_so() -> None:
    parts = (kept("a"), kept("b", weight=2.0), kept("c"))
    columns = ([1.0, 1.0, 1.0], [4.0, NAN, NAN], [2.0, 2.0, NAN])

    strict = run(flat(*parts, combine=Combine("mean", 4.0)), areas(*columns))
    lenient = run(flat(*parts, combine=Combine("mean", 4.0), needed=0.6), areas(*columns))

    assert strict.reasons == ("", "component_missing", "component_missing")
    assert lenient.index[:2].tolist() == [2.75, 1.5]
    assert lenient.reasons == ("", "", "component_missing")


def test_missing_rule_of_an_inner_domain_holds_for_the_index() -> None:
    inner = Domain("inner", (kept("a"), kept("b")), MEAN, needed=0.5, scale=AS_IS)
    recipe = flat(inner, kept("c"), needed=0.5)

    made = run(recipe, areas([1.0, NAN, NAN], [3.0, 3.0, NAN], [10.0, 10.0, 10.0]))

    assert made.index.tolist() == [12.0, 13.0, 20.0]


def test_domains_nest_and_are_scaled_on_their_way_up() -> None:
    inner = Domain("inner", (kept("a"), kept("b", weight=3.0)), Combine("mean", 4.0), scale=MinMaxScale(), direction=-1)
    recipe = flat(inner, kept("c", weight=0.5), scale=SdScale(1))

    made = run(recipe, areas([0.0, 4.0, 8.0], [0.0, 4.0, 0.0], [2.0, 4.0, 8.0]))

    np.testing.assert_allclose(made.domain("inner").score, [0.0, 4.0, 2.0])
    np.testing.assert_allclose(made.domains[-1].score, [2.0, 2.0, 4.5])
    np.testing.assert_allclose(made.index, np.array([2.0, 2.0, 4.5]) / np.std([2.0, 2.0, 4.5], ddof=1))
    assert made.ranks.tolist() == [2.0, 2.0, 1.0]


def test_shrinking_takes_counts_and_groups() -> None:
    recipe = flat(replace(kept("a"), shrink=True))
    cases, people = np.array([5.0, 20.0, 40.0]), np.array([50.0, 150.0, 300.0])
    shares = areas(100 * cases / people)

    made = run(recipe, replace(shares, counts={"a": Counts(cases, people)}, groups=np.zeros(3, dtype=np.int64)))

    np.testing.assert_allclose(made.index, [12.786949, 13.229478, 13.252885], atol=5e-7)
    with pytest.raises(ValueError, match="cases and population"):
        run(recipe, shares)


def test_computed_weights_are_kept_with_their_loadings() -> None:
    rng = np.random.default_rng(4)
    common = rng.normal(size=200)
    columns = [common + rng.normal(size=200) * noise for noise in (0.2, 0.5, 2.0)]
    parts = tuple(Part(name) for name in "abc")

    made = {
        method: run(flat(*parts, combine=MEAN, weighting=method), areas(*columns)).domains[-1]
        for method in ("equal", "pca", "factor")
    }

    assert made["equal"].found is None
    for method in ("pca", "factor"):
        found = made[method].found
        assert found is not None
        assert made[method].weights.divisor == pytest.approx(sum(made[method].weights.values))
        assert found.weights[0] > found.weights[1] > found.weights[2]


def test_gisd_like_preset_runs_over_three_domains() -> None:
    rng = np.random.default_rng(2)
    common = rng.normal(size=100)
    signs = (1, -1, 1, 1, -1, -1, -1, -1, 1)
    columns = [100 + 5 * sign * common + rng.normal(size=100) for sign in signs]
    recipe = PRESETS["gisd_like"].recipe([Source(f"i{j}", sign) for j, sign in enumerate(signs)], slug="x")

    made = run(recipe, areas(*columns))

    assert (made.index.min(), made.index.max()) == (0.0, 1.0)
    assert np.corrcoef(made.index, common)[0, 1] > 0.9
    assert np.bincount(made.classes).tolist() == [0, 20, 20, 20, 20, 20]


@pytest.mark.parametrize("code", ["additive_z", "equal_ranks", "five_partial", "rise_status"])
def test_presets_rank_an_area_first_that_has_the_most_need_in_everything(code: str) -> None:
    count = len(PRESETS[code].roles) or 4
    rng = np.random.default_rng(1)
    columns = [np.append(rng.uniform(0, 1, 50), 2.0) for _ in range(count)]
    why = "Language support at day care is planned by this share."
    sources = [Source(f"i{place}", justification=why) for place in range(count)]
    recipe = replace(PRESETS[code].recipe(sources, slug="x"), minimum_inhabitants=None)

    made = run(recipe, areas(*columns))

    assert made.ranks[-1] == 1.0
    assert made.reason == ""


@pytest.mark.parametrize(
    ("columns", "reason", "at"),
    [
        ([[], []], "too_few", "a"),
        ([[1.0], [2.0]], "constant", "a"),
        ([[NAN, NAN], [1.0, 2.0]], "too_few", "a"),
        ([[1.0, 2.0, 3.0], [5.0, 5.0, 5.0]], "constant", "b"),
    ],
)
@pytest.mark.parametrize("needed", [1.0, 0.5])
def test_degenerate_input_gives_no_index_and_says_where(
    columns: list[list[float]], reason: str, at: str, needed: float
) -> None:
    made = run(two(needed=needed, scale=ZScale()), areas(*columns))

    assert np.isnan(made.index).all()
    assert not made.classes.any()
    assert (made.reason, made.at) == (reason, at)


def test_two_areas_have_an_index() -> None:
    made = run(replace(two(), quantiles=Quantiles(5, "rank"), classes=FIFTHS), areas([1.0, 2.0], [1.0, 3.0]))

    assert made.index.tolist() == [-1.0, 1.0]
    assert made.ranks.tolist() == [2.0, 1.0]
    assert made.classes.tolist() == [5, 3]


def test_parts_that_cancel_out_give_no_index() -> None:
    rising = np.array([0.1, 0.2, 0.4, 0.7])
    recipe = flat(Part("a"), Part("b"), scale=SdScale())

    made = run(recipe, areas(rising, 3.3 - 7.1 * rising))

    assert (made.reason, made.at) == ("constant", "x")


def test_parts_that_cancel_out_rank_all_areas_alike() -> None:
    made = run(two(ZScale(1)), areas([0.0, -1.0, -1.0], [-553.0, -51.0, -51.0]))

    assert made.ranks.tolist() == [1.0, 1.0, 1.0]


def test_area_that_a_geometric_mean_cannot_take_is_named() -> None:
    recipe = flat(kept("a"), kept("b"), combine=Combine("geometric", "weights"))

    made = run(recipe, areas([1.0, 0.0], [4.0, 4.0]))

    assert made.reasons == ("", "not_positive")
    assert made.index[0] == 2.0


def test_domain_that_an_area_has_and_cannot_take_is_not_made_up_for() -> None:
    inner = Domain("inner", (kept("a"),), Combine("geometric", "weights"), scale=AS_IS)

    made = run(flat(inner, kept("b"), needed=0.5), areas([1.0, -2.0, NAN], [4.0, 4.0, 4.0]))

    assert made.reasons == ("", "not_positive", "")
    assert made.index[0] == 5.0
    assert made.index[2] == 8.0


def test_weights_that_cannot_be_found_leave_no_index() -> None:
    recipe = flat(Part("a"), Part("b"), combine=MEAN, weighting="entropy")

    made = run(recipe, areas([1.0, 2.0, 3.0], [1.0, 5.0, 2.0]))

    assert (made.reason, made.at) == ("not_positive", "x")


def test_given_reference_set_holds_still_when_areas_are_added() -> None:
    recipe = replace(two(), reference="given")
    few = areas([1.0, 2.0, 4.0], [2.0, 1.0, 5.0], reference=np.ones(3, dtype=bool))
    more = areas([1.0, 2.0, 4.0, 70.0], [2.0, 1.0, 5.0, 80.0], reference=np.array([True, True, True, False]))

    np.testing.assert_array_equal(run(recipe, more).index[:3], run(recipe, few).index)
    assert run(recipe, more).reference.tolist() == [True, True, True, False]


NAMED = replace(two(), reference="given", reference_set=ReferenceSet(("a", "b", "c")))
PEOPLED = replace(two(), reference="given", reference_set=ReferenceSet(minimum_inhabitants=1000.0))


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2))
def test_area_outside_the_named_reference_set_is_rated_and_moves_no_other(odd: list[float]) -> None:
    columns = ([1.0, 2.0, 4.0, odd[0]], [2.0, 1.0, 5.0, odd[1]])

    made = run(NAMED, areas(*columns, keys=("a", "b", "c", "d")))
    alone = run(NAMED, areas(*(column[:3] for column in columns), keys=("a", "b", "c")))

    np.testing.assert_array_equal(made.index[:3], alone.index)
    np.testing.assert_array_equal(alone.index, run(two(), areas(*(column[:3] for column in columns))).index)
    assert made.rated.all()
    assert made.reference.tolist() == [True, True, True, False]


def test_reference_set_by_inhabitants_leaves_out_small_unknown_and_unrated_areas() -> None:
    columns = ([1.0, 2.0, 4.0, 9.0, 7.0, 5.0], [2.0, 1.0, 5.0, 8.0, 3.0, NAN])
    inhabitants = np.array([1000.0, 2000.0, 5000.0, 999.0, NAN, 4000.0])

    made = run(PEOPLED, areas(*columns, inhabitants=inhabitants))

    assert made.reference.tolist() == [True, True, True, False, False, False]
    assert made.rated.tolist() == [True, True, True, True, True, False]
    np.testing.assert_array_equal(made.index[:3], run(two(), areas([1.0, 2.0, 4.0], [2.0, 1.0, 5.0])).index)


def test_area_that_is_not_rated_is_in_no_reference_set() -> None:
    recipe = replace(PEOPLED, excluded=(NamedExclusion("d", "Hafen"),))
    columns = ([1.0, 2.0, 4.0, 99.0], [2.0, 1.0, 5.0, 99.0])

    made = run(recipe, areas(*columns, inhabitants=np.full(4, 2000.0), keys=("a", "b", "c", "d")))

    assert made.reference.tolist() == [True, True, True, False]


def test_named_area_that_is_not_there_leaves_no_index_rather_than_one_by_fewer() -> None:
    made = run(NAMED, areas([1.0, 2.0, 4.0], [2.0, 1.0, 5.0], keys=("a", "b", "x")))

    assert (made.reason, made.at) == ("reference_lost", "c")
    assert not made.rated.any()


def test_reference_set_that_an_audit_hands_over_goes_before_that_of_the_recipe() -> None:
    handed = areas([1.0, 2.0, 4.0], [2.0, 1.0, 5.0], keys=("a", "b", "c"), reference=np.array([True, False, True]))

    assert run(NAMED, handed).reference.tolist() == [True, False, True]


def test_frozen_scales_have_no_reference_set_of_their_own() -> None:
    handed = areas([1.0, 2.0, 4.0], [2.0, 1.0, 5.0], keys=("a", "b", "c"))

    frozen = freeze_scales(NAMED, handed, at="2020")

    assert frozen.reference_set is None


@pytest.mark.parametrize(
    ("recipe", "given", "words"),
    [
        (two(), areas([1.0]), "fit 2 parts"),
        (two(), areas([1.0], [1.0, 2.0]), "one length"),
        (two(), areas([1.0], [1.0], keys=("a", "b")), "one length"),
        (two(), areas([math.inf], [1.0]), "infinite"),
        (replace(two(), reference="given"), areas([1.0], [1.0]), "reference set"),
        (replace(two(), minimum_inhabitants=1.0), areas([1.0], [1.0]), "inhabitants"),
        (PEOPLED, areas([1.0], [1.0]), "inhabitants"),
        (NAMED, areas([1.0], [1.0]), "keys"),
        (replace(two(), excluded=(NamedExclusion("a", "b"),)), areas([1.0], [1.0]), "keys"),
    ],
)
def test_areas_that_do_not_fit_the_recipe_are_refused(recipe: Recipe, given: Areas, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        run(recipe, given)


numbers = st.lists(st.tuples(st.integers(-999, 999), st.integers(-999, 999)), min_size=3, max_size=25)


@pytest.mark.parametrize("scale", SCALES)
@given(pairs=numbers)
def test_index_depends_neither_on_the_order_of_areas_nor_on_units(scale: Scale, pairs: list[tuple[int, int]]) -> None:
    matrix = np.array(pairs, dtype=float)
    order = np.random.default_rng(len(pairs)).permutation(len(pairs))
    recipe = two(scale)

    made = run(recipe, areas(*matrix.T))
    shuffled = run(recipe, areas(*matrix[order].T))
    rescaled = run(recipe, areas(*(matrix * 4.0 + 32.0).T))

    np.testing.assert_allclose(shuffled.index, made.index[order], atol=1e-6)
    np.testing.assert_allclose(rescaled.index, made.index, atol=1e-6)
    np.testing.assert_array_equal(shuffled.ranks, made.ranks[order])
    assert rescaled.reason == made.reason


ALL_KINDS: list[CombineKind] = ["sum", "mean", "geometric", "harmonic", "median"]
POSITIVE_KINDS: list[CombineKind] = ["harmonic", "geometric", "mean"]


@pytest.mark.parametrize("kind", ALL_KINDS)
@given(pairs=numbers, raised=st.integers(0, 2), by=st.integers(1, 500))
def test_more_need_never_lowers_an_area(kind: CombineKind, pairs: list[tuple[int, int]], raised: int, by: int) -> None:
    matrix = np.abs(np.array(pairs, dtype=float)) + 1.0
    more = matrix.copy()
    more[raised, 0] += by
    recipe = flat(kept("a"), kept("b"), combine=Combine(kind, None if kind in {"sum", "median"} else "weights"))

    before, after = run(recipe, areas(*matrix.T)), run(recipe, areas(*more.T))

    assert after.index[raised] >= before.index[raised]
    assert after.ranks[raised] <= before.ranks[raised]


@given(pairs=numbers)
def test_means_keep_their_order_and_stay_between_extremes(pairs: list[tuple[int, int]]) -> None:
    matrix = np.abs(np.array(pairs, dtype=float)) + 1.0
    made = {
        kind: run(flat(kept("a"), kept("b"), combine=Combine(kind, "weights")), areas(*matrix.T)).index
        for kind in POSITIVE_KINDS
    }

    slack = 1 + 1e-12
    assert (matrix.min(axis=1) <= made["harmonic"] * slack).all()
    assert (made["harmonic"] <= made["geometric"] * slack).all()
    assert (made["geometric"] <= made["mean"] * slack).all()
    assert (made["mean"] <= matrix.max(axis=1) * slack).all()


@given(whole=st.lists(st.integers(0, 50), min_size=2, max_size=40, unique=True))
def test_rank_exponential_keeps_the_order_and_lies_between_0_and_100(whole: list[int]) -> None:
    values = np.array(whole, dtype=float)
    recipe = flat(Part("a", transforms=(RankExponential(),), scale=AS_IS))

    made = run(recipe, areas(values)).index

    np.testing.assert_array_equal(np.argsort(made), np.argsort(values))
    assert made.max() == pytest.approx(100.0)
    assert made.min() > 0


def test_component_that_logarithms_cannot_take_stops_the_index() -> None:
    made = run(flat(Part("a", transforms=(Log(),)), Part("b")), areas([0.0, 1.0, 2.0], [1.0, 2.0, 3.0]))

    assert (made.reason, made.at) == ("not_positive", "a")


def test_change_and_value_of_one_indicator_are_two_components() -> None:
    recipe = flat(Part("a"), Part("a", "change"), combine=SUM)

    assert run(recipe, areas([1.0, 2.0], [2.0, 1.0])).domains[-1].names == ("a", "a (change)")


def test_sd_scale_of_a_score_is_that_of_berlin() -> None:
    matrix: Floats = np.random.default_rng(3).normal(size=(40, 2))
    made = run(flat(Part("a", scale=Z), Part("b", scale=Z), scale=SdScale()), areas(*matrix.T))

    assert made.index.std() == pytest.approx(1.0)
    assert isinstance(recipe_scale := two().index.scale, Unscaled), recipe_scale
