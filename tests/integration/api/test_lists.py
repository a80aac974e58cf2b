# SPDX-License-Identifier: EUPL-1.2
"""Lists are paged and filtered, strictly; each view asks the database a fixed number of times."""

from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sozialplanung.accounts.models import User
from spatial.models import BoundaryVersion
from tests.factories.releases import Figures, indicator, release
from tests.integration.api.addresses import CLASSES, INDICATOR, JSON, LISTS, ROOT, VALUES
from tests.integration.api.conftest import Published

# Statements through the public role with empty memories of the process, and none through the other.
STATEMENTS = {
    "organisations": 1,
    "levels": 2,
    "boundary_versions": 3,
    "units": 5,
    "topics": 2,
    "indicators": 2,
    "releases": 3,
    "indicator": 4,
    "values": 9,
    "classes": 7,
}


def _results(client: Client, address: str) -> list[Any]:
    response = client.get(address)
    assert response.status_code == 200, response.content
    results: list[Any] = response.json()["results"]
    return results


@pytest.mark.check("C116")
@pytest.mark.parametrize("name", STATEMENTS)
def test_number_of_statements_is_fixed(published: Published, client: Client, name: str) -> None:
    with CaptureQueriesContext(connections["public"]) as few, CaptureQueriesContext(connections["default"]) as others:
        client.get(JSON[name])

    assert len(few) == STATEMENTS[name], [query["sql"] for query in few]
    assert len(others) == 0


@pytest.mark.check("C116")
def test_number_of_statements_does_not_grow_with_the_catalogue(published: Published, client: Client) -> None:
    by = User.objects.earliest("id")
    for number in range(10):
        more = indicator(published.city, f"weiterer-{number}")
        release(more, published.version, Figures((1.0, 2.0, 3.0, 4.0)), by)
        release(published.kinderarmut, published.version, Figures((1.0,) * 4, f"20{number:02}-06-30"), by)

    for name in ("topics", "indicators", "releases", "indicator", "values", "classes"):
        # What units.forget() empties between tests is filled by the first of these.
        with CaptureQueriesContext(connections["public"]) as many:
            client.get(JSON[name])

        assert len(many) <= STATEMENTS[name], name


def test_pages_visit_every_area_once(published: Published, client: Client) -> None:
    address, keys, counts = f"{ROOT}units/?page_size=3", [], set()
    while address:
        page = client.get(address).json()
        keys += [(row["level"], row["key"]) for row in page["results"]]
        counts.add(page["count"])
        address = page["next"]

    assert counts == {7}
    assert keys == [
        ("stadt", "0"),
        ("bezirk", "1"),
        ("bezirk", "2"),
        ("viertel", "11"),
        ("viertel", "12"),
        ("viertel", "21"),
        ("viertel", "22"),
    ]


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page_size=0", "page_size=1001", "page_size=", "page_size=1e3"]
)
def test_malformed_page_is_refused(published: Published, client: Client, query: str) -> None:
    for address in LISTS.values():
        response = client.get(f"{address}?{query}")
        if query == "page_size=":
            assert response.status_code == 200
        else:
            assert (response.status_code, response.json()["code"]) == (400, "query.value")


def test_page_after_the_last_is_not_there(published: Published, client: Client) -> None:
    assert client.get(f"{ROOT}levels/?page=2").json()["code"] == "http.not_found"


def test_single_answers_have_no_pages(published: Published, client: Client) -> None:
    for address in (INDICATOR, VALUES, CLASSES):
        response = client.get(f"{address}{'&' if '?' in address else '?'}page=1")

        assert response.json()["code"] == "query.unknown"


def test_areas_are_filtered_by_level_edition_and_text(published: Published, client: Client) -> None:
    assert [row["key"] for row in _results(client, f"{ROOT}units/?level=bezirk")] == ["1", "2"]
    assert len(_results(client, f"{ROOT}units/?edition=stand-2020")) == 7
    assert [(row["key"], row["parent"]) for row in _results(client, f"{ROOT}units/?q=mueggel")] == [("21", "2")]
    assert _results(client, f"{ROOT}units/?q=mueggel&level=bezirk") == []


@pytest.mark.parametrize(
    ("address", "code", "place"),
    [
        (f"{ROOT}units/?level=baublock", "query.value", "level"),
        (f"{ROOT}units/?edition=1999", "query.value", "edition"),
        (f"{ROOT}units/?q=%00", "query.value", "q"),
        (f"{ROOT}units/?q={'a' * 101}", "query.value", "q"),
        (f"{ROOT}boundary-versions/?level=x", "query.value", "level"),
        (f"{ROOT}indicators/?kind=x", "query.value", "kind"),
        (f"{ROOT}indicators/?topic=verborgen", "query.value", "topic"),
        (f"{INDICATOR}releases/?period=gestern", "period.code", "period"),
        (f"{INDICATOR}values/gestern/", "period.code", "period"),
        (f"{INDICATOR}classes/", "query.missing", "level"),
        (f"{CLASSES}&k=2", "query.value", "k"),
        (f"{CLASSES}&k=8", "query.value", "k"),
        (f"{CLASSES}&method=kunst", "query.value", "method"),
        (f"{CLASSES}&scope=period", "query.missing", "period"),
        (f"{CLASSES}&scope=immer", "query.value", "scope"),
    ],
)
def test_refusal_says_what_is_wrong_where_and_what_is_allowed(
    published: Published, client: Client, address: str, code: str, place: str
) -> None:
    response = client.get(address)
    problem = response.json()

    assert response.status_code == 400
    assert (problem["code"], problem["place"]) == (code, place)
    assert problem["detail"].endswith(".")
    assert problem["way_out"].endswith(".")


def test_catalogue_is_filtered_by_topic_and_kind(published: Published, client: Client) -> None:
    assert [row["slug"] for row in _results(client, f"{ROOT}indicators/?topic=armut")] == ["kinderarmut"]
    assert [row["slug"] for row in _results(client, f"{ROOT}indicators/?kind=delivered")] == ["kinderarmut"]
    assert _results(client, f"{ROOT}indicators/?kind=index") == []
    assert _results(client, f"{ROOT}topics/") == [{"slug": "armut", "name": "Armut", "indicator_count": 1}]


def test_releases_are_filtered_and_lead_to_their_figures(published: Published, client: Client) -> None:
    rows = _results(client, f"{INDICATOR}releases/?period=2016-12-31&level=viertel&edition=stand-2020")

    assert [row["period_label"] for row in rows] == ["31.12.2016"]
    assert client.get(rows[0]["values_url"]).json()["period"] == "2016-12-31"
    assert client.get(rows[0]["slice_url"]).status_code == 200
    assert _results(client, f"{INDICATOR}releases/?level=bezirk") == []


def test_values_say_why_a_number_is_missing(published: Published, client: Client) -> None:
    answer = client.get(VALUES).json()

    areas = {area["key"]: (area["name"], area["status"], area["value"]) for area in answer["values"]}
    assert areas == {
        "11": ("Alt-Mitte", "ok", 10.5),
        "12": ("Müllerstraße", "suppressed", None),
        "21": ("Müggelheim", "true_zero", 0.0),
        "22": ("Neu-Köpenick", "ok", 30.2),
    }
    assert answer["city"] == {"value": 0.0, "kind": "delivered"}
    assert answer["period_label"] == "31.12.2018"


def test_classes_hold_every_published_value_once(published: Published, client: Client) -> None:
    every, one = client.get(CLASSES).json(), client.get(f"{CLASSES}&scope=period&period=2018-12-31&k=3").json()

    assert sum(every["counts"]) == every["n"] == 6
    assert sum(one["counts"]) == one["n"] == 3
    assert (one["low"], one["high"], one["scope"], one["period"]) == (0.0, 30.2, "period", "2018-12-31")


@pytest.mark.parametrize(
    "query", ["level=bezirk", "level=viertel&edition=stand-1999", "level=viertel&scope=period&period=2010"]
)
def test_classes_of_what_is_not_released_are_not_there(published: Published, client: Client, query: str) -> None:
    response = client.get(f"{INDICATOR}classes/?{query}")

    assert (response.status_code, response.json()["code"]) == (404, "http.not_found")


def test_boundary_versions_lead_to_their_outlines(published: Published, client: Client) -> None:
    rows = _results(client, f"{ROOT}boundary-versions/?level=viertel")

    assert {outline["detail"] for outline in rows[0]["outlines"]} == {"overview", "map", "full"}
    for outline in rows[0]["outlines"]:
        response = client.get(outline["url"], headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200
        assert len(response.content) == outline["size"]
    assert rows[0]["order_hash"] == BoundaryVersion.objects.get(pk=published.version.pk).order_hash
