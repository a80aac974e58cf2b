# SPDX-License-Identifier: EUPL-1.2
"""What map services say of themselves is read; their tiles are asked for in the grid of the web."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.readers.maps import MapSource, Tile, look_at_maps, source_of
from spatial.readers.maps.grid import EDGE_M, HIGHEST_ZOOM, closest_zoom, projected, tiles_over, touches, widened
from spatial.readers.maps.offers import read_offers
from spatial.readers.maps.pictures import clear_picture, picture_in
from spatial.readers.maps.source import with_query
from spatial.readers.texts import BoundaryFileError
from tests.fixtures_spatial.mapservices import map_server, matrix, png, wms, wmts
from tests.fixtures_spatial.services import policy

if TYPE_CHECKING:
    from collections.abc import Callable

WMS_ADDRESS = "https://karten.example/wms?map=stadt.map&key=abc"
BERLIN = (13.08, 52.33, 13.77, 52.68)
ZOOMS = st.integers(0, HIGHEST_ZOOM)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(BoundaryFileError) as error:
        call()
    return error.value.code


# The grid


def test_tile_of_berlin_is_the_one_that_web_maps_have_there() -> None:
    # 52.5200° N, 13.4050° E at zoom 10: column 550, row 335 (any map of the web shows this tile there).
    assert tiles_over((13.405, 52.52, 13.405, 52.52), 10) == ((Tile(10, 550, 335),),)


def test_tile_of_the_whole_earth_is_as_wide_as_the_projection() -> None:
    assert Tile(0, 0, 0).box == (-EDGE_M, -EDGE_M, EDGE_M, EDGE_M)
    assert pytest.approx(20037508.342789244) == EDGE_M


@given(ZOOMS, st.integers(0, 2**19), st.integers(0, 2**19))
def test_tiles_are_there_within_the_grid_alone_and_lie_beside_each_other(zoom: int, column: int, row: int) -> None:
    tile = Tile(zoom, column, row)

    assert tile.is_there == (column < 2**zoom and row < 2**zoom)
    assert Tile(zoom, column + 1, row).box[0] == pytest.approx(tile.box[2], rel=1e-12, abs=1e-6)
    assert Tile(zoom, column, row + 1).box[3] == pytest.approx(tile.box[1], rel=1e-12, abs=1e-6)


@pytest.mark.parametrize("tile", [Tile(20, 0, 0), Tile(-1, 0, 0), Tile(3, 8, 0), Tile(3, 0, 8), Tile(3, -1, 0)])
def test_tile_outside_the_grid_shows_nothing(tile: Tile) -> None:
    assert not touches(tile, (-180.0, -85.0, 180.0, 85.0))


@given(ZOOMS)
def test_tiles_over_an_extent_are_those_that_touch_it_in_rows_from_the_north(zoom: int) -> None:
    extent = (13.40, 52.515, 13.41, 52.52)

    rows = tiles_over(extent, zoom)

    assert all(touches(tile, extent) for row in rows for tile in row)
    assert len({len(row) for row in rows}) == 1
    first, last = rows[0][0], rows[-1][-1]
    west, south, east, north = projected(extent)
    assert first.box[0] <= west <= first.box[2]
    assert first.box[1] <= north <= first.box[3]
    assert last.box[0] <= east <= last.box[2]
    assert last.box[1] <= south <= last.box[3]


def test_zoom_is_the_closest_whose_tiles_are_few_enough() -> None:
    zoom = closest_zoom(BERLIN, 0, 18, most_tiles=9)

    assert sum(map(len, tiles_over(BERLIN, zoom))) <= 9 < sum(map(len, tiles_over(BERLIN, zoom + 1)))
    assert closest_zoom(BERLIN, 14, 18, most_tiles=1) == 14


def test_ground_around_an_extent_is_as_wide_as_a_map_may_show_and_ends_at_the_grid() -> None:
    assert widened((10.0, 50.0, 11.0, 52.0)) == (8.0, 48.0, 13.0, 54.0)
    assert widened((-170.0, -80.0, 170.0, 80.0)) == (-180.0, -85.0, 180.0, 85.0)
    assert widened((10.0, 50.0, 10.0, 50.0)) == pytest.approx((9.99, 49.99, 10.01, 50.01))


# Pictures


def jpeg(width: int, height: int, frame: int = 0xC2) -> bytes:
    head = b"\xff\xe0" + struct.pack(">H", 4) + b"xx"
    return b"\xff\xd8" + head + bytes([0xFF, frame]) + struct.pack(">HBHH", 9, 8, height, width) + b"\x00\x00\xff\xd9"


def webp(form: bytes, told: bytes) -> bytes:
    body = b"WEBP" + form + struct.pack("<I", len(told)) + told
    return b"RIFF" + struct.pack("<I", len(body)) + body


SIMPLE = b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", 256, 200) + bytes(4)
LOSSLESS = b"\x2f" + struct.pack("<I", 255 | 199 << 14) + bytes(9)
EXTENDED = bytes(4) + (255).to_bytes(3, "little") + (199).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("content", "kind", "sides"),
    [
        (png(256, 200), "image/png", (256, 200)),
        (jpeg(256, 200), "image/jpeg", (256, 200)),
        (webp(b"VP8 ", SIMPLE), "image/webp", (256, 200)),
        (webp(b"VP8L", LOSSLESS), "image/webp", (256, 200)),
        (webp(b"VP8X", EXTENDED), "image/webp", (256, 200)),
        (clear_picture(), "image/png", (1, 1)),
    ],
)
def test_pictures_are_known_by_what_they_hold(content: bytes, kind: str, sides: tuple[int, int]) -> None:
    found = picture_in(content)

    assert found is not None
    assert (found.kind, (found.width, found.height)) == (kind, sides)


@pytest.mark.check("C069")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<!doctype html><title>x</title>",
        b"GIF89a" + bytes(40),
        png()[:-1],
        png() + b"<script>alert(1)</script>",
        png(1025, 1),
        png(1, 30_000),
        png().replace(b"IHDR", b"IHDX"),
        jpeg(2000, 10),
        jpeg(0, 10),
        jpeg(256, 200, frame=0xC4),
        jpeg(256, 200)[:-1],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\x00\x02\x00\x00\x00\x00\x00\x00\xff\xd9",
        webp(b"VP8Z", SIMPLE),
        webp(b"VP8 ", SIMPLE) + b"x",
        webp(b"VP8 ", b""),
        b"RIFF" + bytes(40),
    ],
)
def test_what_is_no_whole_picture_of_a_bounded_size_is_none(content: bytes) -> None:
    assert picture_in(content) is None


# What services say of themselves


def test_layers_of_a_wms_speak_what_those_around_them_speak() -> None:
    found = read_offers("wms", WMS_ADDRESS, wms())

    assert (found.title, found.attribution, found.licence) == ("Karten der Stadt", "Vermessungsamt", "dl-de/by-2-0")
    assert [(each.name, each.title, each.source is not None) for each in found.offers] == [
        ("plan", "Stadtplan", True),
        ("namen", "", True),
        ("grad", "Nur Grad", False),
    ]
    assert found.chosen("plan").picture == "image/png"


def test_owner_of_a_layer_goes_before_the_office_that_runs_the_service() -> None:
    owned = wms().replace(b"<Title>Alle</Title>", b"<Title>Alle</Title><Attribution><Title>Kreis</Title></Attribution>")

    assert read_offers("wms", WMS_ADDRESS, owned).attribution == "Kreis"


def test_tile_of_a_wms_is_asked_for_in_metres_and_keeps_what_the_address_needs() -> None:
    source = read_offers("wms", WMS_ADDRESS, wms()).chosen("plan")

    address = source.address_of(Tile(1, 1, 0))

    assert address == (
        "https://karten.example/wms?map=stadt.map&key=abc&service=WMS&version=1.3.0&request=GetMap&layers=plan&styles="
        "&width=512&height=512&format=image%2Fpng&transparent=TRUE&crs=EPSG%3A3857"
        "&bbox=0.0000%2C0.0000%2C20037508.3428%2C20037508.3428"
    )
    assert with_query("https://a.example/?LAYERS=x&Request=y", {"request": "z"}) == "https://a.example/?request=z"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (wms(crs="EPSG:25832"), "spatial.map_no_mercator"),
        (wms(formats=("image/tiff",)), "spatial.map_no_mercator"),
    ],
)
def test_layer_in_another_system_or_without_a_picture_is_refused(told: bytes, code: str) -> None:
    found = read_offers("wms", WMS_ADDRESS, told)

    assert refused(lambda: found.chosen("plan")) == code
    assert refused(lambda: found.chosen("fehlt")) == "spatial.map_layer_unknown"


def test_zooms_of_a_wmts_are_those_of_the_web_under_its_own_names() -> None:
    found = read_offers("wmts", "https://karten.example/wmts", wmts())

    source = found.chosen("grund")
    assert (found.title, found.attribution, found.licence) == ("Kacheln", "Land", "CC BY 4.0")
    assert (source.lowest, source.highest, source.style, source.matrix_set) == (8, 14, "grau", "web")
    assert source.address_of(Tile(10, 550, 335)) == (
        "https://karten.example/wmts?service=WMTS&version=1.0.0&request=GetTile&layer=grund&style=grau"
        "&format=image%2Fpng&tilematrixset=web&tilematrix=web%3A10&tilerow=335&tilecol=550"
    )
    assert source_of(json.loads(json.dumps(source.to_json()))) == source


def resource(template: str, picture: str = "image/png", more: str = "") -> str:
    return f'{more}<ResourceURL resourceType="tile" format="{picture}" template="{template}"/>'


def test_template_of_a_wmts_is_filled_and_its_values_stay_parts_of_the_path() -> None:
    time = "<Dimension><Identifier>Time</Identifier><Default>2026/a</Default></Dimension>"
    place = "https://kacheln.example/{Time}/{style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"

    source = read_offers("wmts", "https://karten.example/w.xml", wmts(resource(place, more=time))).chosen("grund")

    assert source.address_of(Tile(8, 3, 4)) == "https://kacheln.example/2026%2Fa/grau/web/web%3A08/4/3.png"
    assert source.hosts == {"karten.example", "kacheln.example"}


def test_template_that_asks_for_more_does_not_fit_and_one_of_another_type_is_passed_over() -> None:
    more = wmts(resource("https://k.example/{Elevation}/{TileMatrix}/{TileRow}/{TileCol}.png"))
    other = wmts(resource("https://k.example/{TileMatrix}/{TileRow}/{TileCol}.jpg", picture="image/jpeg"))

    assert read_offers("wmts", "https://k.example/", more).offers[0].source is None
    assert read_offers("wmts", "https://k.example/", other).chosen("grund").template == ""


def test_layer_without_a_style_is_asked_for_without_one_and_the_first_counts_where_none_is_usual() -> None:
    bare = wmts(style=" ")
    first = wmts(style="<Style><Identifier>eins</Identifier></Style>")

    assert read_offers("wmts", "https://k.example/", bare).chosen("grund").style == ""
    assert read_offers("wmts", "https://k.example/", first).chosen("grund").style == "eins"


@pytest.mark.parametrize(
    "grid",
    [
        matrix(10, corner="0 0"),
        matrix(10, corner="-20037508.34"),
        matrix(10, corner="x y"),
        matrix(10, corner="nan nan"),
        matrix(10, pixels=512),
        matrix(10).replace("TileWidth", "Width"),
        matrix(10).replace("0.", "1.", 1).replace("<ScaleDenominator>", "<ScaleDenominator>9"),
        "<TileMatrix/>",
    ],
)
def test_grid_that_is_not_that_of_the_web_does_not_fit(grid: str) -> None:
    assert read_offers("wmts", "https://k.example/", wmts(grid=grid)).offers[0].source is None


def test_zooms_that_do_not_follow_one_another_are_left_out_and_other_systems_too() -> None:
    grid = "".join(map(matrix, (3, 8, 9, 10, 10)))

    source = read_offers("wmts", "https://k.example/", wmts(grid=grid)).chosen("grund")
    assert (source.lowest, source.highest) == (8, 10)
    assert read_offers("wmts", "https://k.example/", wmts(crs="EPSG:13857")).offers[0].source is None


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("wms", b"no xml", "spatial.wfs_xml"),
        ("wms", b"<!DOCTYPE x SYSTEM 'http://x'><x/>", "spatial.wfs_xml"),
        ("wms", b"<ServiceExceptionReport><ServiceException>x</ServiceException></ServiceExceptionReport>",
         "spatial.wfs_exception"),
        ("wms", wmts(), "spatial.map_version"),
        ("wms", wms().replace(b'version="1.3.0"', b'version="1.1.1"'), "spatial.map_version"),
        ("wmts", wms(), "spatial.map_version"),
        ("wms", b'<WMS_Capabilities version="1.3.0"/>', "spatial.map_no_layers"),
        ("wmts", b'<Capabilities version="1.0.0"/>', "spatial.map_no_layers"),
    ],
)  # fmt: skip
def test_answer_that_is_no_offer_is_refused(kind: str, content: bytes, code: str) -> None:
    assert refused(lambda: read_offers(kind, "https://k.example/", content)) == code


# Asking: what the reader of sources refuses is told in words of maps


def test_service_is_asked_what_it_has_or_its_document_as_it_is() -> None:
    with map_server() as server:
        assert look_at_maps("wms", server.address, policy()).title == "Karten der Stadt"
        assert server.asked[0][1] == {"map": "stadt.map", "service": "WMS", "request": "GetCapabilities"}
        look_at_maps(
            "wms", server.address.replace("/karten?map=stadt.map", "/1.3.0/Capabilities.XML".lower()), policy()
        )
        assert server.asked[1][0] == "/1.3.0/capabilities.xml"
        assert server.asked[1][1] == {}


@pytest.mark.check("C059")
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://anders.example/wms", "spatial.map_host"),
        ("http://gis.example/wms", "spatial.map_address"),
        ("file:///etc/passwd", "spatial.map_address"),
    ],
)
def test_only_allowed_hosts_are_asked(address: str, code: str) -> None:
    assert refused(lambda: look_at_maps("wms", address, policy())) == code


def test_source_names_all_servers_that_it_asks() -> None:
    source = MapSource("wms", "https://GIS.example/wms", "plan", "", "image/png", 0, 18)

    assert source.hosts == {"gis.example"}
    assert source.pixels == 512
