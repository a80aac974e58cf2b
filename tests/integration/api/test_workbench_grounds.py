# SPDX-License-Identifier: EUPL-1.2
"""The workbench over two boundary versions: areas are found again by what they are, other links are not misread."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from indicators.rendering.workbench import areasets
from sozialplanung.accounts.models import User
from spatial.models import BoundaryVersion
from spatial.services.versioning import close_edition
from tests.factories.areas import city_areas, city_files, edition, import_city, square
from tests.factories.releases import Figures, release
from tests.integration.api.conftest import Published

PAGE = "/musterstadt/analyse/"
OLD = f"{PAGE}?indikator=kinderarmut&stand=2018-12-31"
NEW = f"{PAGE}?indikator=kinderarmut&stand=2024-12-31"


@pytest.fixture
def two_grounds(published: Published) -> Published:
    """Give the city with another boundary version, in which a new area stands before all others."""
    districts, quarters = city_areas()
    close_edition(organisation=published.city, edition="stand-2020", valid_until=date(2024, 1, 1), by=None)
    more = {"10": ("Neuland", square(0, 0, width=0.5)), **quarters, "11": (quarters["11"][0], _right_half())}
    import_city(published.city, edition("2024", date(2024, 1, 1)), city_files(districts, more))
    version = BoundaryVersion.objects.get(organisation=published.city, level__slug="viertel", edition="stand-2024")
    figures = Figures((5.0, 10.5, None, 0.0, 30.2), period="2024-12-31")
    release(published.kinderarmut, version, figures, User.objects.earliest("id"))
    return published


def _right_half() -> list[list[float]]:
    whole, left = square(0, 0), square(0, 0, width=0.5)
    middle = left[1][0]
    return [[middle, whole[0][1]], whole[1], whole[2], [middle, whole[2][1]], [middle, whole[0][1]]]


def _answer(address: str) -> dict[str, Any]:
    return dict(Client().get(address.replace("/analyse/", "/analyse/antwort.json")).json())


def _remarks(address: str) -> list[str]:
    page = Client(headers={"accept-language": "de"}).get(address).content.decode()
    found = re.search(r"data-workbench-remarks>(.*?)</ul>", page, re.DOTALL)
    return [html.unescape(text) for text in re.findall(r"<li>(.*?)</li>", found[1])] if found else []


@pytest.mark.check("C020")
def test_choice_of_another_boundary_version_is_translated_by_unit(two_grounds: Published) -> None:
    grounds = _answer(NEW)["grounds"]
    old, new = grounds["stand-2020"], grounds["stand-2024"]
    chosen = areasets.written([old["keys"].index("12"), old["keys"].index("21")], old["order"])

    answer, remarks = _answer(f"{NEW}&auswahl={chosen}"), _remarks(f"{NEW}&auswahl={chosen}")

    assert old["order"] != new["order"]
    assert [new["keys"][place] for place in answer["chosen"]] == ["12", "21"]
    # Read as places of the order shown, it would have been two other areas.
    assert answer["chosen"] != [old["keys"].index("12"), old["keys"].index("21")]
    (remark,) = remarks
    assert "Stand 2020" in remark
    assert "Von 2 Gebieten in der Auswahl gibt es 2" in remark


def test_areas_that_another_ground_lacks_are_left_out_and_counted(two_grounds: Published) -> None:
    grounds = _answer(NEW)["grounds"]
    new = grounds["stand-2024"]
    chosen = areasets.written([new["keys"].index("10"), new["keys"].index("22")], new["order"])

    answer, (remark,) = _answer(f"{OLD}&auswahl={chosen}"), _remarks(f"{OLD}&auswahl={chosen}")

    assert [grounds["stand-2020"]["keys"][place] for place in answer["chosen"]] == ["22"]
    assert "Von 2 Gebieten in der Auswahl gibt es 1" in remark


def test_an_area_has_one_number_wherever_it_is_and_no_line_leads_over_other_boundaries(two_grounds: Published) -> None:
    answer = _answer(NEW)

    old, new = answer["grounds"]["stand-2020"], answer["grounds"]["stand-2024"]
    numbers = dict(zip(new["keys"], new["numbers"], strict=True))
    assert dict(zip(old["keys"], old["numbers"], strict=True)).items() <= numbers.items() | {("11", old["numbers"][0])}
    assert numbers["10"] not in old["numbers"]
    assert [period["joins"] for period in answer["periods"]] == [False, True, False]
    assert len(answer["series"]) == 2


def test_links_to_other_periods_take_the_areas_along(two_grounds: Published) -> None:
    grounds = _answer(NEW)["grounds"]
    old = grounds["stand-2020"]
    chosen = areasets.written([old["keys"].index("21")], old["order"])

    page = Client().get(f"{OLD}&gebiet=22&auswahl={chosen}").content.decode()

    (query,) = [found for found in re.findall(r'<a href="\?([^"]+)"', page) if "stand=2024-12-31" in found][:1]
    target = f"{PAGE}?{html.unescape(query)}"
    assert "gebiet=22" in target
    assert _remarks(target) == []
    assert [grounds["stand-2024"]["keys"][place] for place in _answer(target)["chosen"]] == ["21"]


def test_area_that_is_kept_secret_is_in_no_statistic_and_is_counted(two_grounds: Published) -> None:
    period = _answer(OLD)["periods"][1]

    assert period["five"] == [0.0, 5.3, 10.5, 20.4, 30.2]
    assert "3 Viertel mit Wert" in period["sentence"]
    assert "1 gesperrt: geheim gehalten" in period["sentence"]
