# SPDX-License-Identifier: EUPL-1.2
"""Circles and drawn shapes of the workbench: areas by the point of their label, on the boundaries of each period."""

import math
import re

import pytest

from indicators.rendering.workbench import areasets, rings
from sozialplanung.accounts.selectors import organisation_by_slug
from spatial.selectors import levels, units
from spatial.selectors.rows import UnitRow
from tests.integration.map.test_workbench_filter import banner_of, passing
from tests.integration.map.test_workbench_time import CHILDREN, POVERTY, answer_of, page_of, remarks_of, shown

pytestmark = pytest.mark.usefixtures("demo")

REUTERKIEZ = "08010301"
EARTH = 6_371_000


def rows_of(edition: str) -> tuple[UnitRow, ...]:
    version = levels.boundary_version(organisation_by_slug("berlin"), "planungsraum", edition)
    assert version is not None
    return units.unit_rows(version.id)


def metres(row: UnitRow, longitude: float, latitude: float) -> float:
    """Return the distance along a sphere, which is right to a few parts in a thousand."""
    north, other = math.radians(row.latitude), math.radians(latitude)
    east = math.radians(row.longitude - longitude)
    half = math.sin((north - other) / 2) ** 2 + math.cos(north) * math.cos(other) * math.sin(east / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def is_in(row: UnitRow, ring: tuple[rings.Point, ...]) -> bool:
    """Say whether a ray from the label crosses the border an odd number of times."""
    crossings = 0
    for place, (x, y) in enumerate(ring):
        then = ring[place - 1]
        if (y > row.latitude) != (then[1] > row.latitude):
            crossings += row.longitude < (then[0] - x) * (row.latitude - y) / (then[1] - y) + x
    return crossings % 2 == 1


def test_circle_holds_the_areas_whose_label_is_near_enough_in_every_period() -> None:
    answer = answer_of(f"{CHILDREN}&filter=umkreis:13.43,52.48,3000")

    for period in answer["periods"]:
        rows = rows_of(period["edition"])
        found = passing(period)
        for row in rows:
            distance = metres(row, 13.43, 52.48)
            if abs(distance - 3000) > 20:
                assert (row.position in found) is (distance < 3000)
        assert 5 < len(found) < len(rows) / 2
    banner = banner_of(page_of(f"{CHILDREN}&filter=umkreis:13.43,52.48,3000"))
    assert "höchstens 3.000 m von 52,4800° N, 13,4300° O" in banner
    assert "der Punkt seiner Beschriftung" in banner


def test_circle_around_the_area_in_focus_is_named_by_it_and_stays_when_the_focus_goes() -> None:
    page = page_of(f"{POVERTY}&gebiet={REUTERKIEZ}&umkreis=1500")

    assert "höchstens 1.500 m von Reuterkiez" in banner_of(page)
    (text,) = set(re.findall(r'<input type="hidden" name="filter" value="(umkreis:[^"]+)">', page))
    assert re.fullmatch(r"umkreis:13\.\d+,52\.\d+,1500", text)
    without = page_of(f"{POVERTY}&filter={text}")
    assert banner_of(without) == banner_of(page)


def test_circle_without_a_middle_says_what_it_needs() -> None:
    (remark,) = remarks_of(page_of(f"{POVERTY}&umkreis=1500"))

    assert "braucht eine Mitte" in remark


def test_typed_circle_and_typed_shape_are_taken_and_what_is_none_is_named() -> None:
    query = f"{POVERTY}&umkreis=2000&umkreisort=52,48 13,43&ecken=52,45 13,40; 52,50 13,40; 52,50 13,48"

    circle, shape = answer_of(query)["filters"]
    assert circle == "umkreis:13.43,52.48,2000"
    assert rings.read(shape.removeprefix("flaeche:")) == ((13.4, 52.45), (13.4, 52.5), (13.48, 52.5))
    for wrong in ("umkreis=2000&umkreisort=Reuterkiez", "umkreis=weit&umkreisort=52 13", "ecken=52 13; 53 14"):
        page = page_of(f"{POVERTY}&{wrong}")
        assert len(remarks_of(page)) == 1
        assert banner_of(page) == ""


def test_shape_holds_the_areas_whose_label_lies_in_it() -> None:
    ring = ((13.35, 52.45), (13.5, 52.45), (13.42, 52.48), (13.5, 52.52), (13.35, 52.52))
    answer = answer_of(f"{POVERTY}&filter=flaeche:{rings.written(ring)}")

    rows = rows_of(shown(answer)["edition"])
    assert passing(shown(answer)) == {row.position for row in rows if is_in(row, ring)}
    assert passing(shown(answer))
    assert answer["shapes"] == [{"ring": [[north, east] for east, north in ring]}]


def test_shape_around_the_choice_holds_all_chosen_areas() -> None:
    rows = rows_of("lor-2006")
    chosen = [row.position for row in rows if row.key.startswith("0801")]
    order = answer_of(POVERTY)["grounds"]["lor-2006"]["order"]
    page = page_of(f"{POVERTY}&auswahl={areasets.written(chosen, order)}")

    (query,) = re.findall(r'href="\?([^"]*)" data-workbench-hull', page)
    answer = answer_of(f"?{query}")
    assert set(chosen) <= passing(shown(answer))
    (text,) = answer["filters"]
    ring = rings.read(text.removeprefix("flaeche:"))
    assert ring is not None
    assert len(ring) <= rings.MOST


def test_whole_city_as_a_choice_finds_room() -> None:
    order = answer_of(POVERTY)["grounds"]["lor-2006"]["order"]
    answer = answer_of(f"{POVERTY}&auswahl={areasets.written(range(448), order)}&filter=flaeche:auswahl")

    assert len(passing(shown(answer))) == 448
    assert len(answer["filters"][0]) < 620
