# SPDX-License-Identifier: EUPL-1.2
"""Points over areas: even, inside, always the same, and one at least where there is ground."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.geometry.arrays import as_geometries
from spatial.geometry.sampling import evenly

SQUARE = shapely.box(0, 0, 20, 20)


def test_square_has_its_points_in_even_rows() -> None:
    points, area_of = evenly(as_geometries([SQUARE]), 4)

    assert points.tolist() == [[5, 5], [15, 5], [5, 15], [15, 15]]
    assert area_of.tolist() == [0] * 4


def test_what_has_no_ground_has_no_point_and_a_sliver_has_one() -> None:
    sliver = shapely.Polygon([(0, 0), (100, 100), (100, 100.01), (0, 0.01)])

    points, area_of = evenly(as_geometries([None, shapely.Polygon(), sliver, SQUARE]), 1)

    assert area_of.tolist() == [2, 3]
    assert shapely.intersects_xy(sliver, points[:1])[0]
    assert evenly(as_geometries([]), 9)[0].shape == (0, 2)
    with pytest.raises(ValueError, match="at least one point"):
        evenly(as_geometries([SQUARE]), 0)


@given(st.integers(20, 200), st.floats(0.1, 0.9))
def test_share_of_points_is_about_that_of_ground(per_area: int, part: float) -> None:
    circle = shapely.Point(500, 900).buffer(40, quad_segs=32)
    west, _, east, _ = circle.bounds
    left = shapely.box(west, 0, west + part * (east - west), 2000)

    points, _ = evenly(as_geometries([circle]), per_area)

    assert shapely.contains_xy(circle, points).all()
    share = shapely.contains_xy(left, points).mean()
    assert share == pytest.approx(left.intersection(circle).area / circle.area, abs=1.6 / np.sqrt(per_area))
