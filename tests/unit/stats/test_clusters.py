# SPDX-License-Identifier: EUPL-1.2
"""LISA and Gi*: golden values, exact moments, shared draws, and areas that have no pattern."""

import json
import math
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.clusters import Quadrant, hot_spots, local_moran
from indicators.stats.neighbourhood import Neighbourhood, neighbourhood, pairs_from_lists

FOLDER = Path(__file__).parents[2] / "golden/autocorrelation"
GRID = json.loads((FOLDER / "grid.json").read_text(encoding="utf-8"))
ESDA = json.loads((FOLDER / "esda.json").read_text(encoding="utf-8"))
Floats = npt.NDArray[np.float64]
GRID_NEIGHBOURS = [[1, 3], [0, 2, 4], [1, 5], [0, 4, 6], [1, 3, 5, 7], [2, 4, 8], [3, 7], [4, 6, 8], [5, 7]]


def of_lists(neighbours: list[list[int]], takes_part: list[bool] | None = None) -> Neighbourhood:
    mask = np.array(takes_part) if takes_part else np.ones(len(neighbours), dtype=bool)
    return neighbourhood(*pairs_from_lists(neighbours), mask)


def board(size: int) -> Neighbourhood:
    place = np.arange(size * size).reshape(size, size)
    first = np.concatenate([place[:, :-1].ravel(), place[:-1].ravel()])
    second = np.concatenate([place[:, 1:].ravel(), place[1:].ravel()])
    return neighbourhood(first, second, np.ones(size * size, dtype=bool))


def test_grid_gives_the_golden_values() -> None:
    values, around = np.array(GRID["y_rowmajor"], dtype=float), of_lists(GRID_NEIGHBOURS)

    local, spots = local_moran(values, around, seed=1), hot_spots(values, around)

    np.testing.assert_allclose(local.value, GRID["lisa_I"], atol=5e-7)
    np.testing.assert_allclose(spots.z, GRID["gi_star_z"], atol=5e-7)
    assert local.quadrants.tolist() == [3, 3, 0, 3, 0, 1, 0, 1, 1]
    assert local.is_exploratory
    assert spots.is_exploratory


@pytest.mark.parametrize("case", ESDA["moran"], ids=lambda case: case["name"])
def test_irregular_maps_give_what_an_independent_library_gives(case: dict[str, list[list[int]]]) -> None:
    values, around = np.array(case["values"], dtype=float), of_lists(case["neighbours"])

    local, spots = local_moran(values, around, seed=1, permutations=9), hot_spots(values, around)

    np.testing.assert_allclose(local.value, case["lisa"], rtol=1e-10, atol=1e-12)
    np.testing.assert_array_equal(local.quadrants, case["quadrants"])
    np.testing.assert_allclose(spots.z, case["gi_star"], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("case", [case for case in ESDA["moran"] if "p" in case], ids=lambda case: case["name"])
def test_p_values_are_those_of_an_independent_library_but_for_the_draws(case: dict[str, list[list[int]]]) -> None:
    values, around = np.array(case["values"], dtype=float), of_lists(case["neighbours"])

    found = local_moran(values, around, seed=5, permutations=1999)

    # Theirs is one-sided; doubled, both have the error of two thousand draws (0.03 each).
    theirs = np.minimum(1, 2 * np.array(case["p"], dtype=float))
    assert np.abs(found.p - theirs).max() < 0.11


def test_sum_of_the_local_values_is_the_global_one() -> None:
    from indicators.stats.autocorrelation import moran

    values, around = np.random.default_rng(4).normal(size=36), board(6)

    local, whole = local_moran(values, around, seed=1, permutations=9), moran(values, around, seed=1, permutations=0)

    assert local.value.sum() / 35 == pytest.approx(whole.value)


def test_standardised_values_have_the_exact_moments_of_the_draws() -> None:
    values = np.array([1.0, 2.0, 4.0, 8.0, 3.0, 7.0])
    neighbours = [[1, 2], [0, 3], [0, 3, 4], [1, 2], [2, 5], [4]]

    found = local_moran(values, of_lists(neighbours), seed=1, permutations=9)

    z = values - values.mean()
    for place, near in enumerate(neighbours):
        others = np.delete(z, place)
        drawn = [z[place] * np.mean(each) for each in combinations(others.tolist(), len(near))]
        exact = (z[place] * z[near].mean() - np.mean(drawn)) / np.std(drawn)
        assert found.z[place] == pytest.approx(exact)


def test_p_values_come_near_to_those_of_all_draws() -> None:
    values = np.array([1.0, 2.0, 4.0, 8.0, 3.0, 7.0, 5.0, 6.5])
    neighbours = [[1, 2], [0, 3], [0, 3, 4], [1, 2], [2, 5], [4, 6], [5, 7], [6]]

    found = local_moran(values, of_lists(neighbours), seed=3, permutations=9999)

    for place, near in enumerate(neighbours):
        others = np.delete(values, place).tolist()
        drawn = np.array([np.mean(each) for each in combinations(others, len(near))])
        mean = values[near].mean()
        exact = 2 * min((drawn >= mean - 1e-9).mean(), (drawn <= mean + 1e-9).mean())
        assert found.p[place] == pytest.approx(min(1.0, exact), abs=0.03)


def test_a_block_of_high_values_is_found_and_noise_is_not() -> None:
    rng = np.random.default_rng(11)
    noise = rng.normal(size=(20, 20))
    block = noise.copy()
    block[2:8, 2:8] += 5

    of_block = local_moran(block.ravel(), board(20), seed=1, permutations=999).clusters()
    of_noise = local_moran(noise.ravel(), board(20), seed=1, permutations=999).clusters()
    spots = hot_spots(block.ravel(), board(20))

    inside = of_block.reshape(20, 20)[3:7, 3:7]
    assert (inside == Quadrant.HIGH_AMONG_HIGH).all()
    assert (of_noise > 0).sum() <= 4
    assert (spots.p_adjusted.reshape(20, 20)[3:7, 3:7] < 0.05).all()
    assert (spots.z.reshape(20, 20)[3:7, 3:7] > 0).all()


def test_same_seed_gives_the_same_result() -> None:
    values = np.random.default_rng(2).normal(size=36)

    first, again, other = (local_moran(values, board(6), seed=seed, permutations=99) for seed in (1, 1, 2))

    assert first.p.tobytes() == again.p.tobytes()
    assert first.p.tobytes() != other.p.tobytes()


def test_islands_and_areas_without_a_value_have_no_pattern() -> None:
    values = np.array([*GRID["y_rowmajor"], 5.0, np.nan], dtype=float)
    takes_part = [not math.isnan(value) for value in values]
    around = of_lists([*GRID_NEIGHBOURS, [], [0]], takes_part)

    local, spots = local_moran(values, around, seed=1), hot_spots(values, around)

    np.testing.assert_allclose(local.value[:9], GRID["lisa_I"], atol=5e-7)
    assert np.isnan(local.value[9:]).all()
    assert np.isnan(local.p_adjusted[9:]).all()
    assert local.quadrants[9:].tolist() == local.clusters(1.0)[9:].tolist() == [0, 0]
    assert np.isnan(spots.z[9:]).all()
    assert (local.n, local.islands, spots.islands) == (9, 1, 1)


@pytest.mark.parametrize(
    ("values", "neighbours", "reason"),
    [
        ([], [], "too_few"),
        ([1.0], [[]], "too_few"),
        ([1.0, 2.0], [[1], [0]], "too_few"),
        ([3.0] * 5, [[1], [0, 2], [1, 3], [2, 4], [3]], "constant"),
    ],
)
def test_where_there_can_be_no_pattern_the_reason_is_told(
    values: list[float], neighbours: list[list[int]], reason: str
) -> None:
    around = of_lists(neighbours)

    local, spots = local_moran(np.array(values), around, seed=1), hot_spots(np.array(values), around)

    assert local.reason == spots.reason == reason
    assert np.isnan([*local.value, *local.z, *local.p, *spots.z, *spots.p_adjusted]).all()
    assert not local.clusters().any()


def test_an_area_that_touches_all_others_cannot_stand_out() -> None:
    values = np.array([9.0, 1.0, 2.0, 3.0, 5.0])
    star = of_lists([[1, 2, 3, 4], [0], [0], [0], [0]])

    local, spots = local_moran(values, star, seed=1), hot_spots(values, star)

    assert local.p[0] == 1.0
    assert math.isnan(local.z[0])
    assert math.isnan(spots.z[0])
    assert np.isfinite(spots.z[1:]).all()


def test_permutations_are_needed() -> None:
    with pytest.raises(ValueError, match="permutations"):
        local_moran(np.arange(9.0), of_lists(GRID_NEIGHBOURS), seed=1, permutations=0)


@given(st.lists(st.integers(0, 3), min_size=16, max_size=16), st.floats(0.5, 20), st.floats(-9, 9))
def test_ties_unit_and_origin_change_no_quadrant(whole: list[int], scale: float, shift: float) -> None:
    values = np.array(whole, dtype=float)

    plain = local_moran(values, board(4), seed=1, permutations=19)
    moved = local_moran(values * scale + shift, board(4), seed=1, permutations=19)

    assert plain.reason == moved.reason
    np.testing.assert_array_equal(plain.quadrants, moved.quadrants)
    np.testing.assert_allclose(plain.value, moved.value, atol=1e-9)
    assert plain.reason or ((plain.p > 0) & (plain.p <= 1)).all()
