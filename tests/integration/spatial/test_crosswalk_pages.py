# SPDX-License-Identifier: EUPL-1.2
"""What became of areas, for everybody: pairs of boundary versions, each area, and the table of pieces."""

import pytest
from django.test import Client

from tests.factories.drawnanew import NEWER, build_drawn_anew
from tests.factories.register import EDITION, build_city
from tests.factories.world import World

pytestmark = pytest.mark.django_db
PAIRS = "/musterstadt/umschluesselung/"
PAIR = f"{PAIRS}viertel/{EDITION}/{NEWER}/"


def read(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_pairs_say_how_many_areas_went_on_and_by_what_areas_were_cut(world: World, client: Client) -> None:
    build_drawn_anew(world)

    page = read(client, PAIRS)

    assert page.count("Stand 2020 (") == 3
    assert "nach Menschen: Einwohner, 31.12.2020; Einwohner, 31.12.2021" in page


def test_a_split_area_names_its_parts_with_people_and_ground(world: World, client: Client) -> None:
    build_drawn_anew(world)

    page = read(client, PAIR, art="split")

    assert page.count('scope="row"') == 1
    assert "Müllerstraße West" in page
    assert f'href="/musterstadt/gebiete/{EDITION}/viertel/12/"' in page
    assert f'href="/musterstadt/gebiete/{NEWER}/viertel/13/"' in page
    assert "80,0\u00a0% der Menschen, 50,0\u00a0% der Fläche" in page.replace("&nbsp;", "\u00a0")


def test_the_same_pair_tells_where_areas_came_from_and_finds_one_by_name(world: World, client: Client) -> None:
    build_drawn_anew(world)

    page = read(client, PAIR, richtung="herkunft", gebiet="ost")

    assert page.count('scope="row"') == 1
    assert "Müllerstraße Ost" in page


def test_no_area_of_a_name_is_said_and_leads_back(world: World, client: Client) -> None:
    build_drawn_anew(world)

    page = read(client, PAIR, gebiet="gibtesnicht")

    assert "Kein Gebiet gefunden" in page
    assert "Alle Gebiete" in page


def test_pieces_are_a_table_to_take_along(world: World, client: Client) -> None:
    build_drawn_anew(world)

    text = client.get(f"{PAIR}tabelle.csv").content.decode("utf-8-sig")

    lines = text.splitlines()
    assert lines[0].startswith("schluessel_alt;gebiet_alt;schluessel_neu")
    assert len(lines) == 6
    assert "12;Müllerstraße;13;Müllerstraße West" in text


def test_without_people_the_ground_is_named(world: World, client: Client) -> None:
    build_drawn_anew(world, knows_people=False)

    assert "nach Fläche: Zahlen über Menschen sind nicht veröffentlicht" in read(client, PAIRS)


def test_a_city_whose_boundaries_never_changed_says_so(world: World, client: Client) -> None:
    build_city(world)

    assert "Nichts umzurechnen" in read(client, PAIRS)


def test_an_unknown_pair_is_not_there_and_leads_to_those_that_are(world: World, client: Client) -> None:
    build_drawn_anew(world)

    answer = client.get(f"{PAIRS}viertel/{NEWER}/{EDITION}/")

    assert answer.status_code == 404
    assert "Umschlüsselungen" in answer.content.decode()
