# SPDX-License-Identifier: EUPL-1.2
"""Steps of one column, ranks, aggregations and computed weights: oracles, edges and degenerate inputs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata
from statsmodels.multivariate.factor import Factor

from indicators.stats.composite.columns import Way, pass_through
from indicators.stats.composite.combining import Weights, combine
from indicators.stats.composite.grouping import quantile_classes
from indicators.stats.composite.nodes import Quantiles
from indicators.stats.composite.ranking import ranks, ranks_among, ranks_of_need
from indicators.stats.composite.shrinkage import shrunk_shares
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
    Ties,
    Transform,
    Unscaled,
    Winsorise,
    ZScale,
)
from indicators.stats.composite.weighting import entropy_weights, factor_weights, found_weights
from tests.unit.stats.composites import GOLDEN, Floats

TIES: list[Ties] = ["average", "min", "max", "dense"]


def passed(values: list[float], *transforms: Transform, scale: Scale, direction: int = 1) -> list[float]:
    column = np.array(values)
    made = pass_through(Way(transforms, direction, scale), column, np.ones(column.size, dtype=bool))
    return [float(value) for value in made.values]


@pytest.mark.parametrize("ties", TIES)
@given(whole=st.lists(st.integers(0, 6), min_size=1, max_size=30))
def test_ranks_equal_those_of_scipy(ties: Ties, whole: list[int]) -> None:
    values = np.array(whole, dtype=float)

    np.testing.assert_array_equal(ranks(values, ties), rankdata(values, method=ties))
    np.testing.assert_array_equal(ranks(np.stack([values, -values]), ties)[1], rankdata(-values, method=ties))
    np.testing.assert_array_equal(ranks_among(values, values, ties), rankdata(values, method=ties))


def test_ranks_of_no_area_are_empty() -> None:
    assert ranks(np.empty(0)).size == 0
    assert ranks_of_need(np.empty(0), "min").size == 0


def test_area_outside_the_reference_is_ranked_without_moving_others() -> None:
    made = ranks_among(np.array([2.0, 2.5, 9.0, np.nan]), np.array([1.0, 2.0, 3.0]))

    assert made[:3].tolist() == [2.0, 3.0, 4.0]
    assert math.isnan(made[3])


def test_need_is_ranked_from_either_end_and_noise_is_no_difference() -> None:
    index = np.array([0.3, 0.1 + 0.2, 5.0, -1.0])

    assert ranks_of_need(index, "min").tolist() == [2.0, 2.0, 1.0, 4.0]
    assert ranks_of_need(index, "min", is_high_first=False).tolist() == [2.0, 2.0, 4.0, 1.0]


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (Unscaled(), [1.0, 2.0, 4.0, 4.0]),
        (ZScale(0, 100.0, 10.0), [86.52849, 94.22650, 109.62250, 109.62250]),
        (ZScale(1), [-1.1667, -0.5, 0.8333, 0.8333]),
        (SdScale(1), [0.6667, 1.3333, 2.6667, 2.6667]),
        (RankScale(), [1.0, 2.0, 3.5, 3.5]),
        (PercentileScale("min"), [0.0, 0.3333, 0.6667, 0.6667]),
        (PercentileScale("dense"), [0.0, 0.5, 1.0, 1.0]),
        (BordaScale("min"), [0.0, 1.0, 2.0, 2.0]),
        (MinMaxScale(1.0, 100.0), [1.0, 34.0, 100.0, 100.0]),
        (MinMaxScale(0.0, 1.0, (0.0, 2.0)), [0.5, 1.0, 2.0, 2.0]),
        (TargetScale(2.0), [0.0, 0.0, 1.0, 1.0]),
    ],
)
def test_scales_compute_what_their_formula_says(scale: Scale, expected: list[float]) -> None:
    np.testing.assert_allclose(passed([1.0, 2.0, 4.0, 4.0], scale=scale), expected, atol=6e-5)


def test_target_from_the_other_side() -> None:
    assert passed([1.0, 2.0, 3.0], scale=TargetScale(3.0), direction=-1) == [1.0, 0.5, 0.0]


def test_transforms_compute_what_their_formula_says() -> None:
    assert passed([0.0, math.e - 1], Log(1.0), scale=Unscaled()) == [0.0, 1.0]
    assert passed([0.0, 5.0, 6.0, 7.0, 99.0], Winsorise(1, 1), scale=Unscaled()) == [5.0, 5.0, 6.0, 7.0, 7.0]
    np.testing.assert_allclose(
        passed([10.0, 20.0, 30.0], NormalScores(), scale=Unscaled()), [-0.67449, 0, 0.67449], atol=1e-5
    )
    first = passed([1.0, 2.0], RankExponential(), scale=Unscaled())
    np.testing.assert_allclose(first, [GOLDEN["imd_exp23"]["R=0.5"], 100.0])
    last = passed([1.0, 2.0], RankExponential(share="last_is_zero"), scale=Unscaled())
    np.testing.assert_allclose(last, [0.0, GOLDEN["imd_exp23"]["R=0.5"]])
    published = passed([2.0, 1.0], RankExponential(is_ranked=True), scale=Unscaled(), direction=-1)
    np.testing.assert_allclose(published, first)


@pytest.mark.parametrize(
    ("way", "values", "reason"),
    [
        (Way((), 1, Unscaled()), [math.nan], "too_few"),
        (Way((), 1, ZScale(1)), [1.0], "too_few"),
        (Way((), 1, ZScale()), [0.1, 0.1, 0.1], "constant"),
        (Way((), 1, SdScale()), [0.1, 0.1], "constant"),
        (Way((), 1, RankScale()), [1.0], "too_few"),
        (Way((), 1, PercentileScale()), [1.0, 1.0], "constant"),
        (Way((), 1, BordaScale()), [math.nan, math.nan], "too_few"),
        (Way((), 1, MinMaxScale()), [], "too_few"),
        (Way((), 1, MinMaxScale()), [3.0, 3.0], "constant"),
        (Way((), 1, TargetScale(5.0)), [4.0, 5.0], "at_target"),
        (Way((), 1, TargetScale(5.0)), [], "too_few"),
        (Way((Log(),), 1, ZScale()), [0.0, 1.0], "not_positive"),
        (Way((Winsorise(1, 1),), 1, ZScale()), [0.0, 1.0], "too_few"),
        (Way((RankExponential(),), 1, Unscaled()), [1.0], "too_few"),
        (Way((NormalScores(),), 1, Unscaled()), [1.0, 1.0], "constant"),
    ],
)
def test_column_that_cannot_be_used_says_why(way: Way, values: list[float], reason: str) -> None:
    column = np.array(values, dtype=float)

    made = pass_through(way, column, np.ones(column.size, dtype=bool))

    assert made.reason == reason
    assert np.isnan(made.values).all()


def test_areas_outside_the_reference_move_nothing() -> None:
    reference = np.array([True, True, True, False])
    for way in (Way((), 1, ZScale()), Way((Log(),), 1, MinMaxScale()), Way((), 1, PercentileScale())):
        made = pass_through(way, np.array([1.0, 2.0, 4.0, 1e6]), reference).values
        alone = pass_through(way, np.array([1.0, 2.0, 4.0, -1e6]), reference).values
        np.testing.assert_array_equal(made[:3], alone[:3])


POSITIVE = [np.array([1.0, 2.0]), np.array([2.0, math.nan]), np.array([6.0, 4.0])]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("sum", [9.0, 9.0]),
        ("mean", [3.0, 3.0]),
        ("geometric", [12 ** (1 / 3), 8**0.5]),
        ("harmonic", [1.8, 8 / 3]),
        ("median", [2.0, 3.0]),
    ],
)
def test_what_is_there_counts_for_what_is_missing_only_where_the_recipe_says_so(
    kind: str, expected: list[float]
) -> None:
    ones = (1.0, 1.0, 1.0)

    strict = combine(kind, POSITIVE, Weights(ones, 1.0 if kind == "sum" else 3.0))
    lenient = combine(kind, POSITIVE, Weights(ones, 1.0 if kind == "sum" else 3.0, needed=0.6))

    np.testing.assert_allclose(lenient, expected)
    assert strict[0] == pytest.approx(expected[0])
    assert math.isnan(strict[1])


def test_mazziotta_pareto_adds_the_spread_within_an_area() -> None:
    columns = [np.array([100.0, 90.0, -5.0]), np.array([100.0, 110.0, -5.0])]

    up = combine("mazziotta_pareto", columns, Weights((1.0, 1.0), 2.0), 1)
    down = combine("mazziotta_pareto", columns, Weights((1.0, 1.0), 2.0), -1)

    assert up[:2].tolist() == [100.0, 101.0]
    assert down[:2].tolist() == [100.0, 99.0]
    assert math.isnan(up[2])


@pytest.mark.parametrize("kind", ["geometric", "harmonic"])
def test_means_that_want_positive_values_give_none_otherwise(kind: str) -> None:
    columns = [np.array([0.0, 1.0]), np.array([1.0, 1.0])]

    for needed in (1.0, 0.5):
        made = combine(kind, columns, Weights((1.0, 1.0), 2.0, needed))
        assert math.isnan(made[0])
        assert made[1] == 1.0


@given(st.integers(0, 2**32 - 1))
def test_one_factor_is_that_of_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    load = rng.uniform(0.4, 0.9, 5)
    sample = rng.normal(size=(400, 1)) * load + rng.normal(size=(400, 5)) * np.sqrt(1 - load**2)
    correlation = np.asarray(np.corrcoef(sample.T))

    made = factor_weights(correlation)
    theirs = Factor(corr=correlation, n_factor=1, method="ml", nobs=400).fit().loadings[:, 0]

    np.testing.assert_allclose(made.loadings, theirs * np.sign(theirs[0]), atol=2e-4)


def test_principal_component_equals_the_golden_values() -> None:
    matrix = np.array(GOLDEN["cronbach"]["X"], dtype=float)

    score, squared = found_weights("pca_score", matrix), found_weights("pca", matrix)

    np.testing.assert_allclose(score.weights, GOLDEN["cronbach"]["pc1_rotation_abs"], atol=1e-8)
    np.testing.assert_allclose(squared.weights, np.square(score.weights))
    assert squared.weights.sum() == pytest.approx(1.0)
    assert (score.loadings**2).sum() == pytest.approx(GOLDEN["cronbach"]["pc1_eigenvalue"])
    assert squared.notes == ("weights_unstable",)


def spread(n: int) -> Floats:
    return np.random.default_rng(n).normal(5.0, 1.0, (n, 3))


@pytest.mark.parametrize(
    ("method", "matrix", "reason"),
    [
        ("pca", spread(2), "too_few"),
        ("pca", np.ones((5, 3)), "singular"),
        ("factor", np.repeat(spread(9)[:, :1], 3, axis=1), "singular"),
        (
            "factor",
            spread(50)[:, :1] * [1.0, -1.0, -1.0] + 0.5 * np.random.default_rng(3).normal(size=(50, 3)),
            "no_sum",
        ),
        ("entropy", spread(9) - 50.0, "not_positive"),
        ("entropy", np.ones((5, 3)), "singular"),
    ],
)
def test_weights_that_cannot_be_found_say_why(method: str, matrix: Floats, reason: str) -> None:
    made = found_weights(method, matrix)

    assert made.reason == reason
    assert np.isnan(made.weights).all()


def test_component_against_its_direction_is_told() -> None:
    one = np.linspace(0.0, 1.0, 100)
    noise = np.random.default_rng(1).normal(0.0, 0.1, (100, 3))

    made = found_weights("pca_score", np.column_stack([one, one, -one]) + noise)

    assert made.notes == ("negative_weight",)


def test_component_that_is_explained_altogether_is_told() -> None:
    correlation = np.array([[1.0, 0.8, 0.8], [0.8, 1.0, 0.5], [0.8, 0.5, 1.0]])

    assert factor_weights(correlation).notes == ("heywood",)


def test_component_that_is_the_same_everywhere_gets_no_entropy_weight() -> None:
    assert entropy_weights(np.column_stack([np.ones(4), np.arange(1.0, 5.0)])).weights.tolist() == [0.0, 1.0]


def test_shrinkage_leaves_alone_what_has_no_group_and_what_is_missing() -> None:
    made = shrunk_shares(
        np.array([5.0, 10.0, math.nan, 0.0, 3.0]),
        np.array([50.0, 100.0, 10.0, 0.0, 30.0]),
        np.array([1, 1, 1, 1, 2], dtype=np.int64),
    )

    assert np.isnan(made.shares[2:4]).all()
    assert (made.shares[4], made.weight[4]) == (0.1, 1.0)
    assert 0.1 < made.shares[0] < 0.11


def test_quantile_classes_by_every_rule() -> None:
    index = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, math.nan])

    assert quantile_classes(index, Quantiles(3, "rank")).tolist() == [3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 0]
    assert quantile_classes(index, Quantiles(3, "rank_up")).tolist() == [3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0]
    assert quantile_classes(index, Quantiles(2, "type_7")).tolist() == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 0]
    assert quantile_classes(index[:3], Quantiles(3, "rank"), is_high_first=False).tolist() == [1, 2, 3]
    assert quantile_classes(np.full(3, math.nan), Quantiles(2)).tolist() == [0, 0, 0]
    assert quantile_classes(np.full(3, 7.0), Quantiles(2)).tolist() == [2, 2, 2]
