# SPDX-License-Identifier: EUPL-1.2
"""Own areas as path data: true to scale, one path for each area, the scale below."""

import re

import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.rendering.ownarea_paths import own_paths

SHAPE = shapely.box(13.0, 52.0, 13.015, 52.01)
SIZE = (900.0, 560.0)


def test_there_is_a_path_for_each_area_and_all_lies_on_the_sheet() -> None:
    areas = as_geometries([shapely.box(13.0, 52.0, 13.01, 52.01), shapely.box(13.01, 52.0, 13.02, 52.01)])

    found = own_paths(SHAPE, areas, SIZE)

    assert len(found.areas) == 2
    assert all(path.startswith("M") for path in (found.own, *found.areas))
    assert found.view_box == "0 0 900 586"
    left, top = (float(part) for part in re.match(r"M([\d.]+) ([\d.]+)", found.own).groups())  # type: ignore[union-attr]
    assert 0 <= left <= 900
    assert 0 <= top <= 560


@pytest.mark.parametrize(("side", "words"), [(0.01, "500 m"), (0.2, "10 km")])
def test_the_scale_says_how_long_a_distance_is_drawn(side: float, words: str) -> None:
    bar = own_paths(shapely.box(13.0, 52.0, 13.0 + side, 52.0 + side), as_geometries([]), SIZE).bar

    assert bar.words == words
    assert bar.path.endswith(f"h{float(bar.path.rpartition('h')[2]):.1f}")
    assert (bar.x, bar.y) == (896.0, 576.0)


def test_nothing_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        own_paths(shapely.Polygon(), as_geometries([]), SIZE)
