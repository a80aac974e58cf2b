# SPDX-License-Identifier: EUPL-1.2
"""Looks at the parts of a Shapefile before GDAL does: are they what they say, and in which character set."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spatial.geometry.problems import quoted
from spatial.readers.texts import problem, refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from spatial.geometry.problems import Problem

_SHP_HEADER, _DBF_HEADER, _LONGEST_PRJ = 100, 32, 16_384
_FILE_CODE, _VERSION = 9994, 1000
POLYGON_SHAPES = frozenset({5, 15, 25})
LINE_SHAPES = frozenset({3, 13, 23})
PLACE_SHAPES = POLYGON_SHAPES | LINE_SHAPES | {1, 8, 11, 18, 21, 28}
_SHAPES = {
    0: "Null",
    1: "Point",
    3: "PolyLine",
    5: "Polygon",
    8: "MultiPoint",
    11: "PointZ",
    13: "PolyLineZ",
    15: "PolygonZ",
    18: "MultiPointZ",
    21: "PointM",
    23: "PolyLineM",
    25: "PolygonM",
    28: "MultiPointM",
    31: "MultiPatch",
}
_SYSTEMS = ("PROJCS[", "GEOGCS[", "PROJCRS[", "GEOGCRS[", "COMPD_CS[", "BOUNDCRS[")
_CODE_PAGES = {
    "UTF8": "UTF-8",
    "65001": "UTF-8",
    "1252": "CP1252",
    "CP1252": "CP1252",
    "ANSI1252": "CP1252",
    "WINDOWS1252": "CP1252",
    "ISO88591": "ISO-8859-1",
    "88591": "ISO-8859-1",
    "LATIN1": "ISO-8859-1",
    "ISO885915": "ISO-8859-15",
    "885915": "ISO-8859-15",
    "850": "CP850",
    "CP850": "CP850",
    "437": "CP437",
    "CP437": "CP437",
}
_LANGUAGE_DRIVERS = {0x01: "CP437", 0x02: "CP850", 0x03: "CP1252", 0x57: "CP1252"}


@dataclass(frozen=True, slots=True)
class Encoding:
    """The character set of the attribute table, and a remark if the file did not name it."""

    name: str
    remarks: tuple[Problem, ...] = ()


def check_parts(parts: Mapping[str, bytes], shapes: Collection[int] = POLYGON_SHAPES) -> None:
    """Refuse parts that are cut off or are not what their suffix says, and other kinds of shapes than those."""
    for suffix in (".shp", ".shx"):
        header = parts[suffix][:_SHP_HEADER]
        if len(header) < _SHP_HEADER or _shp_marks(header) != (_FILE_CODE, _VERSION):
            raise refusal("shapefile_part_broken", part=suffix)
    (shape,) = struct.unpack_from("<i", parts[".shp"], 32)
    if shape not in shapes:
        code = "shapefile_no_lines" if shapes is LINE_SHAPES else "shapefile_type"
        raise refusal(code, found=_SHAPES.get(shape, str(shape)))
    table = parts[".dbf"]
    if len(table) < _DBF_HEADER or len(table) < _dbf_size(table):
        raise refusal("shapefile_part_broken", part=".dbf")
    system = parts.get(".prj", b"")[:_LONGEST_PRJ].decode("ascii", "replace").lstrip("\ufeff\ufffd \r\n")
    if ".prj" in parts and not system.startswith(_SYSTEMS):
        raise refusal("shapefile_part_broken", part=".prj")


def encoding_of(parts: Mapping[str, bytes]) -> Encoding:
    """Return the character set: as the .cpg says, else as the table's header says, else by its bytes."""
    if ".cpg" in parts:
        named = parts[".cpg"][:64].decode("ascii", "replace").strip()
        known = _CODE_PAGES.get("".join(sign for sign in named.upper() if sign.isalnum()))
        if known is None:
            raise refusal("shapefile_codepage_unknown", found=quoted(named))
        return Encoding(known)
    table = parts[".dbf"]
    assumed = _LANGUAGE_DRIVERS.get(table[29]) or _by_bytes(table)
    return Encoding(assumed, (problem("encoding_assumed", encoding=assumed),))


def _shp_marks(header: bytes) -> tuple[int, int]:
    (code,) = struct.unpack_from(">i", header, 0)
    (version,) = struct.unpack_from("<i", header, 28)
    return code, version


def _dbf_size(table: bytes) -> int:
    rows, header, row = struct.unpack_from("<IHH", table, 4)
    return int(header + rows * row)


def _by_bytes(table: bytes) -> str:
    (header,) = struct.unpack_from("<H", table, 8)
    try:
        table[header:].decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"
