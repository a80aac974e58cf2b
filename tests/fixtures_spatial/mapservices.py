# SPDX-License-Identifier: EUPL-1.2
"""A small map service on this machine (WMS 1.3.0 and WMTS 1.0.0), well-behaved or not."""

from __future__ import annotations

import struct
import threading
import zlib
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.fixtures_spatial.services import HOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WEB_GRID = 20037508.3427892
WIDEST = 559082264.0287178


def png(width: int = 256, height: int | None = None, grey: int = 200) -> bytes:
    """Return a picture of one grey."""
    high = height or width
    rows = zlib.compress((b"\x00" + bytes([grey]) * width) * high)
    head = struct.pack(">IIBBBBB", width, high, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    told = (struct.pack(">I", len(one)) + name + one + struct.pack(">I", zlib.crc32(name + one)) for name, one in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


def wms(crs: str = "EPSG:3857", formats: tuple[str, ...] = ("image/jpeg", "image/png")) -> bytes:
    """Return what a WMS says of itself: a group with two layers, and one that speaks degrees alone."""
    told = "".join(f"<Format>{each}</Format>" for each in formats)
    return (
        '<?xml version="1.0"?><WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms">'
        "<Service><Title>Karten der Stadt</Title><ContactInformation><ContactPersonPrimary>"
        "<ContactOrganization>Vermessungsamt</ContactOrganization></ContactPersonPrimary></ContactInformation>"
        "<AccessConstraints>dl-de/by-2-0</AccessConstraints></Service>"
        f"<Capability><Request><GetMap>{told}</GetMap></Request><Layer><Title>Alle</Title><CRS>EPSG:25832</CRS>"
        f"<Layer><Title>Gruppe</Title><CRS>{crs}</CRS>"
        "<Layer><Name>plan</Name><Title>Stadtplan</Title></Layer><Layer><Name>namen</Name></Layer></Layer>"
        "<Layer><Name>grad</Name><Title>Nur Grad</Title><CRS>CRS:84</CRS></Layer></Layer>"
        "</Capability></WMS_Capabilities>"
    ).encode()


def matrix(zoom: int, corner: str = f"-{WEB_GRID} {WEB_GRID}", pixels: int = 256) -> str:
    """Return one zoom of a grid."""
    return (
        f"<TileMatrix><Identifier>web:{zoom:02}</Identifier><ScaleDenominator>{WIDEST / 2**zoom}</ScaleDenominator>"
        f"<TopLeftCorner>{corner}</TopLeftCorner><TileWidth>{pixels}</TileWidth><TileHeight>{pixels}</TileHeight>"
        "</TileMatrix>"
    )


def wmts(resource: str = "", grid: str = "", crs: str = "urn:ogc:def:crs:EPSG::3857", style: str = "") -> bytes:
    """Return what a WMTS says of itself: a layer in the grid of the web, zooms 8 to 14 where nothing is said."""
    matrices = grid or "".join(map(matrix, range(8, 15)))
    usual = "<Style isDefault='true'><Identifier>grau</Identifier></Style>"
    styles = style or f"<Style><Identifier>bunt</Identifier></Style>{usual}"
    return (
        '<?xml version="1.0"?><Capabilities version="1.0.0" xmlns="http://www.opengis.net/wmts/1.0">'
        "<ServiceIdentification><Title>Kacheln</Title><AccessConstraints>CC BY 4.0</AccessConstraints>"
        "</ServiceIdentification><ServiceProvider><ProviderName>Land</ProviderName></ServiceProvider><Contents>"
        f"<Layer><Title>Grundkarte</Title><Identifier>grund</Identifier>{styles}<Format>image/png</Format>"
        f"<TileMatrixSetLink><TileMatrixSet>utm</TileMatrixSet></TileMatrixSetLink>"
        f"<TileMatrixSetLink><TileMatrixSet>web</TileMatrixSet></TileMatrixSetLink>{resource}</Layer>"
        f"<TileMatrixSet><Identifier>web</Identifier><SupportedCRS>{crs}</SupportedCRS>{matrices}</TileMatrixSet>"
        "<TileMatrixSet><Identifier>utm</Identifier><SupportedCRS>urn:ogc:def:crs:EPSG::25832</SupportedCRS>"
        f"{matrices}</TileMatrixSet></Contents></Capabilities>"
    ).encode()


class MapServer:
    """A small map service; `answer` may be set to anything, and what came in is kept: path, query and headers."""

    def __init__(self, capabilities: bytes | None = None) -> None:
        self.capabilities = capabilities or wms()
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.answer: Callable[[dict[str, str]], tuple[int, dict[str, str], bytes]] = picture
        self.raw: Callable[[BaseHTTPRequestHandler], None] | None = None
        self.address, self.kind = "", "text/xml"

    @property
    def pictures(self) -> list[dict[str, str]]:
        """The queries of what was asked beyond what the service says of itself."""
        return [query for _path, query, _headers in self.asked if query.get("request") != "GetCapabilities"]


def picture(query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    """Return a picture of the size that was asked for."""
    return 200, {"Content-Type": "image/png"}, png(int(query.get("width", 256)))


@contextmanager
def map_server(capabilities: bytes | None = None) -> Iterator[MapServer]:
    """Run a map service; it names its address."""
    told = MapServer(capabilities)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            told.asked.append((parts.path, query, dict(self.headers)))
            with suppress(OSError):
                self._answer(query)

        def _answer(self, query: dict[str, str]) -> None:
            is_about_itself = query.get("request") == "GetCapabilities" or self.path.endswith(".xml")
            if told.raw is not None and not is_about_itself:
                told.raw(self)
                return
            status, headers, body = (
                (200, {"Content-Type": told.kind}, told.capabilities) if is_about_itself else told.answer(query)
            )
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the signature of the library
            """Stay silent."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    told.address = f"http://{HOST}:{server.server_port}/karten?map=stadt.map"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
