# SPDX-License-Identifier: EUPL-1.2
"""The coordinate reference systems that boundary files may use, by name."""

from __future__ import annotations

import re

LONGITUDE_LATITUDE = "EPSG:4326"
EQUAL_AREA_EUROPE = "EPSG:3035"
ALLOWED: dict[str, str] = {
    "EPSG:4326": "WGS 84, longitude and latitude in degrees",
    "EPSG:25832": "ETRS89 / UTM zone 32N",
    "EPSG:25833": "ETRS89 / UTM zone 33N",
    "EPSG:4647": "ETRS89 / UTM zone 32N with zone number in the easting",
    "EPSG:31466": "DHDN / Gauss-Krüger zone 2",
    "EPSG:31467": "DHDN / Gauss-Krüger zone 3",
    "EPSG:3857": "WGS 84 / Pseudo-Mercator",
}
_CRS84 = re.compile(
    r"(?:OGC:CRS84|urn:ogc:def:crs:OGC:[0-9.]*:CRS84|https?://www\.opengis\.net/def/crs/OGC/[0-9.]+/CRS84)"
)
_EPSG = re.compile(
    r"(?:EPSG:|urn:ogc:def:crs:EPSG:[0-9.]*:|https?://www\.opengis\.net/def/crs/EPSG/[0-9.]+/)([0-9]{4,6})"
)


def allowed_name(text: str) -> str | None:
    """Return the allowed CRS that ``text`` names, or None.

    Parameters
    ----------
    text : str
        A name (``EPSG:25832``, ``OGC:CRS84``), URN or identifier address. It is compared as text
        and never opened.

    Returns
    -------
    str or None
        A key of `ALLOWED`; CRS84 is ``EPSG:4326``, since axes are always taken as east, north.
    """
    if _CRS84.fullmatch(text):
        return LONGITUDE_LATITUDE
    match = _EPSG.fullmatch(text)
    name = f"EPSG:{match[1]}" if match else ""
    return name if name in ALLOWED else None
