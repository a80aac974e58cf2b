# SPDX-License-Identifier: EUPL-1.2
"""What rings of reach are as files: figures and places as CSV, ground as GeoJSON."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import isnan
from typing import Any, Final

import shapely
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.selectors.published import at_one_moment
from indicators.selectors.ringfigures import RingFigures, RingsAnswer
from indicators.stats.ownareas import Estimate
from indicators.views.files import CSV_TYPE, GEOJSON_TYPE, file_response
from indicators.views.groundlines import GROUND_HEAD, ground_cells
from indicators.views.ownareas.context import HEAD, line_cells
from indicators.views.reach.asking import Place, ReachDesk, answered, at_streets
from indicators.views.readership import marked_cells, marked_name
from sozialplanung.accounts.desks import nothing
from sozialplanung.common.csvsafe import Cell, to_csv
from spatial.selectors.reachrings import PlacesInside, held_by

_RING: Final = ("ring", "ring_einheit")
_SHARE: Final = ("anteil_der_stadt", "anteil_von", "anteil_bis")
_DIGITS: Final = Decimal("0.1")
# Coordinates to a decimetre.
_GRID: Final = 1e-6
_PLACES: Final = ("schluessel", "name", "adresse", "weg", "weg_einheit", "ring", "laenge", "breite")


@require_safe
@at_streets
@at_one_moment()
def rings_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """Send what is released of each ring as CSV."""
    desk, answer = answered(request, place)
    address, today = f"{settings.PUBLIC_URL}{desk.url('indicators:reach')}", timezone.localdate()
    rows = [_cells(desk, each, address, today) for each in answer.figures]
    cells = [(*_RING, *HEAD, *_SHARE), *(row for some in rows for row in some)]
    return _file(desk, to_csv(marked_cells(desk.publisher, cells)), CSV_TYPE, f"{_('reach')}.csv")


def _cells(desk: ReachDesk, figures: RingFigures, address: str, today: date) -> list[tuple[Cell, ...]]:
    ring = (figures.ring.limit, desk.said["einheit"])
    found: list[tuple[Cell, ...]] = []
    for line in figures.lines:
        share = figures.coverage if line is figures.people else None
        found.append((*ring, *line_cells(line, desk.language, address, today), *_shares(share)))
    return found


def _shares(share: Estimate | None) -> tuple[Decimal | None, ...]:
    told = (float("nan"),) * 3 if share is None else (share.value, share.low, share.high)
    return tuple(None if isnan(each) else Decimal(repr(each)).quantize(_DIGITS) for each in told)


@require_safe
@at_streets
def places_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """Send the places inside with their ways as CSV, and those of which no way is known."""
    desk, answer = answered(request, place, has_figures=False)
    if answer.places is None:
        raise nothing()
    entry = answer.places.entry
    # Places and streets are of everybody: who reads them makes no other version of the file.
    address = f"{settings.PUBLIC_URL}{desk.url('indicators:reach')}"
    end: tuple[Cell, ...] = (*ground_cells(entry, answer.rings.network), address, timezone.localdate())
    capacity = [entry.version.capacity_label] if answer.places.has_capacity else []
    head = (*_PLACES, *capacity, *GROUND_HEAD, "adresse_der_abfrage", "abgerufen_am")
    cells = [head, *((*row, *end) for row in _place_cells(desk, answer.places))]
    return _file(desk, to_csv(cells), CSV_TYPE, f"{_('reach')}_{entry.layer.slug}.csv", is_public=True)


def _place_cells(desk: ReachDesk, places: PlacesInside) -> list[tuple[Cell, ...]]:
    told = [(each.feature, round(each.way, 1), each.limit) for each in places.inside]
    told_of: list[tuple[Any, float | None, int | None]] = [*told, *((each, None, None) for each in places.unknown)]
    rows: list[tuple[Cell, ...]] = []
    for feature, way, limit in told_of:
        point = shapely.point_on_surface(feature.shape)
        at = (round(float(shapely.get_x(point)), 7), round(float(shapely.get_y(point)), 7))
        capacity = (_plain(feature.capacity),) if places.has_capacity else ()
        rows.append((feature.key, feature.name, feature.address, way, desk.said["einheit"], limit, *at, *capacity))
    return rows


def _plain(number: float | None) -> Cell:
    """Return a number without decimals where it has none."""
    return int(number) if number is not None and number.is_integer() else number


@require_safe
@at_streets
def rings_geojson(request: HttpRequest, place: Place) -> HttpResponse:
    """Send the ground of the rings as GeoJSON: geometry, and no figure of anybody."""
    desk, answer = answered(request, place, has_figures=False)
    network = answer.rings.network
    collection = {
        "type": "FeatureCollection",
        "name": "reach",
        "network": network.name,
        "source": network.source,
        "licence": network.licence,
        "attribution": network.attribution,
        "address": f"{settings.PUBLIC_URL}{desk.url('indicators:reach')}",
        "features": _features(desk, answer),
    }
    body = json.dumps(collection, ensure_ascii=False, allow_nan=False).encode()
    return _file(desk, body, GEOJSON_TYPE, f"{_('reach')}.geojson", is_public=True)


def _features(desk: ReachDesk, answer: RingsAnswer) -> Sequence[dict[str, Any]]:
    found = []
    for ring in answer.rings.rings:
        told: dict[str, Any] = {
            "limit": ring.limit,
            "unit": "metres" if desk.said["einheit"] == "meter" else "minutes",
            "mode": desk.said["profil"],
            "streets_m": round(ring.length_m),
            "ground_m2": round(ring.area_m2),
        }
        if answer.places is not None:
            held = held_by(answer.places, ring.limit)
            told |= {"places": held.count, "capacity": held.capacity, "capacity_unknown": held.unknown}
        ground = json.loads(shapely.to_geojson(shapely.set_precision(ring.ground, _GRID)))
        found.append({"type": "Feature", "properties": told, "geometry": ground})
    return found


def _file(desk: ReachDesk, body: bytes, kind: str, name: str, *, is_public: bool = False) -> HttpResponse:
    named = f"{desk.publisher.slug}_{name}"
    return file_response(body, kind, named if is_public else marked_name(desk.publisher, named))
