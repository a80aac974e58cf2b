# SPDX-License-Identifier: EUPL-1.2
"""Layers of places as everybody reads them: the list, one layer as map and table, its files."""

from typing import Any, Final

import shapely
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.common.csvsafe import Cell, to_csv
from sozialplanung.common.errors import NotFoundError
from sozialplanung.web.conditional import IMMUTABLE, Representation, conditional_response
from sozialplanung.web.query import QueryReader, refuse_unknown
from sozialplanung.web.templatetags.formats import day
from spatial.models import LayerVersion
from spatial.selectors.layerfiles import drawing_of, version_at, version_file
from spatial.selectors.layers import (
    Feature,
    LayerEntry,
    features_of,
    geojson_of,
    layer_in_force,
    layers_in_force,
)
from spatial.views.layerareas import AREA_PARAMETERS, areas_asked, features_asked

PAGE_SIZE: Final = 100


@require_safe
def layers_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """List the layers that are in force by topic."""
    refuse_unknown(request.GET, ())
    body = organisation_by_slug(organisation)
    topics: dict[str, list[LayerEntry]] = {}
    for entry in layers_in_force(body.pk):
        topics.setdefault(entry.layer.topic, []).append(entry)
    context = {"organisation": body, "section": "places", "topics": list(topics.items())}
    return render(request, "spatial/orte/list.html", context)


@require_safe
def layer_page(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """Show one layer: a map, how many lie in each area, and all places as a table."""
    reader = QueryReader(request.GET, allowed=("seite", *AREA_PARAMETERS))
    page = reader.integer("seite", minimum=1, maximum=100_000, default=1)
    body = organisation_by_slug(organisation)
    entry = layer_in_force(body.pk, slug)
    asked = areas_asked(body, entry, reader)
    rows = Paginator(features_asked(entry, asked), PAGE_SIZE)
    shown = rows.get_page(page)
    context = {
        "organisation": body,
        "section": "places",
        "entry": entry,
        "origin": _origin(entry.version) if entry.version.fetched_on else "",
        "drawing": drawing_of(entry),
        "asked": asked,
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "columns": entry.version.columns,
        "rows": [(row, [_told(row.attributes.get(name)) for name in entry.version.columns]) for row in shown],
        "downloads": _downloads(body, slug),
        "crumbs": [
            {"label": _("Places and areas"), "url": reverse("spatial:places", args=[body.slug])},
            {"label": entry.layer.name, "url": ""},
        ],
    }
    return render(request, "spatial/orte/layer.html", context)


@require_safe
def layer_geojson(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """Give all places of a layer as GeoJSON."""
    refuse_unknown(request.GET, ())
    entry = layer_in_force(organisation_by_slug(organisation).pk, slug)
    content = geojson_of(entry, features_of(entry.version))
    return _file(content, "application/geo+json", f"{slug}.geojson")


@require_safe
def layer_data(request: HttpRequest, organisation: str, slug: str, number: int, content_hash: str) -> HttpResponse:
    """Send the places of one version as maps draw them: fetched once, kept for ever."""
    refuse_unknown(request.GET, ())
    address: Any = {"organisation": organisation, "slug": slug, "number": number, "content_hash": content_hash}
    if version_at(**address) is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    representation = Representation(content_hash, "application/geo+json", IMMUTABLE)
    return conditional_response(request, representation, lambda: version_file(**address) or b"")


@require_safe
def layer_csv(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """Give all places of a layer as CSV, with longitude and latitude of a point on each."""
    refuse_unknown(request.GET, ())
    entry = layer_in_force(organisation_by_slug(organisation).pk, slug)
    columns = entry.version.columns
    head = [_("Key"), _("Name"), _("Address"), entry.version.capacity_label or _("Capacity"), *columns]
    origin = [_origin(entry.version)] if entry.version.fetched_on else []
    rows = [[*_csv_row(feature, columns), *origin] for feature in features_of(entry.version)]
    table = [[*head, _("Longitude"), _("Latitude"), *([_("Origin")] if origin else [])], *rows]
    return _file(to_csv(table), "text/csv; charset=utf-8", f"{slug}.csv")


def _origin(version: LayerVersion) -> str:
    """Return in words from which service a version was fetched."""
    told = {"server": version.fetched_from, "collection": version.fetched_collection, "day": day(version.fetched_on)}
    return _("Fetched from %(server)s, collection “%(collection)s”, on %(day)s.") % told


def _csv_row(feature: Feature, columns: list[str]) -> list[Cell]:
    place = shapely.point_on_surface(feature.shape)
    told: list[Cell] = [feature.key, feature.name, feature.address, _plain(feature.capacity)]
    kept: list[Cell] = [_told(feature.attributes.get(name)) for name in columns]
    return [*told, *kept, round(float(shapely.get_x(place)), 7), round(float(shapely.get_y(place)), 7)]


def _plain(number: float | None) -> Cell:
    """Return a number without decimals where it has none."""
    return int(number) if number is not None and number.is_integer() else number


def _told(value: object) -> str:
    """Return an attribute in words; truth values are words of ours."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


def _downloads(body: Organisation, slug: str) -> list[dict[str, str]]:
    files = (("layer_csv", _("Places as a table"), "CSV"), ("layer_geojson", _("Places with coordinates"), "GeoJSON"))
    return [
        {"label": label, "url": reverse(f"spatial:{name}", args=[body.slug, slug]), "format": kind}
        for name, label, kind in files
    ]


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
