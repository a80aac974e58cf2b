# SPDX-License-Identifier: EUPL-1.2
"""Addresses of an organisation's views, as `docs/architecture.md` lists them."""

from urllib.parse import quote, urlencode


def home_address(slug: str) -> str:
    """Return the address of an organisation's start page."""
    return f"/{quote(slug)}/"


def map_address(slug: str, *, indicator: str = "", level: str = "") -> str:
    """Return the address of the map, showing an indicator or a level where one is named."""
    query = urlencode({name: value for name, value in (("indikator", indicator), ("ebene", level)) if value})
    return f"/{quote(slug)}/karte/" + (f"?{query}" if query else "")


def area_address(slug: str, *, edition: str, level: str, key: str) -> str:
    """Return the address of an area's profile."""
    return f"/{quote(slug)}/gebiete/{quote(edition)}/{quote(level)}/{quote(key)}/"


def indicator_address(slug: str, indicator: str = "") -> str:
    """Return the address of an indicator's sheet, or of the catalogue."""
    return f"/{quote(slug)}/indikatoren/" + (f"{quote(indicator)}/" if indicator else "")
