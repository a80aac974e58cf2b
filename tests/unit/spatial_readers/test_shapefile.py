# SPDX-License-Identifier: EUPL-1.2
"""The parts of a Shapefile are what they say, and their character set is known or told."""

from __future__ import annotations

import struct

import pytest
import shapely

from spatial.geometry.arrays import as_geometries
from spatial.readers import BoundaryFileError
from spatial.readers.shapefile import check_parts, encoding_of
from tests.fixtures_spatial.files import shapefile
from tests.fixtures_spatial.grids import grid


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    return {name.removeprefix("areas"): content for name, content in shapefile(grid(2, 1)).items()}


def code_of(parts: dict[str, bytes]) -> str:
    with pytest.raises(BoundaryFileError) as error:
        check_parts(parts)
    return error.value.code.removeprefix("spatial.")


def test_what_gdal_writes_is_accepted(parts: dict[str, bytes]) -> None:
    check_parts(parts)

    assert encoding_of(parts).name == "UTF-8"


@pytest.mark.check("C057")
@pytest.mark.check("C061")
@pytest.mark.parametrize("suffix", [".shp", ".shx", ".dbf", ".prj"])
@pytest.mark.parametrize("content", [b"", b"<OGRVRTDataSource/>", b"/vsicurl/http://127.0.0.1/x", b"\x00" * 200])
def test_a_part_that_is_something_else_is_refused(parts: dict[str, bytes], suffix: str, content: bytes) -> None:
    if (suffix, content) == (".dbf", b"\x00" * 200):
        content = b"\xff" * 200  # a table of nothing is complete, one of two milliards of rows is not

    assert code_of({**parts, suffix: content}) == "shapefile_part_broken"


@pytest.mark.check("C061")
def test_a_table_that_is_cut_off_is_refused(parts: dict[str, bytes]) -> None:
    assert code_of({**parts, ".dbf": parts[".dbf"][:-20]}) == "shapefile_part_broken"


@pytest.mark.check("C063")
@pytest.mark.parametrize(("shape", "name"), [(1, "Point"), (3, "PolyLine"), (31, "MultiPatch"), (99, "99")])
def test_other_shapes_than_polygons_are_refused_by_name(parts: dict[str, bytes], shape: int, name: str) -> None:
    changed = bytearray(parts[".shp"])
    struct.pack_into("<i", changed, 32, shape)

    with pytest.raises(BoundaryFileError) as error:
        check_parts({**parts, ".shp": bytes(changed)})

    assert error.value.code == "spatial.shapefile_type"
    assert error.value.problems[0].parameters["found"] == name


@pytest.mark.check("C063")
def test_a_line_layer_as_gdal_writes_it_is_refused() -> None:
    lines = as_geometries([shapely.LineString([(500_000, 6_000_000), (500_001, 6_000_001)])])
    written = shapefile(lines, geometry_type="LineString")

    assert code_of({name.removeprefix("areas"): part for name, part in written.items()}) == "shapefile_type"


@pytest.mark.check("C061")
@pytest.mark.parametrize(
    ("page", "name"),
    [
        (b"UTF-8", "UTF-8"),
        (b"utf8\r\n", "UTF-8"),
        (b"1252", "CP1252"),
        (b"cp1252", "CP1252"),
        (b"ANSI 1252", "CP1252"),
        (b"ISO-8859-1", "ISO-8859-1"),
        (b"8859-15", "ISO-8859-15"),
        (b"850", "CP850"),
    ],
)
def test_the_code_page_says_the_character_set(parts: dict[str, bytes], page: bytes, name: str) -> None:
    encoding = encoding_of({**parts, ".cpg": page})

    assert (encoding.name, encoding.remarks) == (name, ())


@pytest.mark.check("C061")
@pytest.mark.parametrize("page", [b"", b"utf-7", b"/etc/passwd", b"\xff\xfe", b"rot13"])
def test_an_unknown_code_page_is_refused(parts: dict[str, bytes], page: bytes) -> None:
    with pytest.raises(BoundaryFileError) as error:
        encoding_of({**parts, ".cpg": page})

    assert error.value.code == "spatial.shapefile_codepage_unknown"


@pytest.mark.check("C067")
@pytest.mark.parametrize(
    ("driver", "row", "name"),
    [
        (0x03, b"x", "CP1252"),
        (0x57, b"x", "CP1252"),
        (0x02, b"x", "CP850"),
        (0x01, b"x", "CP437"),
        (0x00, "Mürwik".encode(), "UTF-8"),
        (0x00, "Mürwik".encode("cp1252"), "CP1252"),
    ],
)
def test_without_a_code_page_the_table_decides_and_it_is_told(
    parts: dict[str, bytes], driver: int, row: bytes, name: str
) -> None:
    table = bytearray(parts[".dbf"])
    table[29] = driver
    without = {suffix: part for suffix, part in parts.items() if suffix != ".cpg"}

    encoding = encoding_of({**without, ".dbf": bytes(table) + row})

    assert encoding.name == name
    assert [remark.code for remark in encoding.remarks] == ["spatial.encoding_assumed"]
