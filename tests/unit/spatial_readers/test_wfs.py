# SPDX-License-Identifier: EUPL-1.2
"""A WFS is asked only where it is allowed, gives all of its areas or none, and cannot lead or hold the reader."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.readers import Selection, read_boundaries
from spatial.readers.capabilities import counted, read_capabilities
from spatial.readers.source import SourcePolicy, checked_address, is_public
from spatial.readers.texts import BoundaryFileError
from spatial.readers.wfs import fetch_layer, look_at_service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOST = "127.0.0.1"
GEOJSON = ("application/gml+xml", "application/json", "text/javascript")


def policy(**changes: float) -> SourcePolicy:
    here = frozenset({HOST})
    rules = SourcePolicy(hosts=here, private_hosts=here, plain_hosts=here, max_seconds=20.0)
    return replace(rules, **changes)  # type: ignore[arg-type]


def capabilities(version: str = "2.0.0", formats: tuple[str, ...] = GEOJSON, crs: str = "25832") -> bytes:
    values = "".join(f"<ows:Value>{one}</ows:Value>" for one in formats)
    allowed = f"<ows:AllowedValues>{values}</ows:AllowedValues>" if version == "2.0.0" else values
    system = "DefaultCRS" if version == "2.0.0" else "DefaultSRS"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><wfs:WFS_Capabilities version="{version}"'
        ' xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:ows="http://www.opengis.net/ows/1.1">'
        "<ows:ServiceIdentification><ows:Title>Gebiete der Stadt</ows:Title></ows:ServiceIdentification>"
        '<ows:OperationsMetadata><ows:Operation name="GetFeature"><ows:Parameter name="outputFormat">'
        f"{allowed}</ows:Parameter></ows:Operation></ows:OperationsMetadata>"
        "<wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>stadt:viertel</wfs:Name><wfs:Title>Viertel</wfs:Title>"
        f"<wfs:{system}>urn:ogc:def:crs:EPSG::{crs}</wfs:{system}></wfs:FeatureType></wfs:FeatureTypeList>"
        "</wfs:WFS_Capabilities>"
    ).encode()


def feature(number: int) -> dict[str, Any]:
    west, south = 525_000 + 100 * number, 6_070_000
    ring = [[west, south], [west + 100, south], [west + 100, south + 100], [west, south]]
    return {
        "type": "Feature",
        "id": f"viertel.{number}",
        "properties": {"code": f"{number:02}", "name": f"Viertel {number}"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


class Service:
    """A small WFS; what it answers can be changed by request."""

    def __init__(self, count: int = 5, version: str = "2.0.0") -> None:
        self.features = [feature(number) for number in range(count)]
        self.version, self.told = version, count
        self.asked: list[dict[str, str]] = []
        self.crs: object = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}

    def __call__(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(query)
        if query["request"] == "GetCapabilities":
            return 200, {"Content-Type": "text/xml; charset=utf-8"}, capabilities(self.version)
        if query.get("resultType") == "hits":
            name = "numberMatched" if self.version == "2.0.0" else "numberOfFeatures"
            return 200, {"Content-Type": "text/xml"}, f'<FeatureCollection {name}="{self.told}"/>'.encode()
        start, size = int(query.get("startIndex", 0)), int(query.get("count", len(self.features)))
        return self.page(self.features[start : start + size])

    def page(self, features: list[dict[str, Any]]) -> tuple[int, dict[str, str], bytes]:
        body: dict[str, object] = {"type": "FeatureCollection", "features": features}
        if self.crs is not None:
            body["crs"] = self.crs
        return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    servers = []

    def start(answer: Any) -> str:  # noqa: ANN401 (a service, a function, or one that writes by itself)
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                with suppress(OSError):
                    if getattr(answer, "is_raw", False):
                        answer(self)
                        return
                    status, headers, body = answer(query)
                    self.send_response(status)
                    for name, value in {"Content-Length": str(len(body)), **headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        server = ThreadingHTTPServer((HOST, 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return f"http://{HOST}:{server.server_port}/wfs?map=stadt.map&service=WMS"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def refused(address: str, rules: SourcePolicy | None = None, layer: str = "stadt:viertel") -> BoundaryFileError:
    with pytest.raises(BoundaryFileError) as error:
        fetch_layer(address, layer, rules or policy())
    return error.value


@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
def test_a_service_is_read_and_its_areas_go_through_the_geojson_reader(
    serve: Callable[[Any], str], version: str
) -> None:
    service = Service(5, version)
    address = serve(service)

    told = look_at_service(address, policy())
    layer = fetch_layer(address, "stadt:viertel", policy(page_size=2))

    assert (told.version, told.title, told.geojson) == (version, "Gebiete der Stadt", "application/json")
    assert [(one.name, one.title) for one in told.layers] == [("stadt:viertel", "Viertel")]
    assert (layer.count, layer.crs) == (5, "EPSG:25832")
    table = read_boundaries(layer.content, Selection("code", "name"))
    assert (table.keys, table.crs) == (("00", "01", "02", "03", "04"), "EPSG:25832")


def test_pages_are_asked_for_by_count_and_start_and_the_address_keeps_its_own_parts(
    serve: Callable[[Any], str],
) -> None:
    service = Service(5)

    fetch_layer(serve(service), "stadt:viertel", policy(page_size=2))

    pages = [query for query in service.asked if "count" in query]
    assert [(query["count"], query["startIndex"]) for query in pages] == [("2", "0"), ("2", "2"), ("2", "4")]
    assert all(query["map"] == "stadt.map" and query["service"] == "WFS" for query in service.asked)
    assert {query["srsName"] for query in pages} == {"EPSG:25832"}


def test_a_server_that_gives_smaller_pages_than_asked_is_asked_on(serve: Callable[[Any], str]) -> None:
    class Small(Service):
        def page(self, features: list[dict[str, Any]]) -> tuple[int, dict[str, str], bytes]:
            return super().page(features[:2])

    assert fetch_layer(serve(Small(5)), "stadt:viertel", policy(page_size=4)).count == 5


@pytest.mark.parametrize("told", [4, 6])
def test_another_number_of_areas_than_the_service_counts_is_refused(serve: Callable[[Any], str], told: int) -> None:
    service = Service(5)
    service.told = told

    error = refused(serve(service), policy(page_size=10))

    assert error.code == "spatial.wfs_incomplete"


def test_a_service_that_cannot_count_is_read_all_the_same(serve: Callable[[Any], str]) -> None:
    class Silent(Service):
        def __call__(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            return (400, {}, b"") if query.get("resultType") == "hits" else super().__call__(query)

    assert fetch_layer(serve(Silent(5)), "stadt:viertel", policy(page_size=2)).count == 5


def test_a_server_that_ignores_the_start_is_refused(serve: Callable[[Any], str]) -> None:
    class Stuck(Service):
        def __call__(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            return super().__call__({**query, "startIndex": "0"} if "startIndex" in query else query)

    assert refused(serve(Stuck(5)), policy(page_size=2)).code == "spatial.wfs_paging"


def test_a_service_of_endless_pages_ends(serve: Callable[[Any], str]) -> None:
    class Endless(Service):
        def __call__(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            if "count" not in query:
                return super().__call__(query)
            return self.page([feature(int(query["startIndex"]))])

    assert refused(serve(Endless(99)), policy(page_size=1, max_pages=5)).code == "spatial.wfs_incomplete"


def test_degrees_without_a_named_system_stay_degrees(serve: Callable[[Any], str]) -> None:
    service = Service(1)
    service.crs = None
    service.features[0]["geometry"]["coordinates"] = [[[9.4, 54.8], [9.5, 54.8], [9.5, 54.9], [9.4, 54.8]]]

    layer = fetch_layer(serve(service), "stadt:viertel", policy())

    assert read_boundaries(layer.content, Selection("code", "name")).crs == "EPSG:4326"


def test_metres_without_a_named_system_are_in_the_one_that_was_asked_for(serve: Callable[[Any], str]) -> None:
    service = Service(1)
    service.crs = None

    layer = fetch_layer(serve(service), "stadt:viertel", policy())

    assert read_boundaries(layer.content, Selection("code", "name")).crs == "EPSG:25832"


def test_an_unknown_layer_is_refused_with_those_that_there_are(serve: Callable[[Any], str]) -> None:
    error = refused(serve(Service()), layer="stadt:bezirk")

    assert error.code == "spatial.wfs_layer_unknown"
    assert "stadt:viertel" in str(error)


def test_a_report_of_an_error_is_told_in_its_own_words(serve: Callable[[Any], str]) -> None:
    class Broken(Service):
        def page(self, features: list[dict[str, Any]]) -> tuple[int, dict[str, str], bytes]:
            del features
            told = "<Exception><ExceptionText>Kein Zugriff</ExceptionText></Exception>"
            return 200, {"Content-Type": "text/xml"}, f"<ExceptionReport>{told}</ExceptionReport>".encode()

    error = refused(serve(Broken()))

    assert (error.code, error.problems[0].parameters["told"]) == ("spatial.wfs_exception", "Kein Zugriff")


@pytest.mark.parametrize(("kind", "code"), [("text/html", "wfs_kind"), ("text/xml", "wfs_kind")])
def test_another_type_than_json_is_refused(serve: Callable[[Any], str], kind: str, code: str) -> None:
    class Wrong(Service):
        def page(self, features: list[dict[str, Any]]) -> tuple[int, dict[str, str], bytes]:
            del features
            return 200, {"Content-Type": kind}, b"<p/>"

    assert refused(serve(Wrong())).code == f"spatial.{code}"


def test_capabilities_in_html_are_refused(serve: Callable[[Any], str]) -> None:
    assert refused(serve(lambda _: (200, {"Content-Type": "text/html"}, capabilities()))).code == "spatial.wfs_kind"


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/", "https://127.0.0.1/wfs", "file:///etc/passwd", "//x.example/"]
)
def test_no_redirect_to_another_place_is_followed(serve: Callable[[Any], str], target: str) -> None:
    error = refused(serve(lambda _: (302, {"Location": target}, b"")))

    assert error.code == "spatial.source_redirect"


def test_a_redirect_on_the_same_server_is_followed_but_not_for_ever(serve: Callable[[Any], str]) -> None:
    service = Service()

    def once(query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if "moved" in query:
            return service(query)
        told = "&".join(f"{name}={value}" for name, value in query.items())
        return 302, {"Location": f"/other?{told}&moved=1"}, b""

    assert fetch_layer(serve(once), "stadt:viertel", policy()).count == 5
    assert refused(serve(lambda _: (302, {"Location": "/again"}, b""))).code == "spatial.source_redirect"


@pytest.mark.check("C060")
def test_an_endless_body_is_cut_at_the_limit(serve: Callable[[Any], str]) -> None:
    sent = [0]

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/xml")
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b" " * 65_536)
            sent[0] += 65_536

    endless.is_raw = True  # type: ignore[attr-defined]

    assert refused(serve(endless), policy(max_bytes=300_000)).code == "spatial.source_too_large"
    assert sent[0] < 50_000_000


@pytest.mark.parametrize("place", ["head", "body"])
def test_a_server_that_sends_a_byte_now_and_then_is_cut_in_time(serve: Callable[[Any], str], place: str) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        if place == "body":
            handler.send_response(200)
            handler.send_header("Content-Type", "text/xml")
            handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.1)

    slow.is_raw = True  # type: ignore[attr-defined]
    started = time.monotonic()

    error = refused(serve(slow), policy(max_seconds=1.0))

    assert error.code == "spatial.source_timeout"
    assert time.monotonic() - started < 5


def test_a_body_that_ends_too_early_is_refused(serve: Callable[[Any], str]) -> None:
    answer = (200, {"Content-Type": "text/xml", "Content-Length": "99999"}, capabilities())

    assert refused(serve(lambda _: answer)).code == "spatial.source_unreachable"


def test_a_compressed_answer_is_refused_unread(serve: Callable[[Any], str]) -> None:
    answer = (200, {"Content-Type": "text/xml", "Content-Encoding": "gzip"}, b"\x1f\x8b")

    assert refused(serve(lambda _: answer)).code == "spatial.source_encoded"


@pytest.mark.parametrize("status", [204, 401, 404, 500])
def test_an_answer_without_success_is_refused(serve: Callable[[Any], str], status: int) -> None:
    error = refused(serve(lambda _: (status, {}, b"")))

    assert (error.code, error.problems[0].parameters["status"]) == ("spatial.source_status", status)


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]

    assert refused(f"http://{HOST}:{port}/wfs").code == "spatial.source_unreachable"


def test_noise_instead_of_http_is_told(serve: Callable[[Any], str]) -> None:
    def noise(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"SSH-2.0-x\r\n\r\n")

    noise.is_raw = True  # type: ignore[attr-defined]

    assert refused(serve(noise)).code == "spatial.source_unreachable"


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://other.example/wfs", "source_host"),
        ("https://gis.example.evil.example/wfs", "source_host"),
        ("http://gis.example/wfs", "source_address"),
        ("https://gis.example:8443/wfs", "source_address"),
        ("https://user:word@gis.example/wfs", "source_address"),
        ("https://gis.example/wfs#x", "source_address"),
        ("https://gis.example/w fs", "source_address"),
        ("https://gis.example/\r\nHost: x", "source_address"),
        ("https://gis.exämple/wfs", "source_address"),
        ("https://[::1/wfs", "source_address"),
        ("https://gis.example:x/", "source_address"),
        ("file:///etc/passwd", "source_address"),
        ("gis.example", "source_address"),
        ("", "source_address"),
        ("https://gis.example/" + "x" * 2000, "source_address"),
    ],
)
def test_only_plain_https_addresses_of_allowed_hosts_are_asked(address: str, code: str) -> None:
    with pytest.raises(BoundaryFileError) as error:
        checked_address(address, SourcePolicy(hosts=frozenset({"gis.example"})))

    assert error.value.code == f"spatial.{code}"


def test_no_host_is_allowed_by_default_and_letters_of_any_size_are_the_same_host() -> None:
    rules = SourcePolicy(hosts=frozenset({"gis.example"}))

    assert checked_address("https://GIS.example/wfs", rules).path == "/wfs"
    with pytest.raises(BoundaryFileError):
        checked_address("https://gis.example/wfs", SourcePolicy())


@pytest.mark.check("C059")
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_an_allowed_name_that_leads_into_a_private_network_is_refused(serve: Callable[[Any], str], name: str) -> None:
    service = Service()
    address = serve(service).replace(HOST, name)
    here = frozenset({name})

    error = refused(address, SourcePolicy(hosts=here, plain_hosts=here))

    assert error.code == "spatial.source_private"
    assert service.asked == []


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 (asked, not bound)
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::1", False),
        ("gis.example", False),
    ],
)
def test_only_public_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/x"> %b;]><a/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        b"<a>&undefined;</a>",
        b"<a>" * 50 + b"</a>" * 50,
        b"<a>" + b"<b/>" * 200_001 + b"</a>",
        b"<a><b></a>",
        b"",
        b"{}",
    ],
)
def test_documents_with_a_type_entities_or_without_bounds_are_refused(document: bytes) -> None:
    with pytest.raises(BoundaryFileError) as error:
        read_capabilities(document)

    assert error.value.code == "spatial.wfs_xml"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (capabilities("1.0.0"), "wfs_version"),
        (b"<html/>", "wfs_version"),
        (capabilities(formats=("application/gml+xml", "text/javascript", "SHAPE-ZIP")), "wfs_no_geojson"),
        (capabilities(formats=()), "wfs_no_geojson"),
        (b'<WFS_Capabilities version="2.0.0"/>', "wfs_no_layers"),
        (b"<ServiceExceptionReport><ServiceException>x</ServiceException></ServiceExceptionReport>", "wfs_exception"),
        (b"<ExceptionReport/>", "wfs_exception"),
    ],
)
def test_services_that_cannot_be_used_are_refused(document: bytes, code: str) -> None:
    with pytest.raises(BoundaryFileError) as error:
        read_capabilities(document)

    assert error.value.code == f"spatial.{code}"


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        (("application/json", "application/geo+json"), "application/geo+json"),
        (("text/xml", "application/json; subtype=geojson"), "application/json; subtype=geojson"),
        (("GeoJSON",), "GeoJSON"),
        (("application/json;charset=utf-8", "json"), "json"),
    ],
)
def test_the_services_own_word_for_geojson_is_found(formats: tuple[str, ...], expected: str) -> None:
    assert read_capabilities(capabilities(formats=formats)).geojson == expected


@pytest.mark.parametrize(
    ("document", "count"),
    [
        (b'<F numberMatched="12"/>', 12),
        (b'<F numberOfFeatures="3"/>', 3),
        (b'<F numberMatched="unknown"/>', None),
        (b'<F numberMatched="-1"/>', None),
        (b'<F numberMatched="99999999999999"/>', None),
        (b"{}", None),
    ],
)
def test_the_number_of_areas_is_believed_only_as_a_plain_number(document: bytes, count: int | None) -> None:
    assert counted(document) == count


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_capabilities(document: bytes) -> None:
    with pytest.raises(BoundaryFileError):
        read_capabilities(document)
