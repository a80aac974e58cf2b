# SPDX-License-Identifier: EUPL-1.2
"""Published indices come out of recipes of format 2, digit for digit."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from indicators.stats.composite.columns import Way, exponential_scores, pass_through
from indicators.stats.composite.combining import Weights, combine
from indicators.stats.composite.grouping import crossed, quantile_classes
from indicators.stats.composite.nodes import Quantiles
from indicators.stats.composite.presets import MSS_GROUPS, PRESETS, Source
from indicators.stats.composite.running import Areas, IndexRun, run
from indicators.stats.composite.shrinkage import shrunk_shares
from indicators.stats.composite.steps import MinMaxScale
from indicators.stats.composite.weighting import entropy_weights, factor_weights
from tests.unit.stats.composites import GOLDEN, ROOT, Floats, numbers, reference_rows

BERLIN = ROOT / "demo" / "berlin"
FOUR = ("arbeitslosigkeit", "langzeitarbeitslosigkeit", "transferbezug", "kinderarmut")
PERIODS = ("2012-12-31", "2014-12-31", "2016-12-31", "2018-12-31")
ENGLAND = ("Income", "Employment", "Education", "Health", "Crime", "Housing_and_Access", "Environment")
WALES = ("Income", "Employment", "Health", "Education", "Access", "Housing", "Crime", "Environment")
SCOTLAND = ("Income", "Employment", "Health", "Education", "Access", "Crime", "Housing")


def berlin(period: str) -> tuple[list[str], Floats, Floats]:
    """Read keys, values and changes of one period of the demo."""
    with (BERLIN / "lieferungen" / f"mss_{period}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    names = [name for name in FOUR if period != PERIODS[-1] or name != FOUR[1]]
    values, changes = (
        np.array([[float((row[lead + name] or "nan").replace(",", ".")) for name in names] for row in rows])
        for lead in ("", "veraenderung_")
    )
    return [row["schluessel"] for row in rows], values, changes


def published(period: str, column: str) -> dict[str, str]:
    with (BERLIN / "referenz_mss_klassen.csv").open(encoding="utf-8", newline="") as file:
        return {row["schluessel"]: row[column] for row in csv.DictReader(file) if row["stichtag"] == period}


def preset_run(code: str, matrix: Floats) -> IndexRun:
    sources = [Source(f"i{place}") for place in range(matrix.shape[1])]
    recipe = replace(PRESETS[code].recipe(sources, slug=code), minimum_inhabitants=None)
    return run(recipe, Areas(tuple(np.ascontiguousarray(column) for column in matrix.T)))


@pytest.mark.parametrize("period", PERIODS)
def test_every_published_berlin_class_and_group_comes_out_of_the_presets(period: str) -> None:
    keys, values, changes = berlin(period)

    status, dynamics = preset_run("mss_status", values), preset_run("mss_dynamics", changes)

    groups = crossed(MSS_GROUPS, status.classes, dynamics.classes)
    state, course = published(period, "status_klasse"), published(period, "dynamik_klasse")
    assert {key: group for key, group in zip(keys, groups, strict=True) if group} == {
        key: state[key] + course[key] for key in state if key in course
    }
    assert {key for key, number in zip(keys, status.classes, strict=True) if number} == set(state)
    assert {key for key, number in zip(keys, dynamics.classes, strict=True) if number} == set(course)


def from_ranks(code: str, rows: list[dict[str, str]], domains: tuple[str, ...]) -> IndexRun:
    recipe = PRESETS[code].recipe([Source(name, is_rank=True) for name in domains], slug=code)
    return run(recipe, Areas(tuple(numbers(rows, f"{name}_rank") for name in domains)))


def test_all_welsh_ranks_tenths_and_scores_come_out() -> None:
    rows = reference_rows("uk_imd", "imd2019_wales_lsoa11.csv")

    made = from_ranks("wimd_2019", rows, WALES)

    assert len(rows) == 1909
    np.testing.assert_array_equal(made.ranks, numbers(rows, "IMD_rank"))
    assert np.abs(made.index - numbers(rows, "IMD_score")).max() < 1e-8
    np.testing.assert_array_equal(made.classes, numbers(rows, "IMD_decile"))


def test_english_ranks_come_out_as_far_as_published_ranks_allow_and_all_tenths() -> None:
    rows = reference_rows("uk_imd", "imd2019_england_lsoa11.csv")

    made = from_ranks("imd_2019", rows, ENGLAND)

    off = np.abs(made.ranks - numbers(rows, "IMD_rank"))
    assert (len(rows), int((off == 0).sum()), off.max()) == (32844, 32736, 2)
    np.testing.assert_array_equal(made.classes, numbers(rows, "IMD_decile"))
    scores = {row["lsoa11_code"]: score for row, score in zip(rows, made.index, strict=True)}
    for key in ("E01000001", "E01021988"):
        assert scores[key] == pytest.approx(GOLDEN["imd2019_from_ranks"][key], abs=5e-5)


def test_weights_made_to_add_up_to_1_would_give_other_english_scores() -> None:
    rows = reference_rows("uk_imd", "imd2019_england_lsoa11.csv")
    recipe = PRESETS["imd_2019"].recipe([Source(name, is_rank=True) for name in ENGLAND], slug="x")
    wrong = replace(recipe, index=replace(recipe.index, combine=replace(recipe.index.combine, divisor="weights")))
    columns = Areas(tuple(numbers(rows, f"{name}_rank") for name in ENGLAND))

    off = np.abs(run(wrong, columns).index - run(recipe, columns).index)

    assert 0.09 < off.max() < 0.11


def test_scottish_ranks_come_out_as_far_as_published_ranks_allow_and_all_tenths() -> None:
    rows = reference_rows("uk_imd", "imd2020_scotland_dz11.csv")

    made = from_ranks("simd_2020", rows, SCOTLAND)

    off = np.abs(made.ranks - numbers(rows, "IMD_rank"))
    assert (len(rows), int((off == 0).sum()), off.max()) == (6976, 6955, 2)
    np.testing.assert_array_equal(made.classes, numbers(rows, "IMD_decile"))


def test_every_published_fifth_of_the_gisd_comes_out() -> None:
    rows = reference_rows("gisd", "GISD_Release_aktuell", "Bund", "GISD_Bund_Kreis.csv")
    scores, fifths, years = numbers(rows, "gisd_score"), numbers(rows, "gisd_5"), numbers(rows, "year")

    for year in np.unique(years):
        made = quantile_classes(scores[years == year], Quantiles(5, "type_9"))
        np.testing.assert_array_equal(made, fifths[years == year])
    assert len(rows) == 9600


def test_the_gisd_of_a_state_is_the_federal_one_spread_anew() -> None:
    federal = reference_rows("gisd", "GISD_Release_aktuell", "Bund", "GISD_Bund_Kreis.csv")
    own = reference_rows("gisd", "GISD_Release_aktuell", "Bundesland", "GISD_Nordrhein-Westfalen_Kreis.csv")
    everywhere = {(row["kreis_id"], row["year"]): float(row["gisd_score"]) for row in federal}
    own = [row for row in own if row["year"] == "2021"]
    scores = np.array([everywhere[row["kreis_id"], row["year"]] for row in own])

    made = pass_through(Way((), 1, MinMaxScale()), scores, np.ones(scores.size, dtype=bool))

    np.testing.assert_allclose(made.values, numbers(own, "gisd_score"), atol=1.1e-5)


def test_toy_index_equals_the_golden_values() -> None:
    golden = GOLDEN["toy_index_ddof0"]
    matrix = np.array([golden["A"], golden["B"], golden["C"]], dtype=float).T

    made = preset_run("mss_status", matrix)

    np.testing.assert_allclose(made.domains[-1].score, golden["sum_z"], atol=5e-5)
    np.testing.assert_allclose(made.index, golden["index"], atol=5e-5)
    recipe = PRESETS["mss_status"].recipe([Source(name) for name in "abc"], slug="x")
    assert [recipe.classes[number - 1].official for number in made.classes] == golden["class"]


def test_exponential_transform_equals_the_golden_values() -> None:
    golden = GOLDEN["imd_exp23"]

    made = exponential_scores(np.array([0.5, 0.9, 1.0]))

    np.testing.assert_allclose(made, [golden["R=0.5"], golden["R=0.9"], golden["R=1"]], rtol=1e-13)


def test_shrinkage_equals_the_golden_values() -> None:
    golden = GOLDEN["imd_shrink"]

    made = shrunk_shares(np.array(golden["r"], float), np.array(golden["n"], float), np.zeros(3, dtype=np.int64))

    for ours, theirs in ((made.logit, "m"), (made.variance, "s2"), (made.weight, "w"), (made.shares, "shrunk_p")):
        np.testing.assert_allclose(ours, golden[theirs], atol=5e-9)


def test_one_factor_equals_the_golden_values() -> None:
    golden = GOLDEN["ml_one_factor"]
    loadings = np.array(golden["corr_from_loadings"])
    correlation = np.outer(loadings, loadings)
    np.fill_diagonal(correlation, 1.0)

    made = factor_weights(correlation)

    np.testing.assert_allclose(made.loadings, golden["ml_loadings"], atol=1e-6)
    np.testing.assert_allclose(made.weights, golden["thurstone_score_weights"], atol=1e-6)


def test_entropy_weights_equal_the_golden_values() -> None:
    golden = GOLDEN["entropy_weights"]

    made = entropy_weights(np.array(golden["M"], dtype=float))

    np.testing.assert_allclose(made.weights, golden["entropy"], atol=5e-7)


@pytest.mark.parametrize(
    ("name", "kind", "weights"),
    [
        ("gmean(1,2,3)", "geometric", (1.0, 1.0, 1.0)),
        ("gmean_w(1,1,2)", "geometric", (1.0, 1.0, 2.0)),
        ("hmean(1,2,3;w=2,1,1)", "harmonic", (2.0, 1.0, 1.0)),
    ],
)
def test_means_equal_the_golden_values(name: str, kind: str, weights: tuple[float, ...]) -> None:
    columns = [np.array([value]) for value in (1.0, 2.0, 3.0)]

    made = combine(kind, columns, Weights(weights, sum(weights)))

    assert made[0] == pytest.approx(GOLDEN["agg"][name], abs=5e-8)


def test_golden_file_is_the_toy_file_of_the_first_format() -> None:
    toy = json.loads((ROOT / "tests/golden/composite_index/toy.json").read_text(encoding="utf-8"))

    assert GOLDEN["toy_index_ddof0"] == toy
