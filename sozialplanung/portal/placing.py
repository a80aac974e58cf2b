# SPDX-License-Identifier: EUPL-1.2
"""Places of layers in the search: they lead to the map with their layer, and the area in which they lie chosen."""

from urllib.parse import urlencode

from django.urls import reverse

from indicators.selectors.versions import versions_with_figures
from sozialplanung.accounts.models import Organisation
from sozialplanung.portal.addresses import area_address
from sozialplanung.portal.areaways import AreaWay, Ways, place_query
from sozialplanung.portal.locating import Spot
from spatial.selectors.placesearch import PlaceRow, places_named
from spatial.selectors.streets import LevelAreas, areas_at


def places_found(organisation: Organisation, text: str) -> tuple[Spot, ...]:
    """Return the places that may be meant, with the areas in which they lie."""
    rows = places_named(organisation, text)
    if not rows:
        return ()
    ways = Ways(organisation.slug, area_address, versions_with_figures(organisation))
    found = iter(areas_at(organisation, [row.point for row in rows if row.point]))
    return tuple(_spot(organisation, row, next(found) if row.point else (), ways) for row in rows)


def _spot(organisation: Organisation, row: PlaceRow, levels: tuple[LevelAreas, ...], ways: Ways) -> Spot:
    finest = ways.finest(levels)
    return Spot(
        title=row.name,
        url=_url(organisation, row, finest),
        path=" · ".join(part for part in (row.layer.layer.name, row.address, finest.label if finest else "") if part),
        levels=ways.levels(levels),
    )


def _url(organisation: Organisation, row: PlaceRow, finest: AreaWay | None) -> str:
    """Return the map with the layer and the area; where there is no such map the page of the layer, with the area."""
    slug = row.layer.layer.slug
    if finest and finest.map_url:
        return f"{finest.map_url}&{urlencode({'orte': slug})}"
    page = reverse("spatial:layer", args=[organisation.slug, slug])
    return f"{page}?{place_query(finest.place)}" if finest else page
