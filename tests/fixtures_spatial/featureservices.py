# SPDX-License-Identifier: EUPL-1.2
"""A small service of places on this machine (OGC API Features and WFS 2.0.0), well-behaved or not."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.fixtures_spatial.services import HOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

KEY = "geheim-4711"
Reply = tuple[int, dict[str, str], bytes]


def place(number: int, east: float, north: float, name: str = "") -> dict[str, Any]:
    """Return a day-care centre as a service tells it."""
    return {
        "type": "Feature",
        "id": f"kita.{number}",
        "properties": {"Nr": str(number), "Name": name or f"Kita {number}", "Plätze": 10 * number, "Art": "frei"},
        "geometry": {"type": "Point", "coordinates": [east, north]},
    }


def as_json(told: object, kind: str = "application/geo+json", **headers: str) -> Reply:
    """Return an answer of JSON."""
    return 200, {"Content-Type": kind, **headers}, json.dumps(told).encode()


class FeatureServer:
    """One collection `kitas`, page by page; what came in is kept, and `instead` may answer anything else.

    `has_links` is whether pages lead on by a link, `counts` whether they say how many there are in all.
    """

    def __init__(self, places: Sequence[dict[str, Any]] = ()) -> None:
        self.places = list(places)
        self.address, self.root = "", ""
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.has_links, self.counts, self.most = True, True, 1_000
        self.instead: Callable[[str, dict[str, str]], Reply | None] = lambda _path, _query: None
        self.raw: Callable[[BaseHTTPRequestHandler], None] | None = None

    @property
    def wfs(self) -> str:
        """The address of the same places as WFS."""
        return f"{self.root}/wfs?token={KEY}"

    def reply(self, path: str, query: dict[str, str]) -> Reply:
        """Answer as the service does."""
        found = self.instead(path, query)
        if found is not None:
            return found
        if path == "/wfs":
            return self._wfs(query)
        if path == "/api/collections":
            return as_json(self.collections(), "application/json")
        if path == "/api/collections/kitas/items":
            return as_json(self.page(query))
        return 404, {}, b""

    def collections(self) -> dict[str, Any]:
        """Return the list of collections: one of places, one without a title, one of something else."""
        rows: list[dict[str, Any]] = [
            {"id": "kitas", "title": "Kindertagesstätten der Stadt", "itemType": "feature"},
            {"id": "schulen"},
            {"id": "akten", "itemType": "record"},
        ]
        return {"title": "Fachdaten der Stadt", "collections": rows, "links": []}

    def page(self, query: dict[str, str]) -> dict[str, Any]:
        """Return one page of the places."""
        start = int(query.get("offset", 0))
        size = min(int(query.get("limit", 10)), self.most)
        rows = self.places[start : start + size]
        told: dict[str, Any] = {"type": "FeatureCollection", "features": rows, "numberReturned": len(rows)}
        if self.counts:
            told["numberMatched"] = len(self.places)
        if self.has_links and start + size < len(self.places):
            following = urlencode({"limit": query.get("limit", 10), "offset": start + size})
            told["links"] = [
                {"rel": "next", "type": "text/html", "href": f"{self.root}/schau?{following}"},
                {"rel": "next", "type": "application/geo+json", "href": f"/api/collections/kitas/items?{following}"},
            ]
        return told

    def _wfs(self, query: dict[str, str]) -> Reply:
        if query["request"] == "GetCapabilities":
            return 200, {"Content-Type": "text/xml"}, wfs_capabilities()
        if query.get("resultType") == "hits":
            return (
                200,
                {"Content-Type": "text/xml"},
                f'<FeatureCollection numberMatched="{len(self.places)}"/>'.encode(),
            )
        start, size = int(query["startIndex"]), min(int(query["count"]), self.most)
        return as_json({"type": "FeatureCollection", "features": self.places[start : start + size]})


def wfs_capabilities(formats: Sequence[str] = ("application/gml+xml; version=3.2", "application/geo+json")) -> bytes:
    """Return what the WFS says of itself."""
    values = "".join(f"<ows:Value>{each}</ows:Value>" for each in formats)
    return (
        '<?xml version="1.0"?><wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0"'
        ' xmlns:ows="http://www.opengis.net/ows/1.1"><ows:ServiceIdentification><ows:Title>Orte der Stadt</ows:Title>'
        '</ows:ServiceIdentification><ows:OperationsMetadata><ows:Operation name="GetFeature">'
        f'<ows:Parameter name="outputFormat"><ows:AllowedValues>{values}</ows:AllowedValues></ows:Parameter>'
        "</ows:Operation></ows:OperationsMetadata><wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>stadt:kitas</wfs:Name>"
        "<wfs:Title>Kitas</wfs:Title><wfs:DefaultCRS>urn:ogc:def:crs:EPSG::4326</wfs:DefaultCRS></wfs:FeatureType>"
        "</wfs:FeatureTypeList></wfs:WFS_Capabilities>"
    ).encode()


@contextmanager
def feature_server(places: Sequence[dict[str, Any]] = ()) -> Iterator[FeatureServer]:
    """Run a service of places; it names its address, which bears a key."""
    told = FeatureServer(places)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            told.asked.append((parts.path, query, dict(self.headers)))
            with suppress(OSError):
                if told.raw is not None:
                    told.raw(self)
                    return
                status, headers, body = told.reply(parts.path, query)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the signature of the library
            """Stay silent."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    told.root = f"http://{HOST}:{server.server_port}"
    told.address = f"{told.root}/api?token={KEY}"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
