# SPDX-License-Identifier: EUPL-1.2
"""Typology, similar areas and social areas: what has to come out, and what cannot."""

import math
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.stats.agreement import adjusted_rand, kept_together, silhouettes, silhouettes_and_next
from indicators.stats.colouring import region_colours
from indicators.stats.kmeans import _none_empty, kmeans, means_of
from indicators.stats.neighbourhood import Neighbourhood, neighbourhood
from indicators.stats.similar import similar_areas
from indicators.stats.socialareas import BrokenRegionsError, check_regions, social_areas
from indicators.stats.typology import TypologyMethod, typology

Floats = npt.NDArray[np.float64]
EXAMPLE = np.array([[4.0, 30.0], [5.0, 31.0], [6.0, 29.0], [20.0, 12.0], [21.0, 11.0], [12.0, 50.0]])


def as_matrix(rows: list[list[int | None]], columns: int) -> Floats:
    return np.array([[np.nan if x is None else x for x in row] for row in rows], dtype=float).reshape(-1, columns)


matrices = st.integers(1, 3).flatmap(
    lambda p: st.lists(st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=p, max_size=p), max_size=14).map(
        lambda rows: as_matrix(rows, p)
    )
)


def blobs(seed: int, centres: int = 3, each: int = 20) -> Floats:
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.normal(20 * place, 1, (each, 2)) for place in range(centres)])


def lattice(rows: int, columns: int) -> Neighbourhood:
    place = np.arange(rows * columns).reshape(rows, columns)
    first = np.concatenate([place[:, :-1].ravel(), place[:-1].ravel()])
    second = np.concatenate([place[:, 1:].ravel(), place[1:].ravel()])
    return neighbourhood(first, second, np.ones(place.size, dtype=bool))


@pytest.mark.parametrize("method", ["ward", "kmeans"])
def test_areas_of_three_kinds_make_three_types(method: TypologyMethod) -> None:
    found = typology(blobs(1), k=3, method=method, seed=1, resamples=10)

    assert found.sizes == (20, 20, 20)
    assert adjusted_rand(found.types, np.repeat([1, 2, 3], 20)) == 1
    assert found.silhouette > 0.8
    assert found.stability == 1
    assert found.is_stable


def test_example_of_the_method_page() -> None:
    found = typology(EXAMPLE, k=3, seed=1, resamples=20)

    assert found.types.tolist() == [1, 1, 1, 2, 2, 3]
    assert found.sizes == (3, 2, 1)
    np.testing.assert_allclose(found.centres, [[-0.9089, 0.2153], [1.3155, -1.1906], [0.0957, 1.7353]], atol=5e-5)


@pytest.mark.parametrize("method", ["ward", "kmeans"])
def test_order_unit_and_seed_decide_nothing_or_are_told(method: TypologyMethod) -> None:
    matrix = np.random.default_rng(5).normal(size=(40, 3))
    order = np.random.default_rng(6).permutation(40)

    plain = typology(matrix, k=4, method=method, seed=3, resamples=5)
    turned = typology(matrix[order] * [10, 1, 0.1], k=4, method=method, seed=3, resamples=5)

    np.testing.assert_array_equal(turned.types, plain.types[order])
    assert turned.stability == pytest.approx(plain.stability)
    assert plain.stability < 1
    assert plain.seed == 3


@given(matrices, st.integers(2, 4), st.sampled_from(["ward", "kmeans"]))
def test_every_complete_area_has_a_type_and_no_type_is_empty(matrix: Floats, k: int, method: TypologyMethod) -> None:
    found = typology(matrix, k=k, method=method, seed=1, resamples=2)

    complete = ~np.isnan(matrix).any(axis=1)
    if found.reason:
        assert not found.types.any()
        assert math.isnan(found.stability)
    else:
        np.testing.assert_array_equal(found.types > 0, complete)
        assert sorted(set(found.types[complete].tolist())) == list(range(1, k + 1))
        assert list(found.sizes) == sorted(found.sizes, reverse=True)
        assert -1 <= found.silhouette <= 1
        assert -1 <= found.stability <= 1


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        (np.empty((0, 2)), "too_few"),
        (np.array([[1.0, 2.0]]), "too_few"),
        (np.array([[1.0], [2.0]]), "too_few"),
        (np.full((6, 2), np.nan), "too_few"),
        (np.full((6, 2), 3.0), "constant"),
        (np.column_stack([np.arange(6.0), np.ones(6)]), "constant"),
        (np.array([[1.0], [1.0], [1.0], [2.0]]), "too_few_different"),
    ],
)
def test_areas_that_make_no_types_have_a_reason(matrix: Floats, reason: str) -> None:
    found = typology(matrix, k=3 if reason == "too_few_different" else 2, seed=1)

    assert found.reason == reason
    assert not found.types.any()
    assert math.isnan(found.silhouette)
    assert not found.is_stable


def test_ward_refuses_more_areas_than_its_memory_holds() -> None:
    assert typology(np.arange(5001.0)[:, None], k=3, seed=1).reason == "too_many"


@pytest.mark.parametrize(("k", "resamples", "columns"), [(1, 5, 2), (2, 0, 2), (2, 5, 0)])
def test_typology_that_asks_for_nothing_is_refused(k: int, resamples: int, columns: int) -> None:
    with pytest.raises(ValueError, match="two types"):
        typology(np.ones((5, columns)), k=k, seed=1, resamples=resamples)


def test_equal_heights_leave_as_many_types_as_were_asked_for() -> None:
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])

    found = typology(corners, k=3, seed=1, resamples=3)

    assert len(found.sizes) == 3


def test_kmeans_is_the_best_division_of_few_points() -> None:
    points = np.array([[0.0], [1.0], [5.0], [6.0], [20.0]])

    groups = kmeans(points, 3, np.random.default_rng(1))

    assert adjusted_rand(groups, np.array([0, 0, 1, 1, 2])) == 1
    with pytest.raises(ValueError, match="different points"):
        kmeans(np.ones((4, 1)), 2, np.random.default_rng(1))


@pytest.mark.parametrize("method", ["ward", "kmeans"])
def test_types_far_apart_hold_and_have_no_area_at_the_edge(method: TypologyMethod) -> None:
    found = typology(blobs(1), k=3, method=method, seed=1, resamples=10)

    assert found.holds.tolist() == [1, 1, 1]
    assert not found.at_edge.any()


def test_type_that_is_noise_holds_less_than_one_that_lies_apart() -> None:
    rng = np.random.default_rng(4)
    matrix = np.concatenate([rng.normal(0, 1, (60, 2)), rng.normal(30, 0.5, (20, 2))])

    found = typology(matrix, k=4, seed=1, resamples=30)

    apart = int(found.types[-1]) - 1
    assert found.holds[apart] == 1
    assert max(np.delete(found.holds, apart)) < 0.9
    assert found.at_edge.any()
    assert not found.at_edge[found.types == apart + 1].any()


def test_area_without_all_figures_is_at_no_edge_and_has_no_next_type() -> None:
    matrix = np.concatenate([np.random.default_rng(4).normal(0, 1, (30, 2)), [[np.nan, 0.0]]])

    found = typology(matrix, k=3, seed=1, resamples=3)

    assert found.types[-1] == found.nexts[-1] == 0
    assert not found.at_edge[-1]
    assert (found.nexts[:-1] != found.types[:-1]).all()
    assert set(found.nexts[:-1].tolist()) <= {1, 2, 3}


def test_next_group_is_the_one_with_the_least_mean_distance() -> None:
    rng = np.random.default_rng(2)
    points, groups = rng.normal(size=(40, 2)), np.arange(40) % 4

    widths, nexts = silhouettes_and_next(points, groups)

    for place, (point, group) in enumerate(zip(points, groups, strict=True)):
        means = {
            other: float(np.mean([math.dist(point, each) for each in points[groups == other]]))
            for other in range(4)
            if other != group
        }
        assert nexts[place] == min(means, key=lambda other: means[other])
    np.testing.assert_array_equal(widths, silhouettes(points, groups))
    assert silhouettes_and_next(points, np.zeros(40, dtype=int))[1].tolist() == [-1] * 40


def test_part_of_a_group_that_is_found_again_as_counted_by_hand() -> None:
    groups = np.array([0, 0, 0, 1, 1, 1])

    assert kept_together(groups, np.array([0, 0, 1, 1, 1, 1])).tolist() == pytest.approx([2 / 3, 3 / 4])
    with pytest.raises(ValueError, match="same length"):
        kept_together(groups, np.array([0, 1]))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_part_that_is_found_again_is_the_best_overlap_of_sets(pairs: list[tuple[int, int]]) -> None:
    # Groups are numbered without a gap, as typologies number them.
    _, groups = np.unique([left for left, _ in pairs], return_inverse=True)
    others = np.array([right for _, right in pairs])
    sets = [{place for place, each in enumerate(others.tolist()) if each == right} for right in set(others.tolist())]

    expected = []
    for number in range(int(groups.max()) + 1):
        own = {place for place, each in enumerate(groups.tolist()) if each == number}
        expected.append(max(len(own & other) / len(own | other) for other in sets))

    assert kept_together(groups, others).tolist() == pytest.approx(expected)


def test_regions_that_touch_never_share_a_colour() -> None:
    rng = np.random.default_rng(7)
    place = np.arange(900).reshape(30, 30)
    first = np.concatenate([place[:, :-1].ravel(), place[:-1].ravel()])
    second = np.concatenate([place[:, 1:].ravel(), place[1:].ravel()])
    found = social_areas(rng.normal(size=(900, 2)), lattice(30, 30), k=60)

    colours = region_colours(found.regions, second, first, most=7)

    assert len(colours) == 60
    assert set(colours) == set(range(1, 8))
    assert max(colours.count(colour) for colour in set(colours)) <= 12
    touching = [(left, right) for left, right in zip(found.regions[first], found.regions[second], strict=True)]
    assert all(colours[left - 1] != colours[right - 1] for left, right in touching if left != right)


def test_too_few_colours_use_the_rarest_again_and_no_region_has_none() -> None:
    everybody = list(combinations(range(4), 2))
    first, second = (np.array(each) for each in zip(*everybody, strict=True))

    colours = region_colours(np.array([1, 2, 3, 4]), first, second, most=3)

    assert sorted(set(colours)) == [1, 2, 3]
    assert region_colours(np.zeros(3, dtype=np.int64), first[:1], second[:1], most=3) == ()
    with pytest.raises(ValueError, match="at least one colour"):
        region_colours(np.array([1]), first[:0], second[:0], most=0)


def test_group_that_ran_empty_gets_the_farthest_point() -> None:
    groups = _none_empty(np.array([0, 0, 0, 2]), np.array([1.0, 9.0, 4.0, 99.0]), 3)

    assert groups.tolist() == [0, 1, 0, 2]


def test_kmeans_that_is_stopped_early_leaves_no_group_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.stats.kmeans._STEPS", 1)

    groups = kmeans(blobs(3), 4, np.random.default_rng(1), starts=1)

    assert sorted(set(groups.tolist())) == [0, 1, 2, 3]


def test_means_are_those_of_the_groups() -> None:
    assert means_of(np.array([[1.0, 0.0], [3.0, 2.0], [9.0, 9.0]]), np.array([0, 0, 1]), 2).tolist() == [[2, 1], [9, 9]]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_agreement_counts_pairs_of_areas_beyond_chance(rows: list[tuple[int, int]]) -> None:
    left, right = np.array(rows).T
    pairs = list(combinations(rows, 2))
    in_left = sum(a[0] == b[0] for a, b in pairs)
    in_right = sum(a[1] == b[1] for a, b in pairs)
    in_both = sum(a == b for a, b in pairs)
    by_chance, most = in_left * in_right / len(pairs), (in_left + in_right) / 2

    found = adjusted_rand(left, right)

    assert found == pytest.approx(1 if most == by_chance else (in_both - by_chance) / (most - by_chance))


def test_agreement_of_groupings_that_cannot_differ_is_full() -> None:
    assert adjusted_rand(np.array([1, 1]), np.array([5, 5])) == 1
    assert adjusted_rand(np.array([1]), np.array([2])) == 1
    assert math.isnan(adjusted_rand(np.empty(0, np.int64), np.empty(0, np.int64)))
    with pytest.raises(ValueError, match="same length"):
        adjusted_rand(np.array([1]), np.array([1, 2]))


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 2)), min_size=4, max_size=15))
def test_silhouette_compares_own_and_next_group(rows: list[tuple[int, int]]) -> None:
    values, groups = np.array(rows).T
    _, groups = np.unique(groups, return_inverse=True)
    if groups.max() == 0:
        return

    found = silhouettes(values[:, None].astype(float), groups)

    for place, group in enumerate(groups):
        apart = np.abs(values - values[place])
        own = [apart[other] for other in range(len(rows)) if groups[other] == group and other != place]
        following = min(apart[groups == other].mean() for other in set(groups.tolist()) - {group})
        larger = max(np.mean(own), following) if own else 0
        assert found[place] == pytest.approx((following - np.mean(own)) / larger if larger else 0, abs=1e-12)


def test_one_group_has_no_silhouette() -> None:
    assert np.isnan(silhouettes(np.array([[1.0], [2.0]]), np.array([0, 0]))).all()


def test_similar_areas_of_the_method_page() -> None:
    found = similar_areas(EXAMPLE, 0, count=2)

    assert found.positions.tolist() == [1, 2]
    np.testing.assert_allclose(found.distances, [0.1148, 0.2099], atol=5e-5)
    assert found.shared.tolist() == [2, 2]


def test_missing_indicator_makes_an_area_neither_nearer_nor_farther() -> None:
    matrix = np.array([[1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, np.nan], [2.0, 2.0, 2.0, 2.0], [9.0, np.nan, np.nan, 9.0]])

    found = similar_areas(matrix, 0, count=9)

    assert found.positions.tolist() == [2, 1]
    assert found.shared.tolist() == [4, 3]
    assert found.compared == 2
    assert np.isnan(found.differences[1, 3])


def test_weights_decide_what_counts_and_ties_keep_the_order() -> None:
    matrix = np.array([[0.0, 0.0], [0.0, 3.0], [3.0, 0.0], [3.0, 3.0]])

    plain = similar_areas(matrix, 0, count=3)
    first = similar_areas(matrix, 0, count=3, weights=np.array([9.0, 1.0]))

    assert plain.positions.tolist() == [1, 2, 3]
    assert first.positions.tolist() == [1, 2, 3]
    assert first.distances[0] < plain.distances[0]
    assert plain.distances[0] == plain.distances[1]


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        (np.array([[1.0, 2.0]]), "too_few"),
        (np.full((4, 2), 3.0), "constant"),
        (np.array([[np.nan, 2.0], [1.0, 3.0], [2.0, 4.0]]), "area_incomplete"),
        (np.full((4, 2), np.nan), "constant"),
    ],
)
def test_areas_that_cannot_be_compared_have_a_reason(matrix: Floats, reason: str) -> None:
    found = similar_areas(matrix, 0, count=3)

    assert found.reason == reason
    assert found.positions.size == found.distances.size == 0


def test_indicator_that_does_not_vary_is_left_out_and_named() -> None:
    found = similar_areas(np.array([[1.0, 5.0], [2.0, 5.0], [4.0, 5.0]]), 0, count=1)

    assert (found.positions.tolist(), found.constant) == ([1], (1,))


def test_questions_that_make_no_sense_are_refused() -> None:
    for arguments in ({"position": 9}, {"weights": np.array([1.0, 0.0])}, {"least_shared": 0.0}):
        with pytest.raises(ValueError, match=r"row|weight|share"):
            similar_areas(EXAMPLE, **{"position": 0, "count": 1, **arguments})  # type: ignore[arg-type]


def test_social_areas_of_the_method_page() -> None:
    matrix = np.array([[1.0], [1.2], [8.0], [1.1], [7.9], [8.2]])

    found = social_areas(matrix, lattice(2, 3), k=2)

    assert found.regions.tolist() == [1, 1, 2, 1, 2, 2]
    assert found.sizes == (3, 3)
    assert found.explained == pytest.approx(0.9991, abs=5e-5)


@pytest.mark.parametrize("k", [1, 2, 3, 5, 9])
def test_equal_neighbours_lose_no_edge(k: int) -> None:
    # Where neighbours are equal a spanning tree of weights of zero falls apart into too many regions.
    tied = np.array([1.0, 1, 1, 1, 1, 2, 2, 2, 9])[:, None]

    found = social_areas(tied, lattice(3, 3), k=k)

    assert len(found.sizes) == k
    assert sorted(set(found.regions.tolist())) == list(range(1, k + 1))


@given(st.lists(st.integers(0, 3), min_size=12, max_size=12), st.integers(1, 12))
def test_regions_are_as_many_as_asked_for_and_hang_together(whole: list[int], k: int) -> None:
    around = lattice(3, 4)

    found = social_areas(np.array(whole, dtype=float)[:, None], around, k=k)

    if found.reason:
        assert found.reason == "constant"
        return
    first = np.repeat(np.arange(12), around.degrees)
    check_regions(found.regions - 1, np.column_stack([first, around.others]), k)
    assert -1e-12 <= found.explained <= 1 + 1e-12
    assert sum(found.sizes) == 12


def test_map_in_pieces_needs_at_least_as_many_regions() -> None:
    around = neighbourhood(np.array([0, 2]), np.array([1, 3]), np.ones(5, dtype=bool))
    matrix = np.arange(5.0)[:, None]

    refused, found = social_areas(matrix, around, k=2), social_areas(matrix, around, k=3)

    assert (refused.reason, refused.parts) == ("too_many_parts", 3)
    assert not refused.regions.any()
    assert found.regions.tolist() == [1, 1, 2, 2, 3]


def test_areas_without_a_value_belong_to_no_region() -> None:
    matrix = np.array([[1.0], [np.nan], [2.0], [9.0]])
    around = neighbourhood(np.array([0, 1, 2, 0]), np.array([1, 2, 3, 2]), ~np.isnan(matrix[:, 0]))

    assert social_areas(matrix, around, k=2).regions.tolist() == [1, 0, 1, 2]


@pytest.mark.parametrize(
    ("matrix", "reason"),
    [
        (np.empty((0, 1)), "too_few"),
        (np.ones((1, 1)), "too_few"),
        (np.arange(2.0)[:, None], "too_few"),
        (np.ones((5, 1)), "constant"),
    ],
)
def test_social_areas_that_cannot_be_made_have_a_reason(matrix: Floats, reason: str) -> None:
    n = matrix.shape[0]
    around = neighbourhood(np.arange(max(n - 1, 0)), np.arange(1, n), np.ones(n, dtype=bool))

    found = social_areas(matrix, around, k=3)

    assert found.reason == reason
    assert math.isnan(found.explained)


def test_wrong_regions_are_caught() -> None:
    pairs = np.array([[0, 1], [1, 2]])

    with pytest.raises(BrokenRegionsError, match="instead of"):
        check_regions(np.array([0, 0, 0]), pairs, 2)
    with pytest.raises(BrokenRegionsError, match="pieces"):
        check_regions(np.array([0, 1, 0]), pairs, 2)


def test_social_areas_need_every_indicator_and_a_region() -> None:
    around = lattice(2, 2)

    with pytest.raises(ValueError, match="every indicator"):
        social_areas(np.array([[1.0], [np.nan], [2.0], [3.0]]), around, k=2)
    with pytest.raises(ValueError, match="at least one"):
        social_areas(np.arange(4.0)[:, None], around, k=0)
