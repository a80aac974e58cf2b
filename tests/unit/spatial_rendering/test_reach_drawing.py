# SPDX-License-Identifier: EUPL-1.2
"""What is reached is drawn to scale, with words for those who do not see it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.network.isochrones import reached_area
from spatial.geometry.projections import from_metric
from spatial.rendering.reach_drawing import SIDE, ReachWords, draw_reach
from tests.fixtures_spatial.streets import lines

CRS, WORDS = "EPSG:25832", ReachWords("Was erreicht wird", "Straßen <und> Ring")
SPACE = "{http://www.w3.org/2000/svg}"


def drawing(length: float) -> ET.Element:
    streets = lines([(525_000, 6_070_000), (525_000 + length, 6_070_000)], [(525_000, 6_070_000), (525_000, 6_070_100)])
    area = from_metric(as_geometries([reached_area(streets)]), CRS)[0]
    place = shapely.get_coordinates(from_metric(as_geometries([shapely.Point(525_000, 6_070_000)]), CRS))[0]
    return ET.fromstring(draw_reach(from_metric(streets, CRS), area, (place[0], place[1]), WORDS))  # noqa: S314 - ours


def test_ground_streets_and_place_are_drawn_with_their_words() -> None:
    found = drawing(400)

    assert [found.findtext(f"{SPACE}title"), found.findtext(f"{SPACE}desc")] == [WORDS.title, WORDS.description]
    streets = found.find(f"{SPACE}path[@class='reach-drawing__streets']")
    assert streets is not None
    assert streets.get("d", "").count("M") == 2
    place = found.find(f"{SPACE}circle")
    assert place is not None
    assert 0 < float(place.get("cx", "0")) < SIDE / 2


@pytest.mark.parametrize(("length", "told"), [(400, "100 m"), (40_000, "10 km")])
def test_the_scale_is_told_in_metres_or_kilometres(length: float, told: str) -> None:
    assert drawing(length).findtext(f"{SPACE}text") == told


def test_nothing_reached_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="nothing"):
        draw_reach(as_geometries([]), shapely.Polygon(), (9.4, 54.8), WORDS)
