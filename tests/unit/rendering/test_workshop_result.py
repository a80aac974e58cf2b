# SPDX-License-Identifier: EUPL-1.2
"""A recipe tried out: the browser computes what the server computes, shades follow need, and movers know why."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from indicators.rendering.profile_numbers import agreement, share_of_runs
from indicators.rendering.workshop_live import live_model
from indicators.rendering.workshop_movers import Comparison, comparison_of
from indicators.rendering.workshop_result import LIVE, Effort, by_rank, lines_of, outcome_of, scheme_of
from indicators.stats.composite.cuts import ClassCut, IndexClass
from indicators.stats.composite.nodes import Combine, Domain, Part, Quantiles
from indicators.stats.composite.presets import PRESETS, Source
from indicators.stats.composite.recipe import Recipe
from indicators.stats.composite.running import Areas
from indicators.stats.composite.sampling import Interval
from indicators.stats.composite.steps import MinMaxScale, PercentileScale, RankScale, Scale, SdScale, Unscaled, ZScale
from scripts.frontend import node
from scripts.layout import ROOT

SMALL = Effort(20, 5, 0)
NAMES = ("a", "b", "c", "d")
SCRIPT = """
const { weighed } = await import(process.argv[1]);
let text = "";
for await (const piece of process.stdin) text += piece;
const found = JSON.parse(text).map(({ model, weights }) => weighed(model, (node) => weights[
  node.part === undefined ? `d${node.domain}` : `p${node.part}`]));
console.log(JSON.stringify(found));
"""


def classes(count: int) -> tuple[IndexClass, ...]:
    return tuple(IndexClass(str(number), str(number), f"Klasse {number}") for number in range(1, count + 1))


def parts(scale: Scale = ZScale()) -> tuple[Part, ...]:  # noqa: B008 - frozen
    return tuple(Part(name, scale=scale) for name in NAMES)


def nested(scale: Scale) -> Domain:
    """Return two groups in an index."""
    first = Domain("one", parts()[:2], Combine("mean", "weights"), scale=scale)
    second = Domain("two", parts(scale=MinMaxScale())[2:], Combine("sum"), scale=scale)
    return Domain("x", (first, second), Combine("mean", 3.0), scale=ZScale(1))


RECIPES: dict[str, Recipe] = {
    "mean": Recipe("x", 1, Domain("x", parts(), Combine("mean", "weights"), scale=Unscaled())),
    "sum, cuts": Recipe(
        "x",
        1,
        Domain("x", parts(), Combine("sum"), scale=SdScale()),
        cuts=(ClassCut(-1.0, "upper"), ClassCut(0.5, "lower")),
        classes=classes(3),
    ),
    "fifths, type 9": Recipe(
        "x",
        1,
        Domain("x", parts(scale=PercentileScale("average")), Combine("mean", "weights"), scale=Unscaled()),
        quantiles=Quantiles(5, "type_9"),
        classes=classes(5),
        ties="average",
    ),
    "fourths, type 7": Recipe(
        "x",
        1,
        Domain("x", parts(scale=RankScale()), Combine("mean", 100.0), scale=MinMaxScale(0.0, 10.0)),
        quantiles=Quantiles(4, "type_7"),
        classes=classes(4),
        higher_means="less_need",
        ties="max",
    ),
    "tenths by rank": Recipe(
        "x",
        1,
        Domain("x", parts(), Combine("mean", "weights"), scale=Unscaled(), direction=-1),
        quantiles=Quantiles(10, "rank"),
        classes=classes(10),
    ),
    "tenths by rank up": replace(
        Recipe("x", 1, nested(ZScale()), quantiles=Quantiles(10, "rank_up"), classes=classes(10)), ties="dense"
    ),
    "nested": Recipe("x", 1, nested(MinMaxScale(1.0, 100.0)), quantiles=Quantiles(3), classes=classes(3)),
}


def areas(seed: int = 5, size: int = 60) -> Areas:
    rng = np.random.default_rng(seed)
    columns = [np.round(rng.gamma(2.0, 5.0, size), 1) for _ in NAMES]
    columns[1][3] = np.nan
    columns[2][:4] = 7.0
    return Areas(tuple(columns), keys=tuple(map(str, range(size))))


def reweighed(recipe: Recipe, weights: dict[str, float]) -> Recipe:
    """Return a recipe with other weights, numbered as forms number them."""
    places = {"p": 0, "d": 0}

    def walk(domain: Domain) -> Domain:
        own = f"d{places['d']}"
        places["d"] += 1
        made: list[Part | Domain] = []
        for node_ in domain.parts:
            if isinstance(node_, Domain):
                made.append(walk(node_))
            else:
                made.append(replace(node_, weight=weights[f"p{places['p']}"]))
                places["p"] += 1
        return replace(domain, parts=tuple(made), weight=weights[own])

    return replace(recipe, index=walk(recipe.index))


def in_browser(cases: list[dict[str, Any]]) -> list[dict[str, list[float]]]:
    """Let the script of the page compute."""
    module = (ROOT / "static" / "js" / "lib" / "composite.js").as_uri()
    command = [str(node().program), "--input-type=module", "-e", SCRIPT, module]
    answer = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    found: list[dict[str, list[float]]] = json.loads(answer.stdout)
    return found


def test_browser_computes_the_ranks_classes_and_shades_of_the_server() -> None:
    rng = np.random.default_rng(11)
    cases, expected = [], []
    for recipe in RECIPES.values():
        outcome = outcome_of(recipe, areas(), {}, SMALL)
        model = live_model(outcome)
        assert model is not None
        for _round in range(8):
            names = [*(f"p{place}" for place in range(4)), *(f"d{place}" for place in range(3))]
            weights = {name: float(np.round(rng.uniform(0.1, 5.0), 1)) for name in names}
            cases.append({"model": model, "weights": weights})
            expected.append(outcome_of(reweighed(recipe, weights), areas(), {}, SMALL))

    found = in_browser(cases)

    for said, outcome in zip(found, expected, strict=True):
        rated = outcome.done.rated
        np.testing.assert_allclose(said["values"], outcome.done.index[rated], rtol=1e-9, atol=1e-12)
        np.testing.assert_array_equal(said["ranks"], outcome.done.ranks[rated])
        np.testing.assert_array_equal(said["classes"], outcome.done.classes[rated])
        np.testing.assert_array_equal(said["shades"], outcome.shade[rated])


def test_browser_makes_no_index_of_weights_that_are_all_0() -> None:
    model = live_model(outcome_of(RECIPES["mean"], areas(), {}, SMALL))
    weights = {f"p{place}": 0.0 for place in range(4)} | {"d0": 1.0}

    assert in_browser([{"model": model, "weights": weights}]) == [None]


@pytest.mark.parametrize(
    "change",
    [
        lambda index: replace(index, combine=Combine("geometric", "weights"), parts=_positive(index)),
        lambda index: replace(index, weighting="pca"),
        lambda index: replace(index, needed=0.5),
        lambda index: replace(index, scale=PercentileScale()),
    ],
)
def test_what_is_not_linear_in_the_weights_is_asked_from_the_server(change: Callable[[Domain], Domain]) -> None:
    recipe = RECIPES["mean"]

    outcome = outcome_of(replace(recipe, index=change(recipe.index)), areas(), {}, SMALL)

    assert outcome.done.rated.any()
    assert live_model(outcome) is None


def _positive(index: Domain) -> tuple[Part | Domain, ...]:
    return tuple(replace(part, scale=MinMaxScale(1.0, 100.0)) for part in index.parts)


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_darkest_shade_is_the_most_need(name: str) -> None:
    outcome = outcome_of(RECIPES[name], areas(), {}, SMALL)

    most = int(np.nanargmin(outcome.done.ranks))
    least = int(np.nanargmax(outcome.done.ranks))

    assert outcome.shade[most] == outcome.shade.max()
    assert outcome.shade[least] == outcome.shade[outcome.done.rated].min()


def test_more_classes_than_colours_share_shades_and_name_them_all() -> None:
    scheme = scheme_of(RECIPES["tenths by rank"])

    assert scheme.count == 5
    assert scheme.shades == (5, 5, 4, 4, 3, 3, 2, 2, 1, 1)
    assert scheme.labels[4] == ("Klasse 1", "Klasse 2")


def test_area_without_a_component_stands_last_with_its_reason() -> None:
    lines = by_rank(lines_of(outcome_of(RECIPES["mean"], areas(), {}, LIVE)))

    assert (lines[-1].position, lines[-1].rank, lines[-1].reason) == (3, None, "component_missing")
    assert lines[-1].choices is None
    assert [line.rank for line in lines[:3]] == [1, 2, 3]


def test_choices_and_chance_are_two_statements_and_chance_is_silent_without_intervals() -> None:
    given = areas()
    half = given.columns[0] * 0.1
    known = {"a": Interval(given.columns[0] - half, given.columns[0] + half)}

    without = lines_of(outcome_of(RECIPES["mean"], given, {}, LIVE))[0]
    with_one = lines_of(outcome_of(RECIPES["mean"], given, known, LIVE))[0]

    assert without.choices is not None
    assert without.chance is None
    assert with_one.chance is not None
    assert with_one.choices == without.choices


def test_recipe_against_itself_moves_nobody() -> None:
    one = (RECIPES["nested"], areas())

    found = comparison_of(one, one)

    assert found.changed == ()
    assert all(mover.causes == () for mover in found.movers)
    assert found.correlation == pytest.approx(1.0)
    assert found.is_same_scheme


def test_causes_add_up_to_the_move_of_the_index() -> None:
    recipe, given = RECIPES["mean"], areas()
    heavier = reweighed(recipe, {"p0": 9.0, "p1": 1.0, "p2": 1.0, "p3": 1.0, "d0": 1.0})

    found = comparison_of((recipe, given), (heavier, given))

    rated = found.before.rated
    before, after = (done.index / np.std(done.index[rated]) for done in (found.before, found.after))
    centred = [each - np.mean(each[rated]) for each in (before, after)]
    told = np.array([sum(size for _name, size in mover.causes) for mover in found.movers])
    # Causes too small to be told are left out: at most four times a hundredth.
    np.testing.assert_allclose(told[rated], (centred[1] - centred[0])[rated], atol=0.04)
    shifts = [abs(mover.shift) for mover in found.changed]
    assert shifts
    assert shifts == sorted(shifts, reverse=True)


def test_component_that_one_recipe_lacks_adds_nothing_there() -> None:
    given = areas()
    recipe = RECIPES["mean"]
    fewer = replace(recipe, index=replace(recipe.index, parts=recipe.index.parts[:3]))

    found = comparison_of((fewer, Areas(given.columns[:3], keys=given.keys)), (recipe, given))

    assert {name for mover in found.movers for name, _size in mover.causes} >= {"d"}


def of_one(values: tuple[float, ...], **rules: Any) -> tuple[Recipe, Areas]:  # noqa: ANN401 - fields of a recipe
    """Return a recipe of one component over given figures."""
    index = Domain("x", (Part("a", scale=Unscaled()),), Combine("sum"), scale=Unscaled())
    keys = tuple(map(str, range(len(values))))
    return replace(Recipe("x", 1, index), **rules), Areas((np.array(values),), keys=keys)


HALVES = {"quantiles": Quantiles(2, "rank_up"), "classes": classes(2)}
# The second area keeps its place among all (0.45 standard deviations below the mean); another falls below it.
STILL = ((0.0, 1.0, 2.0, 3.0), (-0.6, -0.447, -0.679, 1.726))


def test_area_that_follows_because_classes_keep_their_size_is_told_from_one_that_moves() -> None:
    found = comparison_of(of_one(STILL[0], **HALVES), of_one(STILL[1], **HALVES))

    assert {mover.position: mover.why for mover in found.changed} == {1: "others", 2: "own"}
    assert found.movers[1].causes == ()
    assert abs(found.movers[1].own) < 0.01
    assert found.movers[2].own < -1
    assert found.movers[0].why == ""


def test_area_that_crosses_a_fixed_bound_without_moving_among_the_others_is_told_so() -> None:
    rules = {"cuts": (ClassCut(1.5, "lower"),), "classes": classes(2)}

    found = comparison_of(of_one((0.0, 1.0, 2.0), **rules), of_one((1.0, 2.0, 3.0), **rules))

    assert [(mover.position, mover.why) for mover in found.changed] == [(1, "bound")]


def test_classes_that_two_recipes_make_in_different_ways_are_a_reason_of_their_own() -> None:
    cut = {"cuts": (ClassCut(2.5, "lower"),), "classes": classes(2)}

    found = comparison_of(of_one((0.0, 1.0, 2.0, 3.0), **HALVES), of_one((0.0, 1.0, 2.0, 3.0), **cut))

    assert [(mover.position, mover.why) for mover in found.changed] == [(2, "classes")]


def test_area_that_one_recipe_does_not_rate_carries_the_reason() -> None:
    values = (0.0, 1.0, float("nan"), 3.0)

    found = comparison_of(of_one(values, **HALVES), of_one((0.0, 1.0, 2.0, 3.0), **HALVES))

    left_out = found.movers[2]
    assert (left_out.why, left_out.reason, left_out.ranks[0]) == ("unrated", "component_missing", None)


def ranked(found: tuple[float, ...], given: tuple[float, ...]) -> Comparison:
    return comparison_of(of_one(found), of_one(given))


def test_correlation_is_that_of_ranks_in_which_ties_share_their_middle() -> None:
    # Average ranks 1, 2.5, 2.5, 4 against 1 to 4: 4.5 / sqrt(4.5 * 5).
    assert ranked((1.0, 2.0, 2.0, 3.0), (1.0, 2.0, 3.0, 4.0)).correlation == pytest.approx(4.5 / np.sqrt(22.5))
    assert ranked((1.0, 2.0, 3.0), (30.0, 20.0, 10.0)).correlation == pytest.approx(-1.0)
    assert np.isnan(ranked((1.0, 1.0), (1.0, 2.0)).correlation)


def test_one_pair_out_of_place_among_many_is_no_complete_correlation() -> None:
    order = np.arange(3000.0)
    swapped = order.copy()
    swapped[[10, 11]] = swapped[[11, 10]]

    found = ranked(tuple(order), tuple(swapped)).correlation

    assert agreement(found, 3, "de") == "über\u00a00,999"


@pytest.mark.parametrize(
    ("value", "decimals", "german", "english"),
    [
        (0.99951, 3, "über\u00a00,999", "above\u00a00.999"),
        (0.9994, 3, "0,999", "0.999"),
        (-0.996, 2, "unter\u00a0−0,99", "below\u00a0−0.99"),
        (1.0, 3, "1,000", "1.000"),
        (1.0 - 2e-16, 3, "1,000", "1.000"),
        (-1.0, 2, "−1,00", "−1.00"),
        (-1.004, 2, "−1,00", "−1.00"),
        (0.0004, 3, "0,000", "0.000"),
        (float("nan"), 2, "–", "–"),
    ],
)
def test_correlation_below_1_is_never_rounded_up_to_1(value: float, decimals: int, german: str, english: str) -> None:
    assert (agreement(value, decimals, "de"), agreement(value, decimals, "en")) == (german, english)


@pytest.mark.parametrize(
    ("share", "german", "english"),
    [
        (1.0, "100\u00a0%", "100%"),
        (0.997, "über\u00a099\u00a0%", "above\u00a099%"),
        (0.994, "99\u00a0%", "99%"),
        (0.003, "unter\u00a01\u00a0%", "below\u00a01%"),
        (0.0, "0\u00a0%", "0%"),
    ],
)
def test_only_all_runs_are_written_as_100_percent_and_only_none_as_0(share: float, german: str, english: str) -> None:
    assert (share_of_runs(share, "de"), share_of_runs(share, "en")) == (german, english)


@pytest.mark.parametrize("code", sorted(PRESETS))
def test_every_preset_comes_to_something(code: str) -> None:
    preset = PRESETS[code]
    count = len(preset.roles) or preset.fewest
    sources = [Source(f"i{place}", justification="Für den Zweck dieses Versuchs.") for place in range(count)]
    rng = np.random.default_rng(3)
    columns = tuple(rng.gamma(2.0, 5.0, 50) + 0.1 for _ in range(count))
    recipe = preset.recipe(sources, slug="index", inhabitants="einwohner")

    outcome = outcome_of(recipe, Areas(columns, inhabitants=np.full(50, 1000.0)), {}, SMALL)

    assert outcome.done.reason == ""
    assert int((outcome.shade > 0).sum()) == 50
    assert sum(outcome.counts.values()) == 50
