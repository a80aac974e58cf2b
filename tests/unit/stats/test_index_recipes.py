# SPDX-License-Identifier: EUPL-1.2
"""Recipes of composite indices and their runs: golden values, published classes, edge cases."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.aggregate import weighted_mean, weighted_sum
from indicators.stats.indices import IndexResult, classify_index, run_recipe
from indicators.stats.normalise import zscores
from indicators.stats.presets import mss_dynamics, mss_status
from indicators.stats.recipes import ClassCut, Component, IndexClass, IndexRecipe, RecipeError, recipe_from_json

ROOT = Path(__file__).resolve().parents[3]
BERLIN = ROOT / "demo" / "berlin"
FOUR = ("arbeitslosigkeit", "langzeitarbeitslosigkeit", "transferbezug", "kinderarmut")
THREE = ("arbeitslosigkeit", "transferbezug", "kinderarmut")
PUBLISHED = {"2012-12-31": 434, "2014-12-31": 435, "2016-12-31": 436, "2018-12-31": 436}
Floats = npt.NDArray[np.float64]


def everybody(n: int) -> npt.NDArray[np.bool_]:
    return np.ones(n, dtype=bool)


def two_columns(**changes: object) -> IndexRecipe:
    return IndexRecipe(slug="x", version=1, components=(Component("a"), Component("b")), **changes)  # type: ignore[arg-type]


def berlin_rows(period: str) -> list[dict[str, str]]:
    with (BERLIN / "lieferungen" / f"mss_{period}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def berlin_classes(period: str, column: str) -> dict[str, str]:
    with (BERLIN / "referenz_mss_klassen.csv").open(encoding="utf-8", newline="") as file:
        return {row["schluessel"]: row[column] for row in csv.DictReader(file) if row["stichtag"] == period}


def berlin_run(recipe: IndexRecipe, period: str) -> tuple[list[str], IndexResult]:
    rows = berlin_rows(period)
    names = [
        component.indicator if component.measure == "value" else f"veraenderung_{component.indicator}"
        for component in recipe.components
    ]
    cells = [[row[name].replace(",", ".") for name in names] for row in rows]
    matrix = np.array([[float(cell) if cell else np.nan for cell in row] for row in cells])
    return [row["schluessel"] for row in rows], run_recipe(recipe, matrix, ~np.isnan(matrix).any(axis=1))


@pytest.mark.parametrize("period", PUBLISHED)
@pytest.mark.parametrize("column", ["status_klasse", "dynamik_klasse"])
def test_every_published_berlin_class_comes_out(period: str, column: str) -> None:
    indicators = THREE if period == "2018-12-31" else FOUR
    recipe = mss_status(indicators) if column == "status_klasse" else mss_dynamics(indicators)
    published = berlin_classes(period, column)

    keys, result = berlin_run(recipe, period)

    codes = [each.code for each in recipe.classes]
    computed = {key: codes[number - 1] for key, number in zip(keys, result.classes, strict=True) if number}
    assert len(published) == PUBLISHED[period]
    assert computed == published


def test_mean_of_z_without_a_second_standardisation_misses_published_classes() -> None:
    recipe = mss_status(FOUR).next_version(aggregate="mean", divisor=4.0, restandardise="none")
    published = berlin_classes("2012-12-31", "status_klasse")

    keys, result = berlin_run(recipe, "2012-12-31")

    computed = {key: str(number) for key, number in zip(keys, result.classes, strict=True) if number}
    assert computed.keys() == published.keys()
    assert computed != published


def test_toy_index_equals_the_golden_values() -> None:
    golden = json.loads((ROOT / "tests/golden/composite_index/toy.json").read_text(encoding="utf-8"))
    matrix = np.array([golden["A"], golden["B"], golden["C"]], dtype=float).T
    recipe = mss_status(("a", "b", "c"))

    result = run_recipe(recipe, matrix, everybody(6))

    np.testing.assert_allclose(result.score, golden["sum_z"], atol=5e-5)
    np.testing.assert_allclose(result.index, golden["index"], atol=5e-5)
    assert [recipe.classes[number - 1].official for number in result.classes] == golden["class"]


def test_areas_that_are_not_rated_get_no_class_and_change_no_other() -> None:
    matrix = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 9.0], [500.0, 1.0], [4.0, np.nan]])
    included = np.array([True, True, True, False, True])
    recipe = two_columns(restandardise="zscore")

    result = run_recipe(recipe, matrix, included)
    alone = run_recipe(recipe, matrix[:3], everybody(3))

    np.testing.assert_array_equal(result.index[:3], alone.index)
    assert np.isnan(result.index[3:]).all()
    assert np.isnan(result.z[3:]).all()
    assert result.reasons == ("", "", "", "excluded", "component_missing")
    assert (result.n_included, result.n_excluded) == (3, 2)


def test_direction_and_weight_count() -> None:
    matrix = np.array([[1.0, 5.0], [3.0, 5.5], [5.0, 9.0]])
    recipe = IndexRecipe(
        slug="x", version=1, components=(Component("a", weight=2.0), Component("b", direction=-1)), ddof=1
    )

    result = run_recipe(recipe, matrix, everybody(3))

    expected = 2 * zscores(matrix[:, 0], ddof=1).scores - zscores(matrix[:, 1], ddof=1).scores
    np.testing.assert_allclose(result.score, expected)
    np.testing.assert_array_equal(result.index, result.score)
    assert result.classes.tolist() == [0, 0, 0]


def test_mean_divides_by_the_stated_divisor() -> None:
    matrix = np.array([[1.0, 5.0], [3.0, 5.5], [5.0, 9.0]])

    total = run_recipe(two_columns(), matrix, everybody(3))
    mean = run_recipe(two_columns(aggregate="mean", divisor=2.0), matrix, everybody(3))

    np.testing.assert_allclose(mean.score, total.score / 2)


@pytest.mark.parametrize("restandardise", ["none", "divide_by_sd", "zscore"])
def test_component_without_variation_rates_nothing_and_says_why(restandardise: str) -> None:
    matrix = np.array([[1.0, 5.0], [1.0, 6.0], [1.0, 7.0]])

    result = run_recipe(two_columns(restandardise=restandardise), matrix, everybody(3))

    assert np.isnan(result.index).all()
    assert result.classes.tolist() == [0, 0, 0]
    assert result.reason == "constant"


def test_components_that_cancel_out_give_no_index() -> None:
    rising = np.array([0.1, 0.2, 0.4, 0.7])
    matrix = np.column_stack([rising, 3.3 - 7.1 * rising])

    result = run_recipe(two_columns(restandardise="divide_by_sd"), matrix, everybody(4))

    assert result.reason == "constant"
    assert np.isnan(result.index).all()


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_areas_give_no_index(n: int) -> None:
    result = run_recipe(two_columns(restandardise="zscore", ddof=1), np.ones((n, 2)), everybody(n))

    assert result.reason == "too_few"
    assert np.isnan(result.index).all()


@pytest.mark.parametrize("shape", [(3, 3), (2, 2)])
def test_matrix_that_does_not_fit_is_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="fits neither"):
        run_recipe(two_columns(), np.ones(shape), everybody(3))


@given(st.lists(st.tuples(st.integers(-999, 999), st.integers(-999, 999)), min_size=3, max_size=20))
def test_index_does_not_depend_on_the_order_of_areas_nor_on_units(pairs: list[tuple[int, int]]) -> None:
    matrix = np.array(pairs, dtype=float)
    recipe = two_columns(restandardise="divide_by_sd")
    order = np.random.default_rng(len(pairs)).permutation(len(pairs))

    result = run_recipe(recipe, matrix, everybody(len(pairs)))
    shuffled = run_recipe(recipe, matrix[order], everybody(len(pairs)))
    rescaled = run_recipe(recipe, matrix * 4.0 + 32.0, everybody(len(pairs)))

    np.testing.assert_allclose(shuffled.index, result.index[order], atol=1e-6)
    np.testing.assert_allclose(rescaled.index, result.index, atol=1e-6)


@pytest.mark.parametrize(
    ("index", "expected"),
    [(-1.0000001, 1), (-1.0, 2), (1.0, 2), (1.0000001, 3), (1.5, 3), (1.5000001, 4), (math.nan, 0)],
)
def test_status_cuts_compare_unrounded(index: float, expected: int) -> None:
    cuts = mss_status(FOUR).cuts

    assert classify_index(np.array([index]), cuts).tolist() == [expected]


def test_recipe_survives_json() -> None:
    recipe = mss_dynamics(THREE).next_version(components=(Component("ä", "change", -1, 0.225),))

    again = recipe_from_json(recipe.to_json())

    assert again == recipe
    assert again.version == 2
    assert again.to_json() == recipe.to_json()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "3", '{"format": 1}', '{"format": 2, "slug": "x"}', '{"format": 1, "components": [{"name": 1}]}'],
)
def test_text_that_is_no_recipe_is_refused(text: str) -> None:
    with pytest.raises(RecipeError) as caught:
        recipe_from_json(text)

    assert caught.value.code == "format"


A_CLASS, B_CLASS = IndexClass("1", "hoch", "Low"), IndexClass("2", "niedrig", "High")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("no_components", {"components": ()}),
        ("component_twice", {"components": (Component("a"), Component("a", direction=-1))}),
        ("measure", {"components": (Component("a", measure="rank"),)}),  # type: ignore[arg-type]
        ("direction", {"components": (Component("a", direction=0),)}),  # type: ignore[arg-type]
        ("weight", {"components": (Component("a", weight=0.0),)}),
        ("weight", {"components": (Component("a", weight=math.nan),)}),
        ("ddof", {"ddof": 2}),
        ("ddof", {"restandardise_ddof": -1}),
        ("aggregate", {"aggregate": "median"}),
        ("divisor", {"aggregate": "mean"}),
        ("divisor", {"divisor": 2.0}),
        ("divisor", {"aggregate": "mean", "divisor": 0.0}),
        ("divisor", {"aggregate": "mean", "divisor": math.inf}),
        ("restandardise", {"restandardise": "rank"}),
        ("classes", {"cuts": (ClassCut(0.0, "lower"),)}),
        ("classes", {"classes": (A_CLASS, B_CLASS)}),
        ("classes", {"cuts": (ClassCut(0.0, "lower"),), "classes": (A_CLASS, A_CLASS)}),
        ("cuts", {"cuts": (ClassCut(math.nan, "lower"),), "classes": (A_CLASS, B_CLASS)}),
        ("cuts", {"cuts": (ClassCut(0.0, "both"),), "classes": (A_CLASS, B_CLASS)}),  # type: ignore[arg-type]
        (
            "cuts",
            {
                "cuts": (ClassCut(1.0, "lower"), ClassCut(1.0, "lower")),
                "classes": (A_CLASS, B_CLASS, IndexClass("3", "x", "x")),
            },
        ),
    ],
)
def test_recipe_that_no_run_could_follow_is_refused(code: str, changes: dict[str, object]) -> None:
    fields: dict[str, object] = {"slug": "x", "version": 1, "components": (Component("a"),)}

    with pytest.raises(RecipeError) as caught:
        IndexRecipe(**(fields | changes))  # type: ignore[arg-type]

    assert caught.value.code == code


def test_zscores_keep_nan_and_score_areas_outside_the_reference() -> None:
    values = np.array([2.0, 4.0, 6.0, np.nan, 100.0])
    reference = np.array([True, True, True, True, False])

    result = zscores(values, ddof=0, reference=reference)

    np.testing.assert_allclose(result.scores[:3], [-1.224744871, 0.0, 1.224744871])
    assert math.isnan(result.scores[3])
    assert result.scores[4] == pytest.approx(96 / math.sqrt(8 / 3))
    assert (result.mean, result.n_reference, result.reason) == (4.0, 3, "")


def test_equal_decimals_count_as_constant_although_their_sum_is_inexact() -> None:
    result = zscores(np.full(10, 0.1), ddof=0)

    assert result.reason == "constant"
    assert np.isnan(result.scores).all()


@given(st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=50), st.integers(0, 1))
def test_zscores_have_mean_0_and_standard_deviation_1(whole: list[int], ddof: int) -> None:
    values = np.array(whole, dtype=float)

    result = zscores(values, ddof=ddof)

    if result.reason:
        assert np.unique(values).size == 1
    else:
        assert result.scores.mean() == pytest.approx(0.0, abs=1e-9)
        assert result.scores.std(ddof=ddof) == pytest.approx(1.0)


def test_missing_component_leaves_no_sum() -> None:
    matrix = np.array([[1.0, np.nan], [1.0, 2.0]])

    assert np.isnan(weighted_sum(matrix, np.array([1.0, 0.0]))[0])
    assert weighted_mean(matrix, np.array([1.0, 3.0]), divisor=4.0)[1] == 1.75


@pytest.mark.parametrize("weights", [[1.0], [1.0, math.inf]])
def test_weights_that_do_not_fit_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match=r"[Ww]eights"):
        weighted_sum(np.ones((2, 2)), np.array(weights))


@pytest.mark.parametrize("divisor", [0.0, math.nan])
def test_divisor_of_zero_is_refused(divisor: float) -> None:
    with pytest.raises(ValueError, match="divisor"):
        weighted_mean(np.ones((2, 2)), np.ones(2), divisor=divisor)
