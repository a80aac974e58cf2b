# SPDX-License-Identifier: EUPL-1.2
"""Places by area: how many lie in each area of a level, and which ones lie in one."""

import re

import pytest
from django.test import Client

from spatial.views import layerpages
from tests.factories.placescity import build_places_city
from tests.factories.planningcity import SLUG
from tests.factories.standing import public_reads_along
from tests.factories.world import World

pytestmark = pytest.mark.django_db
KITAS = "/musterstadt/orte/kitas/"


@pytest.fixture(autouse=True)
def places_city(world: World) -> World:
    """Give the city with layers and figures."""
    return build_places_city(world)


def answer_of(address: str, status: int = 200) -> str:
    with public_reads_along():
        answer = Client(headers={"accept-language": "de"}).get(address)
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


def names_of(page: str) -> list[str]:
    """Return the places of the table."""
    table = page[page.index('id="places"') :]
    return re.findall(r'<th scope="row" role="rowheader"><bdi>(.*?)</bdi>', table)


def areas_of(page: str) -> dict[str, tuple[str, int]]:
    """Return the areas of the table that have places: name, address and number."""
    table = page[page.index('id="areas"') : page.index('id="places"')]
    rows = re.findall(r'<a href="(\?[^"]*)">([^<]*)</a></th>\s*<td[^>]*>(\d+)</td>', table)
    return {name: (address.replace("&amp;", "&"), int(count)) for address, name, count in rows}


def test_every_place_stands_in_the_table_of_exactly_the_area_that_counts_it() -> None:
    page = answer_of(KITAS)

    found: list[str] = []
    for address, count in areas_of(page).values():
        names = names_of(answer_of(f"{KITAS}{address}"))
        assert len(names) == count
        found += names
    assert sorted(found) == sorted(names_of(page))
    assert len(found) == 60


def test_table_of_one_area_names_it_with_its_level_and_leads_back_to_all() -> None:
    name, (address, count) = next(iter(areas_of(answer_of(KITAS)).items()))

    page = answer_of(f"{KITAS}{address}")

    assert f"in {name}</h2>" in page
    assert re.search(rf"<p>\S.*?: {count}\. <a href=", page)
    assert "Alle Gebiete zeigen" in page


def test_another_level_can_be_chosen_and_the_numbers_add_up() -> None:
    page = answer_of(KITAS)
    choices = re.findall(r'<a class="choices__link" href="(\?[^"]*)#areas"( aria-current="true")?>', page)

    assert len(choices) >= 2
    assert sum(bool(current) for _, current in choices) == 1
    for address, _ in choices:
        counted = areas_of(answer_of(f"{KITAS}{address.replace('&amp;', '&')}"))
        assert sum(count for _, count in counted.values()) == 60


def test_pages_of_the_table_keep_the_level_that_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layerpages, "PAGE_SIZE", 20)
    chosen = "ebene=bezirk&gebietsstand=stand-2020"

    pages = re.findall(r'href="\?([^"]*seite=\d+)', answer_of(f"{KITAS}?{chosen}"))
    usual = re.findall(r'href="\?([^"]*seite=\d+)', answer_of(KITAS))

    assert pages
    assert all(address.startswith(f"{chosen.replace('&', '&amp;')}&amp;seite=") for address in pages)
    assert usual
    assert all(address.startswith("seite=") for address in usual)
    table = re.search(r'id="areas-caption">(.*?)</span>', answer_of(f"{KITAS}?{pages[0].replace('&amp;', '&')}"))
    assert table is not None
    assert table[1].startswith("Bezirke")


def test_lines_and_grounds_stand_in_every_area_that_they_reach_into() -> None:
    page = answer_of("/musterstadt/orte/radwege/")
    table = page[page.index('id="areas"') : page.index('id="places"')]
    addresses = [address.replace("&amp;", "&") for address in re.findall(r'<a href="(\?[^"]*gebiet=[^"]*)">', table)]

    assert len(addresses) > 2
    assert {name for address in addresses for name in names_of(answer_of(f"/musterstadt/orte/radwege/{address}"))} == {
        "Nord-Süd-Weg",
        "Querweg",
    }


@pytest.mark.parametrize(
    "query", ["?gebiet=gibt-es-nicht", "?ebene=viertel&gebietsstand=nie", "?ebene=x&gebietsstand=y"]
)
def test_areas_that_are_not_there_are_not_found(query: str) -> None:
    answer_of(f"{KITAS}{query}", 404)


def test_map_leads_from_an_area_to_its_places() -> None:
    address = f"/musterstadt/karte/?indikator={SLUG}&ebene=viertel"
    asked, count = next(iter(areas_of(answer_of(KITAS)).values()))
    area = asked.split("gebiet=")[1].removesuffix("#places")

    page = answer_of(f"{address}&gebiet={area}&orte=kitas")

    way = re.search(r'<a href="(/musterstadt/orte/kitas/\?[^"]*)#places">Kindertagesstätten als Tabelle</a>', page)
    assert way is not None
    assert len(names_of(answer_of(way[1].replace("&amp;", "&")))) == count
    assert "als Tabelle</a>" not in answer_of(f"{address}&gebiet={area}")
