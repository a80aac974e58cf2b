# SPDX-License-Identifier: EUPL-1.2
"""Places in pictures: grouped as on maps, inside the drawing, each counted once."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.picture.places import CLOSE, LARGE_SIGN, SIGN, clusters_of, placed_layer
from indicators.rendering.profile_inset import frame_of

SQUARE = np.array([[13.0, 52.0], [13.2, 52.0], [13.2, 52.1], [13.0, 52.1], [13.0, 52.0]])
FRAME = frame_of([[SQUARE]], 400, 400)


def shapes(*geometries: shapely.Geometry | None) -> np.ndarray:
    found = np.empty(len(geometries), dtype=object)
    found[:] = geometries
    return found


def test_places_that_lie_apart_have_signs_of_their_own() -> None:
    drawn = placed_layer(shapes(shapely.Point(13.05, 52.05), shapely.Point(13.15, 52.05)), "point", FRAME)

    assert [spot.count for spot in drawn.spots] == [1, 1]
    first = drawn.spots[0]
    x, y = FRAME.at(13.05, 52.05)
    assert (first.x, first.y) == (round(x), round(y))
    assert (first.left, first.top, first.size) == (first.x - SIGN // 2, first.y - SIGN // 2, SIGN)


def test_places_close_to_each_other_share_a_sign_with_their_number_in_their_middle() -> None:
    drawn = placed_layer(shapes(shapely.Point(13.1, 52.05), shapely.Point(13.102, 52.05)), "point", FRAME)

    (spot,) = drawn.spots
    assert (spot.count, spot.size) == (2, LARGE_SIGN)
    assert spot.x == pytest.approx(FRAME.at(13.101, 52.05)[0], abs=0.5)


def test_what_is_missing_empty_or_outside_is_not_drawn() -> None:
    places = shapes(None, shapely.Point(), shapely.Point(14.0, 52.05), shapely.Point(13.1, 53.0))

    for kind in ("point", "line", "area"):
        drawn = placed_layer(places, kind, FRAME)
        assert (drawn.spots, drawn.path) == ((), "")


def test_a_layer_without_places_draws_nothing() -> None:
    drawn = placed_layer(shapes(), "point", FRAME)

    assert (drawn.spots, drawn.path) == ((), "")


def test_lines_end_at_the_edge_of_the_drawing() -> None:
    drawn = placed_layer(shapes(shapely.LineString([(13.1, 52.05), (15.0, 52.05)])), "line", FRAME)

    start, steps = drawn.path[1:].split("l")
    x, y = (int(number) for number in start.split())
    dx, dy = (int(number) for number in steps.split())
    assert (x, y) == tuple(round(part) for part in FRAME.at(13.1, 52.05))
    assert x + dx == int(FRAME.view_box.split()[2])
    assert dy == 0


def test_a_line_shorter_than_a_step_is_left_out() -> None:
    assert placed_layer(shapes(shapely.LineString([(13.1, 52.05), (13.1, 52.05)])), "line", FRAME).path == ""


def test_areas_keep_their_holes_and_what_is_left_of_several_parts() -> None:
    hole = shapely.box(13.05, 52.02, 13.15, 52.08, ccw=True).difference(shapely.box(13.08, 52.04, 13.12, 52.06))
    several = shapely.MultiPolygon([shapely.box(13.01, 52.01, 13.03, 52.03), shapely.box(13.17, 52.07, 13.19, 52.09)])

    drawn = placed_layer(shapes(hole, several), "area", FRAME)

    assert drawn.path.count("M") == drawn.path.count("z") == 4


@given(
    st.lists(
        st.tuples(st.floats(-500, 500, allow_nan=False), st.floats(-500, 500, allow_nan=False)), min_size=0, max_size=60
    )
)
def test_every_point_is_in_exactly_one_group_near_its_first(points: list[tuple[float, float]]) -> None:
    array = np.array(points, dtype=np.float64).reshape(-1, 2)

    groups = clusters_of(array, CLOSE)

    assert sorted(at for group in groups for at in group) == list(range(len(points)))
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)
    for group in groups:
        assert all(np.hypot(*(array[at] - array[group[0]])) < CLOSE for at in group)
