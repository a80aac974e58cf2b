# SPDX-License-Identifier: EUPL-1.2
"""The API over the whole demo: every list can be walked, bytes and JSON of every slice say the same."""

import gzip
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.test import Client

from indicators.rendering.slices import SliceContent, decode
from sozialplanung.common.statuses import Status

pytestmark = pytest.mark.usefixtures("demo")
ORGANISATIONS = ("berlin", "flensburg", "koeln", "nrw")
GZIP = {"Accept-Encoding": "gzip"}


def _walked(client: Client, address: str) -> Iterator[Any]:
    while address:
        page = client.get(address)
        assert page.status_code == 200, page.content
        yield from page.json()["results"]
        address = page.json()["next"]


def _releases(client: Client, organisation: str) -> list[Any]:
    root = f"/api/v1/{organisation}/indicators/"
    slugs = [row["slug"] for row in _walked(client, root)]
    assert slugs
    return [row for slug in slugs for row in _walked(client, f"{root}{slug}/releases/?page_size=1000")]


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_slice_is_the_one_that_its_release_names(client: Client, organisation: str) -> None:
    versions = {
        (row["level"], row["edition"]): row
        for row in _walked(client, f"/api/v1/{organisation}/boundary-versions/?page_size=1000")
    }

    for row in _releases(client, organisation):
        response = client.get(row["slice_url"], headers=GZIP)
        content = decode(gzip.decompress(response.content))
        version = versions[row["level"], row["edition"]]
        assert row["content_hash"] in response.headers["ETag"]
        assert len(response.content) <= 10_000
        assert (content.key.period, content.key.level, content.key.audience) == (row["period"], row["level"], "public")
        assert (content.size, content.unit_order_hash) == (version["unit_count"], version["order_hash"])


def _said(content: SliceContent) -> list[tuple[str, float | None]]:
    codes = [Status(code).code for code in content.status.tolist()]
    values = content.numbers["value"].values.tolist()
    return [(code, None if np.isnan(value) else value) for code, value in zip(codes, values, strict=True)]


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_bytes_and_json_say_the_same(client: Client, organisation: str) -> None:
    newest = {row["values_url"].split("/")[5]: row for row in _releases(client, organisation)}

    for row in newest.values():
        content = decode(gzip.decompress(client.get(row["slice_url"], headers=GZIP).content))
        answer = client.get(row["values_url"]).json()
        assert [(area["status"], area["value"]) for area in answer["values"]] == _said(content)
        assert answer["city"] == {"value": content.city.value, "kind": content.city.kind}
        assert len(answer["sources"]) == 2
        assert all(source["licence_url"] and source["attribution"] for source in answer["sources"])


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_indicator_has_classes_and_a_sheet(client: Client, organisation: str) -> None:
    root = f"/api/v1/{organisation}/indicators/"
    newest = {row["values_url"].split("/")[5]: row for row in _releases(client, organisation)}

    for slug, row in newest.items():
        classes = client.get(f"{root}{slug}/classes/?level={row['level']}&edition={row['edition']}")
        sheet = client.get(f"{root}{slug}/")
        assert (classes.status_code, sheet.status_code) == (200, 200), slug
        assert sum(classes.json()["counts"]) == classes.json()["n"]
        assert all(one["what_it_shows"] for one in sheet.json()["definitions"])


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_all_outlines_are_there(client: Client, organisation: str) -> None:
    for version in _walked(client, f"/api/v1/{organisation}/boundary-versions/?page_size=1000"):
        assert {outline["detail"] for outline in version["outlines"]} == {"overview", "map", "full"}
        for outline in version["outlines"]:
            response = client.get(outline["url"], headers=GZIP)
            assert response.status_code == 200
            assert len(response.content) == outline["size"]


def test_internal_tables_of_flensburg_are_not_there(client: Client) -> None:
    shown = {row["slug"] for row in _walked(client, "/api/v1/flensburg/indicators/")}

    assert "einwohner" in shown
    for slug in ("arbeitslose", "leistungsbeziehende", "wohngeld", "wohnungsnot"):
        assert not any(slug in other for other in shown)
        assert client.get(f"/api/v1/flensburg/indicators/{slug}/").status_code == 404
        assert client.get(f"/api/v1/flensburg/indicators/{slug}/values/2020-12-31.slice").status_code == 404
