# SPDX-License-Identifier: EUPL-1.2
"""Outlines become small drawings that stay inside their frame and true to scale."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rendering.profile_inset import frame_of, path_of


def square(west: float, south: float, side: float = 0.1) -> np.ndarray:
    east, north = west + side, south + side
    return np.array([[west, south], [east, south], [east, north], [west, north], [west, south]])


def points(path: str) -> list[tuple[int, int]]:
    """Return the corners that the relative steps of a path lead to."""
    found = []
    for start, steps in re.findall(r"M(-?\d+ -?\d+)l([-\d ]+)z", path):
        x, y = (int(number) for number in start.split())
        found.append((x, y))
        numbers = [int(number) for number in steps.split()]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def test_square_on_the_equator_stays_a_square() -> None:
    shape = [square(0.0, -0.05)]

    frame = frame_of([shape], 100, 100)

    assert (frame.width, frame.height) == (100, 100)
    assert frame.view_box == "0 0 200 200"
    assert points(path_of(shape, frame)) == [(4, 196), (196, 196), (196, 4), (4, 4)]


def test_a_point_lands_where_the_corners_of_its_shape_do() -> None:
    frame = frame_of([[square(0.0, -0.05)]], 100, 100)

    assert frame.at(0.0, -0.05) == pytest.approx((4, 196))
    assert frame.at(0.1, 0.05) == pytest.approx((196, 4))


def test_degrees_of_longitude_are_shorter_in_the_north() -> None:
    frame = frame_of([[square(13.0, 59.95)]], 100, 300)

    assert frame.height == pytest.approx(2 * frame.width, abs=8)


def test_tall_shape_keeps_to_the_height_allowed() -> None:
    tall = np.array([[0.0, 0.0], [0.01, 0.0], [0.01, 1.0], [0.0, 1.0], [0.0, 0.0]])

    frame = frame_of([[tall]], 300, 120)

    assert frame.height <= 121
    assert frame.width < 20


def test_ring_too_small_to_be_seen_is_left_out() -> None:
    large, tiny = square(0.0, 0.0, 1.0), square(0.5, 0.5, 1e-6)

    frame = frame_of([[large]], 100, 100)

    assert path_of([tiny], frame) == ""
    assert path_of([large, tiny], frame) == path_of([large], frame)


@pytest.mark.parametrize("shapes", [[], [[]], [[np.empty((0, 2))]]])
def test_nothing_to_draw_is_refused(shapes: list[list[np.ndarray]]) -> None:
    with pytest.raises(ValueError, match="no outline"):
        frame_of(shapes, 100, 100)


def test_coordinate_that_is_not_finite_is_refused() -> None:
    broken = square(0.0, 0.0)
    broken[0, 0] = np.nan

    with pytest.raises(ValueError, match="not finite"):
        frame_of([[broken]], 100, 100)


@given(
    west=st.floats(-170, 170),
    south=st.floats(-70, 70),
    sides=st.lists(st.floats(0.001, 5.0), min_size=1, max_size=6),
)
def test_all_points_lie_inside_the_view_box(west: float, south: float, sides: list[float]) -> None:
    shapes = [[square(west + place, south, side)] for place, side in enumerate(sides)]

    frame = frame_of(shapes, 200, 200)

    for shape in shapes:
        for x, y in points(path_of(shape, frame)):
            assert 0 <= x <= 2 * frame.width
            assert 0 <= y <= 2 * frame.height
