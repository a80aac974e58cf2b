# SPDX-License-Identifier: EUPL-1.2
"""The page of a map of very many areas leads to tiles, and carries its table part by part."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from spatial.models import TileSet
from tests.factories import largelevel

COUNT = 601
PAGE = "/musterstadt/karte/"
ROW = re.compile(r'<tr data-key="(\d+)"(?: aria-rowindex="(\d+)")?>')
SCRIPT = re.compile(r'<script id="map-script" type="application/json">(.*?)</script>')


@pytest.fixture(scope="module")
def _level(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Store a level once for all tests of this module, each of which rolls back to this point."""
    with django_db_blocker.unblock(), transaction.atomic():
        largelevel.build(largelevel.grid(COUNT))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def page(_level: None, db: None, client: Client) -> Client:
    return client


def _html(client: Client, query: str = "") -> str:
    response = client.get(f"{PAGE}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_script_is_led_to_tiles_and_places_and_to_no_outlines(page: Client) -> None:
    stored = TileSet.objects.get()
    found = SCRIPT.search(_html(page))
    assert found is not None

    (outlines,) = json.loads(found[1])["outlines"].values()

    assert set(outlines) == {"tiles", "places", "coarser"}
    assert page.get(outlines["tiles"].replace("{tile}", "7/66/42")).status_code == 200
    assert outlines["places"].endswith(f"/places/{stored.places_hash}.json")
    assert page.get(outlines["places"]).status_code == 200
    assert "/{tile}.mvt" not in _html(page).split("map-script", maxsplit=1)[0]


@pytest.mark.check("C004")
def test_parts_of_the_table_hold_every_area_once(page: Client) -> None:
    rows = [ROW.findall(_html(page, f"?seite={number}")) for number in (1, 2, 3)]

    assert [len(each) for each in rows] == [250, 250, 101]
    assert [key for each in rows for key, _ in each] == [f"{place + 1:05d}" for place in range(COUNT)]
    # The head is the first row.
    assert [int(index) for each in rows for _, index in each] == list(range(2, COUNT + 2))
    assert 'aria-rowcount="602"' in _html(page)


def test_part_that_is_not_there_is_refused_with_what_is_allowed(page: Client) -> None:
    for query in ("?seite=4", "?seite=0", "?seite=x", "?ordnung=groesste&ordnung=name", "?ordnung=laut"):
        assert page.get(f"{PAGE}{query}").status_code == 400
    assert "1–3" in page.get(f"{PAGE}?seite=4").content.decode()


def test_area_in_focus_stands_in_the_part_that_is_shown(page: Client) -> None:
    assert ROW.findall(_html(page, "?gebiet=00400"))[0][0] == "00251"


def test_order_by_figure_puts_areas_without_one_last(page: Client) -> None:
    first = re.search(r'data-column="value"[^>]*>([^<]*)<', _html(page, "?ordnung=groesste").split("<tbody>")[-1])
    last = ROW.findall(_html(page, "?ordnung=groesste&seite=3"))[-1]

    assert first is not None
    smallest = re.search(r'data-column="value"[^>]*>([^<]*)<', _html(page, "?ordnung=kleinste").split("<tbody>")[-1])
    assert smallest is not None
    assert float(first[1].replace(",", ".")) > float(smallest[1].replace(",", "."))
    # Every eleventh area has no figure.
    assert int(last[0]) % 11 == 0


def test_whole_table_is_in_the_file(page: Client) -> None:
    lines = page.get(f"{PAGE}daten.csv").content.decode("utf-8-sig").splitlines()

    assert sum(bool(re.search(r"\b0\d{4}\b", line)) for line in lines) >= COUNT


WORKBENCH = "/musterstadt/analyse/"
ANSWER = re.compile(r'<script id="workbench-answer" type="application/json">(.*?)</script>', re.DOTALL)


def _workbench(client: Client, query: str = "") -> str:
    response = client.get(f"{WORKBENCH}{query}", headers={"accept-language": "de"})
    assert response.status_code == 200
    return response.content.decode()


def _answer(client: Client, query: str = "") -> dict[str, Any]:
    found = ANSWER.search(_workbench(client, query))
    assert found is not None
    return dict(json.loads(found[1]))


def test_workbench_is_led_to_tiles_and_holds_no_picture(page: Client) -> None:
    (outlines,) = _answer(page)["outlines"].values()

    assert set(outlines) == {"tiles", "places", "coarser"}
    assert "data-workbench-picture" not in _workbench(page)


@pytest.mark.parametrize(
    ("query", "first"), [("", 1), ("?gebiet=00400", 251), ("?gebiet=00400&reihenfolge=-name", 352)]
)
def test_workbench_holds_the_part_of_order_and_table_with_the_area_in_focus(
    page: Client, query: str, first: int
) -> None:
    html = _workbench(page, query)
    rows = re.findall(r'<tr data-key="(\d+)"', html.split("data-workbench-table")[1])

    assert len(rows) == 250
    assert min(rows) == f"{first:05d}"
    assert re.findall(r'class="ranking__row[^"]*" data-key="(\d+)"', html) == rows
    assert "von 601, Quartiere" in html


@pytest.mark.parametrize("panel", ["bilanz", "nebeneinander", "reihe"])
def test_small_maps_of_so_many_areas_are_said_to_be_none(page: Client, panel: str) -> None:
    html = _workbench(page, f"?tafeln={panel}")

    assert "Kleine Karten zeigen bis zu 600 Gebiete" in html
    assert 'class="smallmap' not in html
    assert "<use" not in html.split('id="panels"')[1].split("workbench-answer")[0].replace("icons", "")


def test_balance_of_so_many_areas_keeps_its_words_alone(page: Client) -> None:
    answer = _answer(page, "?tafeln=bilanz")

    assert all(set(period["balance"]) == {"words"} for period in answer["periods"])
    assert "Quartiere" in answer["periods"][answer["position"]]["balance"]["words"]
