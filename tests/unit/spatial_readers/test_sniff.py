# SPDX-License-Identifier: EUPL-1.2
"""The format is told by content; only three are let in, whatever the file is called."""

from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from spatial.readers import BoundaryFileError, read_boundaries
from spatial.readers.sniff import Format, sniff
from tests.fixtures_spatial.files import CODE_AND_NAME, as_bytes, collection, geopackage, write, zipped
from tests.fixtures_spatial.grids import degrees, grid

# JSON-FG is GeoJSON with more members: it is read as such.
ALLOWED = {"GPKG", "ESRI Shapefile", "GeoJSON", "JSONFG"}
VRT = """<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{source}</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""


def found(content: bytes) -> str:
    with pytest.raises(BoundaryFileError) as error:
        read_boundaries(content, CODE_AND_NAME)
    assert error.value.code == "spatial.format_unknown"
    return str(error.value.problems[0].parameters["found"])


def test_the_three_formats_are_recognised() -> None:
    assert sniff(as_bytes(collection())) is Format.GEOJSON
    assert sniff(b"\xef\xbb\xbf \n" + as_bytes(collection())) is Format.GEOJSON
    assert sniff(geopackage({"areas": grid(1, 1)})) is Format.GEOPACKAGE
    assert sniff(zipped({"a.txt": b""})) is Format.ZIP


@pytest.mark.check("C057")
@pytest.mark.parametrize("prefix", ["", "\ufeff", "\n  ", '<?xml version="1.0"?>', "<!-- districts.geojson -->"])
def test_a_virtual_format_is_refused_however_it_is_disguised(prefix: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("code,name\n01,geheim\n")

    told = found((prefix + VRT.format(source=secret)).encode())

    assert told == "OGR VRT"


def writable_drivers() -> list[str]:
    return sorted(set(pyogrio.list_drivers(write=True)) - ALLOWED)


@pytest.mark.check("C060")
@pytest.mark.filterwarnings("ignore:")  # GDAL warns of what these formats cannot hold
@pytest.mark.parametrize("driver", writable_drivers())
def test_what_any_other_driver_writes_is_refused(driver: str, tmp_path: Path) -> None:
    path = tmp_path / "made"
    try:
        write(path, degrees(*grid(2, 1)), driver, "EPSG:4326")
    except (FieldError, DataSourceError, DataLayerError, FeatureError, GeometryError, ValueError):
        # a driver that cannot hold polygons may have written a head, or nothing
        (tmp_path / "head").write_bytes(f"{driver}\n".encode())
    files = [part for part in tmp_path.rglob("*") if part.is_file()]

    for file in files:
        with pytest.raises(BoundaryFileError) as error:
            read_boundaries(file.read_bytes(), CODE_AND_NAME)
        assert error.value.code.startswith("spatial.")


@pytest.mark.check("C060")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'<VRTDataset rasterXSize="1">', "GDAL VRT"),
        (b'<?xml version="1.0"?><kml xmlns="x">', "KML"),
        (b'<?xml version="1.0"?><gpx>', "GPX"),
        (b'<?xml version="1.0"?><a xmlns:gml="x">', "GML"),
        (b"<svg onload='x'>", "SVG"),
        (b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "XML"),
        (b"<html>", "XML / HTML"),
        (b"%PDF-1.7", "PDF"),
        (b"fgb\x03fgb\x00", "FlatGeobuf"),
        (b"\x00\x00\x27\x0a" + b"\x00" * 96, ".shp / .shx"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a", "RAR"),
        (b"PK\x05\x06" + b"\x00" * 18, "ZIP (0)"),
        (b"\xd0\xcf\x11\xe0", "Office 97"),
        ('{"type":'.encode("utf-16"), "UTF-16"),
        (b"code;name\r\n01;Altstadt", "code;name\ufffd\ufffd01;Altsta"),
        (b"SQLite format 3\x00" + b"\x00" * 84, "SQLite"),
    ],
)
def test_other_content_is_named(content: bytes, told: str) -> None:
    assert found(content) == told


@pytest.mark.check("C060")
def test_a_topojson_or_newline_separated_geojson_is_no_collection(tmp_path: Path) -> None:
    path = tmp_path / "made"
    write(path, degrees(*grid(2, 1)), "GeoJSONSeq", "EPSG:4326")

    for content in (path.read_bytes(), b'{"type":"Topology","objects":{}}'):
        with pytest.raises(BoundaryFileError) as error:
            read_boundaries(content, CODE_AND_NAME)
        assert error.value.code in {"spatial.json_broken", "spatial.not_a_feature_collection"}
