# SPDX-License-Identifier: EUPL-1.2
"""Tells a file's format by its first bytes; its name and its extension are never asked."""

from __future__ import annotations

from enum import StrEnum

from spatial.geometry.problems import quoted
from spatial.readers.texts import refusal

_SQLITE = b"SQLite format 3\x00"
_GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")
_APPLICATION_ID = slice(68, 72)
_ZIP = b"PK\x03\x04"
_HEAD, _QUOTED = 1024, 20
# Formats that are met by mistake or on purpose: told by name, because it helps to find the right one.
_OTHERS = (
    (b"<OGRVRTDataSource", "OGR VRT"),
    (b"<VRTDataset", "GDAL VRT"),
    (b"<kml", "KML"),
    (b"<gpx", "GPX"),
    (b"gml", "GML"),
    (b"<svg", "SVG"),
    (b"<?xml", "XML"),
    (b"<", "XML / HTML"),
    (b"%PDF", "PDF"),
    (b"fgb\x03", "FlatGeobuf"),
    (b"\x00\x00\x27\x0a", ".shp / .shx"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"PK\x05\x06", "ZIP (0)"),
    (b"\xd0\xcf\x11\xe0", "Office 97"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_SEARCHED = (b"<OGRVRTDataSource", b"<VRTDataset", b"<kml", b"<gpx", b"gml", b"<svg")


class Format(StrEnum):
    """The formats that are read."""

    GEOJSON = "geojson"
    GEOPACKAGE = "gpkg"
    ZIP = "zip"


def sniff(content: bytes) -> Format:
    """Return the format of the content, or refuse it with what it seems to be."""
    head = content[:_HEAD]
    if not head.strip():
        raise refusal("file_empty")
    if head.startswith(_SQLITE):
        if content[_APPLICATION_ID] in _GEOPACKAGE_IDS:
            return Format.GEOPACKAGE
        raise refusal("format_unknown", found="SQLite")
    if head.startswith(_ZIP):
        return Format.ZIP
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in {b"{", b"["}:
        return Format.GEOJSON
    raise refusal("format_unknown", found=_told(text))


def _told(head: bytes) -> str:
    if head.startswith(b"<"):
        for mark, name in _OTHERS:
            if mark in _SEARCHED and mark in head:
                return name
    found = (name for mark, name in _OTHERS if head.startswith(mark))
    return next(found, quoted(head[:_QUOTED].decode("utf-8", "replace")))
