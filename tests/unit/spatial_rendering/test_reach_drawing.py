# SPDX-License-Identifier: EUPL-1.2
"""What is reached is drawn to scale, ring in ring, with words for those who do not see it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.geometry.network.isochrones import reached_area
from spatial.geometry.projections import from_metric
from spatial.rendering.reach_drawing import SIDE, DrawnRings, ReachWords, draw_rings
from tests.fixtures_spatial.streets import lines

CRS, WORDS = "EPSG:25832", ReachWords("Was erreicht wird", "Straßen <und> Ring")
SPACE = "{http://www.w3.org/2000/svg}"
EAST, NORTH = 525_000, 6_070_000


def drawn(*lengths: float, has_start: bool = True) -> DrawnRings:
    """Return a ring for each length of a street to the east; of none it is empty."""
    ways = [lines([(EAST, NORTH), (EAST + length, NORTH)], [(EAST, NORTH), (EAST, NORTH + 100)]) for length in lengths]
    areas = as_geometries([reached_area(way if length else way[:0]) for way, length in zip(ways, lengths, strict=True)])
    here = from_metric(as_geometries([shapely.Point(EAST, NORTH)]), CRS)
    return DrawnRings(
        grounds=from_metric(areas, CRS),
        labels=tuple(f"{length:g} <m>" for length in lengths),
        streets=from_metric(ways[-1], CRS),
        start=(here[0].x, here[0].y) if has_start else None,
        places=here if not has_start else here[:0],
    )


def drawing(*lengths: float, has_start: bool = True) -> ET.Element:
    return ET.fromstring(draw_rings(drawn(*lengths, has_start=has_start), WORDS))  # noqa: S314 - ours


def marked(found: ET.Element, tag: str, name: str) -> list[ET.Element]:
    return found.findall(f"{SPACE}{tag}[@class='reach-drawing__{name}']")


def test_ground_streets_and_place_are_drawn_with_their_words() -> None:
    found = drawing(400)

    assert [found.findtext(f"{SPACE}title"), found.findtext(f"{SPACE}desc")] == [WORDS.title, WORDS.description]
    assert marked(found, "path", "streets")[0].get("d", "").count("M") == 2
    assert 0 < float(marked(found, "circle", "place")[0].get("cx", "0")) < SIDE / 2


def test_rings_lie_on_one_another_with_a_label_each_and_empty_ones_are_left_out() -> None:
    found = drawing(0, 200, 400)

    assert len(marked(found, "path", "ground")) == 2
    assert [label.text for label in marked(found, "text", "label")] == ["200 <m>", "400 <m>"]
    assert all(0 < float(label.get("x", "0")) < SIDE for label in marked(found, "text", "label"))


def test_places_are_drawn_where_nothing_else_says_where_it_begins() -> None:
    found = drawing(400, has_start=False)

    assert marked(found, "circle", "place") == []
    assert len(marked(found, "rect", "site")) == 1


@pytest.mark.parametrize(("length", "told"), [(400, "100 m"), (40_000, "10 km")])
def test_the_scale_is_told_in_metres_or_kilometres(length: float, told: str) -> None:
    assert [text.text for text in drawing(length).findall(f"{SPACE}text")][-1] == told


def test_nothing_reached_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="nothing"):
        draw_rings(drawn(0), WORDS)
