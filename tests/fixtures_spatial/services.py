# SPDX-License-Identifier: EUPL-1.2
"""A small WFS on this machine, well-behaved or not."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from spatial.readers.source import SourcePolicy

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


@contextmanager
def serving() -> Iterator[Callable[[Any], str]]:
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
