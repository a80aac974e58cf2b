# SPDX-License-Identifier: EUPL-1.2
"""Crosswalks: pieces with the ground and the people that two boundary versions share, by hand and by law."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.crosswalk import Pieces, components, gathered, kept_within, pieces_of, with_base
from spatial.geometry.succession import NamedAreas, Noise, succession_on_plane
from tests.fixtures_spatial.grids import square


def pieces(pairs: list[tuple[int, int, float]], sizes: tuple[int, int], base: list[float] | None = None) -> Pieces:
    area = np.array([pair[2] for pair in pairs])
    return Pieces(
        np.array([pair[0] for pair in pairs], dtype=np.intp),
        np.array([pair[1] for pair in pairs], dtype=np.intp),
        area,
        area.copy() if base is None else np.array(base),
        np.zeros(sizes[0], dtype=np.bool_),
        np.zeros(sizes[1], dtype=np.bool_),
    )


# One area of 4 becomes two of 1 and 3; another one stays.
SPLIT = pieces([(0, 0, 1.0), (0, 1, 3.0), (1, 2, 2.0)], (2, 3))


def test_pieces_are_the_ground_that_more_than_noise_shares() -> None:
    old = NamedAreas(["a", "b"], ["A", "B"], as_geometries([square(0, 0), square(1, 0)]))
    new = NamedAreas(["c"], ["C"], as_geometries([square(0, 0).union(square(1, 0))]))

    found = pieces_of(succession_on_plane(old, new, Noise(0, 0)))

    assert (found.older.tolist(), found.newer.tolist(), found.sizes) == ([0, 1], [0, 0], (2, 1))
    assert found.base.tolist() == found.area_m2.tolist()
    assert not found.is_lost.any()
    assert not found.is_gained.any()


def test_ground_outside_the_other_version_is_marked_on_both_sides() -> None:
    old = NamedAreas(["a"], ["A"], as_geometries([square(0, 0).union(square(1, 0))]))
    new = NamedAreas(["b"], ["B"], as_geometries([square(1, 0).union(square(2, 0))]))

    found = pieces_of(succession_on_plane(old, new, Noise(0, 0)))

    assert (found.is_lost.tolist(), found.is_gained.tolist()) == ([True], [True])


def test_shares_are_those_of_the_base_and_of_the_ground_where_nobody_lives() -> None:
    assert SPLIT.shares().tolist() == [0.25, 0.75, 1.0]
    empty = pieces([(0, 0, 1.0), (0, 1, 3.0), (1, 2, 2.0)], (2, 3), [0.0, 0.0, 5.0])
    assert empty.shares().tolist() == [0.25, 0.75, 1.0]
    settled = pieces([(0, 0, 1.0), (0, 1, 3.0), (1, 2, 2.0)], (2, 3), [3.0, 1.0, 5.0])
    assert settled.shares().tolist() == [0.75, 0.25, 1.0]


def test_a_crosswalk_reads_backwards_with_the_same_pieces() -> None:
    back = SPLIT.backwards()

    assert (back.older.tolist(), back.newer.tolist(), back.sizes) == ([0, 1, 2], [0, 0, 1], (3, 2))
    assert back.shares().tolist() == [1.0, 1.0, 1.0]
    assert back.backwards().base.tolist() == SPLIT.base.tolist()


def test_people_of_the_newer_version_say_how_an_area_was_split() -> None:
    found = with_base(SPLIT, newer=np.array([900.0, 100.0, 500.0]))

    assert found.base == pytest.approx([900, 100, 500])
    assert found.shares()[:2] == pytest.approx([0.9, 0.1])


def test_people_of_the_older_version_alone_spread_over_the_ground() -> None:
    assert with_base(SPLIT, older=np.array([400.0, 500.0])).base == pytest.approx([100, 300, 500])


def test_both_versions_together_are_fitted_to_both_margins() -> None:
    # Two old areas of two pieces each in two new ones: by hand, margins 100/300 and 200/200 with equal odds.
    crossed = pieces([(0, 0, 1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, 1.0)], (2, 2))

    found = with_base(crossed, older=np.array([100.0, 300.0]), newer=np.array([200.0, 200.0]))

    assert found.base == pytest.approx([50, 50, 150, 150])


def test_older_people_are_scaled_to_the_newer_ones_of_their_group() -> None:
    crossed = pieces([(0, 0, 1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, 1.0)], (2, 2))

    found = with_base(crossed, older=np.array([50.0, 150.0]), newer=np.array([200.0, 200.0]))

    assert found.base == pytest.approx([50, 50, 150, 150])


def test_unknown_people_leave_the_pieces_of_their_area_to_the_other_side_or_to_the_mean() -> None:
    found = with_base(SPLIT, older=np.array([np.nan, 500.0]), newer=np.array([np.nan, 300.0, np.nan]))

    # The first piece has no density of its own: that of all known ground, (300 + 500) persons on 3 + 2.
    assert found.base == pytest.approx([160, 300, 500])


def test_ground_where_people_live_goes_before_all_ground() -> None:
    found = with_base(SPLIT, older=np.array([400.0, 500.0]), ground=np.array([1.0, 1.0, 2.0]))

    assert found.base == pytest.approx([200, 200, 500])


def test_without_any_people_the_ground_is_the_base() -> None:
    assert with_base(SPLIT, older=np.full(2, np.nan)).base.tolist() == [1, 3, 2]


def test_areas_without_people_keep_their_margins_at_zero() -> None:
    found = with_base(SPLIT, newer=np.array([0.0, 0.0, 7.0]))

    assert found.base.tolist() == [0, 0, 7]
    assert found.shares().tolist() == [0.25, 0.75, 1]


def test_a_piece_across_a_border_that_stands_above_is_dropped() -> None:
    below = pieces([(0, 0, 9.0), (0, 1, 1.0), (1, 1, 9.0)], (2, 2))
    above = pieces([(0, 0, 10.0), (1, 1, 10.0)], (2, 2))
    parents = np.array([0, 1], dtype=np.intp)

    kept = kept_within(below, above, parents, parents)

    assert (kept.older.tolist(), kept.newer.tolist()) == ([0, 1], [0, 1])


def test_a_piece_that_is_all_of_an_area_stays_and_so_do_areas_without_a_parent() -> None:
    below = pieces([(0, 0, 9.0), (0, 1, 1.0)], (1, 2))
    above = pieces([(0, 0, 10.0), (1, 1, 10.0)], (2, 2))

    kept = kept_within(below, above, np.array([0], dtype=np.intp), np.array([0, 1], dtype=np.intp))
    free = kept_within(below, above, np.array([-1], dtype=np.intp), np.array([0, 1], dtype=np.intp))

    assert kept.newer.tolist() == [0, 1]
    assert free.newer.tolist() == [0, 1]


def test_the_level_above_has_the_people_of_the_pieces_below() -> None:
    below = pieces([(0, 0, 1.0), (0, 1, 1.0), (1, 2, 1.0)], (2, 3), [10.0, 20.0, 30.0])
    above = pieces([(0, 0, 2.0), (1, 1, 9.0)], (2, 2))
    older, newer = np.array([0, 0], dtype=np.intp), np.array([0, 0, 1], dtype=np.intp)

    found = gathered(below, above, older, newer)

    assert found.base.tolist() == [30, 0]


def test_areas_that_hang_together_are_one_group_and_those_alone_another() -> None:
    older, newer, count = components(pieces([(0, 0, 1.0), (0, 1, 1.0), (1, 3, 1.0)], (2, 4)))

    assert count == 3
    assert older[0] == newer[0] == newer[1]
    assert older[1] == newer[3]
    assert newer[2] not in {older[0], older[1]}


@st.composite
def coverings(draw: st.DrawFn) -> Pieces:
    """Return pieces that cover every area of both sides."""
    sizes = draw(st.tuples(st.integers(1, 6), st.integers(1, 6)))
    pairs = {(place, place % sizes[1]) for place in range(sizes[0])} | {
        (place % sizes[0], place) for place in range(sizes[1])
    }
    more = st.tuples(st.integers(0, sizes[0] - 1), st.integers(0, sizes[1] - 1))
    pairs |= set(draw(st.lists(more, max_size=12)))
    areas = draw(st.lists(st.floats(0.5, 1e6), min_size=len(pairs), max_size=len(pairs)))
    return pieces([(*pair, area) for pair, area in zip(sorted(pairs), areas, strict=True)], sizes)


PEOPLE = st.floats(1, 1e5) | st.just(float("nan"))


@given(coverings(), st.data())
def test_shares_of_every_area_sum_to_one_in_both_directions(found: Pieces, data: st.DataObject) -> None:
    older, newer = (np.array(data.draw(st.lists(PEOPLE, min_size=size, max_size=size))) for size in found.sizes)

    based = with_base(found, older=older, newer=newer)

    for each in (based, based.backwards()):
        assert np.bincount(each.older, weights=each.shares()) == pytest.approx(1.0)
        assert (each.shares() >= 0).all()


@given(coverings(), st.data())
def test_known_people_of_the_newer_version_are_met(found: Pieces, data: st.DataObject) -> None:
    newer = np.array(data.draw(st.lists(st.floats(1, 1e5), min_size=found.sizes[1], max_size=found.sizes[1])))

    based = with_base(found, newer=newer)

    assert np.bincount(based.newer, weights=based.base) == pytest.approx(newer)


@given(coverings())
def test_the_ground_of_a_level_is_that_of_its_pieces_whatever_is_gathered(found: Pieces) -> None:
    one = np.zeros(found.sizes[0], dtype=np.intp), np.zeros(found.sizes[1], dtype=np.intp)
    whole = pieces([(0, 0, 1.0)], (1, 1))

    assert gathered(found, whole, *one).base.sum() == pytest.approx(found.base.sum())
