# SPDX-License-Identifier: EUPL-1.2
"""How firm borders of proposed social areas are, and that the proposal is what it was."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.borders import DRAWS, FEWER_DRAWS, MANY_AREAS, SEED, Borders, border_firmness
from indicators.stats.neighbourhood import Neighbourhood, neighbourhood
from indicators.stats.normalise import zscores
from indicators.stats.socialareas import check_regions, contacts, joined_at, social_areas

Floats = npt.NDArray[np.float64]


def grid(rows: int, columns: int) -> Neighbourhood:
    places = np.arange(rows * columns).reshape(rows, columns)
    first = np.concatenate([places[:, :-1].ravel(), places[:-1].ravel()])
    second = np.concatenate([places[:, 1:].ravel(), places[1:].ravel()])
    return neighbourhood(first, second, np.ones(rows * columns, dtype=bool))


def figures(size: int, columns: int, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).normal(size=(size, columns))


def firm(matrix: Floats, around: Neighbourhood, k: int, spread: float, seed: int = SEED) -> Borders:
    found = social_areas(matrix, around, k=k)
    spreads = np.full(matrix.shape, spread)
    return border_firmness(matrix, around, found, spreads=spreads, rng=np.random.default_rng(seed))


def brute(points: Floats, pairs: npt.NDArray[np.int64], k: int) -> set[frozenset[int]]:
    """Join the two neighbouring clusters whose joining adds least, looking at all of them in every step."""
    clusters = [frozenset([place]) for place in range(len(points))]

    def inside(members: frozenset[int]) -> float:
        own = points[sorted(members)]
        return float(((own - own.mean(axis=0)) ** 2).sum())

    touching = {frozenset(pair) for pair in pairs.tolist()}
    while len(clusters) > k:
        near = [
            (inside(a | b) - inside(a) - inside(b), a, b)
            for a, b in itertools.combinations(clusters, 2)
            if any(frozenset((i, j)) in touching for i in a for j in b)
        ]
        _, a, b = min(near, key=lambda each: each[0])
        clusters = [each for each in clusters if each not in (a, b)] + [a | b]
    return set(clusters)


@given(st.integers(0, 10_000), st.integers(1, 4))
def test_joining_is_what_looking_at_all_neighbours_gives(seed: int, columns: int) -> None:
    around, points = grid(3, 4), figures(12, columns, seed)
    pairs = contacts(around, np.arange(12))

    found = joined_at(points, pairs, [2, 3, 5])

    assert set(found) == {2, 3, 5}
    for k, groups in found.items():
        check_regions(groups, pairs, k)
        assert {frozenset(np.flatnonzero(groups == each).tolist()) for each in range(k)} == brute(points, pairs, k)


def test_two_halves_that_differ_have_one_firm_border_and_none_within() -> None:
    left_is_low = np.tile([0.0, 0.0, 0.0, 9.0, 9.0, 9.0], 4)
    matrix = np.column_stack([left_is_low, left_is_low[::-1] * 2]) + figures(24, 2) * 0.01

    made = firm(matrix, grid(4, 6), 2, 0.02)

    is_between = (made.first % 6 == 2) & (made.second % 6 == 3)
    assert (made.firmness[is_between] == 1.0).all()
    assert (made.by_chance[~is_between] == 0.0).all()
    assert (made.numbers, made.left_out, made.draws, made.with_chance) == (1, 2, DRAWS, 2)


def test_noise_alone_has_hardly_a_firm_border() -> None:
    matrix = figures(100, 3)
    found = social_areas(matrix, grid(10, 10), k=8)

    made = firm(matrix, grid(10, 10), 8, 1.0)

    is_border = found.regions[made.first] != found.regions[made.second]
    assert float((made.firmness[is_border] >= 0.9).mean()) < 0.2


def test_same_seed_gives_the_same_and_another_one_nearly() -> None:
    matrix, around = figures(60, 3), grid(6, 10)

    one, again, other = (firm(matrix, around, 5, 0.3, seed) for seed in (SEED, SEED, 7))

    np.testing.assert_array_equal(one.by_chance, again.by_chance)
    np.testing.assert_array_equal(one.by_choices, other.by_choices)
    assert float(np.abs(one.by_chance - other.by_chance).mean()) < 0.15


@given(st.integers(0, 1000), st.integers(2, 6))
def test_shares_are_shares_of_the_variants(seed: int, k: int) -> None:
    made = firm(figures(20, 2, seed), grid(4, 5), k, 0.5)

    choices = made.numbers + made.left_out
    for share, count in ((made.by_choices, choices), (made.by_chance, made.draws)):
        assert ((share >= 0) & (share <= 1)).all()
        np.testing.assert_allclose(share * count, np.round(share * count), atol=1e-9)
    np.testing.assert_array_equal(made.firmness, np.minimum(made.by_choices, made.by_chance))


def test_figures_whose_chance_is_not_known_stand_still() -> None:
    matrix, around = figures(20, 2), grid(4, 5)
    found = social_areas(matrix, around, k=3)
    spreads = np.full(matrix.shape, np.nan)

    without = border_firmness(matrix, around, found, spreads=spreads, rng=np.random.default_rng(1))
    spreads[:, 0] = 1e-9
    still = border_firmness(matrix, around, found, spreads=spreads, rng=np.random.default_rng(1))

    assert (without.draws, without.with_chance) == (0, 0)
    assert np.isnan(without.by_chance).all()
    np.testing.assert_array_equal(without.firmness, without.by_choices)
    assert still.with_chance == 1
    apart = found.regions[still.first] != found.regions[still.second]
    np.testing.assert_array_equal(still.by_chance, apart.astype(float))


def test_one_indicator_is_not_left_out_and_the_number_stays_possible() -> None:
    made = firm(figures(12, 1), grid(3, 4), 2, 0.1)
    full = firm(figures(12, 2), grid(3, 4), 12, 0.1)

    assert (made.numbers, made.left_out) == (1, 0)
    assert full.numbers == 1


def test_many_areas_are_drawn_less_often() -> None:
    around = grid(1, MANY_AREAS + 1)

    assert firm(figures(MANY_AREAS + 1, 2), around, 3, 0.1).draws == FEWER_DRAWS


def test_without_a_proposal_there_are_no_borders() -> None:
    matrix, around = np.ones((6, 1)), grid(2, 3)

    with pytest.raises(ValueError, match="proposal"):
        border_firmness(matrix, around, social_areas(matrix, around, k=2), spreads=matrix, rng=np.random.default_rng(1))


def test_areas_that_take_no_part_are_in_no_pair() -> None:
    whole, matrix = grid(3, 4), figures(12, 2)
    matrix[5] = np.nan
    there = ~np.isnan(matrix[:, 0])
    places = np.repeat(whole.members, whole.degrees)
    around = neighbourhood(places, whole.members[whole.others], there)

    made = firm(matrix, around, 2, 0.2)

    assert 5 not in {*made.first.tolist(), *made.second.tolist()}
    assert zscores(matrix[there][:, 0], ddof=0).reason == ""
