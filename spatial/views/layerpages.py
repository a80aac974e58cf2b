# SPDX-License-Identifier: EUPL-1.2
"""Layers of places as everybody reads them: the list, one layer as map and table, its files."""

from typing import Any, Final

import shapely
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.selectors import organisation_by_slug
from sozialplanung.common.csvsafe import Cell, to_csv
from sozialplanung.web.query import QueryReader, refuse_unknown
from spatial.geometry.arrays import as_geometries
from spatial.geometry.projections import metric_crs, to_metric
from spatial.rendering.layer_drawing import draw_layer
from spatial.selectors.layers import (
    AreaFigures,
    Feature,
    LayerEntry,
    area_figures,
    features_of,
    features_query,
    geojson_of,
    layer_in_force,
    layers_in_force,
    newest_boundaries,
    outline_of,
    shapes_of,
)

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
    page = QueryReader(request.GET, allowed=("seite",)).integer("seite", minimum=1, maximum=100_000, default=1)
    body = organisation_by_slug(organisation)
    entry = layer_in_force(body.pk, slug)
    rows = Paginator(features_query(entry.version), PAGE_SIZE)
    shown = rows.get_page(page)
    context = {
        "organisation": body,
        "section": "places",
        "entry": entry,
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
    return render(request, "spatial/orte/layer.html", context | _drawn(body, entry))


@require_safe
def layer_geojson(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """Give all places of a layer as GeoJSON."""
    refuse_unknown(request.GET, ())
    entry = layer_in_force(organisation_by_slug(organisation).pk, slug)
    content = geojson_of(entry, features_of(entry.version))
    return _file(content, "application/geo+json", f"{slug}.geojson")


@require_safe
def layer_csv(request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
    """Give all places of a layer as CSV, with longitude and latitude of a point on each."""
    refuse_unknown(request.GET, ())
    entry = layer_in_force(organisation_by_slug(organisation).pk, slug)
    columns = entry.version.columns
    head = [_("Key"), _("Name"), _("Address"), entry.version.capacity_label or _("Capacity"), *columns]
    rows = [_csv_row(feature, columns) for feature in features_of(entry.version)]
    return _file(to_csv([[*head, _("Longitude"), _("Latitude")], *rows]), "text/csv; charset=utf-8", f"{slug}.csv")


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


def _drawn(body: Organisation, entry: LayerEntry) -> dict[str, Any]:
    features = features_of(entry.version)
    ground = outline_of(body.pk)
    shapes = shapes_of(features)
    crs = metric_crs(shapes)
    outline = to_metric(as_geometries([ground]), crs)[0] if ground is not None else None
    drawing = draw_layer(to_metric(shapes, crs), entry.layer.kind, outline, entry.layer.name)
    boundaries = newest_boundaries(body.pk, timezone.localdate())
    figures = area_figures(entry, features, boundaries) if boundaries else None
    return {"drawing": drawing, "boundaries": boundaries, "areas": _area_rows(figures) if figures else []}


def _area_rows(figures: AreaFigures) -> list[dict[str, Any]]:
    """Return what lies in each area, row by row; what is not known is None."""
    told = figures.capacity
    return [
        {
            "key": key,
            "name": figures.names[at],
            "amount": float(figures.amounts[at]),
            "density": None if figures.density[at] != figures.density[at] else float(figures.density[at]),
            "capacity": None if told is None or told.known[at] != told.known[at] else float(told.known[at]),
            "unknown": 0 if told is None else int(told.unknown[at]),
        }
        for at, key in enumerate(figures.keys)
    ]


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
