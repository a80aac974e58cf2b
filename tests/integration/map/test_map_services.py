# SPDX-License-Identifier: EUPL-1.2
"""Map services of others on „Karte“ and „Analyse“: off until switched on, in the address, named with their source."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from spatial.selectors.mapservices import mark_of
from tests.factories import mapservices
from tests.factories.planningcity import SLUG, build_planning_city
from tests.factories.standing import public_reads_along
from tests.factories.world import World

pytestmark = pytest.mark.django_db

MAP = f"/musterstadt/karte/?indikator={SLUG}"
WORKBENCH = f"/musterstadt/analyse/?indikator={SLUG}&ebene=viertel"
PAGES = pytest.mark.parametrize("page", [MAP, WORKBENCH])


@pytest.fixture
def mapped_city(world: World, settings: LazySettings) -> Iterator[World]:
    """Give a city with figures, two base maps and two overlays."""
    settings.MAP_SERVICE_HOSTS = ["Karten.example"]
    build_planning_city(world)
    mapservices.put(world)
    mapservices.put(world, slug="luftbild", title="Luftbild", attribution="© Land", licence="CC BY 4.0")
    mapservices.put(world, slug="laerm", title="Lärm", role="overlay", opacity=40)
    mapservices.put(world, slug="flut", title="Flut", role="overlay")
    with public_reads_along():
        yield world


def page_at(address: str) -> str:
    """Return a page as German readers see it."""
    answer = Client(headers={"accept-language": "de"}).get(address)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def script_of(page: str) -> Any:  # noqa: ANN401 - JSON
    """Return what the script of the map reads of map services."""
    found = re.search(r'<script id="services-script" type="application/json">(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])["services"]


@PAGES
def test_services_are_offered_and_none_is_shown_unasked(mapped_city: World, page: str) -> None:
    told = page_at(page)

    assert script_of(told) == []
    assert "service-legend" not in told
    assert told.index('id="service-luftbild"') < told.index('id="service-stadtplan"') < told.index('id="service-flut"')
    assert 'aria-label="Auf der Karte zeigen: Stadtplan"' in told


@PAGES
def test_service_that_is_switched_on_is_named_with_its_source_and_its_address_is_ours(
    mapped_city: World, page: str
) -> None:
    told = page_at(f"{page}&dienste=stadtplan,laerm")

    base, overlay = script_of(told)
    assert (base["slug"], base["isBase"], base["opacity"], overlay["opacity"]) == ("stadtplan", True, 60, 40)
    assert re.fullmatch(r"/musterstadt/kartendienste/stadtplan/[0-9a-f]{16}/\{z\}/\{x\}/\{y\}\.png", base["address"])
    assert (base["pixels"], base["lowest"], base["highest"]) == (512, 0, 18)
    assert "© Vermessungsamt, Datenlizenz Deutschland – Namensnennung – Version 2.0" in told
    assert "karten.example" not in told
    assert 'aria-label="Von der Karte nehmen: Stadtplan"' in told


@PAGES
def test_one_base_map_takes_the_place_of_the_other_and_three_services_are_enough(mapped_city: World, page: str) -> None:
    told = page_at(f"{page}&dienste=stadtplan,laerm,flut")

    assert re.search(r'id="service-luftbild" href="[^"]*dienste=luftbild,laerm,flut', told)
    assert [each["slug"] for each in script_of(page_at(f"{page}&dienste=stadtplan,luftbild"))] == ["luftbild"]


def test_service_that_is_not_there_is_passed_over_and_a_malformed_one_refused(mapped_city: World) -> None:
    assert [each["slug"] for each in script_of(page_at(f"{MAP}&dienste=fehlt,laerm"))] == ["laerm"]
    assert Client().get(f"{MAP}&dienste=https://a.example/").status_code == 400
    assert "dienste" in page_at(f"{WORKBENCH}&dienste=laerm,laerm")


def test_links_and_forms_keep_the_services_and_files_do_not(mapped_city: World) -> None:
    assert re.search(r'href="/musterstadt/karte/\?[^"]*dienste=laerm', page_at(f"{WORKBENCH}&dienste=laerm"))
    told = page_at(f"{MAP}&dienste=laerm")
    assert 'name="dienste" value="laerm"' in told
    assert not re.search(r'daten\.csv\?[^"]*dienste', told)


@PAGES
def test_city_without_services_has_no_place_for_them(mapped_city: World, settings: LazySettings, page: str) -> None:
    settings.MAP_SERVICE_HOSTS = []

    assert "services-script" not in page_at(page)


def test_address_on_the_map_is_that_of_the_picture(mapped_city: World) -> None:
    service = mapservices.put(mapped_city, slug="grund", title="Grund")
    (told,) = script_of(page_at(f"{MAP}&dienste=grund"))

    assert mark_of(service) in told["address"]
    (south, west), (north, east) = told["bounds"]
    assert south < north
    assert west < east
