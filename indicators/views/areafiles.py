# SPDX-License-Identifier: EUPL-1.2
"""Figures of areas as an answer: one of four kinds of files, marked where they are not for everybody."""

from collections.abc import Callable, Mapping
from datetime import UTC
from types import MappingProxyType
from typing import Final

from django.http import HttpResponse

from indicators.errors import NotReleasedError
from indicators.rendering.areafile import geojson_file, geopackage_file
from indicators.rendering.mapfile import FileFacts, csv_file, xlsx_file
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import OrganisationRef
from indicators.views.files import CSV_TYPE, GEOJSON_TYPE, GEOPACKAGE_TYPE, XLSX_TYPE, file_response
from indicators.views.readership import marked_name
from spatial.selectors.geometries import outline_body

# A page draws what a map draws; a geographic system measures, and gets all points.
_MAP_DETAIL, _FULL_DETAIL = "map", "full"


def area_file(organisation: OrganisationRef, facts: MapFacts, content: FileFacts, name: str) -> HttpResponse:
    """Send figures as the kind of file that the ending of its name says.

    Raises
    ------
    NotReleasedError
        The outlines that the kind of file needs are not built yet.
    """
    content_type, write = _KINDS[name.rpartition(".")[2]]
    return file_response(write(facts, content), content_type, marked_name(organisation, name, facts.audience))


def _csv(_facts: MapFacts, content: FileFacts) -> bytes:
    return csv_file(content)


def _xlsx(_facts: MapFacts, content: FileFacts) -> bytes:
    return xlsx_file(content)


def _geojson(facts: MapFacts, content: FileFacts) -> bytes:
    return geojson_file(content, _outlines(facts, _MAP_DETAIL))


def _geopackage(facts: MapFacts, content: FileFacts) -> bytes:
    published = facts.choice.ref.published_at.astimezone(UTC)
    return geopackage_file(content, _outlines(facts, _FULL_DETAIL), f"{published:%Y-%m-%dT%H:%M:%S}.000Z")


def _outlines(facts: MapFacts, detail: str) -> bytes:
    body = outline_body(facts.ground.shown.id, detail)
    if body is None:
        raise NotReleasedError("http.not_found", "There is nothing at this address.")
    return body


_KINDS: Final[Mapping[str, tuple[str, Callable[[MapFacts, FileFacts], bytes]]]] = MappingProxyType(
    {
        "csv": (CSV_TYPE, _csv),
        "xlsx": (XLSX_TYPE, _xlsx),
        "geojson": (GEOJSON_TYPE, _geojson),
        "gpkg": (GEOPACKAGE_TYPE, _geopackage),
    }
)
ENDINGS: Final = tuple(_KINDS)
# What readers call them.
FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {"csv": "CSV", "xlsx": "XLSX", "geojson": "GeoJSON", "gpkg": "GeoPackage"}
)
