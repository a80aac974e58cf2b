# SPDX-License-Identifier: EUPL-1.2
"""A foreign map service cannot lead our server elsewhere, hold it, flood it, or hand on what is no picture."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

from spatial.readers.maps import MapSource, Tile, fetched_picture, look_at_maps
from spatial.readers.maps.asking import told_of_maps
from spatial.readers.source import SourcePolicy
from spatial.readers.texts import BoundaryFileError, refusal
from tests.fixtures_spatial.mapservices import MapServer, map_server, png
from tests.fixtures_spatial.services import HOST, policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler

TILE = Tile(10, 550, 335)


@pytest.fixture
def server() -> Iterator[MapServer]:
    with map_server() as running:
        yield running


def source_at(server: MapServer) -> MapSource:
    return MapSource("wms", server.address, "plan", "", "image/png", 0, 18)


def refused(server: MapServer, rules: SourcePolicy | None = None) -> BoundaryFileError:
    with pytest.raises(BoundaryFileError) as error:
        fetched_picture(source_at(server), TILE, rules or policy(max_bytes=2 * 1024 * 1024))
    return error.value


def test_picture_comes_and_nothing_but_the_tile_is_asked(server: MapServer) -> None:
    content = fetched_picture(source_at(server), TILE, policy())

    assert content == png(512)
    _path, query, headers = server.asked[0]
    assert (query["crs"], query["layers"], query["width"]) == ("EPSG:3857", "plan", "512")
    assert set(headers) == {"Host", "Accept-Encoding", "User-Agent", "Connection"}


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:22/",
        "https://127.0.0.1/x.png",
        "file:///etc/passwd",
    ],
)
def test_redirect_to_another_place_is_refused(server: MapServer, target: str) -> None:
    server.answer = lambda _: (302, {"Location": target}, b"")

    assert refused(server).code == "spatial.map_redirect"


@pytest.mark.check("C059")
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_allowed_name_that_leads_into_the_house_is_refused_unasked(server: MapServer, name: str) -> None:
    source = MapSource("wms", server.address.replace(HOST, name), "plan", "", "image/png", 0, 18)
    here = frozenset({name})

    with pytest.raises(BoundaryFileError) as error:
        fetched_picture(source, TILE, SourcePolicy(hosts=here, plain_hosts=here))

    assert error.value.code == "spatial.map_private"
    assert server.asked == []


@pytest.mark.check("C059")
def test_name_is_looked_up_once_and_the_address_found_then_is_asked(
    server: MapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, name, asked = socket.getaddrinfo, "karten.example", []

    def rebinding(host: str, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401 - the library's signature
        if host == name:
            asked.append(host)
            host = HOST if len(asked) == 1 else "169.254.169.254"
        return real(host, *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    here = frozenset({name})
    source = MapSource("wms", server.address.replace(HOST, name), "plan", "", "image/png", 0, 18)

    assert fetched_picture(source, TILE, SourcePolicy(hosts=here, private_hosts=here, plain_hosts=here)) == png(512)
    assert asked == [name]


@pytest.mark.check("C069")
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", b"<!doctype html><script>alert(1)</script>"),
        ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("image/png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("image/png", png(512) + b"<script>alert(1)</script>"),
        ("image/png", png(4096, 1)),
        ("image/png", b""),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(server: MapServer, kind: str, body: bytes) -> None:
    server.answer = lambda _: (200, {"Content-Type": kind}, body)

    assert refused(server).code == "spatial.map_no_picture"


def test_picture_is_known_by_its_bytes_though_it_is_called_text(server: MapServer) -> None:
    server.answer = lambda _: (200, {"Content-Type": "text/plain"}, png(512))

    assert fetched_picture(source_at(server), TILE, policy()) == png(512)


def test_what_a_service_reports_instead_of_a_picture_is_told(server: MapServer) -> None:
    report = b"<ServiceExceptionReport><ServiceException>LayerNotDefined</ServiceException></ServiceExceptionReport>"
    server.answer = lambda _: (200, {"Content-Type": "text/xml"}, report)

    error = refused(server)

    assert (error.code, error.problems[0].parameters["told"]) == ("spatial.map_exception", "LayerNotDefined")
    server.answer = lambda _: (200, {"Content-Type": "text/xml"}, b"<fine/>")
    assert refused(server).code == "spatial.map_no_picture"


@pytest.mark.check("C060")
def test_endless_answer_is_cut_at_the_limit(server: MapServer) -> None:
    sent = [0]

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "image/png")
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b" " * 65_536)
            sent[0] += 65_536

    server.raw = endless

    assert refused(server).code == "spatial.map_too_large"
    assert sent[0] < 50_000_000


def test_service_that_sends_a_byte_now_and_then_is_cut_in_time(server: MapServer) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        for _ in range(600):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.1)

    server.raw = slow

    assert refused(server, policy(max_seconds=1.0)).code == "spatial.map_timeout"


@pytest.mark.parametrize("status", [404, 500, 503])
def test_error_of_a_service_is_told_with_its_number(server: MapServer, status: int) -> None:
    server.answer = lambda _: (status, {}, b"")

    error = refused(server)

    assert (error.code, error.problems[0].parameters["status"]) == ("spatial.map_status", status)


def test_answer_that_is_no_xml_is_no_offer(server: MapServer) -> None:
    server.capabilities = b"{}"
    with pytest.raises(BoundaryFileError) as error:
        look_at_maps("wms", server.address, policy())
    assert error.value.code == "spatial.map_xml"

    server.kind = "text/html"
    with pytest.raises(BoundaryFileError) as error:
        look_at_maps("wms", server.address, policy())
    assert error.value.code == "spatial.map_kind"


def test_errors_of_this_room_are_told_as_they_are() -> None:
    own = refusal("map_no_layers")

    assert told_of_maps(own) is own
