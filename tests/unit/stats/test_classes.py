# SPDX-License-Identifier: EUPL-1.2
"""Classes of maps: every value in exactly one printed class, Fisher-Jenks exact."""

import json
import math
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.stats.classes import Classification, Method, classify, given_classes, make_classes
from indicators.stats.jenks import natural_cuts

FOLDER = Path(__file__).parents[2] / "golden/classes"
GOLDEN = json.loads((FOLDER / "golden.json").read_text(encoding="utf-8"))
FISHER_JENKS = json.loads((FOLDER / "fisher_jenks.json").read_text(encoding="utf-8"))
METHODS: tuple[Method, ...] = (
    "quantiles",
    "fisher_jenks",
    "equal_intervals",
    "pretty",
    "standard_deviations",
    "head_tail",
)
# Their bounds follow a scale: classes between may be empty.
BY_SCALE: tuple[Method, ...] = ("equal_intervals", "pretty", "standard_deviations")
Floats = npt.NDArray[np.float64]

published = st.integers(0, 3).flatmap(
    lambda decimals: st.tuples(
        st.lists(st.one_of(st.none(), st.integers(-40, 40), st.integers(-(10**6), 10**6)), max_size=40).map(
            lambda whole: np.array([np.nan if each is None else each / 10**decimals for each in whole], dtype=float)
        ),
        st.just(decimals),
    )
)


def within(values: Floats, classes: npt.NDArray[np.int64]) -> float:
    """Sum the squared deviations from the means of the classes."""
    return sum(float(((values[classes == each] - values[classes == each].mean()) ** 2).sum()) for each in set(classes))


def assert_printed_classes_hold(values: Floats, result: Classification) -> None:
    there = values[~np.isnan(values)]
    assert result.n == there.size == sum(result.counts)
    printed = [float(f"{bound:.{result.decimals}f}") for bound in result.bounds]
    assert printed == list(result.bounds) == sorted(set(printed))
    edges = [-math.inf, *printed, math.inf]
    in_bins = [[low <= value < high for low, high in pairwise(edges)] for value in there]
    assert all(sum(row) == 1 for row in in_bins)
    assert [sum(row[place] for row in in_bins) for place in range(result.size)] == list(result.counts)
    np.testing.assert_array_equal(classify(there, result.bounds), [row.index(True) + 1 for row in in_bins])


@pytest.mark.check("C016")
@given(published, st.sampled_from(METHODS), st.integers(3, 7))
def test_every_value_falls_in_exactly_one_printed_class(drawn: tuple[Floats, int], method: Method, k: int) -> None:
    values, decimals = drawn

    result = make_classes(values, method=method, k=k, decimals=decimals)

    assert_printed_classes_hold(values, result)
    assert result.size <= min(k, np.unique(values[~np.isnan(values)]).size)
    if method not in BY_SCALE:
        assert all(result.counts)


@pytest.mark.check("C016")
@given(published, st.sampled_from(METHODS), st.integers(3, 7), st.integers(-30, 30))
def test_centre_is_a_bound_with_half_of_the_classes_on_either_side(
    drawn: tuple[Floats, int], method: Method, k: int, whole: int
) -> None:
    values, decimals = drawn
    centre = whole / 10**decimals

    result = make_classes(values, method=method, k=k, decimals=decimals, centre=centre)

    assert_printed_classes_hold(values, result)
    if result.n:
        assert centre in result.bounds
        assert result.below is not None
        assert result.below == result.bounds.index(centre) + 1 <= k // 2
        assert result.size - result.below <= k // 2


@pytest.mark.check("C016")
@given(
    published,
    st.lists(st.integers(-10_000, 10_000), unique=True, max_size=6).map(lambda each: [b / 100 for b in sorted(each)]),
)
def test_given_bounds_move_no_value_when_they_are_printed(drawn: tuple[Floats, int], bounds: list[float]) -> None:
    values, decimals = drawn

    result = given_classes(values, bounds, decimals=decimals)

    assert_printed_classes_hold(values, result)
    there = values[~np.isnan(values)]
    for bound in bounds:
        printed = min(each for each in result.bounds if each >= bound)
        np.testing.assert_array_equal(there >= bound, there >= printed)


def test_values_with_unpublished_decimals_are_classed_as_they_are_printed() -> None:
    result = given_classes(np.array([9.96, 9.94]), (10.0,), decimals=1)

    assert result.counts == (1, 1)
    assert (result.low, result.high) == (9.9, 10.0)


@pytest.mark.check("C016")
@pytest.mark.parametrize("method", [each for each in METHODS if each != "head_tail"])
@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ([], ()),
        ([math.nan], ()),
        ([7.0], (1,)),
        ([7.0, 7.0, 7.0], (3,)),
        ([-1.0, 4.0], (1, 1)),
        ([1.0, 2.0, 3.0], (1, 1, 1)),
    ],
)
def test_few_values_make_few_classes(method: Method, values: list[float], counts: tuple[int, ...]) -> None:
    result = make_classes(np.array(values), method=method, k=5, decimals=0)

    assert result.counts == counts
    assert (result.low is None) == (not counts)


@pytest.mark.check("C016")
@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ([], ()),
        ([7.0, 7.0], (2,)),
        ([-1.0, 4.0], (2,)),
        ([1.0, 2.0, 3.0], (2, 1)),
        ([1.0, 2.0, 3.0, 4.0, 5.0], (3, 2)),
        ([0.1, 0.1, 0.1, 0.1], (4,)),
        ([1.0] * 9 + [2.0] * 3 + [50.0], (12, 1)),
    ],
)
def test_head_that_is_no_minority_is_not_cut_off(values: list[float], counts: tuple[int, ...]) -> None:
    assert make_classes(np.array(values), method="head_tail", k=5, decimals=1).counts == counts


def test_head_and_tail_equal_the_golden_classes_and_stop_at_the_number_wanted() -> None:
    values = np.array(GOLDEN["v"], dtype=float)

    result = make_classes(values, method="head_tail", k=7, decimals=0)
    rank_size = np.round(1000 / np.arange(1, 2001), 2)
    long_tail, cut_short = (make_classes(rank_size, method="head_tail", k=k, decimals=2) for k in (7, 4))

    np.testing.assert_array_equal(
        classify(values, result.bounds) - 1, np.searchsorted(GOLDEN["HeadTail"], values, side="left")
    )
    assert long_tail.size > 4
    assert cut_short.bounds == long_tail.bounds[:3]


def test_round_bounds_are_those_of_the_golden_classes() -> None:
    result = make_classes(np.array(GOLDEN["v"], dtype=float), method="pretty", k=4, decimals=0)

    assert list(result.bounds) == GOLDEN["PrettyBreaks4"][:2]


@pytest.mark.parametrize(
    ("low", "high", "k", "bounds"),
    [
        (0.0, 100.0, 5, (50.0, 100.0)),
        (0.0, 99.9, 5, (20.0, 40.0, 60.0, 80.0)),
        (3.2, 11.7, 6, (4.0, 6.0, 8.0, 10.0)),
        (-7.5, 7.5, 4, (-5.0, 0.0, 5.0)),
        (12.1, 12.4, 7, (12.2, 12.3, 12.4)),
    ],
)
def test_round_bounds_have_the_smallest_round_step(low: float, high: float, k: int, bounds: tuple[float, ...]) -> None:
    values = np.round(np.linspace(low, high, 200), 1)

    assert make_classes(values, method="pretty", k=k, decimals=1).bounds == bounds


def test_standard_deviations_are_those_of_the_population_not_of_a_sample() -> None:
    values = np.array(GOLDEN["v"], dtype=float)
    # mapclassify divides by n - 1; all areas are there, hence ours divides by n.
    shrunk = values.mean() + (np.array(GOLDEN["StdMean"][:4]) - values.mean()) * math.sqrt(11 / 12)

    result = make_classes(values, method="standard_deviations", k=5, decimals=4)

    np.testing.assert_allclose(result.bounds, [each for each in shrunk if values.min() < each], atol=1e-4)
    assert result.counts == (11, 0, 1) == tuple(np.histogram(values, [-99, *result.bounds, 99])[0])


def test_mean_is_a_bound_of_an_even_number_of_classes() -> None:
    values = np.array([0.0, 10.0, 20.0, 30.0, 40.0])

    assert 20.0 in make_classes(values, method="standard_deviations", k=4, decimals=1).bounds
    assert 20.0 not in make_classes(values, method="standard_deviations", k=5, decimals=1).bounds


@pytest.mark.check("C016")
def test_ties_share_a_class() -> None:
    values = np.array([0.0] * 90 + [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0])

    result = make_classes(values, method="quantiles", k=5, decimals=0)

    assert result.bounds == (1.0,)
    assert result.counts == (90, 10)


def test_quantiles_of_different_values_are_equally_full() -> None:
    values = np.array(GOLDEN["v"], dtype=float)

    result = make_classes(values, method="quantiles", k=4, decimals=0)

    assert result.counts == (3, 3, 3, 3)
    np.testing.assert_array_equal(
        classify(values, result.bounds) - 1, np.searchsorted(GOLDEN["Quantiles4"], values, side="left")
    )


def test_fisher_jenks_equals_the_golden_classes() -> None:
    values = np.array(GOLDEN["v"], dtype=float)

    result = make_classes(values, method="fisher_jenks", k=4, decimals=0)

    np.testing.assert_array_equal(
        classify(values, result.bounds) - 1, np.searchsorted(GOLDEN["FisherJenks4"], values, side="left")
    )
    assert not result.is_sampled


def test_equal_intervals_have_one_width() -> None:
    values = np.array(GOLDEN["v"], dtype=float)

    result = make_classes(values, method="equal_intervals", k=4, decimals=2)

    assert list(result.bounds) == GOLDEN["EqualInterval4"][:3]
    assert result.counts == (9, 2, 0, 1)


@pytest.mark.parametrize("case", FISHER_JENKS, ids=lambda case: f"{case['k']} of {len(case['v'])}")
def test_fisher_jenks_is_as_good_as_an_independent_library(case: dict[str, list[float]]) -> None:
    values = np.array(case["v"], dtype=float)

    ours = make_classes(values, method="fisher_jenks", k=len(case["bins"]), decimals=0)

    theirs = np.searchsorted(case["bins"], values, side="left")
    assert ours.size == len(case["bins"])
    assert within(values, classify(values, ours.bounds)) == pytest.approx(within(values, theirs), rel=1e-9, abs=1e-6)


@pytest.mark.deep
@pytest.mark.filterwarnings("ignore:Numba not installed")
@settings(deadline=None)
@given(st.lists(st.integers(-500, 500), min_size=8, max_size=40), st.integers(3, 7))
def test_fisher_jenks_agrees_with_the_library_itself(whole: list[int], k: int) -> None:
    # Its import takes seconds, and without its compiler it is slow: the golden cases stand in for it.
    import mapclassify

    values = np.array(whole, dtype=float)
    k = min(k, np.unique(values).size)
    if k < 3:
        return

    ours = make_classes(values, method="fisher_jenks", k=k, decimals=0)

    theirs = mapclassify.FisherJenks(values, k=k).yb
    assert within(values, classify(values, ours.bounds)) == pytest.approx(within(values, theirs), rel=1e-9, abs=1e-6)


@given(
    st.lists(st.tuples(st.integers(-30, 30), st.integers(1, 5)), min_size=3, max_size=8, unique_by=lambda pair: pair[0])
)
def test_no_other_division_is_better(pairs: list[tuple[int, int]]) -> None:
    values, weights = np.array(sorted(pairs)).T
    repeated = np.repeat(values, weights).astype(float)

    def cost(cuts: tuple[int, ...]) -> float:
        return within(repeated, np.searchsorted(values[list(cuts)], repeated, side="right"))

    found = natural_cuts(values, weights, 3)

    best = min(cost(cuts) for cuts in combinations(range(1, values.size), 2))
    assert cost(tuple(found)) == pytest.approx(best, abs=1e-9)


def test_many_values_with_few_decimals_need_no_sample() -> None:
    values = np.round(np.random.default_rng(1).uniform(0, 100, 33_000), 1)

    result = make_classes(values, method="fisher_jenks", k=5, decimals=1)

    assert not result.is_sampled
    assert sum(result.counts) == 33_000


def test_sample_of_very_many_different_values_is_said() -> None:
    values = np.arange(12_000, dtype=float)

    sampled = make_classes(values, method="fisher_jenks", k=3, decimals=0)
    exact = make_classes(values, method="quantiles", k=3, decimals=0)

    assert sampled.is_sampled
    assert not exact.is_sampled
    assert all(abs(count - 4_000) < 20 for count in sampled.counts)
    assert sum(sampled.counts) == 12_000


@pytest.mark.parametrize("k", [2, 8])
def test_other_numbers_of_classes_are_refused(k: int) -> None:
    with pytest.raises(ValueError, match="3 to 7"):
        make_classes(np.array([1.0]), method="quantiles", k=k, decimals=0)


def test_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="no method"):
        make_classes(np.arange(9.0), method="given", k=3, decimals=0)


@pytest.mark.parametrize("bounds", [(2.0, 1.0), (1.0, 1.0), (math.nan,), (math.inf,)])
def test_given_bounds_have_to_rise_and_be_finite(bounds: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="Bounds"):
        given_classes(np.array([1.0]), bounds, decimals=0)


def test_given_bounds_stay_without_any_value() -> None:
    result = given_classes(np.array([np.nan]), (10.0, 20.0), decimals=0)

    assert result.bounds == (10.0, 20.0)
    assert result.counts == (0, 0, 0)
    assert result.low is None
