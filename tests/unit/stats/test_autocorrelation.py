# SPDX-License-Identifier: EUPL-1.2
"""Neighbourhoods and global Moran's I: golden values, closed forms, and what has no pattern."""

import json
import math
from itertools import permutations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.autocorrelation import moran, moran_of_rates, standardised_rates
from indicators.stats.discoveries import adjusted_for_many
from indicators.stats.neighbourhood import Neighbourhood, neighbourhood, pairs_from_lists

FOLDER = Path(__file__).parents[2] / "golden/autocorrelation"
GRID = json.loads((FOLDER / "grid.json").read_text(encoding="utf-8"))
ESDA = json.loads((FOLDER / "esda.json").read_text(encoding="utf-8"))
Floats = npt.NDArray[np.float64]


def rook(rows: int, columns: int) -> Neighbourhood:
    place = np.arange(rows * columns).reshape(rows, columns)
    pairs = [(place[:, :-1], place[:, 1:]), (place[:-1], place[1:])]
    first, second = (np.concatenate([pair[side].ravel() for pair in pairs]) for side in (0, 1))
    return neighbourhood(first, second, np.ones(place.size, dtype=bool))


def of_lists(neighbours: list[list[int]]) -> Neighbourhood:
    return neighbourhood(*pairs_from_lists(neighbours), np.ones(len(neighbours), dtype=bool))


def dense(around: Neighbourhood) -> Floats:
    weights = np.zeros((around.members.size, around.members.size))
    weights[np.repeat(np.arange(around.members.size), around.degrees), around.others] = 1
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


@st.composite
def maps(draw: st.DrawFn) -> tuple[Neighbourhood, Floats]:
    n = draw(st.integers(4, 12))
    pairs = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1])))
    chain = [(place, place + 1) for place in range(n - 1)]
    first, second = np.array([*pairs, *chain]).T
    values = draw(st.lists(st.integers(-50, 50), min_size=n, max_size=n))
    return neighbourhood(first, second, np.ones(n, dtype=bool)), np.array(values, dtype=float)


def test_grid_gives_the_golden_values() -> None:
    found = moran(np.array(GRID["y_rowmajor"], dtype=float), rook(3, 3), seed=1, permutations=999)

    assert found.value == pytest.approx(GRID["I"], rel=1e-12)
    assert found.expectation == GRID["E"]
    assert found.z_normality == pytest.approx(GRID["z_norm"], rel=1e-12)
    assert found.z_randomisation == pytest.approx(GRID["z_rand"], rel=1e-12)
    assert found.p < 0.05
    assert found.is_exploratory


@pytest.mark.parametrize("case", ESDA["moran"], ids=lambda case: case["name"])
def test_irregular_maps_give_what_an_independent_library_gives(case: dict[str, list[list[int]]]) -> None:
    values = np.array(case["values"], dtype=float)

    found = moran(values, of_lists(case["neighbours"]), seed=1, permutations=0)

    assert found.value == pytest.approx(case["I"], rel=1e-12)
    assert found.variance_normality == pytest.approx(case["VI_norm"], rel=1e-10)
    assert found.variance_randomisation == pytest.approx(case["VI_rand"], rel=1e-10)
    assert math.isnan(found.p)


@pytest.mark.parametrize("case", ESDA["rates"], ids=lambda case: case["name"])
def test_rates_give_what_an_independent_library_gives(case: dict[str, list[list[int]]]) -> None:
    cases, persons = np.array(case["cases"], dtype=float), np.array(case["persons"], dtype=float)

    found = moran_of_rates(cases, persons, pairs_from_lists(case["neighbours"]), seed=1, permutations=9)

    np.testing.assert_allclose(standardised_rates(cases, persons), case["standardised"], rtol=1e-12)
    assert found.value == pytest.approx(case["I"], rel=1e-12)


@given(maps())
def test_moran_is_the_ratio_of_its_definition(drawn: tuple[Neighbourhood, Floats]) -> None:
    around, values = drawn

    found = moran(values, around, seed=1, permutations=0)

    if found.reason:
        assert math.isnan(found.value)
    else:
        z = values - values.mean()
        assert found.value == pytest.approx(z @ dense(around) @ z / (z @ z), abs=1e-9)


def test_moments_are_those_of_all_arrangements() -> None:
    values = np.array([1.0, 2.0, 4.0, 8.0, 3.0, 7.0])
    around = of_lists([[1, 2], [0, 3], [0, 3, 4], [1, 2], [2, 5], [4]])

    found = moran(values, around, seed=1, permutations=0)

    weights, z = dense(around), values - values.mean()
    every = [np.array(each) @ weights @ np.array(each) / (z @ z) for each in permutations(z.tolist())]
    assert np.mean(every) == pytest.approx(found.expectation, abs=1e-12)
    assert np.var(every) == pytest.approx(found.variance_randomisation, rel=1e-9)


@given(maps(), st.floats(0.1, 100), st.floats(-100, 100))
def test_unit_and_origin_of_the_values_change_nothing(
    drawn: tuple[Neighbourhood, Floats], scale: float, shift: float
) -> None:
    around, values = drawn

    plain = moran(values, around, seed=1, permutations=0)
    moved = moran(values * scale + shift, around, seed=1, permutations=0)

    assert plain.reason == moved.reason
    assert plain.reason or moved.value == pytest.approx(plain.value, abs=1e-7)


@given(maps(), st.randoms())
def test_order_of_the_areas_changes_nothing(drawn: tuple[Neighbourhood, Floats], random: object) -> None:
    around, values = drawn
    order = np.random.default_rng(values.size).permutation(values.size)
    place = np.argsort(order)
    first = np.repeat(np.arange(values.size), around.degrees)
    turned = neighbourhood(place[first], place[around.others], np.ones(values.size, dtype=bool))

    plain, other = (moran(*each, seed=1, permutations=0) for each in ((values, around), (values[order], turned)))

    assert plain.reason or other.value == pytest.approx(plain.value, abs=1e-9)
    assert plain.reason or other.variance_normality == pytest.approx(plain.variance_normality, abs=1e-12)


def test_same_seed_gives_the_same_p_value_and_a_pattern_a_small_one() -> None:
    values = np.add.outer(np.arange(8.0), np.arange(8.0)).ravel()
    shuffled = np.random.default_rng(3).permutation(values)

    first, again = (moran(values, rook(8, 8), seed=7, permutations=199) for _ in range(2))
    without = moran(shuffled, rook(8, 8), seed=7, permutations=199)

    assert first == again
    assert first.p == 1 / 200
    assert without.p > 0.05
    assert not first.is_exploratory


def test_checkerboard_is_as_unlike_chance_as_a_pattern_of_likes() -> None:
    values = (np.indices((6, 6)).sum(axis=0) % 2).ravel().astype(float)

    found = moran(values, rook(6, 6), seed=7, permutations=199)

    assert found.value == pytest.approx(-1)
    assert found.p == 1 / 200


@pytest.mark.parametrize(
    ("values", "neighbours", "reason"),
    [
        ([], [], "too_few"),
        ([1.0], [[]], "too_few"),
        ([1.0, 2.0], [[1], [0]], "too_few"),
        ([1.0, 2.0, 3.0], [[1], [0, 2], [1]], "too_few"),
        ([1.0, 2.0, 3.0, 4.0, 5.0], [[], [], [], [], []], "too_few"),
        ([0.1] * 5, [[1], [0, 2], [1, 3], [2, 4], [3]], "constant"),
        ([0.1 + 0.2, 0.3, 0.3, 0.3, 0.3], [[1], [0, 2], [1, 3], [2, 4], [3]], "constant"),
        ([1.0, 2.0, 3.0, 5.0, 9.0], [[b for b in range(5) if b != a] for a in range(5)], "no_contrast"),
    ],
)
def test_where_there_can_be_no_pattern_the_reason_is_told(
    values: list[float], neighbours: list[list[int]], reason: str
) -> None:
    found = moran(np.array(values), of_lists(neighbours), seed=1)

    assert found.reason == reason
    assert math.isnan(found.value)
    assert math.isnan(found.z_normality)
    assert math.isnan(found.p)


def test_islands_and_areas_without_a_value_are_left_out_and_named() -> None:
    first, second = np.array([0, 1, 2, 3, 4, 5]), np.array([1, 2, 3, 4, 6, 6])
    values = np.array([1.0, 2.0, 5.0, 4.0, 9.0, 8.0, np.nan, 7.0])

    around = neighbourhood(first, second, ~np.isnan(values))
    found = moran(values, around, seed=1, permutations=9)

    assert around.members.tolist() == [0, 1, 2, 3, 4]
    assert around.islands.tolist() == [5, 7]
    assert (found.n, found.islands) == (5, 2)
    assert found.value == moran(values[:5], of_lists([[1], [0, 2], [1, 3], [2, 4], [3]]), seed=1, permutations=9).value


def test_map_without_any_contact_has_no_surroundings() -> None:
    around = of_lists([[], []])

    assert around.means(np.empty(0)).size == 0
    assert around.islands.tolist() == [0, 1]


def test_repeated_and_turned_pairs_count_once() -> None:
    found = neighbourhood(np.array([0, 1, 0]), np.array([1, 0, 1]), np.ones(2, dtype=bool))

    assert found.degrees.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("first", "second", "match"), [([0], [0], "itself"), ([0], [2], "positions"), ([-1], [0], "positions")]
)
def test_pairs_that_are_none_are_refused(first: list[int], second: list[int], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        neighbourhood(np.array(first), np.array(second), np.ones(2, dtype=bool))


@pytest.mark.parametrize("values", [[1.0, 2.0], [1.0, 2.0, np.nan, 4.0], [1.0, 2.0, np.inf, 4.0]])
def test_values_that_do_not_fit_the_neighbourhood_are_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match=r"fit|finite"):
        moran(np.array(values), of_lists([[1], [0, 2], [1, 3], [2]]), seed=1)


def test_rates_without_a_case_or_without_people_have_no_pattern() -> None:
    pairs = pairs_from_lists([[1], [0, 2], [1, 3], [2, 4], [3]])

    nothing = moran_of_rates(np.zeros(5), np.full(5, 10.0), pairs, seed=1)
    empty = standardised_rates(np.array([1.0, 0.0, np.nan]), np.array([5.0, 0.0, 5.0]))

    assert nothing.reason == "too_few"
    assert np.isnan(empty).tolist() == [False, True, True]


def test_small_bases_alone_make_no_outlier_of_rates() -> None:
    cases, persons = np.array([1.0, 100.0, 102.0, 98.0]), np.array([5.0, 1000.0, 1000.0, 1000.0])

    found = standardised_rates(cases, persons)

    assert abs(found[0]) < 1
    with pytest.raises(ValueError, match="negative"):
        standardised_rates(-cases, persons)


def test_adjusted_p_values_follow_benjamini_and_hochberg() -> None:
    p = np.array([0.005, 0.04, np.nan, 0.03, 0.9])

    found = adjusted_for_many(p)

    np.testing.assert_allclose(found, [0.02, 0.16 / 3, np.nan, 0.16 / 3, 0.9])
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjusted_for_many(np.array([1.5]))


@given(st.lists(st.floats(0, 1), max_size=20))
def test_adjusted_is_the_smallest_share_of_chance_at_which_a_value_is_found(p: list[float]) -> None:
    values = np.array(p)

    found = adjusted_for_many(values)

    assert (found >= values).all()
    shares = [(at, at * len(p) / sum(other <= at for other in p)) for at in p]
    assert found.tolist() == pytest.approx([min(share for at, share in shares if at >= each) for each in p])
