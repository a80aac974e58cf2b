# SPDX-License-Identifier: EUPL-1.2
"""The coordinate reference systems that boundary files may use, by name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spatial.geometry.problems import gettext_noop as _

LONGITUDE_LATITUDE = "EPSG:4326"
EQUAL_AREA_EUROPE = "EPSG:3035"
# By their names in English; forms show them in the reader's language.
ALLOWED: dict[str, str] = {
    "EPSG:4326": _("WGS 84, longitude and latitude in degrees"),
    "EPSG:25832": _("ETRS89 / UTM zone 32N"),
    "EPSG:25833": _("ETRS89 / UTM zone 33N"),
    "EPSG:4647": _("ETRS89 / UTM zone 32N with zone number in the easting"),
    "EPSG:5650": _("ETRS89 / UTM zone 33N with zone number in the easting"),
    "EPSG:31466": _("DHDN / Gauss-Krüger zone 2"),
    "EPSG:31467": _("DHDN / Gauss-Krüger zone 3"),
    "EPSG:31468": _("DHDN / Gauss-Krüger zone 4"),
    "EPSG:31469": _("DHDN / Gauss-Krüger zone 5"),
    "EPSG:3068": _("DHDN / Soldner Berlin"),
    "EPSG:3857": _("WGS 84 / Pseudo-Mercator"),
}
# The same systems under other codes: axes named in another order, or WGS 84 for ETRS89 (less than a metre apart).
SYNONYMS = {
    "EPSG:4258": "EPSG:4326",
    "EPSG:32632": "EPSG:25832",
    "EPSG:3044": "EPSG:25832",
    "EPSG:32633": "EPSG:25833",
    "EPSG:3045": "EPSG:25833",
    "EPSG:5652": "EPSG:4647",
    "EPSG:5653": "EPSG:5650",
    "EPSG:5676": "EPSG:31466",
    "EPSG:5677": "EPSG:31467",
    "EPSG:5678": "EPSG:31468",
    "EPSG:5679": "EPSG:31469",
}
# False easting and northing in metres; coordinates with other ones are the same system, moved.
ORIGINS = {
    "EPSG:25832": (500_000.0, 0.0),
    "EPSG:25833": (500_000.0, 0.0),
    "EPSG:4647": (32_500_000.0, 0.0),
    "EPSG:5650": (33_500_000.0, 0.0),
    "EPSG:31466": (2_500_000.0, 0.0),
    "EPSG:31467": (3_500_000.0, 0.0),
    "EPSG:31468": (4_500_000.0, 0.0),
    "EPSG:31469": (5_500_000.0, 0.0),
    "EPSG:3068": (40_000.0, 10_000.0),
}
_CRS84 = re.compile(
    r"(?:OGC:CRS84|urn:ogc:def:crs:OGC:[0-9.]*:CRS84|https?://www\.opengis\.net/def/crs/OGC/[0-9.]+/CRS84)"
)
_EPSG = re.compile(
    r"(?:EPSG:|urn:ogc:def:crs:EPSG:[0-9.]*:|https?://www\.opengis\.net/def/crs/EPSG/[0-9.]+/)([0-9]{4,6})"
)
_NUMBER = r"(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)"
_DETAILED = re.compile(rf"(EPSG:[0-9]{{4,6}})(?: \+x_0={_NUMBER} \+y_0={_NUMBER})?( \+axis=neu)?")


@dataclass(frozen=True, slots=True)
class System:
    """An allowed system, perhaps with other false origins, perhaps with north before east.

    ``base`` is a key of `ALLOWED`; ``origin`` the false easting and northing in metres where they are
    not those of the base. As text it is spelled like PROJ does:
    ``EPSG:25832 +x_0=2500000 +y_0=0 +axis=neu``.
    """

    base: str
    origin: tuple[float, float] | None = None
    is_north_first: bool = False

    def __str__(self) -> str:
        """Return the name that `parsed` understands."""
        origin = "" if self.origin is None else f" +x_0={_plain(self.origin[0])} +y_0={_plain(self.origin[1])}"
        return f"{self.base}{origin}{' +axis=neu' if self.is_north_first else ''}"

    @property
    def offset(self) -> tuple[float, float]:
        """Metres by which coordinates lie east and north of those of the base."""
        if self.origin is None:
            return 0.0, 0.0
        east, north = ORIGINS[self.base]
        return self.origin[0] - east, self.origin[1] - north

    @property
    def is_geographic(self) -> bool:
        """Whether coordinates are degrees."""
        return self.base == LONGITUDE_LATITUDE


def parsed(text: str) -> System | None:
    """Return the allowed system that ``text`` names, or None.

    Parameters
    ----------
    text : str
        A name (``EPSG:25832``, ``OGC:CRS84``), URN or identifier address, or a name with details as
        `System` spells it. It is compared as text and never opened.

    Returns
    -------
    System or None
        CRS84 is ``EPSG:4326``; axes are east, north unless the text says ``+axis=neu``. None for
        systems that are not allowed, and for details of a system that has no false origin.
    """
    if _CRS84.fullmatch(text):
        return System(LONGITUDE_LATITUDE)
    detailed = _DETAILED.fullmatch(text)
    if detailed is None:
        match = _EPSG.fullmatch(text)
        base = _allowed(f"EPSG:{match[1]}") if match else None
        return System(base) if base else None
    base, east, north, axis = _allowed(detailed[1]), detailed[2], detailed[3], detailed[4]
    if base is None or (east is not None and base not in ORIGINS):
        return None
    origin = None if east is None else (float(east), float(north))
    return System(base, None if origin == ORIGINS.get(base) else origin, axis is not None)


def allowed_name(text: str) -> str | None:
    """Return the name of the allowed system that ``text`` names, or None.

    Parameters
    ----------
    text : str
        As for `parsed`.

    Returns
    -------
    str or None
        A key of `ALLOWED`, with details where the text has them.
    """
    system = parsed(text)
    return str(system) if system else None


def with_axes_of(name: str, stated: str | None) -> str:
    """Return the system that a file names, with the order of axes that somebody states for it.

    Parameters
    ----------
    name : str
        The allowed system that the file names.
    stated : str or None
        What the steward states.

    Returns
    -------
    str
        ``stated`` where it is the same system but for the order of its axes, which no file tells surely;
        else ``name``.
    """
    own, other = parsed(name), parsed(stated or "")
    is_same = own is not None and other is not None and (own.base, own.origin) == (other.base, other.origin)
    return str(other) if is_same else name


def _allowed(code: str) -> str | None:
    base = SYNONYMS.get(code, code)
    return base if base in ALLOWED else None


def _plain(metres: float) -> str:
    return f"{metres:.6f}".rstrip("0").rstrip(".")
