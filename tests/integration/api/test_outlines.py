# SPDX-License-Identifier: EUPL-1.2
"""Outlines are sent once and kept for ever, at addresses that name their content."""

import gzip
import json

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from spatial.models import GeometryAsset
from tests.integration.api.addresses import ROOT
from tests.integration.api.conftest import Published

GZIP = {"Accept-Encoding": "gzip"}


def _asset(published: Published) -> GeometryAsset:
    return GeometryAsset.objects.get(boundary_version=published.version, detail="map")


def _address(asset: GeometryAsset) -> str:
    return f"{ROOT}geometry/viertel/stand-2020/map.{asset.content_hash}.json"


def test_outlines_are_immutable_and_packed(published: Published, client: Client) -> None:
    asset = _asset(published)

    with CaptureQueriesContext(connections["public"]) as statements:
        response = client.get(_address(asset), headers=GZIP)

    assert response.status_code == 200
    assert response.content == bytes(asset.body)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Type"] == "application/geo+json"
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert asset.content_hash in response.headers["ETag"]
    assert "Set-Cookie" not in response.headers
    assert len(statements) == 1


def test_client_without_gzip_gets_plain_geojson_with_its_licence(published: Published, client: Client) -> None:
    response = client.get(_address(_asset(published)))

    collection = json.loads(response.content)
    assert "Content-Encoding" not in response.headers
    assert [feature["properties"]["k"] for feature in collection["features"]] == ["11", "12", "21", "22"]
    assert collection["attribution"] == "© Stadt Musterstadt"
    assert response.content == gzip.decompress(bytes(_asset(published).body))


@pytest.mark.parametrize("headers", [GZIP, {}])
def test_known_outlines_are_not_read_again(published: Published, client: Client, headers: dict[str, str]) -> None:
    address = _address(_asset(published))
    tag = client.get(address, headers=headers).headers["ETag"]

    with CaptureQueriesContext(connections["public"]) as statements:
        response = client.get(address, headers={**headers, "If-None-Match": tag})

    assert (response.status_code, response.content) == (304, b"")
    assert len(statements) == 1
    assert '"body"' not in statements[0]["sql"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("map.", "overview2."),
        ("stand-2020", "stand-1999"),
        ("viertel", "bezirk"),
        ("musterstadt", "nirgends"),
        (".json", "0.json"),
    ],
)
def test_other_address_is_not_there_even_for_whoever_has_the_content(
    published: Published, client: Client, old: str, new: str
) -> None:
    address = _address(_asset(published))
    tag = client.get(address).headers["ETag"]

    for headers in ({}, {"If-None-Match": tag}, {"If-None-Match": "*"}):
        response = client.get(address.replace(old, new), headers=headers)

        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "http.not_found"


def test_outlines_take_no_parameters(published: Published, client: Client) -> None:
    response = client.get(f"{_address(_asset(published))}?v=1")

    assert (response.status_code, response.json()["code"]) == (400, "query.unknown")
