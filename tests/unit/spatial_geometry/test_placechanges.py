# SPDX-License-Identifier: EUPL-1.2
"""Two states of a layer are held against each other by keys; what moves by less than a metre stayed."""

import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import Geometries, as_geometries
from spatial.geometry.placechanges import PlaceChanges, place_changes


def points(*places: tuple[float, float] | None) -> Geometries:
    return as_geometries(None if each is None else shapely.Point(each) for each in places)


def test_new_gone_moved_and_stayed_are_told_apart() -> None:
    earlier = (["a", "b", "c"], points((0, 0), (10, 0), (20, 0)))
    later = (["c", "d", "a"], points((20.4, 0), (5, 5), (0, 30)))

    found = place_changes(earlier, later)

    assert found == PlaceChanges(added=(1,), gone=(1,), moved=(2,), stayed=1)


def test_place_without_geometry_did_not_move() -> None:
    found = place_changes((["a", "b"], points(None, (0, 0))), (["a", "b"], points((9, 9), None)))

    assert found == PlaceChanges((), (), (), 2)


def test_nothing_beside_something_is_all_new_or_all_gone() -> None:
    none: tuple[list[str], Geometries] = ([], points())
    one = (["a"], points((0, 0)))

    assert place_changes(none, one) == PlaceChanges((0,), (), (), 0)
    assert place_changes(one, none) == PlaceChanges((), (0,), (), 0)
    assert place_changes(none, none) == PlaceChanges((), (), (), 0)


def test_ring_that_begins_elsewhere_is_the_same_area_and_one_more_corner_another() -> None:
    ring = [(0, 0), (100, 3), (104, 100), (2, 96)]
    turned = shapely.Polygon([*ring[2:], *ring[:2]])
    more = shapely.Polygon([*ring, (-5, 50)])

    before = (["a", "b"], as_geometries([shapely.Polygon(ring)] * 2))
    found = place_changes(before, (["a", "b"], as_geometries([turned, more])))

    assert (found.moved, found.stayed) == ((1,), 1)


@given(st.lists(st.text(min_size=1, max_size=3), unique=True), st.lists(st.text(min_size=1, max_size=3), unique=True))
def test_every_place_is_counted_once(earlier: list[str], later: list[str]) -> None:
    found = place_changes(
        (earlier, points(*[(0.0, 0.0)] * len(earlier))),
        (later, points(*[(9.0, 0.0)] * len(later))),
    )

    assert len(found.moved) + found.stayed + len(found.added) == len(later)
    assert len(found.moved) + found.stayed + len(found.gone) == len(earlier)
