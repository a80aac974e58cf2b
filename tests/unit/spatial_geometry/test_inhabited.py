# SPDX-License-Identifier: EUPL-1.2
"""What is inhabited on the pieces of two boundary versions: by hand, and nothing lost or counted twice."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.crosswalk import Pieces, pieces_of, with_base
from spatial.geometry.inhabited import drawn_by_weight, ground_on_pieces, lived_on, places_on_pieces, seeded
from spatial.geometry.succession import NamedAreas, Noise, succession_on_plane
from tests.fixtures_spatial.grids import EAST, NORTH, square

# Two areas beside each other; later three, the first of which ends in the middle of the older first one.
OLDER = as_geometries([square(0, 0), square(1, 0)])
NEWER = as_geometries([square(0, 0, 0.5), square(0.5, 0, 1.0), square(1.5, 0, 0.5)])
NONE = as_geometries(())


def named(areas: list[shapely.Geometry]) -> NamedAreas:
    keys = [str(place) for place in range(len(areas))]
    return NamedAreas(keys, keys, as_geometries(areas))


def pieces() -> Pieces:
    found = pieces_of(succession_on_plane(named(list(OLDER)), named(list(NEWER)), Noise(0, 0)))
    assert list(zip(found.older.tolist(), found.newer.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 1), (1, 2)]
    return found


def spot(column: float, row: float = 0.5) -> shapely.Point:
    return shapely.Point(EAST + column * 100, NORTH + row * 100)


def test_inhabited_ground_is_cut_by_both_versions_and_counts_as_often_as_it_lies() -> None:
    houses = as_geometries([square(0.25, 0, 1.0), square(0.25, 0, 0.25), square(5, 5)])

    assert ground_on_pieces(pieces(), OLDER, NEWER, houses) == pytest.approx([5_000, 5_000, 2_500, 0])


def test_places_weigh_by_their_number_and_unknown_ones_and_those_outside_do_not() -> None:
    places = as_geometries([spot(0.1), spot(0.7), spot(1.2), spot(1.2), spot(9)])
    weights = np.array([3.0, 5.0, np.nan, 2.0, 100.0])

    assert places_on_pieces(pieces(), OLDER, NEWER, places, weights).tolist() == [3, 5, 2, 0]


def test_what_lies_between_areas_that_share_no_piece_is_left_out() -> None:
    whole = pieces()
    kept = np.array([0, 1, 3])
    fewer = Pieces(
        whole.older[kept], whole.newer[kept], whole.area_m2[kept], whole.base[kept], whole.is_lost, whole.is_gained
    )

    found = places_on_pieces(fewer, OLDER, NEWER, as_geometries([spot(1.2), spot(1.8)]), np.array([4.0, 6.0]))

    assert found.tolist() == [0, 0, 6]


def test_without_pieces_or_shapes_there_is_nothing_to_count() -> None:
    nobody = pieces_of(succession_on_plane(named([square(0, 0)]), named([square(5, 5)]), Noise(0, 0)))

    assert ground_on_pieces(nobody, OLDER[:1], as_geometries([square(5, 5)]), OLDER).tolist() == []
    assert ground_on_pieces(pieces(), OLDER, NEWER, NONE).tolist() == [0, 0, 0, 0]
    assert places_on_pieces(pieces(), OLDER, NEWER, NONE, np.zeros(0)).tolist() == [0, 0, 0, 0]


def test_people_are_where_the_layer_says_and_spread_by_ground_where_it_says_nothing() -> None:
    seed = seeded(pieces(), np.array([90.0, 10.0, 0.0, 0.0]))

    shares = with_base(pieces(), ground=seed).shares()

    assert shares[:2] == pytest.approx([0.9, 0.1], abs=1e-3)
    # In the second area the layer knows of nobody: halves by ground.
    assert shares[2:] == pytest.approx([0.5, 0.5])


def test_a_layer_that_knows_of_nobody_at_all_leaves_the_ground() -> None:
    assert seeded(pieces(), np.zeros(4)).tolist() == pytest.approx([5_000] * 4)


@given(
    st.lists(st.tuples(st.floats(0, 1.6), st.floats(0, 0.6), st.floats(0.01, 0.4), st.floats(0.01, 0.4)), max_size=8)
)
def test_all_inhabited_ground_within_both_versions_lies_on_some_piece(boxes: list[tuple[float, ...]]) -> None:
    shapes = as_geometries(square(*box) for box in boxes)

    found = ground_on_pieces(pieces(), OLDER, NEWER, shapes)

    assert found.sum() == pytest.approx(sum(shapely.area(shapes)), abs=1e-6)
    assert (found >= 0).all()


def test_areas_are_cut_to_what_is_inhabited_once_and_stay_whole_where_hardly_anything_is() -> None:
    houses = as_geometries([square(0, 0, 0.5), square(0.25, 0, 0.5), square(1, 0, 0.0005), square(3, 3)])
    areas = as_geometries([*OLDER, None])

    found = lived_on(areas, houses)

    assert shapely.area(found[:2]).tolist() == pytest.approx([7_500, 10_000])
    assert found[2] is None
    assert shapely.area(areas[0]) == pytest.approx(10_000)
    assert shapely.equals(lived_on(areas, NONE)[:2], OLDER).all()


def test_places_are_drawn_as_often_as_they_weigh_and_nobodys_never() -> None:
    area_of = np.array([0, 0, 0, -1, 1, 2], dtype=np.intp)
    weights = np.array([30.0, 0.0, 10.0, 99.0, 5.0, np.nan])

    assert drawn_by_weight(area_of, weights, 4, 4).tolist() == [0, 0, 0, 2, 4, 4, 4, 4]
    assert drawn_by_weight(area_of[:0], weights[:0], 2, 4).tolist() == []
