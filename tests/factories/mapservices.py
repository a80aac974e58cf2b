# SPDX-License-Identifier: EUPL-1.2
"""Map services of the city of tests, without any server behind them."""

from typing import Any

from django.utils import timezone

from spatial.models import MapService
from spatial.readers.maps import MapSource
from spatial.selectors.mapservices import ground_extent, mark_of
from spatial.services.mapservices.registering import previewed
from tests.factories.world import World


def put(world: World, *, address: str = "https://karten.example/wms", **facts: Any) -> MapService:  # noqa: ANN401 - fields
    """Store a service that is offered to readers."""
    source = MapSource("wms", address, "plan", "", "image/png", 0, 18)
    usual = {
        "slug": "stadtplan",
        "title": "Stadtplan",
        "kind": "wms",
        "role": "base",
        "state": "shown",
        "opacity": 60,
        "attribution": "© Vermessungsamt",
        "licence": "dl-de/by-2-0",
    }
    return MapService.objects.create(
        organisation=world.city,
        address=address,
        source=source.to_json(),
        seen_at=timezone.now(),
        created_by=world.anna,
        **{**usual, **facts},
    )


def address_of(service: MapService) -> dict[str, str]:
    """Return what the addresses of a service are made of."""
    tile = previewed(ground_extent(service.organisation_id), MapSource(**service.source))[0][0]
    return {"slug": service.slug, "mark": mark_of(service), "tile": f"{tile.zoom}/{tile.column}/{tile.row}"}
